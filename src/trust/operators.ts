import { notUnderstood } from './not-understood';
import { like } from '../github/wildcard';

/** Whether a value is one of those that the policy lists. Made once for a policy, asked for every token. */
export type Matcher = (actual: string) => boolean;

/** A condition operator, taken apart. */
export interface Operator {
  readonly name: string;
  readonly matcherOf: (expected: readonly string[]) => Matcher;
  /** Negated operators hold if no value matches, and also if the key is absent. */
  readonly negated: boolean;
  /** The operator in a sentence: "the policy wants …". */
  readonly words: string;
  /** How values of a key that has several are taken together. */
  readonly set?: 'any' | 'all';
  /** Whether it holds where the key is absent. */
  readonly ifExists: boolean;
  /** Whether it asks for the key's absence rather than for a value. */
  readonly isNull: boolean;
  /** Whether its values are `true` and `false`. */
  readonly isTruth: boolean;
}

const equals: Operator['matcherOf'] = expected => {
  const values = new Set(expected);
  return actual => values.has(actual);
};
const equalsIgnoreCase: Operator['matcherOf'] = expected => {
  const values = new Set(expected.map(value => value.toLowerCase()));
  return actual => values.has(actual.toLowerCase());
};
const isLike: Operator['matcherOf'] = patterns => actual => patterns.some(pattern => like(actual, pattern));

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const OPERATORS: ReadonlyMap<string, Pick<Operator, 'matcherOf' | 'negated' | 'words'>> = new Map(Object.entries({
  StringEquals: { matcherOf: equals, negated: false, words: 'wants' },
  StringNotEquals: { matcherOf: equals, negated: true, words: 'refuses' },
  StringEqualsIgnoreCase: { matcherOf: equalsIgnoreCase, negated: false, words: 'wants, in any case,' },
  StringNotEqualsIgnoreCase: { matcherOf: equalsIgnoreCase, negated: true, words: 'refuses, in any case,' },
  StringLike: { matcherOf: isLike, negated: false, words: 'wants the pattern' },
  StringNotLike: { matcherOf: isLike, negated: true, words: 'refuses the pattern' },
  Bool: { matcherOf: equalsIgnoreCase, negated: false, words: 'wants' },
  Null: { matcherOf: equalsIgnoreCase, negated: false, words: 'wants its absence to be' },
}));

const SETS = new Map<string, Operator['set']>([['ForAnyValue', 'any'], ['ForAllValues', 'all']]);

export function operatorNamed(name: string): Operator {
  const [, set, base, ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/s.exec(name)!;
  const known = OPERATORS.get(base);
  // NullIfExists would ask nothing, and no document says what a set operator with IfExists means.
  if (!known || (ifExists && (set || base === 'Null'))) {
    throw notUnderstood(`the policy uses the condition operator '${name}'`,
      `it knows ${[...OPERATORS.keys()].join(', ')}, all also with ForAnyValue: or ForAllValues:, and all but Null with IfExists`);
  }
  const ofSet = set === undefined ? '' : ` of ${SETS.get(set)} of its values`;
  return {
    ...known,
    name,
    words: `${known.words}${ofSet}${ifExists ? ', if there is one,' : ''}`,
    set: SETS.get(set),
    ifExists: ifExists !== undefined,
    isNull: base === 'Null',
    isTruth: base === 'Null' || base === 'Bool',
  };
}
