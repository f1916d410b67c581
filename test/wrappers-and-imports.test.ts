import { App, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { GithubIssuer, GithubOidcPrincipal, GithubOidcProvider, GithubOidcRole, GithubOidcTrust, GithubRepository, GithubSubject } from 'cdk-github-actions-oidc';

const ISSUER = 'token.actions.githubusercontent.com';
const PRODUCTION = GithubRepository.of('octo-org@123456/octo-repo@456789').environment('production');
const DOCS = GithubRepository.of('octo-org@123456/docs@5').environment('production');
const OCTOCAT = { StringEquals: { [`${ISSUER}:actor`]: 'octocat' } };
const ONE = { account: '111111111111', region: 'eu-west-1' };
const TWO = { account: '222222222222', region: 'eu-west-1' };

function newStack() {
  const stack = new Stack(new App(), 'Stack');
  const provider = new GithubOidcProvider(stack, 'Provider');
  return { stack, principal: (...subjects: GithubSubject[]) => new GithubOidcPrincipal(provider, { subjects }) };
}

test('an operator that is known only at deployment is refused, also from a wrapper', () => {
  const { stack, principal } = newStack();
  const conditions = () => ({ [Lazy.string({ produce: () => 'StringEquals' })]: { [`${ISSUER}:sub`]: 'repo:evil/x:pull_request' } });
  const refused = expect.objectContaining({ name: 'ConditionInvalid' });
  expect(() => principal(PRODUCTION).withConditions(conditions())).toThrow(refused);
  const assumedBy = new iam.PrincipalWithConditions(principal(PRODUCTION), conditions());
  expect(() => new iam.Role(stack, 'Role', { assumedBy })).toThrow(refused);
});

test.each([undefined, null])('a wrapper\'s value %s, which would leave the condition out, is refused', value => {
  const { stack, principal } = newStack();
  for (const operator of ['StringEquals', 'StringLike']) {
    const assumedBy = new iam.PrincipalWithConditions(principal(PRODUCTION), { [operator]: { [`${ISSUER}:actor`]: value } });
    expect(() => new iam.Role(stack, operator, { assumedBy })).toThrow(expect.objectContaining({ name: 'ConditionInvalid' }));
  }
});

test.each<[string, (one: iam.IPrincipal, other: iam.IPrincipal) => iam.IPrincipal]>([
  ['session tags around a composite', (one, other) => new iam.CompositePrincipal(one, other).withSessionTags()],
  ['session tags in a composite', (one, other) => new iam.CompositePrincipal(one, new iam.SessionTagsPrincipal(other))],
  ['conditions in a composite', (one, other) => new iam.CompositePrincipal(one, new iam.PrincipalWithConditions(other, OCTOCAT))],
])('statements that would have the same Sid are numbered also through a wrapper: %s', (_, wrap) => {
  const { stack, principal } = newStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: wrap(principal(PRODUCTION), principal(DOCS)) });
  expect(stack.resolve(role.assumeRolePolicy!.toJSON()).Statement.map(({ Sid: sid }: any) => sid)).toEqual(['EnvironmentProduction', 'EnvironmentProduction2']);
});

describe('a provider imported by the ARN token of another stack', () => {
  const newRole = (env = ONE, issuer = GithubIssuer.GITHUB_COM) => {
    const app = new App();
    const [first, second] = [new Stack(app, 'First', { env: ONE }), new Stack(app, 'Second', { env })];
    const { oidcProviderArn } = new GithubOidcProvider(first, 'Provider', { issuer });
    const provider = iam.OidcProviderNative.fromOidcProviderArn(second, 'Imported', oidcProviderArn);
    new GithubOidcRole(second, 'Role', { provider, subjects: [PRODUCTION] });
    app.synth();
    return { first, second };
  };
  test('of another account is an error', () => {
    expect(() => newRole(TWO)).toThrow(expect.objectContaining({ name: 'ProviderAccountMismatch' }));
  });
  test('of another issuer is an error', () => {
    expect(() => newRole(ONE, GithubIssuer.enterprise('octocat-inc'))).toThrow(expect.objectContaining({ name: 'IssuerMismatch' }));
  });
  test('is deployed before the role', () => {
    const { first, second } = newRole();
    expect(second.dependencies).toEqual([first]);
  });
});

test('a provider whose parent was removed from the tree is not found again', () => {
  const stack = new Stack(new App(), 'Stack');
  new GithubOidcProvider(new Construct(stack, 'Parent'), 'Provider');
  stack.node.tryRemoveChild('Parent');
  new GithubOidcRole(stack, 'Role', { subjects: [PRODUCTION] });
  expect(Object.keys(Template.fromStack(stack).findResources('AWS::IAM::OIDCProvider'))).toHaveLength(1);
});

test.each([null, undefined, [null], 'text'])('the Statement %j is refused', statement => {
  expect(() => GithubOidcTrust.ofPolicy({ Statement: statement })).toThrow(expect.objectContaining({ name: 'TrustNotUnderstood' }));
});
