import { Changes, countOf } from './changes';
import { PlacedFinding, Review, ReviewedRole } from './model';
import { sortedUnique } from '../trust/order';

export interface Summary {
  readonly roles: number;
  readonly repositories: number;
  readonly errors: number;
  readonly warnings: number;
  readonly acknowledged: number;
  /** Undefined where there is nothing to compare with. */
  readonly changes?: number;
}

/** Stands for the repositories of a statement that names none. */
export const ANY_REPOSITORY = 'any repository';

export function summaryOf(review: Review, changes?: Changes): Summary {
  const findings = allFindings(review);
  const open = findings.filter(({ acknowledged }) => acknowledged === undefined);
  return {
    roles: review.roles.length,
    repositories: new Set(review.roles.flatMap(repositoriesOf)).size,
    errors: open.filter(({ severity }) => severity === 'error').length,
    warnings: open.filter(({ severity }) => severity === 'warning').length,
    acknowledged: findings.length - open.length,
    ...(changes && { changes: countOf(changes) }),
  };
}

/** Those of roles too, by path. */
export function allFindings({ roles, findings }: Review): PlacedFinding[] {
  return [...roles.flatMap(({ path, findings: ofRole }) => ofRole.map(finding => ({ ...finding, path }))), ...findings];
}

export function repositoriesOf({ trusts }: ReviewedRole): string[] {
  return sortedUnique(trusts.flatMap(({ jobs }) => jobs.flatMap(({ repository, ids }) =>
    ids?.map(id => `${repository ?? 'repository'} with ID ${id}`) ?? [repository ?? ANY_REPOSITORY])));
}

/** One of a thing, or several. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
