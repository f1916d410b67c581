import { App, Stack, Validations } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { GithubOidcRole, GithubOidcRoleProps, GithubRepository } from '../../src';
import { RULES } from '../../src/checks/rules';
import { warningsOf } from '../support/templates';

const REPOSITORY = GithubRepository.of('octo-org@123456/octo-repo@456789');
const ENV = { account: '111111111111', region: 'eu-west-1' };

function roleIn(props: Partial<GithubOidcRoleProps> = {}): GithubOidcRole {
  return new GithubOidcRole(new Stack(new App(), 'Stack', { env: ENV }), 'Role', { subjects: [REPOSITORY.environment('production')], ...props });
}

/** The rules that a role warns of, each as often as it does. */
function rulesOf(role: GithubOidcRole): string[] {
  return (warningsOf(role.node.root as App)['Stack/Role'] ?? []).map(text => /\[ack: GithubOidcChecks::(\w+)\]$/.exec(text)![1]);
}

function synthesised(role: GithubOidcRole): GithubOidcRole {
  (role.node.root as App).synth({ force: true });
  return role;
}

test.each<[string, Partial<GithubOidcRoleProps>, string[]]>([
  ['an environment', {}, []],
  ['pull requests', { subjects: [REPOSITORY.pullRequest()] }, ['PullRequestTrusted']],
  ['any context', { subjects: [REPOSITORY.anyContext()] }, ['AnyContextTrusted']],
  ['any branch', { subjects: [REPOSITORY.branchLike('*')] }, ['AnyBranchTrusted']],
  ['environments that begin alike', { subjects: [REPOSITORY.environmentLike('prod-*')] }, ['EnvironmentWildcard']],
  ['all of an owner', { subjects: [GithubRepository.allOwnedBy('octo-org@123456').environment('production')] }, ['AnyRepositoryTrusted']],
  ['a name without IDs', { subjects: [GithubRepository.of('octo-org/octo-repo').environment('production')] }, ['MutableSubject']],
  ['a name that the credentials action cannot use', { roleName: 'GitHubActions' }, ['ReservedRoleName']],
])('a role that trusts %s tells at once', (_, props, rules) => {
  expect(rulesOf(roleIn(props))).toEqual(rules);
});

test('no rule is told twice, however often the app is synthesised', () => {
  const role = roleIn({ subjects: [REPOSITORY.pullRequest()] });
  role.grantEcrPush(new ecr.Repository(Stack.of(role), 'Images'));
  expect(rulesOf(synthesised(synthesised(role)))).toEqual(['PullRequestTrusted', 'PullRequestCanWrite']);
});

