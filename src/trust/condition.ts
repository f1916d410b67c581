import type { Obstacle } from './explain';
import { isRequestKey } from './is-request-key';
import { notUnderstood } from './not-understood';
import { Matcher, Operator, operatorNamed } from './operators';
import { inJson, isPlainObject } from './plain';
import { isUnresolvedElement } from '../github/text';

/** What a condition says. `maybe` is left to a value that is known only at deployment. */
export type Verdict = 'yes' | 'no' | 'maybe';

/** A condition of a policy, read once. */
export interface Condition {
  readonly operator: Operator;
  /** The key as the policy spells it. */
  readonly key: string;
  /** Issuer or service, and claim, in lower case: keys are not case-sensitive. */
  readonly prefix: string;
  readonly claim: string;
  /** The policy's values; undefined stands for one that is known only at deployment. */
  readonly expected: readonly (string | undefined)[];
  readonly hasUnknown: boolean;
  /** Whether what is unknown may turn out to be nothing, and leave no condition behind. */
  readonly mayVanish: boolean;
  readonly matches: Matcher;
  /** The condition as what keeps its statement from applying, for sure or perhaps. */
  readonly failed: Obstacle;
  readonly open: Obstacle;
}

/** A statement's `Condition` element. */
export function readConditions(conditions: unknown, variables: boolean): Condition[] {
  return entriesOf(conditions).flatMap(([name, block]) => {
    const operator = operatorNamed(name);
    const seen = new Set<string>();
    const read = entriesOf(block).map(([key, values]) => readCondition(operator, key, values, variables));
    if (read.length === 0) {
      throw notUnderstood(`the policy has no condition key under ${name}`, 'write one, or leave the operator out');
    }
    for (const { key } of read) {
      if (seen.size === seen.add(key.toLowerCase()).size) {
        throw notUnderstood(`the policy spells the condition key '${key}' twice under ${name}`, 'write it once, with all its values');
      }
    }
    return read;
  });
}

/**
 * What a condition says of a key's values.
 *
 * @param actual the value, several of them, or none where the key is absent
 */
export function verdictOf(condition: Condition, actual: string | readonly string[] | undefined): Verdict {
  const { hasUnknown, mayVanish } = condition;
  const atLeast = holds(condition, actual, false);
  if (!hasUnknown) {
    return atLeast ? 'yes' : 'no';
  }
  // The unknown value matches nothing, or everything, or takes the condition with it.
  const outcomes = [atLeast, holds(condition, actual, true), ...(mayVanish ? [true] : [])];
  // What is unknown is never the lack of a match, not even where the key is absent.
  const isSure = !condition.operator.negated && outcomes.every(outcome => outcome);
  return isSure ? 'yes' : outcomes.some(outcome => outcome) ? 'maybe' : 'no';
}

function holds(
  { matches, operator: { negated, set, ifExists, isNull } }: Condition, actual: string | readonly string[] | undefined, unknownMatches: boolean,
): boolean {
  // To a set operator an empty text is no value.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
  const isAbsent = actual === undefined || (actual.length === 0 && (typeof actual !== 'string' || set !== undefined));
  if (isNull) {
    return unknownMatches || matches(String(isAbsent));
  }
  if (isAbsent) {
    return set === undefined ? ifExists || negated : set === 'all';
  }
  if (typeof actual === 'string') {
    return (unknownMatches || matches(actual)) !== negated;
  }
  const passes = (value: string) => (unknownMatches || matches(value)) !== negated;
  return set === 'any' ? actual.some(passes) : actual.every(passes);
}

function readCondition(operator: Operator, key: string, values: unknown, variables: boolean): Condition {
  const [, prefix, claim] = /^([^:${}]+):([^${}]+)$/.exec(key) ?? [];
  if (prefix === undefined || (claim.includes(':') && !isRequestKey(key))) {
    throw notUnderstood(`the policy has the condition key '${key}'`, 'write the keys as ISSUER:CLAIM');
  }
  const expected = [values].flat().map(value => expectedText(key, value, operator, variables));
  const known = expected.filter(value => value !== undefined);
  const condition: Omit<Condition, 'failed' | 'open'> = {
    operator,
    key,
    prefix: prefix.toLowerCase(),
    claim: claim.toLowerCase(),
    expected,
    hasUnknown: known.length < expected.length,
    mayVanish: known.length === 0 && inJson(values).includes('"AWS::NoValue"'),
    matches: operator.matcherOf(known),
  };
  return Object.assign(condition, { failed: { because: condition, unknown: false }, open: { because: condition, unknown: true } });
}

function expectedText(key: string, value: unknown, { isTruth }: Operator, variables: boolean): string | undefined {
  if (value === undefined || value === null || typeof value === 'function' || typeof value === 'symbol') {
    throw notUnderstood(`the policy compares ${key} with ${value === undefined || value === null ? value : `a ${typeof value}`}`, 'write the value');
  }
  if (typeof value === 'object') {
    return undefined;
  }
  const text = String(value);
  if (isUnresolvedElement(text)) {
    return undefined;
  }
  if (variables && text.includes('${')) {
    throw notUnderstood(`the policy compares ${key} with '${text}', a policy variable`, 'write the value');
  }
  if (isTruth && !/^(true|false)$/i.test(text)) {
    throw notUnderstood(`the policy compares ${key} with '${text}' as a truth value`, "write 'true' or 'false'");
  }
  return text;
}

function entriesOf(block: unknown): [string, unknown][] {
  if (!isPlainObject(block)) {
    throw notUnderstood(`the policy has ${inJson(block)} for a map of conditions`, 'write operators, condition keys and values');
  }
  return Object.entries(block);
}
