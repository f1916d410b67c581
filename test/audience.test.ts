import { App, AppProps, CfnParameter, InjectionContext, IPropertyInjector, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  ClaimMatch, GithubIssuer, GithubOidcPrincipal, GithubOidcProvider, GithubOidcRole, GithubOidcRoleProps, GithubOidcToken, GithubRepository,
} from '../src';
import { expectDecisions } from './support/decisions';
import { resourceIn, trustPolicyIn } from './support/templates';

const ISSUER = 'token.actions.githubusercontent.com';
const ACCOUNT = '111111111111';
const DEFAULT = 'sts.amazonaws.com';
const CHINESE = 'sts.amazonaws.com.cn';
const OWN = 'https://deploy.example.com';
const REPOSITORY = GithubRepository.of('octo-org@123456/octo-repo@456789');
const PRODUCTION = REPOSITORY.environment('production');

/** Whatever a test is about, none of these is the audience of a role that does not name it: the last is GitHub's own default. */
const AUDIENCES = [
  DEFAULT, CHINESE, OWN, `${OWN}/`, 'STS.amazonaws.com', 'sts.amazonaws.com.evil.example', 'xsts.amazonaws.com', 'sts.amazonaws.co', 'a', '',
  'https://github.com/octo-org',
];

function newStack(region?: string, props?: AppProps): Stack {
  return new Stack(new App(props), 'Stack', { env: { region, account: region && ACCOUNT } });
}

function roleIn(stack: Stack, props: Partial<GithubOidcRoleProps> = {}, id = 'Role'): GithubOidcRole {
  return new GithubOidcRole(stack, id, { subjects: [PRODUCTION], ...props });
}

function clientIdsIn(stack: Stack): unknown {
  return resourceIn(stack, 'AWS::IAM::OIDCProvider').ClientIdList;
}

function tokenFor(audience: string, environment = 'production'): GithubOidcToken {
  return GithubOidcToken.forEnvironment(REPOSITORY, environment, { audience });
}

/** Both engines let in the jobs that asked for these audiences, no job that asked for another, and nobody but the role's subject. */
function expectAudiences(policy: any, accepted: readonly string[]): void {
  const others = AUDIENCES.filter(audience => !accepted.includes(audience));
  expectDecisions(policy, accepted.map(audience => tokenFor(audience)), [
    ...others.map(audience => tokenFor(audience)),
    ...accepted.map(audience => tokenFor(audience, 'staging')),
    ...accepted.map(audience => GithubOidcToken.forEnvironment(GithubRepository.of('octo-org-evil@2/octo-repo@1'), 'production', { audience })),
  ]);
}

/** The two ways to trust by a provider that is there already. */
const BY: [string, (stack: Stack, provider: iam.IOIDCProviderRef, audience?: string) => iam.Role][] = [
  ['GithubOidcRole', (stack, provider, audience) => roleIn(stack, { provider, audience })],
  ['GithubOidcPrincipal', (stack, provider, audience) =>
    new iam.Role(stack, 'Role', { assumedBy: new GithubOidcPrincipal(provider, { subjects: [PRODUCTION], audience }) })],
];

