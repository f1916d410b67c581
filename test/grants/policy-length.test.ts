import { App, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { GithubOidcRole } from '../../src';
import { resourcesIn, statementsIn } from '../support/deployed';
import { GRANT_METHODS, nameOf, newGrant } from '../support/every-grant';
import { newGithubRole } from '../support/job-role';
import { warningsOf } from '../support/templates';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: characters but white space, of a role's inline policies together
// and of a managed policy, and how many of these a role has unless AWS raises the quota
const [INLINE, MANAGED, MANAGED_POLICIES] = [10_240, 6_144, 10];

function lengthsIn(stack: Stack) {
  const [inline, managed] = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].map(type => resourcesIn(stack, [type])
    .filter(({ Roles: roles }) => roles.includes('job')).map(({ PolicyDocument: document }) => JSON.stringify(document).length));
  return { inline: inline.reduce((sum, length) => sum + length, 0), managed };
}

function newApp(minimizePolicies = false): App {
  return new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } });
}

function mixed(grants: number, app: App) {
  const { stack, role } = newGithubRole(app);
  for (let index = 0; index < grants; index++) {
    const method = GRANT_METHODS[index % GRANT_METHODS.length];
    newGrant(method, stack, `${nameOf(method)}${index}`)(role);
  }
  return lengthsIn(stack);
}

test.each([false, true])('50 grants of one role stay within what IAM takes (policies minimised: %s)', minimizePolicies => {
  const app = newApp(minimizePolicies);
  const { inline, managed } = mixed(50, app);
  expect(inline).toBeLessThanOrEqual(INLINE);
  expect(Math.max(...managed)).toBeLessThanOrEqual(MANAGED);
  expect(managed.length).toBeGreaterThan(0);
  expect(managed.length).toBeLessThanOrEqual(MANAGED_POLICIES);
  expect(warningsOf(app)).not.toHaveProperty('Stack/Role');
});

test('100 grants are more policies than IAM attaches by default, and aws-cdk-lib warns', () => {
  const app = newApp();
  const { managed } = mixed(100, app);
  expect(Math.max(...managed)).toBeLessThanOrEqual(MANAGED);
  expect(managed).toHaveLength(12);
  expect(warningsOf(app)['Stack/Role']).toEqual([expect.stringMatching(/^Policy large: 12 exceeds 10 managed policies attached to a Role/)]);
});

test('one grant may name 100 resources with one key: aws-cdk-lib divides no statement, so the grant does', () => {
  const app = newApp();
  const { stack, role } = newGithubRole(app);
  const encryptionKey = new kms.Key(stack, 'Key', { description: 'key' });
  const secrets = Array.from({ length: 100 }, (_, index) => secretsmanager.Secret.fromSecretAttributes(stack, `Secret${index}`, {
    secretPartialArn: `arn:aws:secretsmanager:eu-west-1:111111111111:secret:app/secret-${index}`, encryptionKey,
  }));
  role.grantSecretsRead(...secrets);

  const { inline, managed } = lengthsIn(stack);
  expect(inline).toBeLessThanOrEqual(INLINE);
  expect(Math.max(...managed)).toBeLessThanOrEqual(MANAGED);
  expect(managed.length).toBeLessThanOrEqual(MANAGED_POLICIES);
  expect(warningsOf(app)).toEqual({});

  const resourcesOf = (wanted: string, read: (statement: any) => string[]) =>
    statementsIn(stack).filter(({ Action: action }) => action === wanted).flatMap(read).sort();
  const readable = resourcesOf('secretsmanager:GetSecretValue', ({ Resource: resource }) => resource);
  expect(new Set(readable).size).toBe(100);
  expect(resourcesOf('kms:Decrypt', ({ Condition: { StringLike: condition } }) => condition['kms:EncryptionContext:SecretARN'])).toEqual(readable);
});

