import { App, Aws, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { grantEcsDeploy, grantEcsRunTask } from '../../src/grants/ecs';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, statementsIn, textIn } from '../support/deployed';
import { ENV, newGithubRole, newRole } from '../support/job-role';
import { refusalOf } from '../support/refusal';

const PLACE = 'arn:aws:ecs:eu-west-1:111111111111';
const SERVICE = `${PLACE}:service/main/web`;
const FAMILY = `${PLACE}:task-definition/web`;
const REVISIONS = `${FAMILY}:*`;
const ROLES = ['arn:aws:iam::111111111111:role/task', 'arn:aws:iam::111111111111:role/execution'];

function deployStatements(serviceArn: unknown, revisions: string, roles: string[] = ROLES) {
  return [
    { Effect: 'Allow', Action: 'ecs:RegisterTaskDefinition', Resource: revisions },
    { Effect: 'Allow', Action: 'ecs:DescribeServices', Resource: serviceArn },
    { Effect: 'Allow', Action: 'ecs:UpdateService', Resource: serviceArn, Condition: { ArnLikeIfExists: { 'ecs:task-definition': revisions } } },
    passRole(roles),
  ];
}

function runStatements(family: string, clusterArn: unknown, tasks: unknown, roles: string[] = ROLES) {
  return [
    { Effect: 'Allow', Action: 'ecs:RunTask', Resource: [family, `${family}:*`], Condition: { ArnEquals: { 'ecs:cluster': clusterArn } } },
    { Effect: 'Allow', Action: 'ecs:DescribeTasks', Resource: tasks },
    passRole(roles),
  ];
}

function passRole(roles: string[]) {
  return {
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: roles.length === 1 ? roles[0] : roles,
    Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  };
}

