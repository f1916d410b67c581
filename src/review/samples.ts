import { isDenied, keepsOut, RunKind } from './kept-out';
import { ReviewedSample, SampleKind, TrustedJobs } from './model';
import { trustedJobs } from './trusted-jobs';
import { admits } from '../checks/admissions';
import { CheckedRole, Trust } from '../checks/checked-role';
import { isPinned, sparedBy } from '../checks/demands';
import { FRESH_NAMES, newId } from '../checks/sample-texts';
import { branchTokens, environmentTokens, pullRequestTokens, tagTokens } from '../checks/sample-tokens';
import { letsInSibling, letsInSiblingByTemplate, letsInStranger } from '../checks/strangers';
import { subjectsOf, TrustedSubject } from '../checks/trusted-subjects';
import { isOpenToAny } from '../checks/trusts';
import { hasUnknown, withUnknowns } from '../github/unknown-text';
import { hasWildcard } from '../github/wildcard';
import { Claims } from '../trust/admits';
import { PolicyCondition, PolicyStatement } from '../trust/policy';
import { foreignToken } from '../trust/reach/foreign-token';

const RUNS: readonly (readonly [RunKind, (trust: Trust, name: string) => Claims[]])[] = [
  ['pull-requests', pullRequestTokens], ['branches', branchTokens], ['tags', tagTokens], ['environments', environmentTokens],
];
const KINDS: readonly SampleKind[] = [...RUNS.map(([jobs]) => jobs), 'repositories', 'registered-again', 'owners'];

/**
 * What tokens near to the trusted ones get. Each has whatever else a statement demands, as whoever wants in would see to; which kinds get in is
 * left out where the words about whom the role trusts say it already, and a kind of which nothing is sure is left out too.
 */
export function samplesOf(role: CheckedRole): ReviewedSample[] {
  const { trusts, statements } = role;
  const said = trusts.flatMap(trustedJobs);
  const now = answersOf(trusts, statements);
  const widest = trusts.map(withUnknownsOpen);
  const atMost = widest.every((trust, index) => trust === trusts[index]) ? now : answersOf(widest, statements);
  return KINDS.flatMap(jobs => {
    const admitted = now.get(jobs) === true;
    const isTold = admitted ? !said.some(one => says(one, jobs)) : now.get(jobs) === false && atMost.get(jobs) === false && isAllTold(role);
    return isTold ? [{ jobs, admitted }] : [];
  });
}

/** Whether the statements that were read are all that may let a job in. */
function isAllTold({ trusts, statements, unread }: CheckedRole): boolean {
  return unread.length === 0 && statements.every(one =>
    one.isDeny || !one.isAboutWebIdentity || !isOpenToAny(one.principals) || trusts.some(({ statement }) => statement === one));
}

/** Whether each kind gets in; undefined where that is not sure. */
function answersOf(trusts: readonly Trust[], statements: readonly PolicyStatement[]): ReadonlyMap<SampleKind, boolean | undefined> {
  const open = trusts.map(withFreeWorkflow);
  const owned = open.flatMap(subjectsOf).filter(({ named: { owner }, trust }) =>
    (owner !== undefined && !hasWildcard(owner)) || isPinned(trust, 'repository_owner_id'));
  const shut = open.map(trust => ({ ...trust, claims: [...trust.claims, ...sparedBy(trust)] }));
  const answer = (jobs: Exclude<SampleKind, 'owners'>, admitted: boolean): [SampleKind, boolean | undefined] =>
    [jobs, admitted || (shut.every(trust => keepsOut(trust, jobs)) ? false : undefined)];
  const runs = RUNS.map(([jobs, tokensOf]): [SampleKind, boolean | undefined] => {
    const admitted = FRESH_NAMES.every(name => open.some(trust => tokensOf(trust, name).some(token => isAdmitted(open, trust, token))));
    return [jobs, admitted || (shut.every(trust => keepsOut(trust, jobs) || isDenied(trust, jobs)) ? false : undefined)];
  });
  return new Map([
    ...runs,
    answer('repositories', owned.some(isOpenToSiblings)),
    answer('registered-again', owned.some(isOpenToNamesakes)),
    ['owners', trusts.some(trust => foreignToken(trust, statements) !== undefined)],
  ]);
}

function isAdmitted(trusts: readonly Trust[], { issuer }: Trust, token: Claims): boolean {
  return trusts.some(trust => trust.issuer.url === issuer.url && admits(trust, token));
}

/** What only deployment knows may be a wildcard, or nothing that anybody has. */
function withUnknownsOpen(trust: Trust): Trust {
  const isOpen = ({ base, values }: PolicyCondition) => base === 'StringLike' && values.some(hasUnknown);
  const isVague = ({ conditions }: PolicyStatement) => conditions.some(({ values }) => values.some(hasUnknown));
  if (!trust.statement.conditions.some(isOpen) && !trust.denies.some(isVague)) {
    return trust;
  }
  const opened = new Map(trust.statement.conditions.map(condition =>
    [condition, isOpen(condition) ? { ...condition, values: condition.values.map(value => withUnknowns(value, () => '*')) } : condition]));
  return {
    ...trust,
    statement: { ...trust.statement, conditions: [...opened.values()] },
    claims: trust.claims.map(condition => opened.get(condition) ?? condition),
    denies: trust.denies.filter(deny => !isVague(deny)),
  };
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
  return FRESH_NAMES.every(name => {
    const sibling = { name, id: newId(named.id) };
    return letsInSibling(subject, sibling) || (/^[*?]/.test(named.name ?? '') && text.includes('*') && letsInSiblingByTemplate(subject, name, sibling));
  });
}

/** To whoever has the same names, and not the same IDs. */
function isOpenToNamesakes(subject: TrustedSubject): boolean {
  const { ownerId, id } = subject.named;
  return letsInStranger(subject, { ownerId: newId(ownerId), id: newId(id) });
}
