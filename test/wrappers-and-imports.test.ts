import { App, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  GithubIssuer, GithubOidcPrincipal, GithubOidcProvider, GithubOidcRole, GithubOidcToken, GithubOidcTrust, GithubRepository, GithubSubject,
} from 'cdk-github-actions-oidc';

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

describe('what a plain policy statement may do to the principal of one statement', () => {
  const named = GithubRepository.of('octo-org/octo-repo').environment('production');
  const conditionOf = (statement: iam.PolicyStatement) => statement.toStatementJson().Condition;

  test('leaves its conditions whole', () => {
    const { stack, principal } = newStack();
    expect(stack.resolve(conditionOf(new iam.PolicyStatement({ principals: [principal(named)] })))).toEqual({
      StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: 'repo:octo-org/octo-repo:environment:production' },
    });
  });

  // The limit that GithubOidcPrincipal documents: the CDK merges these conditions itself, and says nothing to the principal.
  test('can be to replace a condition by naming it again', () => {
    const { stack, principal } = newStack();
    const conditions = { StringEquals: { [`${ISSUER}:sub`]: 'repo:octo-org/other:pull_request' } };
    expect(stack.resolve(conditionOf(new iam.PolicyStatement({ principals: [principal(named)], conditions }))).StringEquals[`${ISSUER}:sub`])
      .toEqual('repo:octo-org/other:pull_request');
  });
});

describe('a Lambda-backed provider of aws-cdk-lib', () => {
  const url = `https://${ISSUER}`;
  const newOld = (stack: Stack, props: Partial<iam.OpenIdConnectProviderProps> = {}) =>
    new iam.OpenIdConnectProvider(stack, 'Old', { url, clientIds: ['sts.amazonaws.com'], ...props });

  test.each<[string, (stack: Stack) => unknown]>([
    ['a role without a provider', stack => new GithubOidcRole(stack, 'Role', { subjects: [PRODUCTION] })],
    ['a provider of ours', stack => new GithubOidcProvider(stack, 'New')],
  ])('beside %s is a second provider', (_, make) => {
    for (const props of [{}, { url: `${url}/` }]) {
      const app = new App();
      const stack = new Stack(app, 'Stack');
      newOld(stack, props);
      make(stack);
      expect(() => app.synth()).toThrow(/'Stack\/Old.*' is a second IAM OIDC provider .* pass it to the roles as `provider` \(ProviderDuplicated\)/);
    }
  });

  test('passed as `provider` is the only one, and both ways of asking see whom it lets in', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const role = new GithubOidcRole(stack, 'Role', { provider: newOld(stack), subjects: [PRODUCTION] });
    const token = GithubOidcToken.forEnvironment(GithubRepository.of('octo-org@123456/octo-repo@456789'), 'production');
    GithubOidcTrust.ofRole(role).assertAllows(token);
    const template = Template.fromStack(stack);
    GithubOidcTrust.ofTemplate(template, stack.resolve((role.node.defaultChild as iam.CfnRole).logicalId)).assertAllows(token);
    template.resourceCountIs('AWS::IAM::OIDCProvider', 0);
  });

  test('of another issuer is refused', () => {
    const stack = new Stack(new App(), 'Stack');
    expect(() => new GithubOidcRole(stack, 'Role', { provider: newOld(stack, { url: 'https://gitlab.com' }), subjects: [PRODUCTION] }))
      .toThrow(expect.objectContaining({ name: 'IssuerMismatch' }));
  });
});

describe('a provider that the app says exists', () => {
  const providersIn = (stack: Stack) => Object.keys(Template.fromStack(stack).findResources('AWS::IAM::OIDCProvider'));

  test('serves the roles of its account that name none', () => {
    const stack = new Stack(new App(), 'Stack', { env: ONE });
    const existing = GithubOidcProvider.fromAccount(stack, 'Github');
    expect(new GithubOidcRole(stack, 'Role', { subjects: [PRODUCTION] }).provider).toBe(existing);
    expect(providersIn(stack)).toEqual([]);
  });

  test.each([
    ['of another account', { account: '222222222222' }], ['of another issuer', { issuer: GithubIssuer.enterprise('octocat-inc') }],
  ])('%s does not', (_, options) => {
    const stack = new Stack(new App(), 'Stack', { env: ONE });
    GithubOidcProvider.fromAccount(stack, 'Github', options);
    new GithubOidcRole(stack, 'Role', { subjects: [PRODUCTION] });
    expect(providersIn(stack)).toHaveLength(1);
  });

  test('yields to one that the app makes', () => {
    const stack = new Stack(new App(), 'Stack');
    GithubOidcProvider.fromAccount(stack, 'Github');
    const made = new GithubOidcProvider(stack, 'Provider');
    expect(new GithubOidcRole(stack, 'Role', { subjects: [PRODUCTION] }).provider).toBe(made);
  });
});

