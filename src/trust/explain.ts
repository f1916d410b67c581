import { Condition } from './condition';
import { hintFor, untoldHint } from './hints';
import { isRequestKey } from './is-request-key';
import { Call, valuesOf } from './key-values';
import type { Statement } from './statement';
import { withoutIds } from './subject-hint';
import { GithubOidcToken } from '../github/oidc-token';

type Compared = Omit<Condition, 'failed' | 'open'>;

/** What keeps a statement from applying: a condition that fails, or something about the statement itself. */
export interface Obstacle {
  readonly because: Compared | ((token: GithubOidcToken, statement: Statement) => string);
  /** Whether it may vanish at deployment. */
  readonly unknown: boolean;
}

export const NOT_ABOUT_WEB_IDENTITY: Obstacle = {
  because: (_, { actions }) => `it is about ${actions}, and not about sts:AssumeRoleWithWebIdentity`, unknown: false,
};
export const UNKNOWN_ACTION: Obstacle = { because: () => 'its action is known only at deployment', unknown: true };
export const OTHER_PROVIDER: Obstacle = {
  because: ({ issuer }, { principals }) => `it trusts ${principals}, and not the provider of ${issuer.url}`, unknown: false,
};
export const UNKNOWN_PROVIDER: Obstacle = { because: () => 'its provider is known only at deployment', unknown: true };

const MOST_SHOWN = 3;

/** The obstacle in words that a person can act on. */
export function reasonFor({ because, unknown }: Obstacle, statement: Statement, call: Call): string {
  if (typeof because === 'function') {
    return because(call.token, statement);
  }
  const { key, prefix, expected, operator } = because;
  if (expected.length === 0) {
    return `the policy lists no value for ${key}, so ${operator.ifExists ? 'no token that has it' : 'nobody'} gets in`;
  }
  if (prefix !== call.keyPrefix && !isRequestKey(key)) {
    return `the policy's key '${key}' is of another issuer; for this token it is '${call.token.issuer.conditionKeyPrefix}:${because.claim}'`;
  }
  // A value that only deployment knows may be the right one; a claim that the test leaves out is the test's to tell.
  const actual = actualValues(because, call);
  const hint = untoldHint(because, call) ?? (unknown ? undefined : hintFor(because, actual[0], call));
  const wants = `${factOf(because, actual)}, the policy ${operator.words} ${listed(expected, actual[0])}`;
  return [wants, ...(hint ? [hint] : [])].join('; ');
}

/** What meets a condition, and the condition. */
export function whatMet(condition: Compared, call: Call): string {
  const actual = actualValues(condition, call);
  return `${factOf(condition, actual)} (${condition.operator.name} ${listed(condition.expected, actual[0])})`;
}

/** What the token or the request has for a condition's key. */
function factOf({ key }: Compared, actual: readonly string[]): string {
  const is = actual.length === 0 ? 'absent' : actual.map(value => `'${value}'`).join(', ');
  return `${key.slice(key.lastIndexOf(':') + 1)} is ${is}`;
}

function listed(expected: Compared['expected'], actual = ''): string {
  const quoted = nearestFirst(expected, actual).map(value => value === undefined ? 'a value known only at deployment' : `'${value}'`);
  const more = quoted.length > MOST_SHOWN ? [`${quoted.length - MOST_SHOWN} more`] : [];
  return [...quoted.slice(0, MOST_SHOWN), ...more].join(' or ');
}

function actualValues(condition: Compared, call: Call): readonly string[] {
  return [valuesOf(condition, call) ?? []].flat();
}

/** A long list is shortened to what the value is most like. */
function nearestFirst(expected: readonly (string | undefined)[], actual: string): (string | undefined)[] {
  if (expected.length <= MOST_SHOWN) {
    return [...expected];
  }
  const plain = withoutIds(actual);
  const likeness = (value = '') => commonStart(withoutIds(value), plain) + commonStart(reversed(value), reversed(actual));
  return [...expected].sort((one, other) => likeness(other) - likeness(one));
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) { length += 1; }
  return length;
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
