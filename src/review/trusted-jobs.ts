import { shownTexts } from './conditions';
import { TrustedJobs } from './model';
import { Trust } from '../checks/checked-role';
import { demandsOf } from '../checks/demands';
import { NamedRepository, partsOf } from '../checks/subject-value';
import { subjectsOf, TrustedSubject } from '../checks/trusted-subjects';
import { shownUnknowns } from '../github/unknown-text';
import { hasWildcard } from '../github/wildcard';
import { compare } from '../trust/order';
import { PolicyCondition } from '../trust/policy';

const REFS: readonly (readonly [string, TrustedJobs['run']])[] = [['refs/heads/', 'branch'], ['refs/tags/', 'tag'], ['', 'ref']];

/** Whom a statement lets in, by its subjects: each kind of job once, whichever form of subject it has. */
export function trustedJobs(trust: Trust): TrustedJobs[] {
  const demand = readDemand(trust);
  const others = trust.claims.filter(({ claim }) => claim !== 'sub');
  const jobs = demand ? subjectsOf({ ...trust, claims: [demand, ...others] }).map(jobsOf) : withoutSubject(trust);
  const byText = new Map(jobs.map(one => [JSON.stringify(one), one]));
  return [...byText].sort(([one], [other]) => compare(one, other)).map(([, one]) => one);
}

/** The condition whose values are told as jobs. Any other on the subject narrows it. */
export function readDemand(trust: Trust): PolicyCondition | undefined {
  return demandsOf(trust, 'sub')[0];
}

function jobsOf({ text, isPattern, segments: [{ key }], named, trust }: TrustedSubject): TrustedJobs {
  const [, ...context] = partsOf(text).slice(1);
  if (key !== 'repo' || !isReadable(named, isPattern)) {
    return isPattern && /^\*+$/.test(text) ? { run: 'any', ...idsOf(trust) } : described({ run: 'other', value: text }, isPattern);
  }
  const { owner, name } = named;
  const repository = `${owner}/${name}`;
  const run = runOf(context.length === 0 && isPattern && name!.endsWith('*') ? ['*'] : context);
  return described({ repository, ...(hasWildcard(repository) && idsOf(trust)), ...run }, isPattern);
}

/** Whether it is as the default template makes it. What stands right of a wildcard proves no owner; to the letter, a wildcard is in no name. */
function isReadable({ owner = '*', ownerId = '', name }: NamedRepository, isPattern: boolean): boolean {
  return name !== undefined && !hasWildcard(owner) && !hasWildcard(ownerId) && (isPattern || !hasWildcard(name));
}

/** @param context the parts of a subject behind the repository */
function runOf(context: readonly string[]): TrustedJobs {
  const [key, value, ...more] = context;
  switch (true) {
    case value === undefined && key === '*': return { run: 'any' };
    case value === undefined && key === 'pull_request': return { run: 'pull_request' };
    case more.length === 0 && key === 'environment' && value !== undefined: return { run: 'environment', value };
    case more.length === 0 && key === 'ref' && value !== undefined: {
      const [start, run] = REFS.find(([beginning]) => value.startsWith(beginning))!;
      return { run, value: value.slice(start.length) };
    }
    default: return { run: 'other', value: context.join(':') };
  }
}

function described(jobs: TrustedJobs, isPattern: boolean): TrustedJobs {
  const { repository, value } = jobs;
  return {
    ...jobs,
    ...(repository !== undefined && { repository: shownUnknowns(repository) }),
    ...(value !== undefined && { value: shownUnknowns(value), ...(isPattern && hasWildcard(value) && { isPattern: true as const }) }),
  };
}

function idsOf(trust: Trust): Pick<TrustedJobs, 'ids'> {
  const demand = demandsOf(trust, 'repository_id').find(({ values }) => !values.some(hasWildcard));
  return demand ? { ids: shownTexts(demand.values) } : {};
}

/** Another claim may say which repository it is. */
function withoutSubject(trust: Trust): TrustedJobs[] {
  const [names] = demandsOf(trust, 'repository');
  const repositories: Pick<TrustedJobs, 'repository'>[] = names?.values.map(repository => ({ repository })) ?? [{}];
  return repositories.map(one => described({ ...one, ...((one.repository === undefined || hasWildcard(one.repository)) && idsOf(trust)), run: 'any' }, true));
}
