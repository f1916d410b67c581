import { App, CfnOutput, Environment, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import {
  GithubIssuer, GithubOidcPrincipal, GithubOidcProvider, GithubOidcRole, GithubOidcRoleProps, GithubOidcToken, GithubOidcTrust, GithubRepository,
} from '../src';
import { expectDecisions } from './support/decisions';
import { resolved, warningsOf } from './support/templates';

const ONE: Environment = { account: '111111111111', region: 'eu-west-1' };
const TWO: Environment = { account: '222222222222', region: 'eu-west-1' };
const REPOSITORY = GithubRepository.of('octo-org@123456/octo-repo@456789');
const REMEDY = /give the provider a stack of its own, or refer to it by GithubOidcProvider\.fromAccount\(\)/;

// Synthesis prints the warnings that these tests are about.
beforeAll(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));
afterAll(() => jest.restoreAllMocks());

function roleIn(scope: Construct, props: Partial<GithubOidcRoleProps> = {}, id = 'Role'): GithubOidcRole {
  return new GithubOidcRole(scope, id, { subjects: [REPOSITORY.environment('production')], ...props });
}

function providersIn(...stacks: Stack[]): string[] {
  return stacks.flatMap(stack => Object.keys(Template.fromStack(stack).findResources('AWS::IAM::OIDCProvider')).map(id => `${stack.node.path}/${id}`));
}

/** The provider as the only role of the stack names it, after the trust was put to the test. */
function trusted(stack: Stack): any {
  const template = Template.fromStack(stack);
  const [role] = Object.values<any>(resolved(template).Resources).filter(({ Type: type }) => type === 'AWS::IAM::Role');
  const trust = role.Properties.AssumeRolePolicyDocument;
  expectDecisions(trust, [GithubOidcToken.forEnvironment(REPOSITORY, 'production')], [
    GithubOidcToken.forEnvironment(REPOSITORY, 'staging'),
    GithubOidcToken.forPullRequest(REPOSITORY),
    GithubOidcToken.forEnvironment(GithubRepository.of('octo-org@123456/octo-repo@999'), 'production'),
    GithubOidcToken.forEnvironment(REPOSITORY, 'production', { audience: 'https://github.com/octo-org' }),
  ], GithubOidcTrust.ofTemplate(template));
  const [raw] = Object.values<any>(template.findResources('AWS::IAM::Role'));
  return raw.Properties.AssumeRolePolicyDocument.Statement[0].Principal.Federated;
}

function arnText(account: unknown): unknown {
  const rest = ':oidc-provider/token.actions.githubusercontent.com';
  const parts = typeof account === 'string' ? [`:iam::${account}${rest}`] : [':iam::', account, rest];
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ...parts]] };
}
const DEPLOYMENT_ACCOUNT = { Ref: 'AWS::AccountId' };

function expectNothingShared(...stacks: Stack[]): void {
  for (const stack of stacks) {
    const template = Template.fromStack(stack);
    expect(template.toJSON().Outputs).toBeUndefined();
    expect(Object.keys(template.findParameters('*'))).toEqual(template.toJSON().Parameters ? ['BootstrapVersion'] : []);
    expect(JSON.stringify(template.toJSON())).not.toContain('Fn::ImportValue');
  }
}

function dependencies(stack: Stack): string[] {
  return stack.dependencies.map(({ node }) => node.path);
}

/** The warnings that stay once synthesis is through, as construct path and rule. */
function rulesOf(construct: IConstruct): string[] {
  const app = construct.node.root as App;
  app.synth();
  return Object.entries(warningsOf(app))
    .flatMap(([path, texts]) => texts.map(text => `${path} ${/\[ack: GithubOidcChecks::(\w+)\]$/.exec(text)?.[1]}`));
}

