import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { inParts, Permission } from './allow';
import { ifKnown, referenceArn } from './reference';
import { Misuse } from '../misuse';

/** The key of an encrypted resource: the given one, else the one that an L2 knows to be its own. */
export function keyArnFor(resource: object, given?: IKeyRef): string | undefined {
  const key = given === undefined ? (resource as { readonly encryptionKey?: IKeyRef }).encryptionKey : given;
  return key === undefined ? undefined : keyArnOf('the encryption key', key);
}

export function keyArnOf(what: string, key: IKeyRef): string {
  const keyArn = referenceArn(['kms', /^(key|alias)\/./], what, KEY, key, given => behindAlias(given)?.keyRef?.keyArn);
  if (/:alias\//.test(keyArn)) {
    throw new Misuse('ResourceInvalid', `${what} is '${keyArn}', an alias, and IAM decides on the key behind it; pass the key`);
  }
  return keyArn;
}

const KEY = 'a KMS key; pass a kms.Key, a kms.CfnKey or one imported by its ARN: an alias imported by its name does not say which key it means';

/**
 * IAM asks for the key also where the job names its alias.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
function behindAlias(key: any): IKeyRef | undefined {
  return typeof key !== 'object' || !('aliasName' in key) ? key : ifKnown(() => key.aliasTargetKey);
}

/**
 * What a service does with the key in its caller's name, for these ARNs only: the service puts them into the encryption context. That reads
 * the same in every partition, which the DNS names in `kms:ViaService` may not.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 */
export function keyUse(actions: readonly string[], keyArn: string, contextKey: string, arns: readonly string[]): Permission[] {
  return inParts(arns).map(part => ({
    actions, resources: [keyArn], conditions: { StringLike: { [`kms:EncryptionContext:${contextKey}`]: part } },
  }));
}

/** Decryption of what was encrypted: each key for its own ARNs. */
export function decryption(contextKey: string, encrypted: readonly { readonly arn: string; readonly keyArn?: string }[]): Permission[] {
  const keyArns = new Set(encrypted.flatMap(({ keyArn }) => keyArn ?? []));
  const arnsOf = (key: string) => new Set(encrypted.filter(({ keyArn }) => keyArn === key).map(({ arn }) => arn));
  return [...keyArns].flatMap(key => keyUse(['kms:Decrypt'], key, contextKey, [...arnsOf(key)]));
}
