import { App, CfnParameter, Lazy, NestedStack, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  GithubIssuer, GithubOidcPrincipal, GithubOidcProvider, GithubOidcRole, GithubOidcToken, GithubOidcTrust, GithubRepository, TrustDecision,
  TrustEvaluationOptions,
} from '../src';
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

function saidBy({ allowed, undecided, matchedStatement, explanation }: TrustDecision) {
  return { allowed, undecided, matchedStatement, explanation };
}

/** A statement as other tools write it. */
function statementFor(sub: unknown, more: { [element: string]: unknown } = {}, prefix = ISSUER) {
  return {
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${prefix}` },
    Condition: { StringEquals: { [`${prefix}:aud`]: 'sts.amazonaws.com' }, StringLike: { [`${prefix}:sub`]: sub } },
    ...more,
  };
}

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

    expect(saidBy(trust.evaluate(PRODUCTION)))
      .toEqual({ allowed: true, undecided: false, matchedStatement: 'EnvironmentProduction', explanation: 'allowed by EnvironmentProduction' });
    expect(saidBy(trust.evaluate(GithubOidcToken.forTag(REPOSITORY, 'v2'))))
      .toEqual({ allowed: true, undecided: false, matchedStatement: 'TagLikeV', explanation: 'allowed by TagLikeV' });

    const { allowed, matchedStatement, undecided, explanation } = trust.evaluate(GithubOidcToken.forPullRequest(REPOSITORY));
    expect([allowed, matchedStatement, undecided]).toEqual([false, undefined, false]);
    const [environment, tags] = explanation.split('; TagLikeV: ');
    expect(environment).toContain('denied: EnvironmentProduction: sub is \'repo:octo-org@123456/octo-repo@456789:pull_request\', the policy wants '
      + '\'repo:octo-org/octo-repo:environment:production\' or \'repo:octo-org@123456/octo-repo@456789:environment:production\'; '
      + 'a job only has that subject when it names the environment');
    expect(tags).toContain('sub is \'repo:octo-org@123456/octo-repo@456789:pull_request\', the policy wants the pattern '
      + '\'repo:octo-org/octo-repo:ref:refs/tags/v*\' or \'repo:octo-org@123456/octo-repo@456789:ref:refs/tags/v*\'; a pull request\'s run has');
  });

  test('stays what it was, whatever is asked next or done to the token', () => {
    const trust = GithubOidcTrust.ofRole(newRole().role);
    const token = GithubOidcToken.forEnvironment(REPOSITORY, 'production');
    const decision = trust.evaluate(token);
    trust.evaluate(GithubOidcToken.forPullRequest(REPOSITORY));
    expect(() => { token.claims.sub = 'changed'; }).toThrow(TypeError);
    expect(saidBy(decision))
      .toEqual({ allowed: true, undecided: false, matchedStatement: 'EnvironmentProduction', explanation: 'allowed by EnvironmentProduction' });
  });

  test('that a Deny statement makes names it, wherever it stands, and no statement that would have allowed', () => {
    const allow = statementFor('repo:octo-org@123456/octo-repo@456789:*', { Sid: 'Yes' });
    const deny = statementFor('*:environment:production', { Sid: 'NoProduction', Effect: 'Deny' });
    for (const statements of [[allow, deny], [deny, allow], [deny]]) {
      const policy = { Version: '2012-10-17', Statement: statements };
      expect(admits(policy, PRODUCTION)).toBe(false);
      expect(saidBy(GithubOidcTrust.ofPolicy(policy).evaluate(PRODUCTION)))
        .toEqual({
          allowed: false,
          undecided: false,
          matchedStatement: undefined,
          explanation: "denied by NoProduction, since aud is 'sts.amazonaws.com' (StringEquals 'sts.amazonaws.com') "
            + `and sub is '${PRODUCTION.claims.sub}' (StringLike '*:environment:production')`,
        });
    }
    const policy = { Version: '2012-10-17', Statement: [deny, allow] };
    const staging = GithubOidcToken.forEnvironment(REPOSITORY, 'staging');
    expect(admits(policy, staging)).toBe(true);
    expect(GithubOidcTrust.ofPolicy(policy).evaluate(staging).matchedStatement).toBe('Yes');
  });

  test('names the first of several statements that allow', () => {
    const statements = ['First', 'Second'].map(sid => statementFor('repo:octo-org@123456/*', { Sid: sid }));
    expect(GithubOidcTrust.ofPolicy({ Statement: statements }).evaluate(PRODUCTION).matchedStatement).toBe('First');
    expect(GithubOidcTrust.ofPolicy({ Statement: [statementFor('x'), ...statements] }).evaluate(PRODUCTION).matchedStatement).toBe('First');
  });

  test('is said by the assertions', () => {
    const trust = GithubOidcTrust.ofRole(newRole().role);
    expect(() => trust.assertDenies(PRODUCTION)).toThrow(expect.objectContaining({ name: 'TrustAllows' }));
    expect(() => trust.assertAllows(GithubOidcToken.forPullRequest(REPOSITORY))).toThrow(expect.objectContaining({ name: 'TrustDenies' }));
    expect(() => trust.assertDenies(PRODUCTION))
      .toThrow('the token with sub \'repo:octo-org@123456/octo-repo@456789:environment:production\' is to be denied, and is allowed by EnvironmentProduction');
    expect(() => trust.assertAllows(GithubOidcToken.forEnvironment(REPOSITORY, 'production', { audience: 'other' })))
      .toThrow(/is to be allowed, and is denied: EnvironmentProduction: aud is 'other', the policy wants 'sts\.amazonaws\.com'; .*; TagLikeV: aud is 'other'/);
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
      .toBe("denied: statement 1: it is about 'sts:AssumeRole', and not about sts:AssumeRoleWithWebIdentity");
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
    expect(() => GithubOidcTrust.ofRole(imported)).toThrow('\'Stack/Imported\' is no role with a trust policy in this app; pass an iam.Role that the app defines');
  });
});

describe('GithubOidcTrust.ofRole takes the provider that the role refers to', () => {
  const GOOGLE = 'https://accounts.google.com';
  const foreign = GithubOidcToken.forPullRequest(GithubRepository.of('evil/x'));
  const roleOf = (stack: Stack, arn: string, id = 'Role') => new iam.Role(stack, id, {
    assumedBy: new iam.WebIdentityPrincipal(arn, { StringLike: { [`${ISSUER}:sub`]: 'repo:*' } }),
  });

  test('and not one of the same logical id in the role\'s own stack', () => {
    for (const [there, here, allowed] of [[`https://${ISSUER}`, GOOGLE, true], [GOOGLE, `https://${ISSUER}`, false]] as const) {
      const app = new App();
      const [one, other] = ['One', 'Other'].map(id => new Stack(app, id, { env: { account: '111111111111', region: 'eu-west-1' } }));
      const provider = new iam.OidcProviderNative(one, 'Provider', { url: there });
      new iam.OidcProviderNative(other, 'Provider', { url: here });
      const { allowed: decided, explanation } = GithubOidcTrust.ofRole(roleOf(other, provider.oidcProviderArn)).evaluate(foreign);
      expect([decided, explanation]).toEqual([allowed, expect.stringMatching(allowed ? /^allowed by / : /^denied: statement 1: it trusts /)]);
    }
  });

  test('and not one of the same logical id in a nested stack', () => {
    for (const isNestedFirst of [true, false]) {
      const parent = new Stack(new App(), 'Parent');
      const nestedUrl = (stack: Stack) => new iam.CfnOIDCProvider(stack, 'P', { url: `https://${ISSUER}` });
      const nested = new NestedStack(parent, 'Nested');
      if (isNestedFirst) { nestedUrl(nested); }
      const provider = new iam.CfnOIDCProvider(parent, 'P', { url: GOOGLE });
      if (!isNestedFirst) { nestedUrl(nested); }
      expect(GithubOidcTrust.ofRole(roleOf(parent, provider.ref)).evaluate(foreign)).toMatchObject({ allowed: false, undecided: false });
    }
  });

  test('as an attribute too', () => {
    const stack = new Stack(new App(), 'Stack');
    const provider = new iam.CfnOIDCProvider(stack, 'P', { url: `https://${ISSUER}` });
    const role = roleOf(stack, provider.attrArn);
    GithubOidcTrust.ofRole(role).assertAllows(foreign);
    GithubOidcTrust.ofTemplate(Template.fromStack(stack)).assertAllows(foreign);
  });

  test.each<[string, (policy: unknown) => any]>([['a lazy value', policy => Lazy.any({ produce: () => policy })], ['a token', policy => Token.asAny(policy)]])(
    'in a document that an escape hatch made %s', (_, asToken) => {
      const stack = new Stack(new App(), 'Stack');
      const role = roleOf(stack, `arn:aws:iam::111111111111:oidc-provider/${ISSUER}`);
      (role.node.defaultChild as iam.CfnRole).assumeRolePolicyDocument = asToken({ Version: '2012-10-17', Statement: [statementFor('repo:evil/*')] });
      GithubOidcTrust.ofRole(role).assertAllows(foreign);
      GithubOidcTrust.ofRole(role).assertDenies(PRODUCTION);
    },
  );

  test('and leaves the role\'s statements open to change', () => {
    const { role } = newRole();
    GithubOidcTrust.ofRole(role).assertDenies(foreign);
    const statement = new iam.PolicyStatement({ actions: ['sts:TagSession'], principals: [new iam.AccountRootPrincipal()] });
    role.assumeRolePolicy!.addStatements(statement);
    GithubOidcTrust.ofRole(role).assertDenies(foreign);
    expect(() => statement.addCondition('Bool', { 'aws:MultiFactorAuthPresent': 'true' })).not.toThrow();
  });

  test.each<[string, unknown]>([['undefined', undefined], ['null', null], ['a text', 'Role'], ['an object', {}]])('refuses %s', (_, role) => {
    expect(() => GithubOidcTrust.ofRole(role as never)).toThrow(expect.objectContaining({ name: 'TrustNotFound' }));
  });
});

