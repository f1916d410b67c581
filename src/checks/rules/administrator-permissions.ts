import { like } from '../../github/wildcard';
import { AllowedAction, allowedActions, isForEverything } from '../allowed-actions';
import { Boundary, Permission } from '../checked-role';
import { isAdministratorPolicy } from '../managed-policies';
import { Rule } from '../rule';
import { quoted } from '../words';

/** Each lets a role give itself the rest, so that whoever may do all of them may do everything. */
const ENOUGH = ['iam:attachrolepolicy', 'iam:createpolicyversion', 'iam:passrole', 'iam:putrolepolicy'];

export const administratorPermissions: Rule = {
  id: 'AdministratorPermissions',
  severity: 'warning',
  summary: 'A role that may do everything, or give itself what it may not: whoever gets a job to run, or a token, has the account.',
  fix: 'allow what the job does, by the grant methods, and give the role a permissions boundary that does not allow all of IAM',
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  dependsOn: 'permissions',
  ofRole: role => {
    const messages = [
      ...role.managedPolicies.filter(isAdministratorPolicy).map(arn => `the role has the managed policy '${arn}', by which it may do everything`),
      ...allowedActions(role).filter(isAdministrator).map(({ action, permission }) =>
        `${permission.source} allows ${permission.exceptActions ? "all but 'NotAction'" : `'${action}'`} on every resource`),
    ];
    if (messages.length === 0 || (role.boundaries.length > 0 && role.boundaries.every(isBound))) {
      return [];
    }
    const boundaries = role.boundaries.flatMap(({ arn }) => arn ?? []);
    const tail = boundaries.length === 0 ? '' : `, and the permissions boundary ${quoted(boundaries)} does not keep it from that`;
    return messages.map(message => ({ message: message + tail }));
  },
  compliant: {
    permissions: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    properties: { PermissionsBoundary: 'arn:aws:iam::111111111111:policy/deployments' },
  },
  nonCompliant: { properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] } },
};

/** What a policy of others allows is not known, and whoever gave it as a boundary has seen to that. */
function isBound({ arn, permissions = [] }: Boundary): boolean {
  return arn !== undefined && !isAdministratorPolicy(arn) && !ENOUGH.every(action => isAllowed(action, permissions));
}

function isAllowed(action: string, permissions: readonly Permission[]): boolean {
  const about = permissions.filter(permission => permission.conditions.length === 0 && isForEverything(permission)
    && permission.actions.some(pattern => like(action, pattern.toLowerCase())) !== permission.exceptActions);
  return about.some(({ isDeny }) => !isDeny)
    && !about.some(({ isDeny, isConditional, exceptResources }) => isDeny && !isConditional && !exceptResources);
}

/** A condition may narrow it to one region, or to what carries a tag. */
function isAdministrator({ action, permission }: AllowedAction): boolean {
  return permission.conditions.length === 0 && isForEverything(permission) && ENOUGH.every(one => like(one, action.toLowerCase()));
}
