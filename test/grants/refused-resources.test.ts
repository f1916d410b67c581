import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { GithubOidcRole } from '../../src';
import { statementsIn } from '../support/deployed';
import { newGithubRole } from '../support/job-role';
import { refusalOf } from '../support/refusal';

const VARIABLE = '${aws:PrincipalTag/team}';

describe('what stands for several resources, or for none, is refused', () => {
  test.each<[string, (stack: Stack) => Parameters<ReturnType<typeof newGithubRole>['role']['grantParametersRead']>[0]]>([
    ['a parameter', stack => ssm.StringParameter.fromStringParameterName(stack, 'Parameter', `/a/${VARIABLE}`)],
  ])('a policy variable in the name of %s', (_, parameterFor) => {
    const { stack, role } = newGithubRole();
    expect(refusalOf(() => role.grantParametersRead(parameterFor(stack)))).toEqual({
      name: 'GrantOptionInvalid', message: expect.stringContaining("IAM reads '${' as the start of a policy variable"),
    });
    expect(statementsIn(stack)).toEqual([]);
  });

  test('a policy variable in the role to pass', () => {
    const { stack, role } = newGithubRole();
    const executionRole = iam.Role.fromRoleArn(stack, 'Execution', `arn:aws:iam::111111111111:role/${VARIABLE}`);
    expect(refusalOf(() => role.grantCloudFormationDeploy('my-app', { executionRole })).name).toBe('GrantOptionInvalid');
    expect(refusalOf(() => role.grantEcrPull(ecr.Repository.fromRepositoryName(stack, 'Images', VARIABLE))).name).toBe('GrantOptionInvalid');
    expect(statementsIn(stack)).toEqual([]);
  });

  test('a key by the ARN of its alias, which IAM does not ask about', () => {
    const { stack, role } = newGithubRole();
    const alias = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:alias/signer');
    expect(refusalOf(() => role.grantImageSigning(alias))).toEqual({
      name: 'ResourceInvalid', message: expect.stringMatching(/^the signing key is 'arn:[^']*:alias\/signer', an alias, and IAM decides on the key behind it; pass the key$/),
    });
    expect(statementsIn(stack)).toEqual([]);
  });

  test('a folder whose end is literal and no slash, also behind a parameter', () => {
    const { stack, role } = newGithubRole();
    const bucket = s3.Bucket.fromBucketName(stack, 'Site', 'site');
    const { valueAsString: folder } = new CfnParameter(stack, 'Folder');
    expect(refusalOf(() => role.grantStaticSiteDeploy(bucket, { keyPrefix: `${folder}/docs` })).message).toContain("it must end, and must not start, with '/'");
    role.grantStaticSiteDeploy(bucket, { keyPrefix: `${folder}/docs/` }).assertSuccess();
    expect(refusalOf(() => role.grantStaticSiteDeploy(bucket, { keyPrefix: folder })).message).toContain("write the '/' behind it");
  });

  test.each<[string, eks.CfnCluster.AccessConfigProperty | undefined]>([['none', undefined], ['CONFIG_MAP', { authenticationMode: 'CONFIG_MAP' }]])(
    'an L1 cluster that knows no access entries: the mode %s', (_, accessConfig) => {
      const { stack, role } = newGithubRole(new App());
      const cluster = new eks.CfnCluster(stack, 'Cluster', {
        roleArn: 'arn:aws:iam::111111111111:role/eks', resourcesVpcConfig: { subnetIds: ['subnet-1'] }, accessConfig,
      });
      expect(refusalOf(() => role.grantEksAccess(cluster, { accessPolicies: ['AmazonEKSEditPolicy'] })).name).toBe('EksAccessEntriesOff');
      role.grantEksAccess(cluster).assertSuccess();
    },
  );
});