describe('without an audience', () => {
  test.each<[string, string | undefined, string[]]>([
    ['the partition aws', 'eu-west-1', [DEFAULT]],
    ['GovCloud', 'us-gov-west-1', [DEFAULT]],
    ['the European sovereign cloud', 'eusc-de-east-1', [DEFAULT]],
    ['a region that is known only at deployment', undefined, [DEFAULT]],
    ['China', 'cn-north-1', [DEFAULT, CHINESE]],
    ['the other region of China', 'cn-northwest-1', [DEFAULT, CHINESE]],
    ['a region of China that is newer than the CDK', 'cn-south-9', [DEFAULT, CHINESE]],
    ['a region of GovCloud that is newer than the CDK', 'us-gov-south-9', [DEFAULT]],
    ['a region that is newer than the CDK', 'eu-south-9', [DEFAULT]],
  ])('provider and role accept what the credentials action asks for in %s', (_, region, accepted) => {
    const stacks = [newStack(region), newStack(region), newStack(region)];
    roleIn(stacks[0]);
    roleIn(stacks[1], { provider: new GithubOidcProvider(stacks[1], 'Provider') });
    new iam.Role(stacks[2], 'Role', { assumedBy: new GithubOidcPrincipal(GithubOidcProvider.getOrCreate(stacks[2]), { subjects: [PRODUCTION] }) });

    for (const stack of stacks) {
      expect(clientIdsIn(stack)).toEqual(accepted);
      expectAudiences(trustPolicyIn(stack), accepted);
    }
  });

  test('the partition counts for every issuer', () => {
    const stack = newStack('cn-north-1');
    const issuer = GithubIssuer.server('github.example.com');
    const repository = GithubRepository.of('octo-org/octo-repo');
    roleIn(stack, { issuer, subjects: [repository.branch('main')] });
    const token = (audience: string) => GithubOidcToken.forBranch(repository, 'main', { issuer, audience });

    expect(clientIdsIn(stack)).toEqual([DEFAULT, CHINESE]);
    expectDecisions(trustPolicyIn(stack), [DEFAULT, CHINESE].map(token), [OWN, `${CHINESE}.cn`].map(token));
  });
});

