import { Boundary, Permission } from '../../../src/checks/checked-role';
import { readPermissions } from '../../../src/checks/read-role';
import { RuleCase } from '../../../src/checks/rule';
import { pullRequestCanWrite } from '../../../src/checks/rules/pull-request-can-write';
import { unknownText } from '../../../src/github/unknown-text';
import { AUD, denial, foundBy, SUB } from '../../support/found-by';
import { roleOf } from '../../support/rule-case';

const REPOSITORY = 'repo:octo-org@123456/octo-repo@456789';
const WRITE = { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::site/*' };
const READ = { Effect: 'Allow', Action: ['s3:Get*', 's3:ListBucket', 'kms:Decrypt'], Resource: '*' };

function trusting(sub: string | string[], permissions: RuleCase['permissions'], more: RuleCase['more'] = []): RuleCase {
  return { conditions: { StringEquals: { aud: AUD }, StringLike: { sub } }, permissions, more };
}

function assuming(role: string, elements: Record<string, unknown> = {}): Record<string, unknown> {
  const [partition, account, region] = ['AWS::Partition', 'AWS::AccountId', 'AWS::Region'].map(unknownText);
  return { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:${partition}:iam::${account}:role/cdk-hnb659fds-${role}-${account}-${region}`, ...elements };
}

function withManaged(name: string): RuleCase {
  return { ...trusting(`${REPOSITORY}:pull_request`, []), properties: { ManagedPolicyArns: [`arn:aws:iam::aws:policy/${name}`] } };
}

test.each([
  `${REPOSITORY}:pull_request:job_workflow_ref:octo-org/automation/.github/workflows/plan.yml@refs/heads/main`, `${REPOSITORY}:pull_request:ref:refs/pull/7/merge`,
  `${REPOSITORY}:pull_request`, `${REPOSITORY}:*`, 'repo:octo-org/octo-repo:pull_request', 'repo:octo-org/*', 'repo:octo-org/octo-repo:p*', '*', 'repo:octo-org/octo-repo*',
])('finds pull requests in %s', sub => {
  expect(foundBy(pullRequestCanWrite, trusting(sub, [WRITE]))).toHaveLength(1);
  expect(foundBy(pullRequestCanWrite, trusting([SUB, sub], [WRITE]))).toHaveLength(1);
  expect(foundBy(pullRequestCanWrite, trusting(sub, [READ]))).toEqual([]);
});

test.each<[string, RuleCase]>([
  ['an environment', trusting(SUB, [WRITE])],
  ['branches', trusting(`${REPOSITORY}:ref:*`, [WRITE])],
  ['an environment of any name', trusting(`${REPOSITORY}:environment:*`, [WRITE])],
  ['a branch of any context', { ...trusting(`${REPOSITORY}:*`, [WRITE]), conditions: { StringEquals: { aud: AUD, ref: 'refs/heads/main' }, StringLike: { sub: `${REPOSITORY}:*` } } }],
  ['any context, where pull requests are denied', trusting(`${REPOSITORY}:*`, [WRITE], [denial({ StringLike: { sub: '*:pull_request' } })])],
  ['any context but pull requests', { conditions: { StringEquals: { aud: AUD }, StringLike: { sub: `${REPOSITORY}:*` }, StringNotLike: { sub: '*:pull_request' } }, permissions: [WRITE] }],
])('finds nothing in a role for %s', (_, given) => {
  expect(foundBy(pullRequestCanWrite, given)).toEqual([]);
});

test.each<[string, RuleCase]>([
  ['an action', trusting(`${REPOSITORY}:pull_request`, [WRITE])],
  ['a wildcard', trusting(`${REPOSITORY}:pull_request`, [{ ...READ, Action: 's3:*' }])],
  ['all but some actions', trusting(`${REPOSITORY}:pull_request`, [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }])],
  ['an action that is denied elsewhere', trusting(`${REPOSITORY}:pull_request`, [WRITE, { ...WRITE, Effect: 'Deny', Resource: 'arn:aws:s3:::other/*' }])],
  ['a managed policy', withManaged('AmazonS3FullAccess')],
  ['AdministratorAccess', withManaged('AdministratorAccess')],
  ...['deploy-role', 'file-publishing-role', 'image-publishing-role'].map((role): [string, RuleCase] =>
    [`the CDK's ${role}`, trusting(`${REPOSITORY}:pull_request`, [assuming(role)])]),
  ['any of the CDK\'s roles', trusting(`${REPOSITORY}:pull_request`, [{ ...assuming(''), Resource: 'arn:aws:iam::111111111111:role/cdk-*' }])],
  ['any role but one for looking up', trusting(`${REPOSITORY}:pull_request`, [{ ...assuming('lookup-role'), Resource: undefined, NotResource: 'arn:aws:iam::1:role/cdk-x-lookup-role-1' }])],
  ['roles by a tag that need not be there', trusting(`${REPOSITORY}:pull_request`, [
    assuming('', { Resource: '*', Condition: { StringEqualsIfExists: { 'iam:ResourceTag/aws-cdk:bootstrap-role': 'lookup' } } }),
  ])],
  ['what is denied on other resources only', trusting(`${REPOSITORY}:pull_request`, [WRITE, { Effect: 'Deny', Action: 's3:*', NotResource: 'arn:aws:s3:::site/*' }])],
  ['what a denial of all else leaves', trusting(`${REPOSITORY}:pull_request`, [WRITE, { Effect: 'Deny', NotAction: 's3:PutObject', Resource: '*' }])],
  ['all resources but one that is denied', trusting(`${REPOSITORY}:pull_request`, [
    { Effect: 'Allow', Action: 's3:PutObject', NotResource: 'arn:aws:s3:::x/*' }, { Effect: 'Deny', Action: 's3:PutObject', Resource: 'arn:aws:s3:::x/*' },
  ])],
  ['roles by another tag', trusting(`${REPOSITORY}:pull_request`, [assuming('', { Resource: '*', Condition: { StringEquals: { 'iam:ResourceTag/aws-cdk:bootstrap-role': ['lookup', 'deploy'] } } })])],
])('counts %s as writing', (_, given) => {
  expect(foundBy(pullRequestCanWrite, given)).toEqual([expect.stringContaining('which may do more than read: ')]);
});

test.each<[string, RuleCase]>([
  ['nothing', trusting(`${REPOSITORY}:pull_request`, [])],
  ['reading', trusting(`${REPOSITORY}:pull_request`, [READ])],
  ['a denial', trusting(`${REPOSITORY}:pull_request`, [{ ...WRITE, Effect: 'Deny' }])],
  ['what is denied again', trusting(`${REPOSITORY}:pull_request`, [WRITE, { Effect: 'Deny', Action: 's3:Put*', Resource: 'arn:aws:s3:::*' }])],
  ['a managed policy that reads', withManaged('AmazonS3ReadOnlyAccess')],
  ['ReadOnlyAccess', withManaged('ReadOnlyAccess')],
])('counts %s as reading', (_, given) => {
  expect(foundBy(pullRequestCanWrite, given)).toEqual([]);
});

const aws = (name: string): Boundary => ({ arn: `arn:aws:iam::aws:policy/${name}` });
const saying = (...statements: object[]): Boundary => ({ arn: 'arn:own', permissions: readPermissions({ Statement: statements }, 'boundary') });
const ONLY_READS = saying(READ, { Effect: 'Deny', Action: 's3:Put*', Resource: '*' });

/** What a role may write that has an action of its own and a managed policy, and to which a resource allows something. */
function writesWithin(...boundaries: Boundary[]): string[] {
  const role = roleOf({ ...withManaged('AmazonS3FullAccess'), permissions: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }] });
  const ofResource: Permission = { ...readPermissions({ Statement: WRITE }, 'bucket policy')[0], isOfResource: true };
  return pullRequestCanWrite.ofRole!({ ...role, permissions: [...role.permissions, ofResource], boundaries })
    .map(({ message }) => message.replace(/.* more than read: /, ''));
}

