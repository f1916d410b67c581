import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { grantEcrPublicPush } from '../../src/grants/ecr-public';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, statementsIn } from '../support/deployed';
import { newRole } from '../support/job-role';

const US = { account: '111111111111', region: 'us-east-1' };
const PUSH = [
  'ecr-public:BatchCheckLayerAvailability', 'ecr-public:CompleteLayerUpload', 'ecr-public:InitiateLayerUpload', 'ecr-public:PutImage',
  'ecr-public:UploadLayerPart',
];
const LOGIN = [
  { Effect: 'Allow', Action: 'ecr-public:GetAuthorizationToken', Resource: '*' },
  {
    Effect: 'Allow',
    Action: 'sts:GetServiceBearerToken',
    Resource: '*',
    Condition: { StringEquals: { 'sts:AWSServiceName': 'ecr-public.amazonaws.com' } },
  },
];

function arn(name: string, account = '111111111111'): string {
  return `arn:aws:ecr-public::${account}:repository/${name}`;
}

describe('grantEcrPublicPush', () => {
  test.each<[string, string, (stack: Stack) => ecr.IPublicRepositoryRef]>([
    ['an L1', arn('images'), stack => new ecr.CfnPublicRepository(stack, 'Repository', { repositoryName: 'images' })],
    ['one imported by name', arn('team/images'), stack => ecr.CfnPublicRepository.fromRepositoryName(stack, 'Repository', 'team/images')],
    ['one imported by ARN', arn('images', '222222222222'), stack =>
      ecr.CfnPublicRepository.fromPublicRepositoryArn(stack, 'Repository', arn('images', '222222222222'))],
  ])('renders the login and the actions of %s, and nothing else', (_, repositoryArn, repositoryFor) => {
    const { stack, role } = newRole(new App(), 'Stack', US);
    const repository = repositoryFor(stack);
    const { grant, resources, steers } = grantEcrPublicPush(role, repository);

    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual([...LOGIN, { Effect: 'Allow', Action: PUSH, Resource: repositoryArn }]);
    expect(resources).toEqual([repository.publicRepositoryRef.publicRepositoryArn]);
    expect(steers).toEqual([]);
  });

  test.each([false, true])('logs in once for each role, however often it is called (policies minimised: %s)', minimizePolicies => {
    const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }), 'Stack', US);
    const repositories = ['one', 'two'].map(name => ecr.CfnPublicRepository.fromRepositoryName(stack, name, name));
    [...repositories, ...repositories].forEach(repository => grantEcrPublicPush(role, repository));

    const statements = statementsIn(stack);
    expect(statements).toEqual(expect.arrayContaining(LOGIN));
    expect(statements.filter(({ Resource: resource }) => [resource].flat().includes('*'))).toHaveLength(2);
    expect(statements.flatMap(({ Resource: resource }) => resource).filter(resource => resource !== '*').sort()).toEqual([arn('one'), arn('two')]);
  });

  test('takes a repository of another stack, which is deployed first, and one whose name is known only at deployment', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: US });
    const { stack, role } = newRole(app, 'Stack', US);
    grantEcrPublicPush(role, new ecr.CfnPublicRepository(other, 'Named', { repositoryName: 'named' }));
    grantEcrPublicPush(role, ecr.CfnPublicRepository.fromRepositoryName(stack, 'Late', new CfnParameter(stack, 'Name').valueAsString));

    expect(statementsIn(stack).map(({ Resource: resource }) => resource)).toEqual([
      '*', '*', { 'Fn::ImportValue': expect.stringMatching(/^Other:.*Named.*Arn/) }, expect.stringMatching(/^arn:aws:ecr-public::111111111111:repository\/./),
    ]);
    expect(stack.dependencies).toEqual([other]);
  });

  test('names no partition', () => {
    const { stack, role } = newRole(new App(), 'Stack', US);
    grantEcrPublicPush(role, ecr.CfnPublicRepository.fromRepositoryName(stack, 'Repository', 'images'));
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).not.toContain('arn:aws:');
  });

  test('serves any grantee', () => {
    const { stack } = newRole(new App(), 'Stack', US);
    grantEcrPublicPush(new iam.User(stack, 'User', { userName: 'job' }), ecr.CfnPublicRepository.fromRepositoryName(stack, 'Repository', 'images')).grant.assertSuccess();
    expect(statementsIn(stack)).toHaveLength(3);
  });

  test.each<[string, (stack: Stack) => unknown, string]>([
    ['undefined', () => undefined, 'undefined'],
    ['null', () => null, 'null'],
    ['a name', () => 'images', 'images'],
    ['an ARN', () => arn('images'), arn('images')],
    ['a private repository', stack => new ecr.CfnRepository(stack, 'Images'), 'Stack/Images [AWS::ECR::Repository]'],
  ])('refuses %s, and grants nothing', (_, repositoryFor, words) => {
    const { stack, role } = newRole(new App(), 'Stack', US);
    expect(() => grantEcrPublicPush(role, repositoryFor(stack) as ecr.IPublicRepositoryRef)).toThrow(expect.objectContaining({
      name: 'ResourceInvalid',
      message: `the repository is '${words}', not a public ECR repository; pass an ecr.CfnPublicRepository or an imported one`,
    }));
    expect(statementsIn(stack)).toEqual([]);
  });

  test.each(['*', 'team-?', 'team/*'])("refuses one imported as '%s', which stands for several", name => {
    const { stack, role } = newRole(new App(), 'Stack', US);
    expect(() => grantEcrPublicPush(role, ecr.CfnPublicRepository.fromRepositoryName(stack, 'Several', name)))
      .toThrow(expect.objectContaining({ name: 'WildcardResource', message: expect.stringContaining(name) }));
    expect(statementsIn(stack)).toEqual([]);
  });
});

