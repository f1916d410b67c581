import { READABLE_CLAIMS } from '../../github/claim-demands';
import { Trust } from '../checked-role';
import { demandsOf } from '../demands';
import { Rule } from '../rule';
import { UNNAMED } from '../sample-texts';
import { admittedTokens, environmentRun, pullRequestRun, refRun } from '../sample-tokens';
import { quoted } from '../words';

/** Whoever may edit a workflow names it, and a run that is started again keeps the actor that it had. */
const CHOSEN = ['actor', 'workflow'];
/** What tells a repository from others, and no run of it from another. */
const OF_REPOSITORY = ['enterprise_id', 'repository', 'repository_id', 'repository_owner_id'];
const NARROWING = READABLE_CLAIMS.filter(claim => ![...CHOSEN, ...OF_REPOSITORY].includes(claim));

export const userControlledClaim: Rule = {
  id: 'UserControlledClaim',
  severity: 'warning',
  summary: "A statement in which nothing but `actor` or `workflow` tells a repository's runs apart: whoever may edit a workflow, or start a run again, has them too.",
  fix: 'name a branch, a tag or an environment in sub',
  link: 'https://docs.github.com/en/actions/reference/security/oidc',
  ofRole: ({ trusts }) => trusts.flatMap(trust => {
    const demands = CHOSEN.flatMap(claim => demandsOf(trust, claim));
    return demands.length === 0 || !isOpenToAnyRun(trust) ? [] : demands.map(({ claim, values }) => ({
      statement: trust.statement.name,
      message: `only ${claim}, which has to be ${quoted(values)}, bounds which runs of the repository get in, and it is no boundary: ${
        claim === 'actor' ? 'a run that somebody else starts again keeps its actor' : 'whoever may edit a workflow can name it so'}`,
    }));
  }),
  compliant: {
    conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main', workflow: 'deploy' } },
  },
  nonCompliant: {
    conditions: { StringEquals: { aud: 'sts.amazonaws.com', workflow: 'deploy' }, StringLike: { sub: 'repo:octo-org@123456/octo-repo@456789:*' } },
  },
};

/** Whether a run of the repository gets in, whatever its context. */
function isOpenToAnyRun(trust: Trust): boolean {
  if (!CHOSEN.some(claim => demandsOf(trust, claim).length > 0) || NARROWING.some(claim => demandsOf(trust, claim).length > 0) || demandsOf(trust, 'sub').length === 0) {
    return false;
  }
  return [refRun(`refs/heads/${UNNAMED}`), environmentRun(UNNAMED), pullRequestRun(trust)].every(run => admittedTokens(trust, run).length > 0);
}
