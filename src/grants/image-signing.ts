import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { allow } from './allow';
import { Granted } from './granted';
import { keyArnOf } from './key-use';

// https://github.com/sigstore/sigstore/blob/main/pkg/signature/kms/aws/client.go
const SIGN = ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign'];

/** What cosign calls to sign, attest and verify with a KMS key: it verifies by itself, with the public key. */
export function grantImageSigning(grantee: iam.IGrantable, key: IKeyRef): Granted {
  const keyArn = keyArnOf('the signing key', key);
  return { grant: allow(grantee, [{ actions: SIGN, resources: [keyArn] }]), resources: [keyArn], steers: [] };
}
