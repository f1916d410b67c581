import { renderConditions } from './render';
import { TrustStatement } from './trust-statement';
import { maskUnresolved, shown } from '../github/text';
import { Misuse } from '../misuse';

/** The characters of a trust policy, minified and with its provider resolved. */
export interface Quota {
  readonly characters: number;
  readonly providerArn: string;
}

/**
 * What an account has unless it asked for more.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const DEFAULT_QUOTA = 2048;
/** The most that any page of AWS names. */
export const LARGEST_QUOTA = 8192;
export const QUOTA_CODE = 'L-C07B4B0D';

/** Refuses what no account has. */
export function requireQuota(given: unknown): number {
  if (typeof given !== 'number' || !Number.isInteger(given) || given < DEFAULT_QUOTA || given > LARGEST_QUOTA) {
    throw new Misuse('TrustPolicyQuotaInvalid',
      `trustPolicyQuota is '${shown(given)}', a value of type ${typeof given}; it is a literal whole number of characters from ${DEFAULT_QUOTA} to ${LARGEST_QUOTA}: pass the account's quota ${QUOTA_CODE}`);
  }
  return given;
}

/** The length of the policy that holds these statements and no others. A value that is known only at deployment counts as one character. */
export function policyLength(statements: readonly TrustStatement[], providerArn: string, conditionKeyPrefix: string): number {
  return maskUnresolved(JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(statement => ({
      Sid: statement.sid,
      Effect: 'Allow',
      Principal: { Federated: providerArn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: renderConditions(statement, conditionKeyPrefix),
    })),
  })).length;
}
