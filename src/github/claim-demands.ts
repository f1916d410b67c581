import { ClaimMatch } from './claim-match';
import type { GithubClaims } from './claims';
import type { GithubIssuer } from './issuer';
import { requireRefOrCommit } from './ref-or-commit';
import { parseRepository } from './repository-identity';
import { isUnresolved, maskUnresolved, shown, UNRESOLVED } from './text';
import { like } from './wildcard';
import { Misuse } from '../misuse';

/** What claims have to be, by their names in the token. */
export type ClaimDemands = Readonly<Record<string, ClaimDemand>>;

export interface ClaimDemand {
  readonly isPattern: boolean;
  readonly values: readonly string[];
}

interface ReadableClaim {
  /** The claim's name in the token, and of its condition key. */
  readonly claim: string;
  readonly require: (match: ClaimDemand, what: string) => void;
}

const anything = () => {};
/** The ten keys that AWS reads. */
const READABLE: Record<keyof GithubClaims, ReadableClaim> = {
  actor: { claim: 'actor', require: anything },
  actorId: { claim: 'actor_id', require: requireIds },
  enterpriseId: { claim: 'enterprise_id', require: requireIds },
  environment: { claim: 'environment', require: anything },
  jobWorkflowRef: { claim: 'job_workflow_ref', require: requireWorkflowRefs },
  gitRef: { claim: 'ref', require: requireGitRefs },
  repository: { claim: 'repository', require: requireRepositories },
  repositoryId: { claim: 'repository_id', require: requireIds },
  repositoryOwnerId: { claim: 'repository_owner_id', require: requireIds },
  workflow: { claim: 'workflow', require: anything },
};

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
export const READABLE_CLAIMS: readonly string[] = Object.values(READABLE).map(({ claim }) => claim);

const READ_OF_ANY_ISSUER = ['aud', 'sub'];
const READ_WITH_CLAIM_KEYS = [...READ_OF_ANY_ISSUER, ...READABLE_CLAIMS];

/** What AWS reads of an issuer's tokens. */
export function claimsReadOf({ hasClaimKeys }: Pick<GithubIssuer, 'hasClaimKeys'>): readonly string[] {
  return hasClaimKeys ? READ_WITH_CLAIM_KEYS : READ_OF_ANY_ISSUER;
}

/** Reads the struct, also as a JavaScript caller may have filled it. */
export function readClaims(claims: GithubClaims): ClaimDemands {
  const entries = Object.entries(claims ?? {}).filter(([, match]) => match !== undefined);
  if (entries.length === 0) {
    throw new Misuse('GithubClaimsMissing', 'withClaims() names no claim, so it would demand nothing; name at least one, or leave it out');
  }
  return Object.fromEntries(entries.map(([name, match]) => {
    if (!Object.hasOwn(READABLE, name)) {
      throw new Misuse('UnknownClaimKey', `withClaims() names '${name}'; allowed are ${Object.keys(READABLE).join(', ')}: ${remedyFor(name)}`);
    }
    const demand = readMatch(name, match);
    const { claim, require } = READABLE[name as keyof GithubClaims];
    require(demand, `the claim ${claim}`);
    return [claim, demand];
  }));
}

/** Reads a value of a subject template: of a claim that AWS reads too, by the same rules. */
export function readTemplateValue(claim: string, match: unknown): ClaimDemand {
  const demand = readMatch(claim, match);
  Object.values(READABLE).find(readable => readable.claim === claim)?.require(demand, `the template's value of ${claim}`);
  return demand;
}

function remedyFor(name: string): string {
  const spelled = Object.entries(READABLE).find(([, { claim }]) => claim === name);
  switch (true) {
    case spelled !== undefined: return `write '${spelled![0]}'`;
    case name === 'sub': return 'the subject is what withClaims() is called on';
    case name === 'aud': return 'pass `audience` to the role';
    default: return 'AWS reads no other claim; put it into `sub` by a GithubSubjectTemplate';
  }
}

/** By shape, since the value may come from another copy of this package; so everything is looked at again. */
export function readMatch(name: string, match: unknown): ClaimDemand {
  const { conditionOperator, values } = (match ?? {}) as Partial<ClaimMatch>;
  const isPattern = conditionOperator === 'StringLike';
  if ((!isPattern && conditionOperator !== 'StringEquals') || !Array.isArray(values)) {
    throw new Misuse('GithubClaimInvalid', `${name} is '${shown(match)}', not a ClaimMatch; pass such as ClaimMatch.exactly('VALUE')`);
  }
  return { isPattern, values: (isPattern ? ClaimMatch.like(...values) : ClaimMatch.exactly(...values)).values };
}

