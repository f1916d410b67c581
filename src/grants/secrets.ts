import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { ISecretRef } from 'aws-cdk-lib/aws-secretsmanager';
import { allow } from './allow';
import { requireAny } from './given-name';
import { Granted } from './granted';
import { decryption, keyArnFor } from './key-use';
import { referenceText, requireForm } from './reference';
import { isUnresolved } from '../github/text';

/** Read the values of these secrets. */
export function grantSecretsRead(grantee: iam.IGrantable, secrets: readonly ISecretRef[]): Granted {
  const encrypted = requireAny('secret', secrets).map(secret => ({ arn: secretArn(secret), keyArn: keyArnFor(secret) }));
  const resources = [...new Set(encrypted.map(({ arn }) => arn))];
  return {
    // https://github.com/aws-actions/aws-secretsmanager-get-secrets/blob/main/src/utils.ts
    grant: allow(grantee, [
      { actions: ['secretsmanager:GetSecretValue'], resources },
      // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html#security-encryption-encryption-context
      ...decryption('SecretARN', encrypted),
    ]),
    resources,
    steers: [],
  };
}

/**
 * IAM compares the whole ARN, which ends in a hyphen and six characters of AWS's choice; who imports a secret by its name does not know them.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
 */
function secretArn(secret: ISecretRef): string {
  const [what, kind] = ['one of the secrets', 'a secret; pass a secretsmanager.Secret, a secretsmanager.CfnSecret or an imported one'];
  const id = referenceText(what, kind, secret, ({ secretRef }: ISecretRef) => secretRef?.secretId);
  if (!isUnresolved(id) && !id.startsWith('arn:')) {
    const { account, region } = secret.env;
    return Stack.of(secret).formatArn({
      service: 'secretsmanager', account, region, resource: 'secret', resourceName: `${id}-??????`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
  const arn = requireForm(['secretsmanager', /^secret:./], what, kind, id);
  // protected in TypeScript, and the only one to know whether the ARN is whole, also across accounts
  const { arnForPolicies } = secret as { readonly arnForPolicies?: string };
  return arnForPolicies ?? arn;
}
