import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack, Stage, StageSynthesisOptions, Validations } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { GithubIssuer, GithubOidcChecks, GithubOidcReview, GithubOidcRole, GithubRepository } from '../../src';
import { GRANT_METHODS, GrantMethod, newGrant } from '../support/every-grant';
import { readMarkup } from '../support/markup';
import { refusalOf } from '../support/refusal';
import { warningsOf } from '../support/templates';

const REPOSITORY = GithubRepository.of('octo-org@123456/octo-repo@456789');
const FILES = ['github-oidc-review.html', 'github-oidc-review.json', 'github-oidc-review.md'];

function freshDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'github-oidc-review-'));
}

function newApp(outdir = freshDirectory()): { app: App; stack: Stack; role: GithubOidcRole } {
  const app = new App({ outdir });
  const stack = new Stack(app, 'OctoService', { env: { account: '111111111111', region: 'eu-west-1' } });
  const role = new GithubOidcRole(stack, 'Deploy', { subjects: [REPOSITORY.environment('production')] });
  role.grantEcrPush(new ecr.Repository(stack, 'Images'));
  return { app, stack, role };
}

function reviewIn({ outdir }: App): any {
  return JSON.parse(readFileSync(join(outdir, 'github-oidc-review.json'), 'utf8'));
}

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(file => file.includes('github-oidc-review')).sort();
}

test('the three files stand beside the templates, and tell of the role', () => {
  const { app } = newApp();
  new GithubOidcReview(app, 'Review');
  app.synth();
  expect(filesIn(app.outdir)).toEqual(FILES);
  const { format, roles: [role] } = reviewIn(app);
  expect({ format, path: role.path, account: role.account, jobs: role.trusts[0].jobs }).toEqual({
    format: 1, path: 'OctoService/Deploy', account: '111111111111', jobs: [{ repository: 'octo-org/octo-repo', run: 'environment', value: 'production' }],
  });
  expect(role.permissions).toContainEqual(expect.objectContaining({ service: 'ecr', resources: ['<OctoService/Images.Arn>'], source: 'policy OctoService/Deploy/DefaultPolicy' }));
  for (const file of FILES) { expect(readFileSync(join(app.outdir, file), 'utf8')).toContain('Deploy'); }
});

test('no path of the machine, no date, and twice the same', () => {
  const texts = [newApp(), newApp()].map(({ app }) => {
    new GithubOidcReview(app, 'Review');
    app.synth();
    return FILES.map(file => readFileSync(join(app.outdir, file), 'utf8'));
  });
  expect(texts[0]).toEqual(texts[1]);
  for (const text of texts[0]) {
    expect(text).not.toContain(tmpdir());
    expect(text).not.toContain(String(new Date().getFullYear()));
  }
});

test('a second synthesis writes what is true then', () => {
  const { app, role } = newApp();
  new GithubOidcReview(app, 'Review');
  app.synth();
  const before = reviewIn(app);
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  app.synth({ force: true });
  expect(before.roles[0].permissions.map(({ service }: any) => service)).not.toContain('s3');
  expect(reviewIn(app).roles[0].permissions.map(({ service }: any) => service)).toContain('s3');
});

const SKIPPING = { skipValidation: true };
const FORCED = { force: true };

