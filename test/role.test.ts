import { mkdtempSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  App, AppProps, Aspects, CfnParameter, Duration, Environment, InjectionContext, IPropertyInjector, Lazy, PropertyInjectors, RemovalPolicy,
  Stack, Tag, Tags, Validations,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  GithubIssuer, GithubOidcPrincipal, GithubOidcProvider, GithubOidcRole, GithubOidcRoleProps, GithubOidcToken, GithubOidcTrust, GithubRepository,
  SubjectFormat,
} from '../src';
import { expectDecisions } from './support/decisions';
import { resolved, resourceIn, trustPolicyIn, warningsOf } from './support/templates';

const ISSUER = 'token.actions.githubusercontent.com';
const ARN = `arn:aws:iam::111111111111:oidc-provider/${ISSUER}`;
const ENV: Environment = { account: '111111111111', region: 'eu-west-1' };
const REPOSITORY = GithubRepository.of('octo-org@123456/octo-repo@456789');
const NAMED = GithubRepository.of('octo-org/octo-repo');
const PRODUCTION = REPOSITORY.environment('production');

// Synthesis prints the warnings that some tests are about.
beforeAll(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));
afterAll(() => jest.restoreAllMocks());

function newStack(env?: Environment, props?: AppProps): Stack {
  return new Stack(new App(props), 'Stack', { env });
}

function roleIn(stack: Stack, props: Partial<GithubOidcRoleProps> = {}, id = 'Role'): GithubOidcRole {
  return new GithubOidcRole(stack, id, { subjects: [PRODUCTION], ...props });
}

/** The only role of a stack, as AWS would see it. */
function rendered(stack: Stack): any {
  const roles = Object.values<any>(resolved(Template.fromStack(stack)).Resources)
    .filter(({ Type: type, Properties: { Description: description } = {} as any }) => type === 'AWS::IAM::Role' && description !== undefined);
  expect(roles).toHaveLength(1);
  return roles[0].Properties;
}

/** Tokens that no role of this file may let in, whose subject is the environment `production` of the repository. */
const STRANGERS: Record<string, GithubOidcToken> = {
  environment: GithubOidcToken.forEnvironment(REPOSITORY, 'staging'),
  case: GithubOidcToken.forEnvironment(REPOSITORY, 'Production'),
  branch: GithubOidcToken.forBranch(REPOSITORY, 'production'),
  tag: GithubOidcToken.forTag(REPOSITORY, 'production'),
  pullRequest: GithubOidcToken.forPullRequest(REPOSITORY),
  audience: GithubOidcToken.forEnvironment(REPOSITORY, 'production', { audience: 'https://github.com/octo-org' }),
  repository: GithubOidcToken.forEnvironment(GithubRepository.of('octo-org@123456/octo-repo-2@1'), 'production'),
  owner: GithubOidcToken.forEnvironment(GithubRepository.of('octo-org-evil@2/octo-repo@1'), 'production'),
  recreated: GithubOidcToken.forEnvironment(GithubRepository.of('octo-org@123456/octo-repo@1'), 'production'),
  customTemplate: GithubOidcToken.forBranch(GithubRepository.of('evil@2/x@1'), 'main', {
    claims: { sub: 'repo:evil@2/x@1:ref:refs/heads/x@123456/octo-repo@456789:environment:production' },
  }),
};
const MEMBERS = [
  GithubOidcToken.forEnvironment(REPOSITORY, 'production'),
  GithubOidcToken.forEnvironment(REPOSITORY, 'production', { useImmutableSubject: false }),
];

/** Both engines say the same on a policy: these tokens pass, and these and all strangers do not. */
function expectTrust(policy: any, members: readonly GithubOidcToken[] = MEMBERS, strangers: readonly GithubOidcToken[] = []): void {
  expectDecisions(policy, members, [...Object.values(STRANGERS), ...strangers]);
}

