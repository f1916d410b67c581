import { RuleCase } from '../../../src/checks/rule';
import { userControlledClaim } from '../../../src/checks/rules/user-controlled-claim';
import { AUD, denial, foundBy, SUB } from '../../support/found-by';

const REPOSITORY = 'repo:octo-org@123456/octo-repo@456789';

function open(claims: Record<string, string | string[]>, sub: string | string[] = `${REPOSITORY}:*`): RuleCase {
  return { conditions: { StringEquals: { aud: AUD, ...claims }, StringLike: { sub } } };
}

test.each<[string, RuleCase, number]>([
  ['the workflow of a repository', open({ workflow: 'deploy' }), 1],
  ['the actor of a repository', open({ actor: ['octocat', 'hubot'] }), 1],
  ['both', open({ actor: 'octocat', workflow: 'deploy' }), 2],
  ['the workflow of an owner', open({ workflow: 'deploy' }, 'repo:octo-org/*'), 1],
  ['the workflow of an owner by ID', open({ workflow: 'deploy', repository_owner_id: '123456' }, 'repo:octo-org@123456/*'), 1],
  ['the workflow of one open subject of several', open({ workflow: 'deploy' }, [SUB, `${REPOSITORY}:*`]), 1],
  ['the actor of a repository by ID', open({ actor: 'octocat', repository_id: '456789' }), 1],
])('finds %s', (_, given, count) => {
  expect(foundBy(userControlledClaim, given)).toHaveLength(count);
});

test.each<[string, RuleCase]>([
  ['a repository alone', open({})],
  ['the workflow of an environment', { conditions: { StringEquals: { aud: AUD, sub: SUB, workflow: 'deploy' } } }],
  ['the workflow of branches', open({ workflow: 'deploy' }, `${REPOSITORY}:ref:refs/heads/*`)],
  ['the workflow of pull requests', open({ workflow: 'deploy' }, `${REPOSITORY}:pull_request`)],
  ['a workflow and a branch', open({ workflow: 'deploy', ref: 'refs/heads/main' })],
  ['a workflow and an environment', open({ workflow: 'deploy', environment: 'production' })],
  ['a workflow and its file', open({ workflow: 'deploy', job_workflow_ref: 'octo-org/x/.github/workflows/y.yml@refs/heads/main' })],
  ['an actor and its ID', open({ actor: 'octocat', actor_id: '12' })],
  ['a workflow, where pull requests are denied', { ...open({ workflow: 'deploy' }), more: [denial({ StringLike: { sub: '*:pull_request' } })] }],
  ['no subject, which is another rule\'s', { conditions: { StringEquals: { aud: AUD, workflow: 'deploy' } } }],
  ['a workflow that need not be named so, which is another rule\'s', { conditions: { ...open({}).conditions, StringEqualsIfExists: { workflow: 'deploy' } } }],
])('finds nothing in %s', (_, given) => {
  expect(foundBy(userControlledClaim, given)).toEqual([]);
});

test.each([
  ['workflow', 'deploy', 'whoever may edit a workflow can name it so'],
  ['actor', 'octocat', 'a run that somebody else starts again keeps its actor'],
])('says why %s is no boundary, and what to name', (claim, value, why) => {
  expect(foundBy(userControlledClaim, open({ [claim]: value }))).toEqual([
    `statement 1: only ${claim}, which has to be '${value}', bounds which runs of the repository get in, and it is no boundary: ${why}; `
    + 'name a branch, a tag or an environment in sub',
  ]);
});
