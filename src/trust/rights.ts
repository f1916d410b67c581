import { Demand } from './demand';

/** Equal for equal sets of rights only, whatever characters a name holds. */
export function rightsOf(demands: readonly Demand[]): string {
  return [...new Set(demands.map(({ rights }) => rights))].sort().join(' ');
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) { group.push(item); } else { groups.set(key, [item]); }
  }
  return groups;
}
