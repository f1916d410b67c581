import { RuleCase } from '../../src/checks/rule';
import { equal, findingsBy, from, like, SERVER } from '../support/subject-case';
import { SUBJECT_RULES } from '../support/subject-rules';

/** Once for each statement. */
function findingsIn(given: RuleCase): string[] {
  return findingsBy(SUBJECT_RULES, given).map(({ ruleId }) => ruleId).sort();
}

const IMMUTABLE = 'repo:octo-org@123456/octo-repo@456789';

test.each<[string, RuleCase, string[]]>([
  ["GitHub's own sample", like('repo:octo-org/octo-repo:*'), ['AnyContextTrusted', 'MutableSubject']],
  ["GitHub's own sample of a branch", equal('repo:octo-org/octo-repo:ref:refs/heads/octo-branch'), ['MutableSubject']],
  ["GitHub's own sample of an environment", equal('repo:octo-org/octo-repo:environment:prod'), ['MutableSubject']],
  ["GitHub's own sample of a reusable workflow", like('repo:octo-org/*', { job_workflow_ref: 'octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main' }), ['MutableSubject']],
  ['a module that was given no repository', like('repo::*'), ['MalformedSubject']],
  ['a module that was given names without repo:', like(['octo-org/app:*', 'repo:octo-org/app:*']), ['AnyContextTrusted', 'MalformedSubject', 'MutableSubject']],
  ['one environment for a whole organisation', like('repo:octo-org/*:environment:prod'), ['AnyRepositoryTrusted', 'MutableSubject']],
  ['a whole organisation', like('repo:octo-org/*'), ['AnyContextTrusted', 'AnyRepositoryTrusted', 'MutableSubject']],
  ['a whole organisation in two forms', like(['repo:octo-org/*', 'repo:octo-org@123456/*']), ['AnyContextTrusted', 'AnyRepositoryTrusted', 'MutableSubject']],
  ['a pattern that was to match both forms', like('repo:octo-org*/*'), ['OwnerUnanchored']],
  ['a pattern that was to match both forms of a repository', like('repo:octo-org*/octo-repo*:ref:refs/heads/main'), ['OwnerUnanchored']],
  ['wildcards for the IDs', like(['repo:octo-org/octo-repo:pull_request', 'repo:octo-org@*/octo-repo@*:pull_request']), ['MutableSubject', 'PullRequestTrusted', 'WildcardIds']],
  ['wildcards for the IDs in any context', like(['repo:octo-org@*/octo-repo@*:*']), ['AnyContextTrusted', 'WildcardIds']],
  ['a wildcard for a whole name with IDs', like(`${IMMUTABLE.slice(0, -6)}*:environment:prod`), ['WildcardIds']],
  ['main and its pull requests', equal(['repo:octo-org/octo-repo:ref:refs/heads/main', 'repo:octo-org/octo-repo:pull_request']), ['MutableSubject', 'PullRequestTrusted']],
  ['a plan role', equal(`${IMMUTABLE}:pull_request`), ['PullRequestTrusted']],
  ['any context with IDs', like(`${IMMUTABLE}:*`), ['AnyContextTrusted']],
  ['main, release branches and version tags', like([`${IMMUTABLE}:ref:refs/heads/main`, `${IMMUTABLE}:ref:refs/heads/release/*`, `${IMMUTABLE}:ref:refs/tags/v*`]), []],
  ['any branch and any tag', like([`${IMMUTABLE}:ref:refs/heads/*`, `${IMMUTABLE}:ref:refs/tags/*`]), ['AnyBranchTrusted', 'AnyBranchTrusted']],
  ['a branch without refs/heads/', like('repo:octo-org/octo-repo:ref:main'), ['MalformedSubject']],
  ['a branch in words', like('repo:octo-org/octo-repo:branch:main'), ['MalformedSubject']],
  ['a prefix of a repository', like('repo:octo-org/octo-*:ref:refs/heads/main'), ['MutableSubject', 'RepositoryUnanchored']],
  ['a prefix of a branch', like(`${IMMUTABLE}:ref:refs/heads/main*`), ['RefPrefixCollision']],
  ['the form that was withdrawn', equal('repo:octo-org-123456/octo-repo-456789:ref:refs/heads/main', { repository_id: '456789', repository_owner_id: '123456' }), ['WithdrawnIdFormat']],
  ['names that end in digits', equal('repo:team-2024@88/app-1@77:ref:refs/heads/main'), []],
  ['names beside their IDs', equal(['repo:octo-org/octo-repo:environment:prod', `${IMMUTABLE}:environment:prod`], { repository_id: '456789', repository_owner_id: '123456' }), []],
  ['a template of an ID', equal('repository_id:456789'), ['AnyContextTrusted']],
  ['a template of the whole context', equal('repo:octo-org@123456/octo-repo@456789:environment:prod:job_workflow_ref:octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main'), []],
  ['a template that begins with the ref', equal('ref:refs/heads/main:repo:octo-org/octo-repo:job_workflow_ref:octo-org/x/.github/workflows/a.yml@refs/heads/main:repository_owner:octo-org'), ['MutableSubject']],
  ['an encoded environment', equal(`${IMMUTABLE}:environment:Production%3AV1`), ['EnvironmentAmbiguous']],
  ['a server', from(SERVER, equal('repo:octo-org/octo-repo:environment:prod')), []],
  ["all of a server's organisation", from(SERVER, like('repo:octo-org/*')), ['AnyContextTrusted', 'AnyRepositoryTrusted']],
  ['a repository that a parameter names', equal('repo:\ue000GitHubOrg\ue001/\ue000RepositoryName\ue001:ref:refs/heads/main'), ['MutableSubject', 'UnresolvedSubject']],
])('%s', (_, given, expected) => {
  expect(findingsIn(given)).toEqual(expected);
});

test('each value has one warning of its context', () => {
  const ofContexts = ['AnyBranchTrusted', 'AnyContextTrusted', 'EnvironmentWildcard', 'PullRequestTrusted', 'RefPrefixCollision'];
  const contexts = ['*', '**', '?*', 'pull_request', 'pull*', 'ref:*', 'ref:refs/*', 'ref:refs/heads/*', 'ref:refs/tags/*', 'ref:refs/heads/main*', 'environment:*', 'environment:prod*', 'env*', 'r*'];
  const found = contexts.map(context => [context, findingsIn(like(`${IMMUTABLE}:${context}`)).filter(id => ofContexts.includes(id)).length]);
  expect(found).toEqual(contexts.map(context => [context, 1]));
});