describe('a provider as hand-written templates name it', () => {
  const PROVIDER = { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: `https://${ISSUER}` } };
  const trustIn = (federated: unknown) => GithubOidcTrust.ofTemplate(Template.fromJSON({
    Resources: {
      Provider: PROVIDER,
      Bare: { Type: 'AWS::IAM::OIDCProvider' },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [statementFor('repo:octo-org/*', { Principal: { Federated: federated } })] } },
      },
    },
  }));
  const byName = GithubOidcToken.forPullRequest(GithubRepository.of('octo-org/octo-repo'));

  test.each<[unknown]>([
    [{ Ref: 'Provider' }], [{ 'Fn::GetAtt': ['Provider', 'Arn'] }], [{ 'Fn::GetAtt': 'Provider.Arn' }],
    [{ 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${ISSUER}` }],
    [{ 'Fn::Sub': `arn:aws:iam::111111111111:oidc-provider/${ISSUER}` }], [{ 'Fn::Sub': '${Provider}' }], [{ 'Fn::Sub': '${Provider.Arn}' }],
    [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, `:oidc-provider/${ISSUER}`]] }],
  ])('is known: %j', federated => {
    trustIn(federated).assertAllows(byName);
    expect(trustIn(federated).evaluate(GithubOidcToken.forPullRequest(GithubRepository.of('evil/x')))).toMatchObject({ allowed: false, undecided: false });
  });

  test.each<[unknown]>([
    [{ Ref: 'Parameter' }], [{ Ref: 'Bare' }], [{ 'Fn::GetAtt': ['Provider', 'Other'] }], [{ 'Fn::ImportValue': 'Provider' }],
    [{ 'Fn::Sub': `arn:aws:iam::\${Account}:oidc-provider/${ISSUER}` }], [{ 'Fn::Sub': [`arn:aws:iam::\${A}:oidc-provider/${ISSUER}`, { A: '1' }] }],
    [{ 'Fn::Join': ['', { Ref: 'List' }] }], [{ 'Fn::Join': [] }], [{ 'Fn::Join': ['', [null, 'x']] }], [{ 'Fn::Join': [{}, ['x']] }],
    [{ 'Fn::Join': ['', ['arn:aws:iam::', { Ref: 'constructor' }, `:oidc-provider/${ISSUER}`]] }], [{ 'Fn::If': ['C', 'x', 'y'] }],
  ])('is left open where only deployment knows it: %j', federated => {
    expect(trustIn(federated).evaluate(byName)).toMatchObject({ allowed: false, undecided: true });
  });

  test.each<[string, unknown]>([['undefined', undefined], ['JSON', { Resources: {} }], ['a text', '{}']])('is looked for in no %s', (_, template) => {
    expect(() => GithubOidcTrust.ofTemplate(template as never)).toThrow(expect.objectContaining({ name: 'TrustNotFound' }));
  });

  test('null is no logical id', () => {
    const resources = Object.fromEntries(['A', 'B'].map(id => [id, { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } }]));
    expect(() => GithubOidcTrust.ofTemplate(Template.fromJSON({ Resources: resources }), null as never)).toThrow('the template has several roles');
  });
});

describe('IDs that the test does not tell', () => {
  const withoutIds = GithubOidcToken.forBranch(GithubRepository.of('octo-org/octo-repo'), 'main');
  const withIds = GithubOidcToken.forBranch(REPOSITORY, 'main', { useImmutableSubject: false });
  const policyOf = (...statements: object[]) => GithubOidcTrust.ofPolicy({ Version: '2012-10-17', Statement: statements });
  const open = statementFor('repo:octo-org/octo-repo:*');
  const idCondition = (operator: string, value = '456789') => ({ Condition: { [operator]: { [`${ISSUER}:repository_id`]: value } } });

  test.each(['StringNotEquals', 'StringNotLike', 'StringEqualsIfExists', 'ForAllValues:StringEquals'])('are no lack of a match under %s', operator => {
    const trust = policyOf({ ...open, ...idCondition(operator, operator.includes('Not') ? '456789' : '9') });
    expect(trust.evaluate(withoutIds)).toMatchObject({ allowed: false, undecided: true });
    expect(trust.evaluate(withIds)).toMatchObject({ allowed: false, undecided: false });
    expect(() => trust.assertDenies(withoutIds)).toThrow(expect.objectContaining({ name: 'TrustAllows' }));
  });

  test('are not absent under Null', () => {
    expect(policyOf({ ...open, ...idCondition('Null', 'true') }).evaluate(withoutIds)).toMatchObject({ allowed: false, undecided: true });
  });

  test('are neither a match nor its lack under StringEquals, which says how to tell them', () => {
    expect(policyOf({ ...open, ...idCondition('StringEquals') }).evaluate(withoutIds).explanation)
      .toBe("not decided: statement 1: repository_id is absent, the policy wants '456789'; the token's repository is written without its IDs; write it as OWNER@OWNER_ID/REPO@REPO_ID");
  });

  test('make a Deny that asks for them an error, unless something else keeps it from applying', () => {
    const deny = { ...open, Effect: 'Deny', ...idCondition('StringEquals') };
    expect(() => policyOf(open, deny).evaluate(withoutIds)).toThrow(expect.objectContaining({
      name: 'TrustNotUnderstood', message: expect.stringContaining(`a condition on ${ISSUER}:repository_id, which the test's token does not tell`),
    }));
    expect(policyOf(open, deny).evaluate(withIds).allowed).toBe(false);
    const elsewhere = { ...deny, Condition: { ...deny.Condition, StringLike: { [`${ISSUER}:sub`]: '*:pull_request' } } };
    expect(policyOf(open, elsewhere).evaluate(withoutIds).allowed).toBe(true);
  });

  test('leave the decision open also where they would have to be right', () => {
    const trust = GithubOidcTrust.ofRole(newRole().role);
    const byName = GithubOidcToken.forEnvironment(GithubRepository.of('octo-org/octo-repo'), 'production');
    expect(trust.evaluate(byName)).toMatchObject({ allowed: false, undecided: true });
    expect(() => trust.assertDenies(byName)).toThrow(/is to be denied, and is not decided: .*write it as OWNER@OWNER_ID\/REPO@REPO_ID/);
    trust.assertDenies(GithubOidcToken.forBranch(GithubRepository.of('octo-org/octo-repo'), 'main'));
  });

  test('of an enterprise are told in the claims', () => {
    const issuer = GithubIssuer.enterprise('octocat-inc');
    const prefix = issuer.conditionKeyPrefix;
    const inEnterprise = { Condition: { StringEquals: { [`${prefix}:enterprise_id`]: '7' } } };
    const trust = policyOf({ ...statementFor('x', inEnterprise, prefix) });
    expect(trust.evaluate(GithubOidcToken.forBranch(REPOSITORY, 'main', { issuer })).explanation).toContain("pass the enterprise's ID to the test's token in `claims`");
    trust.assertAllows(GithubOidcToken.forBranch(REPOSITORY, 'main', { issuer, claims: { enterprise_id: '7' } }));
    trust.assertDenies(GithubOidcToken.forBranch(REPOSITORY, 'main', { issuer, claims: { enterprise_id: '8' } }));
  });

  test('of a token claim by claim are absent where nobody wrote them', () => {
    const token = GithubOidcToken.fromClaims({ ...withoutIds.claims });
    expect(policyOf({ ...open, ...idCondition('StringNotEquals') }).evaluate(token).allowed).toBe(true);
  });
});

