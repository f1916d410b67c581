import { Trust } from './checked-role';
import { demandsOf } from './demands';
import { NamedRepository, partsOf, repositoryIn, segmentsOf, splitName, SubjectSegment } from './subject-value';
import { hasWildcard } from '../github/wildcard';
import { Claims } from '../trust/admits';
import { OPERATORS } from '../trust/operators';

/** Stands for a name that nobody wrote into a policy, and for such an ID. */
export const UNNAMED = 'unnamed-7f3a91';
export const UNNAMED_ID = '9071734';

/** What kind of run a token is of. */
export interface SampleRun {
  /** The context of the default subject. */
  readonly context: string;
  readonly ref: string;
  readonly event: string;
  readonly environment?: string;
}

export const PULL_REQUEST_RUN: SampleRun = { context: 'pull_request', ref: 'refs/pull/1/merge', event: 'pull_request' };

export function refRun(ref: string): SampleRun {
  return { context: `ref:${ref}`, ref, event: 'push' };
}

export function environmentRun(environment: string, ref = 'refs/heads/main'): SampleRun {
  return { context: `environment:${encoded(environment)}`, ref, event: 'push', environment };
}

/** Runs of pull requests, in jobs that name no environment. */
export function pullRequestTokens(trust: Trust): Claims[] {
  return tokensOf(trust, PULL_REQUEST_RUN);
}

/** Runs on a branch, by default on one that no policy names. */
export function branchTokens(trust: Trust, branch = UNNAMED): Claims[] {
  return tokensOf(trust, refRun(`refs/heads/${branch}`));
}

/** Runs on a tag, by default on one that no policy names. */
export function tagTokens(trust: Trust, tag = UNNAMED): Claims[] {
  return tokensOf(trust, refRun(`refs/tags/${tag}`));
}

/** Jobs of an environment, by default of one that no policy names, on whatever ref the statement wants. */
export function environmentTokens(trust: Trust, environment = UNNAMED): Claims[] {
  return tokensOf(trust, environmentRun(environment, wanted(trust, 'ref') ?? 'refs/heads/main'));
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
  const subjects = demandsOf(trust, 'sub').flatMap(({ values }) => values);
  const tokens = (subjects.length > 0 ? subjects : ['']).flatMap(subject => {
    const segments = subject === '' ? [] : segmentsOf(subject);
    return repositoriesOf(trust, segments).flatMap(repository => tokensOfRepository(trust, run, { ...repository, ...instead }, segments));
  });
  return [...new Map(tokens.map(token => [JSON.stringify(token), token])).values()];
}

/** A text that a pattern stands for. */
export function filled(pattern: string, text = UNNAMED): string {
  return pattern.replaceAll('*', text).replaceAll('?', 'x');
}

/** A value that the statement wants of a claim, if it wants one. */
export function wanted(trust: Trust, claim: string): string | undefined {
  const demands = demandsOf(trust, claim);
  const texts = demands.flatMap(({ base, values }) => values.map(value => base === 'StringLike' ? filled(value) : value));
  return texts.find(text => demands.every(({ base, values }) => OPERATORS.get(base)!.matcherOf(values)(text))) ?? texts[0];
}

type Repository = Required<NamedRepository>;

/** Claims that no run tells: whoever starts it, and what it is called. */
const CHOSEN = ['actor', 'actor_id', 'enterprise_id', 'workflow'];

/** Those that the segments name, and those that the claim `repository` does. */
function repositoriesOf(trust: Trust, segments: readonly SubjectSegment[]): Repository[] {
  const told = repositoryIn(segments);
  const byClaim = demandsOf(trust, 'repository').flatMap(({ values }) => values.map(splitName));
  const byWorkflow = told.owner === undefined && byClaim.length === 0
    ? demandsOf(trust, 'job_workflow_ref').flatMap(({ values }) => values.map(value => splitName(value.split('/').slice(0, 2).join('/')))) : [];
  const names = [...told.owner === undefined && byClaim.length + byWorkflow.length > 0 ? [] : [told], ...byClaim, ...byWorkflow];
  return names.map(({ owner = '*', name = '*' }) => ({
    owner: filled(owner),
    ownerId: literal(told.ownerId) ?? wanted(trust, 'repository_owner_id') ?? UNNAMED_ID,
    name: filled(name),
    id: literal(told.id) ?? wanted(trust, 'repository_id') ?? UNNAMED_ID,
  }));
}

function literal(text: string | undefined): string | undefined {
  return text === undefined || hasWildcard(text) ? undefined : text;
}

function tokensOfRepository(trust: Trust, run: SampleRun, repository: Repository, segments: readonly SubjectSegment[]): Claims[] {
  const fullName = `${repository.owner}/${repository.name}`;
  const immutableName = `${repository.owner}@${repository.ownerId}/${repository.name}@${repository.id}`;
  return workflowRefs(trust, fullName, run.ref).flatMap(workflowRef => {
    const claims = claimsOf(trust, run, repository, workflowRef);
    return [fullName, immutableName].flatMap(name => {
      const subjects = [`repo:${name}:${run.context}`, ...shapedSubjects(segments, name, run, claims)];
      return subjects.map(sub => ({ ...claims, sub }));
    });
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

/** Its own file, and those that the statement wants: whoever may change the ref may change what they say. */
function workflowRefs(trust: Trust, fullName: string, ref: string): string[] {
  const files = demandsOf(trust, 'job_workflow_ref').flatMap(({ values }) => values.map(value => filled(value.split('@')[0])));
  return [`${fullName}/.github/workflows/${UNNAMED}.yml`, ...files].map(file => `${file}@${ref}`);
}

/** The subject by the template that the segments show, if such a run has one. What the run does not tell stands as it is wanted. */
function shapedSubjects(segments: readonly SubjectSegment[], name: string, run: SampleRun, claims: Claims): string[] {
  const context = contextIndex(segments);
  const told = (segment: SubjectSegment, index: number): string | undefined => {
    const { key, value } = segment;
    switch (true) {
      case index === context: return run.context;
      case value === undefined: return key;
      case key === 'context': return filled(value);
      // Whole, it is known only at deployment.
      case key === 'repo': return `repo:${value.includes('/') || hasWildcard(value) ? name : value}`;
      case key === 'environment' && run.environment === undefined: return undefined;
      case mayChoose(segment, run) || !Object.hasOwn(claims, key): return `${key}:${filled(value)}`;
      default: return `${key}:${encoded(claims[key])}`;
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
function mayChoose({ key, value }: SubjectSegment, { environment, event }: SampleRun): boolean {
  return CHOSEN.includes(key)
    || (environment !== undefined && ['ref', 'ref_type', 'event_name'].includes(key))
    || (key === 'event_name' && event !== 'pull_request' && value !== 'pull_request');
}

function encoded(value: string): string {
  return partsOf(value).join('%3A');
}