describe('the audience of a role that names no provider', () => {
  test.each(['eu-west-1', 'cn-north-1', undefined])('is all that the provider made for it accepts: region %s', region => {
    const stack = newStack(region);
    roleIn(stack, { audience: OWN });

    expect(clientIdsIn(stack)).toEqual([OWN]);
    expectAudiences(trustPolicyIn(stack), [OWN]);
  });

  const IDS: Record<string, string> = { [OWN]: 'Own', a: 'Short', [DEFAULT]: 'Unnamed' };
  const ORDERS = [
    [OWN, undefined, 'a'], [OWN, 'a', undefined], ['a', OWN, undefined], ['a', undefined, OWN], [undefined, 'a', OWN], [undefined, OWN, 'a'],
  ];

  test.each(ORDERS.map(order => [order]))('joins those of the other roles, sorted, and lets nobody into them: %j', order => {
    const stack = newStack('eu-west-1');
    order.forEach(audience => roleIn(stack, { audience }, IDS[audience ?? DEFAULT]));

    expect(clientIdsIn(stack)).toEqual(['a', OWN, DEFAULT]);
    for (const [audience, id] of Object.entries(IDS)) {
      expectAudiences(trustPolicyIn(stack, id), [audience]);
    }
  });

  test('is listed once, and joins from other stacks, by a principal and by a provider that is passed on', () => {
    const app = new App();
    const [stack, other] = ['Stack', 'Other'].map(id => new Stack(app, id, { env: { account: ACCOUNT, region: 'eu-west-1' } }));
    const { provider } = roleIn(stack);
    roleIn(stack, { audience: DEFAULT }, 'Again');
    roleIn(stack, { audience: 'c', provider }, 'Passed');
    roleIn(other, { audience: 'b' });
    new iam.Role(other, 'Plain', { assumedBy: new GithubOidcPrincipal(provider, { subjects: [PRODUCTION], audience: 'a' }) });

    expect(clientIdsIn(stack)).toEqual(['a', 'b', 'c', DEFAULT]);
    expect(Object.keys(Template.fromStack(other).findResources('AWS::IAM::OIDCProvider'))).toEqual([]);
    expectAudiences(trustPolicyIn(other, 'Plain'), ['a']);
    expectAudiences(trustPolicyIn(stack, 'Passed'), ['c']);
  });

  test('concerns the provider of its own issuer and account only', () => {
    const app = new App();
    const stacks = ['111111111111', '222222222222'].map(account => new Stack(app, `Stack${account}`, { env: { account, region: 'eu-west-1' } }));
    stacks.forEach(stack => roleIn(stack));
    roleIn(stacks[1], { audience: OWN }, 'Own');
    roleIn(stacks[0], { audience: 'a', issuer: GithubIssuer.enterprise('octocat-inc') }, 'Enterprise');

    const clientIds = stacks.map(stack => Object.values(Template.fromStack(stack).findResources('AWS::IAM::OIDCProvider'))
      .map(({ Properties: { Url: url, ClientIdList: ids } }) => [url, ids]));
    expect(clientIds).toEqual([
      [[`https://${ISSUER}`, [DEFAULT]], [`https://${ISSUER}/octocat-inc`, ['a']]],
      [[`https://${ISSUER}`, [OWN, DEFAULT]]],
    ]);
  });

  /** As the template has them, since a reference has no text. */
  const audiencesIn = (stack: Stack) => ({
    registered: Object.values(Template.fromStack(stack).findResources('AWS::IAM::OIDCProvider')).map(({ Properties }) => Properties.ClientIdList),
    accepted: Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'))
      .map(({ Properties: { AssumeRolePolicyDocument: { Statement: [statement] } } }) => statement.Condition.StringEquals[`${ISSUER}:aud`]),
  });

  test('makes the provider where it is known only at deployment, or joins the one that is there', () => {
    const alone = newStack('eu-west-1');
    roleIn(alone, { audience: new CfnParameter(alone, 'Audience').valueAsString });
    expect(audiencesIn(alone)).toEqual({ registered: [[{ Ref: 'Audience' }]], accepted: [{ Ref: 'Audience' }] });

    const beside = newStack('eu-west-1');
    roleIn(beside, {}, 'Default');
    roleIn(beside, { audience: new CfnParameter(beside, 'Audience').valueAsString }, 'Unresolved');
    expect(audiencesIn(beside)).toEqual({ registered: [expect.arrayContaining([DEFAULT, { Ref: 'Audience' }])], accepted: [DEFAULT, { Ref: 'Audience' }] });
  });

  test('of another stack is an error where it is known only at deployment, since the provider\'s stack cannot refer to it', () => {
    const app = new App();
    const [stack, other] = ['Stack', 'Other'].map(id => new Stack(app, id, { env: { account: ACCOUNT, region: 'eu-west-1' } }));
    roleIn(stack);
    const audience = new CfnParameter(other, 'Audience').valueAsString;

    expect(() => roleIn(other, { audience })).toThrow(expect.objectContaining({
      name: 'AudienceNotRegistered',
      message: expect.stringMatching(/another stack than that of 'Stack\/GithubOidcProvider'.*make a GithubOidcProvider with its audiences/),
    }));
    expect(audiencesIn(stack)).toEqual({ registered: [[DEFAULT]], accepted: [DEFAULT] });
  });

  test('is the hundredth at most, since IAM takes no more', () => {
    const stack = newStack('eu-west-1');
    const { provider } = roleIn(stack);
    // Principals without a role each: the same door, and a tenth of the time.
    const ask = (index: number) => new GithubOidcPrincipal(provider, { subjects: [PRODUCTION], audience: `audience-${index}` });
    Array.from({ length: 99 }, (_, index) => ask(index));

    expect(() => ask(98)).not.toThrow();
    expect(() => ask(99)).toThrow(expect.objectContaining({
      name: 'AudienceInvalid',
      message: expect.stringMatching(/'Stack\/GithubOidcProvider' ask for 101 audiences, and IAM takes 100; let them share audiences/),
    }));
    expect(() => roleIn(stack, { audience: 'audience-100' }, 'TooMany')).toThrow(expect.objectContaining({ name: 'AudienceInvalid' }));
    expect(clientIdsIn(stack)).toEqual([...Array.from({ length: 99 }, (_, index) => `audience-${index}`).sort(), DEFAULT]);
  });

  test.each<[string, Partial<GithubOidcRoleProps>]>([
    ['TrustPolicyTooLarge', { subjects: Array.from({ length: 60 }, (_, index) => GithubRepository.of(`octo-org/service-${index}`).branch('main')) }],
    ['GithubClaimsContradict', { subjects: [PRODUCTION.withClaims({ repositoryId: ClaimMatch.exactly('1') })] }],
    ['RoleDescriptionLongerCharacters', { description: 'a'.repeat(1001) }],
  ])('is not registered for a role that is refused: %s', (name, props) => {
    const stack = newStack('eu-west-1');
    const { provider } = roleIn(stack);
    expect(() => roleIn(stack, { audience: OWN, ...props }, 'Refused')).toThrow(expect.objectContaining({ name }));

    expect(clientIdsIn(stack)).toEqual([DEFAULT]);
    expect((provider as GithubOidcProvider).audiences).toEqual([DEFAULT]);
  });

  test('joins what an escape hatch put into the provider', () => {
    const stack = newStack('eu-west-1');
    const { provider } = roleIn(stack);
    (provider.node.defaultChild as iam.CfnOIDCProvider).clientIdList = ['hatch', DEFAULT];
    roleIn(stack, { audience: OWN }, 'Own');

    expect(clientIdsIn(stack)).toEqual(['hatch', OWN, DEFAULT]);
    expectAudiences(trustPolicyIn(stack, 'Own'), [OWN]);
  });
});

