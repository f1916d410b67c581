import * as iam from 'aws-cdk-lib/aws-iam';
import type { IStateMachineRef } from 'aws-cdk-lib/aws-stepfunctions';
import { allow, passRoles } from './allow';
import { Granted } from './granted';
import { requireOptions } from './options';
import { optionalRoleArns, ownRoleArn, steeredRoles } from './passable-roles';
import { referenceArn } from './reference';
import { requireUnqualified } from './unqualified';

/** Options of `grantStepFunctionsDeploy`. */
export interface StepFunctionsDeployGrantOptions {
  /**
   * The roles that the job may give the state machine, among them the one that it has, if the job names that.
   *
   * @default - none: the state machine keeps its role, and the job must not name one
   */
  readonly passableRoles?: iam.IRoleRef[];
}

// AWS checks these against the state machine's own ARN, also where a version or an alias is named; publishing with an update needs both:
// https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
const DEPLOY = [
  'states:DescribeStateMachine',
  'states:DescribeStateMachineAlias',
  'states:PublishStateMachineVersion',
  'states:UpdateStateMachine',
  'states:UpdateStateMachineAlias',
];

/** Update one state machine, publish versions and move aliases. */
export function grantStepFunctionsDeploy(
  grantee: iam.IGrantable, stateMachine: IStateMachineRef, options: StepFunctionsDeployGrantOptions = {},
): Granted {
  const what = 'the state machine';
  const stateMachineArn = requireUnqualified(what, referenceArn(['states', /^stateMachine:./], what,
    'a state machine; pass a stepfunctions.StateMachine, a stepfunctions.CfnStateMachine or an imported one',
    stateMachine, ({ stateMachineRef }: IStateMachineRef) => stateMachineRef?.stateMachineArn));
  const roleArns = optionalRoleArns(requireOptions(stateMachine, options, { passableRoles: true }).passableRoles);
  return {
    grant: allow(grantee, [{ actions: DEPLOY, resources: [stateMachineArn] }, ...passRoles(roleArns, 'states.amazonaws.com')]),
    resources: [stateMachineArn],
    get steers() { return steeredRoles(ownRoleArn(stateMachine, 'roleArn'), roleArns, what, 'deploys a definition that calls AWS as'); },
  };
}
