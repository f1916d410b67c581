import { foreignJob } from './foreign-job';
import { foreignerUnder } from './foreigner';
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
const MOST_PLACES = 20_000;

/**
 * A token by which an owner whom the policy does not name gets in. Undefined where there is none; `unknown` where the conditions are too
 * entangled to show that.
 *
 * @param statements the whole policy, for the owners that it names
 */
export function foreignToken(gate: Gate, statements: readonly PolicyStatement[]): ForeignToken | 'unknown' | undefined {
  const budget: Budget = { left: MOST_PLACES };
  let named: Named | undefined;
  for (const limits of waysIn(gate)) {
    named ??= namedIn(statements, gate.issuer);
    const foreigner = foreignerUnder(limits, named, gate.issuer);
    for (const context of CONTEXTS) {
      const job = foreignJob({ foreigner, context, issuer: gate.issuer }, budget);
      if (job) {
        return tokenFor(job, gate, named);
      }
    }
  }
  return budget.left < 0 ? 'unknown' : undefined;
}

function tokenFor(job: Job, gate: Gate, named: Named): ForeignToken | 'unknown' {
  if (!getsIn(job, gate, named)) {
    return 'unknown';
  }
  const plain = plainest(job, other => getsIn(other, gate, named));
  return { claims: tokenOf(plain, gate.issuer)!, template: plain.template };
}

function getsIn(job: Job, { statement, denies, issuer }: Gate, named: Named): boolean {
  const token = tokenOf(job, issuer);
  return token !== undefined && new Set(job.template).size === job.template.length && isForeign(job, named) && mayAdmit(statement, denies, issuer, token);
}

function isForeign({ values: { owner, repository_owner_id: ownerId, repository_id: id } }: Job, { owners, ids }: Named): boolean {
  return !owners.includes(owner.toLowerCase()) && !ids.includes(ownerId) && !ids.includes(id);
}
