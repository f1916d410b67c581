import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { grantTerraformState, TerraformStateGrantOptions } from '../../src/grants/terraform-state';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, statementsIn } from '../support/deployed';
import { ENV, newRole } from '../support/job-role';

const BUCKET = 'arn:aws:s3:::state';
const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/state-key';
const LOCK_KEY = 'arn:aws:kms:eu-west-1:111111111111:key/lock-key';
const TABLE = 'arn:aws:dynamodb:eu-west-1:111111111111:table/locks';
const STATE = 'network/terraform.tfstate';
const READ_AND_WRITE = ['s3:GetObject', 's3:PutObject'];
const LOCK = ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'];

function bucketIn(stack: Stack, encryptionKey?: kms.IKey) {
  return new s3.Bucket(stack, 'Bucket', { bucketName: 'state', encryptionKey });
}

function keyIn(stack: Stack) {
  return new kms.Key(stack, 'Key', { description: 'state-key' });
}

const LOCK_ID = { name: 'LockID', type: dynamodb.AttributeType.STRING };

function tableIn(stack: Stack) {
  return new dynamodb.Table(stack, 'Table', { tableName: 'locks', partitionKey: LOCK_ID });
}

function lockKeyIn(stack: Stack) {
  return new kms.Key(stack, 'LockKey', { description: 'lock-key' });
}

function tableWithKey(stack: Stack) {
  return new dynamodb.Table(stack, 'Table', { tableName: 'locks', partitionKey: LOCK_ID, encryptionKey: lockKeyIn(stack) });
}

function allowing(actions: string | string[], resource: string | string[], condition?: object) {
  return { Effect: 'Allow', Action: actions, Resource: resource, ...condition && { Condition: condition } };
}

const PLAIN = [
  allowing('s3:ListBucket', BUCKET, { StringEquals: { 's3:prefix': [STATE] } }),
  allowing(READ_AND_WRITE, `${BUCKET}/${STATE}`),
  allowing(LOCK, `${BUCKET}/${STATE}.tflock`),
];

