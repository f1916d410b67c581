import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as iam from 'aws-cdk-lib/aws-iam';
import { grantCodeDeploy } from '../../src/grants/codedeploy';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, statementsIn } from '../support/deployed';
import { ENV, newRole } from '../support/job-role';
import { refusalOf } from '../support/refusal';

const PLACE = 'arn:aws:codedeploy:eu-west-1:111111111111';
const ROLE = 'arn:aws:iam::111111111111:role/own';
const DEFAULT = 'CodeDeployDefault.OneAtATime';

function statementsOn(configs: string | string[], place = PLACE) {
  const configArns = [configs].flat().map(name => `${place}:deploymentconfig:${name}`);
  return [
    {
      Effect: 'Allow',
      Action: ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment', 'codedeploy:GetDeploymentGroup'],
      Resource: `${place}:deploymentgroup:shop/web`,
    },
    {
      Effect: 'Allow',
      Action: ['codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'],
      Resource: `${place}:application:shop`,
    },
    { Effect: 'Allow', Action: 'codedeploy:GetDeploymentConfig', Resource: typeof configs === 'string' ? configArns[0] : configArns },
  ];
}

function steersOf(roleArn: string | undefined) {
  return [
    { roleArn, how: `has CodeDeploy deploy any revision as ${roleArn ? 'it' : 'the deployment group\'s own role'}` },
    { how: 'deploys code that runs as the roles of any instance, function or ECS task that CodeDeploy may deploy to with the group\'s role' },
  ];
}

function newGroup(stack: Stack, props: codedeploy.ServerDeploymentGroupProps = {}) {
  const application = new codedeploy.ServerApplication(stack, 'Shop', { applicationName: 'shop' });
  return new codedeploy.ServerDeploymentGroup(stack, 'Web', { application, deploymentGroupName: 'web', ...props });
}

