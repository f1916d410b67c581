import { App, Aws, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { grantLambdaDeploy } from '../../src/grants/lambda';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, statementsIn } from '../support/deployed';
import { ENV, newRole } from '../support/job-role';
import { refusalOf } from '../support/refusal';

const FUNCTION = 'arn:aws:lambda:eu-west-1:111111111111:function:web';
const ROLE = 'arn:aws:iam::111111111111:role/next';
const DEPLOY = ['lambda:GetAlias', 'lambda:PublishVersion', 'lambda:UpdateAlias', 'lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'];

function statementsOn(functionArn: string, roles?: string | string[]) {
  return [
    { Effect: 'Allow', Action: DEPLOY, Resource: functionArn },
    { Effect: 'Allow', Action: 'lambda:GetFunctionConfiguration', Resource: [functionArn, `${functionArn}:*`] },
    ...roles === undefined ? [] : [{
      Effect: 'Allow', Action: 'iam:PassRole', Resource: roles, Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    }],
  ];
}

function newFunction(stack: Stack, props: Partial<lambda.FunctionProps> = {}) {
  return new lambda.Function(stack, 'Web', {
    functionName: 'web', runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x'), ...props,
  });
}

function roleNamed(stack: Stack, name: string) {
  return new iam.Role(stack, name, { roleName: name, assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
}

describe('grantLambdaDeploy', () => {
  test('renders what one function needs, and nothing else, and says what runs the code', () => {
    const { stack, role } = newRole();
    const made = newFunction(stack);
    const { grant, resources, steers } = grantLambdaDeploy(role, made);

    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual(statementsOn(FUNCTION));
    expect(resources).toEqual([made.functionArn]);
    expect(steers).toEqual([{ roleArn: made.role!.roleArn, how: 'deploys code that runs as it' }]);
  });

  test('passes the roles that it is given, to Lambda only', () => {
    const { stack, role } = newRole();
    const [own, next] = [roleNamed(stack, 'own'), roleNamed(stack, 'next')];
    const { steers } = grantLambdaDeploy(role, newFunction(stack, { role: own }), { passableRoles: [own, next, own] });

    expect(statementsIn(stack)).toEqual(statementsOn(FUNCTION, ['arn:aws:iam::111111111111:role/own', ROLE]));
    expect(steers).toEqual([own, next].map(({ roleArn }) => ({ roleArn, how: 'deploys code that runs as it' })));
  });

  test.each([false, true])('adds nothing the second time (policies minimised: %s)', minimizePolicies => {
    const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
    const [made, passableRoles] = [newFunction(stack), [roleNamed(stack, 'next')]];
    grantLambdaDeploy(role, made, { passableRoles });
    const once = statementsIn(stack);
    grantLambdaDeploy(role, made, { passableRoles });
    grantLambdaDeploy(role, made);
    expect(statementsIn(stack)).toEqual(once);
  });

  test.each<[string, string, string | undefined, (stack: Stack) => lambda.IFunctionRef]>([
    ['an L1', FUNCTION, ROLE, stack => new lambda.CfnFunction(stack, 'Web', { functionName: 'web', role: ROLE, code: { zipFile: 'x' } })],
    ['one imported by name', FUNCTION, undefined, stack => lambda.Function.fromFunctionName(stack, 'Web', 'web')],
    ['one imported by ARN', FUNCTION.replace('eu-west-1:1', 'us-east-1:2'), undefined, stack =>
      lambda.Function.fromFunctionArn(stack, 'Web', FUNCTION.replace('eu-west-1:1', 'us-east-1:2'))],
    ['one imported with its role', FUNCTION, ROLE, stack =>
      lambda.Function.fromFunctionAttributes(stack, 'Web', { functionArn: FUNCTION, role: iam.Role.fromRoleArn(stack, 'Own', ROLE) })],
    ['one whose name a parameter holds', FUNCTION, undefined, stack =>
      lambda.Function.fromFunctionName(stack, 'Web', new CfnParameter(stack, 'Name').valueAsString)],
    ['one whose ARN a parameter holds', FUNCTION, undefined, stack =>
      lambda.Function.fromFunctionArn(stack, 'Web', new CfnParameter(stack, 'Arn').valueAsString)],
    ['one in whatever region', FUNCTION, undefined, stack =>
      lambda.Function.fromFunctionArn(stack, 'Web', `arn:aws:lambda:${Aws.REGION}:111111111111:function:web`)],
  ])('takes %s', (_, functionArn, roleArn, functionFor) => {
    const { stack, role } = newRole();
    const { steers } = grantLambdaDeploy(role, functionFor(stack));
    expect(statementsIn(stack, { parameters: { Name: 'web', Arn: FUNCTION } })).toEqual(statementsOn(functionArn));
    expect(steers).toEqual([{ roleArn, how: `deploys code that runs as ${roleArn ? 'it' : 'the function\'s own role'}` }]);
  });

  test('takes a function of another stack, which is deployed first', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const { stack, role } = newRole(app);
    grantLambdaDeploy(role, newFunction(other));

    const imported = { 'Fn::ImportValue': expect.stringMatching(/^Other:.*Web.*Arn/) };
    expect(stack.resolve(Object.values<any>(Template.fromStack(stack).findResources('AWS::IAM::Policy'))[0].Properties.PolicyDocument.Statement)).toEqual([
      { Effect: 'Allow', Action: DEPLOY, Resource: imported },
      { Effect: 'Allow', Action: 'lambda:GetFunctionConfiguration', Resource: [imported, { 'Fn::Join': ['', [imported, ':*']] }] },
    ]);
    expect(stack.dependencies).toEqual([other]);
  });

  test('follows the partition, and works for any grantee', () => {
    const stack = new Stack(new App(), 'Stack', { env: { ...ENV, region: 'cn-north-1' } });
    grantLambdaDeploy(new iam.User(stack, 'User', { userName: 'job' }), newFunction(stack)).grant.assertSuccess();
    expect(statementsIn(stack, { partition: 'aws-cn' })).toEqual(statementsOn('arn:aws-cn:lambda:cn-north-1:111111111111:function:web'));
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).not.toContain('arn:aws');
  });

  const KIND = 'not a Lambda function; pass a lambda.Function, a lambda.CfnFunction or an imported one';
  const ofAnother = (shown: string) => `the function is '${shown}', a version or an alias; pass the function that it belongs to`;

  test.each<[string, (stack: Stack) => unknown, string, string]>([
    ['undefined', () => undefined, 'ResourceInvalid', `the function is 'undefined', ${KIND}`],
    ['null', () => null, 'ResourceInvalid', `the function is 'null', ${KIND}`],
    ['a name', () => 'web', 'ResourceInvalid', `the function is 'web', ${KIND}`],
    ['a layer', stack => new lambda.CfnLayerVersion(stack, 'Any', { content: { s3Bucket: 'b', s3Key: 'k' } }), 'ResourceInvalid',
      `the function is 'Stack/Any [AWS::Lambda::LayerVersion]', ${KIND}`],
    ['a version', stack => newFunction(stack).currentVersion, 'ResourceInvalid', ofAnother('Stack/Web/CurrentVersion')],
    ['an alias', stack => newFunction(stack).addAlias('live'), 'ResourceInvalid', ofAnother('Stack/Web/Aliaslive')],
    ['an imported version', stack => lambda.Version.fromVersionArn(stack, 'Any', `${FUNCTION}:3`), 'ResourceInvalid', ofAnother('Stack/Any')],
    ['a version\'s ARN for a function\'s', stack => lambda.Function.fromFunctionArn(stack, 'Any', `${FUNCTION}:3`), 'ResourceInvalid', ofAnother(`${FUNCTION}:3`)],
    ['every function', stack => lambda.Function.fromFunctionArn(stack, 'Any', FUNCTION.replace('web', '*')), 'WildcardResource',
      `the function is '${FUNCTION.replace('web', '*')}', which stands for several; name each one`],
  ])('refuses %s, and grants nothing', (_, functionFor, code, message) => {
    const { stack, role } = newRole();
    const wrong = functionFor(stack) as lambda.IFunctionRef;
    expect(refusalOf(() => grantLambdaDeploy(role, wrong))).toEqual({ name: code, message });
    expect(policiesIn(stack)).toEqual([]);
  });

  test.each<[string, (stack: Stack) => unknown, string, string]>([
    ['null', () => null, 'GrantOptionInvalid', 'passableRoles is \'null\', not a list of roles; list each role that the job may pass'],
    ['an empty list', () => [], 'GrantOptionInvalid', 'passableRoles is \'\', not a list of roles; list each role that the job may pass'],
    ['undefined in a list', () => [undefined], 'ResourceInvalid',
      'the passable role is \'undefined\', not a role; pass an iam.Role, an iam.CfnRole or an imported one'],
    ['every role', stack => [iam.Role.fromRoleArn(stack, 'Any', 'arn:aws:iam::111111111111:role/team-?')], 'WildcardResource',
      'the passable role is \'arn:aws:iam::111111111111:role/team-?\', which stands for several; name each one'],
  ])('refuses %s as passable roles, and grants nothing', (_, rolesFor, code, message) => {
    const { stack, role } = newRole();
    const passableRoles = rolesFor(stack) as iam.IRoleRef[];
    expect(refusalOf(() => grantLambdaDeploy(role, newFunction(stack), { passableRoles }))).toEqual({ name: code, message });
    expect(policiesIn(stack)).toEqual([]);
  });
});

