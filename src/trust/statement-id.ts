import { SubjectContext } from '../github/subject-context';
import { maskUnresolved } from '../github/text';

const LONGEST_VALUE = 40;

/**
 * A statement's id says which contexts it admits, and how: `EnvironmentProduction`, or `BranchesAndTagsInAnyRepositoryWithJobWorkflowRef`.
 *
 * @param claims the names of the claims that have to hold as well
 */
export function statementId(contexts: readonly SubjectContext[], claims: readonly string[] = [], inAnyRepository = false): string {
  const which = claims.map(pascalCase).join('And');
  return contextsId(contexts) + (inAnyRepository ? 'InAnyRepository' : '') + (which && `With${which}`);
}

function contextsId(contexts: readonly SubjectContext[]): string {
  const [only, ...more] = contexts;
  if (more.length === 0) {
    return only.kind[0] + pascalCase(only.value ?? '');
  }
  const kinds = new Set(contexts.map(context => context.kind[contexts.filter(other => other.kind[0] === context.kind[0]).length > 1 ? 1 : 0]));
  return [...kinds].sort().join('And');
}

/** Numbers ids that stand twice; an id that stands once keeps its bare form. */
export function uniqueIds(ids: readonly string[]): string[] {
  const seen = new Map<string, number>();
  const taken = new Set(ids);
  return ids.map(id => {
    let count = (seen.get(id) ?? 0) + 1;
    while (count > 1 && taken.has(`${id}${count}`)) {
      count += 1;
    }
    seen.set(id, count);
    const unique = count === 1 ? id : `${id}${count}`;
    taken.add(unique);
    return unique;
  });
}

function pascalCase(text: string): string {
  const words = maskUnresolved(text).replaceAll('%3A', ' ').match(/[A-Za-z0-9]+/g) ?? [];
  return words.map(word => word[0].toUpperCase() + word.slice(1)).join('').slice(0, LONGEST_VALUE);
}
