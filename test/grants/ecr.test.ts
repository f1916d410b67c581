import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { GithubOidcRole, GithubRepository } from '../../src';
import { grantEcrPull, grantEcrPush } from '../../src/grants/ecr';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, resourcesIn, statementsIn } from '../support/deployed';
import { ENV, newGithubRole } from '../support/job-role';

const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const PUSH = [
  'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:CompleteLayerUpload', 'ecr:GetDownloadUrlForLayer',
  'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart',
];
const LOGIN = { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' };

function arn(name: string, account = ENV.account): string {
  return `arn:aws:ecr:eu-west-1:${account}:repository/${name}`;
}

describe('grantEcrPull and grantEcrPush', () => {
  test('render the login and the actions of one repository, and nothing else', () => {
    const { stack, role } = newGithubRole();
    role.grantEcrPush(new ecr.Repository(stack, 'Pushed', { repositoryName: 'pushed' })).assertSuccess();
    role.grantEcrPull(new ecr.Repository(stack, 'Pulled', { repositoryName: 'pulled' })).assertSuccess();

    expect(statementsIn(stack)).toEqual([
      LOGIN,
      { Effect: 'Allow', Action: PUSH, Resource: arn('pushed') },
      { Effect: 'Allow', Action: PULL, Resource: arn('pulled') },
    ]);
    for (const repository of Object.values(Template.fromStack(stack).findResources('AWS::ECR::Repository'))) {
      expect(repository.Properties).not.toHaveProperty('RepositoryPolicyText');
    }
  });

  test.each([false, true])('log in once for each role, however often they are called (policies minimised: %s)', minimizePolicies => {
    const { stack, role } = newGithubRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
    const repositories = ['one', 'two', 'three'].map(name => new ecr.Repository(stack, name, { repositoryName: name }));
    for (const repository of [...repositories, ...repositories]) {
      role.grantEcrPull(repository);
      role.grantEcrPush(repository);
    }

    const statements = statementsIn(stack);
    expect(statements.filter(({ Action: actions }) => [actions].flat().includes('ecr:GetAuthorizationToken'))).toEqual([LOGIN]);
    expect(statements.filter(({ Resource: resource }) => [resource].flat().includes('*'))).toEqual([LOGIN]);
    for (const name of ['one', 'two', 'three']) {
      expect(statements.filter(({ Action: actions, Resource: resource }) => [actions].flat().includes('ecr:PutImage') && [resource].flat().includes(arn(name))))
        .toHaveLength(1);
    }
  });

  test('log in once also beside a grant of aws-cdk-lib\'s own', () => {
    const { stack, role } = newGithubRole();
    const repository = new ecr.Repository(stack, 'Repository', { repositoryName: 'images' });
    ecr.AuthorizationToken.grantRead(role);
    role.grantEcrPull(repository);
    repository.grantPullPush(role);
    expect(statementsIn(stack).filter(({ Action: actions }) => [actions].flat().includes('ecr:GetAuthorizationToken'))).toEqual([LOGIN]);
  });

  test.each<[string, string, (stack: Stack) => ecr.IRepositoryRef]>([
    ['an L2', arn('images'), stack => new ecr.Repository(stack, 'Repository', { repositoryName: 'images' })],
    ['an L1', arn('images'), stack => new ecr.CfnRepository(stack, 'Repository', { repositoryName: 'images' })],
    ['one imported by name', arn('team/images'), stack => ecr.Repository.fromRepositoryName(stack, 'Repository', 'team/images')],
    ['one imported by ARN', arn('images', '222222222222'), stack => ecr.Repository.fromRepositoryArn(stack, 'Repository', arn('images', '222222222222'))],
    ['one imported by attributes', arn('images'), stack =>
      ecr.Repository.fromRepositoryAttributes(stack, 'Repository', { repositoryArn: arn('images'), repositoryName: 'images' })],
    ['an encrypted one, whose key needs nothing more', arn('images'), stack =>
      new ecr.Repository(stack, 'Repository', { repositoryName: 'images', encryptionKey: new kms.Key(stack, 'Key') })],
  ])('take %s', (_, repositoryArn, repositoryFor) => {
    const { stack, role } = newGithubRole();
    role.grantEcrPush(repositoryFor(stack)).assertSuccess();

    expect(statementsIn(stack)).toEqual([LOGIN, { Effect: 'Allow', Action: PUSH, Resource: repositoryArn }]);
    for (const { KeyPolicy: policy } of resourcesIn(stack, ['AWS::KMS::Key'])) {
      expect(policy.Statement).toEqual([
        { Effect: 'Allow', Action: 'kms:*', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Resource: '*' },
      ]);
    }
  });

  test('take a repository of another stack, which is deployed first', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const { stack, role } = newGithubRole(app);
    role.grantEcrPull(new ecr.Repository(other, 'Named', { repositoryName: 'named' }));

    const [, { Action: actions, Resource: resource }] = statementsIn(stack);
    expect(actions).toEqual(PULL);
    expect(resource).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Other:.*Named.*Arn/) });
    expect(stack.dependencies).toEqual([other]);
  });

  test('serve any grantee', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const user = new iam.User(stack, 'User', { userName: 'job' });
    const repository = new ecr.Repository(stack, 'Repository', { repositoryName: 'images' });
    expect(grantEcrPull(user, repository).grant.success).toBe(true);
    expect(grantEcrPush(user, repository).grant.success).toBe(true);
    expect(statementsIn(stack)).toHaveLength(3);
  });

  test.each<[string, (stack: Stack) => unknown, string]>([
    ['undefined', () => undefined, 'undefined'],
    ['null', () => null, 'null'],
    ['a name', () => 'images', 'images'],
    ['an ARN', () => arn('images'), arn('images')],
    ['a public repository', stack =>
      new ecr.CfnPublicRepository(new Stack(stack.node.root as App, 'Public', { env: { ...ENV, region: 'us-east-1' } }), 'Images'),
    'Public/Images [AWS::ECR::PublicRepository]'],
  ])('refuse %s, and grant nothing', (_, repositoryFor, words) => {
    const { stack, role } = newGithubRole();
    const repository = repositoryFor(stack) as ecr.IRepositoryRef;
    for (const grant of [() => role.grantEcrPush(repository), () => role.grantEcrPull(repository), () => grantEcrPush(role, repository)]) {
      expect(grant).toThrow(expect.objectContaining({
        name: 'ResourceInvalid',
        message: `the repository is '${words}', not a private ECR repository; pass an ecr.Repository, an ecr.CfnRepository or an imported one`,
      }));
    }
    expect(policiesIn(stack)).toEqual([]);
  });

  test('return one grant, which a resource can depend on', () => {
    const { stack, role } = newGithubRole();
    const grant = role.grantEcrPush(new ecr.Repository(stack, 'Repository'));
    const consumer = new ecr.CfnRepository(stack, 'Consumer');
    grant.applyBefore(consumer);
    expect(Object.values(Template.fromStack(stack).findResources('AWS::ECR::Repository')).map(({ DependsOn: dependsOn }) => dependsOn))
      .toContainEqual([expect.stringMatching(/^RoleDefaultPolicy/)]);
  });
});

