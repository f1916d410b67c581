import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { allow } from './allow';
import { ACCOUNT, Format, REGION, requireFormat } from './formats';
import { requireSome } from './given-name';
import { Granted, Steered } from './granted';
import { requireOptions } from './options';
import { requireOne } from './reference';
import { shown } from '../github/text';
import { Misuse } from '../misuse';

/** Which bootstrapped environments a job reaches: each of the accounts, in each of the regions. */
export interface CdkGrantOptions {
  /**
   * The qualifier that the environments were bootstrapped with.
   *
   * @default - the one of the role's own stack
   * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
   */
  readonly qualifier?: string;
  /**
   * The accounts. Another account than the role's must trust the role's account: `cdk bootstrap --trust`.
   *
   * @default - the account of the role's stack
   * @see https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-bootstrap.html
   */
  readonly accounts?: string[];
  /**
   * The regions.
   *
   * @default - the region of the role's stack
   */
  readonly regions?: string[];
}

// https://github.com/aws/aws-cdk-cli/blob/main/packages/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml
const LOOKUP = 'lookup-role';
const DEPLOY = ['deploy-role', 'file-publishing-role', 'image-publishing-role', LOOKUP];
const EXECUTION = 'cfn-exec-role';
const DEFAULT_QUALIFIER = 'hnb659fds';

const QUALIFIER: Format = { pattern: /^[A-Za-z0-9_-]{1,10}$/, allowed: "1 to 10 letters, digits, '_' or '-', such as 'hnb659fds'" };

/** Assume the roles by which the CDK deploys. They do the rest, so whoever reaches the deploy role does what CloudFormation's role may do. */
export function grantCdkDeploy(grantee: iam.IGrantable, scope: IConstruct, options: CdkGrantOptions = {}): Granted {
  const granted = grantBootstrapRoles(grantee, scope, options, DEPLOY, executionRoleArn => [{
    roleArn: executionRoleArn,
    how: 'has CloudFormation deploy any stack as it, with AdministratorAccess unless the environment was bootstrapped with other policies',
  }]);
  // A stack keeps the role of an earlier deployment, also one of another qualifier:
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
  return { ...granted, steers: [...granted.steers, { how: 'has CloudFormation change any stack of the environment as the role that the stack has already' }] };
}

/** Assume the lookup role, which reads. */
export function grantCdkDiff(grantee: iam.IGrantable, scope: IConstruct, options: CdkGrantOptions = {}): Granted {
  return grantBootstrapRoles(grantee, scope, options, [LOOKUP], () => []);
}

/** One statement for each environment: many of them in one would be longer than a policy can be, and one statement cannot be divided. */
function grantBootstrapRoles(
  grantee: iam.IGrantable, scope: IConstruct, options: CdkGrantOptions, kinds: readonly string[], steered: (executionRoleArn: string) => Steered[],
): Granted {
  const given = requireOptions(scope, options, { qualifier: true, accounts: true, regions: true });
  const stack = Stack.of(scope);
  const qualifier = requireText('the bootstrap qualifier', QUALIFIER, given.qualifier ?? qualifierOf(stack));
  const accounts = requireSome('the accounts', given.accounts ?? [stack.account], "'111111111111'")
    .map(account => requireText('the account', ACCOUNT, account));
  const regions = requireSome('the regions', given.regions ?? [stack.region], "'eu-west-1'")
    .map(region => requireText('the region', REGION, region));
  const environments = [...new Set(accounts)].flatMap(account => [...new Set(regions)].map(region => (kind: string) => stack.formatArn({
    service: 'iam', region: '', account, resource: 'role', resourceName: `cdk-${qualifier}-${kind}-${account}-${region}`,
  })));
  const permissions = environments.map(roleArn => ({ actions: ['sts:AssumeRole'], resources: kinds.map(roleArn) }));
  return {
    grant: allow(grantee, permissions),
    resources: permissions.flatMap(({ resources }) => resources),
    steers: environments.flatMap(roleArn => steered(roleArn(EXECUTION))),
  };
}

/** As the stack is deployed itself; a stack that needs no bootstrapping has no qualifier, and the stacks that the job deploys may have one. */
function qualifierOf(stack: Stack): string {
  return stack.synthesizer.bootstrapQualifier ?? stack.node.tryGetContext('@aws-cdk/core:bootstrapQualifier') ?? DEFAULT_QUALIFIER;
}

function requireText(what: string, format: Format, given: unknown): string {
  if (typeof given !== 'string') {
    throw new Misuse('GrantOptionInvalid', `${what} is '${shown(given)}'; pass ${format.allowed}`);
  }
  return requireFormat(what, format, requireOne(what, given));
}