describe('grantTerraformState', () => {
  test.each<[string, (stack: Stack) => s3.IBucketRef]>([
    ['an L2', stack => bucketIn(stack)],
    ['an L1', stack => new s3.CfnBucket(stack, 'Bucket', { bucketName: 'state' })],
    ['one imported by name', stack => s3.Bucket.fromBucketName(stack, 'Bucket', 'state')],
    ['one imported by ARN', stack => s3.Bucket.fromBucketArn(stack, 'Bucket', BUCKET)],
  ])('renders one state and its lock file, in a bucket: %s', (_, bucketFor) => {
    const { stack, role } = newRole();
    const bucket = bucketFor(stack);
    const { grant, resources, steers } = grantTerraformState(role, bucket, { stateKey: STATE });

    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual(PLAIN);
    expect(resources).toEqual([`${bucket.bucketRef.bucketArn}/${STATE}`]);
    expect(steers).toEqual([{ how: 'writes the state that others apply later, with Terraform and as roles of their own' }]);
  });

  test('renders workspaces, which are deleted with their state', () => {
    const { stack, role } = newRole();
    grantTerraformState(role, bucketIn(stack), { stateKey: STATE, workspaces: ['staging', 'test', 'staging'] });

    const [staging, other] = [`env:/staging/${STATE}`, `env:/test/${STATE}`];
    expect(statementsIn(stack)).toEqual([
      allowing('s3:ListBucket', BUCKET, { StringEquals: { 's3:prefix': [STATE, staging, other, 'env:/'] } }),
      allowing(READ_AND_WRITE, [`${BUCKET}/${STATE}`, `${BUCKET}/${staging}`, `${BUCKET}/${other}`]),
      allowing(LOCK, [`${BUCKET}/${STATE}.tflock`, `${BUCKET}/${staging}.tflock`, `${BUCKET}/${other}.tflock`]),
      allowing('s3:DeleteObject', [`${BUCKET}/${staging}`, `${BUCKET}/${other}`]),
    ]);
  });

  test('lists the workspaces under a prefix of one\'s own, which Terraform insists on', () => {
    const { stack, role } = newRole();
    grantTerraformState(role, bucketIn(stack), { stateKey: STATE, workspaceKeyPrefix: 'team/env' });
    const list = allowing('s3:ListBucket', BUCKET, { StringEquals: { 's3:prefix': [STATE, 'team/env/'] } });
    expect(statementsIn(stack)).toEqual([list, ...PLAIN.slice(1)]);
  });

  test('renders every state below a prefix', () => {
    const { stack, role } = newRole();
    grantTerraformState(role, bucketIn(stack), { stateKey: 'network/', workspaces: ['staging'], lockTable: tableIn(stack) });
    expect(statementsIn(stack)).toEqual([
      allowing('s3:ListBucket', BUCKET, { StringLike: { 's3:prefix': ['network/*', 'env:/staging/network/*', 'env:/'] } }),
      allowing(READ_AND_WRITE, [`${BUCKET}/network/*`, `${BUCKET}/env:/staging/network/*`]),
      allowing(LOCK, [`${BUCKET}/network/*.tflock`, `${BUCKET}/env:/staging/network/*.tflock`]),
      allowing('s3:DeleteObject', `${BUCKET}/env:/staging/network/*`),
      allowing(['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'], TABLE, {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['state/network/*', 'state/env:/staging/network/*'] },
        'Null': { 'dynamodb:LeadingKeys': 'false' },
      }),
    ]);
  });

  test.each<[string, (stack: Stack) => dynamodb.ITableRef]>([
    ['an L2', tableIn],
    ['a TableV2, imported', stack => dynamodb.TableV2.fromTableName(stack, 'Table', 'locks')],
    ['an L1', stack => new dynamodb.CfnTable(stack, 'Table', { tableName: 'locks', keySchema: [{ attributeName: 'LockID', keyType: 'HASH' }] })],
  ])('renders the lock table of an old set-up, two items of it: %s', (_, tableFor) => {
    const { stack, role } = newRole();
    grantTerraformState(role, bucketIn(stack), { stateKey: STATE, lockTable: tableFor(stack) });
    expect(statementsIn(stack)).toEqual([...PLAIN, allowing(['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'], TABLE, {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [`state/${STATE}`, `state/${STATE}-md5`] },
      'Null': { 'dynamodb:LeadingKeys': 'false' },
    })]);
  });

  test.each<[string, (stack: Stack) => s3.IBucketRef, (stack: Stack) => Partial<TerraformStateGrantOptions>]>([
    ['its own', stack => bucketIn(stack, keyIn(stack)), () => ({})],
    ['a given one', stack => s3.Bucket.fromBucketName(stack, 'Bucket', 'state'), stack => ({ encryptionKey: keyIn(stack) })],
  ])('uses the bucket\'s key, %s, for the state and its lock', (_, bucketFor, optionsFor) => {
    const { stack, role } = newRole();
    grantTerraformState(role, bucketFor(stack), { stateKey: STATE, ...optionsFor(stack) });
    expect(statementsIn(stack)).toEqual([...PLAIN, allowing(['kms:Decrypt', 'kms:GenerateDataKey'], KEY, {
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [BUCKET, `${BUCKET}/${STATE}`, `${BUCKET}/${STATE}.tflock`] },
    })]);
  });

  const lockItems = (keys: string[]) => allowing(['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'], TABLE, {
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': keys }, 'Null': { 'dynamodb:LeadingKeys': 'false' },
  });
  const decrypting = allowing('kms:Decrypt', LOCK_KEY, { StringLike: { 'kms:EncryptionContext:aws:dynamodb:tableName': ['locks'] } });
  test.each<[string, boolean, (stack: Stack) => dynamodb.ITableRef]>([
    ['of an L2', true, tableWithKey],
    ['of a TableV2', true, stack => new dynamodb.TableV2(stack, 'Table', {
      tableName: 'locks', partitionKey: LOCK_ID, encryption: dynamodb.TableEncryptionV2.customerManagedKey(lockKeyIn(stack)),
    })],
    ['of an import that knows it', true, stack => dynamodb.Table.fromTableAttributes(stack, 'Table', { tableName: 'locks', encryptionKey: lockKeyIn(stack) })],
    ['of an import that knows none', false, stack => dynamodb.Table.fromTableName(stack, 'Table', 'locks')],
    ['of AWS', false, stack => new dynamodb.Table(stack, 'Table', { tableName: 'locks', partitionKey: LOCK_ID, encryption: dynamodb.TableEncryption.AWS_MANAGED })],
  ])('decrypts the lock table with its key, %s: %s', (_, hasKey, tableFor) => {
    const { stack, role } = newRole();
    grantTerraformState(role, bucketIn(stack), { stateKey: STATE, lockTable: tableFor(stack) });
    expect(statementsIn(stack).slice(3)).toEqual([lockItems([`state/${STATE}`, `state/${STATE}-md5`]), ...hasKey ? [decrypting] : []]
      .map(statement => expect.objectContaining(statement)));
  });

  test.each([false, true])('says the same thing once (policies minimised: %s)', minimizePolicies => {
    const after = (times: number) => {
      const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
      const [bucket, lockTable] = [bucketIn(stack, keyIn(stack)), tableIn(stack)];
      for (let time = 0; time < times; time++) { grantTerraformState(role, bucket, { stateKey: STATE, workspaces: ['staging'], lockTable }); }
      return statementsIn(stack);
    };
    expect(after(2)).toEqual(after(1));
  });

  test('takes a bucket of another stack, which is deployed first, in any partition', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const { stack, role } = newRole(app);
    grantTerraformState(role, bucketIn(other), { stateKey: STATE });
    expect(statementsIn(stack)[0].Resource).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Other:.*Bucket.*Arn/) });
    expect(stack.dependencies).toEqual([other]);

    const anywhere = newRole(new App(), 'Stack', {});
    grantTerraformState(anywhere.role, s3.Bucket.fromBucketName(anywhere.stack, 'Bucket', 'state'), { stateKey: STATE });
    expect(statementsIn(anywhere.stack, { partition: 'aws-cn' })[1].Resource).toBe(`arn:aws-cn:s3:::state/${STATE}`);
  });

  test('passes what is known only at deployment', () => {
    const { stack, role } = newRole();
    const [app, workspace, prefix] = ['App', 'Workspace', 'Prefix'].map(id => new CfnParameter(stack, id).valueAsString);
    grantTerraformState(role, bucketIn(stack), { stateKey: `${app}/state`, workspaces: [workspace], workspaceKeyPrefix: prefix });
    expect(statementsIn(stack)[1].Resource).toEqual([`${BUCKET}/\${App}/state`, `${BUCKET}/\${Prefix}/\${Workspace}/\${App}/state`]);
  });

  test.each<[string, unknown, unknown, string]>([
    ['no bucket', undefined, { stateKey: STATE }, "the bucket is 'undefined', not an S3 bucket"],
    ['a name for a bucket', 'state', { stateKey: STATE }, "the bucket is 'state', not an S3 bucket"],
    ['no options', 'own', undefined, "the state key is 'undefined'; pass a text such as 'network/terraform.tfstate'"],
    ['null for options', 'own', null, "the state key is 'undefined'; pass"],
    ['no state', 'own', { stateKey: ' ' }, "the state key is ' '; pass a text"],
    ['every state', 'own', { stateKey: '/' }, "the state key is '/'; Terraform allows '/' only between two names"],
    ['several states', 'own', { stateKey: 'network/*' }, "the state key is 'network/*', which stands for several; name each one"],
    ['a state that IAM fills in', 'own', { stateKey: '${aws:userid}/state' }, "the state key is '${aws:userid}/state', and IAM reads '${'"],
    ['a state at no name', 'own', { stateKey: '/network/state' },
      "the state key is '/network/state'; Terraform allows '/' only between two names"],
    ['a state with two slashes', 'own', { stateKey: 'network//state' },
      "the state key is 'network//state'; Terraform allows '/' only between two names"],
    ['no workspaces', 'own', { stateKey: STATE, workspaces: [] }, "the workspaces are ''; pass a list of at least one, such as ['staging']"],
    ['a workspace that is no list', 'own', { stateKey: STATE, workspaces: 'staging' }, "the workspaces are 'staging'; pass a list"],
    ['a workspace without a name', 'own', { stateKey: STATE, workspaces: [''] }, "one of the workspaces is ''; pass a text such as 'staging'"],
    ['several workspaces', 'own', { stateKey: STATE, workspaces: ['pr-*'] }, "one of the workspaces is 'pr-*', which stands for several"],
    ['a workspace of two', 'own', { stateKey: STATE, workspaces: ['a/b'] }, "one of the workspaces is 'a/b'; Terraform allows no '/' in its name"],
    ['an empty prefix', 'own', { stateKey: STATE, workspaceKeyPrefix: '' }, "the workspace key prefix is ''; pass a text such as 'env:'"],
    ['a prefix with an end', 'own', { stateKey: STATE, workspaceKeyPrefix: 'env/' },
      "the workspace key prefix is 'env/'; Terraform allows '/' only between"],
    ['a name for a table', 'own', { stateKey: STATE, lockTable: 'locks' }, "the lock table is 'locks', not a DynamoDB table; pass a dynamodb.Table"],
    ['null for a table', 'own', { stateKey: STATE, lockTable: null }, "the lock table is 'null', not a DynamoDB table; pass a dynamodb.Table"],
    ['an ARN for a key', 'own', { stateKey: STATE, encryptionKey: KEY }, `the encryption key is '${KEY}', not a KMS key`],
  ])('refuses %s, and grants nothing', (_, bucket, options, message) => {
    const { stack, role } = newRole();
    const given = (bucket === 'own' ? bucketIn(stack) : bucket) as s3.IBucketRef;
    expect(() => grantTerraformState(role, given, options as TerraformStateGrantOptions)).toThrow(expect.objectContaining({
      name: expect.stringMatching(/^(ResourceInvalid|GrantOptionInvalid|WildcardResource)$/), message: expect.stringContaining(message),
    }));
    expect(statementsIn(stack)).toEqual([]);
  });
});