describe.each(BY)('%s and a provider that somebody made', (_, trustBy) => {
  const MADE: [string, (stack: Stack, audiences: string[]) => iam.IOIDCProviderRef][] = [
    ['GithubOidcProvider', (stack, audiences) => new GithubOidcProvider(stack, 'Provider', { audiences })],
    ['iam.OidcProviderNative', (stack, clientIds) => new iam.OidcProviderNative(stack, 'Provider', { url: `https://${ISSUER}`, clientIds })],
    ['iam.CfnOIDCProvider', (stack, clientIdList) => new iam.CfnOIDCProvider(stack, 'Provider', { url: `https://${ISSUER}`, clientIdList })],
  ];

  test.each(MADE)('%s: an audience that it lacks is an error with the remedy, and it stays as it was made', (__, providerIn) => {
    const stack = newStack('eu-west-1');
    const provider = providerIn(stack, ['b', 'a']);

    expect(() => trustBy(stack, provider, OWN)).toThrow(expect.objectContaining({
      name: 'AudienceNotRegistered',
      message: `the provider 'Stack/Provider' accepts 'b', 'a', and the role asks for '${OWN}'; `
        + `add it to the provider's audiences: ['b', 'a', '${OWN}'], or pass another as \`provider\``,
    }));
    expect(() => trustBy(stack, provider)).toThrow(expect.objectContaining({
      name: 'AudienceNotRegistered', message: expect.stringContaining(`add it to the provider's audiences: ['b', 'a', '${DEFAULT}']`),
    }));
    expect(clientIdsIn(stack)).toEqual(['b', 'a']);
  });

  test.each(MADE)('%s: an audience that it has is accepted alone, and its list keeps its order', (__, providerIn) => {
    const stack = newStack('eu-west-1');
    trustBy(stack, providerIn(stack, [OWN, DEFAULT, 'a']), 'a');

    expect(clientIdsIn(stack)).toEqual([OWN, DEFAULT, 'a']);
    expectAudiences(trustPolicyIn(stack), ['a']);
  });

  test.each<[string[], string[]]>([
    [[DEFAULT], [DEFAULT]],
    [[CHINESE], [CHINESE]],
    [[OWN, CHINESE], [CHINESE]],
    [[CHINESE, DEFAULT], [DEFAULT, CHINESE]],
  ])('in China, with %j: of the two defaults, those that it has are accepted', (audiences, accepted) => {
    for (const [, providerIn] of MADE) {
      const stack = newStack('cn-north-1');
      trustBy(stack, providerIn(stack, audiences));

      expect(clientIdsIn(stack)).toEqual(audiences);
      expectAudiences(trustPolicyIn(stack), accepted);
    }
  });

  test('in China, with neither of the two defaults: the error names both', () => {
    const stack = newStack('cn-north-1');
    const provider = new GithubOidcProvider(stack, 'Provider', { audiences: [OWN] });
    expect(() => trustBy(stack, provider)).toThrow(expect.objectContaining({
      name: 'AudienceNotRegistered',
      message: `the provider 'Stack/Provider' accepts '${OWN}', and the role asks for '${DEFAULT}' or '${CHINESE}'; `
        + `add it to the provider's audiences: ['${OWN}', '${DEFAULT}', '${CHINESE}'], or pass another as \`provider\``,
    }));
  });

  test('an audience for one partition is not accepted in another', () => {
    const stack = newStack('eu-west-1');
    const provider = new GithubOidcProvider(stack, 'Provider', { audiences: [CHINESE] });
    expect(() => trustBy(stack, provider)).toThrow(expect.objectContaining({ name: 'AudienceNotRegistered' }));
  });

  test.each<[string, string | undefined, string | undefined, string[]]>([
    ['with the default', 'eu-west-1', undefined, [DEFAULT]],
    ['with both defaults of China', 'cn-north-1', undefined, [DEFAULT, CHINESE]],
    ['with one of its own', 'eu-west-1', OWN, [OWN]],
    ['with one of its own in China', 'cn-north-1', OWN, [OWN]],
    ['with the default in any region', undefined, undefined, [DEFAULT]],
  ])('one that exists already does not show its audiences, and is believed %s', (__, region, audience, accepted) => {
    const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
    for (const providerIn of [
      (stack: Stack) => GithubOidcProvider.fromAccount(stack, 'Provider'),
      (stack: Stack) => iam.OidcProviderNative.fromOidcProviderArn(stack, 'Provider', arn),
    ]) {
      const stack = newStack(region);
      trustBy(stack, providerIn(stack), audience);
      expectAudiences(trustPolicyIn(stack), accepted);
      expect(Object.keys(Template.fromStack(stack).findResources('AWS::IAM::OIDCProvider'))).toEqual([]);
    }
  });

  test.each<[string, string | undefined, string[]]>([
    ['aws-cn', undefined, [DEFAULT, CHINESE]],
    ['aws-us-gov', undefined, [DEFAULT]],
    ['aws', undefined, [DEFAULT]],
    ['aws-cn', 'cn-north-1', [DEFAULT, CHINESE]],
  ])('an imported ARN of the partition %s tells the audiences in the region %s', (partition, region, accepted) => {
    const stack = newStack(region);
    trustBy(stack, iam.OidcProviderNative.fromOidcProviderArn(stack, 'Provider', `arn:${partition}:iam::${ACCOUNT}:oidc-provider/${ISSUER}`));
    // The engines know the provider by its ARN in the partition aws.
    expectAudiences(JSON.parse(JSON.stringify(trustPolicyIn(stack)).replace(`arn:${partition}:iam`, 'arn:aws:iam')), accepted);
    // In no other partition is AWS known to read the claims.
    expect(JSON.stringify(trustPolicyIn(stack)).includes(`${ISSUER}:repository_id`)).toBe(partition === 'aws');
  });

  test.each<[string, (parameter: string) => { audiences: string[]; audience?: string }]>([
    ['the role\'s', parameter => ({ audiences: [OWN], audience: parameter })],
    ['the provider\'s', parameter => ({ audiences: [parameter], audience: OWN })],
    ['both, by one parameter', parameter => ({ audiences: [parameter], audience: parameter })],
  ])('an audience that is known only at deployment is believed: %s', (__, audiencesBy) => {
    const stack = newStack('eu-west-1');
    const parameter = new CfnParameter(stack, 'Audience').valueAsString;
    const { audiences, audience } = audiencesBy(parameter);
    trustBy(stack, new GithubOidcProvider(stack, 'Provider', { audiences }), audience);

    const [provider] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::OIDCProvider'));
    const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    expect(provider.Properties.ClientIdList).toEqual(stack.resolve(audiences));
    expect(role.Properties.AssumeRolePolicyDocument.Statement[0].Condition.StringEquals[`${ISSUER}:aud`]).toEqual(stack.resolve(audience));
  });

  test.each<[string, unknown, string, string]>([
    ['a pattern', 'sts.*', 'AudienceWildcard', "the audience is 'sts.*'"],
    ['blank', ' ', 'GithubTextBlank', "the audience is ' '"],
    ['a list', [DEFAULT], 'GithubTextMissing', `the audience is '${DEFAULT}', a value of type object; pass it as a string`],
    ['null', null, 'GithubTextMissing', "the audience is 'null'"],
    ['a policy variable', '${aws:username}', 'GithubPolicyVariable', 'write the value that you mean'],
    ['too long', 'a'.repeat(256), 'AudienceInvalid', 'IAM takes 255'],
  ])('an audience that is %s is refused', (__, audience, name, message) => {
    const stack = newStack('eu-west-1');
    expect(() => trustBy(stack, GithubOidcProvider.fromAccount(stack, 'Provider'), audience as never))
      .toThrow(expect.objectContaining({ name, message: expect.stringContaining(message) }));
  });
});