/** A service of two roles, made here. */
function newService(stack: Stack) {
  const roleOf = (name: string) => new iam.Role(stack, name, { roleName: name, assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  const passableRoles = [roleOf('task'), roleOf('execution')];
  const cluster = new ecs.Cluster(stack, 'Cluster', { clusterName: 'main' });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', { family: 'web', taskRole: passableRoles[0], executionRole: passableRoles[1] });
  taskDefinition.addContainer('Web', { image: ecs.ContainerImage.fromRegistry('web') });
  const service = new ecs.FargateService(stack, 'Service', { cluster, taskDefinition, serviceName: 'web' });
  return { cluster, taskDefinition, service, passableRoles };
}

const onHosts = (verb: string) => ({ how: `${verb} tasks that may act as the instance role of EC2 capacity, and as the tasks beside them` });
const REGISTERED = { how: 'deploys any revision of the family, with the roles that it was registered with' };

describe('grantEcsDeploy', () => {
  test('renders what one service and one family need, and nothing else', () => {
    const { stack, role } = newRole();
    const { service, cluster, ...options } = newService(stack);
    const { grant, resources, steers } = grantEcsDeploy(role, service, options);

    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual(deployStatements(SERVICE, REVISIONS));
    expect(resources).toEqual([service.serviceArn, expect.stringMatching(/task-definition\/web:\*$/)]);
    expect(steers).toEqual([...options.passableRoles.map(({ roleArn }) => ({ roleArn, how: 'deploys tasks that act as it' })), REGISTERED, onHosts('deploys')]);
  });

  const registered = (roleArn: string) => ({ roleArn, how: 'deploys revisions that were registered with it' });
  const [ADMIN, PULLER] = ['admin', 'puller'].map(name => `arn:aws:iam::111111111111:role/${name}`);
  const roleNamed = (stack: Stack, roleName: string) => new iam.Role(stack, roleName, { roleName, assumedBy: new iam.AccountRootPrincipal() });
  const cfnRoleNamed = (stack: Stack, roleName: string) => new iam.CfnRole(stack, roleName, { roleName, assumeRolePolicyDocument: {} });
  const ARNS = { compatibility: ecs.Compatibility.FARGATE, taskDefinitionArn: `${PLACE}:task-definition/web:3` };

  test.each<[string, string[], (stack: Stack) => ecs.ITaskDefinitionRef]>([
    ['an L2', [ADMIN, PULLER], stack => new ecs.FargateTaskDefinition(stack, 'Task', {
      family: 'web', taskRole: roleNamed(stack, 'admin'), executionRole: roleNamed(stack, 'puller'),
    })],
    ['an L1, by ARN', [ADMIN, PULLER], stack => new ecs.CfnTaskDefinition(stack, 'Task', { family: 'web', taskRoleArn: ADMIN, executionRoleArn: PULLER })],
    ['an L1, by name', [ADMIN], stack => new ecs.CfnTaskDefinition(stack, 'Task', { family: 'web', taskRoleArn: 'admin' })],
    ['an L1, by reference', [ADMIN, PULLER], stack => new ecs.CfnTaskDefinition(stack, 'Task', {
      family: 'web', taskRoleArn: cfnRoleNamed(stack, 'admin').ref, executionRoleArn: roleNamed(stack, 'puller').roleName,
    })],
    ['an L1 that has none', [], stack => new ecs.CfnTaskDefinition(stack, 'Task', { family: 'web' })],
    ['one imported with its roles', [ADMIN, PULLER], stack => ecs.TaskDefinition.fromTaskDefinitionAttributes(stack, 'Task', {
      ...ARNS, taskRole: roleNamed(stack, 'admin'), executionRole: roleNamed(stack, 'puller'),
    })],
    ['one imported without', [], stack => ecs.TaskDefinition.fromTaskDefinitionAttributes(stack, 'Task', ARNS)],
  ])('tells of the roles that the task definition has and the job may not pass: %s', (_, roleArns, taskDefinitionFor) => {
    const { stack, role } = newRole();
    const service = ecs.FargateService.fromFargateServiceArn(stack, 'Service', SERVICE);
    const passable = iam.Role.fromRoleArn(stack, 'Passable', ROLES[0]);
    const taskDefinition = taskDefinitionFor(stack);
    const { steers } = grantEcsDeploy(role, service, { taskDefinition, passableRoles: [passable] });
    expect(textIn(stack, steers)).toEqual([{ roleArn: ROLES[0], how: 'deploys tasks that act as it' }, ...roleArns.map(registered), REGISTERED, onHosts('deploys')]);

    const runs = grantEcsRunTask(role, taskDefinition, { cluster: new ecs.CfnCluster(stack, 'Cluster', { clusterName: 'main' }), passableRoles: [passable] });
    expect(runs.steers.map(({ roleArn }) => roleArn)).toEqual([ROLES[0], undefined]);
    const passing: Call[] = [...ROLES, ADMIN, PULLER].map(roleArn => [roleArn, 'iam:PassRole', roleArn, TO_TASKS]);
    expect(allowedOf(policiesIn(stack), passing)).toEqual([ROLES[0]]);
  });

  test('tells of an execution role that a container brings later, also in the role\'s record', () => {
    const { stack, role } = newGithubRole();
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', { family: 'web', taskRole: roleNamed(stack, 'task') });
    role.grantEcsDeploy(ecs.FargateService.fromFargateServiceArn(stack, 'Service', SERVICE), { taskDefinition, passableRoles: [taskDefinition.taskRole] });
    const named = () => role._grants[0].steers.flatMap(({ roleArn }) => roleArn ?? []);
    expect(named()).toEqual([taskDefinition.taskRole.roleArn]);
    taskDefinition.addContainer('Web', { image: ecs.ContainerImage.fromRegistry('web'), logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'web' }) });
    expect(named()).toEqual([taskDefinition.taskRole.roleArn, taskDefinition.executionRole!.roleArn]);
  });

  test.each([false, true])('adds nothing the second time (policies minimised: %s)', minimizePolicies => {
    const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
    const { service, cluster, ...options } = newService(stack);
    grantEcsDeploy(role, service, options);
    const once = statementsIn(stack);
    const { steers } = grantEcsDeploy(role, service, { ...options, passableRoles: [...options.passableRoles, ...options.passableRoles] });
    expect(statementsIn(stack)).toEqual(once);
    expect(steers.filter(({ roleArn }) => roleArn !== undefined)).toHaveLength(2);
  });

  test.each<[string, string, (stack: Stack) => ecs.IServiceRef]>([
    ['an L1', SERVICE, stack => new ecs.CfnService(stack, 'Service', { cluster: 'main', serviceName: 'web' })],
    ['one imported by ARN', `${PLACE}:service/other/api`, stack => ecs.FargateService.fromFargateServiceArn(stack, 'Service', `${PLACE}:service/other/api`)],
    ['one imported from elsewhere', 'arn:aws:ecs:us-east-1:222222222222:service/other/api', stack =>
      ecs.BaseService.fromServiceArnWithCluster(stack, 'Service', 'arn:aws:ecs:us-east-1:222222222222:service/other/api')],
    ['one imported by name, in an app with the feature flag', SERVICE, stack => ecs.FargateService.fromFargateServiceAttributes(stack, 'Service', {
      serviceName: 'web', cluster: ecs.Cluster.fromClusterArn(stack, 'Cluster', `${PLACE}:cluster/main`),
    })],
    ['one whose ARN a parameter holds', SERVICE, stack => ecs.BaseService.fromServiceArnWithCluster(stack, 'Service',
      `${PLACE}:service/main/${new CfnParameter(stack, 'Name').valueAsString}`)],
  ])('takes %s', (_, serviceArn, serviceFor) => {
    const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-ecs:arnFormatIncludesClusterName': true } }));
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', { family: 'web' });
    grantEcsDeploy(role, serviceFor(stack), { taskDefinition, passableRoles: ROLES.map(arn => iam.Role.fromRoleArn(stack, arn, arn)) });
    expect(statementsIn(stack, { parameters: { Name: 'web' } })).toEqual(deployStatements(serviceArn, REVISIONS));
  });

  test.each<[string, string, (stack: Stack) => ecs.ITaskDefinitionRef]>([
    ['an L2 without a family', `${PLACE}:task-definition/StackTask34B8EBFF:*`, stack => new ecs.Ec2TaskDefinition(stack, 'Task')],
    ['an L1', REVISIONS, stack => new ecs.CfnTaskDefinition(stack, 'Task', { family: 'web' })],
    ['an L1 whose family CloudFormation makes up', `${PLACE}:task-definition/\${Task}:*`, stack => new ecs.CfnTaskDefinition(stack, 'Task')],
    ['one imported with a revision', REVISIONS, stack => ecs.TaskDefinition.fromTaskDefinitionArn(stack, 'Task', `${PLACE}:task-definition/web:3`)],
    ['one imported without one', REVISIONS, stack => ecs.FargateTaskDefinition.fromFargateTaskDefinitionArn(stack, 'Task', `${PLACE}:task-definition/web`)],
    ['one imported from elsewhere', 'arn:aws:ecs:us-east-1:222222222222:task-definition/web:*', stack =>
      ecs.TaskDefinition.fromTaskDefinitionArn(stack, 'Task', 'arn:aws:ecs:us-east-1:222222222222:task-definition/web:3')],
    ['one whose ARN is put together', REVISIONS, stack =>
      ecs.TaskDefinition.fromTaskDefinitionArn(stack, 'Task', stack.formatArn({ service: 'ecs', resource: 'task-definition', resourceName: 'web:3' }))],
    ['one whose ARN a parameter holds, with a revision', REVISIONS, stack =>
      ecs.TaskDefinition.fromTaskDefinitionArn(stack, 'Task', new CfnParameter(stack, 'WithRevision').valueAsString)],
    ['one whose ARN a parameter holds, without one', REVISIONS, stack =>
      ecs.TaskDefinition.fromTaskDefinitionArn(stack, 'Task', new CfnParameter(stack, 'Bare').valueAsString)],
    ['one whose name and revision a parameter holds', REVISIONS, stack => ecs.TaskDefinition.fromTaskDefinitionArn(stack, 'Task',
      stack.formatArn({ service: 'ecs', resource: 'task-definition', resourceName: new CfnParameter(stack, 'NameAndRevision').valueAsString }))],
    ['one whose family a parameter holds', REVISIONS, stack =>
      new ecs.FargateTaskDefinition(stack, 'Task', { family: new CfnParameter(stack, 'Family').valueAsString })],
  ])('names every revision of the family of %s', (_, revisions, taskDefinitionFor) => {
    const { stack, role } = newRole();
    const passableRoles = [iam.Role.fromRoleArn(stack, 'Passable', ROLES[0])];
    grantEcsDeploy(role, ecs.FargateService.fromFargateServiceArn(stack, 'Service', SERVICE), {
      taskDefinition: taskDefinitionFor(stack), passableRoles,
    });
    const parameters = { WithRevision: `${PLACE}:task-definition/web:3`, Bare: `${PLACE}:task-definition/web`, NameAndRevision: 'web:3', Family: 'web' };
    expect(statementsIn(stack, { parameters })).toEqual(deployStatements(SERVICE, revisions, [ROLES[0]]));
  });

  test('takes a service of another stack, and imports only what has no text', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const { stack, role } = newRole(app);
    const { service, cluster, ...options } = newService(other);
    grantEcsDeploy(role, service, options);

    const imported = (name: string) => ({ 'Fn::ImportValue': expect.stringMatching(`^Other:.*${name}`) });
    expect(statementsIn(stack)).toEqual([
      ...deployStatements(imported('Service'), REVISIONS).slice(0, 3), { ...passRole(ROLES), Resource: [imported('task'), imported('execution')] },
    ]);
    expect(stack.dependencies).toEqual([other]);
  });

  test('follows the partition and the region', () => {
    const { stack, role } = newRole(new App(), 'Stack', { account: '111111111111', region: 'cn-north-1' });
    const { service, cluster, ...options } = newService(stack);
    grantEcsDeploy(role, service, options);
    grantEcsRunTask(role, options.taskDefinition, { cluster, passableRoles: options.passableRoles });

    const china = JSON.parse(JSON.stringify([
      ...deployStatements(SERVICE, REVISIONS), ...runStatements(FAMILY, `${PLACE}:cluster/main`, `${PLACE}:task/main/*`).slice(0, 2),
    ]).replaceAll('arn:aws:', 'arn:aws-cn:').replaceAll('eu-west-1', 'cn-north-1'));
    expect(statementsIn(stack, { partition: 'aws-cn' })).toEqual(expect.arrayContaining(china));
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).not.toContain('arn:aws');
  });

  test('works where neither the account nor the region is known, and for any grantee', () => {
    const stack = new Stack(new App(), 'Stack');
    const { service, cluster, ...options } = newService(stack);
    grantEcsDeploy(new iam.User(stack, 'User', { userName: 'job' }), service, options).grant.assertSuccess();
    expect(statementsIn(stack)).toEqual(deployStatements(SERVICE, REVISIONS));
    expect(stack.resolve(grantEcsDeploy(new iam.User(stack, 'Other'), service, options).resources[1])).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ecs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':task-definition/web:*']],
    });
  });
});