const of = (state: string) => `${BUCKET}/${state}`;
const inS3 = (context: string) => ({ 'kms:EncryptionContext:aws:s3:arn': context });
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html: the key has a list
const item = (...keys: string[]) => ({ 'dynamodb:LeadingKeys': keys });
const inTable = (name: string) => ({ 'kms:EncryptionContext:aws:dynamodb:tableName': name });
const STAGING = `env:/staging/${STATE}`;

// https://github.com/hashicorp/terraform/tree/main/internal/backend/remote-state/s3: client.go, backend_state.go
// https://github.com/opentofu/opentofu/tree/main/internal/backend/remote-state/s3 calls the same
const RUN: Call[] = [
  ['HeadObject of a state that is not there yet', 's3:ListBucket', BUCKET, { 's3:prefix': STATE }],
  ['HeadObject and GetObject of the state', 's3:GetObject', of(STATE)],
  ['PutObject of the state', 's3:PutObject', of(STATE)],
  ['PutObject of the lock', 's3:PutObject', of(`${STATE}.tflock`)],
  ['GetObject of the lock', 's3:GetObject', of(`${STATE}.tflock`)],
  ['DeleteObject of the lock', 's3:DeleteObject', of(`${STATE}.tflock`)],
  ['decrypt the state', 'kms:Decrypt', KEY, inS3(of(STATE))],
  ['encrypt the state', 'kms:GenerateDataKey', KEY, inS3(of(STATE))],
  ['encrypt the lock', 'kms:GenerateDataKey', KEY, inS3(of(`${STATE}.tflock`))],
  ['decrypt with a bucket key', 'kms:Decrypt', KEY, inS3(BUCKET)],
];
const WORKSPACE: Call[] = [
  ['workspace list', 's3:ListBucket', BUCKET, { 's3:prefix': 'env:/' }],
  ['HeadObject of a workspace that is not there yet', 's3:ListBucket', BUCKET, { 's3:prefix': STAGING }],
  ['GetObject of a workspace', 's3:GetObject', of(STAGING)],
  ['PutObject of a workspace', 's3:PutObject', of(STAGING)],
  ['lock of a workspace', 's3:PutObject', of(`${STAGING}.tflock`)],
  ['unlock of a workspace', 's3:DeleteObject', of(`${STAGING}.tflock`)],
  ['workspace delete', 's3:DeleteObject', of(STAGING)],
];
const TABLE_LOCK: Call[] = [
  ['PutItem of the lock', 'dynamodb:PutItem', TABLE, item(`state/${STATE}`)],
  ['GetItem of the lock', 'dynamodb:GetItem', TABLE, item(`state/${STATE}`)],
  ['DeleteItem of the lock', 'dynamodb:DeleteItem', TABLE, item(`state/${STATE}`)],
  ['GetItem of the checksum', 'dynamodb:GetItem', TABLE, item(`state/${STATE}-md5`)],
  ['PutItem of the checksum', 'dynamodb:PutItem', TABLE, item(`state/${STATE}-md5`)],
  ['DeleteItem of the checksum', 'dynamodb:DeleteItem', TABLE, item(`state/${STAGING}-md5`)],
  // https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html
  ['decrypt the table\'s own key', 'kms:Decrypt', LOCK_KEY, { ...inTable('locks'), 'kms:EncryptionContext:aws:dynamodb:subscriberId': '111111111111' }],
];
const NEVER: Call[] = [
  ['delete the state', 's3:DeleteObject', of(STATE)],
  ['read another state', 's3:GetObject', of('payroll/terraform.tfstate')],
  ['write another state', 's3:PutObject', of('payroll/terraform.tfstate')],
  ['write beside the state', 's3:PutObject', of(`${STATE}.backup`)],
  ['lock another state', 's3:PutObject', of('payroll/terraform.tfstate.tflock')],
  ['unlock another state', 's3:DeleteObject', of('payroll/terraform.tfstate.tflock')],
  ['read another workspace', 's3:GetObject', of(`env:/production/${STATE}`)],
  ['delete another workspace', 's3:DeleteObject', of(`env:/production/${STATE}`)],
  ['read another state of the workspace', 's3:GetObject', of('env:/staging/payroll/terraform.tfstate')],
  ['read in another bucket', 's3:GetObject', of(STATE).replace('state/', 'state-2/')],
  ['list all', 's3:ListBucket', BUCKET, { 's3:prefix': '' }],
  ['list all without a prefix', 's3:ListBucket', BUCKET],
  ['list the folder of the state', 's3:ListBucket', BUCKET, { 's3:prefix': 'network/' }],
  ['list another bucket', 's3:ListBucket', `${BUCKET}-2`, { 's3:prefix': STATE }],
  ...['DeleteObjectVersion', 'GetObjectVersion', 'PutObjectAcl', 'PutObjectTagging', 'BypassGovernanceRetention'].map((action): Call =>
    [action, `s3:${action}`, of(STATE)]),
  ...['DeleteBucket', 'PutBucketVersioning', 'PutBucketPolicy', 'PutEncryptionConfiguration', 'PutLifecycleConfiguration', 'ListBucketVersions']
    .map((action): Call => [action, `s3:${action}`, BUCKET]),
  ['decrypt another state', 'kms:Decrypt', KEY, inS3(of('payroll/terraform.tfstate'))],
  ['decrypt what no bucket encrypted', 'kms:Decrypt', KEY],
  ['use another key', 'kms:Decrypt', KEY.replace('state-key', 'other'), inS3(of(STATE))],
  ['grant the key', 'kms:CreateGrant', KEY, inS3(of(STATE))],
  ['decrypt another table', 'kms:Decrypt', LOCK_KEY, inTable('locks-2')],
  ['decrypt with the table\'s key what no table encrypted', 'kms:Decrypt', LOCK_KEY],
  ['decrypt a state with the table\'s key', 'kms:Decrypt', LOCK_KEY, inS3(of(STATE))],
  ['decrypt the table with the bucket\'s key', 'kms:Decrypt', KEY, inTable('locks')],
  ...['CreateGrant', 'Encrypt', 'GenerateDataKey', 'ScheduleKeyDeletion', 'PutKeyPolicy'].map((action): Call => [`${action} for the table`, `kms:${action}`, LOCK_KEY, inTable('locks')]),
  ['lock another state in the table', 'dynamodb:PutItem', TABLE, item('state/payroll/terraform.tfstate')],
  ['lock two states in the table', 'dynamodb:PutItem', TABLE, item(`state/${STATE}`, 'state/payroll/terraform.tfstate')],
  ['read the table without a key', 'dynamodb:GetItem', TABLE],
  ['lock in another table', 'dynamodb:PutItem', `${TABLE}-2`, item(`state/${STATE}`)],
  ...['Scan', 'Query', 'UpdateItem', 'BatchWriteItem', 'DeleteTable', 'UpdateTable', 'DescribeTable'].map((action): Call =>
    [action, `dynamodb:${action}`, TABLE, item(`state/${STATE}`)]),
  ['assume a role', 'sts:AssumeRole', 'arn:aws:iam::111111111111:role/any'],
  ['pass a role', 'iam:PassRole', 'arn:aws:iam::111111111111:role/any', { 'iam:PassedToService': 'ec2.amazonaws.com' }],
];