describe('grantCodeDeploy', () => {
  test('renders what one deployment group needs, and nothing else, and says what acts', () => {
    const { stack, role } = newRole();
    const group = newGroup(stack);
    const { grant, resources, steers } = grantCodeDeploy(role, group);

    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual(statementsOn(DEFAULT));
    expect(stack.resolve(resources)).toEqual([stack.resolve(group.deploymentGroupArn)]);
    expect(steers).toEqual(steersOf(group.role!.roleArn));
  });

  test.each([false, true])('adds nothing the second time (policies minimised: %s)', minimizePolicies => {
    const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
    const group = newGroup(stack);
    grantCodeDeploy(role, group, { deploymentConfigNames: ['Custom'] });
    const once = statementsIn(stack);
    grantCodeDeploy(role, group, { deploymentConfigNames: ['Custom', 'Custom'] });
    expect(statementsIn(stack)).toEqual(once);
  });

  test.each<[string, string, string | undefined, (stack: Stack) => codedeploy.IDeploymentGroupRef]>([
    ['an L2 with a configuration of its own', 'Slow', ROLE, stack => newGroup(stack, {
      role: iam.Role.fromRoleArn(stack, 'Own', ROLE),
      deploymentConfig: new codedeploy.ServerDeploymentConfig(stack, 'Slow', {
        deploymentConfigName: 'Slow', minimumHealthyHosts: codedeploy.MinimumHealthyHosts.count(1),
      }),
    })],
    ['an L1', DEFAULT, ROLE, stack =>
      new codedeploy.CfnDeploymentGroup(stack, 'Web', { applicationName: 'shop', deploymentGroupName: 'web', serviceRoleArn: ROLE })],
    ['an L1 with a configuration', 'Slow', ROLE, stack => new codedeploy.CfnDeploymentGroup(stack, 'Web', {
      applicationName: 'shop', deploymentGroupName: 'web', serviceRoleArn: ROLE, deploymentConfigName: 'Slow',
    })],
    ['one imported, of servers', DEFAULT, undefined, stack => codedeploy.ServerDeploymentGroup.fromServerDeploymentGroupAttributes(stack, 'Web', {
      application: codedeploy.ServerApplication.fromServerApplicationName(stack, 'Shop', 'shop'), deploymentGroupName: 'web',
    })],
    ['one imported, of ECS', 'CodeDeployDefault.ECSAllAtOnce', undefined, stack =>
      codedeploy.EcsDeploymentGroup.fromEcsDeploymentGroupAttributes(stack, 'Web', {
        application: codedeploy.EcsApplication.fromEcsApplicationName(stack, 'Shop', 'shop'), deploymentGroupName: 'web',
      })],
    ['one imported, of Lambda, with a configuration', 'CodeDeployDefault.LambdaAllAtOnce', undefined, stack =>
      codedeploy.LambdaDeploymentGroup.fromLambdaDeploymentGroupAttributes(stack, 'Web', {
        application: codedeploy.LambdaApplication.fromLambdaApplicationName(stack, 'Shop', 'shop'),
        deploymentGroupName: 'web',
        deploymentConfig: codedeploy.LambdaDeploymentConfig.ALL_AT_ONCE,
      })],
    ['one whose names parameters hold', DEFAULT, undefined, stack => codedeploy.ServerDeploymentGroup.fromServerDeploymentGroupAttributes(stack, 'Web', {
      application: codedeploy.ServerApplication.fromServerApplicationName(stack, 'Shop', new CfnParameter(stack, 'Application').valueAsString),
      deploymentGroupName: new CfnParameter(stack, 'Group').valueAsString,
    })],
  ])('takes %s', (_, config, roleArn, groupFor) => {
    const { stack, role } = newRole();
    const { steers } = grantCodeDeploy(role, groupFor(stack));
    expect(statementsIn(stack, { parameters: { Application: 'shop', Group: 'web' } })).toEqual(statementsOn(config));
    expect(steers).toEqual(steersOf(roleArn));
  });

  test('reads the configurations that the job asks for, too', () => {
    const { stack, role } = newRole();
    const deploymentConfigNames = ['CodeDeployDefault.AllAtOnce', DEFAULT, new CfnParameter(stack, 'Config').valueAsString];
    grantCodeDeploy(role, newGroup(stack), { deploymentConfigNames });
    expect(statementsIn(stack, { parameters: { Config: 'Slow' } })).toEqual(statementsOn([DEFAULT, 'CodeDeployDefault.AllAtOnce', 'Slow']));
  });

  test('goes where the group is', () => {
    const { stack, role } = newRole();
    grantCodeDeploy(role, codedeploy.ServerDeploymentGroup.fromServerDeploymentGroupAttributes(stack, 'Web', {
      application: codedeploy.ServerApplication.fromServerApplicationArn(stack, 'Shop', 'arn:aws:codedeploy:us-east-1:222222222222:application:shop'),
      deploymentGroupName: 'web',
    }));
    expect(statementsIn(stack)).toEqual(statementsOn(DEFAULT, 'arn:aws:codedeploy:us-east-1:222222222222'));
  });

  test('takes a group of another stack, which is deployed first', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const { stack, role } = newRole(app);
    grantCodeDeploy(role, newGroup(other));

    const [policy] = Object.values<any>(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(policy.Properties.PolicyDocument.Statement[0].Resource).toEqual({
      'Fn::Join': ['', [
        'arn:', { Ref: 'AWS::Partition' }, ':codedeploy:eu-west-1:111111111111:deploymentgroup:', { 'Fn::ImportValue': expect.stringMatching('Shop') }, '/',
        { 'Fn::ImportValue': expect.stringMatching('Web') },
      ]],
    });
    expect(stack.dependencies).toEqual([other]);
  });

  test('follows the partition, and works for any grantee', () => {
    const stack = new Stack(new App(), 'Stack', { env: { ...ENV, region: 'cn-north-1' } });
    grantCodeDeploy(new iam.User(stack, 'User', { userName: 'job' }), newGroup(stack)).grant.assertSuccess();
    expect(statementsIn(stack, { partition: 'aws-cn' })).toEqual(statementsOn(DEFAULT, 'arn:aws-cn:codedeploy:cn-north-1:111111111111'));
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).not.toContain('arn:aws');
  });

  const KIND = 'not a CodeDeploy deployment group; pass such as a codedeploy.ServerDeploymentGroup, a codedeploy.CfnDeploymentGroup or an imported one';
  const imported = (stack: Stack, application: string, deploymentGroupName: string) =>
    codedeploy.ServerDeploymentGroup.fromServerDeploymentGroupAttributes(stack, 'Any', {
      application: codedeploy.ServerApplication.fromServerApplicationName(stack, 'AnyShop', application), deploymentGroupName,
    });

  test.each<[string, (stack: Stack) => unknown, string, string]>([
    ['undefined', () => undefined, 'ResourceInvalid', `the deployment group is 'undefined', ${KIND}`],
    ['null', () => null, 'ResourceInvalid', `the deployment group is 'null', ${KIND}`],
    ['a name', () => 'web', 'ResourceInvalid', `the deployment group is 'web', ${KIND}`],
    ['an application', stack => new codedeploy.CfnApplication(stack, 'Any'), 'ResourceInvalid',
      `the deployment group is 'Stack/Any [AWS::CodeDeploy::Application]', ${KIND}`],
    ['every group', stack => imported(stack, 'shop', '*'), 'WildcardResource', 'the deployment group is \'*\', which stands for several; name each one'],
    ['every application', stack => imported(stack, 'sho?', 'web'), 'WildcardResource',
      'the application is \'sho?\', which stands for several; name each one'],
    ['every configuration', stack => new codedeploy.CfnDeploymentGroup(stack, 'Any', {
      applicationName: 'shop', serviceRoleArn: ROLE, deploymentConfigName: 'Slow*',
    }), 'WildcardResource', 'the deployment configuration is \'Slow*\', which stands for several; name each one'],
  ])('refuses %s, and grants nothing', (_, groupFor, code, message) => {
    const { stack, role } = newRole();
    const wrong = groupFor(stack) as codedeploy.IDeploymentGroupRef;
    expect(refusalOf(() => grantCodeDeploy(role, wrong))).toEqual({ name: code, message });
    expect(policiesIn(stack)).toEqual([]);
  });

  const noNames = (shown: string) =>
    `deploymentConfigNames is '${shown}', not a list of names; list such as CodeDeployDefault.AllAtOnce, or leave it out`;

  test.each<[string, unknown, string, string]>([
    ['null', null, 'GrantOptionInvalid', noNames('null')],
    ['an empty list', [], 'GrantOptionInvalid', noNames('')],
    ['a name', 'Slow', 'GrantOptionInvalid', noNames('Slow')],
    ['an empty name', ['Slow', ''], 'GrantOptionInvalid', noNames('Slow,')],
    ['undefined in a list', [undefined], 'GrantOptionInvalid', noNames('')],
    ['what is not its name', [codedeploy.ServerDeploymentConfig.ALL_AT_ONCE], 'GrantOptionInvalid', noNames('[object Array]')],
    ['every configuration', ['CodeDeployDefault.*'], 'WildcardResource', 'the deployment configuration is \'CodeDeployDefault.*\', which stands for several; name each one'],
  ])('refuses %s as the configurations, and grants nothing', (_, names, code, message) => {
    const { stack, role } = newRole();
    expect(refusalOf(() => grantCodeDeploy(role, newGroup(stack), { deploymentConfigNames: names as never }))).toEqual({ name: code, message });
    expect(policiesIn(stack)).toEqual([]);
  });
});