test('what a role may do is told at synthesis, when it is known', () => {
  const role = roleIn({ managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')] });
  expect(rulesOf(role)).toEqual([]);
  expect(rulesOf(synthesised(role))).toEqual(['AdministratorPermissions']);
});

test.each<[string, (role: GithubOidcRole) => void]>([
  ['a grant of ours', role => { role.grantCdkDeploy(); }],
  ['a statement', role => { role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:DeleteObject'], resources: ['arn:aws:s3:::a/*'] })); }],
  ['a managed policy', role => { role.addManagedPolicy(new iam.ManagedPolicy(role, 'Own', { statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })] })); }],
])('pull requests that can write by %s are told', (_, grant) => {
  const role = roleIn({ subjects: [REPOSITORY.pullRequest()] });
  grant(role);
  expect(rulesOf(synthesised(role))).toContain('PullRequestCanWrite');
});

test('pull requests that can write by an inline policy are told', () => {
  const statements = [new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: ['arn:aws:s3:::a/*'] })];
  const role = roleIn({ subjects: [REPOSITORY.pullRequest()], inlinePolicies: { writes: new iam.PolicyDocument({ statements }) } });
  expect(rulesOf(synthesised(role))).toEqual(['PullRequestTrusted', 'PullRequestCanWrite']);
});

test('pull requests that only read are trusted, and no more', () => {
  const role = roleIn({ subjects: [REPOSITORY.pullRequest()] });
  role.grantEcrPull(new ecr.Repository(Stack.of(role), 'Images'));
  expect(rulesOf(synthesised(role))).toEqual(['PullRequestTrusted']);
});

test('an acknowledgement silences its rule, before or after it was told, and no other', () => {
  const role = roleIn({ subjects: [REPOSITORY.pullRequest()] });
  role.grantEcrPush(new ecr.Repository(Stack.of(role), 'Images'));
  Validations.of(role).acknowledge({ id: 'GithubOidcChecks::PullRequestCanWrite', reason: 'it is a mirror' });
  expect(rulesOf(synthesised(role))).toEqual(['PullRequestTrusted']);
  Validations.of(role).acknowledge({ id: 'GithubOidcChecks::PullRequestTrusted', reason: 'it is a mirror' });
  expect(rulesOf(synthesised(role))).toEqual([]);
});

const ADMINISTRATOR = iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess');
const ALL = new iam.PolicyStatement({ actions: ['*'], resources: ['*'] });

test.each<[string, (stack: Stack) => iam.IManagedPolicy, boolean]>([
  ['that others make', stack => iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'), true],
  ['of a few services', stack => new iam.ManagedPolicy(stack, 'Boundary', { statements: [new iam.PolicyStatement({ actions: ['s3:*', 'ecr:*'], resources: ['*'] })] }), true],
  ['that bounds nothing', stack => new iam.ManagedPolicy(stack, 'Boundary', { statements: [ALL] }), false],
  ['by which it may do everything', () => ADMINISTRATOR, false],
])('a permissions boundary %s', (_, boundaryIn, isBound) => {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  const role = new GithubOidcRole(stack, 'Role', { subjects: [REPOSITORY.environment('production')], managedPolicies: [ADMINISTRATOR], permissionsBoundary: boundaryIn(stack) });
  expect(rulesOf(synthesised(role))).toEqual(isBound ? [] : ['AdministratorPermissions']);
});

test.each<[string, (role: GithubOidcRole) => void, boolean]>([
  ['by an aspect', role => iam.PermissionsBoundary.of(role.stack).apply(iam.ManagedPolicy.fromManagedPolicyName(role.stack, 'Boundary', 'boundary')), true],
  ['that goes with all properties', role => (role.node.defaultChild as iam.CfnRole).addOverride('Properties', undefined), false],
  ['that an aspect takes away', role => iam.PermissionsBoundary.of(role.stack).clear(), false],
])('a permissions boundary %s', (_, apply, isBound) => {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  const given = isBound ? undefined : iam.ManagedPolicy.fromManagedPolicyName(stack, 'Own', 'own');
  const role = new GithubOidcRole(stack, 'Role', { subjects: [REPOSITORY.environment('production')], managedPolicies: [ADMINISTRATOR], permissionsBoundary: given });
  apply(role);
  expect(rulesOf(synthesised(role))).toEqual(isBound ? [] : ['AdministratorPermissions']);
  expect(String(warningsOf(role.node.root as App)['Stack/Role'])).not.toContain('the rule failed');
});

test.each<[string, string, boolean]>([
  ['only reads', 's3:Get*', true],
  ['also writes', 's3:Put*', false],
  ['is not read', '', false],
])('pull requests within a permissions boundary that %s', (_, action, isBound) => {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  const boundary = new iam.ManagedPolicy(stack, 'Boundary', { statements: [new iam.PolicyStatement({ actions: [action || 's3:Get*'], resources: ['*'] })] });
  if (action === '') {
    boundary.document.addStatements(Object.assign(new iam.PolicyStatement({ actions: ['s3:Get*'], resources: ['*'] }), { toStatementJson: () => ({ 'Fn::If': ['C', {}, {}] }) }));
  }
  const role = new GithubOidcRole(stack, 'Role', { subjects: [REPOSITORY.pullRequest()], permissionsBoundary: boundary });
  role.grantEcrPush(new ecr.Repository(stack, 'Images'));
  expect(rulesOf(synthesised(role))).toEqual(['PullRequestTrusted', ...isBound ? [] : ['PullRequestCanWrite']]);
});

test('under customizeRoles there is no resource, and the trust is told all the same', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: ENV });
  iam.Role.customizeRoles(stack, { preventSynthesis: false, usePrecreatedRoles: {} });
  expect(rulesOf(new GithubOidcRole(stack, 'Role', { subjects: [REPOSITORY.pullRequest()] }))).toEqual(['PullRequestTrusted']);
});

describe('a role whose trust a rule calls wrong', () => {
  afterEach(() => { jest.restoreAllMocks(); });

  const have = (ofRole: () => unknown) => {
    const rule = RULES.find(({ id }) => id === 'AudienceMissing')!;
    jest.spyOn(rule, 'ofRole' as never).mockImplementation(ofRole as never);
  };

  test('is not made', () => {
    have(() => [{ message: 'nothing is demanded of aud' }]);
    expect(() => roleIn()).toThrow('nothing is demanded of aud; ');
  });

  test('is made where the rule itself fails, which the plugin tells', () => {
    have(() => { throw new Error('boom'); });
    expect(rulesOf(roleIn())).toEqual([]);
  });
});