test('no message repeats a token, wherever it was passed', () => {
  const jwt = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(JSON.stringify({ sub: 'secret' })).toString('base64url')}.c2lnbmF0dXJl`;
  for (const act of [
    () => GithubRepository.of(jwt), () => GithubOidcToken.fromClaims({ iss: jwt }), () => GithubOidcToken.forTag(REPOSITORY, `refs/${jwt}`),
    () => GithubOidcTrust.ofPolicy({ token: jwt }), () => GithubOidcTrust.ofRole(jwt as never),
    () => GithubOidcToken.forPullRequest(REPOSITORY, { claims: { iss: jwt } }),
  ]) {
    expect(act).toThrow(/\(a token, not shown\)/);
    expect(act).not.toThrow(/eyJ|c2ln/);
  }
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
      message: `the policy is ${typeof given === 'string' ? 'a text' : JSON.stringify(given)}, without a list of statements; pass the policy document itself, as a map`,
    }));
  });
});

test.each<[string, object]>([
  ['an element that policies do not have', { Version: '2012-10-17', Statement: [], Statements: [{}] }], ['a lower-case version', { version: '2012-10-17', Statement: [] }],
])('GithubOidcTrust.ofPolicy refuses %s', (_, policy) => {
  expect(() => GithubOidcTrust.ofPolicy(policy)).toThrow(expect.objectContaining({ name: 'TrustNotUnderstood', message: expect.stringContaining('the policy has the element') }));
});

test('GithubOidcTrust.ofPolicy refuses a circular policy', () => {
  const statement: Record<string, unknown> = statementFor('x');
  statement.Condition = { StringEquals: statement };
  expect(() => GithubOidcTrust.ofPolicy({ Statement: statement })).toThrow(expect.objectContaining({ name: 'TrustNotUnderstood', message: expect.stringContaining('circular') }));
});

describe('a policy of another package or tool', () => {
  const name = 'repo:octo-org/octo-repo';
  const byName = { useImmutableSubject: false };
  const [main, staging] = [GithubOidcToken.forBranch(REPOSITORY, 'main', byName), GithubOidcToken.forEnvironment(REPOSITORY, 'staging', byName)];
  const pullRequest = GithubOidcToken.forPullRequest(REPOSITORY, byName);
  const principal = { Federated: `arn:aws:iam::111111111111:oidc-provider/${ISSUER}` };
  const action = 'sts:AssumeRoleWithWebIdentity';
  const audience = { [`${ISSUER}:aud`]: 'sts.amazonaws.com' };

  test.each<[string, object | object[], readonly GithubOidcToken[]]>([
    ['that GitHub documents', statementFor(`${name}:ref:refs/heads/main`), [main]],
    ['that GitHub documents, with a pattern', statementFor(`${name}:*`), [main, staging, pullRequest]],
    ['with one block of conditions', {
      Effect: 'Allow',
      Action: action,
      Principal: principal,
      Condition: { StringEquals: { ...audience, [`${ISSUER}:sub`]: [`${name}:pull_request`, `${name}:environment:staging`] } },
    }, [staging, pullRequest]],
    ['with lists of one for all', {
      Effect: 'Allow',
      Action: [action],
      Principal: { Federated: [principal.Federated] },
      Condition: { StringEquals: { [`${ISSUER}:aud`]: ['sts.amazonaws.com'] }, StringLike: { [`${ISSUER}:sub`]: [`${name}:environment:*`] } },
    }, [staging]],
    ['that tags sessions as well', {
      ...statementFor(`${name}:ref:*`), Action: [action, 'sts:TagSession'],
    }, [main]],
    ['with actions in another case, or by a pattern', {
      ...statementFor(`${name}:ref:*`), Action: ['STS:assumerolewithWEBidentity', 'sts:AssumeRoleWith*'],
    }, [main]],
    ['that trusts providers beside', {
      ...statementFor(`${name}:ref:*`),
      Principal: {
        Federated: [principal.Federated, 'arn:aws:iam::111111111111:oidc-provider/gitlab.com', 'cognito-identity.amazonaws.com'],
        Service: 'ec2.amazonaws.com',
      },
    }, [main]],
    ['with ForAnyValue', {
      Effect: 'Allow',
      Action: action,
      Principal: principal,
      Condition: { 'ForAnyValue:StringLike': { [`${ISSUER}:sub`]: [`${name}:pull_request`, `${name}:ref:*`] } },
    }, [main, pullRequest]],
    ['with claims instead of a subject', {
      Effect: 'Allow',
      Action: action,
      Principal: principal,
      Condition: { StringEquals: { ...audience, [`${ISSUER}:repository_id`]: '456789', [`${ISSUER}:environment`]: 'staging' } },
    }, [staging]],
    ['that refuses pull requests', [
      statementFor(`${name}:*`), { ...statementFor('*:pull_request'), Effect: 'Deny' },
    ], [main, staging]],
    ['with roles for people and services beside', [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::111111111111:root', Service: 'ec2.amazonaws.com' } },
      { Effect: 'Allow', Action: 'sts:AssumeRoleWithSAML', Principal: { Federated: 'arn:aws:iam::111111111111:saml-provider/x' } },
      statementFor(`${name}:ref:*`),
    ], [main]],
    ['for another provider only', statementFor('*', {}, 'gitlab.com'), []],
    ['without a condition', { Effect: 'Allow', Action: action, Principal: principal }, [main, staging, pullRequest]],
  ])('decides as another engine does: one %s', (_, statement, members) => {
    for (const version of [{ Version: '2012-10-17' }, { Version: '2008-10-17' }, {}]) {
      const policy = { ...version, Statement: statement };
      for (const token of [main, staging, pullRequest]) {
        expect(admits(policy, token)).toBe(members.includes(token));
      }
      const foreign = GithubOidcToken.forBranch(GithubRepository.of('evil/octo-repo'), 'main');
      expect(admits(policy, foreign)).toBe(!JSON.stringify(statement).includes('Condition'));
    }
  });

  test('is read once, whatever becomes of the caller\'s object', () => {
    const statement = statementFor([`${name}:pull_request`]);
    const policy = { Version: '2012-10-17', Statement: [statement] };
    const trust = GithubOidcTrust.ofPolicy(policy);
    (statement.Condition.StringLike[`${ISSUER}:sub`] as string[])[0] = 'changed';
    statement.Condition.StringEquals[`${ISSUER}:aud`] = 'changed';
    policy.Statement.push(statementFor('*:pull_request', { Effect: 'Deny' }));
    trust.assertAllows(pullRequest);
  });

  test('is not changed by being asked', () => {
    const policy = { Version: '2012-10-17', Statement: [statementFor(`${name}:*`), statementFor('*:pull_request', { Effect: 'Deny' })] };
    const before = JSON.stringify(policy);
    GithubOidcTrust.ofPolicy(policy).assertDenies(pullRequest);
    expect(JSON.stringify(policy)).toBe(before);
  });

  test.each<[string, object, string, string]>([
    ['NotPrincipal', { NotPrincipal: principal }, 'the policy uses NotPrincipal', 'write it with Principal'],
    ['NotAction', { NotAction: 'sts:AssumeRole' }, 'the policy uses NotAction', 'write it with Action'],
    ['everybody as principal', { Principal: '*' }, 'the policy\'s principal is "*"', 'name the provider as Federated'],
    ['an unknown operator', { Condition: { StringMatches: {} } }, "the condition operator 'StringMatches'", 'it knows StringEquals, '],
    ['a policy variable', { Condition: { StringEquals: { [`${ISSUER}:sub`]: '${aws:username}' } } },
      "with '${aws:username}', a policy variable", 'write the value'],
    ['a key spelled twice', { Condition: { StringEquals: { [`${ISSUER}:sub`]: 'x', [`${ISSUER}:SUB`]: 'y' } } },
      `'${ISSUER}:SUB' twice`, 'write it once, with all its values'],
    ['an effect in another case', { Effect: 'allow' }, "the effect 'allow'", 'write Allow or Deny'],
  ])('with %s is an error at every question, beside whatever decides already', (_, element, what, remedy) => {
    const trust = GithubOidcTrust.ofPolicy({ Version: '2012-10-17', Statement: [statementFor('repo:*'), { ...statementFor('x'), ...element }] });
    for (const ask of [() => trust.evaluate(main), () => trust.assertAllows(main), () => trust.assertDenies(main)]) {
      expect(ask).toThrow(what);
      expect(ask).toThrow(expect.objectContaining({ name: 'TrustNotUnderstood', message: expect.stringContaining(remedy) }));
      // Asked again, it is no other answer.
      expect(ask).toThrow(what);
    }
  });

  test.each<[object, string]>([[{ Version: '2012-10-17' }, 'error'], [{ Version: '2008-10-17' }, 'text'], [{}, 'text']])(
    'reads ${ as its version says: %j', (version, meaning) => {
      const trust = GithubOidcTrust.ofPolicy({ ...version, Statement: statementFor('repo:${x}') });
      const ask = () => trust.evaluate(GithubOidcToken.forBranch(REPOSITORY, 'main', { claims: { sub: 'repo:${x}' } })).allowed;
      if (meaning === 'text') {
        expect(ask()).toBe(true);
      } else {
        expect(ask).toThrow(expect.objectContaining({ name: 'TrustNotUnderstood' }));
      }
    },
  );

  test.each([[{ Version: '2012-10-17' }], [{ Version: '2008-10-17' }], [{}]])('reads an unresolved value of the CDK as unknown in any version: %j', version => {
    const unresolved = Lazy.string({ produce: () => 'x' });
    const trust = GithubOidcTrust.ofPolicy({ ...version, Statement: statementFor(`repo:${unresolved}`) });
    for (const sub of ['repo:x', `repo:${unresolved}`]) {
      expect(saidBy(trust.evaluate(GithubOidcToken.forBranch(REPOSITORY, 'main', { claims: { sub } })))).toEqual({
        allowed: false,
        undecided: true,
        matchedStatement: undefined,
        explanation: `not decided: statement 1: sub is '${sub}', the policy wants the pattern a value known only at deployment`,
      });
    }
  });

  test('has a condition key for its issuer only: one of the enterprise does not read the others\' tokens', () => {
    const slug = GithubIssuer.enterprise('octocat-inc');
    const policy = { Statement: statementFor(`${name}:*`, {}, slug.conditionKeyPrefix) };
    expect(admits(policy, GithubOidcToken.forBranch(REPOSITORY, 'main', { ...byName, issuer: slug }))).toBe(true);
    expect(admits(policy, main)).toBe(false);
    expect(GithubOidcTrust.ofPolicy(policy).evaluate(main).explanation)
      .toBe(`denied: statement 1: it trusts 'arn:aws:iam::111111111111:oidc-provider/${ISSUER}/octocat-inc', and not the provider of https://${ISSUER}`);
  });
});

