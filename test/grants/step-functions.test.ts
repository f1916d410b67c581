import { App, Aws, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { grantStepFunctionsDeploy } from '../../src/grants/step-functions';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, statementsIn } from '../support/deployed';
import { ENV, newRole } from '../support/job-role';
import { refusalOf } from '../support/refusal';

const MACHINE = 'arn:aws:states:eu-west-1:111111111111:stateMachine:orders';
const ROLE = 'arn:aws:iam::111111111111:role/next';
const DEPLOY = [
  'states:DescribeStateMachine', 'states:DescribeStateMachineAlias', 'states:PublishStateMachineVersion', 'states:UpdateStateMachine',
  'states:UpdateStateMachineAlias',
];
const HOW = 'deploys a definition that calls AWS as it';
const HOW_UNKNOWN = 'deploys a definition that calls AWS as the state machine\'s own role';

function statementsOn(stateMachineArn: unknown, roles?: string | string[]) {
  return [
    { Effect: 'Allow', Action: DEPLOY, Resource: stateMachineArn },
    ...roles === undefined ? [] : [{
      Effect: 'Allow', Action: 'iam:PassRole', Resource: roles, Condition: { StringEquals: { 'iam:PassedToService': 'states.amazonaws.com' } },
    }],
  ];
}

function newMachine(stack: Stack, props: Partial<stepfunctions.StateMachineProps> = {}) {
  const definitionBody = stepfunctions.DefinitionBody.fromString('{}');
  return new stepfunctions.StateMachine(stack, 'Orders', { stateMachineName: 'orders', definitionBody, ...props });
}

function roleNamed(stack: Stack, name: string) {
  return new iam.Role(stack, name, { roleName: name, assumedBy: new iam.ServicePrincipal('states.amazonaws.com') });
}

