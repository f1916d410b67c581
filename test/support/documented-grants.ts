import { readFileSync } from 'fs';
import { join } from 'path';
import { runInNewContext } from 'vm';
import { App, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { GithubOidcRole, GithubRepository } from '../../src';

export const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'grants.md'), 'utf8');

/** The rows of a section's table, without its head and without the rows that only hold a title. */
export function rowsIn(heading: string): string[][] {
  const section = PAGE.split(/^##? /m).find(text => text.startsWith(`${heading}\n`))!;
  return section.split('\n').filter(line => line.startsWith('| ')).slice(1)
    .map(line => line.slice(2, -2).split(' | ')).filter(([first]) => !first.startsWith('**'));
}

export const code = (cell: string) => cell.slice(1, -1);

/** The table from what a job does to the call. */
export const ROWS = rowsIn('Grants').map(([job, typescript, python, allows]) => ({ job, typescript: code(typescript), python: code(python), allows }));

/** The resources that the page declares. Those that may have a KMS key have one. test/consumers/python makes the same. */
function resourcesIn(stack: Stack) {
  const role = (id: string) => new iam.Role(stack, id, { assumedBy: new iam.AccountRootPrincipal() });
  const encryptionKey = new kms.Key(stack, 'EncryptionKey');
  const definition = new ecs.FargateTaskDefinition(stack, 'Task');
  definition.addContainer('web', { image: ecs.ContainerImage.fromRegistry('web'), logging: ecs.LogDriver.awsLogs({ streamPrefix: 'web' }) });
  const cluster = ecs.Cluster.fromClusterArn(stack, 'Cluster', 'arn:aws:ecs:eu-west-1:111111111111:cluster/main');
  const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
  return {
    repository: new ecr.Repository(stack, 'Repository'),
    publicRepository: new ecr.CfnPublicRepository(stack, 'PublicRepository'),
    signingKey: new kms.Key(stack, 'SigningKey', { keySpec: kms.KeySpec.ECC_NIST_P256, keyUsage: kms.KeyUsage.SIGN_VERIFY }),
    executionRole: role('ExecutionRole'),
    bucket: new s3.Bucket(stack, 'Bucket', { encryptionKey }),
    service: ecs.FargateService.fromFargateServiceArn(stack, 'Service', 'arn:aws:ecs:eu-west-1:111111111111:service/main/web'),
    taskDefinition: definition,
    taskRole: definition.taskRole,
    taskExecutionRole: definition.executionRole,
    cluster,
    eksCluster: new eks.CfnCluster(stack, 'EksCluster', {
      roleArn: role('EksRole').roleArn, resourcesVpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] }, accessConfig: { authenticationMode: 'API' },
    }),
    fn: new lambda.Function(stack, 'Function', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline(' ') }),
    functionRole: role('FunctionRole'),
    stateMachine: new stepfunctions.StateMachine(stack, 'StateMachine', {
      definitionBody: stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(stack, 'Pass')),
    }),
    stateMachineRole: role('StateMachineRole'),
    deploymentGroup: new codedeploy.ServerDeploymentGroup(stack, 'DeploymentGroup'),
    distribution: cloudfront.Distribution.fromDistributionAttributes(stack, 'Distribution', { distributionId: 'E1', domainName: 'd1.cloudfront.net' }),
    lockTable: new dynamodb.Table(stack, 'LockTable', { partitionKey, encryptionKey }),
    project: codebuild.Project.fromProjectName(stack, 'Project', 'web'),
    logGroup: new logs.LogGroup(stack, 'LogGroup'),
    token: new secretsmanager.Secret(stack, 'Token', { encryptionKey }),
    password: new secretsmanager.Secret(stack, 'Password', { encryptionKey }),
    url: ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Url', { parameterName: '/web/url', encryptionKey }),
    version: new ssm.StringParameter(stack, 'Version', { stringValue: '1' }),
    key: new kms.Key(stack, 'Key'),
    table: new dynamodb.Table(stack, 'Table', { partitionKey }),
    topic: new sns.Topic(stack, 'Topic'),
    queue: new sqs.Queue(stack, 'Queue'),
    eventBus: new events.EventBus(stack, 'EventBus'),
    otherRole: role('OtherRole'),
    ecr,
  };
}

/** Makes each call of the table for a role of its own. */
export function performed(calls: readonly string[]): { stack: Stack; jobs: GithubOidcRole[] } {
  const stack = new Stack(new App(), 'Delivery', { env: { account: '111111111111', region: 'eu-west-1' } });
  const resources = resourcesIn(stack);
  const subjects = [GithubRepository.of('octo-org@123456/octo-repo@456789').environment('production')];
  const jobs = calls.map((call, index) => {
    const role = new GithubOidcRole(stack, `Job${index}`, { subjects });
    runInNewContext(call, { ...resources, role });
    return role;
  });
  return { stack, jobs };
}