test.each<[string, StageSynthesisOptions, StageSynthesisOptions]>([
  ['with and without validation', {}, { ...SKIPPING, ...FORCED }],
  ['without and with validation', SKIPPING, FORCED],
  ['without validation', SKIPPING, { ...SKIPPING, ...FORCED }],
])('two syntheses %s write what is true then, and tell each finding once', (_, first, second) => {
  const { app, role } = newApp();
  const other = new GithubOidcRole(role.stack, 'Other', { subjects: [REPOSITORY.pullRequest()], managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')] });
  Validations.of(app).addPlugins(new GithubOidcChecks());
  new GithubOidcReview(app, 'Review');
  const told = () => {
    const { pluginReports } = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
    const ofPlugin = pluginReports.flatMap(({ violations = [] }: any) => violations.map(({ ruleName }: any) => ruleName));
    const ofRole = warningsOf(app)[other.node.path].map(text => /\[ack: GithubOidcChecks::(\w+)\]$/.exec(text)![1]);
    return { both: [...ofPlugin, ...ofRole].sort(), reviewed: reviewIn(app).roles[1].findings.map(({ rule }: any) => rule) };
  };
  const ALL = ['AdministratorPermissions', 'PullRequestCanWrite', 'PullRequestTrusted'];
  const errors = jest.spyOn(console, 'error').mockImplementation();
  app.synth(first);
  expect(told()).toEqual({ both: ALL, reviewed: ALL });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  app.synth(second);
  expect(told()).toEqual({ both: ALL, reviewed: ALL });
  errors.mockRestore();
  expect(reviewIn(app).roles[0].permissions.map(({ service }: any) => service)).toContain('s3');
  for (const file of FILES) { expect(readFileSync(join(app.outdir, file), 'utf8')).toContain('s3'); }
});

test('a synthesis again, of the same', () => {
  const { app } = newApp();
  new GithubOidcReview(app, 'Review');
  const texts = [app.synth(), app.synth(), app.synth(SKIPPING)].map(() => FILES.map(file => readFileSync(join(app.outdir, file), 'utf8')));
  expect(texts[1]).toEqual(texts[0]);
  expect(texts[2]).toEqual(texts[0]);
});

test.each<[string, StageSynthesisOptions]>([['', {}], [', without validation', SKIPPING]])('a directory that an earlier program left%s', (_, options) => {
  const { app: { outdir } } = newApp();
  for (const file of FILES) { writeFileSync(join(outdir, file), 'old'); }
  const { app } = newApp(outdir);
  new GithubOidcReview(app, 'Review');
  app.synth(options);
  for (const file of FILES) { expect(readFileSync(join(outdir, file), 'utf8')).not.toBe('old'); }
});

test('a directory that is not there yet', () => {
  const { app } = newApp(join(freshDirectory(), 'a', 'b'));
  new GithubOidcReview(app, 'Review');
  app.synth();
  expect(filesIn(app.outdir)).toEqual(FILES);
});

test('stages: once, with the roles of all of them, wherever the review is', () => {
  const { app } = newApp();
  const stages = ['Beta', 'Prod'].map(id => {
    const stage = new Stage(app, id);
    new GithubOidcRole(new Stack(stage, 'Inner'), 'Role', { subjects: [REPOSITORY.branch('main')] });
    return stage;
  });
  new GithubOidcReview(stages[1], 'Review');
  app.synth();
  app.synth({ force: true });
  expect(filesIn(app.outdir)).toEqual(FILES);
  expect(reviewIn(app).roles.map(({ path }: any) => path)).toEqual(['Beta/Inner/Role', 'OctoService/Deploy', 'Prod/Inner/Role']);
});

test('several apps in one process know nothing of each other', () => {
  const [one, other] = [newApp(), newApp()];
  new GithubOidcReview(one.app, 'Review');
  new GithubOidcReview(other.stack, 'Review');
  new GithubOidcRole(other.stack, 'Second', { subjects: [REPOSITORY.pullRequest()] });
  other.app.synth();
  one.app.synth();
  expect([one, other].map(({ app }) => reviewIn(app).roles.length)).toEqual([1, 2]);
});

test('findings, with the reason of those that are acknowledged; none of them fails synthesis', () => {
  const { app, stack } = newApp();
  const byHand = (id: string) => new iam.CfnRole(stack, id, {
    maxSessionDuration: 43200,
    assumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com' },
        Condition: { StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:octo-org@1/octo-repo@2:environment:production' } },
      }],
    },
  });
  byHand('ByHand');
  Validations.of(byHand('Known')).acknowledge({ id: 'GithubOidcChecks::LongSession', reason: 'it builds all night' });
  new GithubOidcReview(app, 'Review');
  app.synth();
  const reasons = Object.fromEntries(reviewIn(app).roles.map(({ path, findings }: any) =>
    [path, findings.map(({ rule, severity, acknowledged }: any) => [severity, rule, acknowledged])]));
  expect(reasons['OctoService/ByHand']).toEqual(expect.arrayContaining([['error', 'AudienceMissing', undefined], ['warning', 'LongSession', undefined]]));
  expect(reasons['OctoService/Known']).toContainEqual(['warning', 'LongSession', 'it builds all night']);
});

test('with the checks beside it, both tell the same, and the review stands although synthesis fails', () => {
  const { app, stack } = newApp();
  const open = { Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com' } };
  new iam.CfnRole(stack, 'Open', { assumeRolePolicyDocument: { Version: '2012-10-17', Statement: [open] } });
  Validations.of(app).addPlugins(new GithubOidcChecks());
  new GithubOidcReview(app, 'Review');
  expect(() => app.synth()).toThrow(/AudienceMissing/);
  const reviewed = reviewIn(app).roles.find(({ path }: any) => path === 'OctoService/Open');
  expect(reviewed.findings.map(({ rule }: any) => rule)).toContain('AudienceMissing');
});

test('steered roles and the ways of a permission: bucket policies, managed policies', () => {
  const { app, stack, role } = newApp();
  role.grantCdkDeploy();
  new s3.Bucket(stack, 'Reports').addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: ['*'], principals: [role] }));
  role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
  new GithubOidcReview(app, 'Review');
  app.synth();
  const [{ steers, assumes, managedPolicies, permissions }] = reviewIn(app).roles;
  expect(steers).toContainEqual({ by: 'grantCdkDeploy', role: 'arn:aws:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-west-1', how: expect.any(String) });
  expect(assumes).toContain('arn:aws:iam::111111111111:role/cdk-hnb659fds-deploy-role-111111111111-eu-west-1');
  expect(managedPolicies).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess']);
  expect(permissions.map(({ source }: any) => source)).toContain('bucket policy OctoService/Reports/Policy');
});

