import { GithubIssuer } from '../../../src/github/issuer';
import { namedIn } from '../../../src/trust/reach/named';
import { readPolicy } from '../../../src/trust/read-policy';

const PREFIX = GithubIssuer.GITHUB_COM.conditionKeyPrefix;

function named(claim: string, ...values: string[]) {
  return namedIn(readPolicy({ Statement: { Effect: 'Deny', Condition: { StringNotLike: { [`${PREFIX}:${claim}`]: values } } } }), GithubIssuer.GITHUB_COM);
}

test.each([
  ['sub', 'repo:octo-org/app:ref:refs/heads/main', ['octo-org']],
  ['sub', 'repo:octo-org@1/app@2:*', ['octo-org']],
  ['sub', 'repo:org*', ['org']],
  ['sub', 'REPO:Octo/x', ['octo']],
  ['sub', 'environment:prod:repository_owner:octo', ['octo']],
  ['sub', 'repository:octo/x:workflow_ref:other/y', ['octo', 'other']],
  ['sub', 'repo:repo:evil/x', ['repo', 'evil']],
  ['sub', 'repo:*', []],
  ['sub', 'job_workflow_ref:octo/auto/x', []],
  ['repository', 'octo/app', ['octo']],
  ['repository', '*/app', []],
  ['job_workflow_ref', 'repo:octo/x', []],
  ['actor', 'octocat', []],
])('%s %s names the owners %j', (claim, value, owners) => {
  expect(named(claim, value).owners).toEqual(owners);
});

test.each([
  ['sub', 'repo:o@12/r@34:*', ['12', '34']],
  ['sub', 'repo:*@12/*', ['12']],
  ['sub', 'repository_owner_id:1:repository_id:2*', ['1', '2']],
  ['sub', 'enterprise_id:5', ['5']],
  ['sub', 'run_id:9', []],
  ['repository_owner_id', '65', ['65']],
  ['repository_id', '7*', ['7']],
  ['enterprise_id', '5', ['5']],
  ['actor_id', '12', []],
])('%s %s names the IDs %j', (claim, value, ids) => {
  expect(named(claim, value).ids).toEqual(ids);
});

test('enterprises are named in subjects, and each is named once', () => {
  expect(named('sub', 'enterprise:avocado:*', 'enterprise:avocado', 'repo:a/b', 'repo:A/c')).toEqual({ owners: ['a'], ids: [], enterprises: ['avocado'] });
});

test('what another issuer is asked names nobody', () => {
  const statements = readPolicy({ Statement: { Effect: 'Allow', Condition: { StringEquals: { 'gitlab.com:sub': 'repo:octo/x' } } } });
  expect(namedIn(statements, GithubIssuer.GITHUB_COM)).toEqual({ owners: [], ids: [], enterprises: [] });
});
