import { globMatches, hasDollarBrace, hasVariable, readGlob } from './glob';
import { isRequestKey } from './is-request-key';
import { isReadable } from './key-values';
import { OPERATORS } from './operators';
import { PolicyCondition, PolicyStatement } from './policy';
import { remembered } from './remembered';
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

/** Rules ask for many tokens. */
const matcherOf = remembered(({ base, values }: PolicyCondition) => OPERATORS.get(base)!.matcherOf(values));

/** Undefined where the token alone does not tell. */
function conditionHolds(condition: PolicyCondition, issuer: GithubIssuer, token: Claims): boolean | undefined {
  const { base, set, isNegated, claim } = condition;
  if (!isAboutTokens(condition, issuer)) {
    return undefined;
  }
  const actual = isClaimRead(condition, issuer) ? token[claim] : undefined;
  // To a set operator an empty text is no value.
  if (actual === undefined || (actual === '' && set !== undefined)) {
    return holdsWhenAbsent(condition);
  }
  const matches = matchesOne(condition, base === 'Null' ? 'false' : actual);
  return matches === undefined ? undefined : matches !== isNegated;
}

/** Whether what a condition says depends on nothing but the token: not on the request, nor on an operator that is not one for texts. */
export function isAboutTokens({ base, key, prefix, claim }: PolicyCondition, { conditionKeyPrefix }: GithubIssuer): boolean {
  const isOfRequest = prefix !== conditionKeyPrefix.toLowerCase() && isRequestKey(key) && !NEVER_THERE.has(`${prefix}:${claim}`);
  return OPERATORS.has(base) && !isOfRequest;
}

/** Whether AWS reads the condition's key from the issuer's tokens. */
export function isClaimRead({ prefix, claim }: PolicyCondition, issuer: GithubIssuer): boolean {
  return prefix === issuer.conditionKeyPrefix.toLowerCase() && isReadable(claim, issuer);
}

/** What a condition on tokens says where the token has no such claim. */
export function holdsWhenAbsent(condition: PolicyCondition): boolean | undefined {
  const { base, set, ifExists, isNegated } = condition;
  switch (true) {
    case base === 'Null': return matchesOne(condition, 'true');
    case set === undefined: return ifExists || isNegated;
    default: return set === 'ForAllValues';
  }
}

/** Undefined where that is left to a policy variable. */
export function matchesOne(condition: PolicyCondition, actual: string): boolean | undefined {
  const { base, values } = condition;
  if (!values.some(hasDollarBrace)) {
    return matcherOf(condition)(actual);
  }
  const matching = values.filter(value => globMatches(readGlob(value, base), actual));
  return matching.length === 0 ? false : matching.every(hasVariable) ? undefined : true;
}