test('a task definition may have no role: then none can be passed', () => {
  const { stack, role } = newRole();
  const { service, cluster, taskDefinition } = newService(stack);
  const { steers } = grantEcsDeploy(role, service, { taskDefinition });
  grantEcsRunTask(role, taskDefinition, { cluster });
  expect(statementsIn(stack)).toEqual([
    ...deployStatements(SERVICE, REVISIONS).slice(0, -1), ...runStatements(FAMILY, `${PLACE}:cluster/main`, `${PLACE}:task/main/*`).slice(0, -1),
  ]);
  expect(steers.map(({ how }) => how)).not.toContain('deploys tasks that act as it');
});

describe('grantEcsRunTask', () => {
  test('renders what one family in one cluster needs, and nothing else', () => {
    const { stack, role } = newRole();
    const { taskDefinition, service, ...options } = newService(stack);
    const { grant, resources, steers } = grantEcsRunTask(role, taskDefinition, options);

    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual(runStatements(FAMILY, `${PLACE}:cluster/main`, `${PLACE}:task/main/*`));
    expect(resources).toEqual([expect.stringMatching(/task-definition\/web:\*$/), options.cluster.clusterArn]);
    expect(steers).toEqual([...options.passableRoles.map(({ roleArn }) => ({ roleArn, how: 'runs tasks that act as it, with any command' })), onHosts('runs')]);

    grantEcsRunTask(role, taskDefinition, options);
    expect(statementsIn(stack)).toHaveLength(3);
  });

  test.each<[string, string, string, (stack: Stack) => ecs.IClusterRef]>([
    ['an L1', PLACE, 'main', stack => new ecs.CfnCluster(stack, 'Cluster', { clusterName: 'main' })],
    ['one imported by name', PLACE, 'other', stack =>
      ecs.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'other', vpc: undefined as never })],
    ['one imported by ARN', 'arn:aws:ecs:us-east-1:222222222222', 'other', stack =>
      ecs.Cluster.fromClusterArn(stack, 'Cluster', 'arn:aws:ecs:us-east-1:222222222222:cluster/other')],
    ['one whose name a parameter holds', PLACE, 'main', stack =>
      ecs.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: new CfnParameter(stack, 'Name').valueAsString, vpc: undefined as never })],
    ['one whose ARN a parameter holds', 'arn:aws:ecs:us-east-1:222222222222', 'other', stack =>
      ecs.Cluster.fromClusterArn(stack, 'Cluster', new CfnParameter(stack, 'Arn').valueAsString)],
  ])('takes %s', (_, place, name, clusterFor) => {
    const { stack, role } = newRole();
    const taskDefinition = ecs.TaskDefinition.fromTaskDefinitionArn(stack, 'Task', `arn:aws:ecs:${Aws.REGION}:111111111111:task-definition/web:3`);
    grantEcsRunTask(role, taskDefinition, { cluster: clusterFor(stack), passableRoles: [iam.Role.fromRoleArn(stack, 'Passable', ROLES[0])] });
    expect(statementsIn(stack, { parameters: { Name: 'main', Arn: 'arn:aws:ecs:us-east-1:222222222222:cluster/other' } }))
      .toEqual(runStatements(FAMILY, `${place}:cluster/${name}`, `${place}:task/${name}/*`, [ROLES[0]]));
  });
});