describe('a role that names no provider', () => {
  test('finds the one that the app\'s author made, and changes nothing in it', () => {
    const stack = newStack('eu-west-1');
    new GithubOidcProvider(stack, 'Provider', { audiences: [OWN, DEFAULT] });
    roleIn(stack, { audience: OWN });

    expect(() => roleIn(stack, { audience: 'a' }, 'Lacking')).toThrow(expect.objectContaining({
      name: 'AudienceNotRegistered', message: expect.stringContaining("the provider 'Stack/Provider' accepts"),
    }));
    expect(clientIdsIn(stack)).toEqual([OWN, DEFAULT]);
    expectAudiences(trustPolicyIn(stack, 'Role'), [OWN]);
  });

  test('finds the one that the account has, and believes it', () => {
    const stack = newStack('eu-west-1');
    GithubOidcProvider.fromAccount(stack, 'Provider');
    roleIn(stack, { audience: OWN });
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::IAM::OIDCProvider'))).toEqual([]);
    expectAudiences(trustPolicyIn(stack), [OWN]);
  });

  test('is refused with a wrong audience before a provider is made', () => {
    const stack = newStack('eu-west-1');
    expect(() => roleIn(stack, { audience: 'sts.*' })).toThrow(expect.objectContaining({ name: 'AudienceWildcard' }));
    expect(stack.node.children).toEqual([]);
  });
});