describe('GithubOidcRole', () => {
  test('is a role that trusts its subjects by a provider of its own stack', () => {
    const stack = newStack();
    const role = roleIn(stack);
    const properties = rendered(stack);

    expect(properties).toEqual({
      Description: 'Assumed by GitHub Actions: environment production of octo-org/octo-repo',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Sid: 'EnvironmentProduction',
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${ISSUER}` },
          Condition: {
            StringEquals: {
              [`${ISSUER}:aud`]: 'sts.amazonaws.com',
              [`${ISSUER}:sub`]: ['repo:octo-org/octo-repo:environment:production', 'repo:octo-org@123456/octo-repo@456789:environment:production'],
              [`${ISSUER}:repository_id`]: '456789',
              [`${ISSUER}:repository_owner_id`]: '123456',
            },
          },
        }],
      },
    });
    expectTrust(properties.AssumeRolePolicyDocument);
    const template = Template.fromStack(stack);
    for (const trust of [GithubOidcTrust.ofRole(role), GithubOidcTrust.ofTemplate(template)]) {
      MEMBERS.forEach(token => expect(trust.evaluate(token).allowed).toBe(true));
      Object.values(STRANGERS).forEach(token => expect(trust.evaluate(token).allowed).toBe(false));
    }
    expect(role).toBeInstanceOf(iam.Role);
    expect(iam.Role.isRole(role)).toBe(true);
    expect(role.provider.node.path).toBe('Stack/GithubOidcProvider');
  });

  test('hands every property of iam.Role on', () => {
    const stack = newStack();
    const boundary = iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary');
    roleIn(stack, {
      roleName: 'deploy',
      path: '/github/',
      description: 'deploys the shop',
      maxSessionDuration: Duration.hours(2),
      permissionsBoundary: boundary,
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')],
      inlinePolicies: { list: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })] }) },
    });

    expect(rendered(stack)).toEqual({
      RoleName: 'deploy',
      Path: '/github/',
      Description: 'deploys the shop',
      MaxSessionDuration: 7200,
      PermissionsBoundary: 'arn:aws:iam::111111111111:policy/boundary',
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      Policies: [{
        PolicyName: 'list',
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }] },
      }],
      AssumeRolePolicyDocument: expect.anything(),
    });
  });

  test('leaves the props of its caller as they are', () => {
    const stack = newStack();
    const props: GithubOidcRoleProps = Object.freeze({
      subjects: Object.freeze([REPOSITORY.tagLike('v*'), PRODUCTION, PRODUCTION]) as never,
      managedPolicies: Object.freeze([iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')]) as never,
      inlinePolicies: Object.freeze({ list: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })] }) }),
    });
    const role = new GithubOidcRole(stack, 'Role', props);
    role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('SecurityAudit'));

    expect(props.managedPolicies).toHaveLength(1);
    expect(props.subjects).toHaveLength(3);
    expect(rendered(stack).ManagedPolicyArns).toHaveLength(2);
  });

  test('tells its subjects, as a list of their own', () => {
    const role = roleIn(newStack(), { subjects: [PRODUCTION] });
    role.subjects.push(REPOSITORY.anyContext());
    expect(role.subjects).toEqual([PRODUCTION]);
  });

  test('refuses a description that IAM could not hold', () => {
    expect(() => roleIn(newStack(), { description: 'deploys \u2014 carefully' })).toThrow(expect.objectContaining({
      name: 'DescriptionInvalid', message: expect.stringContaining("leave out '\u2014'"),
    }));
  });

  test('ignores what a JavaScript caller adds to the trust', () => {
    const stack = newStack();
    const extra = { assumedBy: new iam.AnyPrincipal(), externalIds: ['x'], externalId: 'y' };
    roleIn(stack, extra as never);

    const { AssumeRolePolicyDocument: policy } = rendered(stack);
    expect(policy.Statement).toHaveLength(1);
    expect(policy.Statement[0].Action).toBe('sts:AssumeRoleWithWebIdentity');
    expect(JSON.stringify(policy)).not.toContain('xternal');
    expectTrust(policy);
  });

  test('takes an audience, and a provider that accepts it', () => {
    const stack = newStack();
    const provider = new GithubOidcProvider(stack, 'Provider', { audiences: ['https://deploy.example.com', 'sts.amazonaws.com'] });
    roleIn(stack, { provider, audience: 'https://deploy.example.com' });
    const { AssumeRolePolicyDocument: policy } = rendered(stack);

    expect(policy.Statement[0].Condition.StringEquals[`${ISSUER}:aud`]).toBe('https://deploy.example.com');
    expectTrust(policy, [GithubOidcToken.forEnvironment(REPOSITORY, 'production', { audience: 'https://deploy.example.com' })], MEMBERS);
  });

  test('trusts every way in which a repository is asked for, and no other', () => {
    const stack = newStack();
    roleIn(stack, { subjects: [REPOSITORY.tagLike('v*'), PRODUCTION, REPOSITORY.branch('main'), GithubRepository.of('octo-org@123456/docs@5').pullRequest()] });
    const { AssumeRolePolicyDocument: policy, Description: description } = rendered(stack);

    expect(policy.Statement).toHaveLength(3);
    expect(policy.Statement.filter(({ Condition: condition }: any) => condition.StringLike)).toHaveLength(1);
    expect(description).toBe('Assumed by GitHub Actions: branch main of octo-org/octo-repo; environment production of octo-org/octo-repo; '
      + 'pull requests of octo-org/docs; tags like v* of octo-org/octo-repo');
    expectTrust(policy, [
      ...MEMBERS, GithubOidcToken.forTag(REPOSITORY, 'v1'), GithubOidcToken.forBranch(REPOSITORY, 'main'),
      GithubOidcToken.forPullRequest(GithubRepository.of('octo-org@123456/docs@5')),
    ], [
      GithubOidcToken.forBranch(REPOSITORY, 'v1'), GithubOidcToken.forTag(REPOSITORY, 'main'), GithubOidcToken.forTag(REPOSITORY, 'V1'),
      GithubOidcToken.forBranch(GithubRepository.of('octo-org@123456/docs@5'), 'main'),
    ]);
  });

  test('renders the same text each time, whatever the order of its subjects', () => {
    const subjects = [
      REPOSITORY.tagLike('v*'), PRODUCTION, REPOSITORY.environment('staging'), NAMED.branch('main'),
      GithubRepository.of('octo-org@123456/docs@5').environment('production'), GithubRepository.of('octo-org@123456/docs@5').anyContext(),
    ];
    const orders = [subjects, subjects, [...subjects].reverse(), [...subjects.slice(3), ...subjects.slice(0, 4)]];
    const texts = orders.map(order => {
      const stack = newStack(ENV);
      roleIn(stack, { subjects: order, trustPolicyQuota: 8192 }).grantEcrPush(new ecr.Repository(stack, 'Images'));
      return JSON.stringify(Template.fromStack(stack).toJSON());
    });
    expect(new Set(texts).size).toBe(1);
  });
});

describe('what an organisation does to its roles', () => {
  class RoleInjector implements IPropertyInjector {
    public readonly constructUniqueId = iam.Role.PROPERTY_INJECTION_ID;
    public constructor(private readonly change: (original: iam.RoleProps) => Partial<iam.RoleProps>) {}
    public inject(original: iam.RoleProps, _: InjectionContext): iam.RoleProps {
      return { ...original, ...this.change(original) };
    }
  }

  test('property injectors for iam.Role reach it, of the app or of a stack', () => {
    const ofApp = newStack(undefined, { propertyInjectors: [new RoleInjector(() => ({ path: '/injected/' }))] });
    roleIn(ofApp, { path: '/mine/' });
    const ofStack = newStack();
    PropertyInjectors.of(ofStack).add(new RoleInjector(({ path, maxSessionDuration }) => ({
      path: path ?? '/injected/', maxSessionDuration: maxSessionDuration ?? Duration.hours(3),
    })));
    roleIn(ofStack, { maxSessionDuration: Duration.hours(2) });

    expect(rendered(ofApp)).toMatchObject({ Path: '/injected/', Description: expect.stringMatching(/^Assumed by GitHub Actions/) });
    expect(rendered(ofStack)).toMatchObject({ Path: '/injected/', MaxSessionDuration: 7200 });
    [ofApp, ofStack].forEach(stack => expectTrust(rendered(stack).AssumeRolePolicyDocument));
  });

  test('property injectors for iam.Role fill what is left out, and nothing that is given', () => {
    const permissionsBoundary = iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess');
    const injector = new RoleInjector(original => ({ path: '/injected/', permissionsBoundary, maxSessionDuration: Duration.hours(3), ...original }));
    const renderedWith = (props?: Partial<GithubOidcRoleProps>) => {
      const stack = newStack(undefined, { propertyInjectors: [injector] });
      roleIn(stack, props);
      return rendered(stack);
    };
    const boundary = iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess');
    const own = { path: '/mine/', permissionsBoundary: boundary, maxSessionDuration: Duration.hours(1) };
    const injected = { Path: '/injected/', PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess', MaxSessionDuration: 10800 };

    expect(renderedWith()).toMatchObject(injected);
    expect(renderedWith({ path: undefined, permissionsBoundary: undefined, maxSessionDuration: undefined })).toMatchObject(injected);
    expect(renderedWith({ path: '/mine/' })).toMatchObject({ ...injected, Path: '/mine/' });
    expect(renderedWith(own))
      .toMatchObject({ Path: '/mine/', PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess', MaxSessionDuration: 3600 });
    [renderedWith(), renderedWith(own)].forEach(({ AssumeRolePolicyDocument: policy }) => expectTrust(policy));
  });

  test('property injectors for iam.Role see no key that is left out', () => {
    const keys: string[][] = [];
    const injector = new RoleInjector(original => {
      keys.push(Object.keys(original));
      return {};
    });
    roleIn(newStack(undefined, { propertyInjectors: [injector] }), { roleName: undefined, path: '/mine/' });
    expect(keys.map(each => each.sort())).toEqual([['assumedBy', 'description', 'path']]);
  });

  test('an injector that adds external IDs is refused, since no job could assume the role', () => {
    const injector = new RoleInjector(() => ({ externalIds: ['x'] }));
    expect(() => roleIn(newStack(undefined, { propertyInjectors: [injector] }))).toThrow(/leave out externalIds/);
  });

  const CLAIM = 'token.actions.githubusercontent.com';
  test.each<[string, (own: iam.IPrincipal) => iam.IPrincipal, string]>([
    ['others beside it', own => new iam.CompositePrincipal(own as iam.PrincipalBase, ...Array.from({ length: 30 }, (_, index) =>
      new iam.ArnPrincipal(`arn:aws:iam::111111111111:role/a-role-with-quite-a-long-name-for-a-role-${index}`))), 'TrustPolicyTooLarge'],
    ['a late condition', own => new iam.PrincipalWithConditions(own, {
      StringEquals: { [`${CLAIM}:workflow`]: Lazy.string({ produce: () => 'x'.repeat(3_000) }) },
    }), 'TrustPolicyTooLarge'],
  ])('an injector that puts %s into the trust policy is looked at as a whole', (_, change, code) => {
    const stack = newStack(undefined, { propertyInjectors: [new RoleInjector(({ assumedBy }) => ({ assumedBy: change(assumedBy) }))] });
    roleIn(stack);
    expect(() => (stack.node.root as App).synth()).toThrow(code);
  });

  test('a permissions boundary for a whole app reaches it', () => {
    const stack = newStack();
    iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'));
    roleIn(stack);
    expect(rendered(stack).PermissionsBoundary).toBe('arn:aws:iam::111111111111:policy/boundary');
  });

  test('tags, aspects and a removal policy reach it', () => {
    const stack = newStack();
    const role = roleIn(stack);
    Tags.of(role).add('team', 'platform');
    Aspects.of(stack).add(new Tag('cost', '42'));
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);

    expect(rendered(stack).Tags).toEqual([{ Key: 'cost', Value: '42' }, { Key: 'team', Value: 'platform' }]);
    const [provider] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::OIDCProvider'));
    expect(provider.Properties.Tags).toEqual([{ Key: 'cost', Value: '42' }]);
    const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    expect(resource.DeletionPolicy).toBe('Retain');
  });

  test.each([true, false])('iam.Role.customizeRoles() reports it (preventSynthesis: %s)', preventSynthesis => {
    const outdir = mkdtempSync(join(tmpdir(), 'customize-roles-'));
    const app = new App({ outdir });
    iam.Role.customizeRoles(app, preventSynthesis ? { usePrecreatedRoles: { 'Stack/Role': 'made-by-another-team' } } : { preventSynthesis });
    const stack = new Stack(app, 'Stack');
    const role = roleIn(stack);
    role.grantEcrPush(ecr.Repository.fromRepositoryArn(stack, 'Images', 'arn:aws:ecr:eu-west-1:111111111111:repository/images'));

    app.synth();
    const { roles } = JSON.parse(readFileSync(join(outdir, 'iam-policy-report.json'), 'utf8'));
    expect(roles).toEqual([expect.objectContaining({ roleConstructPath: 'Stack/Role', missing: !preventSynthesis })]);
    const [{ assumeRolePolicy, identityPolicyStatements }] = roles;
    expectTrust(resolved({
      Resources: Template.fromStack(stack).findResources('AWS::IAM::OIDCProvider'),
      Policy: { Version: '2012-10-17', Statement: assumeRolePolicy },
    }).Policy);
    expect(identityPolicyStatements.map(({ Resource: resource }: any) => resource)).toEqual(['*', 'arn:aws:ecr:eu-west-1:111111111111:repository/images']);
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Role'))).toHaveLength(preventSynthesis ? 0 : 1);
    GithubOidcTrust.ofRole(role).assertAllows(MEMBERS[0]);
    GithubOidcTrust.ofRole(role).assertDenies(STRANGERS.pullRequest);
  });
});

describe('the provider of a role', () => {
  const ARN_TEXT = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::111111111111:oidc-provider/${ISSUER}`]] };
  const REFERENCE = { Ref: expect.stringMatching(/^Provider/) };
  const url = `https://${ISSUER}`;

  test.each<[string, (stack: Stack) => iam.IOIDCProviderRef, unknown, unknown, boolean]>([
    ['of this package', stack => new GithubOidcProvider(stack, 'Provider'), REFERENCE, ARN_TEXT, true],
    ['iam.OidcProviderNative', stack => new iam.OidcProviderNative(stack, 'Provider', { url, clientIds: ['sts.amazonaws.com'] }), REFERENCE, ARN_TEXT, true],
    ['iam.OpenIdConnectProvider', stack => new iam.OpenIdConnectProvider(stack, 'Provider', { url, clientIds: ['sts.amazonaws.com'] }), REFERENCE, ARN_TEXT, true],
    ['iam.CfnOIDCProvider', stack => new iam.CfnOIDCProvider(stack, 'Provider', { url, clientIdList: ['sts.amazonaws.com'] }), REFERENCE, ARN_TEXT, true],
    ['fromAccount()', stack => GithubOidcProvider.fromAccount(stack, 'Provider'), ARN_TEXT, ARN_TEXT, false],
    ['inherited fromOidcProviderArn()', stack => GithubOidcProvider.fromOidcProviderArn(stack, 'Provider', ARN), ARN, ARN, false],
    ['imported iam.OidcProviderNative', stack => iam.OidcProviderNative.fromOidcProviderArn(stack, 'Provider', ARN), ARN, ARN, false],
    ['imported iam.OpenIdConnectProvider', stack =>
      iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Provider', ARN), ARN, ARN, false],
  ])('may be %s, in the role\'s stack or another', (_, providerFor, inItsStack, inAnotherStack, dependent) => {
    const stack = newStack(ENV);
    const other = new Stack(stack.node.root as App, 'Other', { env: ENV });
    const provider = providerFor(stack);
    const roles = [stack, other].map(each => roleIn(each, { provider }));
    const federated = [stack, other].map(each => Object.values(Template.fromStack(each).findResources('AWS::IAM::Role'))
      .map(({ Properties: properties }) => properties.AssumeRolePolicyDocument.Statement[0])
      .find(({ Action: action }) => action === 'sts:AssumeRoleWithWebIdentity').Principal.Federated);

    expect(roles.map(role => role.provider)).toEqual([provider, provider]);
    expect(federated).toEqual([inItsStack, inAnotherStack]);
    expect(Template.fromStack(stack).toJSON().Outputs).toBeUndefined();
    expect(JSON.stringify(Template.fromStack(other).toJSON())).not.toContain('Fn::ImportValue');
    expect(other.dependencies).toEqual(dependent ? [stack] : []);
    expectTrust(rendered(other).AssumeRolePolicyDocument);
    expect(warningsOf(stack.node.root as App)).toEqual({});
  });

  test.each<[string, GithubIssuer, string]>([
    ['an enterprise', GithubIssuer.enterprise('octocat-inc'), `${ISSUER}/octocat-inc`],
    ['GHE.com', GithubIssuer.dataResidency('octocorp'), 'token.actions.octocorp.ghe.com'],
    ['GitHub Enterprise Server', GithubIssuer.server('github.example.com'), 'github.example.com/_services/token'],
  ])('tells the issuer, whose URL prefixes the condition keys: %s', (_, issuer, prefix) => {
    const repository = issuer.hasImmutableSubjects ? REPOSITORY : NAMED;
    const token = (environment: string) => GithubOidcToken.forEnvironment(repository, environment, { issuer });
    for (const [id, providerFor] of Object.entries<(stack: Stack) => Partial<GithubOidcRoleProps>>({
      made: stack => ({ provider: new GithubOidcProvider(stack, 'Provider', { issuer }) }),
      existing: stack => ({ provider: GithubOidcProvider.fromAccount(stack, 'Provider', { issuer }) }),
      implicit: () => ({ issuer }),
      l1: stack => ({ issuer, provider: new iam.CfnOIDCProvider(stack, 'Provider', { url: issuer.url, clientIdList: ['sts.amazonaws.com'] }) }),
    })) {
      const stack = newStack(ENV);
      roleIn(stack, { subjects: [repository.environment('production')], ...providerFor(stack) }, id);
      const { AssumeRolePolicyDocument: policy, Description: description } = rendered(stack);

      expect(Object.keys(policy.Statement[0].Condition.StringEquals).every(key => key.startsWith(`${prefix}:`))).toBe(true);
      expect(policy.Statement[0].Principal.Federated).toBe(`arn:aws:iam::111111111111:oidc-provider/${prefix}`);
      expect(description).toBe(`Assumed by GitHub Actions of ${issuer.url}: environment production of octo-org/octo-repo`);
      expectTrust(policy, [token('production')], [token('staging'), ...MEMBERS]);
    }
  });

  test.each<[string, (stack: Stack) => Partial<GithubOidcRoleProps>, RegExp]>([
    ['an ARN with a path', stack => ({ provider: iam.OidcProviderNative.fromOidcProviderArn(stack, 'Provider', `${ARN}/octocat-inc`) }), /\/octocat-inc'/],
    ['an ARN of another service', stack => ({
      provider: iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Provider', 'arn:aws:iam::111111111111:oidc-provider/gitlab.com'),
    }), /'https:\/\/gitlab\.com'/],
    ['an ARN in a stack without an account', stack => ({
      provider: iam.OidcProviderNative.fromOidcProviderArn(stack, 'Provider', stack.formatArn({
        service: 'iam', region: '', resource: 'oidc-provider', resourceName: 'gitlab.com',
      })),
    }), /'https:\/\/gitlab\.com'/],
    ['the URL of an L1', stack => ({ provider: new iam.CfnOIDCProvider(stack, 'Provider', { url: 'https://gitlab.com' }) }), /'https:\/\/gitlab\.com'/],
    ['the URL of iam.OidcProviderNative', stack => ({
      provider: new iam.OidcProviderNative(stack, 'Provider', { url: 'https://gitlab.com', clientIds: ['sts.amazonaws.com'] }),
    }), /'https:\/\/gitlab\.com'/],
    ['the issuer of a provider', stack => ({
      provider: new GithubOidcProvider(stack, 'Provider', { issuer: GithubIssuer.enterprise('octocat-inc') }), issuer: GithubIssuer.GITHUB_COM,
    }), /\/octocat-inc'/],
    ['the issuer of an existing provider', stack => ({
      provider: GithubOidcProvider.fromAccount(stack, 'Provider'), issuer: GithubIssuer.enterprise('octocat-inc'),
    }), /the role trusts https:.*\/octocat-inc/],
  ])('that names another issuer is an error: %s', (_, propsFor, message) => {
    const stack = newStack();
    const props = propsFor(stack);
    expect(() => roleIn(stack, props)).toThrow(message);
    expect(() => roleIn(stack, props)).toThrow(/the provider 'Stack\/Provider' accepts tokens of .+; pass the provider of that issuer, or name the issuer as `issuer`/);
  });

  test.each<[string, (stack: Stack) => Partial<GithubOidcRoleProps>]>([
    ['a provider of this package', stack => ({ provider: new GithubOidcProvider(stack, 'Provider', { audiences: ['a', 'b'] }) })],
    ['a provider of this package with its default', stack => ({ provider: new GithubOidcProvider(stack, 'Provider'), audience: 'other' })],
    ['iam.OidcProviderNative', stack => ({ provider: new iam.OidcProviderNative(stack, 'Provider', { url, clientIds: ['a'] }) })],
    ['an L1', stack => ({ provider: new iam.CfnOIDCProvider(stack, 'Provider', { url, clientIdList: ['a'] }) })],
    ['an L1 without any', stack => ({ provider: new iam.CfnOIDCProvider(stack, 'Provider', { url, clientIdList: [] }) })],
  ])('that does not accept the role\'s audience is an error: %s', (_, propsFor) => {
    const stack = newStack();
    const props = propsFor(stack);
    expect(() => roleIn(stack, props))
      .toThrow(/accepts (no audience|'.+'), and the role asks for '(other|sts\.amazonaws\.com)'; add it to the provider's audiences: \[.*'\2'\], or pass another as `provider`$/);
  });

  test('that an app made and no role names is not extended either', () => {
    const stack = newStack();
    const provider = new GithubOidcProvider(stack, 'Provider');
    expect(() => roleIn(stack, { audience: 'other' })).toThrow(expect.objectContaining({
      name: 'AudienceNotRegistered', message: expect.stringContaining("'Stack/Provider' accepts 'sts.amazonaws.com', and the role asks for 'other'"),
    }));
    expect(provider.audiences).toEqual(['sts.amazonaws.com']);
  });

  test('that roles made accepts the audience of each of them, and each role its own alone', () => {
    const [app, audiences] = [new App(), { First: 'other', Second: undefined, Third: 'https://deploy.example.com' }];
    const stack = new Stack(app, 'Stack', { env: ENV });
    const elsewhere = new Stack(app, 'Elsewhere', { env: ENV });
    Object.entries(audiences).forEach(([id, audience], index) => roleIn([stack, stack, elsewhere][index], { audience }, id));

    Template.fromStack(stack).resourceCountIs('AWS::IAM::OIDCProvider', 1);
    Template.fromStack(elsewhere).resourceCountIs('AWS::IAM::OIDCProvider', 0);
    const registered = Object.values(Template.fromStack(stack).findResources('AWS::IAM::OIDCProvider'))[0].Properties.ClientIdList;
    expect(registered).toEqual(['https://deploy.example.com', 'other', 'sts.amazonaws.com']);
    const accepted = [trustPolicyIn(stack, 'First'), trustPolicyIn(stack, 'Second'), trustPolicyIn(elsewhere)]
      .map(policy => policy.Statement[0].Condition.StringEquals[`${ISSUER}:aud`]);
    expect(accepted).toEqual(['other', 'sts.amazonaws.com', 'https://deploy.example.com']);
    const tokenFor = (audience: string) => GithubOidcToken.forEnvironment(REPOSITORY, 'production', { audience });
    expectTrust(trustPolicyIn(stack, 'First'), [tokenFor('other')], [...MEMBERS, tokenFor('https://deploy.example.com')]);
    expectTrust(trustPolicyIn(stack, 'Second'), MEMBERS, [tokenFor('other')]);
  });

  test('that roles made accepts the audience of a role or principal that names it, too', () => {
    const stack = newStack();
    const provider = GithubOidcProvider.getOrCreate(stack);
    roleIn(stack, { provider, audience: 'b' });
    new iam.Role(stack, 'Other', { assumedBy: new GithubOidcPrincipal(provider, { subjects: [PRODUCTION], audience: 'a' }) });
    expect(resourceIn(stack, 'AWS::IAM::OIDCProvider').ClientIdList).toEqual(['a', 'b', 'sts.amazonaws.com']);
  });

  test('in China is asked for those of the two audiences that it accepts', () => {
    for (const [audiences, accepted] of [
      [undefined, ['sts.amazonaws.com', 'sts.amazonaws.com.cn']],
      [['sts.amazonaws.com.cn', 'other'], 'sts.amazonaws.com.cn'],
      [['sts.amazonaws.com'], 'sts.amazonaws.com'],
    ] as const) {
      const stack = newStack({ ...ENV, region: 'cn-north-1' });
      const provider = new GithubOidcProvider(stack, 'Provider', { audiences: audiences && [...audiences] });
      roleIn(stack, { provider });
      expect(rendered(stack).AssumeRolePolicyDocument.Statement[0].Condition.StringEquals[`${ISSUER}:aud`]).toEqual(accepted);
      expect(resourceIn(stack, 'AWS::IAM::OIDCProvider').ClientIdList).toEqual(audiences ?? accepted);
    }
    const stack = newStack({ ...ENV, region: 'cn-north-1' });
    const provider = new GithubOidcProvider(stack, 'Provider', { audiences: ['other'] });
    expect(() => roleIn(stack, { provider })).toThrow(expect.objectContaining({
      name: 'AudienceNotRegistered',
      message: expect.stringContaining("asks for 'sts.amazonaws.com' or 'sts.amazonaws.com.cn'; "
        + "add it to the provider's audiences: ['other', 'sts.amazonaws.com', 'sts.amazonaws.com.cn']"),
    }));
    roleIn(stack, { provider, audience: 'other' });
    expect(rendered(stack).AssumeRolePolicyDocument.Statement[0].Condition.StringEquals[`${ISSUER}:aud`]).toBe('other');
  });

  test('that does not show its audiences is believed', () => {
    const stack = newStack();
    roleIn(stack, { provider: GithubOidcProvider.fromAccount(stack, 'Provider'), audience: 'other' });
    expectTrust(rendered(stack).AssumeRolePolicyDocument, [GithubOidcToken.forEnvironment(REPOSITORY, 'production', { audience: 'other' })], MEMBERS);
  });
});

describe('the subject format', () => {
  test.each([
    ['cn-north-1', ['sts.amazonaws.com', 'sts.amazonaws.com.cn']],
    ['cn-northwest-1', ['sts.amazonaws.com', 'sts.amazonaws.com.cn']],
    ['us-gov-west-1', ['sts.amazonaws.com']],
  ])('is IMMUTABLE in %s, where AWS is not known to read the claim keys', (region, audiences) => {
    const stack = newStack({ ...ENV, region });
    roleIn(stack);
    const { AssumeRolePolicyDocument: policy } = rendered(stack);
    const tokenFor = (audience: string) => GithubOidcToken.forEnvironment(REPOSITORY, 'production', { audience });

    expect(policy.Statement[0].Condition).toEqual({
      StringEquals: {
        [`${ISSUER}:aud`]: audiences.length === 1 ? audiences[0] : audiences,
        [`${ISSUER}:sub`]: 'repo:octo-org@123456/octo-repo@456789:environment:production',
      },
    });
    const isChina = audiences.includes('sts.amazonaws.com.cn');
    expectTrust(policy, audiences.map(tokenFor), [MEMBERS[1], tokenFor('sts.amazonaws.co'), ...(isChina ? [] : [tokenFor('sts.amazonaws.com.cn')])]);
    expect(resourceIn(stack, 'AWS::IAM::OIDCProvider').ClientIdList).toEqual(audiences);
    expect(() => roleIn(stack, { subjectFormat: SubjectFormat.BOTH }, 'Both'))
      .toThrow(/subjectFormat is BOTH, which pins the claim repository_owner_id, .*use IMMUTABLE/);
  });

  test('is chosen by the caller', () => {
    for (const [subjectFormat, passes, fails] of [
      [SubjectFormat.BOTH, MEMBERS, []],
      [SubjectFormat.IMMUTABLE, [MEMBERS[0]], [MEMBERS[1]]],
      [SubjectFormat.NAME, [MEMBERS[1]], [MEMBERS[0]]],
    ] as const) {
      const stack = newStack();
      roleIn(stack, { subjectFormat });
      expectTrust(rendered(stack).AssumeRolePolicyDocument, passes, fails);
    }
  });

  test('is refused where the repository or the issuer has no IDs', () => {
    const stack = newStack();
    expect(() => roleIn(stack, { subjects: [NAMED.branch('main')], subjectFormat: SubjectFormat.IMMUTABLE }))
      .toThrow(/'octo-org\/octo-repo' comes without its IDs; write it as OWNER@OWNER_ID\/REPO@REPO_ID.*gh api repos\/octo-org\/octo-repo/);
    expect(() => roleIn(stack, { issuer: GithubIssuer.server('github.example.com') }))
      .toThrow(/has IDs, and https:\/\/github\.example\.com\/_services\/token neither mints immutable subjects.*write it as 'octo-org\/octo-repo'/);
    expect(() => roleIn(stack, { subjectFormat: 'immutable' as never })).toThrow(/subjectFormat is 'immutable'; allowed are BOTH, IMMUTABLE, NAME/);
  });
});

describe('the warning MutableSubject', () => {
  const ACKNOWLEDGEMENT = { id: 'GithubOidcChecks::MutableSubject', reason: 'the repository is older than 15 July 2026' };
  const warnings = (stack: Stack) => {
    const app = stack.node.root as App;
    app.synth();
    return warningsOf(app, 'MutableSubject');
  };

  test('names the repositories without IDs and the command that prints them', () => {
    const stack = newStack();
    roleIn(stack, { subjects: [NAMED.branch('main'), NAMED.tag('v1'), PRODUCTION, GithubRepository.of('octo-org/docs').pullRequest()] });

    expect(warnings(stack)).toEqual({ 'Stack/Role': [expect.stringMatching(/\[ack: GithubOidcChecks::MutableSubject\]$/)] });
    const [text] = warningsOf(stack.node.root as App, 'MutableSubject')['Stack/Role'];
    expect(text).toContain('\'octo-org/docs\', \'octo-org/octo-repo\' is trusted by name alone');
    expect(text).toContain('gh api repos/octo-org/docs --jq \'"\\(.owner.login)@\\(.owner.id)/\\(.name)@\\(.id)"\'');
    expect(text).toContain('15 July 2026');
  });

  test('does not put an unresolved name into the command', () => {
    const stack = newStack();
    const parameter = new CfnParameter(stack, 'Repository').valueAsString;
    roleIn(stack, { subjects: [GithubRepository.of(parameter).branch('main')] }, 'Whole');
    roleIn(stack, { subjects: [GithubRepository.of(`octo-org/${parameter}`).branch('main')] }, 'Part');

    const texts = Object.values(warnings(stack));
    expect(texts).toHaveLength(2);
    for (const [text] of texts) {
      expect(text).toContain(': gh api repos/OWNER/REPO --jq \'"\\(.owner.login)@\\(.owner.id)/\\(.name)@\\(.id)"\'');
    }
  });

  test('is raised where the name form is asked for, and not where IDs are pinned or GitHub has none', () => {
    const stack = newStack();
    roleIn(stack, { subjectFormat: SubjectFormat.NAME }, 'Name');
    roleIn(stack, {}, 'Both');
    roleIn(stack, { subjectFormat: SubjectFormat.IMMUTABLE }, 'Immutable');
    roleIn(stack, { subjects: [NAMED.branch('main')], issuer: GithubIssuer.server('github.example.com') }, 'Server');
    roleIn(stack, { subjects: [NAMED.branch('main')], issuer: GithubIssuer.enterprise('octocat-inc') }, 'Enterprise');

    expect(Object.keys(warnings(stack)).sort()).toEqual(['Stack/Enterprise', 'Stack/Name']);
  });

  test('is silenced by an acknowledgement on the role, and on that role only', () => {
    const stack = newStack();
    const [acknowledged] = ['Acknowledged', 'Other'].map(id => roleIn(stack, { subjects: [NAMED.branch('main')] }, id));
    Validations.of(acknowledged).acknowledge(ACKNOWLEDGEMENT);
    expect(Object.keys(warnings(stack))).toEqual(['Stack/Other']);
  });

  test('is silenced by an acknowledgement on a parent scope, before or after', () => {
    const before = newStack();
    Validations.of(before).acknowledge(ACKNOWLEDGEMENT);
    roleIn(before, { subjects: [NAMED.branch('main')] });
    const after = newStack();
    roleIn(after, { subjects: [NAMED.branch('main')] });
    Validations.of(after.node.root).acknowledge(ACKNOWLEDGEMENT);

    expect([before, after].map(warnings)).toEqual([{}, {}]);
  });

  test('is not silenced by the acknowledgement of another rule', () => {
    const stack = newStack();
    Validations.of(roleIn(stack, { subjects: [NAMED.branch('main')] })).acknowledge({ ...ACKNOWLEDGEMENT, id: 'GithubOidcChecks::ProviderAcrossStages' });
    expect(Object.keys(warnings(stack))).toEqual(['Stack/Role']);
  });
});

describe('values that are known only at deployment', () => {
  const statementOf = (stack: Stack) => Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'))[0].Properties.AssumeRolePolicyDocument.Statement[0];

  test('pass as an environment', () => {
    const stack = newStack();
    const environment = new CfnParameter(stack, 'Environment').valueAsString;
    roleIn(stack, { subjects: [REPOSITORY.environment(environment)] });

    const { Sid: sid, Condition: { StringEquals: equals, StringLike: like } } = statementOf(stack);
    expect(equals).toEqual({
      [`${ISSUER}:aud`]: 'sts.amazonaws.com',
      [`${ISSUER}:sub`]: ['repo:octo-org/octo-repo:environment:', 'repo:octo-org@123456/octo-repo@456789:environment:']
        .map(text => ({ 'Fn::Join': ['', [text, { Ref: 'Environment' }]] })),
      [`${ISSUER}:repository_id`]: '456789',
      [`${ISSUER}:repository_owner_id`]: '123456',
    });
    expect(like).toBeUndefined();
    expect(sid).toBe('Environment');
  });

  test('pass as a repository and as IDs, under StringEquals only', () => {
    const stack = newStack();
    const [owner, ownerId, id] = ['Owner', 'OwnerId', 'Id'].map(name => new CfnParameter(stack, name).valueAsString);
    roleIn(stack, { subjects: [GithubRepository.of(`${owner}@${ownerId}/octo-repo@${id}`).branch('main')], subjectFormat: SubjectFormat.IMMUTABLE });

    expect(statementOf(stack).Condition).toEqual({
      StringEquals: {
        [`${ISSUER}:aud`]: 'sts.amazonaws.com',
        [`${ISSUER}:sub`]: { 'Fn::Join': ['', ['repo:', { Ref: 'Owner' }, '@', { Ref: 'OwnerId' }, '/octo-repo@', { Ref: 'Id' }, ':ref:refs/heads/main']] },
      },
    });
  });

  test.each([['One', 'Two'], ['Two', 'One']])('keep the order of the caller, whatever their token numbers: made %s, %s', (...made) => {
    for (const given of [['One', 'Two'], ['Two', 'One']]) {
      const stack = newStack();
      const values = Object.fromEntries(made.map(name => [name, new CfnParameter(stack, name).valueAsString]));
      const docs = GithubRepository.of('octo-org@123456/docs@5');
      roleIn(stack, { subjects: given.map(name => REPOSITORY.environment(values[name])) }, 'InOneStatement');
      roleIn(stack, { subjects: given.map((name, index) => [REPOSITORY, docs][index].environment(values[name])) }, 'InTwoStatements');
      const subjectsOf = ({ Sid: sid, Condition: { StringEquals: equals } }: any) =>
        [sid, equals[`${ISSUER}:sub`].map(({ 'Fn::Join': [, parts] }: any) => parts.at(-1).Ref)];
      const orders = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'))
        .map(({ Properties: { AssumeRolePolicyDocument: policy } }) => policy.Statement.map(subjectsOf));

      const described = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'))
        .map(({ Properties: { Description: { 'Fn::Join': [, parts] } } }) => parts.flatMap(({ Ref: name }: any) => name ?? []));

      expect(described).toEqual([given, expect.arrayContaining(given)]);
      expect(orders).toEqual([
        [['Environments', [...given, ...given]]],
        [['Environment', [given[0], given[0]]], ['Environment2', [given[1], given[1]]]],
      ]);
    }
  });

  test('are refused with a pattern', () => {
    const stack = newStack();
    const repository = GithubRepository.of(new CfnParameter(stack, 'Repository').valueAsString);
    expect(() => roleIn(stack, { subjects: [repository.tagLike('v*')] })).toThrow(/known only at deployment, and 'tags like v\*' is a pattern/);
    expect(() => roleIn(stack, { subjects: [repository.anyContext()] })).toThrow(/known only at deployment.*use an exact branch, tag or environment/);
  });

  test('pass as an audience', () => {
    const stack = newStack();
    const audience = new CfnParameter(stack, 'Audience').valueAsString;
    roleIn(stack, { audience });
    expect(statementOf(stack).Condition.StringEquals[`${ISSUER}:aud`]).toEqual({ Ref: 'Audience' });
    const [provider] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::OIDCProvider'));
    expect(provider.Properties.ClientIdList).toEqual([{ Ref: 'Audience' }]);
  });
});

describe('GithubOidcRole refuses', () => {
  test.each<[string, unknown, RegExp]>([
    ['an empty list of subjects', [], /subjects is an empty list, and a role without a subject would trust nobody or everybody; pass at least one/],
    ['no subjects, from a JavaScript caller', undefined, /subjects is 'undefined', not a list/],
    ['null', null, /subjects is 'null', not a list/],
    ['a text', 'repo:octo-org/octo-repo:*', /subjects is 'repo:octo-org\/octo-repo:\*', not a list/],
    ['a subject without a list', PRODUCTION, /subjects is 'environment production of octo-org\/octo-repo', not a list/],
    ['texts', ['repo:octo-org/octo-repo:*'],
      /subjects\[0\] is 'repo:octo-org\/octo-repo:\*', a value of another kind than GithubSubject; pass .*GithubRepository\.of/],
    ['a repository', [REPOSITORY],
      /subjects\[0\] is 'octo-org@123456\/octo-repo@456789', a value of another kind than GithubSubject; pass .*\.environment\(/],
    ['a repository without IDs', [PRODUCTION, NAMED], /subjects\[1\] is 'octo-org\/octo-repo', a value of another kind than GithubSubject/],
    ['undefined among subjects', [PRODUCTION, undefined], /subjects\[1\] is 'undefined', a value of another kind than GithubSubject/],
  ])('%s, and leaves neither a role nor a provider behind', (_, subjects, message) => {
    const stack = newStack();
    expect(() => new GithubOidcRole(stack, 'Role', { subjects: subjects as never })).toThrow(message);
    expect(stack.node.children).toEqual([]);
  });

  test('props that a JavaScript caller leaves out', () => {
    const stack = newStack();
    expect(() => new GithubOidcRole(stack, 'Role', undefined as never)).toThrow(/subjects is 'undefined', not a list/);
    expect(stack.node.children).toEqual([]);
  });

  test.each([ARN, {}, { oidcProviderRef: {} }, 42])('the provider %j', provider => {
    const stack = newStack();
    expect(() => roleIn(stack, { provider: provider as never })).toThrow(expect.objectContaining({
      name: 'ProviderInvalid',
      message: `the provider is '${provider}', not an IAM OIDC provider; `
        + 'pass a GithubOidcProvider, or GithubOidcProvider.fromAccount(this, \'Github\')',
    }));
    expect(stack.node.children).toEqual([]);
  });

  test.each([
    ['a blank audience', { audience: ' ' }, /the audience is ' '; it must not be empty or blank/],
    ['a wildcard as audience', { audience: 'sts.*' }, /the audience is 'sts\.\*'.*name the audience/],
    ['several audiences', { audience: ['sts.amazonaws.com'] }, /the audience is .*pass it as a string/],
    ['a name that IAM cannot hold', { roleName: 'with space' }, /Invalid roleName/],
    ['a description that is too long', { description: 'x'.repeat(1001) }, /no longer than 1000 characters/],
  ])('%s', (_, props, message) => {
    expect(() => roleIn(newStack(), props as never)).toThrow(message);
  });
});
