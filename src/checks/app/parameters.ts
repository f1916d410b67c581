import { hasUnknown } from '../../github/unknown-text';
import { isPlainObject } from '../../trust/plain';

/** A parameter as a template declares it. */
export interface TemplateParameter {
  readonly Type?: string;
  readonly Default?: unknown;
  readonly AllowedValues?: readonly unknown[];
}

/** The values that a template itself names for a parameter. One of the Parameter Store's has a name there, and its value elsewhere. */
export function possibleValues({ Type: declared, Default: given, AllowedValues: allowed }: TemplateParameter): unknown[] {
  const type = String(declared);
  if (type.startsWith('AWS::SSM::')) {
    return [];
  }
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  return [...new Set([...given === undefined ? [] : [given], ...[allowed ?? []].flat()])].map(value => isList ? String(value).split(',').map(one => one.trim()) : value);
}

/** The values that mappings may have under the name of one and its keys, each once. */
export function mappedValues(mappings: unknown, keys: readonly unknown[]): unknown[] {
  const values = keys.map(String).reduce<unknown[]>((found, key) => found.filter(isPlainObject).flatMap(one =>
    hasUnknown(key) ? Object.values(one) : Object.hasOwn(one, key) ? [one[key]] : []), [mappings]);
  return [...new Map(values.map(value => [JSON.stringify(value), value])).values()];
}
