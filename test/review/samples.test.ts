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
  ['all branches', { conditions: { StringEquals: AUD, StringLike: { sub: 'repo:o@1/r@2:ref:refs/heads/*' } } }, { branches: true }],
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
  const deny = {
    Effect: 'Deny',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: '*',
    Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': '*:ref:refs/tags/*' } },
  };
  expect(admittedBy({ conditions: any, more: [deny] })).toEqual({ 'tags': false, 'repositories': false, 'registered-again': false, 'owners': false });
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
