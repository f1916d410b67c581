import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import type { IBucketRef } from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { allow, passRoles, Permission } from './allow';
import { artifactPermissions } from './artifacts';
import { Granted, Steered } from './granted';
import { requireOptions } from './options';
import { ROLE_ARN } from './passable-roles';
import { referenceArn } from './reference';
import { stackArns } from './stack-arns';

/** How a job deploys a CloudFormation stack. */
export interface CloudFormationDeployGrantOptions {
  /**
   * The role that CloudFormation makes, changes and deletes the stack's resources as. The job must name it, and can name no other: `role-arn`
   * of the action, `--role-arn` of the AWS CLI.
   *
   * @default - none: CloudFormation works as the role that the stack has already, else with the permissions of the job's own role
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
   */
  readonly executionRole?: iam.IRoleRef;
  /**
   * The bucket that the job puts templates and packaged artifacts in, and that CloudFormation reads the template from with the job's permissions.
   *
   * @default - none: the job sends the template with the request
   * @see https://repost.aws/knowledge-center/cfn-s3-access-denied-error
   */
  readonly artifactBucket?: IBucketRef;
  /**
   * The folder of the bucket that is the job's, `--s3-prefix` of the AWS CLI: whoever writes another stack's artifacts decides what it deploys.
   *
   * @default - the whole bucket
   */
  readonly artifactPrefix?: string;
  /**
   * The KMS key that encrypts what is in the bucket, `--kms-key-id` of the AWS CLI.
   *
   * @default - the key that the bucket says it has: an L1, and a bucket imported without its key, say none
   */
  readonly artifactEncryptionKey?: IKeyRef;
}

// https://github.com/aws-actions/aws-cloudformation-github-deploy/blob/main/src/deploy.ts
// https://github.com/aws/aws-cli/blob/v2/awscli/customizations/cloudformation/deployer.py
const CREATE_CHANGE_SET = ['cloudformation:CreateChangeSet'];
const DESCRIBE_EVENTS = ['cloudformation:DescribeEvents'];
const FOLLOW_AND_EXECUTE = [
  'cloudformation:DeleteChangeSet',
  'cloudformation:DescribeChangeSet',
  'cloudformation:DescribeStacks',
  'cloudformation:ExecuteChangeSet',
  ...DESCRIBE_EVENTS,
];

/**
 * Make and execute change sets of one stack, which need not exist yet.
 *
 * @param stack its name, or its ARN where it is of another account or region
 */
export function grantCloudFormationDeploy(
  grantee: iam.IGrantable, scope: IConstruct, stack: string, options?: CloudFormationDeployGrantOptions,
): Granted {
  const given = requireOptions(scope, options, { executionRole: true, artifactBucket: true, artifactPrefix: true, artifactEncryptionKey: true });
  const { executionRole } = given;
  const { stackArn, changeSetArn } = stackArns(stack, scope);
  const roleArn = executionRole === undefined ? undefined : referenceArn(ROLE_ARN, 'the execution role',
    'an IAM role; pass an iam.Role, an iam.CfnRole or an imported one', executionRole, ({ roleRef }: iam.IRoleRef) => roleRef?.roleArn);
  const artifacts = artifactPermissions(given);
  return {
    grant: allow(grantee, [
      { actions: CREATE_CHANGE_SET, resources: [stackArn], conditions: namingOnly(roleArn) },
      { actions: FOLLOW_AND_EXECUTE, resources: [stackArn] },
      { actions: DESCRIBE_EVENTS, resources: [changeSetArn] },
      ...passRoles(roleArn ? [roleArn] : [], 'cloudformation.amazonaws.com'),
      ...artifacts,
    ]),
    resources: [stackArn, ...artifacts.slice(0, 1).flatMap(({ resources }) => resources)],
    steers: [
      steered(roleArn),
      { how: 'executes change sets of the stack that others made, as the role that they named' },
      ...given.artifactBucket === undefined || given.artifactPrefix !== undefined ? []
        : [{ how: 'writes what others deploy from the bucket later, as roles of their own' }],
    ],
  };
}

/** Also where there is none: the role of the grant for another stack is not for this one. */
function namingOnly(roleArn: string | undefined): Permission['conditions'] {
  return roleArn ? { StringEquals: { 'cloudformation:RoleArn': roleArn } } : { Null: { 'cloudformation:RoleArn': 'true' } };
}

/**
 * A stack keeps the role of an earlier deployment, for whoever deploys it next.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
 */
function steered(roleArn: string | undefined): Steered {
  return roleArn
    ? { roleArn, how: 'has CloudFormation deploy the stack as it' }
    : { how: 'has CloudFormation deploy the stack as the role that an earlier deployment gave the stack, if one did' };
}
