import { Trust } from './checked-role';
import { demandsOf } from './demands';
import { filled, FRESH_NAMES } from './sample-texts';
import { admittedTokens, environmentRun, pullRequestRun, pullRequestRuns, refRun, SampleRun } from './sample-tokens';
import { contextStart, ownedSubjects, TrustedSubject } from './trusted-subjects';
import { hasWildcard } from '../github/wildcard';
import { remembered } from '../trust/remembered';

/** What a subject lets in beyond what it names: the widest of it. */
export type WideContext = 'any' | 'branches' | 'tags' | 'pull requests' | 'environments' | 'branches that begin alike';

/** How the contexts of their runs begin. To make samples of those is work, and most subjects begin otherwise. */
const PULL_REQUESTS = ['pull_request', 'ref:refs/pull/'];

/** By what gets in, so that claims which narrow the statement count, as do Deny statements. */
const wideContextOf = remembered((subject: TrustedSubject): WideContext | undefined => {
  const { isPattern, segments, trust } = subject;
  if (!isPattern && segments.some(({ key, value = '' }) => key === 'environment' || (key === 'ref' && !value.startsWith('refs/pull/')))) {
    return undefined;
  }
  const start = contextStart(subject);
  const lets = (run: SampleRun) => run.context.startsWith(start) && admittedTokens(trust, run).length > 0;
  const letsAny = (runOf: (name: string) => SampleRun) => FRESH_NAMES.every(name => lets(runOf(name)));
  const isBranchIn = letsAny(name => refRun(`refs/heads/${name}`));
  switch (true) {
    case isBranchIn && lets(pullRequestRun(trust)) && letsAny(environmentRun): return 'any';
    case isBranchIn: return 'branches';
    case letsAny(name => refRun(`refs/tags/${name}`)): return 'tags';
    case PULL_REQUESTS.some(context => context.startsWith(start) || start.startsWith(context)) && pullRequestRuns(trust).some(lets):
      return 'pull requests';
    case letsAny(environmentRun) || environmentsIn(subject).some(environment => lets(environmentRun(environment))): return 'environments';
    case similarBranches(subject).some(branch => lets(refRun(`refs/heads/${branch}`))): return 'branches that begin alike';
    default: return undefined;
  }
});

/** The subjects of a statement that let such in. */
export function contextsLike(trust: Trust, context: WideContext): string[] {
  return ownedSubjects(trust).filter(subject => wideContextOf(subject) === context).map(({ text }) => text);
}

/** A branch's name that a pattern covers though it stands for another branch, such as `main-x` for `main*`. */
function similarBranches(subject: TrustedSubject): string[] {
  return textsOf(subject, 'ref').flatMap(ref => {
    const [, pattern, beginning] = /^refs\/heads\/(([^*?]*[A-Za-z0-9])[*?].*)$/s.exec(ref) ?? [];
    // Behind a sign that ends a word, or the letter of versions, a pattern means a family of names.
    return pattern === undefined || /(?:^|[^A-Za-z0-9])v$/.test(beginning) ? [] : [filled(pattern, '-x')];
  });
}

function environmentsIn(subject: TrustedSubject): string[] {
  return textsOf(subject, 'environment').filter(hasWildcard).map(pattern => filled(pattern));
}

/** What the subject's text and the claims beside it say. */
function textsOf({ segments, trust }: TrustedSubject, claim: 'ref' | 'environment'): string[] {
  return [...segments.flatMap(({ key, value = '' }) => key === claim ? [value] : []), ...demandsOf(trust, claim).flatMap(({ values }) => values)];
}
