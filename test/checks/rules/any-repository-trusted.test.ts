import { RuleCase } from '../../../src/checks/rule';
import { anyRepositoryTrusted } from '../../../src/checks/rules/any-repository-trusted';
import { denying, equal, from, like, SERVER, wordsBy } from '../../support/subject-case';

const WORKFLOW = 'octo-org/automation/.github/workflows/deploy.yml@refs/heads/main';

test.each<[string, RuleCase]>([
  ['all of an owner', like('repo:octo-org/*')],
  ['all of an owner by its ID', like('repo:octo-org@123456/*')],
  ['one environment in all of them', like('repo:octo-org@123456/*:environment:production')],
  ['pull requests in all of them', like('repo:octo-org/*:pull_request')],
  ['an owner by its template', equal('repository_owner:octo-org:environment:production')],
  ["an owner's ID by its template", equal('repository_owner_id:65')],
  ["a name's end, since what stands behind a wildcard may be a value of another template", like('repo:octo-org@123456/*-infra:environment:production')],
  ['an ID behind a wildcard', like('repo:octo-org@123456/*@456789:environment:production')],
  ['a claim that names the environment', like('repo:octo-org@123456/*', { environment: 'production' })],
  ["the owner's ID beside it", like('repo:octo-org/*', { repository_owner_id: '123456' })],
  ['an open ID of the owner', like('repo:octo-org@*/*')],
  ['a reusable workflow on any branch', { conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: 'repo:octo-org@123456/*', job_workflow_ref: 'octo-org/*' } } }],
  ['an owner by its template and a wildcard for the key', like('repository_owner:octo-org:*:production')],
  ['the same with a branch', like('repository_owner:octo-org:*:refs/heads/main')],
  ["the same by the owner's ID", like('repository_owner_id:65:*:production')],
  ['an ID that only begins', { conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: 'repo:octo-org@123456/*:environment:production', repository_id: '1*' } } }],
  ['the same by a template', { conditions: { StringEquals: { aud: 'a', sub: 'repository_owner_id:65' }, StringLike: { repository_id: '1?' } } }],
  ["a claim of a name's end", { conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: 'repo:octo-org@123456/*', repository: 'octo-org/*-infra' } } }],
  ["a workflow of one's own in the subject", like('repo:octo-org@123456/*:job_workflow_ref:octo-org/*')],
  ['that workflow on a server that may leave a colon as it is', from(SERVER, like(`repo:octo-org/*:job_workflow_ref:${WORKFLOW}`))],
  ['a server', from(SERVER, like('repo:octo-org/*:environment:production'))],
])('any repository gets in by %s', (_, given) => {
  expect(wordsBy(anyRepositoryTrusted, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['one repository', like(['repo:octo-org/octo-repo:*', 'repo:octo-org@123456/octo-repo@456789:*'])],
  ['one repository by its template', equal(['repository_id:7', 'repository_owner_id:65:repo:octo-org/octo-repo', 'repository:octo-org/octo-repo'])],
  ['a name that begins alike, which is another rule', like('repo:octo-org@123456/app*')],
  ['any owner, which is another rule', like(['repo:*', '*', 'repo:*/*:environment:production'])],
  ['an open owner, which is another rule', like('repo:octo-org*/*')],
  ['our own packed form', {
    conditions: {
      StringEquals: { aud: 'sts.amazonaws.com', repository_id: ['1', '2', '3'], repository_owner_id: '123456' },
      StringLike: { sub: ['repo:octo-org@123456/*:environment:production', 'repo:octo-org/*:environment:production'] },
      StringNotLike: { sub: 'repo:*:*:environment:production' },
    },
  }],
  ['IDs of repositories beside it', like('repo:octo-org/*', { repository_id: ['1', '2'] })],
  ['names of repositories beside it', like('repo:octo-org/*', { repository: ['octo-org/app', 'octo-org/docs'] })],
  ['the reusable workflow that they call', like('repo:octo-org@123456/*', { job_workflow_ref: WORKFLOW })],
  ['that workflow in the subject', like(['repo:octo-org@123456/*', 'repo:octo-org/*:ref:refs/heads/main', 'repository_owner_id:65:*'].map(beginning => `${beginning}:job_workflow_ref:${WORKFLOW}`))],
  ['that workflow on a branch of the same name', like('repo:octo-org@123456/*:ref:refs/heads/main', { job_workflow_ref: WORKFLOW })],
  ['a second condition on the subject', { conditions: { StringEquals: { aud: 'a', sub: 'repo:octo-org/octo-repo:pull_request' }, StringLike: { sub: 'repo:octo-org/*' } } }],
  ['a Deny statement for other repositories', denying({ StringNotEquals: { repository_id: '456789' } }, like('repo:octo-org/*'))],
  ['a Deny statement for other subjects', denying({ StringNotLike: { sub: 'repo:octo-org/octo-repo:*' } }, like('repo:octo-org/*'))],
  ['a name that only deployment knows', equal('repo:\ue000Repository\ue001:pull_request')],
])('nothing is told of %s', (_, given) => {
  expect(wordsBy(anyRepositoryTrusted, given)).toEqual([]);
});

test('every value of a list counts, and the message has the value and the remedy', () => {
  expect(wordsBy(anyRepositoryTrusted, like(['repo:octo-org@123456/octo-repo@456789:*', 'repo:octo-org@123456/*:environment:production', 'repo:acme@7/*']))).toEqual([
    "statement 1: every repository of the owner gets in by 'repo:octo-org@123456/*:environment:production', 'repo:acme@7/*', also one that is made later, "
    + 'so whoever may make one there can assume the role; '
    + 'name the repositories one by one, list their IDs as repository_id, or demand the reusable workflow that they call as job_workflow_ref',
  ]);
});
