import { foreignJob } from './foreign-job';
import { foreignerUnder } from './foreigner';
import { lazy } from './lazy';
import { Gate, waysIn } from './limits';
import { Named, namedIn } from './named';
import { plainest } from './plainest';
import { Budget } from './search';
import { Context } from './template-keys';
import { Job, tokenOf } from './token';
import { Claims, mayAdmit } from '../admits';
import { PolicyStatement } from '../policy';

/** A token that gets in, of an owner whom the policy does not name. */
export interface ForeignToken {
  readonly claims: Claims;
  /** The subject template that mints it: `include_claim_keys` of a repository that anybody can have. */
  readonly template: readonly string[];
}

const CONTEXTS: readonly Context[] = ['ref', 'environment', 'pull_request'];
/** Some tenths of a second. No policy that anybody means comes near it. */
const MOST_PLACES = 10_000;
/** To make the languages of a way costs as much as so many places. */
const COST_OF_A_WAY = 50;

/**
 * A token by which an owner whom the policy does not name gets in. Undefined where there is none; `unknown` where the conditions are too
 * entangled to show that.
 *
 * @param statements the whole policy, for the owners that it names
 */
export function foreignToken(gate: Gate, statements: readonly PolicyStatement[]): ForeignToken | 'unknown' | undefined {
  const budget: Budget = { left: MOST_PLACES };
  const named = lazy(() => namedIn(statements, gate.issuer));
  const isProven = (job: Job) => getsIn(job, gate, named());
  let isDoubtful = false;
  for (const job of foreignJobs(gate, named, budget)) {
    if (isProven(job)) {
      const plain = plainest(job, isProven);
      return { claims: tokenOf(plain, gate.issuer)!, template: plain.template };
    }
    isDoubtful = true;
  }
  return isDoubtful || budget.left < 0 ? 'unknown' : undefined;
}

function* foreignJobs(gate: Gate, named: () => Named, budget: Budget): Generator<Job> {
  for (const limits of waysIn(gate)) {
    budget.left -= COST_OF_A_WAY;
    if (budget.left < 0) {
      return;
    }
    const foreigner = foreignerUnder(limits, named(), gate.issuer);
    for (const context of CONTEXTS) {
      const job = foreignJob({ foreigner, context, issuer: gate.issuer }, budget);
      if (job) { yield job; }
    }
  }
}

function getsIn(job: Job, { statement, denies, issuer }: Gate, named: Named): boolean {
  const token = tokenOf(job, issuer);
  const isTemplate = new Set(job.template).size === job.template.length;
  return token !== undefined && isTemplate && isForeign(job, named) && mayAdmit(statement, denies, issuer, token);
}

function isForeign({ values: { owner, repository_owner_id: ownerId, repository_id: id } }: Job, { owners, ids }: Named): boolean {
  return !owners.includes(owner.toLowerCase()) && !ids.includes(ownerId) && !ids.includes(id);
}
