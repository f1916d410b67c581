import { like } from '../../github/wildcard';
import { AllowedAction, allowedActions, isForEverything } from '../allowed-actions';
import { Boundary, Permission } from '../checked-role';
import { isAdministratorPolicy } from '../managed-policies';
import { Rule } from '../rule';
import { UNNAMED } from '../sample-texts';
import { partsOf } from '../subject-value';
import { quoted } from '../words';

/** Each lets a role give itself the rest. */
const GRANTS = ['iam:attachrolepolicy', 'iam:createpolicyversion', 'iam:putrolepolicy'];
/** As a text, it has the meaning of an action without a name here: only who may do all of IAM may do that. */
const ALL_OF_IAM = 'iam:*';
const UNBIND = 'iam:deleterolepermissionsboundary';
const ESCAPES = [...GRANTS, UNBIND, 'iam:putrolepermissionsboundary'];

export const administratorPermissions: Rule = {
  id: 'AdministratorPermissions',
  severity: 'warning',
  summary: 'A role that may do everything, or give itself what it may not: whoever gets a job to run, or a token, has the account.',
  fix: 'allow what the job does, by the grant methods, and give the role a permissions boundary that leaves IAM out',
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  dependsOn: 'permissions',
  ofRole: role => {
    const grants = [ALL_OF_IAM, ...GRANTS].filter(grant => !isDenied(grant, role.permissions));
    const isGrant = ({ action, permission }: AllowedAction) => permission.conditions.length === 0
      && grants.some(grant => isAbout(grant, permission.exceptActions ? permission : { ...permission, actions: [action] }));
    const messages = [
      ...role.managedPolicies.filter(arn => grants.length > 0 && isAdministratorPolicy(arn))
        .map(arn => `the role has the managed policy '${arn}', by which it may do everything`),
      ...allowedActions(role).filter(isGrant).map(({ action, permission }) =>
        `${permission.source} allows ${permission.exceptActions ? "all but 'NotAction'" : `'${action}'`} on ${isForEverything(permission) ? 'every resource' : quoted(permission.resources)}`),
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
function isBound({ arn, permissions = [], isPartial = false }: Boundary): boolean {
  return arn !== undefined && !isPartial && !isAdministratorPolicy(arn) && !ESCAPES.some(action => !isDenied(action, permissions)
    && permissions.some(permission => !permission.isDeny && isAbout(action, permission) && (action === UNBIND || !isNarrow(permission))));
}

/** By what IAM is asked for, such as the boundary of the other role. Who asks, and where, holds for the role that is to be bound. */
function isNarrow({ conditions }: Permission): boolean {
  return conditions.some(({ prefix }) => prefix === 'iam');
}

function isDenied(action: string, permissions: readonly Permission[]): boolean {
  return permissions.some(permission => permission.isDeny && !permission.isConditional && permission.conditions.length === 0
    && !permission.exceptResources && isAbout(action, permission));
}

/** Whether it has such an action on any role, or on any policy. */
function isAbout(action: string, { actions, exceptActions, resources, exceptResources }: Permission): boolean {
  const kind = action.endsWith('version') ? 'policy' : 'role';
  return actions.some(pattern => like(action, pattern.toLowerCase())) !== exceptActions
    && resources.some(resource => isForAny(kind, resource)) !== exceptResources;
}

function isForAny(kind: string, resource: string): boolean {
  const [, partition = 'aws', , , account = ''] = partsOf(resource);
  return account !== 'aws' && like(`arn:${partition}:iam::${account}:${kind}/${UNNAMED}`, resource);
}