describe('two stacks of one account', () => {
  test('have one provider; the second names it by ARN text and depends on the first, without an export', () => {
    const app = new App();
    const [first, second] = [new Stack(app, 'First', { env: ONE }), new Stack(app, 'Second', { env: ONE })];
    const [one, other] = [roleIn(first), roleIn(second)];

    expect(other.provider).toBe(one.provider);
    expect(providersIn(first, second)).toEqual(['First/GithubOidcProviderD8241A88']);
    expect(trusted(first)).toEqual({ Ref: 'GithubOidcProviderD8241A88' });
    expect(trusted(second)).toEqual(arnText('111111111111'));
    expectNothingShared(first, second);
    expect(dependencies(first)).toEqual([]);
    expect(dependencies(second)).toEqual(['First']);
    const { stacks } = app.synth();
    expect(stacks.find(({ stackName }) => stackName === 'Second')!.dependencies.map(({ id }) => id)).toContain('First');
  });

  test('have one provider also where both take their account at deployment', () => {
    const app = new App();
    const [first, second] = [new Stack(app, 'First'), new Stack(app, 'Second')];
    roleIn(first);
    roleIn(second);

    expect(providersIn(first, second)).toEqual(['First/GithubOidcProviderD8241A88']);
    expect(trusted(second)).toEqual(arnText(DEPLOYMENT_ACCOUNT));
    expectNothingShared(first, second);
    expect(dependencies(second)).toEqual(['First']);
  });

  test('have one provider also in two regions, since IAM is global', () => {
    const app = new App();
    const [first, second] = [new Stack(app, 'First', { env: ONE }), new Stack(app, 'Second', { env: { ...ONE, region: 'us-east-1' } })];
    roleIn(first);
    roleIn(second);

    expect(providersIn(first, second)).toEqual(['First/GithubOidcProviderD8241A88']);
    expectNothingShared(first, second);
    expect(dependencies(second)).toEqual(['First']);
  });

  test('share the provider of a stack of its own without a word', () => {
    const app = new App();
    const identity = new Stack(app, 'Identity', { env: ONE });
    const stacks = ['First', 'Second'].map(id => new Stack(app, id, { env: ONE }));
    const provider = new GithubOidcProvider(identity, 'Provider');
    roleIn(stacks[0]);
    roleIn(stacks[1], { provider });

    expect(providersIn(identity, ...stacks)).toHaveLength(1);
    expect(stacks.map(dependencies)).toEqual([['Identity'], ['Identity']]);
    expect(stacks.map(trusted)).toEqual([arnText('111111111111'), arnText('111111111111')]);
    expect(rulesOf(app)).toEqual([]);
  });

  test('get a warning on the role that shares a provider nobody made on purpose', () => {
    const app = new App();
    const [first, second] = [new Stack(app, 'First', { env: ONE }), new Stack(app, 'Second', { env: ONE })];
    roleIn(first);
    roleIn(first, {}, 'SameStack');
    roleIn(second);
    roleIn(second, {}, 'Acknowledged');
    Validations.of(second.node.findChild('Acknowledged')).acknowledge({ id: 'GithubOidcChecks::ProviderImplicitlyShared', reason: 'test' });

    expect(rulesOf(app)).toEqual(['Second/Role ProviderImplicitlyShared']);
    expect(warningsOf(app)['Second/Role'][0]).toMatch(/'First\/GithubOidcProvider' .* give the provider a stack of its own/);
  });

  test.each<[string, (scope: Stack, arn: string) => iam.IOIDCProviderRef]>([
    ['GithubOidcProvider.fromOidcProviderArn()', (scope, arn) => GithubOidcProvider.fromOidcProviderArn(scope, 'Imported', arn)],
    ['iam.OidcProviderNative.fromOidcProviderArn()', (scope, arn) => iam.OidcProviderNative.fromOidcProviderArn(scope, 'Imported', arn)],
    ['iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn()', (scope, arn) =>
      iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(scope, 'Imported', arn)],
  ])('export nothing where the second imports the provider by the first one\'s ARN: %s', (_, providerFor) => {
    for (const [env, account] of [[ONE, '111111111111'], [undefined, DEPLOYMENT_ACCOUNT]] as const) {
      const app = new App();
      const [first, second] = [new Stack(app, 'First', { env }), new Stack(app, 'Second', { env })];
      const { oidcProviderArn } = new GithubOidcProvider(first, 'Provider');
      roleIn(second, { provider: providerFor(second, oidcProviderArn) });
      roleIn(first, { provider: providerFor(first, oidcProviderArn) });

      expect(trusted(first)).toEqual({ Ref: expect.stringMatching(/^Provider/) });
      expect(trusted(second)).toEqual(arnText(account));
      expectNothingShared(first, second);
    }
  });

  test('have two providers in two accounts, and nothing in common', () => {
    const app = new App();
    const [first, second] = [new Stack(app, 'First', { env: ONE }), new Stack(app, 'Second', { env: TWO })];
    roleIn(first);
    roleIn(second);

    expect(providersIn(first, second)).toEqual(['First/GithubOidcProviderD8241A88', 'Second/GithubOidcProviderD8241A88']);
    expect(trusted(second)).toEqual({ Ref: 'GithubOidcProviderD8241A88' });
    expect(dependencies(second)).toEqual([]);
    expect(rulesOf(app)).toEqual([]);
  });

  test('have one provider for each issuer', () => {
    const app = new App();
    const [first, second] = [new Stack(app, 'First', { env: ONE }), new Stack(app, 'Second', { env: ONE })];
    roleIn(first);
    roleIn(second, { issuer: GithubIssuer.enterprise('octocat-inc') });
    roleIn(second, { issuer: GithubIssuer.server('github.example.com'), subjects: [GithubRepository.of('o/r').environment('x')] }, 'Server');

    expect(providersIn(first)).toHaveLength(1);
    expect(providersIn(second)).toHaveLength(2);
    expect(dependencies(second)).toEqual([]);
  });
});