describe('refused, without granting anything', () => {
  const roleOf = (stack: Stack, arn = ROLES[0]) => iam.Role.fromRoleArn(stack, `Role${arn}`, arn);
  const SERVICE_KIND = 'not an ECS service; pass an ecs.FargateService, an ecs.CfnService or an imported one';
  const TASK_KIND = 'not a task definition; pass an ecs.TaskDefinition, an ecs.CfnTaskDefinition or an imported one';
  const CLUSTER_KIND = 'not an ECS cluster; pass an ecs.Cluster, an ecs.CfnCluster or an imported one';
  const ROLE_KIND = 'not a role; pass an iam.Role, an iam.CfnRole or an imported one';
  const noList = (shown: string) => `passableRoles is '${shown}', not a list of roles; list each role that the job may pass`;
  const service = (arn: string) => (stack: Stack) => ({ service: ecs.BaseService.fromServiceArnWithCluster(stack, 'Other', arn) });
  const task = (arn: string) => (stack: Stack) => ({ taskDefinition: ecs.TaskDefinition.fromTaskDefinitionArn(stack, 'OtherTask', arn) });
  const noFamily = (arn: string) => `the task definition is '${arn}', which does not name task-definition/FAMILY; import it by an ARN that does`;
  const noCluster = (arn: string) => `the service is '${arn}', and IAM knows services only as service/CLUSTER/NAME; import it by such an ARN`;

  test.each<[string, (stack: Stack) => object, string, string, ('deploy' | 'run')[]]>([
    ['no service', () => ({ service: undefined }), 'ResourceInvalid', `the service is 'undefined', ${SERVICE_KIND}`, ['deploy']],
    ['null', () => ({ service: null }), 'ResourceInvalid', `the service is 'null', ${SERVICE_KIND}`, ['deploy']],
    ['the service\'s name', () => ({ service: 'web' }), 'ResourceInvalid', `the service is 'web', ${SERVICE_KIND}`, ['deploy']],
    ['a cluster for a service', stack => ({ service: new ecs.CfnCluster(stack, 'Any') }), 'ResourceInvalid',
      `the service is 'Stack/Any [AWS::ECS::Cluster]', ${SERVICE_KIND}`, ['deploy']],
    ['a service\'s ARN of old', stack => ({ service: ecs.FargateService.fromFargateServiceArn(stack, 'Other', `${PLACE}:service/web`) }),
      'ResourceInvalid', noCluster(`${PLACE}:service/web`), ['deploy']],
    ['a service imported by name, in an app without the feature flag', stack => ({
      service: ecs.FargateService.fromFargateServiceAttributes(stack, 'Other', {
        serviceName: 'web', cluster: ecs.Cluster.fromClusterArn(stack, 'Main', `${PLACE}:cluster/main`),
      }),
    }), 'ResourceInvalid', noCluster(`arn:${Aws.PARTITION}:ecs:eu-west-1:111111111111:service/web`), ['deploy']],
    ['every service', service(`${PLACE}:service/main/*`), 'WildcardResource',
      `the service is '${PLACE}:service/main/*', which stands for several; name each one`, ['deploy']],
    ['no task definition', () => ({ taskDefinition: undefined }), 'ResourceInvalid', `the task definition is 'undefined', ${TASK_KIND}`, ['deploy', 'run']],
    ['the family\'s name', () => ({ taskDefinition: 'web' }), 'ResourceInvalid', `the task definition is 'web', ${TASK_KIND}`, ['deploy', 'run']],
    ['a family\'s name for an ARN', task('web'), 'ResourceInvalid', noFamily('web'), ['deploy', 'run']],
    ['an ARN of something else', task(SERVICE), 'ResourceInvalid', noFamily(SERVICE), ['deploy', 'run']],
    ['every revision', task(REVISIONS), 'WildcardResource', `the task definition is '${REVISIONS}', which stands for several; name each one`, ['deploy', 'run']],
    ['every family', stack => ({ taskDefinition: new ecs.CfnTaskDefinition(stack, 'Any', { family: 'we?' }) }), 'WildcardResource',
      'the task definition\'s family is \'we?\', which stands for several; name each one', ['deploy', 'run']],
    ['no cluster', () => ({ cluster: undefined }), 'ResourceInvalid', `the cluster is 'undefined', ${CLUSTER_KIND}`, ['run']],
    ['the cluster\'s name', () => ({ cluster: 'main' }), 'ResourceInvalid', `the cluster is 'main', ${CLUSTER_KIND}`, ['run']],
    ['every cluster', stack => ({ cluster: ecs.Cluster.fromClusterArn(stack, 'Any', `${PLACE}:cluster/*`) }), 'WildcardResource',
      `the cluster is '${PLACE}:cluster/*', which stands for several; name each one`, ['run']],
    ['null for roles', () => ({ passableRoles: null }), 'GrantOptionInvalid', noList('null'), ['deploy', 'run']],
    ['an empty list', () => ({ passableRoles: [] }), 'GrantOptionInvalid', noList(''), ['deploy', 'run']],
    ['a role for a list', stack => ({ passableRoles: roleOf(stack) }), 'GrantOptionInvalid', noList(`Stack/Role${ROLES[0].replaceAll('/', '--')}`), ['deploy', 'run']],
    ['a role\'s ARN', () => ({ passableRoles: ROLES }), 'ResourceInvalid', `the passable role is '${ROLES[0]}', ${ROLE_KIND}`, ['deploy', 'run']],
    ['every role', stack => ({ passableRoles: [roleOf(stack), roleOf(stack, 'arn:aws:iam::111111111111:role/*')] }), 'WildcardResource',
      'the passable role is \'arn:aws:iam::111111111111:role/*\', which stands for several; name each one', ['deploy', 'run']],
  ])('%s', (_, wrong, code, message, grants) => {
    const { stack, role } = newRole();
    const right = { ...newService(stack), passableRoles: [iam.Role.fromRoleArn(stack, 'Passable', ROLES[0])] };
    const { service: given, taskDefinition, cluster, passableRoles }: any = { ...right, ...wrong(stack) };
    const calls = {
      deploy: () => grantEcsDeploy(role, given, { taskDefinition, passableRoles }),
      run: () => grantEcsRunTask(role, taskDefinition, { cluster, passableRoles }),
    };
    for (const grant of grants) {
      expect(refusalOf(calls[grant])).toEqual({ name: code, message });
    }
    expect(policiesIn(stack)).toEqual([]);
  });

  test('no options', () => {
    const { stack, role } = newRole();
    const made = newService(stack);
    expect(refusalOf(() => grantEcsDeploy(role, made.service, undefined as never))).toEqual({
      name: 'ResourceInvalid', message: `the task definition is 'undefined', ${TASK_KIND}`,
    });
    expect(refusalOf(() => grantEcsRunTask(role, made.taskDefinition, null as never))).toEqual({
      name: 'ResourceInvalid', message: `the cluster is 'undefined', ${CLUSTER_KIND}`,
    });
  });
});