test.each<[string, Boundary[]]>([
  ['an own one', [ONLY_READS]],
  ['ReadOnlyAccess', [aws('ReadOnlyAccess')]],
  ['SecurityAudit or ViewOnlyAccess', [aws('SecurityAudit'), aws('job-function/ViewOnlyAccess')]],
])('within a boundary that only reads, only what a resource allows is writing: %s', (_, boundaries) => {
  expect(writesWithin(...boundaries)).toEqual(["'s3:PutObject'"]);
});

test.each<[string, Boundary[]]>([
  ['none', []],
  ['one that others make', [{ arn: 'arn:theirs' }]],
  ['one with a name like that of AWS\'s', [{ arn: 'arn:aws:iam::111111111111:policy/ReadOnlyAccess' }]],
  ['another of AWS\'s', [aws('PowerUserAccess')]],
  ['one that writes', [saying(READ, WRITE)]],
  ['one that allows all but some actions', [saying({ Effect: 'Allow', NotAction: 's3:Put*', Resource: '*' })]],
  ['one with an action that only deployment knows', [saying({ ...READ, Action: ['s3:Get*', `s3:${unknownText('Action')}`] })]],
  ['one that is read in part', [{ ...ONLY_READS, isPartial: true }]],
  ['one or none', [ONLY_READS, {}]],
  ['one or another', [ONLY_READS, { arn: 'arn:theirs' }]],
])('a boundary keeps a role from nothing: %s', (_, boundaries) => {
  expect(writesWithin(...boundaries)).toEqual(["'all but 'NotAction'', 's3:PutObject', 'arn:aws:iam::aws:policy/AmazonS3FullAccess'"]);
});

const LOOKUP = assuming('lookup-role');
const BY_TAG = { ...LOOKUP, Resource: '*', Condition: { StringEquals: { 'iam:ResourceTag/aws-cdk:bootstrap-role': 'lookup' } } };
test.each([['name', LOOKUP], ['tag', BY_TAG]])('says of the lookup role, known by its %s, that it reads the account', (_, permission) => {
  expect(foundBy(pullRequestCanWrite, trusting(`${REPOSITORY}:pull_request`, [permission]))).toEqual([
    expect.stringMatching(/^pull requests of 'octo-org\/octo-repo' can assume the role, and by it '.*', which reads nearly everything in its account; run 'cdk diff' where /),
  ]);
});

test('says both of a role that deploys and looks up', () => {
  expect(foundBy(pullRequestCanWrite, trusting(`${REPOSITORY}:pull_request`, [assuming('deploy-role'), LOOKUP]))).toHaveLength(2);
});

test('names repositories and actions, each once, and what to do', () => {
  const permissions = [WRITE, { ...WRITE, Resource: 'arn:aws:s3:::other/*' }, { ...WRITE, Action: ['ecr:PutImage', 'a:X', 'a:Y'] }];

  expect(foundBy(pullRequestCanWrite, trusting(['repo:octo-org/*', 'repo:a/b:pull_request'], permissions))).toEqual([
    "pull requests of 'a/b', 'octo-org/*' can assume the role, which may do more than read: 's3:PutObject', 'ecr:PutImage', 'a:X' and 1 more; "
    + 'give pull requests a role of their own that only reads, and keep this one for a branch or an environment',
  ]);
});
