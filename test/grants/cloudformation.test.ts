import { App, Aws, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CloudFormationDeployGrantOptions, grantCloudFormationDeploy } from '../../src/grants/cloudformation';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, statementsIn } from '../support/deployed';
import { ENV, newRole } from '../support/job-role';

const IN_REGION = 'arn:aws:cloudformation:eu-west-1:111111111111';
const FOLLOW_AND_EXECUTE = [
  'cloudformation:DeleteChangeSet', 'cloudformation:DescribeChangeSet', 'cloudformation:DescribeEvents', 'cloudformation:DescribeStacks',
  'cloudformation:ExecuteChangeSet',
];
const DEPLOYER = 'arn:aws:iam::111111111111:role/deployer';

const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/1';
const NO_ROLE = { Null: { 'cloudformation:RoleArn': 'true' } };

function changeSetsOf(name: string, environment = IN_REGION, condition: object = NO_ROLE): object[] {
  return [
    { Effect: 'Allow', Action: 'cloudformation:CreateChangeSet', Resource: `${environment}:stack/${name}/*`, Condition: condition },
    { Effect: 'Allow', Action: FOLLOW_AND_EXECUTE, Resource: `${environment}:stack/${name}/*` },
    { Effect: 'Allow', Action: 'cloudformation:DescribeEvents', Resource: `${environment}:changeSet/${name}-CS/*` },
  ];
}

const NO_STACKS = [
  undefined, null, {}, '', '1-app', 'my_app', 'my/app', 'my-app/id', 'a'.repeat(129), `${IN_REGION}:stack/`, `${IN_REGION}:stack/my_app/id`,
  `${IN_REGION}:stack/my-app/id/more`, `${IN_REGION}:stackset/my-app:id`, `${IN_REGION}:changeSet/my-app/id`, 'arn:aws:s3:::my-app',
  'arn:aws:cloudformation::111111111111:stack/my-app/id',
];
const SEVERAL_STACKS = ['*', 'my-*', 'my-ap?', 'arn:aws:cloudformation:*:111111111111:stack/my-app/id', `${IN_REGION}:stack/my-app/*`];

function newExecutionRole(stack: Stack, id = 'Deployer', roleName = 'deployer'): iam.Role {
  return new iam.Role(stack, id, { roleName, assumedBy: new iam.ServicePrincipal('cloudformation.amazonaws.com') });
}

const OTHERS = { how: 'executes change sets of the stack that others made, as the role that they named' };

