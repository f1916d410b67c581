import { CheckedRole, Permission } from './checked-role';
import { like } from '../github/wildcard';

/** An action that a statement allows, as it is written there. */
export interface AllowedAction {
  /** As `NotAction` allows all but a few, `*`. */
  readonly action: string;
  readonly permission: Permission;
}

/** What the statements of a role's policies allow, without what another one denies altogether. */
export function allowedActions({ permissions }: CheckedRole): AllowedAction[] {
  const denials = permissions.filter(({ isDeny, isConditional, conditions, exceptActions, exceptResources }) =>
    isDeny && !isConditional && conditions.length === 0 && !exceptActions && !exceptResources);
  return permissions.filter(({ isDeny }) => !isDeny)
    .flatMap(permission => (permission.exceptActions ? ['*'] : permission.actions).map(action => ({ action, permission })))
    .filter(allowed => !denials.some(denial => covers(denial, allowed)));
}

/** Whether a statement stands for every resource. */
export function isForEverything({ resources, exceptResources }: Permission): boolean {
  return exceptResources || resources.some(resource => /^\*+$/.test(resource));
}

function covers(denial: Permission, { action, permission }: AllowedAction): boolean {
  const isDenied = denial.actions.some(pattern => like(action.toLowerCase(), pattern.toLowerCase()));
  return isDenied && (isForEverything(denial)
    || (!permission.exceptResources && permission.resources.every(resource => denial.resources.some(pattern => like(resource, pattern)))));
}