describe('a nested stack', () => {
  test('of the provider\'s stack takes the ARN text without a dependency', () => {
    const app = new App();
    const parent = new Stack(app, 'Parent', { env: ONE });
    const nested = new NestedStack(parent, 'Nested');
    new GithubOidcProvider(parent, 'Provider');
    roleIn(nested);

    expect(providersIn(parent)).toHaveLength(1);
    expect(providersIn(nested)).toHaveLength(0);
    expect(trusted(nested)).toEqual(arnText('111111111111'));
    expectNothingShared(parent, nested);
    expect(Object.values(Template.fromStack(parent).findResources('AWS::CloudFormation::Stack'))[0]).not.toHaveProperty('DependsOn');
    expect([...dependencies(parent), ...dependencies(nested)]).toEqual([]);
    expect(rulesOf(app)).toEqual([]);
  });

  test('that asks first has the provider made in its top-level stack', () => {
    const parent = new Stack(new App(), 'Parent');
    const inner = new NestedStack(new NestedStack(parent, 'Nested'), 'Inner');
    const role = roleIn(inner);

    expect(role.provider.node.path).toBe('Parent/GithubOidcProvider');
    expect(providersIn(parent)).toHaveLength(1);
    expect(trusted(inner)).toEqual(arnText(DEPLOYMENT_ACCOUNT));
    expect(dependencies(parent)).toEqual([]);
  });

  test('of another stack takes the ARN text, and its top-level stack depends on the provider\'s', () => {
    const app = new App();
    const [identity, parent] = [new Stack(app, 'Identity', { env: ONE }), new Stack(app, 'Parent', { env: ONE })];
    const nested = new NestedStack(parent, 'Nested');
    new GithubOidcProvider(identity, 'Provider');
    roleIn(nested);

    expect(trusted(nested)).toEqual(arnText('111111111111'));
    expectNothingShared(identity, parent, nested);
    expect(dependencies(parent)).toEqual(['Identity']);
  });
});

describe('a cycle of stacks', () => {
  const newStacks = () => {
    const app = new App();
    return [new Stack(app, 'First', { env: ONE }), new Stack(app, 'Second', { env: ONE })];
  };

  test('is an error with the remedy if the provider\'s stack depends on the role\'s already', () => {
    const [first, second] = newStacks();
    new GithubOidcProvider(first, 'Provider');
    first.addStackDependency(second);

    expect(() => roleIn(second)).toThrow(/'Second\/Role' trusts 'First\/Provider', and stack 'First' depends on stack 'Second' already/);
    expect(() => roleIn(second, {}, 'Again')).toThrow(REMEDY);
  });

  test('is an error with the remedy if the provider\'s stack depends on the role\'s by way of a third', () => {
    const [first, second] = newStacks();
    const between = new Stack(first.node.root as App, 'Between', { env: ONE });
    new GithubOidcProvider(first, 'Provider');
    first.addStackDependency(between);
    between.addStackDependency(second);

    expect(() => roleIn(second)).toThrow(REMEDY);
  });

  test('is an error with the remedy if the provider\'s stack comes to depend on the role\'s later', () => {
    const [first, second] = newStacks();
    new GithubOidcProvider(first, 'Provider');
    roleIn(second);

    expect(() => first.addStackDependency(second)).toThrow(REMEDY);
  });

  test('is an error with the remedy at synthesis if the provider\'s stack uses a resource of the role\'s', () => {
    const [first, second] = newStacks();
    roleIn(first);
    const role = roleIn(second);
    new CfnOutput(first, 'RoleOfSecond', { value: role.roleArn });

    expect(() => Template.fromStack(first)).toThrow(/Second\/Role trusts First\/GithubOidcProvider/);
    expect(() => Template.fromStack(first)).toThrow(REMEDY);
  });

  test.each([
    ['a stack of its own', (first: Stack) => new GithubOidcProvider(new Stack(first.node.root as App, 'Identity', { env: ONE }), 'Provider')],
    ['fromAccount()', (first: Stack) => GithubOidcProvider.fromAccount(first, 'Provider')],
  ])('is gone once the provider is given %s', (_, providerFor) => {
    const [first, second] = newStacks();
    const provider = providerFor(first);
    roleIn(first, { provider });
    const role = roleIn(second, { provider });
    new CfnOutput(first, 'RoleOfSecond', { value: role.roleArn });

    expect(trusted(second)).toEqual(arnText('111111111111'));
    expect(dependencies(first)).toContain('Second');
  });
});

