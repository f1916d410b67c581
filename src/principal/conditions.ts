/** By operator, then by condition key: a value or a list of values. */
export type Conditions = Record<string, Record<string, unknown>>;

/** The same conditions, with each value changed; nothing of the original is shared but the values themselves. */
export function mapConditions(conditions: Conditions, change: (value: unknown, condition: string) => unknown): Conditions {
  return mapEntries(conditions, (block, operator) => mapEntries(block, (values, key) => mapValues(values, value => change(value, `${operator} ${key}`))));
}

export function copyOf(conditions: Conditions): Conditions {
  return mapConditions(conditions, value => value);
}

export function mapValues(values: unknown, change: (value: unknown) => unknown): unknown {
  return Array.isArray(values) ? values.map(change) : change(values);
}

function mapEntries<T, U>(entries: Record<string, T>, change: (value: T, key: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, change(value, key)]));
}