describe('grantCloudFormationDeploy', () => {
  test('renders the change sets of one stack, and nothing else', () => {
    const { stack, role } = newRole();
    const { grant, resources, steers } = grantCloudFormationDeploy(role, role, 'my-app');
    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual(changeSetsOf('my-app'));
    expect(resources.map(text => text.replaceAll(stack.partition, 'aws'))).toEqual([`${IN_REGION}:stack/my-app/*`]);
    expect(steers).toEqual([{ how: 'has CloudFormation deploy the stack as the role that an earlier deployment gave the stack, if one did' }, OTHERS]);
  });

  test('with a role of CloudFormation\'s, passes that one to CloudFormation and makes change sets with no other', () => {
    const { stack, role } = newRole();
    const executionRole = newExecutionRole(stack);
    const { steers } = grantCloudFormationDeploy(role, role, 'my-app', { executionRole });
    expect(statementsIn(stack)).toEqual([
      ...changeSetsOf('my-app', IN_REGION, { StringEquals: { 'cloudformation:RoleArn': DEPLOYER } }),
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: DEPLOYER,
        Condition: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
      },
    ]);
    expect(steers).toEqual([{ roleArn: executionRole.roleArn, how: 'has CloudFormation deploy the stack as it' }, OTHERS]);
  });

  test.each<[string, string, (stack: Stack) => iam.IRoleRef]>([
    ['an L1', DEPLOYER, stack => new iam.CfnRole(stack, 'Deployer', { roleName: 'deployer', assumeRolePolicyDocument: {} })],
    ['one imported by name', DEPLOYER, stack => iam.Role.fromRoleName(stack, 'Deployer', 'deployer')],
    ['one imported by ARN', 'arn:aws:iam::111111111111:role/path/other', stack =>
      iam.Role.fromRoleArn(stack, 'Deployer', 'arn:aws:iam::111111111111:role/path/other')],
  ])('takes as execution role %s', (_, roleArn, roleFor) => {
    const { stack, role } = newRole();
    grantCloudFormationDeploy(role, role, 'my-app', { executionRole: roleFor(stack) });
    const [create, , , pass] = statementsIn(stack);
    expect([create.Condition, pass.Resource]).toEqual([{ StringEquals: { 'cloudformation:RoleArn': roleArn } }, roleArn]);
  });

  test.each<[string, string, string | undefined, (stack: Stack) => s3.IBucketRef]>([
    ['an L2', 'arn:aws:s3:::artifacts/*', undefined, stack => new s3.Bucket(stack, 'Artifacts', { bucketName: 'artifacts' })],
    ['a folder of an L1', 'arn:aws:s3:::artifacts/team/my-app/*', 'team/my-app', stack => new s3.CfnBucket(stack, 'Artifacts', { bucketName: 'artifacts' })],
    ['a folder of one imported by name', 'arn:aws:s3:::artifacts/my-app/*', 'my-app', stack => s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts')],
    ['one imported by ARN', 'arn:aws:s3:::other/*', undefined, stack => s3.Bucket.fromBucketArn(stack, 'Artifacts', 'arn:aws:s3:::other')],
  ])('takes as artifact bucket %s', (_, objects, artifactPrefix, bucketFor) => {
    const { stack, role } = newRole();
    const artifactBucket = bucketFor(stack);
    const { resources, steers } = grantCloudFormationDeploy(role, role, 'my-app', { artifactBucket, artifactPrefix });
    expect(statementsIn(stack)).toEqual([...changeSetsOf('my-app'), { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: objects }]);
    expect(resources[1]).toBe(`${artifactBucket.bucketRef.bucketArn}/${artifactPrefix ? `${artifactPrefix}/` : ''}*`);
    expect(steers.slice(2)).toEqual(artifactPrefix ? [] : [{ how: 'writes what others deploy from the bucket later, as roles of their own' }]);
    expect(Template.fromStack(stack).findResources('AWS::S3::BucketPolicy')).toEqual({});
  });

  const keyOf = (stack: Stack) => kms.Key.fromKeyArn(stack, 'Key', KEY);
  test.each<[string, (stack: Stack) => CloudFormationDeployGrantOptions]>([
    ['that the bucket says it has', stack => ({ artifactBucket: new s3.Bucket(stack, 'Artifacts', { bucketName: 'artifacts', encryptionKey: keyOf(stack) }) })],
    ['that is given', stack => ({ artifactBucket: s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts'), artifactEncryptionKey: keyOf(stack) })],
  ])('uses the key %s, for the artifacts only', (_, optionsFor) => {
    const { stack, role } = newRole();
    const { resources } = grantCloudFormationDeploy(role, role, 'my-app', { ...optionsFor(stack), artifactPrefix: 'team' });
    expect(statementsIn(stack).slice(-1)).toEqual([{
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: KEY,
      Condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': ['arn:aws:s3:::artifacts', 'arn:aws:s3:::artifacts/team/*'] } },
    }]);
    expect(resources).toHaveLength(2);
  });

  test('takes a role and a bucket of another stack, which is deployed first', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const { stack, role } = newRole(app);
    const artifactBucket = new s3.Bucket(other, 'Artifacts');
    grantCloudFormationDeploy(role, role, 'my-app', { executionRole: newExecutionRole(other), artifactBucket });
    const [create, , , pass, artifacts] = statementsIn(stack);
    const imported = (id: string) => ({ 'Fn::ImportValue': expect.stringMatching(new RegExp(`^Other:.*${id}.*Arn`)) });
    expect([create.Condition.StringEquals['cloudformation:RoleArn'], pass.Resource]).toEqual([imported('Deployer'), imported('Deployer')]);
    expect(artifacts.Resource).toEqual({ 'Fn::Join': ['', [imported('Artifacts'), '/*']] });
    expect(stack.dependencies).toEqual([other]);
  });

  test.each([
    'arn:aws:cloudformation:us-east-1:222222222222:stack/my-app/5c1ea0f0-0000-0000-0000-000000000000',
    'arn:aws:cloudformation:us-east-1:222222222222:stack/my-app',
  ])('takes a stack of another account and region by its ARN, whatever its ID will be: %s', stackArn => {
    const { stack, role } = newRole();
    grantCloudFormationDeploy(role, role, stackArn);
    expect(statementsIn(stack)).toEqual(changeSetsOf('my-app', 'arn:aws:cloudformation:us-east-1:222222222222'));
  });

  test('takes the ID of a stack of the app, as a stack of that name and place, whatever its ID will be', () => {
    const app = new App();
    const { stack, role } = newRole(app);
    const elsewhere = new Stack(app, 'Elsewhere', { stackName: 'their-app', env: { account: '222222222222', region: 'us-east-1' } });
    grantCloudFormationDeploy(role, role, elsewhere.stackId);
    expect(statementsIn(stack)).toEqual(changeSetsOf('their-app', 'arn:aws:cloudformation:us-east-1:222222222222'));
    expect(stack.dependencies).toEqual([]);

    const anywhere = newRole(new App(), 'Anywhere', {});
    grantCloudFormationDeploy(anywhere.role, anywhere.role, new Stack(anywhere.stack.node.root, 'my-app').stackId);
    expect(statementsIn(anywhere.stack)).toEqual(changeSetsOf('my-app'));
  });

  test.each<[string, (stack: Stack) => string]>([['', ({ stackId }) => stackId], [', unscoped', () => Aws.STACK_ID]])('takes the ID of its own stack%s', (_, idOf) => {
    const { stack, role } = newRole();
    grantCloudFormationDeploy(role, role, idOf(stack));
    expect(statementsIn(stack)).toEqual(changeSetsOf('Stack'));
  });

  test('takes no other reference for an ID', () => {
    const { stack, role } = newRole();
    grantCloudFormationDeploy(role, role, Aws.STACK_NAME);
    const [{ Resource: resource }] = statementsIn(stack, { parameters: { 'AWS::StackName': 'own' } });
    expect(resource).toBe(`${IN_REGION}:stack/own/*`);
    expect(() => grantCloudFormationDeploy(role, role, `${stack.stackId}/*`)).toThrow('which stands for several');
  });

  test('leaves values alone that are known only at deployment', () => {
    const { stack, role } = newRole(new App(), 'Stack', {});
    const name = new CfnParameter(stack, 'Name').valueAsString;
    grantCloudFormationDeploy(role, role, name, {
      artifactBucket: s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts'), artifactPrefix: `team/${name}`,
    });
    grantCloudFormationDeploy(role, role, `arn:${Aws.PARTITION}:cloudformation:${Aws.REGION}:222222222222:stack/${name}-app/id`);
    const [{ Properties: { PolicyDocument: policy } }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    const [inRegion, inOther] = [{ Ref: 'AWS::AccountId' }, '222222222222'].map(account =>
      ['arn:', { Ref: 'AWS::Partition' }, ':cloudformation:', { Ref: 'AWS::Region' }, ':', account, ':'].flat());
    expect(policy.Statement.map(({ Resource: resource }: any) => resource['Fn::Join'][1])).toEqual([
      [...inRegion.slice(0, -1), ':stack/', { Ref: 'Name' }, '/*'],
      [...inRegion.slice(0, -1), ':stack/', { Ref: 'Name' }, '/*'],
      [...inRegion.slice(0, -1), ':changeSet/', { Ref: 'Name' }, '-CS/*'],
      ['arn:', { Ref: 'AWS::Partition' }, ':s3:::artifacts/team/', { Ref: 'Name' }, '/*'],
      [...inOther.slice(0, -3), ':222222222222:stack/', { Ref: 'Name' }, '-app/*'],
      [...inOther.slice(0, -3), ':222222222222:stack/', { Ref: 'Name' }, '-app/*'],
      [...inOther.slice(0, -3), ':222222222222:changeSet/', { Ref: 'Name' }, '-app-CS/*'],
    ]);
  });

  test('names no partition, as the one of China', () => {
    const { stack, role } = newRole(new App(), 'Stack', { ...ENV, region: 'cn-north-1' });
    grantCloudFormationDeploy(role, role, 'my-app', {
      executionRole: newExecutionRole(stack), artifactBucket: s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts'),
    });
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).not.toContain('arn:aws');
  });

  test.each([false, true])('adds nothing the second time (policies minimised: %s)', minimizePolicies => {
    const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
    const options = { executionRole: newExecutionRole(stack), artifactBucket: new s3.Bucket(stack, 'Artifacts', { bucketName: 'artifacts' }) };
    grantCloudFormationDeploy(role, role, 'my-app', options);
    const once = Template.fromStack(stack).findResources('AWS::IAM::Policy');

    const again = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
    const same = { executionRole: newExecutionRole(again.stack), artifactBucket: new s3.Bucket(again.stack, 'Artifacts', { bucketName: 'artifacts' }) };
    [1, 2].forEach(() => grantCloudFormationDeploy(again.role, again.role, 'my-app', same));
    expect(Template.fromStack(again.stack).findResources('AWS::IAM::Policy')).toEqual(once);
  });

  test('serves any grantee, and a null for the options', () => {
    const { stack } = newRole();
    grantCloudFormationDeploy(new iam.User(stack, 'User', { userName: 'job' }), stack, 'my-app', null as never).grant.assertSuccess();
    expect(statementsIn(stack)).toEqual(changeSetsOf('my-app'));
  });

  test.each<[unknown, string, string]>([
    ...NO_STACKS.map((stack): [unknown, string, string] =>
      [stack, 'ResourceInvalid', `the stack is '${String(stack)}', not the name or the ARN of one; pass a name such as 'my-app'`]),
    ...SEVERAL_STACKS.map((stack): [unknown, string, string] =>
      [stack, 'WildcardResource', `the stack is '${stack}', which stands for several; name each one`]),
  ])('refuses %p for the stack, and grants nothing', (stackName, name, message) => {
    const { stack, role } = newRole();
    expect(() => grantCloudFormationDeploy(role, role, stackName as string)).toThrow(expect.objectContaining({ name, message }));
    expect(statementsIn(stack)).toEqual([]);
  });

  test('refuses a stack construct', () => {
    const { stack, role } = newRole();
    expect(() => grantCloudFormationDeploy(role, role, stack as never)).toThrow(expect.objectContaining({ name: 'ResourceInvalid' }));
  });

  const ROLE = 'not an IAM role; pass an iam.Role, an iam.CfnRole or an imported one';
  const BUCKET = 'not an S3 bucket; pass an s3.Bucket, an s3.CfnBucket or an imported one';
  const bucket = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts');
  const withPrefix = (artifactPrefix: unknown) => (stack: Stack) => ({ artifactBucket: bucket(stack), artifactPrefix });
  test.each<[string, (stack: Stack) => unknown, string, string]>([
    ['no role', () => ({ executionRole: null }), 'ResourceInvalid', `the execution role is 'null', ${ROLE}`],
    ['the ARN of a role', () => ({ executionRole: DEPLOYER }), 'ResourceInvalid', `the execution role is '${DEPLOYER}', ${ROLE}`],
    ['an empty role', () => ({ executionRole: '' }), 'ResourceInvalid', `the execution role is '', ${ROLE}`],
    ['a bucket for a role', stack => ({ executionRole: new s3.CfnBucket(stack, 'Bucket') }), 'ResourceInvalid',
      `the execution role is 'Stack/Bucket [AWS::S3::Bucket]', ${ROLE}`],
    ['several roles', stack => ({ executionRole: iam.Role.fromRoleArn(stack, 'Roles', 'arn:aws:iam::111111111111:role/deploy-*') }), 'WildcardResource',
      'the execution role is \'arn:aws:iam::111111111111:role/deploy-*\', which stands for several; name each one'],
    ['no bucket', () => ({ artifactBucket: null }), 'ResourceInvalid', `the artifact bucket is 'null', ${BUCKET}`],
    ['the name of a bucket', () => ({ artifactBucket: 'artifacts' }), 'ResourceInvalid', `the artifact bucket is 'artifacts', ${BUCKET}`],
    ['several buckets', stack => ({ artifactBucket: s3.CfnBucket.fromBucketArn(stack, 'Several', 'arn:aws:s3:::team-*') }), 'WildcardResource',
      'the artifact bucket is \'arn:aws:s3:::team-*\', which stands for several; name each one'],
    ['a key without a bucket', stack => ({ artifactEncryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY) }),
      'GrantOptionInvalid', "the artifact encryption key is 'Stack/Key', and there is no artifact bucket; pass the bucket too"],
    ['a folder without a bucket', () => ({ artifactPrefix: 'my-app' }), 'GrantOptionInvalid',
      "the artifact prefix is 'my-app', and there is no artifact bucket; pass the bucket too"],
    ...['', '/', '/my-app', 'my-app/', 'my//app', 'my app', 1].map((prefix): [string, (stack: Stack) => unknown, string, string] =>
      [`the folder '${prefix}'`, withPrefix(prefix), 'GrantOptionInvalid',
        `the artifact prefix is '${prefix}', not a folder of the bucket; pass one such as 'my-app'`]),
    ['several folders', withPrefix('team-*'), 'WildcardResource', "the artifact prefix is 'team-*', which stands for several; name each one"],
  ])('refuses %s, and grants nothing', (_, optionsFor, name, message) => {
    const { stack, role } = newRole();
    expect(() => grantCloudFormationDeploy(role, role, 'my-app', optionsFor(stack) as CloudFormationDeployGrantOptions))
      .toThrow(expect.objectContaining({ name, message }));
    expect(statementsIn(stack)).toEqual([]);
  });
});

const STACK = `${IN_REGION}:stack/my-app`;
const AS_DEPLOYER = { 'cloudformation:RoleArn': DEPLOYER };
const OTHER_ROLE = 'arn:aws:iam::111111111111:role/admin';
const TO_CLOUDFORMATION = { 'iam:PassedToService': 'cloudformation.amazonaws.com' };
// https://github.com/aws-actions/aws-cloudformation-github-deploy/blob/main/src/deploy.ts
// https://github.com/aws/aws-cli/blob/v2/awscli/customizations/cloudformation/deployer.py
const FOLLOW: Call[] = [
  ['is there a stack? by its name', 'cloudformation:DescribeStacks', `${STACK}/*`],
  ['wait for the stack, read its outputs, by its ID', 'cloudformation:DescribeStacks', `${STACK}/5c1ea0f0`],
  ['wait for the change set', 'cloudformation:DescribeChangeSet', `${STACK}/5c1ea0f0`],
  ['execute it', 'cloudformation:ExecuteChangeSet', `${STACK}/5c1ea0f0`],
  ['delete one that failed or is empty', 'cloudformation:DeleteChangeSet', `${STACK}/5c1ea0f0`],
  ['stream the events of the stack', 'cloudformation:DescribeEvents', `${STACK}/5c1ea0f0`],
  ['read why a change set failed', 'cloudformation:DescribeEvents', `${IN_REGION}:changeSet/my-app-CS/7d2f`],
];
const CREATE_WITHOUT_ROLE: Call[] = [
  ['make a change set', 'cloudformation:CreateChangeSet', `${STACK}/5c1ea0f0`],
  ['make the first one, by name', 'cloudformation:CreateChangeSet', `${STACK}/*`],
];
const CREATE_WITH_ROLE: Call[] = [
  ...CREATE_WITHOUT_ROLE.map(([what, action, resource]): Call => [`${what}, with the role`, action, resource, AS_DEPLOYER]),
  ['pass the role to CloudFormation', 'iam:PassRole', DEPLOYER, TO_CLOUDFORMATION],
];
// https://github.com/aws/aws-cli/blob/v2/awscli/customizations/s3uploader.py
const UPLOAD: Call[] = [
  ['is the template there?', 's3:GetObject', 'arn:aws:s3:::artifacts/team/0cc175b9.template'],
  ['upload it', 's3:PutObject', 'arn:aws:s3:::artifacts/team/0cc175b9.template'],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
  ['upload it encrypted', 'kms:GenerateDataKey', KEY, { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::artifacts/team/0cc175b9.template' }],
  ['upload it to a bucket with a bucket key', 'kms:GenerateDataKey', KEY, { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::artifacts' }],
  ['read it, as CloudFormation does with the job\'s permissions', 'kms:Decrypt', KEY,
    { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::artifacts/team/0cc175b9.template' }],
];
const NEVER: Call[] = [
  ...[...FOLLOW, ...CREATE_WITH_ROLE.slice(0, 2)].flatMap(([what, action, resource, context]): Call[] => [
    [`${what}, another stack`, action, resource.replace('my-app', 'other'), context],
    [`${what}, a longer name`, action, resource.replace('my-app', 'my-app-2'), context],
    [`${what}, another account`, action, resource.replace('111111111111', '222222222222'), context],
    [`${what}, another region`, action, resource.replace('eu-west-1', 'us-east-1'), context],
  ]),
  ['make a change set with another role', 'cloudformation:CreateChangeSet', `${STACK}/*`, { 'cloudformation:RoleArn': OTHER_ROLE }],
  ['make a change set with a role of nearly the name', 'cloudformation:CreateChangeSet', `${STACK}/*`, { 'cloudformation:RoleArn': `${DEPLOYER}-2` }],
  ['pass another role', 'iam:PassRole', OTHER_ROLE, TO_CLOUDFORMATION],
  ['pass the role to a function', 'iam:PassRole', DEPLOYER, { 'iam:PassedToService': 'lambda.amazonaws.com' }],
  ['pass the role to whatever', 'iam:PassRole', DEPLOYER],
  ['assume the role', 'sts:AssumeRole', DEPLOYER],
  ...[
    'CancelUpdateStack', 'ContinueUpdateRollback', 'CreateStack', 'DeleteStack', 'DescribeStackResources', 'GetTemplate', 'ListChangeSets', 'RollbackStack',
    'SetStackPolicy', 'SignalResource', 'TagResource', 'UpdateStack', 'UpdateTerminationProtection',
  ].map((name): Call => [name, `cloudformation:${name}`, `${STACK}/5c1ea0f0`, AS_DEPLOYER]),
  ['the bootstrap stack', 'cloudformation:ExecuteChangeSet', `${IN_REGION}:stack/CDKToolkit/5c1ea0f0`],
  ['list the stacks', 'cloudformation:ListStacks', '*'],
  ['make a stack set', 'cloudformation:CreateStackSet', '*'],
  ['register a type', 'cloudformation:RegisterType', '*'],
  ['read another folder', 's3:GetObject', 'arn:aws:s3:::artifacts/other/0cc175b9.template'],
  ['write another folder', 's3:PutObject', 'arn:aws:s3:::artifacts/other/0cc175b9.template'],
  ['write beside the folder', 's3:PutObject', 'arn:aws:s3:::artifacts/team-2'],
  ['write another bucket', 's3:PutObject', 'arn:aws:s3:::other/team/0cc175b9.template'],
  ['decrypt what is elsewhere', 'kms:Decrypt', KEY, { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::artifacts/other/0cc175b9.template' }],
  ['decrypt by itself', 'kms:Decrypt', KEY],
  ['use another key', 'kms:GenerateDataKey', `${KEY}2`, { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::artifacts/team/0cc175b9.template' }],
  ['change the key', 'kms:PutKeyPolicy', KEY],
  ['delete a template', 's3:DeleteObject', 'arn:aws:s3:::artifacts/team/0cc175b9.template'],
  ['list the bucket', 's3:ListBucket', 'arn:aws:s3:::artifacts'],
  ['open the bucket', 's3:PutBucketPolicy', 'arn:aws:s3:::artifacts'],
];

describe('with the rendered permissions, decided by an engine that is not ours', () => {
  const ALL = [...FOLLOW, ...CREATE_WITHOUT_ROLE, ...CREATE_WITH_ROLE, ...UPLOAD, ...NEVER];
  const stackWith = (optionsFor: (stack: Stack) => CloudFormationDeployGrantOptions) => {
    const { stack, role } = newRole();
    grantCloudFormationDeploy(role, role, 'my-app', optionsFor(stack));
    return stack;
  };
  const withRole = stackWith(stack => ({ executionRole: newExecutionRole(stack) }));
  const withBucket = stackWith(stack => ({
    artifactBucket: new s3.Bucket(stack, 'Artifacts', { bucketName: 'artifacts', encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY) }),
    artifactPrefix: 'team',
  }));

  test('a job with a role for CloudFormation deploys the stack by that role, and not without it', () => {
    expect(allowedOf(policiesIn(withRole), ALL)).toEqual(wordsOf([...FOLLOW, ...CREATE_WITH_ROLE]));
  });

  test('a job without one makes change sets, passes no role, and uploads to its folder', () => {
    expect(allowedOf(policiesIn(withBucket), ALL)).toEqual(wordsOf([...FOLLOW, ...CREATE_WITHOUT_ROLE, ...UPLOAD]));
  });

  test('a job that deploys several stacks gives no stack the role of another', () => {
    const { stack, role } = newRole();
    grantCloudFormationDeploy(role, role, 'my-app', { executionRole: newExecutionRole(stack) });
    grantCloudFormationDeploy(role, role, 'admin-app', { executionRole: newExecutionRole(stack, 'Admin', 'admin') });
    grantCloudFormationDeploy(role, role, 'bare-app');

    const calls = ['my-app', 'admin-app', 'bare-app'].flatMap(name => [DEPLOYER, OTHER_ROLE, undefined].map((roleArn): Call => [
      `${name} ${roleArn}`, 'cloudformation:CreateChangeSet', `${IN_REGION}:stack/${name}/*`, roleArn ? { 'cloudformation:RoleArn': roleArn } : {},
    ]));
    expect(allowedOf(policiesIn(stack), calls)).toEqual([`my-app ${DEPLOYER}`, `admin-app ${OTHER_ROLE}`, 'bare-app undefined']);
  });

  test.each([['with a role', withRole], ['with a bucket', withBucket]])('AWS knows every action, resource and condition key, %s', async (_, stack) => {
    expect(await apiMisfits(statementsIn(stack))).toEqual([]);
  });
});