// https://github.com/aws-actions/amazon-ecr-login#permissions
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
const DOCKER_LOGIN: Call[] = [['docker login', 'ecr:GetAuthorizationToken', '*']];
const BUILD_AND_PUSH: Call[] = [
  ['HEAD of a layer: is it there?', 'ecr:BatchCheckLayerAvailability', arn('images')],
  ['POST of an upload', 'ecr:InitiateLayerUpload', arn('images')],
  ['PATCH of an upload', 'ecr:UploadLayerPart', arn('images')],
  ['PUT of an upload: the layer is complete', 'ecr:CompleteLayerUpload', arn('images')],
  ['PUT of a manifest', 'ecr:PutImage', arn('images')],
];
const PULL_OR_CACHE: Call[] = [
  ['GET of a manifest, also of a cache', 'ecr:BatchGetImage', arn('images')],
  ['GET of a layer, also of a cache', 'ecr:GetDownloadUrlForLayer', arn('images')],
];
const NEVER: Call[] = [
  ...[...BUILD_AND_PUSH, ...PULL_OR_CACHE].flatMap(([call, action]): Call[] => [
    [`${call}, another repository`, action, arn('images-2')],
    [`${call}, a repository below`, action, arn('images/base')],
    [`${call}, another account`, action, arn('images', '222222222222')],
    [`${call}, another region`, action, arn('images').replace('eu-west-1', 'us-east-1')],
  ]),
  ...[
    'DeleteRepository', 'BatchDeleteImage', 'SetRepositoryPolicy', 'DeleteRepositoryPolicy', 'GetRepositoryPolicy', 'PutLifecyclePolicy',
    'DeleteLifecyclePolicy', 'PutImageTagMutability', 'PutImageScanningConfiguration', 'ReplicateImage', 'TagResource', 'ListImages', 'DescribeImages',
  ].map((action): Call => [action, `ecr:${action}`, arn('images')]),
  ['CreateRepository', 'ecr:CreateRepository', arn('images')],
  ['CreateRepository of another', 'ecr:CreateRepository', arn('images-2')],
  ['PutRegistryPolicy', 'ecr:PutRegistryPolicy', '*'],
  ['PutReplicationConfiguration', 'ecr:PutReplicationConfiguration', '*'],
  ['use of the key', 'kms:Decrypt', 'arn:aws:kms:eu-west-1:111111111111:key/1'],
  ['AssumeRole', 'sts:AssumeRole', 'arn:aws:iam::111111111111:role/any'],
];