describe('each grant that acts through other roles', () => {
  const STEERING: readonly GrantMethod[] = [
    'grantCdkDeploy', 'grantCloudFormationDeploy', 'grantCodeBuildRun', 'grantCodeDeploy', 'grantEcsDeploy', 'grantEcsRunTask', 'grantEksAccess', 'grantLambdaDeploy',
    'grantStepFunctionsDeploy', 'grantTerraformState',
  ];
  const reviewOf = (method: GrantMethod) => {
    const { app, stack, role } = newApp();
    newGrant(method, stack)(role);
    new GithubOidcReview(app, 'Review');
    app.synth();
    const [page, data, text] = FILES.map(file => readFileSync(join(app.outdir, file), 'utf8'));
    const found = JSON.parse(data).roles.find(({ path }: any) => path === 'OctoService/Deploy');
    return { role, steers: found.steers ?? [], html: readMarkup(page).text, markdown: text.replace(/\\/g, '').replaceAll('`', '') };
  };

  test.each(STEERING)('%s names the steered roles on every page', method => {
    const { role, steers, html, markdown } = reviewOf(method);
    const recorded = role._grants.flatMap(grant => grant.steers);
    expect(recorded.length).toBeGreaterThan(0);
    expect(steers.map(({ by, how }: any) => [by, how]).sort()).toEqual(recorded.map(({ how }) => [method, how]).sort());
    expect(steers.filter((steered: any) => steered.role !== undefined)).toHaveLength(recorded.filter(({ roleArn }) => roleArn !== undefined).length);
    for (const { role: named, by, how } of steers) {
      for (const page of [html, markdown]) { expect(page).toContain(`${named === undefined ? '' : `${named}: `}by ${by}, a job ${how}`); }
    }
  });

  test.each(GRANT_METHODS.filter(method => !STEERING.includes(method)))('and %s names none', method => {
    expect(reviewOf(method).steers).toEqual([]);
  });

  test('by the role that the resource has in the end', () => {
    const { app, stack, role } = newApp();
    const first = 'arn:aws:iam::111111111111:role/first';
    const resources = {
      Role: new lambda.CfnFunction(stack, 'Function', { code: {}, role: first }),
      RoleArn: new sfn.CfnStateMachine(stack, 'Machine', { roleArn: first }),
      ServiceRole: new codebuild.CfnProject(stack, 'Project', {
        serviceRole: first, artifacts: { type: 'NO_ARTIFACTS' }, environment: { computeType: 'any', image: 'any', type: 'any' }, source: { type: 'NO_SOURCE' },
      }),
      TaskRoleArn: new ecs.CfnTaskDefinition(stack, 'Task', { family: 'web', taskRoleArn: first }),
      ServiceRoleArn: new codedeploy.CfnDeploymentGroup(stack, 'Group', { applicationName: 'web', deploymentGroupName: 'web', serviceRoleArn: first }),
    };
    role.grantLambdaDeploy(resources.Role);
    role.grantStepFunctionsDeploy(resources.RoleArn);
    role.grantCodeBuildRun(resources.ServiceRole);
    role.grantCodeDeploy(resources.ServiceRoleArn);
    role.grantEcsDeploy(ecs.BaseService.fromServiceArnWithCluster(stack, 'Service', 'arn:aws:ecs:eu-west-1:111111111111:service/main/web'), { taskDefinition: resources.TaskRoleArn });
    Object.entries(resources).forEach(([property, resource]) => resource.addPropertyOverride(property, `arn:aws:iam::111111111111:role/${property}`));
    new GithubOidcReview(app, 'Review');
    app.synth();
    const named = reviewIn(app).roles.flatMap(({ steers = [] }: any) => steers.flatMap((steered: any) => steered.role ?? []));
    expect(named.sort()).toEqual(Object.keys(resources).sort().map(property => `arn:aws:iam::111111111111:role/${property}`));
  });
});