describe('a second provider for one account and issuer', () => {
  const duplicated = (second: string, first: string, remedy: string) => expect.objectContaining({
    name: 'ProviderDuplicated',
    message: `'${second}' is a second IAM OIDC provider for https://token.actions.githubusercontent.com in one account, and AWS allows one; `
      + `the first is '${first}': ${remedy}, or use GithubOidcProvider.fromAccount() for one that another app makes`,
  });
  const besideExplicit = (second: string, first: string) =>
    duplicated(second, first, 'leave this one out, and pass the first to the roles as `provider`');
  const afterRole = (second: string, first: string) =>
    duplicated(second, first, 'make this one before the first role that needs it, and pass it to the roles as `provider`');

  test('is an error with the remedy after a role made the first', () => {
    const app = new App();
    const [first, second] = [new Stack(app, 'First', { env: ONE }), new Stack(app, 'Second', { env: ONE })];
    roleIn(first);

    expect(() => new GithubOidcProvider(first, 'Mine')).toThrow(afterRole('First/Mine', 'First/GithubOidcProvider'));
    expect(() => new GithubOidcProvider(second, 'Mine')).toThrow(afterRole('Second/Mine', 'First/GithubOidcProvider'));
    expect(providersIn(first, second)).toHaveLength(1);
  });

  test('is an error with the remedy after an explicit one, in the same stack, another stack or a nested one', () => {
    const app = new App();
    const [first, second] = [new Stack(app, 'First'), new Stack(app, 'Second')];
    new GithubOidcProvider(first, 'Mine');

    expect(() => new GithubOidcProvider(first, 'Other')).toThrow(besideExplicit('First/Other', 'First/Mine'));
    expect(() => new GithubOidcProvider(second, 'Mine')).toThrow(besideExplicit('Second/Mine', 'First/Mine'));
    expect(() => new GithubOidcProvider(new NestedStack(second, 'Nested'), 'Mine')).toThrow(besideExplicit('Second/Nested/Mine', 'First/Mine'));
  });

  test('is an error with the remedy across stages of one known account', () => {
    const app = new App();
    const [test1, prod] = ['Test', 'Prod'].map(id => new Stack(new Stage(app, id, { env: ONE }), 'Stack'));
    new GithubOidcProvider(test1, 'Mine');

    expect(() => new GithubOidcProvider(prod, 'Mine')).toThrow(besideExplicit('Prod/Stack/Mine', 'Test/Stack/Mine'));
  });

  test('is not made by a role: an explicit one that stands already is found', () => {
    const app = new App();
    const [first, second] = [new Stack(app, 'First', { env: ONE }), new Stack(app, 'Second', { env: ONE })];
    const provider = new GithubOidcProvider(second, 'Mine');

    expect(roleIn(first).provider).toBe(provider);
    expect(roleIn(second).provider).toBe(provider);
    expect(providersIn(first, second)).toEqual([expect.stringMatching(/^Second\/Mine/)]);
  });

  test('is fine where the accounts may differ: env-agnostic beside explicit, and stages without an account', () => {
    const app = new App();
    const stacks = [
      new Stack(app, 'Agnostic'), new Stack(app, 'Explicit', { env: ONE }), new Stack(new Stage(app, 'One'), 'Stack'), new Stack(new Stage(app, 'Two'), 'Stack'),
    ];
    const providers = stacks.map(stack => new GithubOidcProvider(stack, 'Mine'));
    const roles = stacks.map(stack => roleIn(stack));

    roles.forEach((role, index) => expect(role.provider).toBe(providers[index]));
    expect(rulesOf(app)).toEqual([]);
  });
});

