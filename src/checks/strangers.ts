import { admits } from './admissions';
import { Trust } from './checked-role';
import { filled, UNNAMED, wanted } from './sample-texts';
import { ANY_RUN, environmentRun, PULL_REQUEST_RUN, refRun, SampleRun, tokensOf } from './sample-tokens';
import { NamedRepository } from './subject-value';
import { TrustedSubject } from './trusted-subjects';
import { Claims } from '../trust/admits';
import { PolicyCondition } from '../trust/policy';

/** What whoever starts a run chooses, such as the public reusable workflow that it calls. */
const CHOSEN = new Set(['actor', 'actor_id', 'environment', 'job_workflow_ref', 'ref', 'workflow']);

/** Whether a repository of the same owner gets in by a subject, by its own workflow. */
export function letsInSibling(subject: TrustedSubject, sibling: NamedRepository): boolean {
  return tokensIn(subject, runsIn(subject), sibling).some(token => admits(subject.trust, token));
}

/** Whether a repository gets in that is another's, by any run and any workflow. */
export function letsInStranger(subject: TrustedSubject, stranger: NamedRepository): boolean {
  const trust = forStrangers(subject.trust);
  return tokensIn({ ...subject, trust }, [ANY_RUN], stranger).some(token => admits(trust, token));
}

/**
 * Whether a sibling gets in whose name stands for the first wildcard: what stands behind that may be a value in a subject of its own template.
 *
 * @param own the rest of its name, from the wildcard on
 */
export function letsInSiblingByTemplate(subject: TrustedSubject, own: string, sibling: NamedRepository): boolean {
  return tokensIn(subject, runsIn(subject), sibling).some(token => admits(subject.trust, { ...token, sub: byTemplate(subject.text, own) }));
}

/** The same of a stranger. */
export function letsInStrangerByTemplate(subject: TrustedSubject, own: string, stranger: NamedRepository): boolean {
  const trust = forStrangers(subject.trust);
  return tokensIn({ ...subject, trust }, [ANY_RUN], stranger).some(token => admits(trust, { ...token, sub: byTemplate(subject.text, own) }));
}

function tokensIn({ trust }: TrustedSubject, runs: readonly SampleRun[], other: NamedRepository): Claims[] {
  return runs.flatMap(run => tokensOf(trust, run, other));
}

function byTemplate(text: string, own: string): string {
  const [beginning, ...rest] = text.split('*');
  return `${beginning}${own}:workflow:${filled(rest.join('*'))}`;
}

/** Strangers choose all that does not tell whose a run is, and a Deny statement that asks for such does not keep them out. */
function forStrangers(trust: Trust): Trust {
  const prefix = trust.issuer.conditionKeyPrefix.toLowerCase();
  const isChosen = (condition: PolicyCondition) => condition.prefix === prefix && CHOSEN.has(condition.claim);
  return !trust.issuer.hasClaimKeys ? trust : {
    ...trust,
    statement: { ...trust.statement, conditions: trust.statement.conditions.filter(condition => !isChosen(condition)) },
    claims: trust.claims.filter(condition => !isChosen(condition)),
    denies: trust.denies.filter(({ conditions }) => !conditions.some(isChosen)),
  };
}

/** Runs that have such a subject and such claims, so far as one run can. */
function runsIn({ segments, trust }: TrustedSubject): SampleRun[] {
  const ref = filled(segments.find(({ key }) => key === 'ref')?.value ?? wanted(trust, 'ref') ?? `refs/heads/${UNNAMED}`);
  const environment = wanted(trust, 'environment');
  const told = segments.flatMap(({ key, value }): SampleRun[] => {
    if (value === undefined || !['environment', 'context'].includes(key)) {
      return [];
    }
    const text = filled(value);
    return [key === 'environment' ? { ...environmentRun(environment ?? text, ref), context: `environment:${text}` } : { ...refRun(ref), context: text }];
  });
  return [...told, PULL_REQUEST_RUN, refRun(ref), environmentRun(environment ?? UNNAMED, ref)];
}
