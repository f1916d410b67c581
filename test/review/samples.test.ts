import { RuleCase } from '../../src/checks/rule';
import { SampleKind } from '../../src/review/model';
import { samplesOf } from '../../src/review/samples';
import { roleOf } from '../support/rule-case';

const AUD = { aud: 'sts.amazonaws.com' };

function admittedBy(given: RuleCase): Partial<Record<SampleKind, boolean>> {
  return Object.fromEntries(samplesOf(roleOf(given)).map(({ jobs, admitted }) => [jobs, admitted]));
}

const NOBODY = {
  'pull-requests': false, 'branches': false, 'tags': false, 'environments': false, 'repositories': false, 'registered-again': false, 'owners': false,
};

test('an environment of one repository by its IDs lets nobody else in', () => {
  expect(admittedBy({ conditions: { StringEquals: { ...AUD, sub: 'repo:o@1/r@2:environment:prod' } } })).toEqual(NOBODY);
});

test.each<[string, RuleCase, Partial<Record<SampleKind, boolean>>]>([
  ['a name alone', { conditions: { StringEquals: { ...AUD, sub: 'repo:o/r:environment:prod' } } }, { 'registered-again': true }],
  ['a name with its IDs pinned', { conditions: { StringEquals: { ...AUD, sub: 'repo:o/r:environment:prod', repository_id: '2' } } }, {}],
  ['two environments by a pattern', { conditions: { StringEquals: AUD, StringLike: { sub: 'repo:o@1/r@2:environment:*' } } }, { environments: true }],
  // By the template repo,ref the job of an environment has the same subject.
  ['all branches', { conditions: { StringEquals: AUD, StringLike: { sub: 'repo:o@1/r@2:ref:refs/heads/*' } } }, { branches: true, environments: undefined }],
  ['all tags', { conditions: { StringEquals: AUD, StringLike: { sub: 'repo:o@1/r@2:ref:refs/tags/*' } } }, { tags: true }],
  ['packed repositories', {
    conditions: {
      StringEquals: { ...AUD, repository_id: ['2', '3'], repository_owner_id: '1' },
      StringLike: { sub: ['repo:o/*:environment:prod', 'repo:o@1/*:environment:prod'] },
      StringNotLike: { sub: 'repo:*:*:environment:prod' },
    },
  }, {}],
  ['any owner, where custom templates get in', { conditions: { StringEquals: AUD, StringLike: { sub: 'repo:*@1/*@2:environment:prod' } } }, { 'owners': true, 'registered-again': undefined, 'repositories': undefined }],
  ['the beginning of an owner', { conditions: { StringEquals: AUD, StringLike: { sub: 'repo:octo*' } } }, {
    'pull-requests': true, 'branches': true, 'tags': true, 'environments': true, 'repositories': undefined, 'registered-again': undefined, 'owners': true,
  }],
])('%s', (_, given, expected) => {
  expect(admittedBy(given)).toEqual({ ...NOBODY, ...expected });
});

test('what the words say already is left out, and what contradicts them is not', () => {
  const any = { StringEquals: AUD, StringLike: { sub: 'repo:o@1/r@2:*' } };
  expect(admittedBy({ conditions: any })).toEqual({ 'repositories': false, 'registered-again': false, 'owners': false });
  expect(admittedBy({ conditions: any, more: [denying({ StringLike: { ref: 'refs/tags/*' } })] }))
    .toEqual({ 'tags': false, 'repositories': false, 'registered-again': false, 'owners': false });
});

function denying(conditions: Record<string, Record<string, string | string[]>>): Record<string, unknown> {
  const condition = Object.entries(conditions).map(([operator, block]) =>
    [operator, Object.fromEntries(Object.entries(block).map(([claim, values]) => [`token.actions.githubusercontent.com:${claim}`, values]))]);
  return { Effect: 'Deny', Action: 'sts:AssumeRoleWithWebIdentity', Principal: '*', Condition: Object.fromEntries(condition) };
}

test.each<[string, Parameters<typeof denying>[0], SampleKind[]]>([
  ['any ref of a kind', { StringLike: { ref: ['refs/tags/*', 'refs/pull/*'] } }, ['pull-requests', 'tags']],
  ['any ref', { StringLike: { ref: '*' } }, ['pull-requests', 'branches', 'tags', 'environments']],
  ['any environment', { StringLikeIfExists: { environment: '*' } }, ['environments']],
  ['whatever', {}, ['pull-requests', 'branches', 'tags', 'environments']],
  ['all but a branch', { StringNotEquals: { ref: 'refs/heads/main' } }, ['pull-requests', 'branches', 'tags', 'environments']],
  ['all but an environment', { StringNotLike: { sub: 'repo:o@1/r@2:environment:prod' } }, ['pull-requests', 'branches', 'tags', 'environments']],
  ['a subject that a custom template avoids', { StringLike: { sub: '*:ref:refs/tags/*' } }, []],
  ['some tags', { StringLike: { ref: 'refs/tags/v*' } }, []],
  ['tags of another name', { StringLike: { ref: 'refs/tags/*-*' } }, []],
  ['tags on a further condition', { StringLike: { ref: 'refs/tags/*', actor: 'octocat' } }, []],
  ['tags by a policy variable', { StringLike: { ref: 'refs/tags/${*}' } }, []],
  ['all but a branch, on a further condition', { StringNotEquals: { ref: 'refs/heads/main' }, StringEquals: { actor: 'octocat' } }, []],
  ['all values but a branch', { 'ForAnyValue:StringNotEquals': { ref: 'refs/heads/main' } }, []],
])('a Deny statement of %s keeps out what it is sure to keep out', (_, conditions, expected) => {
  const RUNS = ['pull-requests', 'branches', 'tags', 'environments'];
  expect(saidToBeOut({ ...likely('repo:o@1/r@2:*'), more: [denying(conditions)] }).filter(kind => RUNS.includes(kind))).toEqual(expected);
});