// https://github.com/aws-actions/amazon-ecr-login#ecr-public
// https://docs.aws.amazon.com/AmazonECR/latest/public/public-repository-policy-examples.html
const ECR_PUBLIC = { 'sts:AWSServiceName': 'ecr-public.amazonaws.com' };
const LOG_IN_AND_PUSH: Call[] = [
  ['docker login: the token', 'ecr-public:GetAuthorizationToken', '*'],
  ['docker login: the bearer token that it is made of', 'sts:GetServiceBearerToken', '*', ECR_PUBLIC],
  ['HEAD of a layer: is it there?', 'ecr-public:BatchCheckLayerAvailability', arn('images')],
  ['POST of an upload', 'ecr-public:InitiateLayerUpload', arn('images')],
  ['PATCH of an upload', 'ecr-public:UploadLayerPart', arn('images')],
  ['PUT of an upload: the layer is complete', 'ecr-public:CompleteLayerUpload', arn('images')],
  ['PUT of a manifest', 'ecr-public:PutImage', arn('images')],
];
const NEVER: Call[] = [
  ['a bearer token for CodeArtifact', 'sts:GetServiceBearerToken', '*', { 'sts:AWSServiceName': 'codeartifact.amazonaws.com' }],
  ['a bearer token for no service', 'sts:GetServiceBearerToken', '*'],
  ['login to the private registry', 'ecr:GetAuthorizationToken', '*'],
  ...LOG_IN_AND_PUSH.filter(([, , resource]) => resource !== '*').flatMap(([what, action]): Call[] => [
    [`${what}, another repository`, action, arn('images-2')],
    [`${what}, a repository below`, action, arn('images/base')],
    [`${what}, another account`, action, arn('images', '222222222222')],
    [`${what}, a private repository`, action.replace('ecr-public', 'ecr'), 'arn:aws:ecr:us-east-1:111111111111:repository/images'],
  ]),
  ...[
    'BatchDeleteImage', 'CreateRepository', 'DeleteRepository', 'DeleteRepositoryPolicy', 'DescribeImages', 'GetRepositoryPolicy', 'PutRepositoryCatalogData',
    'SetRepositoryPolicy', 'TagResource', 'UntagResource',
  ].map((name): Call => [name, `ecr-public:${name}`, arn('images')]),
  ['PutRegistryCatalogData', 'ecr-public:PutRegistryCatalogData', '*'],
  ['AssumeRole', 'sts:AssumeRole', 'arn:aws:iam::111111111111:role/any'],
];

describe('with the rendered permissions of grantEcrPublicPush', () => {
  const { stack, role } = newRole(new App(), 'Stack', US);
  grantEcrPublicPush(role, new ecr.CfnPublicRepository(stack, 'Images', { repositoryName: 'images' }));

  test('a job logs in and pushes, and does nothing else, by an engine that is not ours', () => {
    expect(allowedOf(policiesIn(stack), [...LOG_IN_AND_PUSH, ...NEVER])).toEqual(wordsOf(LOG_IN_AND_PUSH));
  });

  test('AWS knows every action, resource and condition key', async () => {
    expect(await apiMisfits(statementsIn(stack))).toEqual([]);
  });
});
