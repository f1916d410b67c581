import { ReviewedSample, SampleKind, TrustedJobs } from './model';
import { trustedJobs } from './trusted-jobs';
import { admits } from '../checks/admissions';
import { CheckedRole, Trust } from '../checks/checked-role';
import { newId, UNNAMED } from '../checks/sample-texts';
import { branchTokens, environmentTokens, pullRequestTokens, tagTokens } from '../checks/sample-tokens';
import { letsInSibling, letsInSiblingByTemplate, letsInStranger } from '../checks/strangers';
import { subjectsOf, TrustedSubject } from '../checks/trusted-subjects';
import { hasWildcard } from '../github/wildcard';
import { Claims } from '../trust/admits';
import { PolicyCondition } from '../trust/policy';
import { foreignToken } from '../trust/reach/foreign-token';

const RUNS: readonly (readonly [SampleKind, (trust: Trust) => Claims[]])[] = [
  ['pull-requests', pullRequestTokens], ['branches', branchTokens], ['tags', tagTokens], ['environments', environmentTokens],
];

/**
 * What tokens near to the trusted ones get. Each has whatever else a statement demands, as whoever wants in would see to; which kinds get in is
 * left out where the words about whom the role trusts say it already.
 */
export function samplesOf({ trusts, statements }: CheckedRole): ReviewedSample[] {
  const said = trusts.flatMap(trustedJobs);
  const open = trusts.map(withFreeWorkflow);
  const subjects = open.flatMap(subjectsOf).filter(({ named: { owner } }) => owner !== undefined && !hasWildcard(owner));
  const isAdmitted = (token: Claims, { issuer }: Trust) => open.some(trust => trust.issuer.url === issuer.url && admits(trust, token));
  const samples: ReviewedSample[] = [
    ...RUNS.map(([jobs, tokensOf]) => ({ jobs, admitted: open.some(trust => tokensOf(trust).some(token => isAdmitted(token, trust))) })),
    ...subjects.length === 0 ? [] : [
      { jobs: 'repositories' as const, admitted: subjects.some(isOpenToSiblings) },
      { jobs: 'registered-again' as const, admitted: subjects.some(isOpenToNamesakes) },
    ],
    { jobs: 'owners', admitted: trusts.some(trust => foreignToken(trust, statements) !== undefined) },
  ];
  return samples.filter(({ jobs, admitted }) => !admitted || !said.some(one => says(one, jobs)));
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

/** To another repository of the same owner. */
function isOpenToSiblings(subject: TrustedSubject): boolean {
  const { text, named } = subject;
  const sibling = { name: UNNAMED, id: newId(named.id) };
  return letsInSibling(subject, sibling) || (/^[*?]/.test(named.name ?? '') && text.includes('*') && letsInSiblingByTemplate(subject, UNNAMED, sibling));
}

/** To whoever has the same names, and not the same IDs. */
function isOpenToNamesakes(subject: TrustedSubject): boolean {
  const { ownerId, id } = subject.named;
  return letsInStranger(subject, { ownerId: newId(ownerId), id: newId(id) });
}