test.each<[string, RuleCase]>([
  ['statements that nobody can read', { unread: ['\ue000Fn::Transform\ue001'] }],
  ['a statement for anybody', { more: [{ Effect: 'Allow', Action: 'sts:*', Principal: '*' }] }],
  ['a statement for a provider that only deployment knows', { more: [{ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: '\ue000Provider\ue001' } }] }],
])('%s may let anybody in, so that nobody is said to be kept out', (_, given) => {
  const conditions = { StringEquals: { ...AUD, sub: 'repo:o@1/r@2:environment:prod' } };
  expect(saidToBeOut({ conditions, ...given })).toEqual([]);
  expect(saidToBeOut({ conditions, more: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }] })).toHaveLength(7);
});

test('a statement without a subject: nobody is kept out by it', () => {
  const { owners, branches } = admittedBy({ conditions: { StringEquals: { ...AUD, repository_owner_id: '1' } } });
  expect({ owners, branches }).toEqual({ owners: false, branches: undefined });
  expect(admittedBy({ conditions: { StringEquals: AUD } })).toEqual({});
});

test('any job may call the reusable workflow that is wanted, so it keeps out no pull request', () => {
  const conditions = { StringEquals: { ...AUD, job_workflow_ref: 'o/ci/.github/workflows/x.yml@refs/heads/main' }, StringLike: { sub: 'repo:o@1/r@2:*' } };
  expect(Object.keys(admittedBy({ conditions }))).not.toContain('pull-requests');
  const branch = { ...conditions, StringEquals: { ...conditions.StringEquals, ref: 'refs/heads/main' } };
  expect(admittedBy({ conditions: branch })).toMatchObject({ branches: false, tags: false });
});

test('what another statement lets in gets in', () => {
  const more = [{
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com' },
    Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:o@1/*:ref:refs/heads/*' } },
  }];
  expect(admittedBy({ conditions: { StringEquals: { ...AUD, sub: 'repo:o@1/r@2:environment:prod' } }, more })).toMatchObject({ branches: true, tags: false });
});

const ALLOW = {
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com' },
};
const ONE = 'repo:o@1/r@2:ref:refs/heads/main';
const SHARED = 'job_workflow_ref:o/shared/.github/workflows/d.yml@refs/heads/main';

function saidToBeOut(given: RuleCase): SampleKind[] {
  return samplesOf(roleOf(given)).filter(({ admitted }) => !admitted).map(({ jobs }) => jobs);
}

function likely(sub: string | string[], claims: Record<string, string> = {}): RuleCase {
  return { conditions: { StringEquals: { ...AUD, ...claims }, StringLike: { sub } } };
}

test.each<[string, RuleCase, SampleKind[]]>([
  ['siblings, by the ID of their owner', likely(['repo:o@1/r@2:environment:x', 'repo:*:environment:prod'], { repository_owner_id: '1' }), ['repositories']],
  ['siblings, by any subject', likely([ONE, '*'], { repository_owner_id: '1' }), ['repositories']],
  ['siblings, by another statement', {
    conditions: { StringEquals: { ...AUD, sub: ONE } },
    more: [{
      ...ALLOW,
      Condition: {
        StringEquals: { 'token.actions.githubusercontent.com:repository_owner_id': '1' }, StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:*' },
      },
    }],
  }, ['repositories']],
  ['siblings, behind a wildcard', likely('repository_owner:o:*:refs/heads/main'), ['repositories', 'registered-again', 'branches', 'environments']],
  ['pull requests that call a workflow', likely(`repo:o@1/r@2:pull_request:${SHARED}`), ['pull-requests']],
  ['whatever calls a workflow', likely(`repo:o@1/r@2:${SHARED}`), ['pull-requests', 'branches', 'tags', 'environments']],
  ['one pull request', likely('repo:o@1/r@2:pull_request:ref:refs/pull/7/merge'), ['pull-requests']],
  ['an owner known only at deployment', likely('repo:\ue000Org\ue001/*'), ['owners', 'repositories', 'registered-again']],
  ['a context known only at deployment', likely('repo:o@1/r@2:environment:\ue000Name\ue001'), ['environments']],
  ['a wildcard for a sign', likely('repo:o@1?r@2:pull_request'), ['pull-requests', 'repositories']],
  ['a subject in any case', { conditions: { StringEquals: AUD, StringEqualsIgnoreCase: { sub: 'REPO:o@1/r@2:PULL_REQUEST' } } }, ['pull-requests']],
  ['the beginning of a key', likely('repo:o@1/r@2:acto*'), ['pull-requests', 'branches', 'tags', 'environments']],
  ['a key that may be a value', likely('repo:o@1/r@2:*:environment:pull_request'), ['pull-requests']],
])('nothing is said of what may get in: %s', (_, given, jobs) => {
  expect(saidToBeOut(given).filter(kind => jobs.includes(kind))).toEqual([]);
});

test('a Deny statement whose values only deployment knows keeps nobody out', () => {
  const deny = { Effect: 'Deny', Action: '*', Principal: '*', Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': ['*:pull_request', '\ue000X\ue001'] } } };
  expect(saidToBeOut({ ...likely('repo:o@1/r@2:*'), more: [deny] })).not.toContain('pull-requests');
});
