import type { IBucketRef } from 'aws-cdk-lib/aws-s3';
import { referenceArn, referenceText } from './reference';

export function bucketArnOf(what: string, bucket: IBucketRef): string {
  return referenceArn(['s3', /^[^:/]+$/], what, KIND, bucket, ({ bucketRef }: IBucketRef) => bucketRef?.bucketArn);
}

export function bucketNameOf(what: string, bucket: IBucketRef): string {
  return referenceText(what, KIND, bucket, ({ bucketRef }: IBucketRef) => bucketRef?.bucketName);
}

const KIND = 'an S3 bucket; pass an s3.Bucket, an s3.CfnBucket or an imported one';
