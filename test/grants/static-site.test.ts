import { App, Aws, CfnParameter, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { grantStaticSiteDeploy, StaticSiteDeployGrantOptions } from '../../src/grants/static-site';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, statementsIn } from '../support/deployed';
import { ENV, newRole } from '../support/job-role';
import { late, whenTold } from '../support/late';
import { madeUp } from '../support/made-up';
import { refusalOf } from '../support/refusal';

const BUCKET = 'arn:aws:s3:::site';
const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/site-key';
const DISTRIBUTION = 'arn:aws:cloudfront::111111111111:distribution/E1';
const SYNC = ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:PutObject'];

function bucketIn(stack: Stack, encryptionKey?: kms.IKey) {
  return new s3.Bucket(stack, 'Bucket', { bucketName: 'site', encryptionKey });
}

function keyIn(stack: Stack) {
  return new kms.Key(stack, 'Key', { description: 'site-key' });
}

function distributionIn(stack: Stack) {
  return new cloudfront.Distribution(stack, 'Distribution', { comment: 'E1', defaultBehavior: { origin: new HttpOrigin('example.com') } });
}

function cfnDistributionIn(stack: Stack) {
  const defaultCacheBehavior = { targetOriginId: 'site', viewerProtocolPolicy: 'https-only' };
  return new cloudfront.CfnDistribution(stack, 'Distribution', { distributionConfig: { comment: 'E1', enabled: true, defaultCacheBehavior } });
}

function importedDistribution(stack: Stack) {
  return cloudfront.Distribution.fromDistributionAttributes(stack, 'Imported', { distributionId: 'E1', domainName: 'd1.cloudfront.net' });
}

function encryption(objects = `${BUCKET}/*`) {
  return {
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: KEY,
    Condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': [BUCKET, objects] } },
  };
}

