import { RuleCase } from '../../../src/checks/rule';
import { administratorPermissions } from '../../../src/checks/rules/administrator-permissions';
import { unknownText } from '../../../src/github/unknown-text';
import { foundBy } from '../../support/found-by';

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
  ['all actions but some', allowing(undefined, { NotAction: ['iam:*'] })],
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
  ['a denial', { permissions: [{ Effect: 'Deny', Action: '*', Resource: '*' }] }],
  ['what is denied again', { permissions: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }, { Effect: 'Deny', Action: ['IAM:*'], Resource: '*' }] }],
])('finds nothing in %s', (_, given) => {
  expect(foundBy(administratorPermissions, given)).toEqual([]);
});

const FIX = 'allow what the job does, by the grant methods, and give the role a permissions boundary';
test.each<[string, RuleCase, string]>([
  ['the managed policy', managed('AdministratorAccess'), "the role has the managed policy 'arn:aws:iam::aws:policy/AdministratorAccess', by which it may do everything"],
  ['the action and its place', allowing('iam:*'), "inline policy allows 'iam:*' on every resource"],
  ['the exception', allowing(undefined, { NotAction: 's3:*' }), "inline policy allows all but 'NotAction' on every resource"],
])('names %s, and what to do', (_, given, message) => {
  expect(foundBy(administratorPermissions, given)).toEqual([`${message}; ${FIX}`]);
});
