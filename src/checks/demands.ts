import { Trust } from './checked-role';
import { hasWildcard } from '../github/wildcard';
import { holdsWhenAbsent, isClaimRead } from '../trust/admits';
import { hasDollarBrace } from '../trust/glob';
import { isReadable } from '../trust/key-values';
import { OPERATORS } from '../trust/operators';
import { sortedUnique } from '../trust/order';
import { PolicyCondition } from '../trust/policy';
import { remembered } from '../trust/remembered';

const POSITIVE = new Set(['StringEquals', 'StringEqualsIgnoreCase', 'StringLike']);

/** Whether its values say what a text has to be. */
export function isPositive({ base }: PolicyCondition): boolean {
  return POSITIVE.has(base);
}

/** Whether a condition lets nobody in without the key: a positive operator for texts, that absence does not satisfy. */
export function isDemand(condition: PolicyCondition): boolean {
  return isPositive(condition) && !condition.ifExists && condition.set !== 'ForAllValues';
}

/** The claims that a statement's conditions are on, so far as AWS reads them. */
export const claimsOf = remembered(({ claims, issuer }: Trust): readonly string[] =>
  sortedUnique(claims.map(({ claim }) => claim)).filter(claim => isReadable(claim, issuer)));

/** The conditions of a statement that demand values of a claim. All of them have to hold. */
export function demandsOf({ claims }: Trust, claim: string): PolicyCondition[] {
  const ofClaim = claims.filter(condition => condition.claim === claim);
  const isRequired = ofClaim.some(requiresPresence);
  return ofClaim.filter(condition => isDemand(condition) || (isRequired && isPositive(condition)));
}

/** `Null` with `false` is what AWS advises beside `ForAllValues`. */
function requiresPresence({ base, values }: PolicyCondition): boolean {
  return base === 'Null' && values.length > 0 && values.every(value => value.toLowerCase() === 'false');
}

/** The conditions that say anything of a claim's text, also by what it must not be. */
export function textConditionsOn({ claims }: Trust, claim: string): PolicyCondition[] {
  return claims.filter(condition => condition.claim === claim && (isPositive(condition) || (condition.isNegated && OPERATORS.has(condition.base))));
}

/** Whether a condition is sure to be met where its key is absent. */
export function passesWithoutKey(condition: PolicyCondition): boolean {
  return holdsWhenAbsent(condition) === true;
}

/** Whether a text that is there meets a condition. One that is not about texts leaves that open, and counts as met. */
export function takes({ base, isNegated, values }: PolicyCondition, text: string): boolean {
  const operator = base === 'Null' ? undefined : OPERATORS.get(base);
  return operator === undefined || operator.matcherOf(values)(text) !== isNegated;
}

/** Whether a value stands for several: only under `StringLike`. */
export function isPattern({ base }: PolicyCondition, value: string): boolean {
  return base === 'StringLike' && hasWildcard(value);
}

/** Whether one of the conditions on a claim takes literal values and no others. */
export function isPinned(trust: Trust, claim: string): boolean {
  return demandsOf(trust, claim).some(condition => condition.values.length > 0 && condition.values.every(value => !isPattern(condition, value)));
}

/** What Deny statements spare, which lets nobody else in either: as conditions that demand it. */
export function sparedBy({ denies, issuer }: Trust): PolicyCondition[] {
  return denies.flatMap(({ conditions }) => conditions.length === 1 ? conditions : [])
    .filter(condition => condition.isNegated && condition.set === undefined)
    .filter(condition => isClaimRead(condition, issuer) && !condition.values.some(hasDollarBrace))
    .map(condition => ({ ...condition, base: condition.base.replace('Not', ''), isNegated: false, ifExists: false }));
}
