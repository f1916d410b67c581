import type { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import type { IBucketRef } from 'aws-cdk-lib/aws-s3';
import { allow, inParts, Permission } from './allow';
import { bucketArnOf, bucketNameOf } from './bucket';
import { Granted } from './granted';
import { decryption, keyArnFor, keyUse } from './key-use';
import { requireOptions } from './options';
import { referenceArn, requireOne } from './reference';
import { StatePaths, statePaths } from './terraform-state-paths';

// https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
const READ_AND_WRITE = ['s3:GetObject', 's3:PutObject'];
const LOCK = [...READ_AND_WRITE, 's3:DeleteObject'];

// https://github.com/hashicorp/terraform/blob/main/internal/backend/remote-state/s3/client.go: it does not call the documented DescribeTable
const LOCK_ITEMS = ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'];

/** Options of `grantTerraformState`. */
export interface TerraformStateGrantOptions {
  /** The `key` of the S3 backend, such as `network/terraform.tfstate`; one that ends in `/` stands for every state below it. */
  readonly stateKey: string;

  /**
   * The workspaces that the job uses besides `default`, and may make and delete.
   *
   * @default - none
   */
  readonly workspaces?: string[];

  /**
   * The backend's `workspace_key_prefix`.
   *
   * @default env:
   */
  readonly workspaceKeyPrefix?: string;

  /**
   * The KMS key that encrypts the bucket.
   *
   * @default - the key that the bucket says it has: an L1, and a bucket imported without its key, say none
   */
  readonly encryptionKey?: IKeyRef;

  /**
   * The DynamoDB table that locks the state, in set-ups from before S3 had its own lock file.
   *
   * @default - none, S3's own lock file
   */
  readonly lockTable?: ITableRef;
}

/** `terraform plan` and `apply` on a state in S3, with its lock; what the plan makes is another permission. */
export function grantTerraformState(grantee: iam.IGrantable, bucket: IBucketRef, options: TerraformStateGrantOptions): Granted {
  const { stateKey, workspaces, workspaceKeyPrefix, encryptionKey, lockTable } = requireOptions(bucket, options, {
    stateKey: true, workspaces: true, workspaceKeyPrefix: true, encryptionKey: true, lockTable: true,
  });
  const [bucketArn, bucketName] = [bucketArnOf('the bucket', bucket), bucketNameOf('the bucket', bucket)];
  const paths = statePaths(stateKey, workspaces, workspaceKeyPrefix);
  const objects = (keys: readonly string[]) => keys.map(key => `${bucketArn}/${key}`);
  const [states, locks] = [objects(paths.states), objects(paths.states.map(state => `${state}.tflock`))];
  const keyArn = keyArnFor(bucket, encryptionKey);

  return {
    grant: allow(grantee, [
      ...inParts(paths.listed).map(prefixes => ({ actions: ['s3:ListBucket'], resources: [bucketArn], conditions: { [paths.operator]: { 's3:prefix': prefixes } } })),
      { actions: READ_AND_WRITE, resources: states },
      { actions: LOCK, resources: locks },
      ...paths.ofWorkspaces.length === 0 ? [] : [{ actions: ['s3:DeleteObject'], resources: objects(paths.ofWorkspaces) }],
      ...keyArn === undefined ? [] : keyUse(['kms:Decrypt', 'kms:GenerateDataKey'], keyArn, 'aws:s3:arn', [bucketArn, ...states, ...locks]),
      ...lockTable === undefined ? [] : lockItems(lockTable, bucketName, paths),
    ]),
    resources: states,
    steers: [{ how: 'writes the state that others apply later, with Terraform and as roles of their own' }],
  };
}

/** The lock and the checksum of each state. AWS has a request's keys as a list, so ForAllValues, which alone would pass a request without. */
function lockItems(table: ITableRef, bucketName: string, { states, operator }: StatePaths): Permission[] {
  const tableArn = referenceArn(['dynamodb', /^table\/[^/]+$/], 'the lock table',
    'a DynamoDB table; pass a dynamodb.Table, a dynamodb.CfnTable or an imported one', table, ({ tableRef }: ITableRef) => tableRef?.tableArn);
  const items = states.map(state => `${bucketName}/${state}`);
  const keys = operator === 'StringLike' ? items : items.flatMap(item => [item, `${item}-md5`]);
  return [...inParts(keys).map(part => ({
    actions: LOCK_ITEMS,
    resources: [tableArn],
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
    conditions: { [`ForAllValues:${operator}`]: { 'dynamodb:LeadingKeys': part }, Null: { 'dynamodb:LeadingKeys': 'false' } },
  })),
  // DynamoDB decrypts the table's own key, to read and to write: https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html
  ...decryption('aws:dynamodb:tableName', [{ arn: requireOne('the lock table', table.tableRef.tableName), keyArn: keyArnFor(table) }])];
}
