import { comparable, Facts, readBaseline } from './baseline';
import { Review } from './model';
import { sortedUnique } from '../trust/order';

/** What differs from an earlier review. */
export interface Changes {
  /** Paths of roles. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Constructs that are in both, or are no roles. */
  readonly changed: readonly ChangedFacts[];
}

export interface ChangedFacts {
  readonly path: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * @param baseline the text of the earlier github-oidc-review.json
 * @param name what messages call it
 */
export function changesSince(baseline: string, review: Review, name = 'github-oidc-review.json'): Changes {
  return changesBetween(readBaseline(baseline, name), review);
}

export function changesBetween(before: Facts, review: Review): Changes {
  const after = comparable(review);
  const [added, removed] = [without(after.roles, before.roles), without(before.roles, after.roles)];
  const paths = without(sortedUnique([...before.facts.keys(), ...after.facts.keys()]), [...added, ...removed]);
  const changed = paths.map(path => {
    const [old, now] = [before, after].map(({ facts }) => facts.get(path) ?? []);
    return { path, added: without(now, old), removed: without(old, now) };
  });
  return {
    added,
    removed,
    changed: changed.filter(one => one.added.length + one.removed.length > 0),
  };
}

/** In how many places something changed. */
export function countOf({ added, removed, changed }: Changes): number {
  return added.length + removed.length + changed.reduce((sum, one) => sum + one.added.length + one.removed.length, 0);
}

function without(facts: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return facts.filter(fact => !known.has(fact));
}
