import { claimsReadOf } from '../github/claim-demands';

const READ = claimsReadOf({ hasClaimKeys: true });
const BY_TEMPLATE = 'put it into sub by a subject template, and demand it there';
const BY_ID = "demand the owner's ID as 'repository_owner_id', or the owner in sub, such as 'repo:OWNER@OWNER_ID/*'";

/** Claims of GitHub's tokens, and what people write for claims. */
const MEANT = new Map([
  ['audience', "write 'aud'"],
  ['base_ref', BY_TEMPLATE],
  ['enterprise', "demand the enterprise's ID as 'enterprise_id'"],
  ['event_name', "demand it in sub, which ends in ':pull_request' for pull requests, or by a subject template"],
  ['head_ref', BY_TEMPLATE],
  ['iss', 'leave it out: the provider in the principal tells the issuer'],
  ['job_workflow_sha', "demand the commit in 'job_workflow_ref', behind '@'"],
  ['organization', BY_ID],
  ['owner', BY_ID],
  ['ref_type', "demand 'ref', such as 'refs/heads/main' or like 'refs/tags/*'"],
  ['repo', "write 'repository'"],
  ['repository_owner', BY_ID],
  ['subject', "write 'sub'"],
  ['workflow_ref', "demand 'job_workflow_ref', which holds the file and the git ref of the workflow that runs"],
  ['workflow_sha', "demand the commit in 'job_workflow_ref', behind '@'"],
]);

/** What to do about a claim that AWS does not read. */
export function remedyForClaim(claim: string): string {
  const [near] = READ.map(read => ({ read, far: distance(lettersOf(claim), lettersOf(read)) })).sort((one, other) => one.far - other.far);
  return MEANT.get(claim) ?? (near.far * 3 < claim.length
    ? `write '${near.read}'`
    : `AWS reads ${READ.join(', ')}; what another claim says, ${BY_TEMPLATE}`);
}

function lettersOf(claim: string): string {
  return claim.replace(/[^a-z]/g, '');
}

/** How many letters have to be changed, added or left out. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[other.length];
}
