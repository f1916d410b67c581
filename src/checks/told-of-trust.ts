import { IConstruct } from 'constructs';
import { CheckedRole } from './checked-role';
import { Finding } from './finding';
import { WARNINGS_OF_TRUST } from './rules-by-subject';
import { findingsOfRole } from './run-rules';

interface Told {
  readonly warnings: readonly Finding[];
  /** The role that was asked about. */
  readonly role: CheckedRole;
  readonly trust: string;
}

/** By its construct: the plugin asks again, and most roles are deployed as they were made. */
const TOLD = new WeakMap<IConstruct, Told>();

/**
 * What the rules say of a role's trust, and the role with the very statements that they have read, if it has the same: what is read in those
 * is remembered.
 */
export function toldOfTrust(construct: IConstruct, role: CheckedRole): Pick<Told, 'warnings' | 'role'> {
  const trust = trustOf(role);
  let told = TOLD.get(construct);
  if (told?.trust !== trust) {
    told = { trust, role, warnings: findingsOfRole(role, WARNINGS_OF_TRUST) };
    TOLD.set(construct, told);
  }
  const { warnings, role: { statements, trusts } } = told;
  return { warnings, role: providerOf(told.role) === providerOf(role) ? { ...role, statements, trusts } : role };
}

/** All that those rules look at. */
function trustOf({ path, partition, roleName, maxSessionSeconds, policy, statements, trusts }: CheckedRole): string {
  return JSON.stringify([
    path, partition, roleName, maxSessionSeconds, policy.quota, policy.unknowns > 0 ? policy : '',
    statements.map(({ name, isDeny, isConditional, actions, hasVariables, conditionElement }) =>
      [name, isDeny, isConditional, actions, hasVariables, conditionElement]),
    trusts.map(({ issuer, providerArn, statement, denies }) => [issuer.url, issuer.encodesColons, providerArn?.split(':')[5], statement.name, denies.length]),
  ]);
}

/** What the other rules of trust look at beside that. */
function providerOf({ statements, trusts }: CheckedRole): string {
  return JSON.stringify([statements.map(({ principals }) => principals), trusts.map(({ providerArn }) => providerArn)]);
}
