import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Aws, CfnParameter, CfnParameterProps, Duration, Fn, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { GithubIssuer, GithubOidcChecks, GithubOidcChecksProps, GithubOidcPrincipal, GithubOidcProvider, GithubOidcReview, GithubOidcRole, GithubRepository } from '../../src';
import { RULES } from '../../src/checks/rules';
import { warningsOf } from '../support/templates';

const HOST = 'token.actions.githubusercontent.com';
const ENV = { account: '111111111111', region: 'eu-west-1' };
const SUBJECT = GithubRepository.of('octo-org@123456/octo-repo@456789').environment('production');
const NAMED = GithubRepository.of('octo-org/octo-repo').environment('production');

function appWithChecks(props?: GithubOidcChecksProps): App {
  const app = new App();
  Validations.of(app).addPlugins(new GithubOidcChecks(props));
  return app;
}

interface Report {
  readonly findings: string[];
  readonly acknowledged: string[];
  readonly failed: boolean;
}

/** What the report of a synthesis says, rule and path; whether it threw. */
function synthesise(app: App): Report {
  const errors = jest.spyOn(console, 'error').mockImplementation();
  let failed = false;
  try {
    app.synth({ force: true });
  } catch (error) {
    if (!/GithubOidcChecks/.test(`${error}`)) { throw error; }
    failed = true;
  }
  errors.mockRestore();
  const { pluginReports } = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
  const own = pluginReports.find((report: any) => report.pluginName === 'GithubOidcChecks');
  const listed = (violations: any[] = []) => violations.flatMap(({ ruleName, violatingConstructs }: any) =>
    violatingConstructs.map(({ constructPath }: any) => `${ruleName} ${constructPath}`)).sort();
  return { findings: listed(own?.violations), acknowledged: listed(own?.suppressedViolations), failed };
}

/** A role as somebody writes it by hand, without an audience. */
function handWritten(scope: Stack, id: string, federated: unknown = provider(), prefix = HOST): iam.CfnRole {
  return new iam.CfnRole(scope, id, {
    assumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: federated },
        Condition: { StringEquals: { [`${prefix}:sub`]: 'repo:octo-org@1/octo-repo@2:environment:production' } },
      }],
    },
  });
}

function provider(prefix = HOST): string {
  return `arn:aws:iam::111111111111:oidc-provider/${prefix}`;
}

