import { TrustedJobs } from './model';
import { Trust } from '../checks/checked-role';
import { demandsOf, isPattern } from '../checks/demands';
import { shownUnknowns } from '../github/unknown-text';
import { hasWildcard } from '../github/wildcard';
import { compare } from '../trust/order';

/** A subject of the default template, taken apart. */
export interface SubjectParts {
  readonly owner: string;
  readonly ownerId?: string;
  readonly name: string;
  readonly nameId?: string;
  readonly context?: string;
}

// What only deployment knows may have any character in its name.
const part = (end: string) => String.raw`(?:\ue000[^\ue001]*\ue001|[^${end}\ue000])+`;
const SUBJECT = new RegExp(String.raw`^repo:(?<owner>${part(':/@')})(?:@(?<ownerId>${part(':/@')}))?/(?<name>${part(':@')})(?:@(?<nameId>${part(':@')}))?(?::(?<context>.+))?$`, 's');
const RUNS: readonly (readonly [RegExp, TrustedJobs['run']])[] = [
  [/^(\*)$/, 'any'],
  [/^(pull_request)$/, 'pull_request'],
  [/^environment:([^:]+)$/, 'environment'],
  [/^ref:refs\/heads\/([^:]+)$/, 'branch'],
  [/^ref:refs\/tags\/([^:]+)$/, 'tag'],
  [/^ref:([^:]+)$/, 'ref'],
];

/** Undefined where the text left of the first wildcard names no owner: what stands behind it proves nothing. */
export function partsOfSubject(text: string, isAPattern: boolean): SubjectParts | undefined {
  const parts = SUBJECT.exec(text)?.groups as unknown as SubjectParts | undefined;
  const isOwner = parts !== undefined && !hasWildcard(parts.owner) && !hasWildcard(parts.ownerId ?? '');
  // To the letter, a wildcard is in no name.
  return isOwner && (isAPattern || !hasWildcard(parts.name)) ? parts : undefined;
}

/** Whom a statement lets in, by its subjects: each kind of job once, whichever form of subject it has. */
export function trustedJobs(trust: Trust): TrustedJobs[] {
  const [subjects] = demandsOf(trust, 'sub');
  const jobs = subjects ? subjects.values.flatMap(text => jobsOf(text, isPattern(subjects, text), trust)) : withoutSubject(trust);
  const byText = new Map(jobs.map(one => [JSON.stringify(one), one]));
  return [...byText].sort(([one], [other]) => compare(one, other)).map(([, one]) => one);
}

function jobsOf(text: string, isAPattern: boolean, trust: Trust): TrustedJobs[] {
  const parts = partsOfSubject(text, isAPattern);
  if (!parts) {
    return [isAPattern && /^\*+$/.test(text) ? { run: 'any' } : described({ run: 'other', value: text }, isAPattern)];
  }
  const { owner, name, context = isAPattern && name.endsWith('*') ? '*' : '' } = parts;
  const [match, run] = RUNS.map(([pattern, kind]) => [pattern.exec(context), kind] as const).find(([found]) => found) ?? [undefined, 'other' as const];
  const value = run === 'any' || run === 'pull_request' ? {} : { value: match?.[1] ?? context };
  return repositoriesOf(`${owner}/${name}`, trust).map(repository => described({ repository, run, ...value }, isAPattern));
}

function described(jobs: TrustedJobs, isAPattern: boolean): TrustedJobs {
  const { repository, value } = jobs;
  return {
    ...jobs,
    ...(repository !== undefined && { repository: shownUnknowns(repository) }),
    ...(value !== undefined && { value: shownUnknowns(value), ...(isAPattern && hasWildcard(value) && { isPattern: true as const }) }),
  };
}

/** Several repositories by a pattern are those whose IDs are demanded, where they are. */
function repositoriesOf(fullName: string, trust: Trust): string[] {
  const ids = hasWildcard(fullName) ? demandsOf(trust, 'repository_id').find(condition => condition.values.every(id => !isPattern(condition, id))) : undefined;
  return ids ? ids.values.map(id => `${fullName} with ID ${id}`) : [fullName];
}

/** Another claim may say which repository it is. */
function withoutSubject(trust: Trust): TrustedJobs[] {
  const [names] = demandsOf(trust, 'repository');
  const [ids] = demandsOf(trust, 'repository_id');
  const repositories = names?.values ?? ids?.values.map(id => `*/* with ID ${id}`) ?? [];
  return repositories.length === 0 ? [{ run: 'any' }] : repositories.map(repository => described({ repository, run: 'any' }, true));
}