test('what changed since a baseline, also one that this synthesis overwrites', () => {
  const { app, role } = newApp();
  new GithubOidcReview(app, 'Review');
  app.synth();
  expect(readFileSync(join(app.outdir, 'github-oidc-review.md'), 'utf8')).not.toContain('What changed');

  const { app: next, role: changed } = newApp(app.outdir);
  changed.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  new GithubOidcReview(next, 'Review', { baseline: join(app.outdir, 'github-oidc-review.json') });
  next.synth();
  expect(role.node.path).toBe(changed.node.path);
  expect(readFileSync(join(next.outdir, 'github-oidc-review.md'), 'utf8')).toContain('```diff\n+ may: s3:GetObject on *\n```');
});

test('a baseline that begins with a byte order mark', () => {
  const { app } = newApp();
  const baseline = join(freshDirectory(), 'last.json');
  writeFileSync(baseline, '\ufeff{"format":1,"roles":[],"findings":[]}');
  new GithubOidcReview(app, 'Review', { baseline });
  app.synth();
  expect(readFileSync(join(app.outdir, 'github-oidc-review.md'), 'utf8')).toContain('- new role `OctoService/Deploy`');
});

test('a server that is told by name', () => {
  const { app, stack } = newApp();
  const issuer = GithubIssuer.server('github.example.com');
  new GithubOidcRole(stack, 'Server', { issuer, subjects: [GithubRepository.of('octo-org/octo-repo').environment('production')] });
  new GithubOidcReview(app, 'Review', { issuers: [issuer], trustPolicyQuota: 4096 });
  app.synth();
  expect(reviewIn(app).roles.flatMap(({ trusts }: any) => trusts.map((trust: any) => trust.issuer))).toContain('https://github.example.com/_services/token');
});

test('an app without such a role has a review that says so', () => {
  const app = new App({ outdir: freshDirectory() });
  new Stack(app, 'Empty');
  new GithubOidcReview(app, 'Review');
  app.synth();
  expect(reviewIn(app)).toEqual({ format: 1, roles: [], findings: [] });
  expect(readFileSync(join(app.outdir, 'github-oidc-review.md'), 'utf8')).toContain('No role trusts a GitHub issuer.');
});

describe('misuse', () => {
  const wrong = (name: string, text?: string | Buffer) => {
    const file = join(freshDirectory(), name);
    if (text !== undefined) { writeFileSync(file, text); }
    return file;
  };

  test.each<[string, any, RegExp]>([
    ['a number', 7, /^the baseline '7' is a value of type number; pass the path of a github-oidc-review\.json as a string$/],
    ['the text of one', Buffer.from('{}'), /is a value of type object/],
    ['text in another encoding', wrong('wide.json', Buffer.from('\ufeff{"format":1}', 'utf16le')), /is no JSON/],
    ['a file that is not there', wrong('none.json'), /^the baseline '.*none\.json' cannot be read \(ENOENT\); pass the path .* or leave it out until there is one$/],
    ['a directory', freshDirectory(), /cannot be read \(EISDIR\)/],
    ['no JSON', wrong('text.json', '{'), /is no JSON; pass a github-oidc-review\.json/],
    ['a newer one', wrong('newer.json', '{"format":2}'), /has the format 2, newer than the 1 that this version reads; update cdk-github-actions-oidc/],
  ])('the baseline is %s', (_, baseline, message) => {
    const { app } = newApp();
    const { name, message: text } = refusalOf(() => new GithubOidcReview(app, 'Review', { baseline }));
    expect(name).toBe('ReviewBaselineInvalid');
    expect(text).toMatch(message);
  });

  test('two reviews of one app', () => {
    const { app, stack } = newApp();
    new GithubOidcReview(app, 'Review');
    const { name, message } = refusalOf(() => new GithubOidcReview(stack, 'Again'));
    expect({ name, message }).toEqual({
      name: 'ReviewDuplicated', message: "the review 'OctoService/Again' is the app's second, and both write the same files; keep 'Review' alone",
    });
  });

  test('outside an app', () => {
    const { name, message } = refusalOf(() => new GithubOidcReview(new Construct(undefined as never, ''), 'Review'));
    expect(name).toBe('ReviewOutsideApp');
    expect(message).toContain("'Review' is in no app");
  });

  test('an issuer that is none', () => {
    const { app } = newApp();
    expect(refusalOf(() => new GithubOidcReview(app, 'Review', { issuers: ['github.com' as never] })).name).toBe('GithubIssuerInvalid');
    expect(existsSync(join(app.outdir, FILES[0]))).toBe(false);
  });
});