describe('a policy that asks for more than the token', () => {
  const policy = {
    Version: '2012-10-17',
    Statement: [{
      ...statementFor('repo:octo-org@123456/octo-repo@456789:*'),
      Condition: {
        StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', 'sts:RoleSessionName': ['deploy', 'release'] },
        StringLike: { [`${ISSUER}:sub`]: 'repo:octo-org@123456/octo-repo@456789:*' },
      },
    }],
  };
  const trust = GithubOidcTrust.ofPolicy(policy);
  const named = (...values: string[]): TrustEvaluationOptions => ({ requestContext: { 'sts:RoleSessionName': values } });

  test('is decided by what the caller says of the request', () => {
    expect(saidBy(trust.evaluate(PRODUCTION, named('deploy'))))
      .toEqual({ allowed: true, undecided: false, matchedStatement: 'statement 1', explanation: 'allowed by statement 1' });
    expect(saidBy(trust.evaluate(PRODUCTION, named('other')))).toEqual({
      allowed: false,
      undecided: false,
      matchedStatement: undefined,
      explanation: "denied: statement 1: RoleSessionName is 'other', the policy wants 'deploy' or 'release'",
    });
    expect(trust.evaluate(PRODUCTION, named()).explanation).toMatch(/RoleSessionName is absent, the policy wants 'deploy' or 'release'$/);
  });

  test('is decided so by the assertions as well', () => {
    expect(() => trust.assertAllows(PRODUCTION, named('deploy'))).not.toThrow();
    expect(() => trust.assertDenies(PRODUCTION, named('other'))).not.toThrow();
    expect(() => trust.assertAllows(PRODUCTION, named('other')))
      .toThrow(expect.objectContaining({ name: 'TrustDenies', message: expect.stringContaining("RoleSessionName is 'other'") }));
    expect(() => trust.assertDenies(PRODUCTION, named('release')))
      .toThrow(expect.objectContaining({ name: 'TrustAllows', message: expect.stringContaining('allowed by statement 1') }));
  });

  test('has keys in any case, and values in theirs', () => {
    expect(trust.evaluate(PRODUCTION, { requestContext: { 'STS:roleSessionname': ['deploy'] } }).allowed).toBe(true);
    expect(trust.evaluate(PRODUCTION, named('Deploy')).allowed).toBe(false);
  });

  test('takes what it does not ask for', () => {
    expect(trust.evaluate(PRODUCTION, { requestContext: { ...named('deploy').requestContext, 'aws:SourceIp': ['192.0.2.1'] } }).allowed).toBe(true);
    expect(GithubOidcTrust.ofRole(newRole().role).evaluate(PRODUCTION, named('deploy')).allowed).toBe(true);
  });

  test.each<[string, any]>([
    ['no options', undefined], ['empty options', {}], ['null for options', null], ['an undefined context', { requestContext: undefined }],
    ['null for a context', { requestContext: null }],
    ['an empty context', { requestContext: {} }], ['another key', { requestContext: { 'aws:SourceIp': ['192.0.2.1'] } }],
  ])('is an error with %s, also where something else denies already', (_, options) => {
    const otherAudience = GithubOidcToken.forEnvironment(REPOSITORY, 'production', { audience: 'other' });
    for (const token of [PRODUCTION, otherAudience]) {
      for (const ask of [() => trust.evaluate(token, options), () => trust.assertAllows(token, options), () => trust.assertDenies(token, options)]) {
        expect(ask).toThrow('the policy uses sts:RoleSessionName, which no token holds');
        expect(ask).toThrow(expect.objectContaining({
          name: 'TrustNotUnderstood',
          message: expect.stringContaining("requestContext: { 'sts:RoleSessionName': ['VALUE'] }, or [] where it is absent"),
        }));
      }
    }
  });

  const NO_REQUEST_KEY = "it takes keys of the request, such as 'sts:RoleSessionName': what the token says belongs into the token";
  const NO_TEXTS = "pass a list of texts, such as ['VALUE'], or [] where the request does not have the key";
  const TWICE = 'and case does not tell keys apart; name it once';

  test.each<[string, any, string]>([
    ['a claim, which is the token\'s to say', { [`${ISSUER}:sub`]: ['repo:x/y'] }, `has '${ISSUER}:sub'; ${NO_REQUEST_KEY}`],
    ['a claim by the issuer\'s URL', { [`https://${ISSUER}:sub`]: ['repo:x/y'] }, `has 'https://${ISSUER}:sub'; ${NO_REQUEST_KEY}`],
    ['a key without its service', { RoleSessionName: ['deploy'] }, `has 'RoleSessionName'; ${NO_REQUEST_KEY}`],
    ['a text for a list', { 'sts:RoleSessionName': 'deploy' }, `has 'sts:RoleSessionName' as 'deploy'; ${NO_TEXTS}`],
    ['a number', { 'sts:RoleSessionName': [5] }, `has 'sts:RoleSessionName' as '5'; ${NO_TEXTS}`],
    ['nothing', { 'sts:RoleSessionName': undefined }, `has 'sts:RoleSessionName' as 'undefined'; ${NO_TEXTS}`],
    ['null', { 'sts:RoleSessionName': null }, `has 'sts:RoleSessionName' as 'null'; ${NO_TEXTS}`],
    ['null in the list', { 'sts:RoleSessionName': [null] }, `has 'sts:RoleSessionName' as ''; ${NO_TEXTS}`],
    ['an empty text', { 'sts:RoleSessionName': [''] }, `has 'sts:RoleSessionName' as ''; ${NO_TEXTS}`],
    ['what has no text', { 'sts:RoleSessionName': [Symbol('x')] }, `has 'sts:RoleSessionName' as '[object Array]'; ${NO_TEXTS}`],
    ['a key in two spellings', { 'sts:RoleSessionName': ['deploy'], 'STS:rolesessionname': ['deploy'] }, `has 'STS:rolesessionname' in two spellings, ${TWICE}`],
  ])('refuses %s in the context', (_, requestContext, message) => {
    for (const ask of [() => trust.evaluate(PRODUCTION, { requestContext }), () => trust.assertDenies(PRODUCTION, { requestContext })]) {
      expect(ask).toThrow(expect.objectContaining({ name: 'RequestContextInvalid', message: `requestContext ${message}` }));
    }
  });

  test('refuses several values of a key without a set operator, and takes them with one', () => {
    expect(() => trust.evaluate(PRODUCTION, named('deploy', 'release'))).toThrow(expect.objectContaining({
      name: 'TrustNotUnderstood', message: expect.stringContaining('use ForAnyValue: or ForAllValues:'),
    }));
    const tagKeys = (operator: string, ...keys: string[]) => GithubOidcTrust.ofPolicy({
      Statement: { ...statementFor('x'), Condition: { [operator]: { 'aws:TagKeys': ['team', 'stage'] } } },
    }).evaluate(PRODUCTION, { requestContext: { 'aws:TagKeys': keys } });
    expect(tagKeys('ForAllValues:StringEquals', 'team', 'stage').allowed).toBe(true);
    expect(tagKeys('ForAllValues:StringEquals', 'team', 'cost').explanation)
      .toBe("denied: statement 1: TagKeys is 'team', 'cost', the policy wants of all of its values 'team' or 'stage'");
    expect(tagKeys('ForAllValues:StringEquals').allowed).toBe(true);
    expect(tagKeys('ForAnyValue:StringEquals', 'team', 'cost').allowed).toBe(true);
    expect(tagKeys('ForAnyValue:StringEquals').allowed).toBe(false);
  });
});

