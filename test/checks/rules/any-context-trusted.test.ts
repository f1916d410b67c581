import { RuleCase } from '../../../src/checks/rule';
import { anyContextTrusted } from '../../../src/checks/rules/any-context-trusted';
import { denying, equal, from, like, SERVER, wordsBy } from '../../support/subject-case';

const REPO = 'repo:octo-org@123456/octo-repo@456789';
const WORKFLOW = 'octo-org/automation/.github/workflows/deploy.yml';

test.each<[string, RuleCase]>([
  ['a wildcard for the context', like(`${REPO}:*`)],
  ['a wildcard that begins with the context', like(`${REPO}*`)],
  ['a name without IDs', like('repo:octo-org/octo-repo:*')],
  ['a repository that only begins', like('repo:octo-org@123456/octo-*')],
  ['all of an owner', like('repo:octo-org@123456/*')],
  ['a template without context', equal(REPO)],
  ['an ID without context', equal('repository_id:7')],
  ['an ID with any context', like('repository_id:7:*')],
  ['an owner without context', equal('repository_owner_id:65')],
  ['a template of what does not tell the run', equal('repo:octo-org@123456/octo-repo@456789:repository_visibility:private')],
  ['an actor beside it, whom anybody may be', like(`${REPO}:*`, { actor: 'octocat' })],
  ['its own repository beside it', like(`${REPO}:*`, { repository: 'octo-org/octo-repo', repository_id: '456789' })],
  ['any reusable workflow of the owner, at any ref', { conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: `${REPO}:*`, job_workflow_ref: 'octo-org/*' } } }],
  ['a workflow of its own, at any ref', { conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: `${REPO}:*`, job_workflow_ref: 'octo-org/octo-repo/.github/workflows/deploy.yml@*' } } }],
  ['a workflow in the subject, at any ref', like(`${REPO}:job_workflow_ref:octo-org/octo-repo/.github/workflows/deploy.yml@*`)],
  ['an ID beside any subject', like('*', { repository_id: '456789' })],
  ['a server', from(SERVER, like('repo:octo-org/octo-repo:*'))],
])('every run gets in by %s', (_, given) => {
  expect(wordsBy(anyContextTrusted, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['an environment', equal(`${REPO}:environment:production`)],
  ['a branch', equal(`${REPO}:ref:refs/heads/main`)],
  ['pull requests, which is another rule', equal(`${REPO}:pull_request`)],
  ['any branch, which is another rule', like([`${REPO}:ref:*`, `${REPO}:ref:refs/heads/*`])],
  ['any environment, which is another rule', like([`${REPO}:environment:*`, `${REPO}:env*`])],
  ['an environment beside it', like(`${REPO}:*`, { environment: 'production' })],
  ['a branch beside it', like(`${REPO}:*`, { ref: 'refs/heads/main' })],
  ['an environment beside it, if there is one, which leaves every branch to another rule', {
    conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: `${REPO}:*` }, StringEqualsIfExists: { environment: 'production' } },
  }],
  ['a template beside which an environment is demanded', equal('repository_id:7', { environment: 'production' })],
  ['a reusable workflow beside it', like(`${REPO}:*`, { job_workflow_ref: `${WORKFLOW}@refs/heads/main` })],
  ['a reusable workflow in the subject', equal(`${REPO}:job_workflow_ref:${WORKFLOW}@refs/heads/main`)],
  ['a reusable workflow behind any context', like(`${REPO}:*:job_workflow_ref:${WORKFLOW}@refs/heads/main`)],
  ['an environment of a template', equal('environment:production%3Aeastus:repository_owner:octo-org', { environment: 'production:eastus' })],
  ['any owner, which is another rule', like(['*', 'repo:*', 'repo:*/*'])],
  ['an open owner, which is another rule', like('repo:octo*')],
  ['what no token has, which is another rule', like(['repo::*', 'octo-org/octo-repo:*', 'repo:octo-org:*'])],
  ['a wildcard that is taken to the letter, which is another rule', equal(`${REPO}:*`)],
  ['a second condition on the subject', { conditions: { StringEquals: { aud: 'a', sub: `${REPO}:environment:production` }, StringLike: { sub: `${REPO}:*` } } }],
  ['a Deny statement for all but an environment', denying({ StringNotLike: { sub: '*:environment:production' } }, like(`${REPO}:*`))],
  ['a Deny statement for all but one that the claim tells', denying({ StringNotEquals: { environment: 'production' } }, like(`${REPO}:*`))],
])('nothing is told of %s', (_, given) => {
  expect(wordsBy(anyContextTrusted, given)).toEqual([]);
});

test('a Deny statement that spares one repository leaves its contexts open', () => {
  const given = denying({ StringNotLike: { sub: 'repo:octo-org/octo-repo:*' } }, like('repo:octo-org/*'));
  expect(wordsBy(anyContextTrusted, given)).toHaveLength(1);
});

test('every value of a list counts, and the message has the value and the remedy', () => {
  expect(wordsBy(anyContextTrusted, like([`${REPO}:environment:production`, `${REPO}:*`, 'repository_id:7']))).toEqual([
    `statement 1: every branch, tag, environment and pull request gets in by '${REPO}:*', 'repository_id:7', so whoever may push to the repository can assume the role; `
    + "end the subject in ':environment:NAME' or ':ref:refs/heads/BRANCH', or demand the claim environment beside it",
  ]);
});
