import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { grantCodeBuildRun } from '../../src/grants/codebuild';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, statementsIn, textIn } from '../support/deployed';
import { ENV, newRole } from '../support/job-role';
import { refusalOf } from '../support/refusal';

const PROJECT = 'arn:aws:codebuild:eu-west-1:111111111111:project/build';
const GROUP = 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/codebuild/build';
const ROLE = 'arn:aws:iam::111111111111:role/own';
const HOW = 'runs any commands as it';
const HOW_UNKNOWN = 'runs any commands as the project\'s own role';

function statementsOn(projectArn: unknown, logGroupArn: string) {
  return [
    { Effect: 'Allow', Action: 'codebuild:StartBuild', Resource: projectArn, Condition: { Null: { 'codebuild:serviceRole': 'true' } } },
    { Effect: 'Allow', Action: ['codebuild:BatchGetBuilds', 'codebuild:StopBuild'], Resource: projectArn },
    { Effect: 'Allow', Action: 'logs:GetLogEvents', Resource: `${logGroupArn}:log-stream:*` },
  ];
}

function newProject(stack: Stack, props: codebuild.ProjectProps = {}) {
  return new codebuild.Project(stack, 'Build', { projectName: 'build', buildSpec: codebuild.BuildSpec.fromObject({}), ...props });
}

