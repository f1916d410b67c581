import { App, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { grantImageSigning } from '../../src/grants/image-signing';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, resourcesIn, statementsIn } from '../support/deployed';
import { ENV, newRole } from '../support/job-role';

const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/signer';
const SIGN = ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign'];

function keyIn(stack: Stack) {
  return new kms.Key(stack, 'Key', { description: 'signer', keySpec: kms.KeySpec.ECC_NIST_P256, keyUsage: kms.KeyUsage.SIGN_VERIFY });
}

describe('grantImageSigning', () => {
  test.each<[string, string, (stack: Stack) => kms.IKeyRef]>([
    ['an L2', KEY, keyIn],
    ['an L1', KEY, stack => new kms.CfnKey(stack, 'Key', { description: 'signer' })],
    ['one imported by ARN, of another account', KEY.replace('111111111111', '222222222222'), stack =>
      kms.Key.fromKeyArn(stack, 'Key', KEY.replace('111111111111', '222222222222'))],
    ['the one behind an alias, which IAM would not ask for', KEY, stack =>
      new kms.Alias(stack, 'Alias', { aliasName: 'alias/signer', targetKey: keyIn(stack) })],
    ['the one behind an alias that was imported with it', KEY, stack =>
      kms.Alias.fromAliasAttributes(stack, 'Alias', { aliasName: 'alias/signer', aliasTargetKey: keyIn(stack) })],
  ])('renders three calls with %s, and leaves its policy alone', (_, keyArn, keyFor) => {
    const { stack, role } = newRole();
    const { grant, resources, steers } = grantImageSigning(role, keyFor(stack));
    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual([{ Effect: 'Allow', Action: SIGN, Resource: keyArn }]);
    expect(resources).toHaveLength(1);
    expect(steers).toEqual([]);
    for (const { KeyPolicy: policy } of resourcesIn(stack, ['AWS::KMS::Key'])) {
      expect(JSON.stringify(policy ?? '')).not.toContain('kms:Sign');
    }
  });

  test.each([false, true])('says the same thing once (policies minimised: %s)', minimizePolicies => {
    const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
    const key = keyIn(stack);
    grantImageSigning(role, key);
    grantImageSigning(role, key);
    expect(statementsIn(stack)).toHaveLength(1);
  });

  test('takes a key of another stack, which is deployed first, in any partition', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const { stack, role } = newRole(app);
    grantImageSigning(role, keyIn(other));
    expect(statementsIn(stack)[0].Resource).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Other:.*Key.*Arn/) });
    expect(stack.dependencies).toEqual([other]);

    const china = newRole(new App(), 'Stack', {});
    grantImageSigning(china.role, kms.Key.fromKeyArn(china.stack, 'Key', KEY.replace('aws', 'aws-cn')));
    expect(statementsIn(china.stack, { partition: 'aws-cn' })[0].Resource).toBe(KEY.replace('aws', 'aws-cn'));
  });

  test.each<[string, (stack: Stack) => unknown, string]>([
    ['undefined', () => undefined, 'undefined'],
    ['null', () => null, 'null'],
    ['an ARN', () => KEY, KEY],
    ['a name', () => 'alias/signer', 'alias/signer'],
    ['an alias imported by its name', stack => kms.Alias.fromAliasName(stack, 'Alias', 'alias/signer'), 'Stack/Alias'],
    ['an L1 of an alias', stack => new kms.CfnAlias(stack, 'Alias', { aliasName: 'alias/signer', targetKeyId: 'signer' }),
      'Stack/Alias [AWS::KMS::Alias]'],
  ])('refuses %s, and grants nothing', (_, keyFor, words) => {
    const { stack, role } = newRole();
    expect(() => grantImageSigning(role, keyFor(stack) as kms.IKeyRef)).toThrow(expect.objectContaining({
      name: 'ResourceInvalid',
      message: `the signing key is '${words}', not a KMS key; pass a kms.Key, a kms.CfnKey or one imported by its ARN: `
        + 'an alias imported by its name does not say which key it means',
    }));
    expect(statementsIn(stack)).toEqual([]);
  });

  test('refuses every key', () => {
    const { stack, role } = newRole();
    const every = kms.Key.fromKeyArn(stack, 'Every', 'arn:aws:kms:eu-west-1:111111111111:key/*');
    expect(() => grantImageSigning(role, every)).toThrow(expect.objectContaining({ name: 'WildcardResource' }));
  });
});

// https://github.com/sigstore/sigstore/blob/main/pkg/signature/kms/aws/client.go
const COSIGN: Call[] = [
  ['fetchPublicKey', 'kms:GetPublicKey', KEY],
  ['fetchKeyMetadata', 'kms:DescribeKey', KEY],
  ['sign', 'kms:Sign', KEY],
];
const NEVER: Call[] = [
  ...COSIGN.map(([what, action]): Call => [`${what} with another key`, action, `${KEY}-2`]),
  ...COSIGN.map(([what, action]): Call => [`${what} in another Region`, action, KEY.replace('eu-west-1', 'us-east-1')]),
  ...[
    'Verify', 'Encrypt', 'Decrypt', 'GenerateDataKey', 'GenerateMac', 'CreateGrant', 'PutKeyPolicy', 'DisableKey', 'ScheduleKeyDeletion',
    'UpdateAlias', 'TagResource', 'ReplicateKey',
  ].map((action): Call => [action, `kms:${action}`, KEY]),
  ['generate-key-pair: CreateKey', 'kms:CreateKey', '*'],
  ['generate-key-pair: CreateAlias', 'kms:CreateAlias', KEY],
];

describe('with the rendered permissions, decided by an engine that is not ours', () => {
  function decided() {
    const { stack, role } = newRole();
    grantImageSigning(role, keyIn(stack));
    return { policies: policiesIn(stack), statements: statementsIn(stack) };
  }

  test('a job signs with one key, and does nothing else with it', () => {
    const { policies } = decided();
    expect(allowedOf(policies, COSIGN)).toEqual(wordsOf(COSIGN));
    expect(allowedOf(policies, NEVER)).toEqual([]);
  });

  test('AWS knows every action and resource', async () => {
    expect(await apiMisfits(decided().statements)).toEqual([]);
  });
});