describe('grantStaticSiteDeploy', () => {
  test.each<[string, (stack: Stack) => s3.IBucketRef]>([
    ['an L2', stack => bucketIn(stack)],
    ['an L1', stack => new s3.CfnBucket(stack, 'Bucket', { bucketName: 'site' })],
    ['one imported by name', stack => s3.Bucket.fromBucketName(stack, 'Bucket', 'site')],
    ['one imported by ARN', stack => s3.Bucket.fromBucketArn(stack, 'Bucket', BUCKET)],
  ])('renders the sync of %s, and nothing else', (_, bucketFor) => {
    const { stack, role } = newRole();
    const bucket = bucketFor(stack);
    const { grant, resources, steers } = grantStaticSiteDeploy(role, bucket);

    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual([
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: BUCKET },
      { Effect: 'Allow', Action: SYNC, Resource: `${BUCKET}/*` },
    ]);
    expect(resources).toEqual([`${bucket.bucketRef.bucketArn}/*`]);
    expect(steers).toEqual([]);
  });

  test('renders one part of a bucket, with its key and a distribution', () => {
    const { stack, role } = newRole();
    grantStaticSiteDeploy(role, bucketIn(stack), { keyPrefix: 'docs/', encryptionKey: keyIn(stack), distribution: distributionIn(stack) });

    expect(statementsIn(stack)).toEqual([
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: BUCKET, Condition: { StringLike: { 's3:prefix': 'docs/*' } } },
      { Effect: 'Allow', Action: SYNC, Resource: `${BUCKET}/docs/*` },
      encryption(`${BUCKET}/docs/*`),
      { Effect: 'Allow', Action: ['cloudfront:CreateInvalidation', 'cloudfront:GetInvalidation'], Resource: DISTRIBUTION },
    ]);
  });

  test.each<[string, (stack: Stack) => StaticSiteDeployGrantOptions, (stack: Stack) => s3.IBucketRef]>([
    ['its own', () => ({}), stack => bucketIn(stack, keyIn(stack))],
    ['that of an import', () => ({}), stack => s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'site', encryptionKey: keyIn(stack) })],
    ['a given one', stack => ({ encryptionKey: keyIn(stack) }), stack => new s3.CfnBucket(stack, 'Bucket', { bucketName: 'site' })],
    ['a given L1', stack => ({ encryptionKey: new kms.CfnKey(stack, 'Key', { description: 'site-key' }) }), stack => bucketIn(stack)],
    ['the one behind an alias', stack => ({ encryptionKey: keyIn(stack).addAlias('site') }), stack => bucketIn(stack)],
    ['an imported one', stack => ({ encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY) }), stack => bucketIn(stack)],
  ])('uses the bucket\'s key, %s', (_, optionsFor, bucketFor) => {
    const { stack, role } = newRole();
    grantStaticSiteDeploy(role, bucketFor(stack), optionsFor(stack));
    expect(statementsIn(stack)).toContainEqual(encryption());
  });

  test.each<[string, (stack: Stack) => cloudfront.IDistributionRef]>([
    ['an L2', distributionIn],
    ['an L1', cfnDistributionIn],
    ['an imported one', importedDistribution],
  ])('takes a distribution: %s', (_, distributionFor) => {
    const { stack, role } = newRole();
    grantStaticSiteDeploy(role, bucketIn(stack), { distribution: distributionFor(stack) });
    expect(statementsIn(stack).at(-1).Resource).toBe(DISTRIBUTION);
  });

  test('asks a distribution, not its stack, for the account', () => {
    const { stack, role } = newRole();
    const env = { account: '222222222222', region: 'us-east-1' };
    const distribution = madeUp({ env, distributionRef: { distributionId: 'E1' } }, stack);
    grantStaticSiteDeploy(role, bucketIn(stack), { distribution });
    expect(statementsIn(stack).at(-1).Resource).toBe(DISTRIBUTION.replaceAll('1111', '2222'));
  });

  test.each([false, true])('says the same thing once (policies minimised: %s)', minimizePolicies => {
    const after = (times: number) => {
      const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
      const [bucket, distribution] = [bucketIn(stack, keyIn(stack)), distributionIn(stack)];
      for (let time = 0; time < times; time++) { grantStaticSiteDeploy(role, bucket, { distribution, keyPrefix: 'docs/' }); }
      return statementsIn(stack);
    };
    expect(after(2)).toEqual(after(1));
  });

  test('takes resources of another stack, which is deployed first, in whichever account the distribution is', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const { stack, role } = newRole(app);
    const elsewhere = new Stack(app, 'Elsewhere', { env: { account: '222222222222', region: 'us-east-1' } });
    grantStaticSiteDeploy(role, bucketIn(other), { distribution: importedDistribution(elsewhere) });

    const [list, , invalidate] = statementsIn(stack);
    expect(list.Resource).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Other:.*Bucket.*Arn/) });
    expect(invalidate.Resource).toBe('arn:aws:cloudfront::222222222222:distribution/E1');
    expect(stack.dependencies).toEqual([other]);
  });

  test('names the partition by AWS\'s own word for it', () => {
    const { stack, role } = newRole(new App(), 'Stack', {});
    grantStaticSiteDeploy(role, s3.Bucket.fromBucketName(stack, 'Bucket', 'site'), { distribution: importedDistribution(stack) });
    const statements = statementsIn(stack, { partition: 'aws-cn' });
    expect(statements.map(({ Resource: resource }) => resource))
      .toEqual(['arn:aws-cn:s3:::site', 'arn:aws-cn:s3:::site/*', DISTRIBUTION.replace('aws', 'aws-cn')]);
  });

  test('passes what is known only at deployment', () => {
    const { stack, role } = newRole();
    const [name, prefix] = ['Name', 'Prefix'].map(id => new CfnParameter(stack, id).valueAsString);
    grantStaticSiteDeploy(role, s3.Bucket.fromBucketName(stack, 'Bucket', name), { keyPrefix: `${prefix}/` });
    expect(statementsIn(stack)).toEqual([
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::${Name}', Condition: { StringLike: { 's3:prefix': '${Prefix}/*' } } },
      { Effect: 'Allow', Action: SYNC, Resource: 'arn:aws:s3:::${Name}/${Prefix}/*' },
    ]);
  });

  const lazy = (text: string) => Lazy.string({ produce: () => text });
  test.each<[string, string, (stack: Stack) => string]>([
    ['a value that is known later', 'docs/', () => late('docs/')],
    ['the end of it', 'docs/v2/', () => `docs/${late('v2/')}`],
    ['a parameter and its end', '${Prefix}/v2/', stack => `${new CfnParameter(stack, 'Prefix').valueAsString}/${late('v2/')}`],
    ['a lazy value that is known', 'docs/', () => lazy('docs/')],
    ['a known start and a late end', 'docs/v2/', () => `${lazy('docs/')}${late('v2/')}`],
  ])('takes %s for the prefix, if it ends in a slash, and says it once', (_, site, prefixFor) => {
    const { stack, role } = newRole();
    const [bucket, keyPrefix] = [bucketIn(stack, keyIn(stack)), prefixFor(stack)];
    grantStaticSiteDeploy(role, bucket, { keyPrefix });
    grantStaticSiteDeploy(role, bucket, { keyPrefix });
    expect(whenTold(() => statementsIn(stack))).toEqual([
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: BUCKET, Condition: { StringLike: { 's3:prefix': `${site}*` } } },
      { Effect: 'Allow', Action: SYNC, Resource: `${BUCKET}/${site}*` },
      encryption(`${BUCKET}/${site}*`),
    ]);
  });

  test.each<[string, string, (stack: Stack) => string]>([
    ['a value that a neighbour starts with too', 'docs', () => late('docs')],
    ['an end that a neighbour starts with too', 'v2', () => `docs/${late('v2')}`],
    ['a value that is empty', '', () => late('')],
    ['a value that is nothing', '${Token', () => late(undefined)],
    ['a value that is the whole bucket', '/', () => late('/')],
  ])('synthesizes no policy for %s', (_, shown, prefixFor) => {
    const { stack, role } = newRole();
    grantStaticSiteDeploy(role, bucketIn(stack), { keyPrefix: prefixFor(stack) });
    const synthesize = () => whenTold(() => (stack.node.root as App).synth());
    expect(synthesize).toThrow(`the key prefix is '${shown}`);
    expect(synthesize).toThrow("it must end, and must not start, with '/', as 'docs/' does");
  });

  test.each<[string, string, (stack: Stack) => string]>([
    ['a parameter', '{"Ref":"Prefix"}', stack => new CfnParameter(stack, 'Prefix', { default: 'docs/' }).valueAsString],
    ['a parameter at the end', '{"Ref":"Prefix"}', stack => `docs/${new CfnParameter(stack, 'Prefix').valueAsString}`],
    ['a parameter of another stack', '{"Ref":"Prefix"}', stack => new CfnParameter(new Stack(stack.node.root as App, 'Other', { env: ENV }), 'Prefix').valueAsString],
    ['an intrinsic function', '{"Fn::Join":["",[{"Ref":"AWS::StackName"},"/"]]}', () => Fn.join('', [Aws.STACK_NAME, '/'])],
  ])('refuses %s for the prefix, and says where to write its end', (_, end, prefixFor) => {
    const { stack, role } = newRole();
    expect(refusalOf(() => grantStaticSiteDeploy(role, bucketIn(stack), { keyPrefix: prefixFor(stack) }))).toEqual({
      name: 'GrantOptionInvalid', message: `the key prefix ends in '${end}', which only the deployment knows; write the '/' behind it`,
    });
    expect(statementsIn(stack)).toEqual([]);
  });

  test.each(['docs', '/', '/docs/'])('refuses a lazy value that is known to be %s', keyPrefix => {
    const { stack, role } = newRole();
    expect(refusalOf(() => grantStaticSiteDeploy(role, bucketIn(stack), { keyPrefix: lazy(keyPrefix) }))).toEqual({
      name: 'GrantOptionInvalid', message: `the key prefix is '${keyPrefix}'; it must end, and must not start, with '/', as 'docs/' does`,
    });
  });

  test.each<[string, unknown, StaticSiteDeployGrantOptions, string]>([
    ['no bucket', undefined, {}, "the bucket is 'undefined', not an S3 bucket; pass an s3.Bucket, an s3.CfnBucket or an imported one"],
    ['null for a bucket', null, {}, "the bucket is 'null', not an S3 bucket; pass an s3.Bucket, an s3.CfnBucket or an imported one"],
    ['a name for a bucket', 'site', {}, "the bucket is 'site', not an S3 bucket; pass an s3.Bucket, an s3.CfnBucket or an imported one"],
    ['an ID for a distribution', 'own', { distribution: 'E1' as never },
      "the distribution is 'E1', not a CloudFront distribution; pass a cloudfront.Distribution, a cloudfront.CfnDistribution or an imported one"],
    ['null for a distribution', 'own', { distribution: null as never },
      "the distribution is 'null', not a CloudFront distribution; pass a cloudfront.Distribution, a cloudfront.CfnDistribution or an imported one"],
    ['an ARN for a key', 'own', { encryptionKey: KEY as never }, `the encryption key is '${KEY}', not a KMS key`],
    ['null for a key', 'own', { encryptionKey: null as never }, "the encryption key is 'null', not a KMS key"],
    ['an empty prefix', 'own', { keyPrefix: '' }, "the key prefix is ''; pass a text such as 'docs/'"],
    ['null for a prefix', 'own', { keyPrefix: null as never }, "the key prefix is 'null'; pass a text such as 'docs/'"],
    ['a prefix that is a neighbour\'s too', 'own', { keyPrefix: 'docs' },
      "the key prefix is 'docs'; it must end, and must not start, with '/', as 'docs/' does"],
    ['a prefix with another start', 'own', { keyPrefix: '/docs/' },
      "the key prefix is '/docs/'; it must end, and must not start, with '/', as 'docs/' does"],
    ['a prefix that ends in a number', 'own', { keyPrefix: `${Lazy.string({ produce: () => 'docs/' })}/${Token.asNumber({ Ref: 'Version' })}` }, 'the key prefix is '],
    ['a prefix for several', 'own', { keyPrefix: 'docs-*/' }, "the key prefix is 'docs-*/', which stands for several; name each one"],
    ['a prefix that IAM fills in', 'own', { keyPrefix: '${aws:username}/' }, "the key prefix is '${aws:username}/', and IAM reads '${'"],
  ])('refuses %s, and grants nothing', (_, bucket, options, message) => {
    const { stack, role } = newRole();
    const given = (bucket === 'own' ? bucketIn(stack) : bucket) as s3.IBucketRef;
    expect(() => grantStaticSiteDeploy(role, given, options)).toThrow(expect.objectContaining({
      name: expect.stringMatching(/^(ResourceInvalid|GrantOptionInvalid|WildcardResource)$/), message: expect.stringContaining(message),
    }));
    expect(statementsIn(stack)).toEqual([]);
  });

  test('refuses a bucket that stands for several, and a key of which only an alias is known', () => {
    const { stack, role } = newRole();
    const several = madeUp({ bucketRef: { bucketArn: 'arn:aws:s3:::site-*', bucketName: 'site-*' } });
    const encryptionKey = kms.Alias.fromAliasName(stack, 'Alias', 'alias/site');
    expect(() => grantStaticSiteDeploy(role, several)).toThrow(expect.objectContaining({
      name: 'WildcardResource', message: "the bucket is 'arn:aws:s3:::site-*', which stands for several; name each one",
    }));
    expect(() => grantStaticSiteDeploy(role, bucketIn(stack), { encryptionKey })).toThrow(expect.objectContaining({
      name: 'ResourceInvalid', message: expect.stringContaining('an alias imported by its name does not say which key it means'),
    }));
    expect(statementsIn(stack)).toEqual([]);
  });
});

