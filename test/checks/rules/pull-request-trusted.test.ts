import { RuleCase } from '../../../src/checks/rule';
import { pullRequestTrusted } from '../../../src/checks/rules/pull-request-trusted';
import { denying, equal, from, like, SERVER, wordsBy } from '../../support/subject-case';

const REPO = 'repo:octo-org@123456/octo-repo@456789';

test.each<[string, RuleCase]>([
  ['their subject', equal(`${REPO}:pull_request`)],
  ['a pattern of it', like(`${REPO}:pull*`)],
  ['all of an owner', like('repo:octo-org@123456/*:pull_request')],
  ['a template', equal('repository_id:7:pull_request')],
  ['their event', equal(`${REPO}:event_name:pull_request`)],
  ['a template that names the reusable workflow', equal(`${REPO}:pull_request:job_workflow_ref:octo-org/automation/.github/workflows/plan.yml@refs/heads/main`)],
  ['a template that names the one pull request', equal(`${REPO}:pull_request:ref:refs/pull/7/merge`)],
  ["one merge's ref", equal(`${REPO}:ref:refs/pull/7/merge`)],
  ["the merge's ref", like(`${REPO}:ref:refs/pull/*`)],
  ["the merge's ref as the claim", { conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: `${REPO}:*`, ref: 'refs/pull/*' } } }],
  ['both forms of the name beside IDs', equal(['repo:octo-org/octo-repo:pull_request', `${REPO}:pull_request`], { repository_id: '456789', repository_owner_id: '123456' })],
  ['our own packed form', {
    conditions: {
      StringEquals: { aud: 'sts.amazonaws.com', repository_id: ['1', '2', '3'], repository_owner_id: '123456' },
      StringLike: { sub: ['repo:octo-org@123456/*:pull_request', 'repo:octo-org/*:pull_request'] },
      StringNotLike: { sub: 'repo:*:*:pull_request' },
    },
  }],
  ['a workflow of its own at any ref', {
    conditions: { StringEquals: { aud: 'a', sub: `${REPO}:pull_request` }, StringLike: { job_workflow_ref: 'octo-org/octo-repo/.github/workflows/plan.yml@*' } },
  }],
  ['a server', from(SERVER, equal('repo:octo-org/octo-repo:pull_request'))],
])('pull requests get in by %s', (_, given) => {
  expect(wordsBy(pullRequestTrusted, given)).toEqual([expect.stringContaining('pull requests get in by ')]);
});

test.each<[string, RuleCase]>([
  ['any context, which is another rule', like([`${REPO}:*`, 'repo:octo-org@123456/*', REPO])],
  ['any branch, which is another rule', like(`${REPO}:ref:*`)],
  ['an environment of that name', equal(`${REPO}:environment:pull_request`)],
  ['a branch of that name', equal(`${REPO}:ref:refs/heads/pull_request`)],
  ['an environment beside it, whose jobs have another subject', equal(`${REPO}:pull_request`, { environment: 'production' })],
  ['a branch beside it', equal(`${REPO}:pull_request`, { ref: 'refs/heads/main' })],
  ['a reusable workflow beside it, which a pull request cannot change', equal(`${REPO}:pull_request`, { job_workflow_ref: 'octo-org/automation/.github/workflows/plan.yml@refs/heads/main' })],
  ['a template that names a reusable workflow alone', equal(`${REPO}:job_workflow_ref:octo-org/automation/.github/workflows/plan.yml@refs/heads/main`)],
  ['a Deny statement for them', denying({ StringLike: { sub: '*:pull_request' } }, equal(`${REPO}:pull_request`))],
  ['an owner that is not named', like('repo:*:pull_request')],
])('nothing is told of %s', (_, given) => {
  expect(wordsBy(pullRequestTrusted, given)).toEqual([]);
});

test('every value of a list counts, and the message has the value and the remedy', () => {
  expect(wordsBy(pullRequestTrusted, equal([`${REPO}:ref:refs/heads/main`, `${REPO}:pull_request`, 'repo:octo-org/docs:pull_request']))).toEqual([
    `statement 1: pull requests get in by '${REPO}:pull_request', 'repo:octo-org/docs:pull_request', with code that nobody has reviewed yet; `
    + 'allow the role nothing but reading, or trust an environment or a branch instead',
  ]);
});
