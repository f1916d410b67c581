import { SampleKind } from './model';
import { Trust } from '../checks/checked-role';
import { demandsOf, isPattern, isPinned } from '../checks/demands';
import { FRESH_NAMES } from '../checks/sample-texts';
import { isWholeUnknown, NamedRepository, repositoryIn, segmentsOf, SubjectSegment } from '../checks/subject-value';
import { hasWildcard } from '../github/wildcard';
import { isClaimRead } from '../trust/admits';
import { hasDollarBrace } from '../trust/glob';
import { OPERATORS } from '../trust/operators';
import { PolicyCondition } from '../trust/policy';

export type RunKind = Exclude<SampleKind, 'owners' | 'repositories' | 'registered-again'>;

/**
 * Whether what a statement demands shuts such jobs out, whatever template their subject has. Samples alone prove no such thing: a token that
 * nobody thought of may get in.
 */
export function keepsOut(trust: Trust, jobs: Exclude<SampleKind, 'owners'>): boolean {
  switch (jobs) {
    case 'repositories': return isPinned(trust, 'repository_id') || isPinned(trust, 'repository') || everySubject(trust, namesRepository);
    case 'registered-again': return isPinned(trust, 'repository_id') || isPinned(trust, 'repository_owner_id') || everySubject(trust, namesId);
    default: return everySubject(trust, (condition, text) => isOfOtherRun(condition, text, jobs))
      || demandsOf(trust, 'ref').some(({ base, values }) => values.every(value => isOtherRef(base, value, jobs)))
      || demandsOf(trust, 'environment').some(({ base, values }) => values.every(value => isOtherEnvironment(base, value, jobs)));
  }
}

/** Whether a Deny statement applies to all such jobs, whatever template their subject has. */
export function isDenied({ denies, issuer }: Trust, jobs: RunKind): boolean {
  return denies.some(({ conditions }) => conditions.every(condition => {
    const { base, set, isNegated, claim, values } = condition;
    const texts = claim === 'ref' ? refsOf(jobs) : claim === 'environment' && jobs === 'environments' ? ANY_NAMES : [];
    return texts.length > 0 && set === undefined && !isNegated && isClaimRead(condition, issuer) && !values.some(hasDollarBrace)
      && texts.every(OPERATORS.get(base)?.matcherOf(values) ?? (() => false));
  }));
}

/** A pattern for all of them stands for the beginning alone as well. */
const ANY_NAMES = ['', ...FRESH_NAMES];
const BEGINNINGS: Readonly<Record<RunKind, readonly string[]>> = {
  'pull-requests': ['refs/pull/'], 'branches': ['refs/heads/'], 'tags': ['refs/tags/'], 'environments': ['refs/pull/', 'refs/heads/', 'refs/tags/'],
};

function refsOf(jobs: RunKind): string[] {
  return BEGINNINGS[jobs].flatMap(beginning => ANY_NAMES.map(name => beginning + name));
}

/** All conditions have to hold, so that one is enough. */
function everySubject(trust: Trust, test: (condition: PolicyCondition, text: string) => boolean): boolean {
  return demandsOf(trust, 'sub').some(condition => condition.values.every(text => test(condition, text)));
}

function namesRepository(condition: PolicyCondition, text: string): boolean {
  const { name, id } = provenBy(condition, text);
  return Boolean(name) || Boolean(id) || (!isPattern(condition, text) && isWholeUnknown(repositoryIn(segmentsOf(text))));
}

function namesId(condition: PolicyCondition, text: string): boolean {
  const { ownerId, id } = provenBy(condition, text);
  return Boolean(ownerId) || Boolean(id);
}

/** Whom the text left of the first wildcard names, but for what a wildcard may go on with. */
function provenBy(condition: PolicyCondition, text: string): NamedRepository {
  const literal = isPattern(condition, text) ? text.slice(0, text.search(/[*?]/)).replace(/[^:@/]*$/, '') : text;
  return repositoryIn(segmentsOf(literal));
}

function isOfOtherRun({ base }: PolicyCondition, text: string, jobs: RunKind): boolean {
  const segments = segmentsOf(text);
  const firstWild = segments.findIndex(({ value = '' }) => hasWildcard(value));
  return segments.some((segment, index) => {
    const { key, value = '' } = segment;
    const isSure = firstWild < 0 || index <= firstWild || isWhole(segment);
    switch (true) {
      case !isSure || value === '': return false;
      case key === 'context' && value === 'pull_request': return jobs !== 'pull-requests';
      case key === 'environment': return isOtherEnvironment(base, value, jobs);
      case key === 'ref': return isOtherRef(base, value, jobs);
      default: return false;
    }
  });
}

/** Behind a wildcard a key may be the value of another key, unless what follows it is no key either. */
function isWhole({ key, value = '' }: SubjectSegment): boolean {
  return key !== 'context' && value !== 'pull_request' && (!hasWildcard(value) || value.startsWith('refs/'));
}

function isOtherEnvironment(base: string, value: string, jobs: RunKind): boolean {
  return jobs !== 'environments' || !FRESH_NAMES.every(OPERATORS.get(base)!.matcherOf([value]));
}

function isOtherRef(base: string, value: string, jobs: RunKind): boolean {
  const matches = OPERATORS.get(base)!.matcherOf([value]);
  if (jobs !== 'pull-requests') {
    return !FRESH_NAMES.every(name => matches(`refs/${jobs === 'tags' ? 'tags' : 'heads'}/${name}`));
  }
  const beginning = (base === 'StringLike' ? value.split(/[*?]/, 1)[0] : value).toLowerCase();
  return !beginning.startsWith('refs/pull/') && (beginning === value.toLowerCase() || !'refs/pull/'.startsWith(beginning));
}
