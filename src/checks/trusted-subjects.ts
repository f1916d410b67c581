import { Trust } from './checked-role';
import { demandsOf, isPattern, isPinned } from './demands';
import { malformationOf } from './malformation';
import { NamedRepository, partsOf, repositoryIn, SubjectSegment, segmentsOf, withSigns } from './subject-value';
import { hasWildcard } from '../github/wildcard';
import { PolicyCondition } from '../trust/policy';
import { remembered } from '../trust/remembered';

/** One value that a statement accepts as a token's subject. */
export interface TrustedSubject {
  readonly text: string;
  /** Whether it stands for several, and not under an operator that takes `*` to the letter. */
  readonly isPattern: boolean;
  readonly ignoresCase: boolean;
  readonly segments: readonly SubjectSegment[];
  /** Whom it names, as it stands. */
  readonly named: NamedRepository;
  /** The statement as if it had no other value. */
  readonly trust: Trust;
}

/** Every value of every condition that demands a subject. */
export const subjectsOf = remembered((trust: Trust): readonly TrustedSubject[] =>
  demandsOf(trust, 'sub').flatMap(condition => [...new Set(condition.values)].map(text => {
    const segments = segmentsOf(text);
    return {
      text,
      isPattern: isPattern(condition, text),
      ignoresCase: condition.base === 'StringEqualsIgnoreCase',
      segments,
      named: repositoryIn(segments),
      trust: withOnly(trust, condition, text),
    };
  })));

/** How the context of a run has to begin that has such a subject by the default template: nothing where it is by another, or by any. */
export function contextStart({ segments: [repository, context, ...more] }: TrustedSubject): string {
  const isDefault = more.length === 0 && repository?.key === 'repo' && !hasWildcard(repository.value ?? '*');
  if (!isDefault || context?.value === undefined || !['context', 'environment', 'ref'].includes(context.key)) {
    return '';
  }
  const beginning = context.value.split(/[*?]/, 1)[0];
  return context.key === 'context' ? beginning : `${context.key}:${beginning}`;
}

/** Those that tell whose they are, by their text or by an ID beside it; what is wrong with the others is worse than what a warning says. */
export const ownedSubjects = remembered((trust: Trust): readonly TrustedSubject[] => {
  const isOwned = isPinned(trust, 'repository_id') || isPinned(trust, 'repository_owner_id');
  return subjectsOf(trust).filter(subject => (isOwned || anchorOf(subject) === 'owner') && !malformationOf(subject));
});

/**
 * What the text left of the first wildcard tells: an owner, the beginning of one, or neither. Behind a wildcard it tells nothing, since every
 * repository's administrators choose their own subject template.
 */
export function anchorOf(subject: TrustedSubject): 'owner' | 'beginning' | 'nothing' {
  const text = withSigns(subject.text);
  const hasWildcards = subject.isPattern && hasWildcard(text);
  const parts = partsOf(hasWildcards ? text.slice(0, text.search(/[*?]/)) : text);
  const whole = hasWildcards ? parts.length - 1 : parts.length;
  for (let at = 0; at + 1 < parts.length; at += parts[at] === 'pull_request' ? 1 : 2) {
    const anchor = anchorBy(parts[at], parts[at + 1], at + 1 < whole);
    if (anchor !== 'nothing') {
      return anchor;
    }
  }
  return 'nothing';
}

function anchorBy(key: string, value: string, isWhole: boolean): 'owner' | 'beginning' | 'nothing' {
  switch (key) {
    // Neither sign can be part of an owner's name.
    case 'repo': case 'repository': return isWhole || /[/@]/.test(value) ? 'owner' : value === '' ? 'nothing' : 'beginning';
    case 'repository_owner': case 'repository_owner_id': return isWhole ? 'owner' : value === '' ? 'nothing' : 'beginning';
    case 'repository_id': return isWhole ? 'owner' : 'nothing';
    default: return 'nothing';
  }
}

/** The subject goes first, since most tokens fail there. */
function withOnly(trust: Trust, condition: PolicyCondition, value: string): Trust {
  const narrowed = { ...condition, values: [value] };
  const withNarrowed = (conditions: readonly PolicyCondition[]) => [narrowed, ...conditions.filter(other => other !== condition)];
  return { ...trust, statement: { ...trust.statement, conditions: withNarrowed(trust.statement.conditions) }, claims: withNarrowed(trust.claims) };
}
