import { Condition } from './condition';
import { isRequestKey } from './is-request-key';
import { RequestKeys, requestedValues } from './request-keys';
import { claimsReadOf } from '../github/claim-demands';
import { GithubIssuer } from '../github/issuer';
import { GithubOidcToken } from '../github/oidc-token';

/** A call of `sts:AssumeRoleWithWebIdentity`. */
export interface Call {
  readonly token: GithubOidcToken;
  /** The issuer's prefix of condition keys, in lower case. */
  readonly keyPrefix: string;
  readonly request: RequestKeys;
}

/** What AWS has for a condition key: the token's claim, the request's values, or nothing where it reads none. */
export function valuesOf(condition: Pick<Condition, 'key' | 'prefix' | 'claim' | 'operator'>, { token, keyPrefix, request }: Call): string | readonly string[] | undefined {
  if (condition.prefix === keyPrefix) {
    return isReadable(condition.claim, token.issuer) ? token.claims[condition.claim] : undefined;
  }
  return isRequestKey(condition.key) ? requestedValues(condition, request) : undefined;
}

/** Whether a condition is on a claim that GitHub fills in and the test leaves out. */
export function isUntold({ prefix, claim }: Pick<Condition, 'prefix' | 'claim'>, { token, keyPrefix }: Call): boolean {
  return token._untold?.includes(claim) === true && prefix === keyPrefix && isReadable(claim, token.issuer);
}

// Asked for each condition of each decision.
const [READ, READ_WITH_CLAIM_KEYS] = [false, true].map(hasClaimKeys => new Set(claimsReadOf({ hasClaimKeys })));

/** Whether AWS reads a claim of an issuer's tokens. */
export function isReadable(claim: string, { hasClaimKeys }: GithubIssuer): boolean {
  return (hasClaimKeys ? READ_WITH_CLAIM_KEYS : READ).has(claim);
}