const TO_LAMBDA = { 'iam:PassedToService': 'lambda.amazonaws.com' };

const JOB: Call[] = [
  // https://github.com/aws-actions/aws-lambda-deploy/blob/main/index.js
  ['checkFunctionExists, waitForFunctionUpdated: GetFunctionConfiguration', 'lambda:GetFunctionConfiguration', FUNCTION],
  ['updateFunctionConfiguration', 'lambda:UpdateFunctionConfiguration', FUNCTION],
  ['updateFunctionCode, also a dry run', 'lambda:UpdateFunctionCode', FUNCTION],
  ['updateFunctionCode with publish', 'lambda:PublishVersion', FUNCTION],
  // https://docs.aws.amazon.com/cli/latest/reference/lambda/wait/published-version-active.html
  ['aws lambda wait published-version-active', 'lambda:GetFunctionConfiguration', `${FUNCTION}:8`],
  // https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
  ['aws lambda get-alias', 'lambda:GetAlias', FUNCTION],
  ['aws lambda update-alias', 'lambda:UpdateAlias', FUNCTION],
];
const PASS: Call[] = [['updateFunctionConfiguration with a role', 'iam:PassRole', ROLE, TO_LAMBDA]];
const NEVER: Call[] = [
  ...JOB.flatMap(([what, action]): Call[] => [
    [`${what}: another function`, action, `${FUNCTION}-2`],
    [`${what}: a namesake in another account`, action, FUNCTION.replace('111111111111', '222222222222')],
    [`${what}: a namesake in another region`, action, FUNCTION.replace('eu-west-1', 'us-east-1')],
  ]),
  ['creating the function', 'lambda:CreateFunction', FUNCTION],
  ['deleting the function', 'lambda:DeleteFunction', FUNCTION],
  ['deleting a version', 'lambda:DeleteFunction', `${FUNCTION}:8`],
  ['deleting an alias', 'lambda:DeleteAlias', FUNCTION],
  ['making an alias', 'lambda:CreateAlias', FUNCTION],
  ['downloading the code', 'lambda:GetFunction', FUNCTION],
  ['calling the function', 'lambda:InvokeFunction', FUNCTION],
  ['letting others call the function', 'lambda:AddPermission', FUNCTION],
  ['a URL for the function', 'lambda:CreateFunctionUrlConfig', FUNCTION],
  ['the function\'s code signing', 'lambda:PutFunctionCodeSigningConfig', FUNCTION],
  ['reserved concurrency', 'lambda:PutFunctionConcurrency', FUNCTION],
  ['tagging', 'lambda:TagResource', FUNCTION],
  ['a layer', 'lambda:PublishLayerVersion', 'arn:aws:lambda:eu-west-1:111111111111:layer:web'],
  ['passing another role', 'iam:PassRole', 'arn:aws:iam::111111111111:role/admin', TO_LAMBDA],
  ['passing the role to another service', 'iam:PassRole', ROLE, { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }],
  ['assuming the role', 'sts:AssumeRole', ROLE],
  ['changing the role', 'iam:AttachRolePolicy', ROLE],
];