describe('grantCodeBuildRun', () => {
  test('renders what one project needs, and nothing else, and says what the build runs as', () => {
    const { stack, role } = newRole();
    const project = newProject(stack);
    const { grant, resources, steers } = grantCodeBuildRun(role, project);

    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual(statementsOn(PROJECT, GROUP));
    expect(resources).toEqual([project.projectArn]);
    expect(steers).toEqual([{ roleArn: project.role!.roleArn, how: HOW }]);
  });

  test.each([false, true])('adds nothing the second time (policies minimised: %s)', minimizePolicies => {
    const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
    const project = newProject(stack);
    grantCodeBuildRun(role, project);
    const once = statementsIn(stack);
    grantCodeBuildRun(role, project);
    expect(statementsIn(stack)).toEqual(once);
  });

  const ownRole = (stack: Stack) => new iam.Role(stack, 'Own', { roleName: 'own', assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com') });
  const l1 = (stack: Stack, serviceRole: string) => new codebuild.CfnProject(stack, 'Build', {
    name: 'build', serviceRole, artifacts: { type: 'NO_ARTIFACTS' }, environment: { computeType: 'a', image: 'b', type: 'c' }, source: { type: 'NO_SOURCE' },
  });

  test.each<[string, string, string, string | undefined, (stack: Stack) => codebuild.IProjectRef]>([
    ['an L1', PROJECT, GROUP, ROLE, stack => l1(stack, ROLE)],
    ['an L1 whose role is given by name', PROJECT, GROUP, ROLE, stack => l1(stack, 'own')],
    ['an L1 whose role is given by the name of an L2', PROJECT, GROUP, ROLE, stack => l1(stack, ownRole(stack).roleName)],
    ['an L1 whose role is given by its ARN', PROJECT, GROUP, ROLE, stack => l1(stack, ownRole(stack).roleArn)],
    ['an L1 whose role is given by an L1', PROJECT, GROUP, ROLE, stack =>
      l1(stack, new iam.CfnRole(stack, 'Own', { roleName: 'own', assumeRolePolicyDocument: {} }).ref)],
    ['an L1 whose role\'s ARN is put together', PROJECT, GROUP, ROLE, stack => l1(stack, `arn:${stack.partition}:iam::${stack.account}:role/own`)],
    ['an L1 whose role a parameter names', PROJECT, GROUP, ROLE, stack => l1(stack, new CfnParameter(stack, 'RoleArn').valueAsString)],
    ['an L1 without a role', PROJECT, GROUP, undefined, stack => l1(stack, '')],
    ['a pipeline\'s', PROJECT, GROUP, ROLE, stack =>
      new codebuild.PipelineProject(stack, 'Build', { projectName: 'build', role: iam.Role.fromRoleArn(stack, 'Own', ROLE, { mutable: false }) })],
    ['one imported by name', PROJECT, GROUP, undefined, stack => codebuild.Project.fromProjectName(stack, 'Build', 'build')],
    ['one imported by ARN', PROJECT.replace('eu-west-1:1', 'us-east-1:2'), GROUP.replace('eu-west-1:1', 'us-east-1:2'), undefined, stack =>
      codebuild.Project.fromProjectArn(stack, 'Build', PROJECT.replace('eu-west-1:1', 'us-east-1:2'))],
    ['one whose name a parameter holds', PROJECT, GROUP, undefined, stack =>
      codebuild.Project.fromProjectName(stack, 'Build', new CfnParameter(stack, 'Name').valueAsString)],
  ])('takes %s', (_, projectArn, logGroupArn, roleArn, projectFor) => {
    const { stack, role } = newRole();
    const { steers } = grantCodeBuildRun(role, projectFor(stack));
    const parameters = { Name: 'build', RoleArn: ROLE };
    expect(statementsIn(stack, { parameters })).toEqual(statementsOn(projectArn, logGroupArn));
    expect(textIn(stack, steers, { parameters })).toEqual([{ ...roleArn && { roleArn }, how: roleArn ? HOW : HOW_UNKNOWN }]);
  });

  test.each<[string, string, (stack: Stack) => logs.ILogGroupRef]>([
    ['an L2', 'arn:aws:logs:eu-west-1:111111111111:log-group:/builds', stack => new logs.LogGroup(stack, 'Logs', { logGroupName: '/builds' })],
    ['an L1', 'arn:aws:logs:eu-west-1:111111111111:log-group:/builds', stack => new logs.CfnLogGroup(stack, 'Logs', { logGroupName: '/builds' })],
    ['one imported by name', 'arn:aws:logs:eu-west-1:111111111111:log-group:/builds', stack => logs.LogGroup.fromLogGroupName(stack, 'Logs', '/builds')],
    ['one imported by ARN', 'arn:aws:logs:us-east-1:222222222222:log-group:/builds', stack =>
      logs.LogGroup.fromLogGroupArn(stack, 'Logs', 'arn:aws:logs:us-east-1:222222222222:log-group:/builds:*')],
    ['one whose name a parameter holds', 'arn:aws:logs:eu-west-1:111111111111:log-group:/builds', stack =>
      logs.LogGroup.fromLogGroupName(stack, 'Logs', new CfnParameter(stack, 'Name').valueAsString)],
  ])('reads the log group instead: %s', (_, logGroupArn, logGroupFor) => {
    const { stack, role } = newRole();
    const logGroup = logGroupFor(stack);
    grantCodeBuildRun(role, newProject(stack), { logGroup });
    expect(statementsIn(stack, { parameters: { Name: '/builds' } })).toEqual(statementsOn(PROJECT, logGroupArn));
  });

  test('takes a project of another stack, which is deployed first', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const { stack, role } = newRole(app);
    grantCodeBuildRun(role, newProject(other));

    const [start, follow, { Resource: streams }] = statementsIn(stack);
    expect([start, follow]).toEqual(statementsOn({ 'Fn::ImportValue': expect.stringMatching(/^Other:.*Build.*Arn/) }, '').slice(0, 2));
    expect(streams).toEqual({
      'Fn::Join': ['', [
        'arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-1:111111111111:log-group:/aws/codebuild/', { 'Fn::ImportValue': expect.stringMatching('^Other:.*Build') },
        ':log-stream:*',
      ]],
    });
    expect(stack.dependencies).toEqual([other]);
  });

  test('follows the partition, and works for any grantee', () => {
    const stack = new Stack(new App(), 'Stack', { env: { ...ENV, region: 'cn-north-1' } });
    grantCodeBuildRun(new iam.User(stack, 'User', { userName: 'job' }), newProject(stack)).grant.assertSuccess();
    expect(statementsIn(stack, { partition: 'aws-cn' })).toEqual(
      JSON.parse(JSON.stringify(statementsOn(PROJECT, GROUP)).replaceAll('arn:aws:', 'arn:aws-cn:').replaceAll('eu-west-1', 'cn-north-1')));
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).not.toContain('arn:aws');
  });

  test('knows neither the account nor the region before deployment', () => {
    const { stack, role } = newRole(new App(), 'Stack', {});
    grantCodeBuildRun(role, newProject(stack));
    expect(statementsIn(stack)).toEqual(statementsOn(PROJECT, GROUP));
  });

  const KIND = 'not a CodeBuild project; pass a codebuild.Project, a codebuild.CfnProject or an imported one';

  test.each<[string, (stack: Stack) => unknown, string, string]>([
    ['undefined', () => undefined, 'ResourceInvalid', `the project is 'undefined', ${KIND}`],
    ['null', () => null, 'ResourceInvalid', `the project is 'null', ${KIND}`],
    ['a name', () => 'build', 'ResourceInvalid', `the project is 'build', ${KIND}`],
    ['a report group', stack => new codebuild.CfnReportGroup(stack, 'Any', { type: 'TEST', exportConfig: { exportConfigType: 'NO_EXPORT' } }),
      'ResourceInvalid', `the project is 'Stack/Any [AWS::CodeBuild::ReportGroup]', ${KIND}`],
    ['every project', stack => codebuild.Project.fromProjectArn(stack, 'Any', `${PROJECT}-*`), 'WildcardResource',
      `the project is '${PROJECT}-*', which stands for several; name each one`],
  ])('refuses %s, and grants nothing', (_, projectFor, code, message) => {
    const { stack, role } = newRole();
    const wrong = projectFor(stack) as codebuild.IProjectRef;
    expect(refusalOf(() => grantCodeBuildRun(role, wrong))).toEqual({ name: code, message });
    expect(policiesIn(stack)).toEqual([]);
  });

  const LOG_KIND = 'not a log group; pass a logs.LogGroup, a logs.CfnLogGroup or an imported one';

  test.each<[string, (stack: Stack) => unknown, string, string]>([
    ['null', () => null, 'ResourceInvalid', `the log group is 'null', ${LOG_KIND}`],
    ['a name', () => '/builds', 'ResourceInvalid', `the log group is '/builds', ${LOG_KIND}`],
    ['every log group', stack => logs.LogGroup.fromLogGroupName(stack, 'Logs', '/builds/*'), 'WildcardResource',
      'the log group is \'/builds/*\', which stands for several; name each one'],
  ])('refuses %s as the log group, and grants nothing', (_, logGroupFor, code, message) => {
    const { stack, role } = newRole();
    const logGroup = logGroupFor(stack) as logs.ILogGroupRef;
    expect(refusalOf(() => grantCodeBuildRun(role, newProject(stack), { logGroup }))).toEqual({ name: code, message });
    expect(policiesIn(stack)).toEqual([]);
  });
});

