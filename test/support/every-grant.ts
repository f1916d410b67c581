import { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { GithubOidcRole } from '../../src';

/** The grant methods that the role has of its own. A new one does not compile until it is listed below. */
export type GrantMethod = Exclude<Extract<keyof GithubOidcRole, `grant${string}`>, keyof iam.Role>;

/** What a job works on, made in a scope of its own under a name of its own; then a grant on it, with every option that allows more. */
type Work = (scope: Construct, name: string) => (role: GithubOidcRole) => iam.Grant;

const WORK: Record<GrantMethod, Work> = {
  grantBedrockInvoke: (_, name) => role =>
    role.grantBedrockInvoke({ modelIds: [`amazon.${name}-v1:0`], inferenceProfileIds: [`eu.amazon.${name}-v1:0`] }),
  grantCdkDeploy: (_, name) => role => role.grantCdkDeploy({ qualifier: name.slice(-10), accounts: ['111111111111', '222222222222'] }),
  grantCdkDiff: (_, name) => role => role.grantCdkDiff({ qualifier: name.slice(-10), accounts: ['111111111111', '222222222222'] }),
  grantCloudFormationDeploy: (scope, name) => {
    const options = { executionRole: roleIn(scope, `${name}-execution`), artifactBucket: bucketIn(scope, name), artifactPrefix: 'team' };
    return role => role.grantCloudFormationDeploy(name, options);
  },
  grantCodeArtifactPublish: (_, name) => role =>
    role.grantCodeArtifactPublish({ domainName: 'octo', repositoryName: name, packages: ['npm/octo/app'] }),
  grantCodeArtifactRead: (_, name) => role => role.grantCodeArtifactRead({ domainName: 'octo', repositoryName: name }),
  grantCodeBuildRun: (scope, name) => {
    const own = { buildSpec: codebuild.BuildSpec.fromObject({}), role: roleIn(scope, `${name}-own`).withoutPolicyUpdates() };
    const project = new codebuild.Project(scope, 'Project', { projectName: name, ...own });
    const logGroup = new logs.LogGroup(scope, 'Logs', { logGroupName: name });
    return role => role.grantCodeBuildRun(project, { logGroup });
  },
  grantCodeDeploy: (scope, name) => {
    const application = new codedeploy.ServerApplication(scope, 'Application', { applicationName: name });
    const own = { application, role: roleIn(scope, `${name}-own`) };
    const group = new codedeploy.ServerDeploymentGroup(scope, 'Group', { deploymentGroupName: name, ...own });
    return role => role.grantCodeDeploy(group, { deploymentConfigNames: [`Slow${name}`] });
  },
  grantEcrPublicPush: (scope, name) => {
    const repository = new ecr.CfnPublicRepository(scope, 'Repository', { repositoryName: name });
    return role => role.grantEcrPublicPush(repository);
  },
  grantEcrPull: (scope, name) => {
    const repository = new ecr.Repository(scope, 'Repository', { repositoryName: name });
    return role => role.grantEcrPull(repository);
  },
  grantEcrPush: (scope, name) => {
    const repository = new ecr.Repository(scope, 'Repository', { repositoryName: name });
    return role => role.grantEcrPush(repository);
  },
  grantEcsDeploy: (scope, name) => {
    const { service, cluster, ...options } = serviceIn(scope, name);
    return role => role.grantEcsDeploy(service, options);
  },
  grantEcsRunTask: (scope, name) => {
    const { taskDefinition, service, ...options } = serviceIn(scope, name);
    return role => role.grantEcsRunTask(taskDefinition, options);
  },
  grantEksAccess: (scope, name) => {
    const { roleArn } = roleIn(scope, `${name}-own`);
    const cluster = new eks.CfnCluster(scope, 'Cluster', { name, roleArn, resourcesVpcConfig: { subnetIds: ['subnet-1'] }, accessConfig: { authenticationMode: 'API' } });
    return role => role.grantEksAccess(cluster, { accessPolicies: ['AmazonEKSEditPolicy'], namespaces: ['web'] });
  },
  grantImageSigning: (scope, name) => {
    const key = keyIn(scope, name);
    return role => role.grantImageSigning(key);
  },
  grantInspectorScan: () => role => role.grantInspectorScan(),
  grantLambdaDeploy: (scope, name) => {
    const code = { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') };
    const made = new lambda.Function(scope, 'Function', { functionName: name, ...code, role: roleIn(scope, `${name}-own`) });
    const passableRoles = [roleIn(scope, `${name}-next`)];
    return role => role.grantLambdaDeploy(made, { passableRoles });
  },
  grantParametersRead: (scope, name) => {
    const attributes = { parameterName: `/${name}`, encryptionKey: keyIn(scope, name) };
    const secure = ssm.StringParameter.fromSecureStringParameterAttributes(scope, 'Secure', attributes);
    const plain = new ssm.StringParameter(scope, 'Plain', { parameterName: `/${name}-plain`, stringValue: 'any' });
    return role => role.grantParametersRead(secure, plain);
  },
  grantSecretsRead: (scope, name) => {
    const secret = new secretsmanager.Secret(scope, 'Secret', { secretName: name, encryptionKey: keyIn(scope, name) });
    const other = new secretsmanager.Secret(scope, 'Other', { secretName: `${name}-other` });
    return role => role.grantSecretsRead(secret, other);
  },
  grantStaticSiteDeploy: (scope, name) => {
    const bucket = bucketIn(scope, name);
    const defaultBehavior = { origin: new HttpOrigin('example.com') };
    const distribution = new cloudfront.Distribution(scope, 'Distribution', { comment: name, defaultBehavior });
    return role => role.grantStaticSiteDeploy(bucket, { distribution, keyPrefix: 'docs/' });
  },
  grantStepFunctionsDeploy: (scope, name) => {
    const definitionBody = stepfunctions.DefinitionBody.fromString('{}');
    const machine = new stepfunctions.StateMachine(scope, 'Machine', { stateMachineName: name, definitionBody, role: roleIn(scope, `${name}-own`) });
    const passableRoles = [roleIn(scope, `${name}-next`)];
    return role => role.grantStepFunctionsDeploy(machine, { passableRoles });
  },
  grantTerraformState: (scope, name) => {
    const bucket = bucketIn(scope, name);
    const partitionKey = { name: 'LockID', type: dynamodb.AttributeType.STRING };
    const lockTable = new dynamodb.Table(scope, 'Table', { tableName: name, partitionKey, encryptionKey: bucket.encryptionKey });
    return role => role.grantTerraformState(bucket, { stateKey: 'network/terraform.tfstate', workspaces: ['staging'], lockTable });
  },
};

export const GRANT_METHODS = Object.keys(WORK) as GrantMethod[];

/** A grant on resources of the stack that were made for it. It may be called again. */
export function newGrant(method: GrantMethod, stack: Stack, name = nameOf(method)): (role: GithubOidcRole) => iam.Grant {
  return WORK[method](new Construct(stack, name), name);
}

/** `grantEcrPull` works on `ecrpull`: an S3 bucket has no capital letter. */
export function nameOf(method: GrantMethod): string {
  return method.slice('grant'.length).toLowerCase();
}

function roleIn(scope: Construct, roleName: string): iam.Role {
  return new iam.Role(scope, roleName, { roleName, assumedBy: new iam.AccountRootPrincipal() });
}

function keyIn(scope: Construct, name: string): kms.Key {
  return new kms.Key(scope, 'Key', { description: `${name}-key` });
}

function bucketIn(scope: Construct, name: string): s3.Bucket {
  return new s3.Bucket(scope, 'Bucket', { bucketName: name, encryptionKey: keyIn(scope, name) });
}

function serviceIn(scope: Construct, name: string) {
  const [taskRole, executionRole] = [roleIn(scope, `${name}-task`), roleIn(scope, `${name}-execution`)];
  const cluster = new ecs.Cluster(scope, 'Cluster', { clusterName: name });
  const taskDefinition = new ecs.FargateTaskDefinition(scope, 'Task', { family: name, taskRole, executionRole });
  taskDefinition.addContainer('Web', { image: ecs.ContainerImage.fromRegistry('web') });
  const service = new ecs.FargateService(scope, 'Service', { cluster, taskDefinition, serviceName: name });
  return { cluster, taskDefinition, service, passableRoles: [taskRole, executionRole] };
}