describe('a provider that this package did not make', () => {
  const CDK_PROVIDERS: [string, string, (scope: Construct, issuer?: GithubIssuer) => iam.IOIDCProviderRef][] = [
    ['iam.OidcProviderNative', 'Foreign/Resource', (scope, issuer = GithubIssuer.GITHUB_COM) =>
      new iam.OidcProviderNative(scope, 'Foreign', { url: issuer.url, clientIds: ['sts.amazonaws.com'] })],
    ['iam.CfnOIDCProvider', 'Foreign', (scope, issuer = GithubIssuer.GITHUB_COM) =>
      new iam.CfnOIDCProvider(scope, 'Foreign', { url: issuer.url, clientIdList: ['sts.amazonaws.com'] })],
  ];
  const second = (foreign: string, own: string) => `'${foreign}' is a second IAM OIDC provider for ${GithubIssuer.GITHUB_COM.url} beside '${own}', `
    + 'and AWS allows one in an account; make only one of them, and pass it to the roles as `provider` (ProviderDuplicated)';

  describe.each(CDK_PROVIDERS)('%s', (_, id, foreignIn) => {
    test.each<[string, (app: App) => [own: Stack, foreign: Stack]]>([
      ['the same stack', app => { const stack = new Stack(app, 'Stack', { env: ONE }); return [stack, stack]; }],
      ['another stack', app => [new Stack(app, 'First', { env: ONE }), new Stack(app, 'Second', { env: ONE })]],
      ['another region', app => [new Stack(app, 'First', { env: ONE }), new Stack(app, 'Second', { env: { ...ONE, region: 'us-east-1' } })]],
      ['another stack, both without an account', app => [new Stack(app, 'First'), new Stack(app, 'Second')]],
      ['a nested stack', app => { const stack = new Stack(app, 'Stack'); return [stack, new NestedStack(stack, 'Nested')]; }],
      ['another stage of the account', app =>
        [new Stack(new Stage(app, 'One', { env: ONE }), 'Stack'), new Stack(new Stage(app, 'Two', { env: ONE }), 'Stack')]],
    ])('fails the synthesis beside one of this package, in %s, whichever comes first', (__, stacksIn) => {
      for (const ownFirst of [true, false]) {
        const app = new App();
        const [own, foreign] = stacksIn(app);
        const make = [() => new GithubOidcProvider(own, 'Own'), () => foreignIn(foreign)];
        (ownFirst ? make : make.reverse()).forEach(each => each());

        expect(() => app.synth()).toThrow(second(`${foreign.node.path}/${id}`, `${own.node.path}/Own`));
      }
    });

    test('fails the synthesis beside one that a role made', () => {
      const stack = new Stack(new App(), 'Stack');
      roleIn(stack, { provider: foreignIn(stack) });
      roleIn(stack, {}, 'WithoutProvider');
      expect(() => Template.fromStack(stack)).toThrow(second(`Stack/${id}`, 'Stack/GithubOidcProvider'));
    });

    test('is fine as the only one, passed to the roles as `provider`', () => {
      const app = new App();
      const [first, other] = [new Stack(app, 'First', { env: ONE }), new Stack(app, 'Second', { env: ONE })];
      const provider = foreignIn(first);
      [first, other].forEach(stack => roleIn(stack, { provider }));

      expect([first, other].map(trusted)).toEqual([{ Ref: expect.stringMatching(/^Foreign/) }, arnText('111111111111')]);
      expect(providersIn(first, other)).toHaveLength(1);
    });

    test('is fine in another account, for another issuer, and where the accounts may differ', () => {
      const app = new App();
      const stack = new Stack(app, 'Stack', { env: ONE });
      new GithubOidcProvider(stack, 'Own');
      foreignIn(stack, GithubIssuer.enterprise('octocat-inc'));
      foreignIn(new Stack(app, 'OtherAccount', { env: TWO }));
      foreignIn(new Stack(app, 'Agnostic'));
      foreignIn(new Stack(new Stage(app, 'Stage'), 'Stack'));

      expect(() => app.synth()).not.toThrow();
      expect(providersIn(stack)).toHaveLength(2);
    });
  });
});