describe('with the rendered permissions, decided by an engine that is not ours', () => {
  test.each<[string, Call[]]>([['without', []], ['with', PASS]])('a job %s passable roles can do all that it must, and nothing else', async (_, pass) => {
    const { stack, role } = newRole();
    grantLambdaDeploy(role, newFunction(stack), pass.length === 0 ? {} : { passableRoles: [roleNamed(stack, 'next')] });
    expect(allowedOf(policiesIn(stack), [...JOB, ...PASS, ...NEVER])).toEqual(wordsOf([...JOB, ...pass]));
    expect(await apiMisfits(statementsIn(stack))).toEqual([]);
  });

  // https://github.com/aws-actions/aws-lambda-deploy/blob/main/index.js, with s3-key: releases/web.zip
  const [BUCKET, PACKAGE] = ['arn:aws:s3:::packages', 'arn:aws:s3:::packages/releases/web.zip'];
  const IN_S3: Call[] = [
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
    ['checkBucketExists: HeadBucket', 's3:ListBucket', BUCKET],
    ['uploadToS3: PutObject', 's3:PutObject', PACKAGE],
    // https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html: Lambda reads the package with the permissions of whoever asks
    ['updateFunctionCode: Lambda\'s GetObject', 's3:GetObject', PACKAGE],
  ];
  const NOT_IN_S3: Call[] = [
    ['making the bucket', 's3:CreateBucket', BUCKET],
    ['a key that the action makes up', 's3:PutObject', `${BUCKET}/lambda-deployments/web/2026.zip`],
    ['reading what else is in the bucket', 's3:GetObject', `${BUCKET}/other/web.zip`],
    ['deleting the package', 's3:DeleteObject', PACKAGE],
    ['the bucket\'s policy', 's3:PutBucketPolicy', BUCKET],
    ['another bucket', 's3:PutObject', PACKAGE.replace('packages', 'packages-2')],
  ];

  test.each<[string, Call[], (bucket: s3.IBucket, role: iam.Role) => unknown]>([
    ['puts', IN_S3.slice(1, 2), (bucket, role) => bucket.grantPut(role, 'releases/*')],
    ['puts and reads', IN_S3, (bucket, role) => bucket.grantPut(role, 'releases/*') && bucket.grantRead(role, 'releases/*')],
  ])('a job that %s packages by aws-cdk-lib\'s calls', (_, calls, grant) => {
    const { stack, role } = newRole();
    grantLambdaDeploy(role, newFunction(stack));
    grant(s3.Bucket.fromBucketName(stack, 'Packages', 'packages'), role);
    expect(allowedOf(policiesIn(stack), [...IN_S3, ...NOT_IN_S3])).toEqual(wordsOf(calls));
  });

  test('a job without a grant can do none of it', () => {
    expect(allowedOf(policiesIn(newRole().stack), [...JOB, ...PASS])).toEqual([]);
  });
});
