import { requireOne } from './reference';
import { shown } from '../github/text';
import { Misuse } from '../misuse';

/**
 * A name that a caller gave, which stands for itself in a policy. A value that is known only at deployment passes.
 *
 * @param what the name in a sentence: 'the domain name'
 * @param example one that would do
 */
export function requireName(what: string, value: unknown, example: string): string {
  if (typeof value !== 'string' || value.trim() === '') {
    throw new Misuse('GrantOptionInvalid', `${what} is '${shown(value)}'; pass a text such as '${example}'`);
  }
  return requireOne(what, value);
}

/**
 * At least one, each of them once.
 *
 * @param what the names in a sentence: 'the workspaces'
 */
export function requireNames(what: string, values: unknown, example: string): string[] {
  return requireSome(what, values, `'${example}'`).map(value => requireName(`one of ${what}`, value, example))
    .filter((name, index, names) => names.indexOf(name) === index);
}

/** At least one of the resources that a call takes any number of. */
export function requireAny<T>(what: string, values: readonly T[]): readonly T[] {
  if (!Array.isArray(values) || values.length === 0) {
    throw new Misuse('GrantOptionInvalid', `there is no ${what} to read; pass at least one`);
  }
  return values;
}

/** At least one: an empty list reads like "none", where leaving the list out may mean "all". */
export function requireSome<T>(what: string, values: readonly T[] | unknown, example: string): readonly T[] {
  if (!Array.isArray(values) || values.length === 0) {
    throw new Misuse('GrantOptionInvalid', `${what} are '${shown(values)}'; pass a list of at least one, such as [${example}]`);
  }
  return values;
}
