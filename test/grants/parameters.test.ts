import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { grantParametersRead } from '../../src/grants/parameters';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, statementsIn } from '../support/deployed';
import { ENV, newRole } from '../support/job-role';
import { madeUp } from '../support/made-up';

const AT = 'arn:aws:ssm:eu-west-1:111111111111:parameter';
const PARAMETER = `${AT}/app/url`;
const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/parameter-key';
const READ = ['ssm:GetParameter', 'ssm:GetParameters'];

function parameterIn(stack: Stack, parameterName = '/app/url') {
  return new ssm.StringParameter(stack, 'Parameter', { parameterName, stringValue: 'any' });
}

function secureIn(stack: Stack, encryptionKey?: kms.IKey) {
  return ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Secure', { parameterName: '/app/url', encryptionKey });
}

function keyIn(stack: Stack) {
  return new kms.Key(stack, 'Key', { description: 'parameter-key' });
}

const DECRYPT = {
  Effect: 'Allow',
  Action: 'kms:Decrypt',
  Resource: KEY,
  Condition: { StringLike: { 'kms:EncryptionContext:PARAMETER_ARN': [PARAMETER] } },
};

describe('grantParametersRead', () => {
  test.each<[string, string, (stack: Stack) => ssm.IParameterRef]>([
    ['an L2', PARAMETER, parameterIn],
    ['an L2 without a path', `${AT}/url`, stack => parameterIn(stack, 'url')],
    ['an L1', PARAMETER, stack => new ssm.CfnParameter(stack, 'Parameter', { name: '/app/url', type: 'String', value: 'any' })],
    ['a list', PARAMETER, stack => new ssm.StringListParameter(stack, 'Parameter', { parameterName: '/app/url', stringListValue: ['any'] })],
    ['one imported by name', PARAMETER, stack => ssm.StringParameter.fromStringParameterName(stack, 'Parameter', '/app/url')],
    ['one imported by ARN', PARAMETER, stack => ssm.StringParameter.fromStringParameterArn(stack, 'Parameter', PARAMETER)],
    ['a SecureString', PARAMETER, secureIn],
  ])('renders the value of %s, and nothing else', (_, parameterArn, parameterFor) => {
    const { stack, role } = newRole();
    const parameter = parameterFor(stack);
    const { grant, resources, steers } = grantParametersRead(role, [parameter]);
    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual([{ Effect: 'Allow', Action: READ, Resource: parameterArn }]);
    expect(resources).toEqual([parameter.parameterRef.parameterArn]);
    expect(steers).toEqual([]);
  });

  test('renders several parameters in one statement', () => {
    const { stack, role } = newRole();
    const parameters = ['/app/a', '/app/b'].map(name => ssm.StringParameter.fromStringParameterName(stack, name, name));
    grantParametersRead(role, parameters);
    expect(statementsIn(stack)).toEqual([{ Effect: 'Allow', Action: READ, Resource: [`${AT}/app/a`, `${AT}/app/b`] }]);
  });

  test('uses the key of a SecureString', () => {
    const { stack, role } = newRole();
    grantParametersRead(role, [secureIn(stack, keyIn(stack))]);
    expect(statementsIn(stack)).toEqual([{ Effect: 'Allow', Action: READ, Resource: PARAMETER }, DECRYPT]);
  });

  test('uses no key of a SecureString that says none, which the key itself grants', () => {
    const { stack, role } = newRole();
    const key = keyIn(stack);
    grantParametersRead(role, [secureIn(stack)]);
    expect(statementsIn(stack)).toEqual([{ Effect: 'Allow', Action: READ, Resource: PARAMETER }]);

    key.grantDecrypt(role);
    expect(statementsIn(stack)).toEqual([
      { Effect: 'Allow', Action: READ, Resource: PARAMETER }, { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY },
    ]);
  });

  test.each([false, true])('says the same thing once (policies minimised: %s)', minimizePolicies => {
    const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
    const parameter = secureIn(stack, keyIn(stack));
    grantParametersRead(role, [parameter]);
    grantParametersRead(role, [parameter, parameter]);
    expect(statementsIn(stack)).toEqual([{ Effect: 'Allow', Action: READ, Resource: PARAMETER }, DECRYPT]);
  });

  test('takes a parameter of another stack, which is deployed first, in any partition', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const { stack, role } = newRole(app);
    grantParametersRead(role, [parameterIn(other)]);
    expect(JSON.stringify(statementsIn(stack)[0].Resource)).toMatch(/"Fn::ImportValue":"Other:.*Parameter/);
    expect(stack.dependencies).toEqual([other]);

    const china = newRole(new App(), 'Stack', {});
    grantParametersRead(china.role, [ssm.StringParameter.fromStringParameterName(china.stack, 'Parameter', '/app/url')]);
    expect(statementsIn(china.stack, { partition: 'aws-cn' })[0].Resource).toBe(PARAMETER.replace('aws', 'aws-cn'));
  });

  test('passes what is known only at deployment', () => {
    const { stack, role } = newRole();
    const parameterName = new CfnParameter(stack, 'Name').valueAsString;
    const attributes = { parameterName, simpleName: true, forceDynamicReference: true };
    grantParametersRead(role, [ssm.StringParameter.fromStringParameterAttributes(stack, 'Parameter', attributes)]);
    expect(statementsIn(stack)[0].Resource).toBe(`${AT}/\${Name}`);
  });

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'there is no parameter to read; pass at least one'],
    ['no parameters', [], 'there is no parameter to read; pass at least one'],
    ['a name for parameters', '/app/url', 'there is no parameter to read; pass at least one'],
    ['parameters in a list', [[{ parameterRef: { parameterArn: PARAMETER } }]], "one of the parameters is '[object Object]', not an SSM parameter"],
    ['a name for a parameter', ['/app/url'],
      "one of the parameters is '/app/url', not an SSM parameter; pass an ssm.StringParameter, an ssm.CfnParameter or an imported one"],
    ['null for a parameter', [null], "one of the parameters is 'null', not an SSM parameter"],
    ['several parameters', [madeUp({ parameterRef: { parameterArn: `${AT}/app/*` } })],
      `one of the parameters is '${AT}/app/*', which stands for several; name each one`],
    ['null for a key', [madeUp({ parameterRef: { parameterArn: PARAMETER }, encryptionKey: null })], "the encryption key is 'null', not a KMS key"],
  ])('refuses %s, and grants nothing', (_, parameters, message) => {
    const { stack, role } = newRole();
    expect(() => grantParametersRead(role, parameters as never)).toThrow(expect.objectContaining({
      name: expect.stringMatching(/^(ResourceInvalid|GrantOptionInvalid|WildcardResource)$/), message: expect.stringContaining(message),
    }));
    expect(statementsIn(stack)).toEqual([]);
  });
});

