import { maskUnresolved } from '../github/text';

/**
 * By code unit: the same on every machine, unlike a locale's order. Unresolved values count as equal, since the CDK numbers them by what
 * came before, and so keep their order.
 */
export function compare(one: string, other: string): number {
  const [left, right] = [maskUnresolved(one), maskUnresolved(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}

export function sortedUnique(values: readonly string[], order = compare): string[] {
  return [...new Set(values)].sort(order);
}
