import { ReviewedCondition } from './model';
import { shownUnknowns } from '../github/unknown-text';
import { compare, sortedUnique } from '../trust/order';
import { PolicyCondition } from '../trust/policy';

interface ConditionOptions {
  readonly issuerPrefix?: string;
  /** Whether nothing shows when the statement applies. */
  readonly isConditional?: boolean;
}

/** Stands for whatever it depends on that is in no policy. */
const AT_DEPLOYMENT: ReviewedCondition = { operator: 'decides', key: 'deployment', values: ['so'] };

/** Sorted as a reader looks for them. The key is the token's claim where it is one of the issuer. */
export function reviewedConditions(conditions: readonly PolicyCondition[], options: ConditionOptions = {}): ReviewedCondition[] {
  const { issuerPrefix, isConditional = false } = options;
  const reviewed = conditions.map(({ operator, key, prefix, claim, values }): ReviewedCondition => ({
    operator,
    key: prefix === issuerPrefix ? claim : shownUnknowns(key),
    values: shownTexts(values),
  }));
  return [...isConditional ? [AT_DEPLOYMENT] : [], ...reviewed]
    .sort((one, other) => compare(one.key, other.key) || compare(one.operator, other.operator));
}

export function shownTexts(texts: readonly string[]): string[] {
  return sortedUnique(texts.map(shownUnknowns));
}