/** What meets both: demands on different claims side by side, those on one claim as their intersection. */
export function bothDemands(one: ClaimDemands, other: ClaimDemands): ClaimDemands {
  const merged: Record<string, ClaimDemand> = { ...one };
  for (const [claim, demand] of Object.entries(other)) {
    merged[claim] = merged[claim] ? intersection(claim, merged[claim], demand) : demand;
  }
  return merged;
}

/** A list of values means any of them, so two demands on one claim cannot simply be listed. */
function intersection(claim: string, one: ClaimDemand, other: ClaimDemand): ClaimDemand {
  if (one.isPattern === other.isPattern && same(one.values, other.values)) {
    return one;
  }
  if (one.isPattern && other.isPattern) {
    throw new Misuse('GithubClaimsContradict',
      `the claim ${claim} is demanded to be ${wordsOf(one)} and also ${wordsOf(other)}, and no list of patterns says both; demand it once`);
  }
  const [exact, matching] = one.isPattern ? [other, one] : [one, other];
  const unresolved = [...exact.values, ...matching.values].find(isUnresolved);
  if (unresolved !== undefined) {
    throw new Misuse('GithubClaimsContradict',
      `the claim ${claim} is demanded to be ${wordsOf(one)} and also ${wordsOf(other)}, and '${unresolved}' is known only at deployment, so nothing shows what meets both; demand it once`);
  }
  const values = exact.values.filter(value => matching.values.some(wanted => matching.isPattern ? like(value, wanted) : value === wanted));
  if (values.length === 0) {
    throw new Misuse('GithubClaimsContradict',
      `the claim ${claim} is demanded to be ${wordsOf(one)} and also ${wordsOf(other)}, and no token is both; leave one out`);
  }
  return { isPattern: false, values };
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.every(value => other.includes(value)) && other.every(value => one.includes(value));
}

function wordsOf({ isPattern, values }: ClaimDemand): string {
  return `${isPattern ? 'like ' : ''}'${values.join("' or '")}'`;
}

function requireIds({ isPattern, values }: ClaimDemand, what: string): void {
  const wrong = values.find(value => isPattern || (!isUnresolved(value) && !/^[1-9][0-9]*$/.test(value)));
  if (wrong !== undefined) {
    throw new Misuse('GithubClaimInvalid', `${what} is '${wrong}', ${isPattern ? 'a pattern, and an ID that begins alike is somebody else' : 'not a number'}; pass numeric IDs by ClaimMatch.exactly()`);
  }
}

function requireGitRefs({ values }: ClaimDemand, what: string): void {
  const wrong = values.find(value => !/^refs\/./.test(value) && !isUnresolved(value));
  if (wrong !== undefined) {
    throw new Misuse('GithubClaimInvalid', `${what} is '${wrong}'; it starts with 'refs/' in every token: write it as in 'refs/heads/main'`);
  }
}

function requireRepositories({ isPattern, values }: ClaimDemand, what: string): void {
  const allowed = isPattern ? /^[^/@:*?]+\/[^/@:]+$/ : /^[^/@:]+\/[^/@:]+$/;
  const wrong = values.find(value => !allowed.test(maskUnresolved(value)) && maskUnresolved(value) !== UNRESOLVED);
  if (wrong !== undefined) {
    throw new Misuse('GithubClaimInvalid', `${what} is '${wrong}'; it is OWNER/REPO in every token, without IDs${isPattern ? ': write the owner out' : ''}`);
  }
  if (!isPattern) {
    values.forEach(parseRepository);
  }
}

function requireWorkflowRefs({ isPattern, values }: ClaimDemand, what: string): void {
  const how = 'write OWNER/REPO/.github/workflows/FILE@refs/heads/BRANCH, as ClaimMatch.reusableWorkflow() does';
  for (const value of values.filter(text => !isUnresolved(text))) {
    const [path, ...ref] = value.split('@');
    const gitRef = ref.length === 0 ? undefined : ref.join('@');
    if (isPattern && !/^[^/*?]+\//.test(value)) {
      throw new Misuse('GithubClaimInvalid', `${what} is like '${value}', which a workflow of any owner could be; begin with the owner before any wildcard: ${how}`);
    }
    if (!/^[^/]+\/./.test(path) || (!isPattern && !/^[^/]+\/[^/]+\/./.test(path))) {
      throw new Misuse('GithubClaimInvalid', `${what} is '${value}', which no token has; ${how}`);
    }
    requireRefOrCommit(`the git ref of ${what}, '${value}',`, gitRef);
  }
}