// https://github.com/aws-actions/aws-codebuild-run-build/blob/main/code-build.js
const JOB: Call[] = [
  ['build: startBuild', 'codebuild:StartBuild', PROJECT],
  ['build: startBuild with another buildspec', 'codebuild:StartBuild', PROJECT, { 'codebuild:source.buildspec': 'ci.yml' }],
  ['waitForBuildEndTime: batchGetBuilds', 'codebuild:BatchGetBuilds', PROJECT],
  ['waitForBuildEndTime: getLogEvents', 'logs:GetLogEvents', `${GROUP}:log-stream:0123-abcd`],
  ['setupSignalHandlers: stopBuild', 'codebuild:StopBuild', PROJECT],
];
const NEVER: Call[] = [
  ...JOB.flatMap(([what, action, resource]): Call[] => [
    [`${what}: another project`, action, resource.replace(/build($|:)/, 'build-2$1')],
    [`${what}: a namesake in another account`, action, resource.replace('111111111111', '222222222222')],
    [`${what}: a namesake in another region`, action, resource.replace('eu-west-1', 'us-east-1')],
  ]),
  ['a build as another role', 'codebuild:StartBuild', PROJECT, { 'codebuild:serviceRole': 'arn:aws:iam::111111111111:role/admin' }],
  ['a batch of builds', 'codebuild:StartBuildBatch', PROJECT],
  ['building again', 'codebuild:RetryBuild', PROJECT],
  ['deleting builds', 'codebuild:BatchDeleteBuilds', PROJECT],
  ['changing the project', 'codebuild:UpdateProject', PROJECT],
  ['deleting the project', 'codebuild:DeleteProject', PROJECT],
  ['reading the project', 'codebuild:BatchGetProjects', PROJECT],
  ['a sandbox', 'codebuild:StartSandbox', PROJECT],
  ['the account\'s tokens of GitHub', 'codebuild:ListSourceCredentials', '*'],
  ['searching the log', 'logs:FilterLogEvents', `${GROUP}:*`],
  ['deleting the log', 'logs:DeleteLogGroup', `${GROUP}:*`],
  ['another log', 'logs:GetLogEvents', 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/build:log-stream:0123'],
  ['passing the role', 'iam:PassRole', ROLE, { 'iam:PassedToService': 'codebuild.amazonaws.com' }],
  ['assuming the role', 'sts:AssumeRole', ROLE],
];

describe('with the rendered permissions, decided by an engine that is not ours', () => {
  test('a job can do all that it must, and nothing else', async () => {
    const { stack, role } = newRole();
    grantCodeBuildRun(role, newProject(stack));
    expect(allowedOf(policiesIn(stack), [...JOB, ...NEVER])).toEqual(wordsOf(JOB));
    expect(await apiMisfits(statementsIn(stack))).toEqual([]);
  });

  test('a job without a grant can do none of it', () => {
    expect(allowedOf(policiesIn(newRole().stack), JOB)).toEqual([]);
  });
});
