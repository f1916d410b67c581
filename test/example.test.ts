import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { App } from 'aws-cdk-lib';
import { expectDecisions } from './support/decisions';
import { resolved } from './support/templates';
import { GithubOidcToken, GithubRepository } from 'cdk-github-actions-oidc';

const EXPECTED = join(__dirname, '..', 'examples', 'expected');
const ROLES = ['OctoService/Deploy', 'OctoService/Release', 'OctoService/Review'];

/** The example's app, not yet synthesised, with the modules that it was made with: the CDK loads some of them late. */
function freshApp(): { app: App; cdk: typeof import('aws-cdk-lib'); nag: typeof import('cdk-nag') } {
  jest.resetModules();
  return { cdk: require('aws-cdk-lib'), nag: require('cdk-nag'), app: require('../examples/typescript/app').app };
}

describe('the TypeScript example', () => {
  const { app } = freshApp();
  const { directory } = app.synth();

  test.each(readdirSync(EXPECTED))('renders %s as committed, byte for byte', file => {
    expect(readFileSync(join(directory, file), 'utf8')).toEqual(readFileSync(join(EXPECTED, file), 'utf8'));
  });

  test('renders no template beside the committed ones', () => {
    expect(readdirSync(directory).filter(file => file.endsWith('.template.json'))).toEqual(readdirSync(EXPECTED));
  });

  const source = GithubRepository.of('octo-org@123456/octo-repo@456789');
  const tokens = {
    production: GithubOidcToken.forEnvironment(source, 'production'),
    productionByName: GithubOidcToken.forEnvironment(source, 'production', { useImmutableSubject: false }),
    release: GithubOidcToken.forTag(source, 'v1.2.3'),
    releaseByName: GithubOidcToken.forTag(source, 'v1.2.3', { useImmutableSubject: false }),
    review: GithubOidcToken.forPullRequest(source),
    reviewByName: GithubOidcToken.forPullRequest(source, { useImmutableSubject: false }),
  };
  const strangers = [
    GithubOidcToken.forBranch(source, 'main'),
    GithubOidcToken.forTag(source, 'release-1'),
    GithubOidcToken.forEnvironment(source, 'Production'),
    GithubOidcToken.forEnvironment(source, 'staging'),
    GithubOidcToken.forEnvironment(source, 'production', { audience: 'https://github.com/octo-org' }),
    ...['octo-org-evil@666/octo-repo@667', 'octo-org@666/octo-repo@667', 'octo-org@123456/octo-repo-2@8', 'Octo-Org@123456/octo-repo@456789'].flatMap(name => {
      const foreign = GithubRepository.of(name);
      return [true, false].flatMap(useImmutableSubject => [
        GithubOidcToken.forEnvironment(foreign, 'production', { useImmutableSubject }),
        GithubOidcToken.forTag(foreign, 'v1', { useImmutableSubject }),
        GithubOidcToken.forPullRequest(foreign, { useImmutableSubject }),
      ]);
    }),
    GithubOidcToken.forBranch(GithubRepository.of('evil@9/x@1'), 'main', {
      claims: { sub: 'repo:evil@9/x@1:ref:refs/heads/octo-org@123456/octo-repo@456789:environment:production' },
    }),
  ];

  test.each([
    ['OctoService', 'Deploy', ['production', 'productionByName']],
    ['OctoService', 'Release', ['release', 'releaseByName']],
    ['OctoService', 'Review', ['review', 'reviewByName']],
  ] as const)('%s/%s as committed lets in whom it says, by both engines', (stack, role, members) => {
    const text = readFileSync(join(EXPECTED, `${stack}.template.json`), 'utf8').replaceAll('111122223333', '111111111111');
    const template = resolved(JSON.parse(text));
    const [[, { Properties: properties }]] = Object.entries<any>(template.Resources).filter(([id]) => new RegExp(`^${role}[0-9A-F]{8}$`).test(id));
    const others = Object.entries(tokens).filter(([name]) => !(members as readonly string[]).includes(name)).map(([, token]) => token);
    expectDecisions(properties.AssumeRolePolicyDocument, members.map(name => tokens[name]), [...others, ...strangers]);
  });

  test("the README's policy lets in whom it says, by both engines", () => {
    const policy = JSON.parse(readFileSync(join(__dirname, '..', 'examples', 'readme', 'trust-policy.json'), 'utf8'));
    policy.Statement[0].Principal.Federated = 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com';
    const { production, productionByName, ...others } = tokens;
    expectDecisions(policy, [production, productionByName], [...Object.values(others), ...strangers]);
  });

  test('is named role by role by `npm run example`, which decides both ways', () => {
    const output = execFileSync('npx', ['tsx', '--tsconfig', 'tsconfig.dev.json', 'examples/typescript/who-may-assume.ts'], {
      encoding: 'utf8', env: { ...process.env, CDK_OUTDIR: mkdtempSync(join(tmpdir(), 'example-')) },
    });
    for (const role of ROLES) {
      expect(output).toContain(`${role} may be assumed by `);
    }
    expect(output).toContain('yes  environment production                  allowed by EnvironmentProduction\n');
    expect(output).toContain('no   production, other audience              denied: EnvironmentProduction: aud is ');
  });
});

describe('outside validation of the example', () => {
  beforeAll(() => { delete process.env.CDK_VALIDATION; });
  test("aws-cdk-lib's own validation, which runs at each synth, finds nothing", () => {
    const { app } = freshApp();
    app.synth();
    expect(reportsIn(app.outdir)).toEqual({});
  });

  test("aws-cdk-lib's own validation would find a fault there", () => {
    const { app } = freshApp();
    const role: any = app.node.findChild('OctoService').node.findChild('Deploy').node.defaultChild;
    role.addPropertyOverride('NoSuchProperty', 'x');
    jest.spyOn(console, 'error').mockImplementation();
    app.synth();
    expect(reportsIn(app.outdir)).toEqual({ 'CloudFormation Validate': ['F3002 OctoService/Deploy/Resource'] });
  });

  test("cdk-nag's AwsSolutions pack objects to nothing but the login to ECR, for which AWS offers no resource", () => {
    const { app, cdk, nag } = freshApp();
    cdk.Validations.of(app).addPlugins(new nag.AwsSolutionsChecks(app));
    expect(() => app.synth()).toThrow('AwsSolutions::AwsSolutions-IAM5[Resource::*]');
    expect(reportsIn(app.outdir)).toEqual({
      AwsSolutions: ROLES.map(role => `AwsSolutions-IAM5[Resource::*] ${role}/DefaultPolicy/Resource`),
    });
  });

  test("cdk-nag's AwsSolutions pack passes with the acknowledgement that docs/outside-tools.md gives", () => {
    const { app, cdk, nag } = freshApp();
    cdk.Validations.of(app).addPlugins(new nag.AwsSolutionsChecks(app));
    for (const role of ROLES) {
      cdk.Validations.of(app.node.findChild('OctoService').node.findChild(role.split('/')[1])).acknowledge({
        id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]', reason: 'AWS offers no resource for ecr:GetAuthorizationToken',
      });
    }
    app.synth();
    expect(reportsIn(app.outdir)).toEqual({ AwsSolutions: [] });
  });
});

/** For each plugin that ran, what it objects to. */
function reportsIn(outdir: string): Record<string, string[]> {
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  const textsOf = ({ ruleName, violatingConstructs }: any) => violatingConstructs.map(({ constructPath }: any) => `${ruleName} ${constructPath}`);
  return Object.fromEntries(pluginReports.map(({ pluginName, violations }: any) => [pluginName, violations.flatMap(textsOf)]));
}