const TO_TASKS = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };
const IN_MAIN = { 'ecs:cluster': `${PLACE}:cluster/main` };
const REVISION_8 = { 'ecs:task-definition': `${PLACE}:task-definition/web:8` };

// https://github.com/aws-actions/amazon-ecs-deploy-task-definition/blob/master/index.js
const PASS: Call[] = [
  ['RegisterTaskDefinition and RunTask: the task role', 'iam:PassRole', ROLES[0], TO_TASKS],
  ['RegisterTaskDefinition and RunTask: the execution role', 'iam:PassRole', ROLES[1], TO_TASKS],
];
const DEPLOY: Call[] = [
  ['run: registerTaskDefinition', 'ecs:RegisterTaskDefinition', REVISIONS],
  ['run: describeServices', 'ecs:DescribeServices', SERVICE, IN_MAIN],
  ['updateEcsService: updateService', 'ecs:UpdateService', SERVICE, { ...REVISION_8, ...IN_MAIN }],
  ['updateEcsService: waitUntilServicesStable', 'ecs:DescribeServices', SERVICE],
  // https://docs.aws.amazon.com/cli/latest/reference/ecs/update-service.html
  ['aws ecs update-service --force-new-deployment', 'ecs:UpdateService', SERVICE, IN_MAIN],
];
const RUN: Call[] = [
  ['runTask: runTask', 'ecs:RunTask', `${FAMILY}:8`, IN_MAIN],
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html: where ECS does not look up the revision first
  ['runTask by the family alone', 'ecs:RunTask', FAMILY, IN_MAIN],
  ['waitForTasksStopped and tasksExitCode: describeTasks', 'ecs:DescribeTasks', `${PLACE}:task/main/0123456789abcdef`, IN_MAIN],
];
const NEVER: Call[] = [
  ['another family', 'ecs:RegisterTaskDefinition', `${PLACE}:task-definition/web-2:*`],
  ['a family in another account', 'ecs:RegisterTaskDefinition', 'arn:aws:ecs:eu-west-1:222222222222:task-definition/web:*'],
  ['a family in another region', 'ecs:RegisterTaskDefinition', 'arn:aws:ecs:us-east-1:111111111111:task-definition/web:*'],
  ['another service', 'ecs:UpdateService', `${PLACE}:service/main/web-2`, REVISION_8],
  ['the service\'s namesake in another cluster', 'ecs:UpdateService', `${PLACE}:service/other/web`, REVISION_8],
  ['the service in another region', 'ecs:UpdateService', SERVICE.replace('eu-west-1', 'us-east-1'), REVISION_8],
  ['another family on the service', 'ecs:UpdateService', SERVICE, { 'ecs:task-definition': `${PLACE}:task-definition/admin:1` }],
  ['a family on the service whose name goes on', 'ecs:UpdateService', SERVICE, { 'ecs:task-definition': `${PLACE}:task-definition/web-2:1` }],
  ['reading another service', 'ecs:DescribeServices', `${PLACE}:service/main/web-2`],
  ['a task of another family', 'ecs:RunTask', `${PLACE}:task-definition/admin:1`, IN_MAIN],
  ['a task of a family that begins alike', 'ecs:RunTask', `${FAMILY}-admin:1`, IN_MAIN],
  ['a task of a family that begins alike, by the family alone', 'ecs:RunTask', `${FAMILY}-admin`, IN_MAIN],
  ['a task in another cluster, by the family alone', 'ecs:RunTask', FAMILY, { 'ecs:cluster': `${PLACE}:cluster/other` }],
  ['a family that begins alike, registered', 'ecs:RegisterTaskDefinition', `${FAMILY}-admin:*`],
  ['a family that begins alike, on the service', 'ecs:UpdateService', SERVICE, { 'ecs:task-definition': `${FAMILY}-admin:1` }],
  ['a task in another cluster', 'ecs:RunTask', `${PLACE}:task-definition/web:8`, { 'ecs:cluster': `${PLACE}:cluster/other` }],
  ['a task nowhere known', 'ecs:RunTask', `${PLACE}:task-definition/web:8`],
  ['reading a task of another cluster', 'ecs:DescribeTasks', `${PLACE}:task/main-2/0123456789abcdef`],
  ['stopping a task', 'ecs:StopTask', `${PLACE}:task/main/0123456789abcdef`, IN_MAIN],
  ['a shell in a task', 'ecs:ExecuteCommand', `${PLACE}:task/main/0123456789abcdef`, IN_MAIN],
  ['tagging', 'ecs:TagResource', SERVICE],
  ['reading any task definition', 'ecs:DescribeTaskDefinition', '*'],
  ['deregistering', 'ecs:DeregisterTaskDefinition', '*'],
  ['deleting the service', 'ecs:DeleteService', SERVICE],
  ['another service\'s creation', 'ecs:CreateService', `${PLACE}:service/main/web-2`, REVISION_8],
  ['the cluster', 'ecs:DeleteCluster', `${PLACE}:cluster/main`],
  ['passing another role', 'iam:PassRole', 'arn:aws:iam::111111111111:role/admin', TO_TASKS],
  ['passing the role to another service', 'iam:PassRole', ROLES[0], { 'iam:PassedToService': 'lambda.amazonaws.com' }],
  ['passing the role to whom it may concern', 'iam:PassRole', ROLES[0]],
  ['assuming the role', 'sts:AssumeRole', ROLES[0]],
  ['changing the role', 'iam:PutRolePolicy', ROLES[0]],
];

