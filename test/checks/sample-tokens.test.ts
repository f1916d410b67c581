import { admits } from '../../src/checks/admissions';
import { Trust } from '../../src/checks/checked-role';
import { RuleCase } from '../../src/checks/rule';
import { branchTokens, environmentTokens, pullRequestTokens, tagTokens } from '../../src/checks/sample-tokens';
import { roleOf } from '../support/rule-case';
import { denying, equal, like } from '../support/subject-case';

function trustOf(given: RuleCase): Trust {
  return roleOf(given).trusts[0];
}

/** Whether any token of each kind gets in. */
function kindsIn(given: RuleCase): string[] {
  const trust = trustOf(given);
  const kinds = { 'branch': branchTokens(trust), 'environment': environmentTokens(trust), 'pull request': pullRequestTokens(trust), 'tag': tagTokens(trust) };
  return Object.entries(kinds).filter(([, tokens]) => tokens.some(token => admits(trust, token))).map(([kind]) => kind);
}

const REPO = 'repo:octo-org@123456/octo-repo@456789';
const ALL = ['branch', 'environment', 'pull request', 'tag'];
const OWN = 'octo-org/octo-repo/.github/workflows/deploy.yml';

test.each<[string, RuleCase, string[]]>([
  ['any context', like(`${REPO}:*`), ALL],
  ['an owner', like('repo:octo-org/*'), ALL],
  ['an owner in a template', equal('repository_owner_id:65'), ALL],
  ['any owner', like('repo:*'), ALL],
  ['a beginning of an owner', like('repo:octo*'), ALL],
  ['no subject', { conditions: { StringEquals: { aud: 'a' } } }, ALL],
  ['an ID alone', { conditions: { StringEquals: { aud: 'a', repository_id: '456789' } } }, ALL],
  ['a name alone', { conditions: { StringEquals: { aud: 'a', repository: 'octo-org/octo-repo' } } }, ALL],
  ['any workflow of an owner', { conditions: { StringEquals: { aud: 'a', repository_owner_id: '65' }, StringLike: { job_workflow_ref: 'octo-org/*' } } }, ALL],
  ['an owner, its ID and one workflow', { conditions: { StringEquals: { aud: 'a', repository_owner_id: '65', job_workflow_ref: `${OWN}@refs/heads/main` } } }, []],
  ['a workflow on any ref', { conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: `${REPO}:*`, job_workflow_ref: `${OWN}@*` } } }, ALL],
  ['a workflow on any branch', { conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: `${REPO}:*`, job_workflow_ref: `${OWN}@refs/heads/*` } } }, ['branch', 'environment']],
  ['pull requests', equal(`${REPO}:pull_request`), ['pull request']],
  ['both names beside IDs', equal(['repo:octo-org/octo-repo:pull_request', `${REPO}:pull_request`], { repository_id: '456789', repository_owner_id: '123456' }), ['pull request']],
  ['one pull request', like(`${REPO}:*`, { ref: 'refs/pull/7/merge' }), ['pull request']],
  ['an environment', equal(`${REPO}:environment:production`), []],
  ['a branch', equal(`${REPO}:ref:refs/heads/main`), []],
  ['environments', like(`${REPO}:environment:*`), ['environment']],
  ['refs', like(`${REPO}:ref:*`), ['branch', 'pull request', 'tag']],
  ['a name that is known only at deployment', equal('repo:\ue000Repository\ue001:pull_request'), ['pull request']],
  ['what the caller chooses', like(`${REPO}:*`, { actor: 'octocat', actor_id: '12', workflow: 'deploy', enterprise_id: '5' }), ALL],
  ['a Deny statement for pull requests', denying({ StringLike: { sub: '*:pull_request' } }, equal(`${REPO}:pull_request`)), []],
  ['a Deny statement that spares one repository', denying({ StringNotLike: { sub: 'repo:octo-org/octo-repo:pull_request' } }, like('repo:octo-org/*')), ['pull request']],
  ['a Deny statement that spares one ID', denying({ StringNotEquals: { repository_id: '456789' } }, like('repo:octo-org/octo-repo:*')), ALL],
])('%s', (_, given, expected) => {
  expect(kindsIn(given)).toEqual(expected);
});

test('a token is of a repository that the statement names, by one name and the other', () => {
  const trust = trustOf(equal(`${REPO}:environment:production`, { aud: ['x', 'y'] }));
  const ofRepository = { aud: 'x', repository: 'octo-org/octo-repo', repository_id: '456789', repository_owner: 'octo-org', repository_owner_id: '123456' };
  expect(pullRequestTokens(trust)).toContainEqual(expect.objectContaining({
    ...ofRepository, sub: `${REPO}:pull_request`, ref: 'refs/pull/1/merge', event_name: 'pull_request', ref_type: 'branch',
  }));
  expect(pullRequestTokens(trust)).toContainEqual(expect.objectContaining({ ...ofRepository, sub: 'repo:octo-org/octo-repo:pull_request' }));
  expect(pullRequestTokens(trust).filter(token => 'environment' in token)).toEqual([]);
  expect(branchTokens(trust, 'main')).toContainEqual(expect.objectContaining({ ...ofRepository, sub: `${REPO}:ref:refs/heads/main`, ref: 'refs/heads/main' }));
  expect(tagTokens(trust, 'v1')).toContainEqual(expect.objectContaining({ ...ofRepository, sub: `${REPO}:ref:refs/tags/v1`, ref_type: 'tag' }));
  expect(environmentTokens(trust, 'a:b')).toContainEqual(expect.objectContaining({ ...ofRepository, sub: `${REPO}:environment:a%3Ab`, environment: 'a:b' }));
});

test('a token has the subject of the template that the statement shows', () => {
  const shown = 'repository_id:7:ref:refs/heads/main:repository_visibility:private:pull_request';
  const subjects = pullRequestTokens(trustOf(equal(shown))).map(({ sub }) => sub);
  expect(subjects).toContain('repository_id:7:ref:refs/pull/1/merge:repository_visibility:private:pull_request');
});
