import { READABLE_CLAIMS } from '../../github/claim-demands';
import { passesWithoutKey } from '../demands';
import { remedyForClaim } from '../meant-claim';
import { PlacedCondition, placedConditions } from '../placed-conditions';
import { Rule } from '../rule';

const KNOWN: readonly string[] = ['aud', 'sub', ...READABLE_CLAIMS];

export const unknownClaimKey: Rule = {
  id: 'UnknownClaimKey',
  severity: 'error',
  summary: "A condition on a claim that AWS does not read from GitHub's tokens: it never passes, or always does.",
  fix: `use the claims that AWS reads: ${KNOWN.join(', ')}`,
  link: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html',
  ofRole: role => placedConditions(role).filter(({ condition: { claim } }) => !KNOWN.includes(claim)).map(placed => ({
    statement: placed.statement.name,
    message: `AWS reads nothing of GitHub's tokens for the condition key '${placed.condition.key}', so that ${effectOf(placed)}`,
    fix: remedyForClaim(placed.condition.claim),
  })),
  compliant: {
    conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production', repository_owner_id: '123456' } },
  },
  nonCompliant: {
    conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production', repository_owner: 'octo-org' } },
  },
};

function effectOf({ condition, statement: { isDeny } }: PlacedCondition): string {
  const { operator } = condition;
  if (passesWithoutKey(condition)) {
    return `'${operator}' always passes, as if it were not there`;
  }
  return `'${operator}' never passes, and the statement ${isDeny ? 'denies nothing' : 'lets nobody in'}`;
}
