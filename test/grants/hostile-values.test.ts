import { App, Lazy, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { GithubOidcRole } from '../../src';
import { Misuse } from '../../src/misuse';
import { GRANT_METHODS, GrantMethod } from '../support/every-grant';
import { newGithubRole } from '../support/job-role';
import { madeUp } from '../support/made-up';

const PLACE = 'eu-west-1:111111111111';

/** What every kind of reference calls its texts, each of them this one. */
function referenceTo(text: unknown): Record<string, object> {
  const named = (name: string) => ({ [`${name}Ref`]: { [`${name}Arn`]: text, [`${name}Name`]: text, [`${name}Id`]: text } });
  const kinds = [
    'bucket', 'cluster', 'distribution', 'function', 'key', 'logGroup', 'parameter', 'project', 'publicRepository', 'repository', 'role', 'secret',
    'service', 'stateMachine', 'table', 'taskDefinition',
  ];
  return Object.assign({ deploymentGroupRef: { deploymentGroupName: text, applicationName: text } }, ...kinds.map(named));
}

const resource = (text: unknown) => madeUp(referenceTo(text));
const bucket = resource('arn:aws:s3:::site');
const role = resource('arn:aws:iam::111111111111:role/task');
const service = resource(`arn:aws:ecs:${PLACE}:service/main/web`);
const taskDefinition = resource(`arn:aws:ecs:${PLACE}:task-definition/web:3`);
const ecsCluster = resource(`arn:aws:ecs:${PLACE}:cluster/main`);
const eksCluster = resource(`arn:aws:eks:${PLACE}:cluster/prod`);
const lambdaFunction = resource(`arn:aws:lambda:${PLACE}:function:web`);
const stateMachine = resource(`arn:aws:states:${PLACE}:stateMachine:web`);
const project = resource(`arn:aws:codebuild:${PLACE}:project/build`);
const deploymentGroup = resource('web');

type Give = (to: GithubOidcRole, given: any) => iam.Grant;

/** Each place of each method that takes a resource. */
const RESOURCES: [place: string, give: Give][] = [
  ['grantEcrPull', (to, given) => to.grantEcrPull(given)],
  ['grantEcrPush', (to, given) => to.grantEcrPush(given)],
  ['grantEcrPublicPush', (to, given) => to.grantEcrPublicPush(given)],
  ['grantImageSigning', (to, given) => to.grantImageSigning(given)],
  ['grantCloudFormationDeploy executionRole', (to, given) => to.grantCloudFormationDeploy('my-app', { executionRole: given })],
  ['grantCloudFormationDeploy artifactBucket', (to, given) => to.grantCloudFormationDeploy('my-app', { artifactBucket: given })],
  ['grantCloudFormationDeploy artifactEncryptionKey', (to, given) =>
    to.grantCloudFormationDeploy('my-app', { artifactBucket: bucket, artifactEncryptionKey: given })],
  ['grantEcsDeploy', (to, given) => to.grantEcsDeploy(given, { taskDefinition, passableRoles: [role] })],
  ['grantEcsDeploy taskDefinition', (to, given) => to.grantEcsDeploy(service, { taskDefinition: given, passableRoles: [role] })],
  ['grantEcsDeploy passableRoles', (to, given) => to.grantEcsDeploy(service, { taskDefinition, passableRoles: [role, given] })],
  ['grantEcsRunTask', (to, given) => to.grantEcsRunTask(given, { cluster: ecsCluster, passableRoles: [role] })],
  ['grantEcsRunTask cluster', (to, given) => to.grantEcsRunTask(taskDefinition, { cluster: given, passableRoles: [role] })],
  ['grantEcsRunTask passableRoles', (to, given) => to.grantEcsRunTask(taskDefinition, { cluster: ecsCluster, passableRoles: [given] })],
  ['grantEksAccess', (to, given) => to.grantEksAccess(given, { accessPolicies: ['AmazonEKSViewPolicy'] })],
  ['grantLambdaDeploy', (to, given) => to.grantLambdaDeploy(given)],
  ['grantLambdaDeploy passableRoles', (to, given) => to.grantLambdaDeploy(lambdaFunction, { passableRoles: [given] })],
  ['grantStepFunctionsDeploy', (to, given) => to.grantStepFunctionsDeploy(given)],
  ['grantStepFunctionsDeploy passableRoles', (to, given) => to.grantStepFunctionsDeploy(stateMachine, { passableRoles: [given] })],
  ['grantCodeDeploy', (to, given) => to.grantCodeDeploy(given)],
  ['grantStaticSiteDeploy', (to, given) => to.grantStaticSiteDeploy(given)],
  ['grantStaticSiteDeploy distribution', (to, given) => to.grantStaticSiteDeploy(bucket, { distribution: given })],
  ['grantTerraformState', (to, given) => to.grantTerraformState(given, { stateKey: 'a' })],
  ['grantTerraformState lockTable', (to, given) => to.grantTerraformState(bucket, { stateKey: 'a', lockTable: given })],
  ['grantCodeBuildRun', (to, given) => to.grantCodeBuildRun(given)],
  ['grantCodeBuildRun logGroup', (to, given) => to.grantCodeBuildRun(project, { logGroup: given })],
  ['grantSecretsRead', (to, given) => to.grantSecretsRead(given)],
  ['grantParametersRead', (to, given) => to.grantParametersRead(given)],
];

/** Each place that takes a name, beside those of one that is known. */
const NAMES: [place: string, give: Give][] = [
  ['grantCdkDeploy qualifier', (to, given) => to.grantCdkDeploy({ qualifier: given })],
  ['grantCdkDeploy accounts', (to, given) => to.grantCdkDeploy({ accounts: ['111111111111', given] })],
  ['grantCdkDiff regions', (to, given) => to.grantCdkDiff({ regions: [given] })],
  ['grantCloudFormationDeploy', (to, given) => to.grantCloudFormationDeploy(given)],
  ['grantCloudFormationDeploy artifactPrefix', (to, given) => to.grantCloudFormationDeploy('my-app', { artifactBucket: bucket, artifactPrefix: given })],
  ['grantEksAccess accessPolicies', (to, given) => to.grantEksAccess(eksCluster, { accessPolicies: [given] })],
  ['grantEksAccess namespaces', (to, given) => to.grantEksAccess(eksCluster, { accessPolicies: ['AmazonEKSViewPolicy'], namespaces: ['web', given] })],
  ['grantCodeDeploy deploymentConfigNames', (to, given) => to.grantCodeDeploy(deploymentGroup, { deploymentConfigNames: [given] })],
  ['grantStaticSiteDeploy keyPrefix', (to, given) => to.grantStaticSiteDeploy(bucket, { keyPrefix: given })],
  ['grantTerraformState stateKey', (to, given) => to.grantTerraformState(bucket, { stateKey: given })],
  ['grantTerraformState workspaces', (to, given) => to.grantTerraformState(bucket, { stateKey: 'a', workspaces: [given] })],
  ['grantTerraformState workspaceKeyPrefix', (to, given) => to.grantTerraformState(bucket, { stateKey: 'a', workspaceKeyPrefix: given })],
  ['grantCodeArtifactRead domainName', (to, given) => to.grantCodeArtifactRead({ domainName: given, repositoryName: 'main' })],
  ['grantCodeArtifactRead repositoryName', (to, given) => to.grantCodeArtifactRead({ domainName: 'octo', repositoryName: given })],
  ['grantCodeArtifactRead domainOwner', (to, given) => to.grantCodeArtifactRead({ domainName: 'octo', repositoryName: 'main', domainOwner: given })],
  ['grantCodeArtifactRead region', (to, given) => to.grantCodeArtifactRead({ domainName: 'octo', repositoryName: 'main', region: given })],
  ['grantCodeArtifactPublish packages', (to, given) => to.grantCodeArtifactPublish({ domainName: 'octo', repositoryName: 'main', packages: [given] })],
  ['grantBedrockInvoke modelIds', (to, given) => to.grantBedrockInvoke({ modelIds: [given] })],
  ['grantBedrockInvoke inferenceProfileIds', (to, given) => to.grantBedrockInvoke({ modelIds: ['a'], inferenceProfileIds: [given] })],
];

/** Each method that takes options, with nothing but them wrong. */
const OPTIONS: [method: GrantMethod, give: Give][] = [
  ['grantBedrockInvoke', (to, given) => to.grantBedrockInvoke(given)],
  ['grantCdkDeploy', (to, given) => to.grantCdkDeploy(given)],
  ['grantCdkDiff', (to, given) => to.grantCdkDiff(given)],
  ['grantCloudFormationDeploy', (to, given) => to.grantCloudFormationDeploy('my-app', given)],
  ['grantCodeArtifactPublish', (to, given) => to.grantCodeArtifactPublish(given)],
  ['grantCodeArtifactRead', (to, given) => to.grantCodeArtifactRead(given)],
  ['grantCodeBuildRun', (to, given) => to.grantCodeBuildRun(project, given)],
  ['grantCodeDeploy', (to, given) => to.grantCodeDeploy(deploymentGroup, given)],
  ['grantEcsDeploy', (to, given) => to.grantEcsDeploy(service, given)],
  ['grantEcsRunTask', (to, given) => to.grantEcsRunTask(taskDefinition, given)],
  ['grantEksAccess', (to, given) => to.grantEksAccess(eksCluster, given)],
  ['grantLambdaDeploy', (to, given) => to.grantLambdaDeploy(lambdaFunction, given)],
  ['grantStaticSiteDeploy', (to, given) => to.grantStaticSiteDeploy(bucket, given)],
  ['grantStepFunctionsDeploy', (to, given) => to.grantStepFunctionsDeploy(stateMachine, given)],
  ['grantTerraformState', (to, given) => to.grantTerraformState(bucket, given)],
];

const shaped = referenceTo(`arn:aws:ecs:${PLACE}:cluster/main`);
const NO_RESOURCE: [string, unknown][] = [
  ['null', null], ['an empty text', ''], ['a name', 'web'], ['an ARN', 'arn:aws:s3:::site'], ['a number', 5], ['a symbol', Symbol('web')],
  ['a list of nothing', [undefined]], ['an object without a prototype', Object.create(null)],
  ['an object shaped like a reference', shaped], ['one that says where it is', { ...shaped, env: { account: '111111111111', region: 'eu-west-1' } }],
  ['a construct that does not say where it is', madeUp({ ...shaped, env: undefined })],
  ['a reference to nothing', resource(undefined)], ['a reference to a number', resource(5)], ['a reference to an empty text', resource('')],
  ['a reference to blanks', resource('  ')], ['a reference to everything', resource('*')],
  ['a reference to what a policy variable says', resource('arn:aws:s3:::${aws:username}')],
  ['a reference to a name that no policy can hold', resource('arn:aws:s3:::\u{1f680}')],
  ['a reference to a list', resource(Lazy.list({ produce: () => ['*'] })[0])],
];
const NO_NAME: [string, unknown][] = [
  ['null among the names', null], ['an empty text', ''], ['blanks', ' '], ['a number', 5], ['a list', ['web']], ['an object', {}], ['a construct', role],
  ['everything', '*'], ['several', 'web?'], ['a policy variable', '${aws:username}'], ['a star in disguise', '${*}'], ['a rocket', '\u{1f680}'],
  ['a list that is known later', Lazy.list({ produce: () => ['*'] })[0]],
];
const NO_OPTIONS: [string, unknown][] = [
  ['a text', 'eu-west-1'], ['an empty text', ''], ['a number', 0], ['true', true], ['a function', () => ({})], ['a list', ['111111111111']], ['a resource', ecsCluster],
  ['a map', new Map([['keyPrefix', 'docs/']])], ['a set', new Set()], ['an instance', new (class Chosen { readonly keyPrefix = 'docs/'; })()],
  ['an option in small letters', { keyprefix: 'docs/' }], ['an option in the singular', { package: ['npm/octo/app'] }], ['an option of every object', { toString: String }],
];

function everywhere<T>(places: readonly [string, Give][], values: readonly [string, T][]): [string, string, Give, T][] {
  return places.flatMap(([place, give]) => values.map(([what, value]): [string, string, Give, T] => [place, what, give, value]));
}

function expectRefused(give: Give, value: unknown): void {
  const { role: job } = newGithubRole();
  expect(() => give(job, value)).toThrow(Misuse);
  expect(job._grants).toEqual([]);
  expect(job.node.children.map(({ node }) => node.id)).toEqual(['Resource']);
}

test('every method is here that takes something', () => {
  const here = new Set([...RESOURCES, ...NAMES, ...OPTIONS].map(([place]) => place.split(' ')[0]));
  expect(GRANT_METHODS.filter(method => !here.has(method))).toEqual(['grantInspectorScan']);
});

test.each(everywhere(RESOURCES, NO_RESOURCE))('%s refuses %s for a resource, and grants nothing', (_, __, give, value) => expectRefused(give, value));

test.each(everywhere(NAMES, NO_NAME).filter(([place, what]) => !(place.endsWith('qualifier') && what.startsWith('null'))))(
  '%s refuses %s for a name, and grants nothing', (_, __, give, value) => expectRefused(give, value));

test.each(everywhere(OPTIONS, NO_OPTIONS))('%s refuses %s for the options, and grants nothing', (_, __, give, value) => expectRefused(give, value));

test.each(RESOURCES.filter(([place]) => !/distribution|logGroup|grantCodeDeploy|grantSecretsRead/.test(place)))(
  '%s refuses the ARN of another service, and text that is none', (_, give) => {
    expectRefused(give, resource('arn:aws:sns:eu-west-1:111111111111:topic'));
    expectRefused(give, resource('web'));
  });

test('a secret may be named, and its ARN is one of a secret', () => {
  expectRefused((to, given) => to.grantSecretsRead(given), resource('arn:aws:sns:eu-west-1:111111111111:topic'));
  expectRefused((to, given) => to.grantSecretsRead(given), secretsmanager.Secret.fromSecretCompleteArn(
    new Stack(new App(), 'Other'), 'Secret', 'arn:aws:sns:eu-west-1:111111111111:secret:app/token-AbCdEf'));
});

describe('a cluster of ECS and one of EKS, which the compiler cannot tell apart', () => {
  const of = (stack: Stack) => ({
    ecs: [new ecs.Cluster(stack, 'Ecs'), new ecs.CfnCluster(stack, 'CfnEcs'), ecs.Cluster.fromClusterArn(stack, 'EcsByArn', `arn:aws:ecs:${PLACE}:cluster/main`)],
    eks: [
      new eks.CfnCluster(stack, 'CfnEks', { roleArn: 'arn:aws:iam::111111111111:role/eks', resourcesVpcConfig: { subnetIds: ['subnet-1'] } }),
      eks.Cluster.fromClusterAttributes(stack, 'EksByName', { clusterName: 'prod' }),
    ],
  });

  test.each([0, 1, 2])('grantEksAccess refuses ECS cluster %p', index => {
    const { stack, role: job } = newGithubRole();
    expect(() => job.grantEksAccess(of(stack).ecs[index])).toThrow(/^the cluster is '.*', not an EKS cluster; pass an eks\.Cluster/);
    expect(job._grants).toEqual([]);
  });

  test.each([0, 1])('grantEcsRunTask refuses EKS cluster %p', index => {
    const { stack, role: job } = newGithubRole();
    expect(() => job.grantEcsRunTask(taskDefinition, { cluster: of(stack).eks[index], passableRoles: [role] }))
      .toThrow(/^the cluster is '.*', not an ECS cluster; pass an ecs\.Cluster/);
    expect(job._grants).toEqual([]);
  });
});