describe('a property injector that changes what was checked', () => {
  const inject = (injectionId: string, change: object) => new Stack(new App({
    propertyInjectors: [{ constructUniqueId: injectionId, inject: (props: object) => ({ ...props, ...change }) }],
  }), 'Stack');

  test('may not replace the trust of a role', () => {
    const stack = inject(iam.Role.PROPERTY_INJECTION_ID, { assumedBy: new iam.AnyPrincipal() });
    expect(() => new GithubOidcRole(stack, 'Role', { subjects: [PRODUCTION] })).toThrow(expect.objectContaining({ name: 'TrustReplaced' }));
  });

  test.each([{ url: 'https://gitlab.com' }, { clientIds: ['other'] }])('may not change a provider by %j', change => {
    const stack = inject(iam.OidcProviderNative.PROPERTY_INJECTION_ID, change);
    expect(() => new GithubOidcProvider(stack, 'Provider')).toThrow(expect.objectContaining({ name: 'ProviderReplaced' }));
  });
});

describe('GithubOidcTrust is sure of nothing that it cannot see', () => {
  const token = GithubOidcToken.forPullRequest(GithubRepository.of('octo-org/octo-repo'));
  const allow = (condition: object) => GithubOidcTrust.ofPolicy({
    Statement: {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${ISSUER}` },
      Condition: condition,
    },
  });

  test('a condition that may vanish keeps nobody out', () => {
    const maybe = { 'Fn::If': ['IsProduction', 'production', { Ref: 'AWS::NoValue' }] };
    const trust = allow({ StringLike: { [`${ISSUER}:sub`]: 'repo:octo-org/*' }, StringEquals: { [`${ISSUER}:environment`]: maybe } });
    expect(trust.evaluate(token)).toMatchObject({ allowed: false, undecided: true });
    expect(() => trust.assertDenies(token)).toThrow('not decided');
  });

  test.each([{ 'Fn::If': ['A', {}, {}] }, '{"Statement":[]}', undefined])('the policy %j in a template is an error', document => {
    const template = Template.fromJSON({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: document } } } });
    expect(() => GithubOidcTrust.ofTemplate(template)).toThrow(expect.objectContaining({ name: 'TrustNotUnderstood' }));
  });

  test('a policy that was replaced on the L1 is the one that counts', () => {
    const { stack, principal } = newStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: principal(PRODUCTION) });
    const open = new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({ actions: ['sts:AssumeRoleWithWebIdentity'], principals: [new iam.FederatedPrincipal(`arn:aws:iam::111111111111:oidc-provider/${ISSUER}`)] })],
    });
    (role.node.defaultChild as iam.CfnRole).assumeRolePolicyDocument = open;
    expect(() => GithubOidcTrust.ofRole(role).assertDenies(token)).toThrow('is allowed by statement 1');
  });

  test.each([{ repository_id: 9.5 }, { aud: ['sts.amazonaws.com'] }, { sub: null }])('the claims %j are refused', claims => {
    expect(() => GithubOidcToken.fromClaims({ iss: `https://${ISSUER}`, ...claims } as never)).toThrow(expect.objectContaining({ name: 'GithubTextMissing' }));
  });
});

test.each(['https://token.actions.githubusercontent.com', {}, 5])('the issuer %j of a JavaScript caller is refused', issuer => {
  const stack = new Stack(new App(), 'Stack');
  expect(() => new GithubOidcRole(stack, 'Role', { issuer: issuer as never, subjects: [PRODUCTION], provider: GithubOidcProvider.fromAccount(stack, 'Github') }))
    .toThrow(expect.objectContaining({ name: 'GithubIssuerInvalid' }));
  expect(() => new GithubOidcRole(stack, 'Implicit', { issuer: issuer as never, subjects: [PRODUCTION] }))
    .toThrow(expect.objectContaining({ name: 'GithubIssuerInvalid' }));
});