describe('grantStepFunctionsDeploy', () => {
  test('renders what one state machine needs, and nothing else, and says what it calls AWS as', () => {
    const { stack, role } = newRole();
    const made = newMachine(stack);
    const { grant, resources, steers } = grantStepFunctionsDeploy(role, made);

    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual(statementsOn(MACHINE));
    expect(resources).toEqual([made.stateMachineArn]);
    expect(steers).toEqual([{ roleArn: made.role.roleArn, how: HOW }]);
  });

  test('passes the roles that it is given, to Step Functions only', () => {
    const { stack, role } = newRole();
    const [own, next] = [roleNamed(stack, 'own'), roleNamed(stack, 'next')];
    const { steers } = grantStepFunctionsDeploy(role, newMachine(stack, { role: own }), { passableRoles: [next, own] });

    expect(statementsIn(stack)).toEqual(statementsOn(MACHINE, [ROLE, 'arn:aws:iam::111111111111:role/own']));
    expect(steers).toEqual([own, next].map(({ roleArn }) => ({ roleArn, how: HOW })));
  });

  test.each([false, true])('adds nothing the second time (policies minimised: %s)', minimizePolicies => {
    const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
    const [made, passableRoles] = [newMachine(stack), [roleNamed(stack, 'next')]];
    grantStepFunctionsDeploy(role, made, { passableRoles });
    grantStepFunctionsDeploy(role, made, { passableRoles });
    grantStepFunctionsDeploy(role, made);
    expect(statementsIn(stack)).toEqual(statementsOn(MACHINE, ROLE));
  });

  test.each<[string, string, string | undefined, (stack: Stack) => stepfunctions.IStateMachineRef]>([
    ['an L1', MACHINE, ROLE, stack => new stepfunctions.CfnStateMachine(stack, 'Orders', { stateMachineName: 'orders', roleArn: ROLE })],
    ['one imported by name', MACHINE, undefined, stack => stepfunctions.StateMachine.fromStateMachineName(stack, 'Orders', 'orders')],
    ['one imported by ARN', MACHINE.replace('eu-west-1:1', 'us-east-1:2'), undefined, stack =>
      stepfunctions.StateMachine.fromStateMachineArn(stack, 'Orders', MACHINE.replace('eu-west-1:1', 'us-east-1:2'))],
    ['one whose name a parameter holds', MACHINE, undefined, stack =>
      stepfunctions.StateMachine.fromStateMachineName(stack, 'Orders', new CfnParameter(stack, 'Name').valueAsString)],
    ['one in whatever region', MACHINE, undefined, stack =>
      stepfunctions.StateMachine.fromStateMachineArn(stack, 'Orders', `arn:aws:states:${Aws.REGION}:111111111111:stateMachine:orders`)],
  ])('takes %s', (_, stateMachineArn, roleArn, machineFor) => {
    const { stack, role } = newRole();
    const { steers } = grantStepFunctionsDeploy(role, machineFor(stack));
    expect(statementsIn(stack, { parameters: { Name: 'orders' } })).toEqual(statementsOn(stateMachineArn));
    expect(steers).toEqual([{ roleArn, how: roleArn ? HOW : HOW_UNKNOWN }]);
  });

  test('takes a state machine of another stack, which is deployed first', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const { stack, role } = newRole(app);
    grantStepFunctionsDeploy(role, newMachine(other));
    expect(statementsIn(stack)).toEqual(statementsOn({ 'Fn::ImportValue': expect.stringMatching(/^Other:.*Orders/) }));
    expect(stack.dependencies).toEqual([other]);
  });

  test('follows the partition, and works for any grantee', () => {
    const stack = new Stack(new App(), 'Stack', { env: { ...ENV, region: 'cn-north-1' } });
    grantStepFunctionsDeploy(new iam.User(stack, 'User', { userName: 'job' }), newMachine(stack)).grant.assertSuccess();
    expect(statementsIn(stack, { partition: 'aws-cn' })).toEqual(statementsOn('arn:aws-cn:states:cn-north-1:111111111111:stateMachine:orders'));
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).not.toContain('arn:aws');
  });

  const KIND = 'not a state machine; pass a stepfunctions.StateMachine, a stepfunctions.CfnStateMachine or an imported one';

  test.each<[string, (stack: Stack) => unknown, string, string]>([
    ['undefined', () => undefined, 'ResourceInvalid', `the state machine is 'undefined', ${KIND}`],
    ['null', () => null, 'ResourceInvalid', `the state machine is 'null', ${KIND}`],
    ['an ARN', () => MACHINE, 'ResourceInvalid', `the state machine is '${MACHINE}', ${KIND}`],
    ['an alias', stack => new stepfunctions.CfnStateMachineAlias(stack, 'Any', { name: 'live' }), 'ResourceInvalid',
      `the state machine is 'Stack/Any [AWS::StepFunctions::StateMachineAlias]', ${KIND}`],
    ['an alias\'s ARN for a state machine\'s', stack => stepfunctions.StateMachine.fromStateMachineArn(stack, 'Any', `${MACHINE}:live`), 'ResourceInvalid',
      `the state machine is '${MACHINE}:live', a version or an alias; pass the state machine that it belongs to`],
    ['every state machine', stack => stepfunctions.StateMachine.fromStateMachineName(stack, 'Any', 'orders-*'), 'WildcardResource',
      expect.stringContaining('stateMachine:orders-*\', which stands for several; name each one')],
  ])('refuses %s, and grants nothing', (_, machineFor, code, message) => {
    const { stack, role } = newRole();
    const wrong = machineFor(stack) as stepfunctions.IStateMachineRef;
    expect(refusalOf(() => grantStepFunctionsDeploy(role, wrong))).toEqual({ name: code, message });
    expect(policiesIn(stack)).toEqual([]);
  });

  test.each([[null, 'null'], [[], ''], ['next', 'next']])('refuses %j as passable roles, and grants nothing', (passableRoles, shown) => {
    const { stack, role } = newRole();
    expect(refusalOf(() => grantStepFunctionsDeploy(role, newMachine(stack), { passableRoles: passableRoles as never }))).toEqual({
      name: 'GrantOptionInvalid', message: `passableRoles is '${shown}', not a list of roles; list each role that the job may pass`,
    });
    expect(policiesIn(stack)).toEqual([]);
  });
});

