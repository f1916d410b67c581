import { admits } from './admissions';
import { Trust } from './checked-role';
import { demandsOf } from './demands';
import { filled, newId, UNNAMED, wanted, wishesFor } from './sample-texts';
import { NamedRepository, partsOf, repositoryIn, shapesOf, splitName, SubjectSegment } from './subject-value';
import { hasWildcard } from '../github/wildcard';
import { Claims } from '../trust/admits';
import { OPERATORS } from '../trust/operators';
import { remembered } from '../trust/remembered';

/** What kind of run a token is of. */
export interface SampleRun {
  /** The context of the default subject. */
  readonly context: string;
  readonly ref: string;
  readonly event: string;
  readonly environment?: string;
  /** Whether it is whatever the subject says. */
  readonly isAny?: boolean;
  /** Whether it also calls the reusable workflow of another repository that the subject names: any job may. */
  readonly isCaller?: boolean;
}

export const ANY_RUN: SampleRun = { context: '', ref: `refs/heads/${UNNAMED}`, event: 'push', isAny: true };

export function refRun(ref: string): SampleRun {
  return { context: `ref:${ref}`, ref, event: 'push' };
}

export function environmentRun(environment: string, ref = `refs/heads/${UNNAMED}`): SampleRun {
  return { context: `environment:${encoded(environment)}`, ref, event: 'push', environment };
}

/** Runs of pull requests, in jobs that name no environment. Those of a review have the merge's ref in their subject. */
export function pullRequestTokens(trust: Trust): Claims[] {
  return pullRequestRuns(trust).flatMap(run => tokensOf(trust, asCaller(run)));
}

/** A reusable workflow that a statement wants is a boundary that was meant, unless its subject says itself that it is for pull requests. */
export function pullRequestRuns(trust: Trust): SampleRun[] {
  const run = pullRequestRun(trust);
  const isMeant = sourcesOf(trust).some(({ segments }) => segments.some(({ key, value }) => key === 'context' && value === 'pull_request'));
  return [isMeant ? asCaller(run) : run, { ...refRun(run.ref), event: 'pull_request_review' }];
}

/** On the merge's ref: of the one pull request that the statement wants, if it wants one. */
export function pullRequestRun(trust: Trust): SampleRun {
  const inSubjects = sourcesOf(trust).flatMap(({ segments }) => segments.flatMap(({ key, value = '' }) => key === 'ref' ? [filled(value)] : []));
  const ref = [wanted(trust, 'ref'), ...inSubjects].find(one => one?.startsWith('refs/pull/')) ?? 'refs/pull/1/merge';
  return { context: 'pull_request', ref, event: 'pull_request' };
}

function asCaller(run: SampleRun): SampleRun {
  return { ...run, isCaller: true };
}

/** Runs on a branch, by default on one that no policy names. */
export function branchTokens(trust: Trust, branch = UNNAMED): Claims[] {
  return tokensOf(trust, asCaller(refRun(`refs/heads/${branch}`)));
}

/** Runs on a tag, by default on one that no policy names. */
export function tagTokens(trust: Trust, tag = UNNAMED): Claims[] {
  return tokensOf(trust, asCaller(refRun(`refs/tags/${tag}`)));
}

/** Jobs of an environment, by default of one that no policy names, on a branch that none names either. */
export function environmentTokens(trust: Trust, environment = UNNAMED): Claims[] {
  return tokensOf(trust, asCaller(environmentRun(environment)));
}

/**
 * Tokens of such a run of each repository that the statement names, by its name and with IDs, by the default template and by the one that the
 * statement's subject shows. Where it names a part by a wildcard or not at all, that is one which nobody wrote into a policy.
 *
 * What the caller of a job chooses is as the statement wants it. `job_workflow_ref` is a file on the run's own ref.
 *
 * @param instead what stands for parts of each repository: another that resembles it
 */
export function tokensOf(trust: Trust, run: SampleRun, instead: NamedRepository = {}): Claims[] {
  return tokensWhere(trust, run, instead, () => true);
}

/**
 * Those that the statement lets in.
 *
 * @param sub the subject that they have instead of their own
 */
export function admittedTokens(trust: Trust, run: SampleRun, instead: NamedRepository = {}, sub?: string): Claims[] {
  return tokensWhere(trust, run, instead, subjectTest(trust), sub).filter(token => admits(trust, token));
}

/** The subject is looked at first, since most tokens fail there, and the rest of a token is work. */
function tokensWhere(trust: Trust, run: SampleRun, instead: NamedRepository, fits: (sub: string) => boolean, sub?: string): Claims[] {
  return sourcesOf(trust).flatMap(({ segments, repositories }) => repositories.flatMap(repository =>
    tokensOfRepository(trust, run, { ...repository, ...instead }, segments).flatMap(({ subjects, claims }) =>
      [...new Set(sub === undefined ? subjects() : [sub])].filter(fits).map(own => ({ ...claims(), sub: own })))));
}

const subjectTest = remembered((trust: Trust) => {
  const matchers = demandsOf(trust, 'sub').map(({ base, values }) => OPERATORS.get(base)!.matcherOf(values));
  return (sub: string) => matchers.every(matches => matches(sub));
});

/** What the statement's subjects say, and the repositories that each names. */
const sourcesOf = remembered((trust: Trust) => {
  const subjects = wishesFor(trust, 'sub').flatMap(({ values }) => values);
  const shapes = subjects.length > 0 ? subjects.flatMap(shapesOf) : [[]];
  return shapes.map(segments => ({ segments, repositories: repositoriesOf(trust, segments) }));
});

type Repository = Required<NamedRepository>;

