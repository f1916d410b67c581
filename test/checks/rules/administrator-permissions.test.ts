import { Boundary } from '../../../src/checks/checked-role';
import { readPermissions } from '../../../src/checks/read-role';
import { RuleCase } from '../../../src/checks/rule';
import { administratorPermissions } from '../../../src/checks/rules/administrator-permissions';
import { unknownText } from '../../../src/github/unknown-text';
import { foundBy } from '../../support/found-by';
import { roleOf } from '../../support/rule-case';

function managed(...names: string[]): RuleCase {
  return { properties: { ManagedPolicyArns: names.map(name => `arn:aws:iam::aws:policy/${name}`) } };
}

function allowing(Action: string | string[] | undefined, elements: Record<string, unknown> = {}): RuleCase {
  return { permissions: [{ Effect: 'Allow', Action, Resource: '*', ...elements }] };
}

test.each<[string, RuleCase]>([
  ['AdministratorAccess', managed('AdministratorAccess')],
  ['IAMFullAccess beside PowerUserAccess', managed('PowerUserAccess', 'IAMFullAccess')],
  ['AdministratorAccess of a partition that only deployment knows', { properties: { ManagedPolicyArns: [`arn:${unknownText('AWS::Partition')}:iam::aws:policy/AdministratorAccess`] } }],
  ['every action', allowing('*')],
  ['every action of every service', allowing('*:*')],
  ['one of several actions', allowing(['s3:GetObject', '*'])],
  ['every action of IAM', allowing('iam:*')],
  ['every action of IAM in another case', allowing('IAM:*')],
  ['all actions but some', allowing(undefined, { NotAction: ['organizations:*', 'iam:PassRole'] })],
  ['what puts a policy into any role', allowing('iam:PutRolePolicy')],
  ['what attaches one', allowing(['iam:Get*', 'IAM:AttachRole*'])],
  ['what changes any policy', allowing('iam:CreatePolicyVersion', { Resource: 'arn:aws:iam::111111111111:policy/*' })],
  ...['arn:*', 'arn:aws:*', 'arn:aws:*:*:*:*', 'arn:aws:iam::111111111111:*', 'arn:aws:iam::*:role/*', `arn:${unknownText('AWS::Partition')}:iam::*:*`].map((Resource): [string, RuleCase] =>
    [`every action on ${Resource}`, allowing('*', { Resource })]),
  ['every action, though some of IAM are denied', { permissions: [{ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: ['iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:CreatePolicyVersion'], Resource: '*' }] }],
  ['every action, though some roles are denied', { permissions: [{ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'iam:*', Resource: 'arn:aws:iam::*:role/admin' }] }],
  ['every resource but some', { permissions: [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::x' }] }],
  ['every action, though some are denied', { permissions: [{ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'organizations:*', Resource: '*' }] }],
  ['every action, though one resource is denied', { permissions: [{ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: '*', Resource: 'arn:aws:s3:::x' }] }],
  ['every action, though that is denied on a condition', {
    permissions: [{ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
  }],
])('finds %s', (_, given) => {
  expect(foundBy(administratorPermissions, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['no permissions', {}],
  ['other managed policies', managed('PowerUserAccess', 'ReadOnlyAccess', 'AdministratorAccess-Amplify', 'job-function/ViewOnlyAccess')],
  ['a policy of one\'s own that is named so', { properties: { ManagedPolicyArns: ['arn:aws:iam::111111111111:policy/AdministratorAccess'] } }],
  ['every action of another service', allowing('s3:*')],
  ['some actions of IAM', allowing(['iam:Get*', 'iam:PassRole'])],
  ['every action on one resource', allowing('*', { Resource: 'arn:aws:s3:::site/*' })],
  ['every action of IAM on one role', allowing('iam:*', { Resource: ['arn:aws:iam::111111111111:role/task'] })],
  ['every action on a condition', allowing('*', { Condition: { StringEquals: { 'aws:ResourceTag/team': 'octo' } } })],
  ['all actions but those of IAM', allowing(undefined, { NotAction: ['iam:*', 'organizations:*'] })],
  ['every resource but those of IAM', { permissions: [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:iam::*:*' }] }],
  ['every action where IAM is denied', { permissions: [{ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'iam:*', Resource: '*' }] }],
  ['every action where all but another service is denied', { permissions: [{ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }] }],
  ['AdministratorAccess where IAM is denied', { ...managed('AdministratorAccess'), permissions: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] }],
  ['what changes some roles', allowing(['iam:PutRolePolicy', 'iam:AttachRolePolicy'], { Resource: ['arn:aws:iam::*:role/app-*', 'arn:aws:s3:::*'] })],
  ["what changes AWS's policies", allowing('iam:CreatePolicyVersion', { Resource: 'arn:aws:iam::aws:policy/*' })],
  ['a denial', { permissions: [{ Effect: 'Deny', Action: '*', Resource: '*' }] }],
  ['what is denied again', { permissions: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }, { Effect: 'Deny', Action: ['IAM:*'], Resource: '*' }] }],
])('finds nothing in %s', (_, given) => {
  expect(foundBy(administratorPermissions, given)).toEqual([]);
});

const FIX = 'allow what the job does, by the grant methods, and give the role a permissions boundary that leaves IAM out';
test.each<[string, RuleCase, string]>([
  ['the managed policy', managed('AdministratorAccess'), "the role has the managed policy 'arn:aws:iam::aws:policy/AdministratorAccess', by which it may do everything"],
  ['the action and its place', allowing('iam:*'), "inline policy allows 'iam:*' on every resource"],
  ['the exception', allowing(undefined, { NotAction: 's3:*' }), "inline policy allows all but 'NotAction' on every resource"],
  ['the resources', allowing('iam:*', { Resource: 'arn:aws:iam::*:role/*' }), "inline policy allows 'iam:*' on 'arn:aws:iam::*:role/*'"],
])('names %s, and what to do', (_, given, message) => {
  expect(foundBy(administratorPermissions, given)).toEqual([`${message}; ${FIX}`]);
});

const ARN = 'arn:aws:iam::111111111111:policy/boundary';
const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };

function messagesWithin(...boundaries: Boundary[]): string[] {
  return administratorPermissions.ofRole!({ ...roleOf(allowing('*')), boundaries }).map(({ message }) => message);
}

function making(...statements: object[]): Boundary {
  return { arn: ARN, permissions: readPermissions({ Statement: statements }, 'boundary', new Set([CHOSEN])) };
}

const CHOSEN = { Effect: 'Deny', Action: 'iam:*', Resource: '*' };

test.each<[string, Boundary[]]>([
  ['that others make', [{ arn: ARN }]],
  ['of AWS that leaves IAM out', [{ arn: 'arn:aws:iam::aws:policy/PowerUserAccess' }]],
  ['of one service', [making({ ...ALL, Action: 's3:*' })]],
  ['that leaves IAM out', [making({ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' })]],
  ['that denies what would undo it', [making(ALL, { Effect: 'Deny', Action: ['iam:PutRole*', 'IAM:Attach*', 'iam:CreatePolicyVersion', 'iam:DeleteRolePermissionsBoundary'], Resource: '*' })]],
  ['that lets it change what has that boundary too', [making({ ...ALL, Action: 's3:*' }, {
    ...ALL, Action: ['iam:CreateRole', 'iam:PutRole*', 'iam:AttachRolePolicy'], Condition: { StringEquals: { 'iam:PermissionsBoundary': ARN } },
  })]],
  ['that lets it change some roles', [making({ ...ALL, Action: 'iam:*', Resource: 'arn:aws:iam::111111111111:role/app-*' })]],
  ['of one resource', [making({ ...ALL, Resource: ARN })]],
  ['without statements', [making()]],
  ['or another', [{ arn: ARN }, making({ ...ALL, Action: 's3:*' })]],
])('finds nothing within a boundary %s', (_, boundaries) => {
  expect(messagesWithin(...boundaries)).toEqual([]);
});

const OPEN = `inline policy allows '*' on every resource, and the permissions boundary '${ARN}' does not keep it from that`;
test.each<[string, Boundary[], string]>([
  ['AdministratorAccess', [{ arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }], OPEN.replace(ARN, 'arn:aws:iam::aws:policy/AdministratorAccess')],
  ['every action', [making(ALL)], OPEN],
  ['all of IAM, in parts', [making({ ...ALL, Action: ['iam:P*'] }, { ...ALL, Action: ['IAM:A*', 'iam:C*'] })], OPEN],
  ['every action but others', [making({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' })], OPEN],
  ['every action, where a condition of the template decides what is denied', [making(ALL, CHOSEN)], OPEN],
  ['every action, denied elsewhere', [making(ALL, { Effect: 'Deny', Action: 'iam:*', NotResource: ARN })], OPEN],
  ['every action, denied on a condition', [making(ALL, { ...CHOSEN, Condition: { Bool: { 'aws:SecureTransport': 'false' } } })], OPEN],
  ['every action in one branch', [{ arn: 'arn:x' }, making(ALL)], OPEN.replace("'arn", "'arn:x', 'arn")],
  ['every action on a condition', [making({ ...ALL, Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } })], OPEN],
  ['that is read in part', [{ ...making({ ...ALL, Action: 's3:*' }), isPartial: true }], OPEN],
  ['every action of IAM on what has that boundary, itself among it', [making({ ...ALL, Action: 'iam:*', Condition: { StringEquals: { 'iam:PermissionsBoundary': ARN } } })], OPEN],
  ['what removes it', [making({ ...ALL, Action: 'iam:DeleteRole*' })], OPEN],
  ['what replaces it', [making({ ...ALL, Action: 'iam:PutRolePermissionsBoundary' })], OPEN],
  ['every action but the passing of roles', [making(ALL, { ...CHOSEN, Action: 'iam:PassRole' })], OPEN],
  ['every action but some of IAM', [making(ALL, { Effect: 'Deny', Action: ['iam:PutRole*', 'IAM:Attach*'], Resource: '*' })], OPEN],
  ['every action of the account', [making({ ...ALL, Action: 'iam:*', Resource: 'arn:aws:iam::111111111111:*' })], OPEN],
  ['nothing of its own in one branch', [{ arn: ARN }, {}], OPEN],
])('a boundary by %s is none', (_, boundaries, message) => {
  expect(messagesWithin(...boundaries)).toEqual([message]);
});

test('a managed policy is bound as well', () => {
  expect(foundBy(administratorPermissions, { properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'], PermissionsBoundary: ARN } })).toEqual([]);
});