const inParameter = (arn: string) => ({ 'kms:EncryptionContext:PARAMETER_ARN': arn });

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
// https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html#parameter-store-encryption-context
const JOB: Call[] = [
  ['aws ssm get-parameter', 'ssm:GetParameter', PARAMETER],
  ['aws ssm get-parameters', 'ssm:GetParameters', PARAMETER],
  ['--with-decryption', 'kms:Decrypt', KEY, inParameter(PARAMETER)],
];
const NEVER: Call[] = [
  ['another parameter', 'ssm:GetParameter', `${AT}/app/url-2`],
  ['a parameter below', 'ssm:GetParameters', `${PARAMETER}/next`],
  ['the path above', 'ssm:GetParametersByPath', `${AT}/app`],
  ['the parameter as a path', 'ssm:GetParametersByPath', PARAMETER],
  ['another account\'s', 'ssm:GetParameter', PARAMETER.replace('111111111111', '222222222222')],
  ['another Region\'s', 'ssm:GetParameter', PARAMETER.replace('eu-west-1', 'us-east-1')],
  ...['GetParameterHistory', 'PutParameter', 'DeleteParameter', 'LabelParameterVersion', 'AddTagsToResource', 'PutResourcePolicy']
    .map((action): Call => [action, `ssm:${action}`, PARAMETER]),
  ['DescribeParameters', 'ssm:DescribeParameters', '*'],
  ['SendCommand', 'ssm:SendCommand', 'arn:aws:ssm:eu-west-1::document/AWS-RunShellScript'],
  ['decrypt another parameter', 'kms:Decrypt', KEY, inParameter(`${AT}/app/key`)],
  ['decrypt what is no parameter', 'kms:Decrypt', KEY],
  ['decrypt with another key', 'kms:Decrypt', `${KEY}-2`, inParameter(PARAMETER)],
  ['encrypt a parameter', 'kms:Encrypt', KEY, inParameter(PARAMETER)],
];

describe('with the rendered permissions, decided by an engine that is not ours', () => {
  function decided() {
    const { stack, role } = newRole();
    grantParametersRead(role, [secureIn(stack, keyIn(stack))]);
    return { policies: policiesIn(stack), statements: statementsIn(stack) };
  }

  test('a job reads the parameter, and no other', () => {
    const { policies } = decided();
    expect(allowedOf(policies, JOB)).toEqual(wordsOf(JOB));
    expect(allowedOf(policies, NEVER)).toEqual([]);
  });

  test('AWS knows every action, resource and condition key', async () => {
    expect(await apiMisfits(decided().statements)).toEqual([]);
  });
});