describe('the provider that a role makes', () => {
  const LONG_ID = 'GithubOidcProvider-token.actions.githubusercontent.com';

  test.each<[string, (stack: Stack) => IConstruct]>([
    ['an enterprise\'s provider', stack => new GithubOidcProvider(stack, 'GithubOidcProvider', { issuer: GithubIssuer.enterprise('octocat-inc') })],
    ['an existing provider', stack =>
      GithubOidcProvider.fromAccount(stack, 'GithubOidcProvider', { issuer: GithubIssuer.dataResidency('octocorp') })],
    ['any construct', stack => new Construct(stack, 'GithubOidcProvider')],
  ])('has its long id where %s holds the short one', (_, occupy) => {
    const stack = new Stack(new App(), 'Stack', { env: ONE });
    const occupant = occupy(stack);
    const role = roleIn(stack);

    expect(role.provider).not.toBe(occupant);
    expect(role.provider.node.path).toBe(`Stack/${LONG_ID}`);
    expect(GithubOidcProvider.getOrCreate(stack)).toBe(role.provider);
    expect(trusted(stack)).toEqual({ Ref: expect.stringMatching(/^GithubOidcProvidertokenactionsgithubusercontentcom/) });
  });

  test('is made anew once the first was removed from the tree', () => {
    const stack = new Stack(new App(), 'Stack', { env: ONE });
    const removed = roleIn(stack);
    expect(stack.node.tryRemoveChild('Role')).toBe(true);
    expect(stack.node.tryRemoveChild(removed.provider.node.id)).toBe(true);
    const { provider } = roleIn(stack);

    expect(provider).not.toBe(removed.provider);
    expect(provider.node.path).toBe('Stack/GithubOidcProvider');
    expect(GithubOidcProvider.getOrCreate(stack)).toBe(provider);
    expect(providersIn(stack)).toEqual(['Stack/GithubOidcProviderD8241A88']);
    expect(trusted(stack)).toEqual({ Ref: 'GithubOidcProviderD8241A88' });
  });

  test('makes room for an explicit one once it was removed from the tree', () => {
    const stack = new Stack(new App(), 'Stack', { env: ONE });
    stack.node.tryRemoveChild(GithubOidcProvider.getOrCreate(stack).node.id);
    const provider = new GithubOidcProvider(stack, 'Mine');
    expect(roleIn(stack).provider).toBe(provider);
    expect(providersIn(stack)).toEqual([expect.stringMatching(/^Stack\/Mine/)]);
  });
});

