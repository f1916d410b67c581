import { like } from '../../github/wildcard';
import { AllowedAction, allowedActions, isForEverything } from '../allowed-actions';
import { isAdministratorPolicy } from '../managed-policies';
import { Rule } from '../rule';

/** Each lets a role give itself the rest, so that whoever may do all of them may do everything. */
const ENOUGH = ['iam:attachrolepolicy', 'iam:createpolicyversion', 'iam:passrole', 'iam:putrolepolicy'];

export const administratorPermissions: Rule = {
  id: 'AdministratorPermissions',
  severity: 'warning',
  summary: 'A role that may do everything, or give itself what it may not: whoever gets a job to run, or a token, has the account.',
  fix: 'allow what the job does, by the grant methods, and give the role a permissions boundary',
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  dependsOn: 'permissions',
  ofRole: role => [
    ...role.managedPolicies.filter(isAdministratorPolicy).map(arn => ({ message: `the role has the managed policy '${arn}', by which it may do everything` })),
    ...allowedActions(role).filter(isAdministrator).map(({ action, permission }) => ({
      message: `${permission.source} allows ${permission.exceptActions ? "all but 'NotAction'" : `'${action}'`} on every resource`,
    })),
  ],
  compliant: { permissions: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }, { Effect: 'Allow', Action: 'iam:PassRole', Resource: 'arn:aws:iam::111111111111:role/task' }] },
  nonCompliant: { properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] } },
};

/** A condition may narrow it to one region, or to what carries a tag. */
function isAdministrator({ action, permission }: AllowedAction): boolean {
  return permission.conditions.length === 0 && isForEverything(permission) && ENOUGH.every(one => like(one, action.toLowerCase()));
}
