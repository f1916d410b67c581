import { Condition } from './condition';
import { hintFor, withoutIds } from './hints';
import { Call, valuesOf } from './key-values';
import { isRequestKey } from './request-keys';
import { GithubOidcToken } from '../github/oidc-token';

/** What keeps a statement from applying: a condition that fails, or something about the statement itself. */
export interface Obstacle {
  readonly because: Omit<Condition, 'failed' | 'open'> | ((token: GithubOidcToken) => string);
  /** Whether it may vanish at deployment. */
  readonly unknown: boolean;
}

export const NOT_ABOUT_WEB_IDENTITY: Obstacle = { because: () => 'it is not about sts:AssumeRoleWithWebIdentity', unknown: false };
export const UNKNOWN_ACTION: Obstacle = { because: () => 'its action is known only at deployment', unknown: true };
export const OTHER_PROVIDER: Obstacle = { because: ({ issuer }) => `it does not trust the provider of ${issuer.url}`, unknown: false };
export const UNKNOWN_PROVIDER: Obstacle = { because: () => 'its provider is known only at deployment', unknown: true };

const MOST_SHOWN = 3;

/** The obstacle in words that a person can act on. */
export function reasonFor({ because, unknown }: Obstacle, call: Call): string {
  if (typeof because === 'function') {
    return because(call.token);
  }
  const { key, prefix, expected, operator } = because;
  if (expected.length === 0) {
    return `the policy lists no value for ${key}, so nobody gets in`;
  }
  if (prefix !== call.keyPrefix && !isRequestKey(key)) {
    return `the policy's key '${key}' is of another issuer; for this token it is '${call.token.issuer.conditionKeyPrefix}:${because.claim}'`;
  }
  const actual = [valuesOf(because, call) ?? []].flat();
  const is = actual.length === 0 ? 'absent' : actual.map(value => `'${value}'`).join(', ');
  const quoted = nearestFirst(expected, actual[0] ?? '').map(value => value === undefined ? 'a value known only at deployment' : `'${value}'`);
  const more = quoted.length > MOST_SHOWN ? [`${quoted.length - MOST_SHOWN} more`] : [];
  const reason = `${key.slice(key.lastIndexOf(':') + 1)} is ${is}, the policy ${operator.words} ${[...quoted.slice(0, MOST_SHOWN), ...more].join(' or ')}`;
  const hint = unknown ? undefined : hintFor(because, actual[0], call);
  return hint ? `${reason}; ${hint}` : reason;
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
