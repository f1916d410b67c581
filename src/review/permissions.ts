import { reviewedConditions, shownTexts } from './conditions';
import { ReviewedPermission } from './model';
import { accessOf } from '../checks/access';
import { Permission } from '../checks/checked-role';
import { like } from '../github/wildcard';
import { compare, sortedUnique } from '../trust/order';
import { groupBy } from '../trust/rights';

/** The statements, each once for each service that it is about; denials last. */
export function reviewedPermissions(permissions: readonly Permission[]): ReviewedPermission[] {
  const rows = permissions.flatMap(permission => [...byService(permission)].map(([service, actions]) => rowOf(permission, service, actions)));
  // The same statement in one place says nothing twice; and actions on one resource belong together.
  const merged = [...groupBy(rows, ({ reads, writes, ...rest }) => JSON.stringify(rest)).values()].map(same => ({
    ...same[0], reads: sortedUnique(same.flatMap(({ reads }) => reads)), writes: sortedUnique(same.flatMap(({ writes }) => writes)),
  }));
  const key = ({ effect, service, resources, source }: ReviewedPermission) => [effect, service, resources.join(), source].join('\n');
  return merged.sort((one, other) => compare(key(one), key(other)) || compare(JSON.stringify(one), JSON.stringify(other)));
}

/** The resources on which an action is allowed, by statements that name it or stand for it. */
export function resourcesOf(permissions: readonly Permission[], action: string): string[] {
  const matching = permissions.filter(({ isDeny, actions, exceptActions }) =>
    !isDeny && actions.some(pattern => like(action.toLowerCase(), pattern.toLowerCase())) !== exceptActions);
  return shownTexts(matching.flatMap(({ resources, exceptResources }) => exceptResources ? [`all but ${shownTexts(resources).join(', ')}`] : resources));
}

function byService({ actions, exceptActions }: Permission): Map<string, string[]> {
  return exceptActions ? new Map([['*', [...actions]]]) : groupBy(actions, action => /^([^:*?]+):/.exec(action)?.[1].toLowerCase() ?? '*');
}

function rowOf(permission: Permission, service: string, actions: readonly string[]): ReviewedPermission {
  const { isDeny, exceptActions, resources, exceptResources, conditions, isConditional, source } = permission;
  const shown = shownTexts(actions);
  const of = (access: string) => exceptActions ? [] : shown.filter(action => (accessOf(action) === 'read' ? 'read' : 'write') === access);
  return {
    effect: isDeny ? 'Deny' : 'Allow',
    service,
    reads: of('read'),
    writes: of('write'),
    ...(exceptActions && { notActions: shown }),
    resources: exceptResources ? [] : shownTexts(resources),
    ...(exceptResources && { notResources: shownTexts(resources) }),
    conditions: reviewedConditions(conditions, { isConditional }),
    source,
  };
}
