import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { grantSecretsRead } from '../../src/grants/secrets';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, resourcesIn, statementsIn } from '../support/deployed';
import { ENV, newRole } from '../support/job-role';
import { madeUp } from '../support/made-up';

const AT = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret';
const WHOLE = `${AT}:app/token-AbCdEf`;
const NAMED = `${AT}:app/token-??????`;
const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/secret-key';

function secretIn(stack: Stack, encryptionKey?: kms.IKey, secretName = 'app/token') {
  return new secretsmanager.Secret(stack, `Secret${secretName}`, { secretName, encryptionKey });
}

function keyIn(stack: Stack, description = 'secret-key') {
  return new kms.Key(stack, description, { description });
}

function reading(resource: string | string[]) {
  return { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: resource };
}

function decrypting(arns: string[], keyArn = KEY) {
  return { Effect: 'Allow', Action: 'kms:Decrypt', Resource: keyArn, Condition: { StringLike: { 'kms:EncryptionContext:SecretARN': arns } } };
}

describe('grantSecretsRead', () => {
  test.each<[string, string, (stack: Stack) => secretsmanager.ISecretRef]>([
    ['an L2', WHOLE, secretIn],
    ['an L1', WHOLE, stack => new secretsmanager.CfnSecret(stack, 'Secret', { name: 'app/token' })],
    ['one imported by its whole ARN', WHOLE, stack => secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', WHOLE)],
    ['one imported by an ARN without its end', NAMED, stack => secretsmanager.Secret.fromSecretPartialArn(stack, 'Secret', `${AT}:app/token`)],
    ['one imported by name', NAMED, stack => secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'app/token')],
    ['one of another library, whose reference holds a name', NAMED.replace('eu-west-1', 'us-east-1'), stack =>
      madeUp({ env: { ...ENV, region: 'us-east-1' }, secretRef: { secretId: 'app/token' } }, stack)],
    ['one of another account', WHOLE.replace('111111111111', '222222222222'), stack =>
      secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', WHOLE.replace('111111111111', '222222222222'))],
  ])('renders the value of %s, and nothing else', (_, secretArn, secretFor) => {
    const { stack, role } = newRole();
    const { grant, resources, steers } = grantSecretsRead(role, [secretFor(stack)]);
    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual([reading(secretArn)]);
    expect(resources).toHaveLength(1);
    expect(steers).toEqual([]);
  });

  test('waits for the database that a secret is attached to', () => {
    const { stack, role } = newRole();
    const asSecretAttachmentTarget = () => ({ targetId: 'database', targetType: secretsmanager.AttachmentTargetType.RDS_DB_INSTANCE });
    const { resources } = grantSecretsRead(role, [secretIn(stack).attach({ asSecretAttachmentTarget })]);
    expect(stack.resolve(resources)).toEqual([{ Ref: expect.stringMatching(/Attachment/) }]);
  });

  test('renders several secrets in one statement, and each key with its own', () => {
    const { stack, role } = newRole();
    const [one, two] = [keyIn(stack, 'one'), keyIn(stack, 'two')];
    const arn = (name: string) => `${AT}:${name}-AbCdEf`;
    const secrets = [secretIn(stack, one, 'a'), secretIn(stack, two, 'b'), secretIn(stack, one, 'c'), secretIn(stack, undefined, 'd')];
    grantSecretsRead(role, secrets);
    expect(statementsIn(stack)).toEqual([
      reading(['a', 'b', 'c', 'd'].map(arn)),
      decrypting([arn('a'), arn('c')], KEY.replace('secret-key', 'one')),
      decrypting([arn('b')], KEY.replace('secret-key', 'two')),
    ]);
    for (const { KeyPolicy: policy } of resourcesIn(stack, ['AWS::KMS::Key'])) {
      expect(JSON.stringify(policy)).not.toContain('role/job');
    }
    expect(resourcesIn(stack, ['AWS::SecretsManager::ResourcePolicy'])).toEqual([]);
  });

  test('uses no key of secrets that say none, which the key itself grants', () => {
    const { stack, role } = newRole();
    const key = keyIn(stack);
    const made = new secretsmanager.CfnSecret(stack, 'Secret', { name: 'app/token', kmsKeyId: key.keyArn });
    grantSecretsRead(role, [made, secretsmanager.Secret.fromSecretNameV2(stack, 'Other', 'app/token')]);
    expect(statementsIn(stack)).toEqual([reading([WHOLE, NAMED])]);

    key.grantDecrypt(role);
    expect(statementsIn(stack)).toEqual([reading([WHOLE, NAMED]), { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY }]);
  });

  test.each([false, true])('says the same thing once (policies minimised: %s)', minimizePolicies => {
    const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
    const secret = secretIn(stack, keyIn(stack));
    grantSecretsRead(role, [secret]);
    grantSecretsRead(role, [secret, secret]);
    grantSecretsRead(role, [secret]);
    expect(statementsIn(stack)).toEqual([reading(WHOLE), decrypting([WHOLE])]);
  });

  test('takes a secret of another stack, which is deployed first, and one of another account, whose ARN has no known end', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const { stack, role } = newRole(app);
    grantSecretsRead(role, [secretIn(other)]);
    expect(statementsIn(stack)[0].Resource).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Other:.*Secret/) });
    expect(stack.dependencies).toEqual([other]);

    const elsewhere = new App();
    const account = new Stack(elsewhere, 'Account', { env: { account: '222222222222', region: 'us-east-1' } });
    const far = newRole(elsewhere);
    grantSecretsRead(far.role, [secretIn(account)]);
    expect(statementsIn(far.stack)[0].Resource).toBe('arn:aws:secretsmanager:us-east-1:222222222222:secret:app/token-??????');
  });

  test('names the partition by AWS\'s own word for it', () => {
    const { stack, role } = newRole(new App(), 'Stack', {});
    grantSecretsRead(role, [secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'app/token')]);
    expect(statementsIn(stack, { partition: 'aws-cn' })[0].Resource).toBe(NAMED.replace('aws', 'aws-cn'));
  });

  test('passes what is known only at deployment', () => {
    const { stack, role } = newRole();
    const name = new CfnParameter(stack, 'Name').valueAsString;
    grantSecretsRead(role, [secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', name)]);
    expect(statementsIn(stack)[0].Resource).toBe(`${AT}:\${Name}-??????`);
  });

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'there is no secret to read; pass at least one'],
    ['no secrets', [], 'there is no secret to read; pass at least one'],
    ['a name for secrets', 'app/token', 'there is no secret to read; pass at least one'],
    ['secrets in a list', [[{ secretRef: { secretId: WHOLE } }]], "one of the secrets is '[object Object]', not a secret"],
    ['a name for a secret', ['app/token'],
      "one of the secrets is 'app/token', not a secret; pass a secretsmanager.Secret, a secretsmanager.CfnSecret or an imported one"],
    ['null for a secret', [null], "one of the secrets is 'null', not a secret"],
    ['several secrets', [madeUp({ secretRef: { secretId: `${AT}:app/*` } })],
      `one of the secrets is '${AT}:app/*', which stands for several; name each one`],
    ['an ARN for a key', [madeUp({ secretRef: { secretId: WHOLE }, encryptionKey: KEY })], `the encryption key is '${KEY}', not a KMS key`],
  ])('refuses %s, and grants nothing', (_, secrets, message) => {
    const { stack, role } = newRole();
    expect(() => grantSecretsRead(role, secrets as never)).toThrow(expect.objectContaining({
      name: expect.stringMatching(/^(ResourceInvalid|GrantOptionInvalid|WildcardResource)$/), message: expect.stringContaining(message),
    }));
    expect(statementsIn(stack)).toEqual([]);
  });
});