const GROUP = `${PLACE}:deploymentgroup:shop/web`;
const JOB: Call[] = [
  // https://docs.aws.amazon.com/codedeploy/latest/userguide/auth-and-access-control-permissions-reference.html
  ['aws deploy create-deployment', 'codedeploy:CreateDeployment', GROUP],
  ['aws deploy create-deployment: the configuration', 'codedeploy:GetDeploymentConfig', `${PLACE}:deploymentconfig:${DEFAULT}`],
  ['aws deploy create-deployment: a new revision', 'codedeploy:RegisterApplicationRevision', `${PLACE}:application:shop`],
  ['aws deploy create-deployment: a revision that was there before', 'codedeploy:GetApplicationRevision', `${PLACE}:application:shop`],
  // https://docs.aws.amazon.com/cli/latest/reference/deploy/wait/deployment-successful.html
  ['aws deploy wait deployment-successful', 'codedeploy:GetDeployment', GROUP],
  // https://github.com/aws-actions/amazon-ecs-deploy-task-definition/blob/master/index.js
  ['createCodeDeployDeployment: getDeploymentGroup', 'codedeploy:GetDeploymentGroup', GROUP],
];
const NEVER: Call[] = [
  ...JOB.flatMap(([what, action, resource]): Call[] => [
    [`${what}: another`, action, `${resource}-2`],
    [`${what}: a namesake in another account`, action, resource.replace('111111111111', '222222222222')],
    [`${what}: a namesake in another region`, action, resource.replace('eu-west-1', 'us-east-1')],
  ]),
  ['the group\'s namesake in another application', 'codedeploy:CreateDeployment', `${PLACE}:deploymentgroup:admin/web`],
  ['another group of the application', 'codedeploy:CreateDeployment', `${PLACE}:deploymentgroup:shop/api`],
  ['changing the group', 'codedeploy:UpdateDeploymentGroup', GROUP],
  ['deleting the group', 'codedeploy:DeleteDeploymentGroup', GROUP],
  ['another group\'s creation', 'codedeploy:CreateDeploymentGroup', `${PLACE}:deploymentgroup:shop/api`],
  ['changing the application', 'codedeploy:UpdateApplication', `${PLACE}:application:shop`],
  ['deleting the application', 'codedeploy:DeleteApplication', `${PLACE}:application:shop`],
  ['changing a configuration', 'codedeploy:DeleteDeploymentConfig', `${PLACE}:deploymentconfig:${DEFAULT}`],
  ['stopping any deployment', 'codedeploy:StopDeployment', '*'],
  ['going on with any deployment', 'codedeploy:ContinueDeployment', '*'],
  ['telling how a hook went', 'codedeploy:PutLifecycleEventHookExecutionStatus', '*'],
  ['passing the role', 'iam:PassRole', ROLE, { 'iam:PassedToService': 'codedeploy.amazonaws.com' }],
  ['assuming the role', 'sts:AssumeRole', ROLE],
  ['the service behind it', 'ecs:UpdateService', 'arn:aws:ecs:eu-west-1:111111111111:service/main/web'],
];

describe('with the rendered permissions, decided by an engine that is not ours', () => {
  test('a job can do all that it must, and nothing else', async () => {
    const { stack, role } = newRole();
    grantCodeDeploy(role, newGroup(stack));
    expect(allowedOf(policiesIn(stack), [...JOB, ...NEVER])).toEqual(wordsOf(JOB));
    expect(await apiMisfits(statementsIn(stack))).toEqual([]);
  });

  test('a job without a grant can do none of it', () => {
    expect(allowedOf(policiesIn(newRole().stack), JOB)).toEqual([]);
  });
});
