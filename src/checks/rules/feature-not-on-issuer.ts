import { READABLE_CLAIMS } from '../../github/claim-demands';
import { isPositive } from '../demands';
import { PlacedCondition, placedConditions } from '../placed-conditions';
import { Rule } from '../rule';

/** Names of owners and repositories hold no `@`. */
const IMMUTABLE = /^repo:[^:]*@/;

export const featureNotOnIssuer: Rule = {
  id: 'FeatureNotOnIssuer',
  severity: 'error',
  summary: 'A condition on what the issuer does not have: claims that AWS reads of other issuers only, or immutable subjects on a GitHub Enterprise Server.',
  fix: 'demand aud and sub only',
  link: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html',
  ofRole: role => placedConditions(role).flatMap(placed => [...claimProblems(placed), ...subjectProblems(placed)]),
  compliant: {
    issuer: 'token.actions.octocorp.ghe.com/octocorp',
    conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } },
  },
  nonCompliant: {
    issuer: 'token.actions.octocorp.ghe.com/octocorp',
    conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production', repository_id: '456789' } },
  },
};

function claimProblems({ condition: { claim, key }, statement, issuer }: PlacedCondition) {
  return issuer.hasClaimKeys || !READABLE_CLAIMS.includes(claim) ? [] : [{
    statement: statement.name,
    message: `the condition key is '${key}', and AWS reads only aud and sub of tokens of ${issuer.url}`,
    fix: 'leave the condition out, and demand what it says in sub',
  }];
}

function subjectProblems({ condition, statement, issuer }: PlacedCondition) {
  return issuer.hasImmutableSubjects || condition.claim !== 'sub' || !isPositive(condition) ? [] : condition.values.filter(value => IMMUTABLE.test(value)).map(value => ({
    statement: statement.name,
    message: `the subject is '${value}', with IDs, and ${issuer.url} mints no immutable subjects`,
    fix: "write it without the IDs, as 'repo:OWNER/REPO:…'",
  }));
}
