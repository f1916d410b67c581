import { RuleCase } from '../../../src/checks/rule';
import { mutableSubject } from '../../../src/checks/rules/mutable-subject';
import { GithubIssuer } from '../../../src/github/issuer';
import { denying, equal, from, like, SERVER, wordsBy } from '../../support/subject-case';

const IMMUTABLE = 'repo:octo-org@123456/octo-repo@456789';
const NAMED = 'repo:octo-org/octo-repo';
const WORKFLOW = 'octo-org/automation/.github/workflows/deploy.yml@refs/heads/main';

test.each<[string, RuleCase, string]>([
  ['a repository', equal(`${NAMED}:environment:production`), "'octo-org/octo-repo'"],
  ['any context of it', like(`${NAMED}:*`), "'octo-org/octo-repo'"],
  ['all of an owner', like('repo:octo-org/*'), "'octo-org/*'"],
  ['a beginning', like('repo:octo-org/app-*:environment:production'), "'octo-org/app-*'"],
  ['an owner by its template', equal('repository_owner:octo-org:environment:production'), "'octo-org/*'"],
  ['an owner by its template and a wildcard for the key', like('repository_owner:octo-org:*:production'), "'octo-org/*'"],
  ['a repository by its template', equal('repository:octo-org/octo-repo:ref:refs/heads/main'), "'octo-org/octo-repo'"],
  ['a sign for the slash', like('repo:octo-org?octo-repo:environment:production'), "'octo-org/octo-repo'"],
  ['a sign for the slash, and any context', like('repo:octo-org?octo-repo:*'), "'octo-org/octo-repo'"],
  ['a sign for the colon', like('repo:octo-org/octo-repo?environment:production'), "'octo-org/octo-repo'"],
  ['a sign for the colon of a ref', like('repository:octo-org?octo-repo?ref:refs/heads/main'), "'octo-org/octo-repo'"],
  ['names that end in digits', equal('repo:team-2024/app-1:pull_request'), "'team-2024/app-1'"],
  ['a name beside its IDs that are not demanded', equal([`${NAMED}:pull_request`, `${IMMUTABLE}:pull_request`]), "'octo-org/octo-repo'"],
  ['an environment, which the next owner may have too', equal(`${NAMED}:environment:production`, { environment: 'production' }), "'octo-org/octo-repo'"],
  ['a reusable workflow, which the next owner may call', like(`${NAMED}:*`, { job_workflow_ref: WORKFLOW }), "'octo-org/octo-repo'"],
  ['an actor', equal(`${NAMED}:pull_request`, { actor_id: '12' }), "'octo-org/octo-repo'"],
  ['a name that is known only at deployment', equal('repo:\ue000Repository\ue001:pull_request'), "'<Repository>'"],
])('%s is trusted by its name alone', (_, given, name) => {
  expect(wordsBy(mutableSubject, given)).toEqual([expect.stringMatching(`^${name.replace('*', '\\*')} is trusted by name alone: `)]);
});

test.each<[string, RuleCase]>([
  ['the immutable form', equal(`${IMMUTABLE}:environment:production`)],
  ['the immutable form with signs', like('repo:octo-org@123456?octo-repo@456789?environment:production')],
  ['an owner with its ID', like('repo:octo-org@123456/*')],
  ['both forms beside the IDs', equal([`${NAMED}:pull_request`, `${IMMUTABLE}:pull_request`], { repository_id: '456789', repository_owner_id: '123456' })],
  ["the owner's ID beside it", equal(`${NAMED}:pull_request`, { repository_owner_id: '123456' })],
  ["the repository's ID beside it", like(`${NAMED}:*`, { repository_id: '456789' })],
  ['an ID in a template', equal(['repository_id:7:repo:octo-org/octo-repo', 'repo:octo-org/octo-repo:repository_owner_id:65:pull_request', 'repository_owner_id:65'])],
  ['open IDs, which is another rule', like('repo:octo-org@*/octo-repo@*:pull_request')],
  ['an open owner, which is another rule', like(['repo:octo-org*', 'repo:*'])],
  ['what no token has, which is another rule', equal('repo:octo-org:pull_request')],
  ['an ID that is known only at deployment', equal('repo:octo-org@1/octo-repo@\ue000Id\ue001:pull_request')],
  ['a server, which has no immutable subjects', from(SERVER, equal(`${NAMED}:environment:production`))],
  ['a Deny statement for other IDs', denying({ StringNotEquals: { repository_owner_id: '123456' } }, equal(`${NAMED}:pull_request`))],
  ['a statement that lets nobody in', equal(`${NAMED}:pull_request`, { iss: 'https://token.actions.githubusercontent.com' })],
])('nothing is told of %s', (_, given) => {
  expect(wordsBy(mutableSubject, given)).toEqual([]);
});

test('all names of a role are told of at once, with the command that prints the IDs', () => {
  expect(wordsBy(mutableSubject, equal([`${NAMED}:pull_request`, `${IMMUTABLE}:pull_request`, 'repo:octo-org/docs:pull_request', `${NAMED}:environment:x`]))).toEqual([
    "'octo-org/docs', 'octo-org/octo-repo' is trusted by name alone: whoever registers the name next gets in, and a repository created, renamed or transferred "
    + 'after 15 July 2026 never matches; write it with the IDs that this prints: gh api repos/octo-org/docs --jq \'"\\(.owner.login)@\\(.owner.id)/\\(.name)@\\(.id)"\'',
  ]);
});

test.each<[string, RuleCase, string]>([
  ['an owner', like('repo:octo-org/*'), 'gh api users/octo-org --jq'],
  ['a beginning', like('repo:octo-org/app*:pull_request'), 'gh api users/octo-org --jq'],
  ['a host of its own', from(GithubIssuer.dataResidency('octocorp'), equal(`${NAMED}:pull_request`)), 'gh api --hostname octocorp.ghe.com repos/octo-org/octo-repo --jq'],
  ['a name that only deployment knows', equal('repo:octo-org/\ue000Name\ue001:pull_request'), 'gh api repos/OWNER/REPO --jq'],
])('the command is that for %s', (_, given, command) => {
  expect(wordsBy(mutableSubject, given)).toEqual([expect.stringContaining(command)]);
});