const TO_STATES = { 'iam:PassedToService': 'states.amazonaws.com' };

const JOB: Call[] = [
  // https://docs.aws.amazon.com/cli/latest/reference/stepfunctions/update-state-machine.html
  ['aws stepfunctions describe-state-machine', 'states:DescribeStateMachine', MACHINE],
  ['aws stepfunctions update-state-machine', 'states:UpdateStateMachine', MACHINE],
  // https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
  ['aws stepfunctions publish-state-machine-version, update-state-machine --publish', 'states:PublishStateMachineVersion', MACHINE],
  ['aws stepfunctions describe-state-machine-alias', 'states:DescribeStateMachineAlias', MACHINE, { 'states:StateMachineQualifier': 'live' }],
  ['aws stepfunctions update-state-machine-alias', 'states:UpdateStateMachineAlias', MACHINE, { 'states:StateMachineQualifier': 'live' }],
];
const PASS: Call[] = [['aws stepfunctions update-state-machine --role-arn', 'iam:PassRole', ROLE, TO_STATES]];
const NEVER: Call[] = [
  ...JOB.flatMap(([what, action]): Call[] => [
    [`${what}: another state machine`, action, `${MACHINE}-2`],
    [`${what}: a namesake in another account`, action, MACHINE.replace('111111111111', '222222222222')],
    [`${what}: a namesake in another region`, action, MACHINE.replace('eu-west-1', 'us-east-1')],
  ]),
  ['starting it', 'states:StartExecution', MACHINE],
  ['starting it and waiting', 'states:StartSyncExecution', MACHINE],
  ['stopping an execution', 'states:StopExecution', 'arn:aws:states:eu-west-1:111111111111:execution:orders:1'],
  ['reading what an execution did', 'states:GetExecutionHistory', 'arn:aws:states:eu-west-1:111111111111:execution:orders:1'],
  ['deleting it', 'states:DeleteStateMachine', MACHINE],
  ['deleting a version', 'states:DeleteStateMachineVersion', MACHINE],
  ['deleting an alias', 'states:DeleteStateMachineAlias', MACHINE],
  ['making an alias', 'states:CreateStateMachineAlias', MACHINE],
  ['making another', 'states:CreateStateMachine', `${MACHINE}-2`],
  ['checking any definition', 'states:ValidateStateMachineDefinition', '*'],
  ['trying out a state as any role', 'states:TestState', '*'],
  ['tagging', 'states:TagResource', MACHINE],
  ['its log', 'logs:CreateLogDelivery', '*'],
  ['passing another role', 'iam:PassRole', 'arn:aws:iam::111111111111:role/admin', TO_STATES],
  ['passing the role to another service', 'iam:PassRole', ROLE, { 'iam:PassedToService': 'lambda.amazonaws.com' }],
  ['assuming the role', 'sts:AssumeRole', ROLE],
  ['changing the role', 'iam:PutRolePolicy', ROLE],
];

describe('with the rendered permissions, decided by an engine that is not ours', () => {
  test.each<[string, Call[]]>([['without', []], ['with', PASS]])('a job %s passable roles can do all that it must, and nothing else', async (_, pass) => {
    const { stack, role } = newRole();
    grantStepFunctionsDeploy(role, newMachine(stack), pass.length === 0 ? {} : { passableRoles: [roleNamed(stack, 'next')] });
    expect(allowedOf(policiesIn(stack), [...JOB, ...PASS, ...NEVER])).toEqual(wordsOf([...JOB, ...pass]));
    expect(await apiMisfits(statementsIn(stack))).toEqual([]);
  });

  test('a job without a grant can do none of it', () => {
    expect(allowedOf(policiesIn(newRole().stack), [...JOB, ...PASS])).toEqual([]);
  });
});