/** Claims that no run tells: whoever starts it, and what it is called. */
const CHOSEN = ['actor', 'actor_id', 'enterprise_id', 'workflow'] as const;

/** Those that the segments name, and those that the claim `repository` does. */
function repositoriesOf(trust: Trust, segments: readonly SubjectSegment[]): Repository[] {
  const told = repositoryIn(segments);
  const byClaim = wishesFor(trust, 'repository').flatMap(({ values }) => values.map(splitName));
  const byWorkflow = told.owner === undefined && byClaim.length === 0
    ? wishesFor(trust, 'job_workflow_ref').flatMap(({ values }) => values.map(value => splitName(value.split('/').slice(0, 2).join('/')))) : [];
  const names = [...told.owner === undefined && byClaim.length + byWorkflow.length > 0 ? [] : [told], ...byClaim, ...byWorkflow];
  return names.map(({ owner = '*', name = '*' }) => ({
    owner: filled(owner),
    ownerId: idOf(told.ownerId, wanted(trust, 'repository_owner_id')),
    name: filled(name),
    id: idOf(told.id, wanted(trust, 'repository_id')),
  }));
}

function idOf(told: string | undefined, demanded: string | undefined): string {
  return told === undefined || hasWildcard(told) ? demanded ?? newId(told) : told;
}

interface Token {
  readonly subjects: () => string[];
  readonly claims: () => Claims;
}

function tokensOfRepository(trust: Trust, run: SampleRun, repository: Repository, segments: readonly SubjectSegment[]): Token[] {
  const fullName = `${repository.owner}/${repository.name}`;
  const immutableName = `${repository.owner}@${repository.ownerId}/${repository.name}@${repository.id}`;
  return workflowRefs(trust, segments, fullName, run).map(workflowRef => {
    let made: Claims | undefined;
    const claims = () => made ??= claimsOf(trust, run, repository, workflowRef);
    return {
      claims,
      subjects: () => [fullName, immutableName].flatMap(name => [`repo:${name}:${run.context}`, ...shapedSubjects(segments, name, run, claims)]),
    };
  });
}

function claimsOf(trust: Trust, run: SampleRun, { owner, ownerId, name, id }: Repository, workflowRef: string): Record<string, string> {
  const chosen = CHOSEN.map(claim => [claim, wanted(trust, claim) ?? UNNAMED]);
  return {
    aud: wanted(trust, 'aud') ?? 'sts.amazonaws.com',
    ...Object.fromEntries(chosen),
    repository: `${owner}/${name}`,
    repository_id: id,
    repository_owner: owner,
    repository_owner_id: ownerId,
    ref: run.ref,
    ref_type: run.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    event_name: run.event,
    ...run.environment !== undefined && { environment: run.environment },
    job_workflow_ref: workflowRef,
  };
}

/** Its own file, and those that the statement wants on the run's ref: its own too, or of any ref. Whoever may change the ref may change them. */
function workflowRefs(trust: Trust, segments: readonly SubjectSegment[], fullName: string, { ref, isCaller = false }: SampleRun): string[] {
  const demanded = wishesFor(trust, 'job_workflow_ref').flatMap(({ values }) => values);
  const told = segments.flatMap(({ key, value = '' }) => key === 'job_workflow_ref' ? [value] : []);
  const called = isCaller ? told.filter(value => value.includes('/') && !value.startsWith(`${fullName}/`)).map(value => filled(value)) : [];
  const files = [...demanded, ...told].map(value => value.split('@'))
    .filter(([file, ...refs]) => hasWildcard(refs.join('@')) || file.startsWith(`${fullName}/`))
    .map(([file]) => filled(file));
  return [...[`${fullName}/.github/workflows/${UNNAMED}.yml`, ...files].map(file => `${file}@${ref}`), ...called];
}

/** The subject by the template that the segments show, if such a run has one. What the run does not tell stands as it is wanted. */
function shapedSubjects(segments: readonly SubjectSegment[], name: string, run: SampleRun, claims: () => Claims): string[] {
  const context = contextIndex(segments);
  const told = (segment: SubjectSegment, index: number): string | undefined => {
    const { key, value } = segment;
    switch (true) {
      case index === context && !run.isAny: return run.context;
      // No template makes a key without a value.
      case value === undefined: return undefined;
      case key === 'context': return filled(value);
      // Whole, it is known only at deployment.
      case key === 'repo': return `repo:${value.includes('/') || hasWildcard(value) ? name : value}`;
      case key === 'environment' && run.environment === undefined && !run.isAny: return undefined;
      case mayChoose(segment, run) || !Object.hasOwn(claims(), key): return `${key}:${filled(value)}`;
      default: return `${key}:${encoded(claims()[key])}`;
    }
  };
  const texts = segments.map(told);
  return segments.length === 0 || texts.includes(undefined) ? [] : [texts.join(':')];
}

function contextIndex(segments: readonly SubjectSegment[]): number {
  const index = segments.findIndex(({ key }) => key === 'context' || key === 'environment');
  return index >= 0 ? index : segments.findIndex(({ key }) => key === 'ref');
}

/** Whether such a run may have any value there. */
function mayChoose({ key, value }: SubjectSegment, { environment, event, isAny = false }: SampleRun): boolean {
  return (isAny && !IDENTIFYING.includes(key))
    || (CHOSEN as readonly string[]).includes(key)
    || (key === 'event_name' && (environment !== undefined || (event === 'push' && !value?.startsWith('pull_request'))));
}

/** Keys whose value belongs to one repository or owner. */
const IDENTIFYING = ['repository', 'repository_id', 'repository_owner', 'repository_owner_id'];

function encoded(value: string): string {
  return partsOf(value).join('%3A');
}
