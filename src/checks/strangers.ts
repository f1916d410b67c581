import { admits } from './admissions';
import { Trust } from './checked-role';
import { environmentRun, filled, PULL_REQUEST_RUN, refRun, SampleRun, tokensOf, UNNAMED, wanted } from './sample-tokens';
import { NamedRepository, SubjectSegment } from './subject-value';
import { TrustedSubject } from './trusted-subjects';
import { PolicyCondition } from '../trust/policy';

/** What whoever starts a run chooses, such as the public reusable workflow that it calls. */
const CHOSEN = new Set(['actor', 'actor_id', 'environment', 'job_workflow_ref', 'ref', 'workflow']);

/** Whether another repository gets in by a subject. */
export function letsIn({ segments, trust }: TrustedSubject, other: NamedRepository): boolean {
  return runsIn(segments, trust).some(run => tokensOf(trust, run, other).some(token => admits(trust, token)));
}

/**
 * Whether a repository gets in whose name stands for the first wildcard: what stands behind that may be a value in a subject of its own template.
 *
 * @param own the rest of its name, from the wildcard on
 */
export function letsInByTemplate({ text, segments, trust }: TrustedSubject, own: string, other: NamedRepository): boolean {
  const star = text.indexOf('*');
  const sub = `${text.slice(0, star)}${own}:workflow:${filled(text.slice(star + 1))}`;
  return star >= 0 && runsIn(segments, trust).some(run => tokensOf(trust, run, other).some(token => admits(trust, { ...token, sub })));
}

/** A subject for strangers, who choose all that does not tell whose a run is. A Deny statement that asks for such does not keep them out. */
export function forStrangers(subject: TrustedSubject): TrustedSubject {
  const { trust } = subject;
  const prefix = trust.issuer.conditionKeyPrefix.toLowerCase();
  const isChosen = (condition: PolicyCondition) => condition.prefix === prefix && CHOSEN.has(condition.claim);
  return !trust.issuer.hasClaimKeys ? subject : {
    ...subject,
    trust: {
      ...trust,
      statement: { ...trust.statement, conditions: trust.statement.conditions.filter(condition => !isChosen(condition)) },
      claims: trust.claims.filter(condition => !isChosen(condition)),
      denies: trust.denies.filter(({ conditions }) => !conditions.some(isChosen)),
    },
  };
}

/** Runs that have such a subject and such claims, so far as one run can. */
function runsIn(segments: readonly SubjectSegment[], trust: Trust): SampleRun[] {
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
