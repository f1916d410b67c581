import { App, CfnParameter, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { GithubIssuer, GithubOidcPrincipal, GithubOidcProvider, GithubOidcRole, GithubOidcToken, GithubOidcTrust, GithubRepository } from '../src';
import { admits } from './support/decisions';
import { resolved } from './support/templates';

const ISSUER = 'token.actions.githubusercontent.com';
const REPOSITORY = GithubRepository.of('octo-org@123456/octo-repo@456789');
const PRODUCTION = GithubOidcToken.forEnvironment(REPOSITORY, 'production');
const TOKENS: [string, GithubOidcToken, boolean][] = [
  ['the environment', PRODUCTION, true],
  ['the environment, by name', GithubOidcToken.forEnvironment(REPOSITORY, 'production', { useImmutableSubject: false }), true],
  ['a tag of the pattern', GithubOidcToken.forTag(REPOSITORY, 'v1.2'), true],
  ['another environment', GithubOidcToken.forEnvironment(REPOSITORY, 'staging'), false],
  ['another tag', GithubOidcToken.forTag(REPOSITORY, 'latest'), false],
  ['a branch named like the tags', GithubOidcToken.forBranch(REPOSITORY, 'v1.2'), false],
  ['a pull request', GithubOidcToken.forPullRequest(REPOSITORY), false],
  ['another audience', GithubOidcToken.forEnvironment(REPOSITORY, 'production', { audience: 'other' }), false],
  ['another repository', GithubOidcToken.forEnvironment(GithubRepository.of('octo-org@123456/octo@1'), 'production'), false],
  ['whoever registered the name again', GithubOidcToken.forEnvironment(GithubRepository.of('octo-org@9/octo-repo@8'), 'production', { useImmutableSubject: false }), false],
  ['another issuer', GithubOidcToken.forEnvironment(REPOSITORY, 'production', { issuer: GithubIssuer.enterprise('octocat-inc') }), false],
];

function newRole(id = 'Role', stack = new Stack(new App(), 'Stack'), provider?: iam.IOIDCProviderRef) {
  return { stack, role: new GithubOidcRole(stack, id, { provider, subjects: [REPOSITORY.environment('production'), REPOSITORY.tagLike('v*')] }) };
}

describe('a trust decides as an engine that is not ours', () => {
  const { stack, role } = newRole();
  const decided = GithubOidcTrust.ofRole(role);
  const template = Template.fromStack(stack);
  const [policy] = Object.values<any>(resolved(template).Resources).filter(({ Type: type }) => type === 'AWS::IAM::Role')
    .map(({ Properties: properties }) => properties.AssumeRolePolicyDocument);

  test.each(TOKENS)('on %s', (_, token, allowed) => {
    for (const trust of [decided, GithubOidcTrust.ofTemplate(template), GithubOidcTrust.ofPolicy(policy)]) {
      expect(admits(policy, token, trust)).toBe(allowed);
      expect(trust.evaluate(token).undecided).toBe(false);
      expect(() => allowed ? trust.assertAllows(token) : trust.assertDenies(token)).not.toThrow();
      expect(() => allowed ? trust.assertDenies(token) : trust.assertAllows(token)).toThrow(token.claims.sub);
    }
  });
});

describe('a decision', () => {
  test('names the statement that allowed, or for each statement the first condition that failed', () => {
    const trust = GithubOidcTrust.ofRole(newRole().role);

    expect({ ...trust.evaluate(PRODUCTION) })
      .toEqual({ allowed: true, undecided: false, matchedStatement: 'EnvironmentProduction', explanation: 'allowed by EnvironmentProduction' });
    expect({ ...trust.evaluate(GithubOidcToken.forTag(REPOSITORY, 'v2')) })
      .toEqual({ allowed: true, undecided: false, matchedStatement: 'TagLikeV', explanation: 'allowed by TagLikeV' });

    const { allowed, matchedStatement, explanation } = trust.evaluate(GithubOidcToken.forPullRequest(REPOSITORY));
    expect([allowed, matchedStatement]).toEqual([false, undefined]);
    expect(explanation).toBe('denied: EnvironmentProduction: sub is \'repo:octo-org@123456/octo-repo@456789:pull_request\', the policy wants '
      + '\'repo:octo-org/octo-repo:environment:production\' or \'repo:octo-org@123456/octo-repo@456789:environment:production\'; '
      + 'TagLikeV: sub is \'repo:octo-org@123456/octo-repo@456789:pull_request\', the policy wants the pattern '
      + '\'repo:octo-org/octo-repo:ref:refs/tags/v*\' or \'repo:octo-org@123456/octo-repo@456789:ref:refs/tags/v*\'');
  });

  test('is said by the assertions', () => {
    const trust = GithubOidcTrust.ofRole(newRole().role);
    expect(() => trust.assertDenies(PRODUCTION))
      .toThrow('the token with sub \'repo:octo-org@123456/octo-repo@456789:environment:production\' is to be denied, and is allowed by EnvironmentProduction');
    expect(() => trust.assertAllows(GithubOidcToken.forEnvironment(REPOSITORY, 'production', { audience: 'other' })))
      .toThrow(/is to be allowed, and is denied: EnvironmentProduction: aud is 'other', the policy wants 'sts\.amazonaws\.com'; TagLikeV: aud is 'other'/);
  });

  test('says that an empty policy has no statement', () => {
    expect(GithubOidcTrust.ofPolicy({ Version: '2012-10-17', Statement: [] }).evaluate(PRODUCTION).explanation).toBe('denied: the policy has no statement');
  });

  test('names a statement without a Sid by its place', () => {
    const statement = (environment: string) => ({
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${ISSUER}` },
      Condition: { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: `repo:octo-org@123456/octo-repo@456789:environment:${environment}` } },
    });
    const policy = { Version: '2012-10-17', Statement: [statement('staging'), statement('production')] };
    expect(GithubOidcTrust.ofPolicy(policy).evaluate(PRODUCTION).matchedStatement).toBe('statement 2');
    expect(admits(policy, PRODUCTION)).toBe(true);
    expect(GithubOidcTrust.ofPolicy({ ...policy, Statement: statement('production') }).evaluate(PRODUCTION).matchedStatement).toBe('statement 1');
  });
});

describe('a decision that depends on a value known only at deployment', () => {
  const main = GithubOidcToken.forBranch(REPOSITORY, 'main');
  const staging = GithubOidcToken.forEnvironment(REPOSITORY, 'staging');
  const policyWith = (environment: unknown, effect = 'Allow', operator = 'StringEquals') => ({
    Version: '2012-10-17',
    Statement: [{
      Effect: effect,
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${ISSUER}` },
      Condition: {
        StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:repository_id`]: '456789' },
        StringLike: { [`${ISSUER}:sub`]: 'repo:octo-org@123456/octo-repo@456789:*' },
        [`${operator}IgnoreCase`]: { [`${ISSUER}:environment`]: environment },
      },
    }],
  });
  const expectUndecided = (trust: GithubOidcTrust, token: GithubOidcToken) => {
    const { allowed, undecided, matchedStatement, explanation } = trust.evaluate(token);
    expect({ allowed, undecided, matchedStatement }).toEqual({ allowed: false, undecided: true, matchedStatement: undefined });
    expect(explanation).toMatch(/^not decided: .*known only at deployment/);
    expect(() => trust.assertDenies(token)).toThrow(`the token with sub '${token.claims.sub}' is to be denied, and is ${explanation}`);
    expect(() => trust.assertAllows(token)).toThrow(`the token with sub '${token.claims.sub}' is to be allowed, and is ${explanation}`);
  };
  const expectDenied = (trust: GithubOidcTrust, token: GithubOidcToken, reason: RegExp) => {
    expect(trust.evaluate(token)).toMatchObject({ allowed: false, undecided: false, explanation: expect.stringMatching(/^denied: /) });
    expect(trust.evaluate(token).explanation).toMatch(reason);
    expect(() => trust.assertDenies(token)).not.toThrow();
  };

  test.each(['StringEquals', 'StringNotEquals'])('is neither an admission nor a denial, since the value decides: %s', operator => {
    const decisions = ['production', 'staging', 'Production'].map(value => admits(policyWith(value, 'Allow', operator), PRODUCTION));
    expect(decisions).toEqual(operator === 'StringEquals' ? [true, false, true] : [false, true, false]);

    expectUndecided(GithubOidcTrust.ofPolicy(policyWith({ Ref: 'Environment' }, 'Allow', operator)), PRODUCTION);
  });

  test('is no denial where the value is refused of a claim that the token lacks', () => {
    expect(admits(policyWith('production', 'Allow', 'StringNotEquals'), main)).toBe(true);
    const trust = GithubOidcTrust.ofPolicy(policyWith({ Ref: 'Environment' }, 'Allow', 'StringNotEquals'));
    expect(() => trust.assertDenies(main)).toThrow(/is to be denied/);
  });

  test('is a denial where something else is sure to keep the token out', () => {
    const trust = GithubOidcTrust.ofPolicy(policyWith({ Ref: 'Environment' }));
    expectDenied(trust, GithubOidcToken.forEnvironment(REPOSITORY, 'production', { audience: 'other' }), /statement 1: aud is 'other'/);
    const recreated = GithubRepository.of('octo-org@123456/octo-repo@1');
    expectDenied(trust, GithubOidcToken.forEnvironment(recreated, 'production'), /statement 1: repository_id is '1'/);
    expectDenied(trust, main, /statement 1: environment is absent, the policy wants, in any case, a value known only at deployment/);
  });

  test('is an admission where a known value or another statement lets the token in', () => {
    const oneOf = GithubOidcTrust.ofPolicy(policyWith([{ Ref: 'Environment' }, 'production']));
    expect(oneOf.evaluate(PRODUCTION)).toMatchObject({ allowed: true, undecided: false });
    expectUndecided(oneOf, staging);

    const [unknown, known] = [policyWith({ Ref: 'Environment' }), policyWith('production')];
    const both = GithubOidcTrust.ofPolicy({ ...unknown, Statement: [...unknown.Statement, ...known.Statement] });
    expect(both.evaluate(PRODUCTION)).toMatchObject({ allowed: true, undecided: false, matchedStatement: 'statement 2' });
    expectUndecided(both, staging);
  });

  test('is an error in a Deny statement', () => {
    const [unknown, known] = [policyWith({ Ref: 'Environment' }, 'Deny'), policyWith('production')];
    const trust = GithubOidcTrust.ofPolicy({ ...known, Statement: [...known.Statement, ...unknown.Statement] });
    const refused = expect.objectContaining({ name: 'TrustNotUnderstood', message: expect.stringMatching(/a Deny statement has .*:environment/) });
    for (const decide of [() => trust.evaluate(PRODUCTION), () => trust.assertAllows(PRODUCTION), () => trust.assertDenies(PRODUCTION)]) {
      expect(decide).toThrow(refused);
    }
  });

  test('is seen in a role and in its template: an environment', () => {
    const stack = new Stack(new App(), 'Stack');
    const environment = new CfnParameter(stack, 'Environment').valueAsString;
    const role = new GithubOidcRole(stack, 'Role', { subjects: [REPOSITORY.environment(environment), REPOSITORY.branch('main')] });
    for (const trust of [GithubOidcTrust.ofRole(role), GithubOidcTrust.ofTemplate(Template.fromStack(stack))]) {
      expectUndecided(trust, PRODUCTION);
      expect(trust.evaluate(main)).toMatchObject({ allowed: true, undecided: false });
      expectDenied(trust, GithubOidcToken.forEnvironment(REPOSITORY, 'production', { audience: 'other' }), /aud is 'other'/);
    }
  });

  test('is seen in a role: a provider', () => {
    const stack = new Stack(new App(), 'Stack');
    const arn = new CfnParameter(stack, 'Arn').valueAsString;
    const { role } = newRole('Role', stack, iam.OidcProviderNative.fromOidcProviderArn(stack, 'Provider', arn));
    const trust = GithubOidcTrust.ofRole(role);
    expectUndecided(trust, PRODUCTION);
    expect(trust.evaluate(PRODUCTION).explanation).toContain('EnvironmentProduction: its provider is known only at deployment');
    expectDenied(trust, GithubOidcToken.forPullRequest(REPOSITORY), /EnvironmentProduction: sub is .*; TagLikeV: sub is /);
  });
});

describe('GithubOidcTrust.ofRole', () => {
  test.each<[string, (stack: Stack) => iam.IOIDCProviderRef]>([
    ['a provider of this package', stack => new GithubOidcProvider(stack, 'Provider')],
    ['an existing provider', stack => GithubOidcProvider.fromAccount(stack, 'Provider')],
    ['iam.OidcProviderNative', stack => new iam.OidcProviderNative(stack, 'Provider', { url: `https://${ISSUER}`, clientIds: ['sts.amazonaws.com'] })],
    ['an L1', stack => new iam.CfnOIDCProvider(stack, 'Provider', { url: `https://${ISSUER}`, clientIdList: ['sts.amazonaws.com'] })],
    ['an imported ARN', stack =>
      iam.OidcProviderNative.fromOidcProviderArn(stack, 'Provider', `arn:aws:iam::111111111111:oidc-provider/${ISSUER}`)],
  ])('reads a role that trusts %s, in its stack, another and a nested one', (_, providerFor) => {
    const stack = new Stack(new App(), 'Stack');
    const provider = providerFor(stack);
    const subjects = [REPOSITORY.environment('production')];
    for (const scope of [stack, new Stack(stack.node.root as App, 'Other'), new NestedStack(stack, 'Nested')]) {
      for (const role of [
        new GithubOidcRole(scope, 'Role', { provider, subjects }),
        new iam.Role(scope, 'Own', { assumedBy: new GithubOidcPrincipal(provider, { subjects }) }),
      ]) {
        expect(GithubOidcTrust.ofRole(role).evaluate(PRODUCTION).allowed).toBe(true);
        expect(GithubOidcTrust.ofRole(role).evaluate(GithubOidcToken.forPullRequest(REPOSITORY)).allowed).toBe(false);
      }
    }
  });

  test('reads a role that this package did not build', () => {
    const stack = new Stack(new App(), 'Stack');
    const provider = new iam.OidcProviderNative(stack, 'Provider', { url: `https://${ISSUER}`, clientIds: ['sts.amazonaws.com'] });
    const conditions = { StringLike: { [`${ISSUER}:sub`]: 'repo:octo-org*' } };
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.OpenIdConnectPrincipal(provider, conditions) });
    const trust = GithubOidcTrust.ofRole(role);

    expect(trust.evaluate(PRODUCTION).allowed).toBe(true);
    expect(trust.evaluate(GithubOidcToken.forPullRequest(GithubRepository.of('octo-org-evil/x'))).allowed).toBe(true);
    expect(trust.evaluate(GithubOidcToken.forPullRequest(GithubRepository.of('evil/x'))).allowed).toBe(false);
    expect(GithubOidcTrust.ofRole(new iam.Role(stack, 'Service', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') })).evaluate(PRODUCTION).explanation)
      .toBe('denied: statement 1: it is not about sts:AssumeRoleWithWebIdentity');
  });

  test('reads the policy as it stands, a statement that was added by hand included', () => {
    const { role } = newRole();
    const staging = GithubOidcToken.forEnvironment(REPOSITORY, 'staging');
    GithubOidcTrust.ofRole(role).assertDenies(staging);
    role.assumeRolePolicy!.addStatements(new iam.PolicyStatement({
      sid: 'ByHand',
      actions: ['sts:AssumeRoleWithWebIdentity'],
      principals: [new iam.FederatedPrincipal(role.provider.oidcProviderRef.oidcProviderArn, { StringLike: { [`${ISSUER}:sub`]: 'repo:octo-org@123456/*' } })],
    }));
    expect(GithubOidcTrust.ofRole(role).evaluate(staging).matchedStatement).toBe('ByHand');
  });

  test('refuses an imported role, whose trust policy is not in the app', () => {
    const stack = new Stack(new App(), 'Stack');
    const imported = iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111111111111:role/x') as iam.Role;
    expect(() => GithubOidcTrust.ofRole(imported)).toThrow('the role \'Stack/Imported\' has no trust policy in this app; pass a role that the app defines');
  });
});

describe('GithubOidcTrust.ofTemplate', () => {
  test('takes the only role, or one of several by its logical id', () => {
    const { stack } = newRole('One');
    const other = new GithubOidcRole(stack, 'Two', { subjects: [REPOSITORY.pullRequest()] });
    const template = Template.fromStack(stack);
    const [one, two] = ['One', 'Two'].map(id => stack.resolve((stack.node.findChild(id).node.defaultChild as iam.CfnRole).logicalId));

    GithubOidcTrust.ofTemplate(template, one).assertAllows(PRODUCTION);
    GithubOidcTrust.ofTemplate(template, two).assertDenies(PRODUCTION);
    GithubOidcTrust.ofTemplate(template, two).assertAllows(GithubOidcToken.forPullRequest(REPOSITORY));
    GithubOidcTrust.ofRole(other).assertAllows(GithubOidcToken.forPullRequest(REPOSITORY));
    for (const id of [undefined, 'Three', '', 'toString']) {
      const which = id === undefined ? 'several roles' : `no role '${id}'`;
      expect(() => GithubOidcTrust.ofTemplate(template, id))
        .toThrow(expect.objectContaining({ name: 'TrustNotFound', message: `the template has ${which}; pass one of '${one}', '${two}'` }));
    }
  });

  test('reads a role that names the provider of another stack, of any account and partition', () => {
    const app = new App();
    const identity = new Stack(app, 'Identity', { env: { account: '222222222222', region: 'us-gov-west-1' } });
    const stack = new Stack(app, 'Stack', { env: { account: '222222222222', region: 'us-gov-west-1' } });
    new GithubOidcProvider(identity, 'Provider');
    newRole('Role', stack);
    const trust = GithubOidcTrust.ofTemplate(Template.fromStack(stack));
    expect(trust.evaluate(PRODUCTION).allowed).toBe(true);
    expect(trust.evaluate(TOKENS[1][1]).allowed).toBe(false);
  });

  test('refuses a template without a role', () => {
    const stack = new Stack(new App(), 'Stack');
    new GithubOidcProvider(stack, 'Provider');
    const template = Template.fromStack(stack);
    const remedy = 'pass the template of the stack with the role';
    expect(() => GithubOidcTrust.ofTemplate(template)).toThrow(`the template has no role; ${remedy}`);
    expect(() => GithubOidcTrust.ofTemplate(template, 'Role')).toThrow(`the template has no role 'Role'; ${remedy}`);
  });
});

describe('GithubOidcTrust.ofPolicy', () => {
  const policy = { Version: '2012-10-17', Statement: [] };

  test.each<[string, unknown]>([
    ['an element in the wrong case', { Version: '2012-10-17', statement: [] }],
    ['a document in its property', { AssumeRolePolicyDocument: policy }],
    ['the answer of an API', { Role: { AssumeRolePolicyDocument: policy } }],
    ['the document as a text', JSON.stringify(policy)],
    ['a list of statements', [{ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: 'x' } }]],
    ['an empty map', {}],
    ['null', null],
    ['undefined', undefined],
  ])('refuses what has no Statement: %s', (_, given) => {
    expect(() => GithubOidcTrust.ofPolicy(given as never)).toThrow(expect.objectContaining({
      name: 'TrustNotUnderstood',
      message: `the policy is ${JSON.stringify(given)}, without a list of statements; pass the policy document itself, as a map`,
    }));
  });
});
