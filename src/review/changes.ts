import { Baseline, readBaseline } from './baseline';
import { factsOf, rolePaths } from './facts';
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

export function changesBetween(before: Baseline, after: Review): Changes {
  const [factsBefore, factsAfter] = [factsOf(before), factsOf(after)];
  const [rolesBefore, rolesAfter] = [new Set(rolePaths(before)), new Set(rolePaths(after))];
  const isNewOrGone = (path: string) => rolesBefore.has(path) !== rolesAfter.has(path);
  const changed = sortedUnique([...factsBefore.keys(), ...factsAfter.keys()]).filter(path => !isNewOrGone(path)).map(path => {
    const [old, now] = [factsBefore.get(path) ?? [], factsAfter.get(path) ?? []];
    return { path, added: without(now, old), removed: without(old, now) };
  });
  return {
    added: [...rolesAfter].filter(path => !rolesBefore.has(path)),
    removed: [...rolesBefore].filter(path => !rolesAfter.has(path)),
    changed: changed.filter(({ added, removed }) => added.length + removed.length > 0),
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
