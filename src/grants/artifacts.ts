import { Permission } from './allow';
import { bucketArnOf } from './bucket';
import type { CloudFormationDeployGrantOptions } from './cloudformation';
import { keyArnFor, keyUse } from './key-use';
import { requireOne } from './reference';
import { shown, withoutTokens } from '../github/text';
import { Misuse } from '../misuse';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
const ENCRYPT = ['kms:Decrypt', 'kms:GenerateDataKey'];
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
const FOLDER = /^[A-Za-z0-9!_.'()-]+(\/[A-Za-z0-9!_.'()-]+)*$/;

/** The objects first, and what their encryption needs. */
export function artifactPermissions(
  { artifactBucket, artifactEncryptionKey, artifactPrefix: prefix }: CloudFormationDeployGrantOptions,
): Permission[] {
  if (prefix !== undefined && !(typeof prefix === 'string' && FOLDER.test(withoutTokens(requireOne('the artifact prefix', prefix))))) {
    throw new Misuse('GrantOptionInvalid', `the artifact prefix is '${shown(prefix)}', not a folder of the bucket; pass one such as 'my-app'`);
  }
  if (artifactBucket === undefined) {
    const orphan = Object.entries({ 'prefix': prefix, 'encryption key': artifactEncryptionKey }).find(([, value]) => value !== undefined);
    if (orphan === undefined) { return []; }
    throw new Misuse('GrantOptionInvalid', `the artifact ${orphan[0]} is '${shown(orphan[1])}', and there is no artifact bucket; pass the bucket too`);
  }
  const bucketArn = bucketArnOf('the artifact bucket', artifactBucket);
  const objects = `${bucketArn}/${prefix === undefined ? '' : `${prefix}/`}*`;
  const keyArn = keyArnFor(artifactBucket, artifactEncryptionKey);
  return [
    { actions: ['s3:GetObject', 's3:PutObject'], resources: [objects] },
    ...keyArn === undefined ? [] : keyUse(ENCRYPT, keyArn, 'aws:s3:arn', [bucketArn, objects]),
  ];
}