describe('which roles are checked', () => {
  const FOUND = ['AudienceMissing Stack/Role'];

  test.each<[string, (stack: Stack) => unknown]>([
    ['by its literal ARN', () => provider()],
    ['in the same stack', stack => new iam.CfnOIDCProvider(stack, 'Provider', { url: `https://${HOST}` }).ref],
    ["by the Arn attribute of aws-cdk-lib's own", stack => new iam.OidcProviderNative(stack, 'Provider', { url: `https://${HOST}` }).oidcProviderArn],
    ['that is made by a Lambda', stack => new iam.OpenIdConnectProvider(stack, 'Provider', { url: `https://${HOST}` }).openIdConnectProviderArn],
    ['in another stack', stack => new iam.CfnOIDCProvider(new Stack(stack.node.root, 'Other', { env: ENV }), 'Provider', { url: `https://${HOST}` }).ref],
    ['in a nested stack', stack => new iam.CfnOIDCProvider(new NestedStack(stack, 'Nested'), 'Provider', { url: `https://${HOST}` }).ref],
    ['that only deployment knows', stack => new CfnParameter(stack, 'Provider').valueAsString],
    ['with parts that only deployment knows', () => `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:oidc-provider/${HOST}`],
    ['by Fn::Sub', () => Fn.sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${HOST}`)],
    ['in a list of several', () => ['cognito-identity.amazonaws.com', provider()]],
  ])('a role with a provider %s is', (_, federated) => {
    const app = appWithChecks();
    const stack = new Stack(app, 'Stack', { env: ENV });
    handWritten(stack, 'Role', federated(stack));
    const { findings, failed } = synthesise(app);
    expect(findings.filter(finding => finding.startsWith('AudienceMissing'))).toEqual(FOUND);
    expect(failed).toBe(true);
  });

  test.each([
    ['an enterprise', `${HOST}/octo-corp`],
    ['GHE.com', 'token.actions.octocorp.ghe.com'],
    ['GHE.com with an enterprise', 'token.actions.octocorp.ghe.com/octocorp'],
    ['a GitHub Enterprise Server', 'github.example.com/_services/token'],
  ])('a role that trusts %s is', (_, prefix) => {
    const app = appWithChecks();
    handWritten(new Stack(app, 'Stack', { env: ENV }), 'Role', provider(prefix), prefix);
    expect(synthesise(app).findings).toContain('AudienceMissing Stack/Role');
  });

  test.each([
    ['another issuer', 'gitlab.com'],
    ['a host that begins alike', `${HOST}.example.com`],
    ['a path that is no slug', `${HOST}/a/b`],
  ])('a role that trusts %s is not', (_, prefix) => {
    const app = appWithChecks();
    handWritten(new Stack(app, 'Stack', { env: ENV }), 'Role', provider(prefix), prefix);
    expect(synthesise(app)).toEqual({ findings: [], acknowledged: [], failed: false });
  });

  test('those of nested stacks and of stages are, each under its path', () => {
    const app = appWithChecks();
    handWritten(new NestedStack(new Stack(app, 'Stack', { env: ENV }), 'Nested') as Stack, 'Role');
    handWritten(new Stack(new Stage(app, 'Stage', { env: ENV }), 'Stack'), 'Role');
    expect(synthesise(app).findings).toEqual(['AudienceMissing Stack/Nested/Role', 'AudienceMissing Stage/Stack/Role']);
  });

  test('those of one stage are, where the plugin is on that stage', () => {
    const app = new App();
    const [one, other] = ['One', 'Other'].map(id => new Stage(app, id, { env: ENV }));
    [one, other].forEach(stage => handWritten(new Stack(stage, 'Stack'), 'Role'));
    Validations.of(one).addPlugins(new GithubOidcChecks());
    expect(synthesise(app).findings).toEqual(['AudienceMissing One/Stack/Role']);
  });

  test('those of a provider that a parent hands to its nested stack are, though nothing names its issuer', () => {
    const app = appWithChecks();
    const stack = new Stack(app, 'Stack', { env: ENV });
    const { ref } = new iam.CfnOIDCProvider(stack, 'Provider', { url: `https://${HOST}` });
    const role = handWritten(new NestedStack(stack, 'Nested') as Stack, 'Role', ref);
    role.addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Condition', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } });
    expect(synthesise(app).findings).toContain('AudienceMissing Stack/Nested/Role');
  });

  test('overrides count, as in the template', () => {
    const app = appWithChecks();
    const role = new GithubOidcRole(new Stack(app, 'Stack', { env: ENV }), 'Role', { subjects: [SUBJECT] });
    (role.node.defaultChild as iam.CfnRole).addPropertyDeletionOverride(`AssumeRolePolicyDocument.Statement.0.Condition.StringEquals.${HOST.replaceAll('.', '\\.')}:aud`);
    expect(synthesise(app).findings).toEqual(['AudienceMissing Stack/Role']);
  });

  test('a plain role with our principal is, and has its warnings told', () => {
    const app = appWithChecks();
    const stack = new Stack(app, 'Stack', { env: ENV });
    new iam.Role(stack, 'Role', { assumedBy: new GithubOidcPrincipal(new GithubOidcProvider(stack, 'Provider'), { subjects: [NAMED] }) });
    expect(synthesise(app)).toEqual({ findings: ['MutableSubject Stack/Role'], acknowledged: [], failed: false });
  });

  test.each<[string, CfnParameterProps, string[]]>([
    ['whose default is any owner', { default: '*' }, ['SubjectOpenToAnyOwner Stack/Role']],
    ['that may be any owner', { default: 'octo-org', allowedValues: ['octo-org', '*'] }, ['SubjectOpenToAnyOwner Stack/Role']],
    ['whose default is one owner', { default: 'octo-org' }, []],
  ])('a subject by a parameter %s is', (_, props, expected) => {
    const app = appWithChecks();
    const stack = new Stack(app, 'Stack', { env: ENV });
    const role = handWritten(stack, 'Role');
    const sub = `repo:${new CfnParameter(stack, 'Owner', props).valueAsString}/octo-repo:environment:production`;
    role.addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Condition', { StringEquals: undefined, StringLike: { [`${HOST}:sub`]: sub } });
    expect(synthesise(app).findings.filter(finding => finding.startsWith('SubjectOpen'))).toEqual(expected);
  });

  test('several apps in one process see only their own', () => {
    const [one, other] = [appWithChecks(), appWithChecks()];
    handWritten(new Stack(one, 'One', { env: ENV }), 'Role');
    new GithubOidcRole(new Stack(other, 'Other', { env: ENV }), 'Role', { subjects: [SUBJECT] });
    expect(synthesise(one).findings).toEqual(['AudienceMissing One/Role']);
    expect(synthesise(other)).toEqual({ findings: [], acknowledged: [], failed: false });
  });

  test('an app that trusts no GitHub issuer has no finding', () => {
    const app = appWithChecks();
    new iam.Role(new Stack(app, 'Stack', { env: ENV }), 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    expect(synthesise(app)).toEqual({ findings: [], acknowledged: [], failed: false });
  });
});

describe('what is acknowledged', () => {
  const REASON = { reason: 'it is known' };

  test('a warning at the construct is silenced at both doors by one id', () => {
    const app = appWithChecks();
    const role = new GithubOidcRole(new Stack(app, 'Stack', { env: ENV }), 'Role', { subjects: [NAMED] });
    Validations.of(role).acknowledge({ id: 'GithubOidcChecks::MutableSubject', ...REASON });
    expect(synthesise(app)).toEqual({ findings: [], acknowledged: ['MutableSubject Stack/Role'], failed: false });
    expect(warningsOf(app)).toEqual({});
  });

  test('an error is not, below a role, by what is acknowledged on its resource', () => {
    const app = appWithChecks();
    const role = new GithubOidcRole(new Stack(app, 'Stack', { env: ENV }), 'Role', { subjects: [SUBJECT] });
    handWritten(role as never, 'Inner');
    Validations.of(role.node.defaultChild!).acknowledge({ id: 'GithubOidcChecks::AudienceMissing', ...REASON });
    expect(synthesise(app)).toEqual({ findings: ['AudienceMissing Stack/Role/Inner'], acknowledged: [], failed: true });
  });

  test('a warning of a statement that was added is told beside that of another statement', () => {
    const app = appWithChecks();
    const role = new GithubOidcRole(new Stack(app, 'Stack', { env: ENV }), 'Role', { subjects: [GithubRepository.of('octo-org@1/app@2').anyContext()] });
    role.assumeRolePolicy!.addStatements(new iam.PolicyStatement({
      actions: ['sts:AssumeRoleWithWebIdentity'],
      principals: [new iam.FederatedPrincipal(provider(), {
        StringEquals: { [`${HOST}:aud`]: 'sts.amazonaws.com' }, StringLike: { [`${HOST}:sub`]: 'repo:octo-org@1/other@3:*' },
      })],
    }));
    expect(warningsOf(app)).toEqual({ 'Stack/Role': [expect.stringContaining('octo-org@1/app@2')] });
    expect(synthesise(app)).toEqual({ findings: ['AnyContextTrusted Stack/Role'], acknowledged: [], failed: false });
  });

  test('a warning that a construct carries is not told twice', () => {
    const app = appWithChecks();
    new GithubOidcRole(new Stack(app, 'Stack', { env: ENV }), 'Role', { subjects: [NAMED] });
    expect(synthesise(app)).toEqual({ findings: [], acknowledged: [], failed: false });
    expect(warningsOf(app)).toEqual({ 'Stack/Role': [expect.stringContaining('[ack: GithubOidcChecks::MutableSubject]')] });
  });

  test('a second synthesis tells each warning once', () => {
    const app = appWithChecks();
    new GithubOidcRole(new Stack(app, 'Stack', { env: ENV }), 'Role', { subjects: [NAMED] });
    synthesise(app);
    synthesise(app);
    expect(warningsOf(app)['Stack/Role']).toHaveLength(1);
  });

  test.each(['Stack/Role', 'Stack'])('an error at %s no longer fails the synthesis, and only there', path => {
    const app = appWithChecks();
    const stacks = ['Stack', 'Other'].map(id => new Stack(app, id, { env: ENV }));
    stacks.forEach(stack => handWritten(stack, 'Role'));
    const [, ...rest] = path.split('/');
    const at = rest.reduce((construct, id) => construct.node.findChild(id), stacks[0] as any);
    Validations.of(at).acknowledge({ id: 'GithubOidcChecks::AudienceMissing', ...REASON });
    expect(synthesise(app)).toEqual({ findings: ['AudienceMissing Other/Role'], acknowledged: ['AudienceMissing Stack/Role'], failed: true });
    Validations.of(stacks[1]).acknowledge({ id: 'GithubOidcChecks::AudienceMissing', ...REASON });
    expect(synthesise(app).failed).toBe(false);
  });

  test('on the resource of a role of ours, both doors are silent', () => {
    const app = appWithChecks();
    const role = new GithubOidcRole(new Stack(app, 'Stack', { env: ENV }), 'Role', { subjects: [NAMED], maxSessionDuration: Duration.hours(12) });
    const { defaultChild } = role.node;
    Validations.of(defaultChild!).acknowledge({ id: 'GithubOidcChecks::MutableSubject', ...REASON }, { id: 'GithubOidcChecks::LongSession', ...REASON });
    for (const _ of [1, 2]) {
      expect(synthesise(app)).toMatchObject({ findings: [], failed: false });
      expect(warningsOf(app)).toEqual({});
    }
  });

  test('on the resource of any role, it is silent, and the review has the reason', () => {
    const app = appWithChecks();
    const stack = new Stack(app, 'Stack', { env: ENV });
    const provider_ = new GithubOidcProvider(stack, 'Provider');
    const roles = ['Role', 'Other'].map(id => new iam.Role(stack, id, { assumedBy: new GithubOidcPrincipal(provider_, { subjects: [NAMED] }) }));
    Validations.of(roles[0].node.defaultChild!).acknowledge({ id: 'GithubOidcChecks::MutableSubject', ...REASON });
    new GithubOidcReview(app, 'Review');
    expect(synthesise(app)).toEqual({ findings: ['MutableSubject Stack/Other'], acknowledged: ['MutableSubject Stack/Role/Resource'], failed: false });
    const { roles: reviewed } = JSON.parse(readFileSync(join(app.outdir, 'github-oidc-review.json'), 'utf8'));
    expect(reviewed.map(({ path, findings: [{ acknowledged }] }: any) => [path, acknowledged])).toEqual([['Stack/Other', undefined], ['Stack/Role', REASON.reason]]);
  });

  test('another id silences nothing', () => {
    const app = appWithChecks();
    const role = handWritten(new Stack(app, 'Stack', { env: ENV }), 'Role');
    Validations.of(role).acknowledge({ id: 'GithubOidcChecks::MutableSubject', ...REASON }, { id: 'AudienceMissing', ...REASON });
    expect(synthesise(app)).toEqual({ findings: ['AudienceMissing Stack/Role'], acknowledged: [], failed: true });
  });

  test('a warning beside an acknowledged error fails nothing', () => {
    const app = appWithChecks();
    const role = handWritten(new Stack(app, 'Stack', { env: ENV }), 'Role');
    role.maxSessionDuration = 43_200;
    Validations.of(role).acknowledge({ id: 'GithubOidcChecks::AudienceMissing', ...REASON });
    expect(synthesise(app)).toEqual({ findings: ['LongSession Stack/Role'], acknowledged: ['AudienceMissing Stack/Role'], failed: false });
  });
});

describe('a rule that throws', () => {
  afterEach(() => { jest.restoreAllMocks(); });

  test('becomes a finding of that rule', () => {
    const rule = RULES.find(({ id }) => id === 'AudienceMissing')!;
    jest.spyOn(rule, 'ofRole' as never).mockImplementation((() => { throw new Error('boom'); }) as never);
    const app = appWithChecks();
    new GithubOidcRole(new Stack(app, 'Stack', { env: ENV }), 'Role', { subjects: [SUBJECT] });
    expect(synthesise(app)).toEqual({ findings: ['AudienceMissing Stack/Role'], acknowledged: [], failed: true });
    expect(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')).toContain('the rule failed on this policy: boom');
  });
});

describe('the plugin', () => {
  test('names itself, its version and its rules', () => {
    const { name, version, ruleIds } = new GithubOidcChecks();
    expect({ name, version }).toEqual({ name: 'GithubOidcChecks', version: require('../../package.json').version });
    expect(ruleIds).toEqual(RULES.map(({ id }) => id));
  });

  test.each<[string, any, string]>([
    ['an issuer that is none', { issuers: ['github.example.com'] }, 'GithubIssuerInvalid'],
    ['no list of issuers', { issuers: 'github.example.com' }, 'GithubIssuerInvalid'],
    ['an issuer that is missing', { issuers: [undefined] }, 'GithubIssuerInvalid'],
    ['a quota that no account has', { trustPolicyQuota: 100 }, 'TrustPolicyQuotaInvalid'],
    ['a quota as text', { trustPolicyQuota: '4096' }, 'TrustPolicyQuotaInvalid'],
  ])('refuses %s', (_, props, name) => {
    expect(() => new GithubOidcChecks(props)).toThrow(expect.objectContaining({ name }));
  });

  test('takes null for nothing, as JavaScript callers pass it', () => {
    expect(new GithubOidcChecks(null as any).name).toBe('GithubOidcChecks');
  });

  test('knows the version of a server that it was told, and that of a role of ours', () => {
    const server = GithubIssuer.server('github.example.com', { version: '3.19' });
    const app = appWithChecks({ issuers: [server] });
    handWritten(new Stack(app, 'Stack', { env: ENV }), 'Role', provider(server.conditionKeyPrefix), server.conditionKeyPrefix);
    expect(synthesise(app).findings).toContain('AudienceMissing Stack/Role');
  });
});
