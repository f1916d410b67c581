import { CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnRole, IRoleRef } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { Steered } from './granted';
import { ArnForm, ifKnown, referenceArn, referredTo } from './reference';
import { maskUnresolved, shown, UNRESOLVED } from '../github/text';
import { Misuse } from '../misuse';

export const ROLE_ARN: ArnForm = ['iam', /^role\/.*[^/]$/];

/** The ARNs of the roles that a job may pass, each once. An empty list is a mistake: whoever means none says nothing. */
export function passableRoleArns(roles: readonly IRoleRef[]): string[] {
  if (!Array.isArray(roles) || roles.length === 0) {
    throw new Misuse('GrantOptionInvalid', `passableRoles is '${shown(roles)}', not a list of roles; list each role that the job may pass`);
  }
  return [...new Set(roles.map(role => referenceArn(ROLE_ARN, 'the passable role',
    'a role; pass an iam.Role, an iam.CfnRole or an imported one', role, ({ roleRef }: IRoleRef) => roleRef?.roleArn)))];
}

/** The same of an option that may be left out: then nothing can be passed. */
export function optionalRoleArns(roles: readonly IRoleRef[] | undefined): string[] {
  return roles === undefined ? [] : passableRoleArns(roles);
}

/**
 * The ARN of the role that a resource has, where its construct shows it: the template's word counts, which an L1 writes, then that of an L2 or an
 * import. To be asked late, since it may change.
 */
export function ownRoleArn(resource: IConstruct, property: string): string | undefined {
  const { role, [property]: own } = resource as unknown as Record<string, { roleArn?: unknown } | undefined>;
  const written = [resource, ifKnown(() => resource.node.defaultChild)].flatMap(construct => writtenRole(construct, property));
  return namedRoleArn(resource, [...written, role?.roleArn, own].find(known => known !== undefined));
}

/** What an L1 writes: an override wins over the property. */
export function writtenRole(construct: IConstruct | undefined, property: string): unknown[] {
  if (!construct || !CfnResource.isCfnResource(construct)) { return []; }
  const { rawOverrides: { Properties: overrides = {} } } = construct as unknown as { rawOverrides: { Properties?: Record<string, unknown> } };
  const name = `${property[0].toUpperCase()}${property.slice(1)}`;
  return name in overrides ? [overrides[name] ?? null] : [(construct as unknown as Record<string, unknown>)[property]];
}

/** The ARN of a role that a property holds: AWS often takes a name as well, which is what an L1 role is referred to by. */
export function namedRoleArn(owner: IConstruct, role: unknown): string | undefined {
  if (typeof role !== 'string' || role === '') { return undefined; }
  const { target, displayName } = referredTo(role);
  const named = displayName === 'Ref' && (target as Partial<CfnRole>).attrArn || role;
  return named.startsWith('arn:') || maskUnresolved(named).startsWith(UNRESOLVED) ? named
    : Stack.of(owner).formatArn({ service: 'iam', region: '', resource: 'role', resourceName: role });
}

/**
 * The role that a resource has already.
 *
 * @param roleArn undefined where the construct does not show it
 * @param whose the resource in a sentence: 'the function'
 * @param how the job acts through it, up to where it is named: 'deploys code that runs as'
 */
export function steeredOwn(roleArn: string | undefined, whose: string, how: string): Steered {
  return { roleArn, how: `${how} ${roleArn === undefined ? `${whose}'s own role` : 'it'}` };
}

/** The same, and the roles that the job may give the resource instead. */
export function steeredRoles(own: string | undefined, passable: readonly string[], whose: string, how: string): Steered[] {
  return [steeredOwn(own, whose, how), ...passable.filter(arn => arn !== own).map(roleArn => ({ roleArn, how: `${how} it` }))];
}