describe('stages', () => {
  const newStages = (one?: Environment, other?: Environment) => {
    const app = new App();
    const [first, second] = [new Stack(new Stage(app, 'One', { env: one }), 'Stack'), new Stack(new Stage(app, 'Two', { env: other }), 'Stack')];
    roleIn(first);
    return { app, first, second, role: roleIn(second) };
  };

  test('of one account share the provider by ARN text, without a dependency and with a warning', () => {
    const { app, first, second } = newStages(ONE, ONE);

    expect(providersIn(first, second)).toHaveLength(1);
    expect(trusted(second)).toEqual(arnText('111111111111'));
    expectNothingShared(first, second);
    expect(dependencies(second)).toEqual([]);
    expect(rulesOf(app)).toEqual(['Two/Stack/Role ProviderAcrossStages']);
    expect(warningsOf(app)['Two/Stack/Role'][0]).toMatch(/'One\/Stack\/GithubOidcProvider' is in another stage.*deploy it first/);
  });

  test('of different accounts have a provider each', () => {
    const { app, first, second } = newStages(ONE, TWO);

    expect(providersIn(first, second)).toHaveLength(2);
    expect(trusted(second)).toEqual({ Ref: 'GithubOidcProviderD8241A88' });
    expect(rulesOf(app)).toEqual([]);
  });

  test('without an account share the provider by ARN text of the account of the deployment, with a warning', () => {
    const { app, first, second } = newStages();

    expect(providersIn(first, second)).toHaveLength(1);
    expect(trusted(second)).toEqual(arnText(DEPLOYMENT_ACCOUNT));
    expect(dependencies(second)).toEqual([]);
    expect(rulesOf(app)).toEqual(['Two/Stack/Role ProviderAcrossStages']);
  });

  test('share the provider of a stack outside of them, by ARN text and with a warning', () => {
    const app = new App();
    new GithubOidcProvider(new Stack(app, 'Identity', { env: ONE }), 'Provider');
    const stack = new Stack(new Stage(app, 'Stage', { env: ONE }), 'Stack');
    roleIn(stack);

    expect(trusted(stack)).toEqual(arnText('111111111111'));
    expect(dependencies(stack)).toEqual([]);
    expect(rulesOf(app)).toEqual(['Stage/Stack/Role ProviderAcrossStages']);
  });

  test('two stacks of one stage share the provider as anywhere else', () => {
    const stage = new Stage(new App(), 'Stage', { env: ONE });
    const [first, second] = [new Stack(stage, 'First'), new Stack(stage, 'Second')];
    new GithubOidcProvider(first, 'Provider');
    roleIn(second);

    expect(trusted(second)).toEqual(arnText('111111111111'));
    expect(dependencies(second)).toEqual(['Stage/First']);
    expect(rulesOf(stage)).toEqual([]);
  });

  test('the warning can be acknowledged on the role', () => {
    const { app, role } = newStages(ONE, ONE);
    Validations.of(role).acknowledge({ id: 'GithubOidcChecks::ProviderAcrossStages', reason: 'the pipeline deploys One first' });
    expect(rulesOf(app)).toEqual([]);
  });
});

describe('an env-agnostic stack beside one with an explicit account', () => {
  const newStacks = (provider?: Environment, role?: Environment) => {
    const app = new App();
    const [first, second] = [new Stack(app, 'First', { env: provider }), new Stack(app, 'Second', { env: role })];
    new GithubOidcProvider(first, 'Provider');
    return { app, first, second, role: roleIn(second) };
  };

  test.each([
    ['the role is in the agnostic one', ONE, undefined, DEPLOYMENT_ACCOUNT, ['account 111111111111', 'an account that is known only at deployment']],
    ['the provider is in the agnostic one', undefined, ONE, '111111111111', ['an account that is known only at deployment', 'account 111111111111']],
  ])('shares the provider by ARN text, with a warning: %s', (_, provider, role, account, [there, here]) => {
    const { app, first, second } = newStacks(provider, role);

    expect(providersIn(first, second)).toHaveLength(1);
    expect(trusted(second)).toEqual(arnText(account));
    expectNothingShared(first, second);
    expect(dependencies(second)).toEqual([]);
    expect(rulesOf(app)).toEqual(['Second/Role ProviderAccountUnknown']);
    expect(warningsOf(app)['Second/Role'][0]).toContain(`the provider 'First/Provider' is in ${there}, and this role in ${here}: `
      + 'the role names it by its ARN and works only if both are the same; give both stacks their env');
  });

  test('the warning is silenced by an acknowledgement on the role, and on that role only', () => {
    const { app, second, role } = newStacks(ONE);
    roleIn(second, {}, 'Other');
    Validations.of(role).acknowledge({ id: 'GithubOidcChecks::ProviderAccountUnknown', reason: 'deployed to 111111111111 only' });

    expect(rulesOf(app)).toEqual(['Second/Other ProviderAccountUnknown']);
  });

  test.each(['before', 'after'])('the warning is silenced for all roles of a stack that acknowledges it %s they are made', moment => {
    const { app, second } = newStacks(ONE);
    const acknowledge = () => Validations.of(second).acknowledge({ id: 'GithubOidcChecks::ProviderAccountUnknown', reason: 'one account' });
    if (moment === 'before') { acknowledge(); }
    roleIn(second, {}, 'Other');
    if (moment === 'after') { acknowledge(); }
    expect(rulesOf(app)).toEqual([]);
  });
});

