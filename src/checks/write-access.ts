import { accessOf } from './access';
import { AllowedAction, allowedActions } from './allowed-actions';
import { Boundary, CheckedRole } from './checked-role';
import { isReadingPolicy, isWritingPolicy } from './managed-policies';
import { withUnknowns } from '../github/unknown-text';

/** What a role may change, for a reader: actions, and managed policies by their ARNs. */
export function writeAccess(role: CheckedRole): string[] {
  const actions = allowedActions(role).filter(allowed => accessOf(allowed.action) === 'write' && !isLookup(allowed));
  const managed = role.managedPolicies.filter(isWritingPolicy);
  const isBound = actions.length + managed.length > 0 && role.boundaries.length > 0 && role.boundaries.every(onlyReads);
  const left = actions.filter(({ permission }) => permission.isOfResource || !isBound)
    .map(({ action, permission }) => permission.exceptActions ? "all but 'NotAction'" : action);
  return [...new Set([...left, ...isBound ? [] : managed])];
}

function onlyReads({ arn = '', permissions, isPartial }: Boundary): boolean {
  return isReadingPolicy(arn) || (permissions !== undefined && !isPartial
    && permissions.every(({ isDeny, actions, exceptActions }) => isDeny || (!exceptActions && actions.every(action => accessOf(action) === 'read'))));
}

/** The CDK's lookup roles that a role may assume: each reads all of its account. */
export function lookupRoles(role: CheckedRole): string[] {
  return [...new Set(allowedActions(role).filter(isLookup).flatMap(({ permission }) => permission.resources))];
}

/** By the name that bootstrapping gives it, or by the tag. */
function isLookup({ action, permission: { resources, exceptResources, conditions } }: AllowedAction): boolean {
  const isTagged = conditions.some(({ base, ifExists, claim, values }) =>
    ['StringEquals', 'StringLike'].includes(base) && !ifExists && claim === 'resourcetag/aws-cdk:bootstrap-role' && values.every(value => value === 'lookup'));
  return action.toLowerCase() === 'sts:assumerole' && !exceptResources && (isTagged || resources.every(isLookupRole));
}

function isLookupRole(resource: string): boolean {
  return /:role\/(?:.*\/)?cdk-[^/]*-lookup-role-[^/]*$/.test(withUnknowns(resource, () => 'x'));
}
