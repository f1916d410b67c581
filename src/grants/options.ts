import { IResolvable, Stack, Tokenization } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { ifKnown } from './reference';
import { isUnresolved, shown } from '../github/text';
import { Misuse } from '../misuse';
import { isPlainObject } from '../trust/plain';

/**
 * What a caller chose. Anything else, such as a resource in the place of the options, or an option by another name, would be read as if nothing
 * was chosen, which may mean "all".
 *
 * @param scope where the grant is made
 * @param names of all the options that there are
 */
export function requireOptions<T extends object>(scope: IConstruct, options: T | undefined, names: Readonly<Record<keyof T, true>>): T {
  if (options === undefined || options === null) {
    return {} as T;
  }
  if (!isPlainObject(options) || Construct.isConstruct(options)) {
    throw new Misuse('GrantOptionInvalid', `the options are '${shown(options)}'; pass an object that names each option`);
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const unknown = given.find(([name]) => names[name as keyof T] !== true);
  if (unknown !== undefined) {
    const allowed = Object.keys(names).map(name => `'${name}'`).join(', ');
    throw new Misuse('GrantOptionInvalid', `there is no option '${unknown[0]}', which is '${shown(unknown[1])}'; pass only ${allowed}`);
  }
  const read = (value: unknown) => Array.isArray(value) ? value.map(one => known(scope, one)) : known(scope, value);
  return Object.fromEntries(given.map(([name, value]) => [name, read(value)])) as T;
}

/** A text whose lazy parts are all known already, as the literal that it is: so it is judged like one. */
export function known<T>(scope: IConstruct, value: T): T | string {
  const isKnown = (part: unknown) => typeof part === 'string' && part.trim() !== '';
  return typeof value === 'string' && isUnresolved(value) && Tokenization.reverseString(value).tokens.every(token => isKnown(readNow(scope, token)))
    ? readNow(scope, value) as string : value;
}

/** What a value is so far. `Lazy.string` keeps its first answer, which the rest of the app would get too. */
export function readNow(scope: IConstruct, value: IResolvable | string): unknown {
  const tokens = typeof value === 'string' ? Tokenization.reverseString(value).tokens : [value];
  const kept = tokens.flatMap(token => (token as { inner?: { _cached?: unknown } }).inner ?? []).map(lazy => ({ lazy, answer: lazy._cached }));
  try {
    return ifKnown(() => Stack.of(scope).resolve(value));
  } finally {
    kept.forEach(({ lazy, answer }) => { lazy._cached = answer; });
  }
}