describe('a provider of another account', () => {
  const newStacks = () => {
    const app = new App();
    return [new Stack(app, 'First', { env: ONE }), new Stack(app, 'Second', { env: TWO })];
  };
  const ARN = 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com';

  const PROVIDERS: [string, (first: Stack, second: Stack) => iam.IOIDCProviderRef][] = [
    ['made in a stack of that account', first => new GithubOidcProvider(first, 'Provider')],
    ['aws-cdk-lib\'s own', first => new iam.OidcProviderNative(first, 'Provider', { url: GithubIssuer.GITHUB_COM.url, clientIds: ['sts.amazonaws.com'] })],
    ['an L1', first => new iam.CfnOIDCProvider(first, 'Provider', { url: GithubIssuer.GITHUB_COM.url, clientIdList: ['sts.amazonaws.com'] })],
    ['named by fromAccount() in that account\'s stack', first => GithubOidcProvider.fromAccount(first, 'Provider')],
    ['named by fromAccount() with its account', (_, second) => GithubOidcProvider.fromAccount(second, 'Provider', { account: '111111111111' })],
    ['imported by its ARN', (_, second) => iam.OidcProviderNative.fromOidcProviderArn(second, 'Provider', ARN)],
    ['imported by its ARN, Lambda-backed', (_, second) => iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(second, 'Provider', ARN)],
  ];

  test.each(PROVIDERS)('is an error that names both accounts: %s', (_, providerFor) => {
    const [first, second] = newStacks();
    const provider = providerFor(first, second);

    expect(() => roleIn(second, { provider })).toThrow(expect.objectContaining({
      name: 'ProviderAccountMismatch',
      message: `'Second/Role' is in account 222222222222, and the provider '${provider.node.path}' that it trusts in 111111111111: `
        + 'AWS accepts the tokens only where the provider is; pass a provider of 222222222222',
    }));
    expect(second.node.tryFindChild('Role')).toBeUndefined();
  });

  test.each(PROVIDERS)('is an error for a principal in an iam.Role, at synthesis and to GithubOidcTrust: %s', (_, providerFor) => {
    const [first, second] = newStacks();
    const provider = providerFor(first, second);
    const role = new iam.Role(second, 'Role', { assumedBy: new GithubOidcPrincipal(provider, { subjects: [REPOSITORY.environment('production')] }) });
    const mismatch = expect.objectContaining({
      name: 'ProviderAccountMismatch',
      message: expect.stringMatching(/'Second' is in account 222222222222, and the provider '.+\/Provider' that it trusts in 111111111111/),
    });

    expect(() => (second.node.root as App).synth()).toThrow(mismatch);
    expect(() => GithubOidcTrust.ofRole(role)).toThrow(mismatch);
  });

  test('is no error for a principal in an iam.Role of the provider\'s account, or of an account that is not known', () => {
    const [first] = newStacks();
    const app = first.node.root as App;
    const principal = new GithubOidcPrincipal(new GithubOidcProvider(first, 'Provider'), { subjects: [REPOSITORY.environment('production')] });
    const [same, agnostic] = [new Stack(app, 'Same', { env: ONE }), new Stack(app, 'Agnostic')];
    [same, agnostic].forEach(stack => new iam.Role(stack, 'Role', { assumedBy: principal }));

    expect([same, agnostic].map(trusted)).toEqual([arnText('111111111111'), arnText(DEPLOYMENT_ACCOUNT)]);
  });

  test('is an error across stages too', () => {
    const app = new App();
    const [first, second] = [new Stack(new Stage(app, 'One', { env: ONE }), 'Stack'), new Stack(new Stage(app, 'Two', { env: TWO }), 'Stack')];
    const provider = new GithubOidcProvider(first, 'Provider');
    expect(() => roleIn(second, { provider })).toThrow(/'Two\/Stack\/Role' is in account 222222222222/);
  });

  test('is accepted where the role\'s account is not known', () => {
    const stack = new Stack(new App(), 'Stack');
    roleIn(stack, { provider: GithubOidcProvider.fromAccount(stack, 'Provider', { account: '111111111111' }) });
    expect(trusted(stack)).toEqual(arnText('111111111111'));
  });
});

test('several apps in one process do not see each other', () => {
  const stacks = ['One', 'Two'].map(id => new Stack(new App(), id, { env: ONE }));
  const roles = stacks.map(stack => roleIn(stack));
  expect(roles.map(({ provider }) => provider.node.path)).toEqual(['One/GithubOidcProvider', 'Two/GithubOidcProvider']);
  expect(stacks.map(stack => providersIn(stack).length)).toEqual([1, 1]);
  expect(() => new GithubOidcProvider(new Stack(new App(), 'Three', { env: ONE }), 'Provider')).not.toThrow();
});