describe('the ARN of another kind of resource, or of a kind without a name', () => {
  const [PLACE, IAM] = ['eu-west-1:111111111111', 'arn:aws:iam::111111111111'];
  const functionOf = (stack: Stack, arn: string) => lambda.Function.fromFunctionArn(stack, 'Function', arn);
  const bucketOf = (stack: Stack, bucketArn = 'arn:aws:s3:::state') => s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketArn });

  test.each<[string, (role: GithubOidcRole, stack: Stack, arn: string) => unknown]>([
    [`arn:aws:lambda:${PLACE}:function`, (role, stack, arn) => role.grantLambdaDeploy(functionOf(stack, arn))],
    [`arn:aws:lambda:${PLACE}:layer:f`, (role, stack, arn) => role.grantLambdaDeploy(functionOf(stack, arn))],
    [`arn:aws:states:${PLACE}:activity:x`, (role, stack, arn) => role.grantStepFunctionsDeploy(sfn.StateMachine.fromStateMachineArn(stack, 'Machine', arn))],
    [`arn:aws:states:${PLACE}:stateMachine:`, (role, stack, arn) => role.grantStepFunctionsDeploy(sfn.StateMachine.fromStateMachineArn(stack, 'Machine', arn))],
    [`${IAM}:user/x`, (role, stack, arn) => role.grantCloudFormationDeploy('my-app', { executionRole: iam.Role.fromRoleArn(stack, 'Next', arn) })],
    [`${IAM}:role/x/`, (role, stack, arn) => role.grantCloudFormationDeploy('my-app', { executionRole: iam.Role.fromRoleArn(stack, 'Next', arn) })],
    [`${IAM}:group/x`, (role, stack, arn) => role.grantLambdaDeploy(functionOf(stack, `arn:aws:lambda:${PLACE}:function:f`), {
      passableRoles: [iam.Role.fromRoleArn(stack, 'Next', arn)],
    })],
    [`arn:aws:dynamodb:${PLACE}:table/x/index/y`, (role, stack, arn) =>
      role.grantTerraformState(bucketOf(stack), { stateKey: 'a', lockTable: dynamodb.Table.fromTableArn(stack, 'Table', arn) })],
    [`arn:aws:s3:${PLACE}:accesspoint/abc`, (role, stack, arn) => role.grantStaticSiteDeploy(bucketOf(stack, arn))],
    ['arn:aws:s3:::abc/def', (role, stack, arn) => role.grantStaticSiteDeploy(bucketOf(stack, arn))],
    [`arn:aws:codebuild:${PLACE}:project/`, (role, stack, arn) => role.grantCodeBuildRun(codebuild.Project.fromProjectArn(stack, 'Project', arn))],
    [`arn:aws:codebuild:${PLACE}:report-group/x`, (role, stack, arn) => role.grantCodeBuildRun(codebuild.Project.fromProjectArn(stack, 'Project', arn))],
    [`arn:aws:ecr:${PLACE}:repository/`, (role, stack, arn) => role.grantEcrPull(ecr.Repository.fromRepositoryArn(stack, 'Images', arn))],
  ])('%s', (arn, grant) => {
    const { stack, role } = newGithubRole();
    expect(refusalOf(() => grant(role, stack, arn))).toEqual({ name: 'ResourceInvalid', message: expect.stringMatching(`is '${arn}', not an? `) });
    expect(statementsIn(stack)).toEqual([]);
  });

  test('every parameter', () => {
    const { stack, role } = newGithubRole();
    expect(refusalOf(() => role.grantParametersRead(ssm.StringParameter.fromStringParameterName(stack, 'Parameter', '/'))).name).toBe('ResourceInvalid');
  });

  test('but what only the deployment knows passes, as far as its text goes', () => {
    const { stack, role } = newGithubRole();
    const { valueAsString: late } = new CfnParameter(stack, 'Late');
    const roleOf = (id: string, arn: string) => iam.Role.fromRoleArn(stack, id, arn);
    [late, `arn:aws:iam::${late}:role/x`, `${IAM}:role/${late}`, `arn:aws:iam::111111111111:${late}/x`].forEach((arn, index) =>
      role.grantCloudFormationDeploy(`app${index}`, { executionRole: roleOf(`Next${index}`, arn) }).assertSuccess());
    expect(refusalOf(() => role.grantCloudFormationDeploy('app', { executionRole: roleOf('Next', `${IAM}:user/${late}`) })).name).toBe('ResourceInvalid');
  });
});

test.each(['f/x:2', 'f:1', 'f x'])("a task definition's family that is none: %s", family => {
  const { stack, role } = newGithubRole();
  const cluster = ecs.Cluster.fromClusterArn(stack, 'Cluster', 'arn:aws:ecs:eu-west-1:111111111111:cluster/main');
  expect(refusalOf(() => role.grantEcsRunTask(new ecs.CfnTaskDefinition(stack, 'Task', { family }), { cluster }))).toEqual({
    name: 'GrantOptionInvalid', message: `the task definition's family is '${family}'; pass 1 to 255 letters, digits, '_' or '-', such as 'web'`,
  });
});