const inSecret = (arn: string) => ({ 'kms:EncryptionContext:SecretARN': arn });

// https://github.com/aws-actions/aws-secretsmanager-get-secrets/blob/main/src/utils.ts
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html#security-encryption-encryption-context
const JOB: Call[] = [
  ['GetSecretValue, by name or ARN', 'secretsmanager:GetSecretValue', WHOLE],
  ['decrypt it', 'kms:Decrypt', KEY, inSecret(WHOLE)],
];
const NEVER: Call[] = [
  ['another secret', 'secretsmanager:GetSecretValue', `${AT}:app/key-AbCdEf`],
  ['a secret whose name goes on', 'secretsmanager:GetSecretValue', `${AT}:app/token-test-AbCdEf`],
  ['a secret whose name looks like an ARN\'s end', 'secretsmanager:GetSecretValue', `${AT}:app/token-AbCdEf-GhIjKl`],
  ['a secret below', 'secretsmanager:GetSecretValue', `${AT}:app/token/next-AbCdEf`],
  ['another account\'s', 'secretsmanager:GetSecretValue', WHOLE.replace('111111111111', '222222222222')],
  ['another Region\'s', 'secretsmanager:GetSecretValue', WHOLE.replace('eu-west-1', 'us-east-1')],
  ...[
    'DescribeSecret', 'PutSecretValue', 'UpdateSecret', 'DeleteSecret', 'PutResourcePolicy', 'GetResourcePolicy', 'RotateSecret',
    'CancelRotateSecret', 'UpdateSecretVersionStage', 'ListSecretVersionIds', 'RestoreSecret', 'ReplicateSecretToRegions', 'TagResource',
  ].map((action): Call => [action, `secretsmanager:${action}`, WHOLE]),
  ['ListSecrets', 'secretsmanager:ListSecrets', '*'],
  ['BatchGetSecretValue', 'secretsmanager:BatchGetSecretValue', '*'],
  ['decrypt another secret', 'kms:Decrypt', KEY, inSecret(`${AT}:app/key-AbCdEf`)],
  ['decrypt what is no secret', 'kms:Decrypt', KEY],
  ['decrypt with another key', 'kms:Decrypt', `${KEY}-2`, inSecret(WHOLE)],
  ['encrypt a secret', 'kms:GenerateDataKey', KEY, inSecret(WHOLE)],
  ['pass a role', 'iam:PassRole', 'arn:aws:iam::111111111111:role/any', { 'iam:PassedToService': 'lambda.amazonaws.com' }],
];

describe.each<[string, (stack: Stack) => secretsmanager.ISecretRef]>([
  ['known', stack => secretIn(stack, keyIn(stack))],
  ['imported by name', stack => secretsmanager.Secret.fromSecretAttributes(stack, 'Secret', {
    secretPartialArn: `${AT}:app/token`, encryptionKey: keyIn(stack),
  })],
])('with the rendered permissions on a secret that is %s, decided by an engine that is not ours', (_, secretFor) => {
  function decided() {
    const { stack, role } = newRole();
    grantSecretsRead(role, [secretFor(stack)]);
    return { policies: policiesIn(stack), statements: statementsIn(stack) };
  }

  test('a job reads the secret, and no other', () => {
    const { policies } = decided();
    expect(allowedOf(policies, JOB)).toEqual(wordsOf(JOB));
    expect(allowedOf(policies, NEVER)).toEqual([]);
  });

  test('AWS knows every action, resource and condition key', async () => {
    expect(await apiMisfits(decided().statements)).toEqual([]);
  });
});
