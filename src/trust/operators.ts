import { like } from '../github/wildcard';

/** How an IAM condition operator compares; `expected` comes from the policy. */
export type Comparison = (actual: string, expected: string) => boolean;

export interface Operator {
  readonly compare: Comparison;
  /** Negated operators hold if no value matches, and also if the key is absent. */
  readonly negated: boolean;
  /** The operator in a sentence: "the policy wants …". */
  readonly words: string;
}

const equals: Comparison = (actual, expected) => actual === expected;
const equalsIgnoreCase: Comparison = (actual, expected) => actual.toLowerCase() === expected.toLowerCase();

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(Object.entries({
  StringEquals: { compare: equals, negated: false, words: 'wants' },
  StringNotEquals: { compare: equals, negated: true, words: 'refuses' },
  StringEqualsIgnoreCase: { compare: equalsIgnoreCase, negated: false, words: 'wants, in any case,' },
  StringNotEqualsIgnoreCase: { compare: equalsIgnoreCase, negated: true, words: 'refuses, in any case,' },
  StringLike: { compare: like, negated: false, words: 'wants the pattern' },
  StringNotLike: { compare: like, negated: true, words: 'refuses the pattern' },
}));
