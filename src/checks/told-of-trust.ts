import { IConstruct } from 'constructs';
import { CheckedRole } from './checked-role';
import { Finding } from './finding';
import { RULES_OF_TRUST } from './rules-by-subject';
import { findingsOfRole } from './run-rules';

interface Told {
  readonly trust: string;
  readonly findings: readonly Finding[];
}

/** What the rules say of a role's trust, by its construct: the plugin asks again, and most roles are deployed as they were made. */
const TOLD = new WeakMap<IConstruct, Told>();

export function findingsOfTrust(construct: IConstruct, role: CheckedRole): readonly Finding[] {
  const trust = trustOf(role);
  let told = TOLD.get(construct);
  if (told?.trust !== trust) {
    told = { trust, findings: findingsOfRole(role, RULES_OF_TRUST) };
    TOLD.set(construct, told);
  }
  return told.findings;
}

/** All that those rules look at. */
function trustOf({ path, partition, roleName, maxSessionSeconds, policy, statements, trusts }: CheckedRole): string {
  return JSON.stringify([
    path, partition, roleName, maxSessionSeconds, policy.quota, policy.unknowns > 0 ? policy : '',
    statements.map(({ name, isDeny, isConditional, actions, hasVariables, principals, conditionElement }) =>
      [name, isDeny, isConditional, actions, hasVariables, principals, conditionElement]),
    trusts.map(({ issuer: { url, encodesColons, hasClaimKeys, hasImmutableSubjects }, providerArn, statement, denies }) =>
      [url, encodesColons, hasClaimKeys, hasImmutableSubjects, providerArn, statement.name, denies.length]),
  ]);
}
