import { Lazy, Stack, Tokenization } from 'aws-cdk-lib';
import type { IDistributionRef } from 'aws-cdk-lib/aws-cloudfront';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import type { IBucketRef } from 'aws-cdk-lib/aws-s3';
import { allow, Permission } from './allow';
import { bucketArnOf } from './bucket';
import { requireName } from './given-name';
import { Granted } from './granted';
import { keyArnFor, keyUse } from './key-use';
import { readNow, requireOptions } from './options';
import { referenceText } from './reference';
import { maskUnresolved, UNRESOLVED } from '../github/text';
import { Misuse } from '../misuse';
import { inJson } from '../trust/plain';

// https://github.com/boto/s3transfer/blob/develop/s3transfer/tasks.py: a large file goes up in parts, which a failed upload takes back
const SYNC = ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:PutObject'];

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions: parts are decrypted to be put together
const ENCRYPT = ['kms:Decrypt', 'kms:GenerateDataKey'];

// https://docs.aws.amazon.com/cli/latest/reference/cloudfront/wait/invalidation-completed.html
const INVALIDATE = ['cloudfront:CreateInvalidation', 'cloudfront:GetInvalidation'];

/** Options of `grantStaticSiteDeploy`. */
export interface StaticSiteDeployGrantOptions {
  /**
   * The CloudFront distribution whose cached files the job invalidates.
   *
   * @default - none, nothing can be invalidated
   */
  readonly distribution?: IDistributionRef;

  /**
   * The KMS key that encrypts the bucket.
   *
   * @default - the key that the bucket says it has: an L1, and a bucket imported without its key, say none
   */
  readonly encryptionKey?: IKeyRef;

  /**
   * The part of the bucket that is the site: only objects whose key starts with this text, which ends in `/`, also after a stack parameter.
   *
   * @default - the whole bucket
   */
  readonly keyPrefix?: string;
}

/** `aws s3 sync --delete` to a bucket or a part of it, and the invalidation of what CloudFront has cached. */
export function grantStaticSiteDeploy(grantee: iam.IGrantable, bucket: IBucketRef, options: StaticSiteDeployGrantOptions = {}): Granted {
  const { distribution, encryptionKey, keyPrefix } = requireOptions(bucket, options, { distribution: true, encryptionKey: true, keyPrefix: true });
  const bucketArn = bucketArnOf('the bucket', bucket);
  const site = `${keyPrefix === undefined ? '' : requireKeyPrefix(bucket, keyPrefix)}*`;
  const objects = `${bucketArn}/${site}`;
  const keyArn = keyArnFor(bucket, encryptionKey);
  const distributions = distribution === undefined ? [] : [distributionArn(distribution)];

  return {
    grant: allow(grantee, [
      listing(bucketArn, site),
      { actions: SYNC, resources: [objects] },
      ...keyArn === undefined ? [] : keyUse(ENCRYPT, keyArn, 'aws:s3:arn', [bucketArn, objects]),
      ...distributions.map(resource => ({ actions: INVALIDATE, resources: [resource] })),
    ]),
    resources: [objects, ...distributions],
    steers: [],
  };
}

function listing(bucketArn: string, keys: string): Permission {
  return { actions: ['s3:ListBucket'], resources: [bucketArn], ...keys !== '*' && { conditions: { StringLike: { 's3:prefix': keys } } } };
}

/** Without the `/` at its end, `docs` would be `docs-internal` too. An end that synthesis knows later is looked at then; a number never has one. */
function requireKeyPrefix(bucket: IBucketRef, value: unknown): string {
  const keyPrefix = requireName('the key prefix', value, 'docs/');
  const literal = maskUnresolved(keyPrefix);
  const isLate = literal.endsWith(UNRESOLVED) && keyPrefix.endsWith('}');
  requireSlash(keyPrefix, !literal.startsWith('/') && (isLate || literal.endsWith('/')));
  if (!isLate) { return keyPrefix; }
  const end = Tokenization.reverseString(keyPrefix).tokens.at(-1);
  requireKnownEnd(end && readNow(bucket, end));
  return Lazy.uncachedString({
    produce: context => {
      const told: unknown = context.resolve(end);
      requireKnownEnd(told);
      requireSlash(`${told ?? keyPrefix}`, `${told}`.endsWith('/') && !(literal === UNRESOLVED && `${told}`.startsWith('/')));
      return keyPrefix;
    },
  });
}

/** The end of what synthesis does not fill in. */
function requireKnownEnd(end: unknown): void {
  if (typeof end === 'object') {
    throw new Misuse('GrantOptionInvalid', `the key prefix ends in '${inJson(end)}', which only the deployment knows; write the '/' behind it`);
  }
}

function requireSlash(keyPrefix: string, isThere: boolean): void {
  if (!isThere) {
    throw new Misuse('GrantOptionInvalid', `the key prefix is '${keyPrefix}'; it must end, and must not start, with '/', as 'docs/' does`);
  }
}

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html: no Region in the ARN
function distributionArn(distribution: IDistributionRef): string {
  const resourceName = referenceText('the distribution',
    'a CloudFront distribution; pass a cloudfront.Distribution, a cloudfront.CfnDistribution or an imported one',
    distribution, ({ distributionRef }: IDistributionRef) => distributionRef?.distributionId);
  const { account } = distribution.env;
  return Stack.of(distribution).formatArn({ service: 'cloudfront', region: '', account, resource: 'distribution', resourceName });
}
