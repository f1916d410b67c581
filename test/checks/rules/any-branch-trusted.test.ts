import { RuleCase } from '../../../src/checks/rule';
import { anyBranchTrusted } from '../../../src/checks/rules/any-branch-trusted';
import { denying, equal, like, wordsBy } from '../../support/subject-case';

const REPO = 'repo:octo-org@123456/octo-repo@456789';

test.each<[string, RuleCase]>([
  ['any branch', like(`${REPO}:ref:refs/heads/*`)],
  ['any branch in other signs', like([`${REPO}:ref:refs/heads/**`])],
  ['any branch with a name', like(`${REPO}:ref:refs/heads/?*`)],
  ['any ref', like(`${REPO}:ref:*`)],
  ['any ref under refs', like(`${REPO}:ref:refs/*`)],
  ['a key that is cut off', like(`${REPO}:r*`)],
  ['any branch in all of an owner', like('repo:octo-org@123456/*:ref:refs/heads/*')],
  ['any branch by the claim', { conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: `${REPO}:*`, ref: 'refs/heads/*' } } }],
  ['any push by the template', equal(`${REPO}:event_name:push`)],
  ['an environment that only has to be right if there is one', {
    conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: `${REPO}:*` }, StringEqualsIfExists: { environment: 'production' } },
  }],
  ['any branch beside pull requests that are denied', denying({ StringLike: { sub: '*:pull_request' } }, like(`${REPO}:*`))],
])('every branch gets in by %s', (_, given) => {
  expect(wordsBy(anyBranchTrusted, given)).toEqual([expect.stringContaining('every branch gets in by ')]);
});

test('any tag is as good as any branch', () => {
  expect(wordsBy(anyBranchTrusted, like(`${REPO}:ref:refs/tags/*`))).toEqual([
    `statement 1: every tag gets in by '${REPO}:ref:refs/tags/*', and whoever may push to the repository can make one of any commit; `
    + "name the branch, such as ':ref:refs/heads/main', or trust an environment that only some branches may deploy to",
  ]);
});

test.each<[string, RuleCase]>([
  ['a branch', equal(`${REPO}:ref:refs/heads/main`)],
  ['families of branches and tags', like([`${REPO}:ref:refs/heads/release/*`, `${REPO}:ref:refs/tags/v*`, `${REPO}:ref:refs/heads/*-release`, `${REPO}:ref:refs/*/main`])],
  ['a beginning, which is another rule', like(`${REPO}:ref:refs/heads/main*`)],
  ['any context, which is another rule', like([`${REPO}:*`, 'repo:octo-org@123456/*'])],
  ['pull requests', like([`${REPO}:pull_request`, `${REPO}:ref:refs/pull/*`])],
  ['environments', like(`${REPO}:environment:*`)],
  ['a branch by the claim', like(`${REPO}:ref:*`, { ref: 'refs/heads/main' })],
  ['a reusable workflow beside it', like(`${REPO}:ref:*`, { job_workflow_ref: 'octo-org/automation/.github/workflows/deploy.yml@refs/heads/main' })],
  ['a Deny statement for all but one branch', denying({ StringNotLike: { sub: '*:ref:refs/heads/main' } }, like(`${REPO}:ref:*`))],
])('nothing is told of %s', (_, given) => {
  expect(wordsBy(anyBranchTrusted, given)).toEqual([]);
});

test('every value of a list counts, and the message has the value and the remedy', () => {
  expect(wordsBy(anyBranchTrusted, like([`${REPO}:environment:production`, `${REPO}:ref:refs/heads/*`, 'repo:octo-org/docs:ref:*']))).toEqual([
    `statement 1: every branch gets in by '${REPO}:ref:refs/heads/*', 'repo:octo-org/docs:ref:*', and whoever may push to the repository can make one; `
    + "name the branch, such as ':ref:refs/heads/main', or trust an environment that only some branches may deploy to",
  ]);
});