describe('with the rendered permissions, decided by an engine that is not ours', () => {
  const policiesOf = (grant: 'grantEcrPull' | 'grantEcrPush') => {
    const { stack, role } = newGithubRole();
    role[grant](new ecr.Repository(stack, 'Images', { repositoryName: 'images', encryptionKey: new kms.Key(stack, 'Key') }));
    return policiesIn(stack);
  };

  test('a push role logs in, builds and pushes, reusing layers, and does nothing else', () => {
    const policies = policiesOf('grantEcrPush');
    const allowed = [...DOCKER_LOGIN, ...BUILD_AND_PUSH, ...PULL_OR_CACHE];
    expect(allowedOf(policies, allowed)).toEqual(wordsOf(allowed));
    expect(allowedOf(policies, NEVER)).toEqual([]);
  });

  test('a pull role logs in and pulls, and does not push', () => {
    const policies = policiesOf('grantEcrPull');
    const allowed = [...DOCKER_LOGIN, ...PULL_OR_CACHE];
    expect(allowedOf(policies, allowed)).toEqual(wordsOf(allowed));
    expect(allowedOf(policies, [...BUILD_AND_PUSH, ...NEVER])).toEqual([]);
  });

  test('a role without a grant does none of it', () => {
    const policies = policiesIn(newGithubRole().stack);
    expect(policies).toEqual([]);
    expect(allowedOf(policies, [...DOCKER_LOGIN, ...BUILD_AND_PUSH, ...PULL_OR_CACHE])).toEqual([]);
  });
});

test.each(['*', 'team-?', 'team/*'])("an imported repository named '%s' stands for several, and is refused", name => {
  const stack = new Stack(new App(), 'Stack');
  const role = new GithubOidcRole(stack, 'Role', { subjects: [GithubRepository.of('octo-org@1/octo-repo@2').branch('main')] });
  const repository = ecr.Repository.fromRepositoryName(stack, 'Several', name);
  expect(() => role.grantEcrPull(repository)).toThrow(expect.objectContaining({ name: 'WildcardResource', message: expect.stringContaining(name) }));
});
