import * as iam from 'aws-cdk-lib/aws-iam';
import type { IFunctionRef } from 'aws-cdk-lib/aws-lambda';
import { allow, passRoles } from './allow';
import { Granted } from './granted';
import { requireOptions } from './options';
import { optionalRoleArns, ownRoleArn, steeredRoles } from './passable-roles';
import { referenceArn } from './reference';
import { requireUnqualified } from './unqualified';
import { shown } from '../github/text';
import { Misuse } from '../misuse';

/** Options of `grantLambdaDeploy`. */
export interface LambdaDeployGrantOptions {
  /**
   * The roles that the job may give the function, among them the one that it has, if the job names that.
   *
   * @default - none: the function keeps its role, and the job must not name one
   */
  readonly passableRoles?: iam.IRoleRef[];
}

// https://github.com/aws-actions/aws-lambda-deploy#permissions without CreateFunction, and what moves an alias.
// AWS checks all of these against the function's own ARN: https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html
const DEPLOY = ['lambda:GetAlias', 'lambda:PublishVersion', 'lambda:UpdateAlias', 'lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'];

// Also of a published version, which `aws lambda wait published-version-active --qualifier` asks about. Not GetFunction: it hands out the code.
const WAIT = ['lambda:GetFunctionConfiguration'];

/** Update one function's code and configuration, publish versions and move aliases. */
export function grantLambdaDeploy(grantee: iam.IGrantable, lambdaFunction: IFunctionRef, options: LambdaDeployGrantOptions = {}): Granted {
  const functionArn = functionArnOf(lambdaFunction);
  const roleArns = optionalRoleArns(requireOptions(lambdaFunction, options, { passableRoles: true }).passableRoles);
  return {
    grant: allow(grantee, [
      { actions: DEPLOY, resources: [functionArn] },
      { actions: WAIT, resources: [functionArn, `${functionArn}:*`] },
      ...passRoles(roleArns, 'lambda.amazonaws.com'),
    ]),
    resources: [functionArn],
    get steers() { return steeredRoles(ownRoleArn(lambdaFunction, 'role'), roleArns, 'the function', 'deploys code that runs as'); },
  };
}

function functionArnOf(lambdaFunction: IFunctionRef): string {
  const what = 'the function';
  const arn = referenceArn(['lambda', /^function:./], what, 'a Lambda function; pass a lambda.Function, a lambda.CfnFunction or an imported one',
    lambdaFunction, ({ functionRef }: IFunctionRef) => functionRef?.functionArn);
  if ('lambda' in lambdaFunction) {
    throw new Misuse('ResourceInvalid', `${what} is '${shown(lambdaFunction)}', a version or an alias; pass ${what} that it belongs to`);
  }
  return requireUnqualified(what, arn);
}