describe('what a JavaScript caller may pass for a token', () => {
  const trust = GithubOidcTrust.ofRole(newRole().role);

  test.each<[string, unknown, string]>([
    ['undefined', undefined, 'undefined'], ['null', null, 'object'], ['a subject as text', 'repo:octo-org/octo-repo', 'string'],
    ['a token as text, which is a secret', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl', 'string'],
    ['a number', 5, 'number'], ['claims', { sub: 'x', iss: `https://${ISSUER}` }, 'object'], ['the repository', REPOSITORY, 'object'],
    ['a subject', REPOSITORY.pullRequest(), 'object'],
    ['a token without claims', { issuer: GithubIssuer.GITHUB_COM }, 'object'],
    ['a token whose issuer is a text', { ...PRODUCTION, issuer: `https://${ISSUER}` }, 'object'],
    ['what has no text', Object.create(null), 'object'], ['a symbol', Symbol('x'), 'symbol'],
  ])('%s is none, and how to make one is said', (_, token, type) => {
    for (const ask of [() => trust.evaluate(token as never), () => trust.assertAllows(token as never), () => trust.assertDenies(token as never)]) {
      expect(ask).toThrow(expect.objectContaining({
        name: 'GithubOidcTokenInvalid',
        message: `the token is a value of type ${type}, not a GithubOidcToken; pass such as GithubOidcToken.forBranch(repository, 'main'), `
          + 'and a token as text through GithubOidcToken.fromJwt()',
      }));
    }
  });

  test('a token of another copy of this package is one', () => {
    const copy = { issuer: { ...PRODUCTION.issuer }, claims: { ...PRODUCTION.claims } } as GithubOidcToken;
    expect(copy).not.toBeInstanceOf(GithubOidcToken);
    expect(trust.evaluate(copy).matchedStatement).toBe('EnvironmentProduction');
    expect(() => trust.assertAllows(copy, null as never)).not.toThrow();
  });

  test('a token that GitHub minted, decoded, is decided like one for the test', () => {
    const payload = Buffer.from(JSON.stringify({ ...PRODUCTION.claims, exp: 1767226200, nbf: 1767225600 })).toString('base64url');
    const minted = GithubOidcToken.fromJwt(`${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${payload}.c2lnbmF0dXJl`);
    expect(trust.evaluate(minted).matchedStatement).toBe('EnvironmentProduction');
  });
});
