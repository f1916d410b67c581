import { isPlainObject } from '../../trust/plain';

/** A value of a template that deployment may choose. */
export interface Branch {
  readonly value: unknown;
  /** Whether a condition decides on it. */
  readonly isConditional: boolean;
}

/** Each condition doubles the outcomes. */
const MOST_CONDITIONS = 6;

/** The elements of a list, or the one value, with both branches of an `Fn::If` that stands for some of them. */
export function branchesOf(value: unknown, isConditional = false): Branch[] {
  if (Array.isArray(value)) {
    return value.flatMap(one => branchesOf(one, isConditional));
  }
  const choice = choiceOf(value);
  return choice ? [choice.met, choice.unmet].flatMap(one => branchesOf(one, true)) : [{ value, isConditional }];
}

/** What a value may turn out to be, by each outcome of the conditions inside it. Those beyond a few are left in, as `conditionIn` finds. */
export function outcomesOf(branch: Branch, most = MOST_CONDITIONS): Branch[] {
  const condition = conditionIn(branch.value);
  if (condition === undefined) {
    return [branch];
  }
  return most === 0 ? [{ ...branch, isConditional: true }]
    : [true, false].flatMap(isMet => outcomesOf({ value: decided(branch.value, condition, isMet), isConditional: true }, most - 1));
}

/** The first condition of an `Fn::If` inside a value. */
export function conditionIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const choice = choiceOf(value);
  if (choice) {
    return choice.condition;
  }
  for (const inner of Object.values(value)) {
    const found = conditionIn(inner);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

interface Choice {
  readonly condition: string;
  readonly met: unknown;
  readonly unmet: unknown;
}

function choiceOf(value: unknown): Choice | undefined {
  const given = isPlainObject(value) && Object.keys(value).length === 1 ? value['Fn::If'] : undefined;
  const [condition, met, unmet] = Array.isArray(given) && given.length === 3 ? given : [];
  return typeof condition === 'string' ? { condition, met, unmet } : undefined;
}

function decided(value: unknown, condition: string, isMet: boolean): unknown {
  if (Array.isArray(value)) {
    return value.map(one => decided(one, condition, isMet));
  }
  if (!isPlainObject(value)) {
    return value;
  }
  const choice = choiceOf(value);
  return choice?.condition === condition ? decided(isMet ? choice.met : choice.unmet, condition, isMet)
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decided(inner, condition, isMet)]));
}