describe('with the rendered permissions, decided by an engine that is not ours', () => {
  function decided(options: (stack: Stack) => Partial<TerraformStateGrantOptions>) {
    const { stack, role } = newRole();
    grantTerraformState(role, bucketIn(stack, keyIn(stack)), { stateKey: STATE, ...options(stack) });
    return { policies: policiesIn(stack), statements: statementsIn(stack) };
  }

  test('a job plans and applies one state, and touches nothing else', () => {
    const { policies } = decided(() => ({}));
    expect(allowedOf(policies, RUN)).toEqual(wordsOf(RUN));
    expect(allowedOf(policies, [...WORKSPACE, ...TABLE_LOCK, ...NEVER])).toEqual([]);
  });

  test('with workspaces and a lock table, also those', () => {
    const { policies } = decided(stack => ({ workspaces: ['staging'], lockTable: tableWithKey(stack) }));
    const all = [...RUN, ...WORKSPACE, ...TABLE_LOCK];
    expect(allowedOf(policies, all)).toEqual(wordsOf(all));
    expect(allowedOf(policies, NEVER)).toEqual([]);
  });

  test('with a prefix, every state below it, and none beside it', () => {
    const { policies } = decided(stack => ({ stateKey: 'network/', workspaces: ['staging'], lockTable: tableWithKey(stack) }));
    const below: Call[] = [
      ['another state below', 's3:PutObject', of('network/eu/terraform.tfstate')],
      ['its lock', 's3:DeleteObject', of('network/eu/terraform.tfstate.tflock')],
      ['its item', 'dynamodb:PutItem', TABLE, item('state/network/eu/terraform.tfstate-md5')],
      ['in a workspace', 's3:DeleteObject', of('env:/staging/network/eu/terraform.tfstate')],
    ];
    const beside: Call[] = [
      ['delete a state below', 's3:DeleteObject', of('network/eu/terraform.tfstate')],
      ['a state beside', 's3:PutObject', of('network-2/terraform.tfstate')],
      ['an item beside', 'dynamodb:PutItem', TABLE, item('state/network-2/terraform.tfstate')],
      ['another workspace', 's3:GetObject', of('env:/production/network/eu/terraform.tfstate')],
    ];
    const all = [...RUN, ...WORKSPACE, ...TABLE_LOCK, ...below];
    expect(allowedOf(policies, all)).toEqual(wordsOf(all));
    const never = NEVER.filter(([what]) => !['write beside the state', 'list the folder of the state'].includes(what));
    expect(allowedOf(policies, [...beside, ...never])).toEqual([]);
  });

  test('AWS knows every action, resource and condition key', async () => {
    expect(await apiMisfits(decided(stack => ({ workspaces: ['staging'], lockTable: tableWithKey(stack) })).statements)).toEqual([]);
  });
});
