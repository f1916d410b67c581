import { CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { GithubOidcRole } from '../../src';
import { statementsIn } from '../support/deployed';
import { newGithubRole } from '../support/job-role';
import { late } from '../support/late';
import { refusalOf } from '../support/refusal';

type Give = (role: GithubOidcRole, stack: Stack) => unknown;

const bucketIn = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Bucket', 'site');

test.each<[string, string, Give]>([
  ["there is no option 'keyprefix', which is 'docs/'; pass only 'distribution', 'encryptionKey', 'keyPrefix'", 'a misspelt one', (role, stack) =>
    role.grantStaticSiteDeploy(bucketIn(stack), { keyprefix: 'docs/' } as never)],
  ["there is no option 'packages', which is 'npm/octo/app'; pass only 'domainName', 'repositoryName', 'domainOwner', 'region'", 'one of another grant', role =>
    role.grantCodeArtifactRead({ domainName: 'octo', repositoryName: 'main', packages: ['npm/octo/app'] } as never)],
  ["the options are '[object Map]'; pass an object that names each option", 'a map', (role, stack) =>
    role.grantStaticSiteDeploy(bucketIn(stack), new Map([['keyPrefix', 'docs/']]) as never)],
])('%s: %s', (message, _, give) => {
  const { stack, role } = newGithubRole();
  expect(refusalOf(() => give(role, stack))).toEqual({ name: 'GrantOptionInvalid', message });
  expect(statementsIn(stack)).toEqual([]);
});

describe('a lazy value that synthesis knows already', () => {
  const lazy = (text: string) => Lazy.string({ produce: () => text });

  test('may still change for the rest of the app', () => {
    const parts = ['a'];
    const name = Lazy.string({ produce: () => parts.join('-') });
    const { stack, role } = newGithubRole();
    role.grantStaticSiteDeploy(bucketIn(stack), { keyPrefix: `${name}/` });
    parts.push('b');
    expect(stack.resolve(name)).toBe('a-b');
  });

  test.each<[string, string, Give]>([
    ['a package with an @', "one of the packages is 'npm/@octo/app'", role =>
      role.grantCodeArtifactPublish({ domainName: 'octo', repositoryName: 'main', packages: [lazy('npm/@octo/app')] })],
    ['a repository with a path', "the repository name is 'main/npm'", role =>
      role.grantCodeArtifactRead({ domainName: 'octo', repositoryName: lazy('main/npm') })],
    ['a state outside every folder', "the state key is '/network'", (role, stack) =>
      role.grantTerraformState(bucketIn(stack), { stateKey: lazy('/network') })],
    ['a workspace in a folder', "one of the workspaces is 'a/b'", (role, stack) =>
      role.grantTerraformState(bucketIn(stack), { stateKey: 'a', workspaces: [lazy('a/b')] })],
    ['an access policy by ARN', "one of the access policies is 'aws/Edit'", (role, stack) =>
      role.grantEksAccess(eks.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'prod' }), { accessPolicies: [lazy('aws/Edit')] })],
    ['a namespace in capitals', "one of the namespaces is 'UPPER'", (role, stack) =>
      role.grantEksAccess(eks.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'prod' }), { accessPolicies: ['Edit'], namespaces: [lazy('UPPER')] })],
    ['an artifact prefix that is none', "the artifact prefix is '/'", (role, stack) =>
      role.grantCloudFormationDeploy('my-app', { artifactBucket: bucketIn(stack), artifactPrefix: lazy('/') })],
    ['a stack with a path', "the stack is 'prod/x'", role => role.grantCloudFormationDeploy(lazy('prod/x'))],
    ['everything', "the state key is '*', which stands for several", (role, stack) => role.grantTerraformState(bucketIn(stack), { stateKey: lazy('*') })],
    ['a family with a revision', "the task definition's family is 'web:1'", (role, stack) =>
      role.grantEcsRunTask(new ecs.FargateTaskDefinition(stack, 'Task', { family: lazy('web:1') }), { cluster: new ecs.Cluster(stack, 'Cluster') } as never)],
  ])('is refused as it would be in letters: %s', (_, message, give) => {
    const { stack, role } = newGithubRole();
    expect(refusalOf(() => give(role, stack)).message).toContain(message);
    expect(statementsIn(stack)).toEqual([]);
  });

  test.each<[string, Give, Give]>([
    ['a folder of states', (role, stack) => role.grantTerraformState(bucketIn(stack), { stateKey: lazy('network/') }),
      (role, stack) => role.grantTerraformState(bucketIn(stack), { stateKey: 'network/' })],
    ['a stack by ARN', role => role.grantCloudFormationDeploy(lazy('arn:aws:cloudformation:us-east-1:222222222222:stack/prod/x')),
      role => role.grantCloudFormationDeploy('arn:aws:cloudformation:us-east-1:222222222222:stack/prod/x')],
    ['an inference profile by ID', role => role.grantBedrockInvoke({ modelIds: ['amazon.nova-lite-v1:0'], inferenceProfileIds: [lazy('eu.amazon.nova-lite-v1:0')] }),
      role => role.grantBedrockInvoke({ modelIds: ['amazon.nova-lite-v1:0'], inferenceProfileIds: ['eu.amazon.nova-lite-v1:0'] })],
    ['the stack\'s own ID', role => role.grantCloudFormationDeploy(Fn.ref('AWS::StackId')), role => role.grantCloudFormationDeploy('Stack')],
  ])('means what it would in letters: %s', (_, lazily, literally) => {
    const [one, other] = [newGithubRole(), newGithubRole()];
    lazily(one.role, one.stack);
    literally(other.role, other.stack);
    expect(statementsIn(one.stack)).toEqual(statementsIn(other.stack));
  });

  test('is left alone where a part of it is known later', () => {
    const { stack, role } = newGithubRole();
    const [bucket, parts] = [bucketIn(stack), [late('b'), new CfnParameter(stack, 'Name').valueAsString]];
    parts.forEach(part => role.grantTerraformState(bucket, { stateKey: `${lazy('a/')}${part}` }));
    expect(role._grants.flatMap(({ resources }) => resources)).toEqual(parts.map(part => expect.stringContaining(part)));
  });
});