describe('with the rendered permissions, decided by an engine that is not ours', () => {
  const policiesOf = (grant: (role: iam.Role, made: ReturnType<typeof newService>) => unknown) => {
    const { stack, role } = newRole();
    grant(role, newService(stack));
    return policiesIn(stack);
  };
  const deploy = (role: iam.Role, { service, cluster, ...options }: ReturnType<typeof newService>) => grantEcsDeploy(role, service, options);
  const run = (role: iam.Role, { taskDefinition, cluster, passableRoles }: ReturnType<typeof newService>) =>
    grantEcsRunTask(role, taskDefinition, { cluster, passableRoles });

  test.each<[string, typeof deploy, Call[]]>([
    ['a deploying job', deploy, [...DEPLOY, ...PASS]],
    ['a job that runs tasks', run, [...RUN, ...PASS]],
    ['a job that does both', (role, made) => deploy(role, made) && run(role, made), [...DEPLOY, ...RUN, ...PASS]],
    ['a job without a grant', () => undefined as never, []],
  ])('%s can do all that it must, and nothing else', (_, grant, calls) => {
    expect(allowedOf(policiesOf(grant), [...DEPLOY, ...RUN, ...PASS, ...NEVER]).sort()).toEqual(wordsOf(calls).sort());
  });

  test('AWS has each action for the kind of resource, but for the family without a revision, and each condition key', async () => {
    const policies = policiesOf((role, made) => deploy(role, made) && run(role, made));
    expect(await apiMisfits(policies.flatMap(({ Statement: statements }) => statements))).toEqual([`ecs:RunTask is not for ${FAMILY}`]);
  });
});