const inS3 = (context: string) => ({ 'kms:EncryptionContext:aws:s3:arn': context });

// https://github.com/aws/aws-cli/blob/develop/awscli/customizations/s3/utils.py: a sync lists what is there, under a prefix that ends in `/`
// https://github.com/boto/s3transfer/blob/develop/s3transfer/upload.py and tasks.py
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html#API_UploadPart_RequestBody: parts are PutObject too
const JOB: Call[] = [
  ['ListObjectsV2', 's3:ListBucket', BUCKET, { 's3:prefix': 'docs/' }],
  ['ListObjectsV2, of a folder in it', 's3:ListBucket', BUCKET, { 's3:prefix': 'docs/v2/' }],
  ['PutObject', 's3:PutObject', `${BUCKET}/docs/index.html`],
  ['PutObject deeper down', 's3:PutObject', `${BUCKET}/docs/v2/index.html`],
  ['DeleteObject', 's3:DeleteObject', `${BUCKET}/docs/old.html`],
  ['AbortMultipartUpload', 's3:AbortMultipartUpload', `${BUCKET}/docs/video.mp4`],
  ['encrypt an object', 'kms:GenerateDataKey', KEY, inS3(`${BUCKET}/docs/index.html`)],
  ['encrypt with a bucket key', 'kms:GenerateDataKey', KEY, inS3(BUCKET)],
  ['put the parts together', 'kms:Decrypt', KEY, inS3(`${BUCKET}/docs/video.mp4`)],
  ['create-invalidation', 'cloudfront:CreateInvalidation', DISTRIBUTION],
  ['wait invalidation-completed', 'cloudfront:GetInvalidation', DISTRIBUTION],
];
const NEVER: Call[] = [
  ['list another part', 's3:ListBucket', BUCKET, { 's3:prefix': 'internal/' }],
  ['list a part whose name starts the same', 's3:ListBucket', BUCKET, { 's3:prefix': 'docs-internal/' }],
  ['list all', 's3:ListBucket', BUCKET, { 's3:prefix': '' }],
  ['list all without a prefix', 's3:ListBucket', BUCKET],
  ['list another bucket', 's3:ListBucket', `${BUCKET}-2`, { 's3:prefix': 'docs/' }],
  ['put into another part', 's3:PutObject', `${BUCKET}/internal/index.html`],
  ['put beside the part', 's3:PutObject', `${BUCKET}/docs-internal/index.html`],
  ['delete in another bucket', 's3:DeleteObject', `${BUCKET}-2/docs/index.html`],
  ...[
    'GetObject', 'DeleteObjectVersion', 'GetObjectVersion', 'PutObjectAcl', 'PutObjectTagging', 'PutObjectRetention', 'PutObjectLegalHold',
    'BypassGovernanceRetention', 'RestoreObject',
  ].map((action): Call => [action, `s3:${action}`, `${BUCKET}/docs/index.html`]),
  ...[
    'DeleteBucket', 'PutBucketPolicy', 'PutBucketWebsite', 'PutEncryptionConfiguration', 'PutLifecycleConfiguration', 'PutBucketVersioning',
    'PutBucketPublicAccessBlock', 'ListBucketVersions', 'GetBucketPolicy',
  ].map((action): Call => [action, `s3:${action}`, BUCKET]),
  ['encrypt elsewhere', 'kms:GenerateDataKey', KEY, inS3('arn:aws:s3:::site-2/docs/index.html')],
  ['encrypt in another part', 'kms:GenerateDataKey', KEY, inS3(`${BUCKET}/internal/index.html`)],
  ['decrypt what no bucket encrypted', 'kms:Decrypt', KEY],
  ['decrypt with another key', 'kms:Decrypt', KEY.replace('site', 'other'), inS3(BUCKET)],
  ['encrypt directly', 'kms:Encrypt', KEY, inS3(BUCKET)],
  ['schedule the key\'s end', 'kms:ScheduleKeyDeletion', KEY],
  ['invalidate another distribution', 'cloudfront:CreateInvalidation', `${DISTRIBUTION}2`],
  ['invalidate in another account', 'cloudfront:CreateInvalidation', DISTRIBUTION.replaceAll('1', '2')],
  ['change the distribution', 'cloudfront:UpdateDistribution', DISTRIBUTION],
  ['delete the distribution', 'cloudfront:DeleteDistribution', DISTRIBUTION],
  ['read the distribution', 'cloudfront:GetDistributionConfig', DISTRIBUTION],
  ['pass a role', 'iam:PassRole', 'arn:aws:iam::111111111111:role/any', { 'iam:PassedToService': 's3.amazonaws.com' }],
];

describe('with the rendered permissions, decided by an engine that is not ours', () => {
  function decided() {
    const { stack, role } = newRole();
    grantStaticSiteDeploy(role, bucketIn(stack, keyIn(stack)), { keyPrefix: 'docs/', distribution: distributionIn(stack) });
    return { policies: policiesIn(stack), statements: statementsIn(stack) };
  }

  test('a job syncs its part, invalidates, waits, and does nothing else', () => {
    const { policies } = decided();
    expect(allowedOf(policies, JOB)).toEqual(wordsOf(JOB));
    expect(allowedOf(policies, NEVER)).toEqual([]);
  });

  test('without a prefix, it syncs the whole bucket; without a key or a distribution, it uses none', () => {
    const { stack, role } = newRole();
    grantStaticSiteDeploy(role, bucketIn(stack));
    const [all, ours]: Call[][] = [[['list all', 's3:ListBucket', BUCKET, { 's3:prefix': '' }]], JOB.slice(0, 6)];
    expect(allowedOf(policiesIn(stack), [...all, ...JOB])).toEqual(wordsOf([...all, ...ours]));
  });

  test('AWS knows every action, resource and condition key', async () => {
    expect(await apiMisfits(decided().statements)).toEqual([]);
  });
});
