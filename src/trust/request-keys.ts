import { Condition } from './condition';
import { isRequestKey } from './is-request-key';
import { notUnderstood } from './not-understood';
import { shown } from '../github/text';
import { Misuse } from '../misuse';

/** The values of the request's condition keys that are in no token, by key. An empty list says that the key is absent. */
export type RequestKeys = ReadonlyMap<string, readonly string[]>;

const NONE: RequestKeys = new Map();

/** Reads what the caller says of the request. Keys are not case-sensitive. */
export function readRequestKeys(given?: Readonly<Record<string, readonly string[]>> | null): RequestKeys {
  if (given === undefined || given === null) {
    return NONE;
  }
  const keys = new Map<string, readonly string[]>();
  for (const [key, values] of Object.entries(given)) {
    if (!isRequestKey(key)) {
      throw new Misuse('RequestContextInvalid',
        `requestContext has '${key}'; it takes keys of the request, such as 'sts:RoleSessionName': what the token says belongs into the token`);
    }
    if (!Array.isArray(values) || values.some(value => typeof value !== 'string' || value === '')) {
      throw new Misuse('RequestContextInvalid',
        `requestContext has '${key}' as '${shown(values)}'; pass a list of texts, such as ['VALUE'], or [] where the request does not have the key`);
    }
    if (keys.has(key.toLowerCase())) {
      throw new Misuse('RequestContextInvalid', `requestContext has '${key}' in two spellings, and case does not tell keys apart; name it once`);
    }
    keys.set(key.toLowerCase(), values);
  }
  return keys;
}

export function requestedValues({ key, prefix, claim, operator }: Pick<Condition, 'key' | 'prefix' | 'claim' | 'operator'>, given: RequestKeys): readonly string[] {
  const values = given.get(`${prefix}:${claim}`);
  if (values === undefined) {
    throw notUnderstood(`the policy uses ${key}, which no token holds, so the decision depends on the request`,
      `say what the request has: requestContext: { '${key}': ['VALUE'] }, or [] where it is absent`);
  }
  if (values.length > 1 && !operator.set && !operator.isNull) {
    throw notUnderstood(`the policy compares ${key}, which has several values, by ${operator.name}`, 'use ForAnyValue: or ForAllValues:');
  }
  return values;
}
