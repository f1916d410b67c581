import { GithubActionsIdentityProvider, GithubActionsRole, RoleProps } from 'aws-cdk-github-oidc';
import { App, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { GithubOidcChecks } from '../../src';
import { readApp } from '../../src/checks/app/read-app';
import { findingsIn } from '../../src/checks/app-findings';

const ENV = { account: '111111111111', region: 'eu-west-1' };
const HOST = 'token.actions.githubusercontent.com';

/** Rule and path of what is found in the app, without failing its synthesis. */
function findings(app: App): string[] {
  const files = app.synth().stacks.map(({ templateFullPath }) => templateFullPath);
  return findingsIn(readApp(app, files, { issuers: [] })).map(({ finding: { ruleId, path } }) => `${ruleId} ${path}`).sort();
}

describe('roles of aws-cdk-github-oidc', () => {
  const ROLE = { owner: 'octo-org', repo: 'octo-repo' };

  function withRoles(roles: Record<string, Partial<RoleProps & { owner: string; repo: string; filter: string }>>): App {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: ENV });
    const provider = new GithubActionsIdentityProvider(stack, 'Provider');
    Object.entries(roles).forEach(([id, props]) => new GithubActionsRole(stack, id, { provider, ...ROLE, ...props }));
    return app;
  }

  test('are read through its Lambda-backed provider, each judged by what it trusts', () => {
    expect(findings(withRoles({
      Branch: { filter: 'ref:refs/heads/main' },
      Everything: {},
      Environments: { filter: 'environment:*' },
      PullRequests: { filter: 'pull_request' },
    }))).toEqual([
      'AnyContextTrusted Stack/Everything',
      'EnvironmentWildcard Stack/Environments',
      'MutableSubject Stack/Branch', 'MutableSubject Stack/Environments', 'MutableSubject Stack/Everything', 'MutableSubject Stack/PullRequests',
      'PullRequestTrusted Stack/PullRequests',
    ]);
  });

  test('with all repositories of an owner, and with a provider that exists already', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: ENV });
    const provider = GithubActionsIdentityProvider.fromAccount(stack, 'Provider');
    new GithubActionsRole(stack, 'Role', { provider, owner: 'octo-org', repo: '*', filter: 'ref:refs/heads/main' });
    expect(findings(app)).toEqual(['AnyRepositoryTrusted Stack/Role', 'MutableSubject Stack/Role']);
  });

  test('pass synthesis with the plugin, since all that is found are warnings', () => {
    const app = withRoles({ Everything: {} });
    Validations.of(app).addPlugins(new GithubOidcChecks());
    jest.spyOn(console, 'error').mockImplementation();
    expect(() => app.synth()).not.toThrow();
  });
});

describe('roles that are written by hand', () => {
  function withStatement(statement: Record<string, unknown>): App {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: ENV });
    new iam.CfnRole(stack, 'Role', {
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${HOST}` }, ...statement,
        }],
      },
    });
    return app;
  }
  const aud = { [`${HOST}:aud`]: 'sts.amazonaws.com' };

  test.each<[string, Record<string, unknown>, string[]]>([
    ['sound', { Condition: { StringEquals: { ...aud, [`${HOST}:sub`]: 'repo:octo-org@1/octo-repo@2:environment:production' } } }, []],
    ['open', { Condition: { StringEquals: aud, StringLike: { [`${HOST}:sub`]: ['repo:octo-org@1/octo-repo@2:environment:x', 'repo:*/*'] } } },
      ['SubjectOpenToAnyOwner Stack/Role']],
    ['by ForAllValues', { Condition: { 'ForAllValues:StringEquals': aud, 'StringEquals': { [`${HOST}:sub`]: 'repo:octo-org@1/octo-repo@2:environment:x' } } },
      ['VacuousCondition Stack/Role']],
    ['without a condition', {}, ['AudienceMissing Stack/Role', 'IamRefusesTrustPolicy Stack/Role', 'SubjectMissing Stack/Role', 'SubjectOpenToAnyOwner Stack/Role']],
  ])('%s', (_, statement, expected) => {
    expect(findings(withStatement(statement))).toEqual(expected);
  });
});
