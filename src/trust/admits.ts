import { isRequestKey } from './is-request-key';
import { isReadable } from './key-values';
import { OPERATORS } from './operators';
import { PolicyCondition, PolicyStatement } from './policy';
import { GithubIssuer } from '../github/issuer';

/** Claims of a token by name. */
export type Claims = Readonly<Record<string, string>>;

/** Keys of a request that a web identity never has. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html */
export const NEVER_THERE: ReadonlySet<string> = new Set(['sts:externalid', 'aws:multifactorauthpresent', 'aws:multifactorauthage']);

/**
 * Whether a statement may let a token in, whatever else the request has: a condition that depends on the request, or has an operator that is
 * not one for texts, counts as met in an Allow statement and as not met in a Deny statement.
 */
export function mayAdmit(allow: PolicyStatement, denies: readonly PolicyStatement[], issuer: GithubIssuer, token: Claims): boolean {
  const holds = (otherwise: boolean) => (condition: PolicyCondition) => conditionHolds(condition, issuer, token) ?? otherwise;
  return allow.conditions.every(holds(true)) && !denies.some(({ conditions }) => conditions.every(holds(false)));
}

/** Undefined where the token alone does not tell. */
function conditionHolds(condition: PolicyCondition, issuer: GithubIssuer, token: Claims): boolean | undefined {
  const { base, set, ifExists, isNegated, prefix, claim, values } = condition;
  const isClaim = prefix === issuer.conditionKeyPrefix.toLowerCase();
  const operator = OPERATORS.get(base);
  if (!operator || (!isClaim && isRequestKey(condition.key) && !NEVER_THERE.has(`${prefix}:${claim}`))) {
    return undefined;
  }
  const actual = isClaim && isReadable(claim, issuer) ? token[claim] : undefined;
  const matches = operator.matcherOf(values);
  if (base === 'Null') {
    return matches(String(actual === undefined));
  }
  if (actual === undefined || (actual === '' && set !== undefined)) {
    return set === undefined ? ifExists || isNegated : set === 'ForAllValues';
  }
  return matches(actual) !== isNegated;
}
