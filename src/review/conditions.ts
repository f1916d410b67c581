import { ReviewedCondition } from './model';
import { shownUnknowns } from '../github/unknown-text';
import { compare, sortedUnique } from '../trust/order';
import { PolicyCondition } from '../trust/policy';

/** Sorted as a reader looks for them. The key is the token's claim where it is one of the issuer. */
export function reviewedConditions(conditions: readonly PolicyCondition[], issuerPrefix?: string): ReviewedCondition[] {
  return conditions.map(({ operator, key, prefix, claim, values }) => ({
    operator,
    key: prefix === issuerPrefix ? claim : shownUnknowns(key),
    values: shownTexts(values),
  })).sort((one, other) => compare(one.key, other.key) || compare(one.operator, other.operator));
}

export function shownTexts(texts: readonly string[]): string[] {
  return sortedUnique(texts.map(shownUnknowns));
}
