import { ReviewedSample, SampleKind, TrustedJobs } from './model';
import { trustedJobs } from './trusted-jobs';
import { admits } from '../checks/admissions';
import { CheckedRole, Trust } from '../checks/checked-role';
import { branchTokens, environmentTokens, newId, pullRequestTokens, tagTokens, UNNAMED } from '../checks/sample-tokens';
import { forStrangers, letsIn, letsInByTemplate } from '../checks/strangers';
import { subjectsOf, TrustedSubject } from '../checks/trusted-subjects';
import { hasWildcard } from '../github/wildcard';
import { Claims } from '../trust/admits';
import { PolicyCondition } from '../trust/policy';

const RUNS: readonly (readonly [SampleKind, (trust: Trust) => Claims[]])[] = [
  ['pull-requests', pullRequestTokens], ['branches', branchTokens], ['tags', tagTokens], ['environments', environmentTokens],
];
const REPOSITORIES: readonly (readonly [SampleKind, (subject: TrustedSubject) => boolean | undefined])[] = [
  ['repositories', letsInSibling], ['registered-again', letsInNamesake], ['owners', letsInStranger],
];

/**
 * What tokens near to the trusted ones get. Each has whatever else a statement demands, as whoever wants in would see to; which kinds get in is
 * left out where the words about whom the role trusts say it already.
 */
export function samplesOf({ trusts }: CheckedRole): ReviewedSample[] {
  const said = trusts.flatMap(trustedJobs);
  const subjects = trusts.flatMap(trust => [subjectsOf(trust), [withoutSubject(trust)]].find(list => list.length > 0)!);
  const open = trusts.map(withFreeWorkflow);
  const isAdmitted = (token: Claims, { issuer }: Trust) => open.some(trust => trust.issuer.url === issuer.url && admits(trust, token));
  const runs = RUNS.map(([jobs, tokensOf]): ReviewedSample => ({
    jobs, admitted: open.some(trust => tokensOf(trust).some(token => isAdmitted(token, trust))),
  }));
  const repositories = REPOSITORIES.flatMap(([jobs, asks]): ReviewedSample[] => {
    const answers = subjects.map(asks).filter(answer => answer !== undefined);
    return answers.length === 0 ? [] : [{ jobs, admitted: answers.includes(true) }];
  });
  return [...runs, ...repositories].filter(({ jobs, admitted }) => !admitted || !said.some(one => says(one, jobs)));
}

/** Any job may call the reusable workflow that a statement wants, and give its own what name it likes. */
function withFreeWorkflow(trust: Trust): Trust {
  const prefix = trust.issuer.conditionKeyPrefix.toLowerCase();
  const isFree = (condition: PolicyCondition) => condition.prefix === prefix && ['job_workflow_ref', 'workflow'].includes(condition.claim);
  return !trust.issuer.hasClaimKeys || !trust.claims.some(isFree) ? trust : {
    ...trust,
    statement: { ...trust.statement, conditions: trust.statement.conditions.filter(condition => !isFree(condition)) },
    claims: trust.claims.filter(condition => !isFree(condition)),
    denies: trust.denies.filter(({ conditions }) => !conditions.some(isFree)),
  };
}

function says({ run, repository, ids }: TrustedJobs, jobs: SampleKind): boolean {
  const isAnybodys = repository === undefined && ids === undefined && run === 'any';
  switch (jobs) {
    case 'owners': return isAnybodys;
    case 'repositories': return isAnybodys || (repository !== undefined && ids === undefined && hasWildcard(repository));
    case 'registered-again': return false;
    default: return run === 'any' || (run === 'pull_request' && jobs === 'pull-requests');
  }
}

/** Another repository of the same owner. Undefined where the subject names no owner. */
function letsInSibling(subject: TrustedSubject): boolean | undefined {
  const { named } = subject;
  const other = { name: UNNAMED, id: newId(named.id) };
  return named.owner === undefined ? undefined
    : letsIn(forStrangers(subject), other) || (/^[*?]/.test(named.name ?? '*') && letsInByTemplate(forStrangers(subject), UNNAMED, other));
}

/** Whoever has the same names, and not the same IDs. */
function letsInNamesake(subject: TrustedSubject): boolean | undefined {
  const { owner, ownerId, id } = subject.named;
  return owner === undefined || hasWildcard(owner) ? undefined : letsIn(forStrangers(subject), { ownerId: newId(ownerId), id: newId(id) });
}

function letsInStranger(subject: TrustedSubject): boolean {
  const { text, named } = subject;
  const stranger = forStrangers(subject);
  const names = { owner: hasWildcard(named.owner ?? '') ? named.owner!.replace(/[*?]/g, UNNAMED) : UNNAMED, ownerId: newId(named.ownerId) };
  const other = { ...names, name: named.name?.replace(/[*?]/g, UNNAMED) ?? UNNAMED, id: newId(named.id) };
  // A name of its own goes on where the wildcard stands.
  const own = text.startsWith('*') ? `repo:${UNNAMED}/${UNNAMED}` : /^repo:[^/]*$/.test(text.slice(0, text.search(/[*?]/))) ? `${UNNAMED}/${UNNAMED}` : undefined;
  return letsIn(stranger, other) || (own !== undefined && letsInByTemplate(stranger, own, other));
}

/** For a statement that demands none. */
function withoutSubject(trust: Trust): TrustedSubject {
  return { text: '', isPattern: false, ignoresCase: false, segments: [], named: {}, trust };
}
