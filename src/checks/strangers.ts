import { Trust } from './checked-role';
import { filled, UNNAMED, wanted, wishesFor } from './sample-texts';
import { admittedTokens, ANY_RUN, environmentRun, pullRequestRun, refRun, SampleRun } from './sample-tokens';
import { NamedRepository, shapesOf } from './subject-value';
import { TrustedSubject } from './trusted-subjects';
import { PolicyCondition } from '../trust/policy';

/** What whoever starts a run chooses, such as the public reusable workflow that it calls. */
const CHOSEN = new Set(['actor', 'actor_id', 'environment', 'job_workflow_ref', 'ref', 'workflow']);

/** Whether another repository of the same owner gets in by a subject, by its own workflow. */
export function letsInSibling({ trust }: TrustedSubject, sibling: NamedRepository): boolean {
  return letsIn(trust, runsIn(trust), sibling);
}

/** Whether somebody else's repository gets in, in any run and by any workflow. */
export function letsInStranger({ trust }: TrustedSubject, stranger: NamedRepository): boolean {
  const open = forStrangers(trust);
  return letsIn(open, [ANY_RUN, ...runsIn(open)], stranger);
}

/**
 * Whether a sibling gets in whose name stands for the first wildcard: what stands behind that may be a value in a subject of its own template.
 *
 * @param own the rest of its name, from the wildcard on
 */
export function letsInSiblingByTemplate({ text, trust }: TrustedSubject, own: string, sibling: NamedRepository): boolean {
  return letsIn(trust, runsIn(trust), sibling, byTemplate(text, own));
}

/** The same of a stranger. */
export function letsInStrangerByTemplate({ text, trust }: TrustedSubject, own: string, stranger: NamedRepository): boolean {
  return letsIn(forStrangers(trust), [ANY_RUN], stranger, byTemplate(text, own));
}

function letsIn(trust: Trust, runs: readonly SampleRun[], other: NamedRepository, sub?: string): boolean {
  return runs.some(run => admittedTokens(trust, run, other, sub).length > 0);
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

/** Runs that have such a subject and such claims, so far as one run can, also those that a Deny statement spares. */
function runsIn(trust: Trust): SampleRun[] {
  const segments = wishesFor(trust, 'sub').flatMap(({ values }) => values.flatMap(value => shapesOf(value).flat()));
  const textsOf = (name: string) => segments.flatMap(({ key, value }) => key === name && value !== undefined ? [filled(value)] : []);
  const [environment, ref] = [wanted(trust, 'environment'), wanted(trust, 'ref')];
  const refs = [...textsOf('ref'), ref ?? `refs/heads/${UNNAMED}`];
  return [
    ...refs.map(refRun),
    ...textsOf('environment').map(text => ({ ...environmentRun(environment ?? text, refs[0]), context: `environment:${text}` })),
    ...textsOf('context').map(text => ({ ...refRun(refs[0]), context: text })),
    pullRequestRun(trust),
    environmentRun(environment ?? UNNAMED, refs[0]),
  ];
}