describe('an organisation\'s property injector', () => {
  class ProviderInjector implements IPropertyInjector {
    public readonly constructUniqueId = iam.OidcProviderNative.PROPERTY_INJECTION_ID;
    public constructor(private readonly change: Partial<iam.OidcProviderNativeProps>) {}
    public inject(original: iam.OidcProviderNativeProps, _: InjectionContext): iam.OidcProviderNativeProps {
      return { ...original, ...this.change };
    }
  }
  const injected = (region: string, change: Partial<iam.OidcProviderNativeProps>) =>
    newStack(region, { propertyInjectors: [new ProviderInjector(change)] });

  test.each([[['other']], [[]], [[DEFAULT, 'other']], [[CHINESE, DEFAULT]]])('that changes the audiences to %j is refused', clientIds => {
    const refused = expect.objectContaining({
      name: 'ProviderReplaced',
      message: expect.stringContaining(`for '${clientIds.join("', '")}'; have the injector leave url and clientIds alone`),
    });
    for (const region of ['eu-west-1', 'cn-north-1']) {
      expect(() => roleIn(injected(region, { clientIds }))).toThrow(refused);
      expect(() => roleIn(injected(region, { clientIds }), { audience: OWN })).toThrow(refused);
      expect(() => new GithubOidcProvider(injected(region, { clientIds }), 'Provider')).toThrow(refused);
      expect(() => GithubOidcProvider.getOrCreate(injected(region, { clientIds }))).toThrow(refused);
    }
  });

  test('that leaves the audiences alone passes, and roles may still join theirs', () => {
    const thumbprints = ['0123456789abcdef0123456789abcdef01234567'];
    const stack = injected('cn-north-1', { thumbprints });
    roleIn(stack);
    roleIn(stack, { audience: OWN }, 'Own');

    expect(resourceIn(stack, 'AWS::IAM::OIDCProvider')).toEqual({
      Url: `https://${ISSUER}`, ClientIdList: [OWN, DEFAULT, CHINESE], ThumbprintList: thumbprints,
    });
  });
});

test('a Lambda-backed provider shows its audiences too', () => {
  const stack = newStack('eu-west-1');
  const provider = new iam.OpenIdConnectProvider(stack, 'Provider', { url: `https://${ISSUER}`, clientIds: [OWN] });
  expect(() => roleIn(stack, { provider })).toThrow(expect.objectContaining({
    name: 'AudienceNotRegistered', message: expect.stringContaining(`accepts '${OWN}', and the role asks for '${DEFAULT}'`),
  }));
  expect(() => roleIn(stack, { provider, audience: OWN })).not.toThrow();
});