describe('a long list of long names is divided by its characters', () => {
  const names = (count: number, length: number) => Array.from({ length: count }, (_, index) => `${index}`.padStart(length, 'n'));
  const SECRETS = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:';
  const bucketOf = (stack: Stack) => s3.Bucket.fromBucketAttributes(stack, 'Bucket', {
    bucketName: 'state', encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1'),
  });

  test.each<[string, number, (role: GithubOidcRole, stack: Stack) => unknown]>([
    ['40 secrets of 400 characters', 40 * 400, (role, stack) =>
      role.grantSecretsRead(...names(40, 400).map(name => secretsmanager.Secret.fromSecretCompleteArn(stack, name, `${SECRETS}${name}-AbCdEf`)))],
    ['60 roles of 64 characters', 60 * 64, (role, stack) => role.grantLambdaDeploy(lambda.Function.fromFunctionName(stack, 'Function', 'web'), {
      passableRoles: names(60, 64).map(name => iam.Role.fromRoleName(stack, name, name)),
    })],
    ['30 workspaces of 90 characters, with a key and a lock table', 30 * 90 * 8, (role, stack) => role.grantTerraformState(bucketOf(stack), {
      stateKey: 'terraform.tfstate', workspaces: names(30, 90), lockTable: dynamodb.Table.fromTableName(stack, 'Table', 'locks'),
    })],
    ['40 inference profiles of 100 characters', 2 * 40 * 100, role =>
      role.grantBedrockInvoke({ modelIds: ['amazon.nova-lite-v1:0'], inferenceProfileIds: names(40, 100) })],
    ['100 short packages', 100 * 20, role =>
      role.grantCodeArtifactPublish({ domainName: 'octo', repositoryName: 'main', packages: names(100, 20).map(name => `npm//${name}`) })],
  ])('%s', (_, atLeast, grant) => {
    const app = newApp();
    const { stack, role } = newGithubRole(app);
    grant(role, stack);
    const { inline, managed } = lengthsIn(stack);
    expect(inline).toBeLessThanOrEqual(INLINE);
    expect(Math.max(0, ...managed)).toBeLessThanOrEqual(MANAGED);
    expect(managed.length).toBeLessThanOrEqual(MANAGED_POLICIES);
    expect(warningsOf(app)).toEqual({});
    // Nothing was lost on the way, and no statement is short for nothing.
    expect(managed.reduce((sum, length) => sum + length, inline)).toBeGreaterThan(atLeast);
    expect(statementsIn(stack).length).toBeLessThan(10 + atLeast / 1_000);
  });
});

describe('a long list granted again adds nothing, in whichever order', () => {
  type GrantInOrder = (role: GithubOidcRole, order: <T>(list: T[]) => T[]) => unknown;
  const range = (count: number, name: (index: number) => string) => Array.from({ length: count }, (_, index) => name(index));

  test.each([false, true].flatMap(minimizePolicies => ([
    ['60 secrets', stack => {
      const secrets = range(60, index => `secret-${index}`).map(name => secretsmanager.Secret.fromSecretNameV2(stack, name, `team/service/${name}`));
      return (role, order) => role.grantSecretsRead(...order(secrets));
    }],
    ['25 workspaces, with a key and a lock table', stack => {
      const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', {
        bucketName: 'states', encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1'),
      });
      const lockTable = dynamodb.Table.fromTableName(stack, 'Table', 'locks');
      const options = { stateKey: 'network/terraform.tfstate', workspaces: range(25, index => `preview-${index}`), lockTable };
      return role => role.grantTerraformState(bucket, options);
    }],
    ['25 models and inference profiles', () => role => role.grantBedrockInvoke({
      modelIds: range(25, index => `amazon.nova-${index}-v1:0`), inferenceProfileIds: range(25, index => `eu.amazon.nova-${index}-v1:0`),
    })],
  ] as [string, (stack: Stack) => GrantInOrder][]).map(row => [...row, minimizePolicies] as const)))(
    '%s', (_, grantFor, minimizePolicies) => {
      const [once, twice] = [[1], [1, -1, 1]].map(times => {
        const { stack, role } = newGithubRole(newApp(minimizePolicies));
        const grant = grantFor(stack);
        times.forEach(time => grant(role, list => time > 0 ? list : [...list].reverse()));
        expect(role._grants.map(granted => granted.grant.success && granted.grant.principalStatements.length)).toEqual(
          times.map(() => role._grants[0].grant.principalStatements.length));
        return resourcesIn(stack, ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']);
      });
      expect(once.length).toBeGreaterThan(0);
      expect(twice).toEqual(once);
    },
  );
});

test('what aws-cdk-lib counts as 150 characters, and is sure to be more, fails synthesis', () => {
  const app = newApp();
  const { stack, role } = newGithubRole(app);
  const names = Array.from({ length: 40 }, (_, index) => `${index}`.padStart(400, 'n'));
  role.grantSecretsRead(...names.map(name => secretsmanager.Secret.fromSecretNameV2(stack, name, name)));
  expect(() => app.synth()).toThrow(/^.*\[Stack\/Role\] the policy 'Stack\/Role\/DefaultPolicy\/Resource' has 18[0-9]{3} characters, and IAM takes 10240; /s);
});

test('a policy that aws-cdk-lib takes for short enough, and IAM does not, fails synthesis', () => {
  const app = newApp(true);
  const { stack, role } = newGithubRole(app);
  for (let index = 0; index < 100; index++) {
    const executionRole = iam.Role.fromRoleArn(stack, `Execution${index}`, `arn:aws:iam::111111111111:role/r${index}`);
    role.grantCloudFormationDeploy(`arn:aws:cloudformation:eu-west-1:111111111111:stack/s${index}`, { executionRole });
  }
  expect(() => app.synth()).toThrow(
    /\[Stack\/Role\] the policy 'Stack\/Role\/[^']+' has 6[0-9]{3} characters, and IAM takes 6144; use several roles, .* \(PolicyTooLarge\)/);
});
