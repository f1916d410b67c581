import { READABLE_CLAIMS } from '../../github/claim-demands';
import { withUnknowns } from '../../github/unknown-text';
import { hasWildcard } from '../../github/wildcard';
import { placedConditions } from '../placed-conditions';
import { Rule } from '../rule';

/** To each operator that takes its values to the letter, the one that takes patterns. */
const PATTERN_OPERATORS = new Map([
  ['StringEquals', 'StringLike'], ['StringEqualsIgnoreCase', 'StringLike'],
  ['StringNotEquals', 'StringNotLike'], ['StringNotEqualsIgnoreCase', 'StringNotLike'],
]);
/** An environment's and a workflow's name may hold any character. */
const WITHOUT_WILDCARD = new Set(['aud', 'sub', ...READABLE_CLAIMS.filter(claim => !['environment', 'workflow'].includes(claim))]);

export const wildcardNeverMatches: Rule = {
  id: 'WildcardNeverMatches',
  severity: 'error',
  summary: '`*` or `?` under an operator that takes it to the letter: neither stands in the names of accounts, repositories and git refs.',
  fix: 'use StringLike for a pattern, or write the value out',
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
  ofRole: role => placedConditions(role).filter(({ condition: { base, claim } }) => PATTERN_OPERATORS.has(base) && WITHOUT_WILDCARD.has(claim))
    .flatMap(({ condition: { base, operator, key, values }, statement }) => values.filter(meansPattern).map(value => ({
      statement: statement.name,
      message: `'${operator}' takes '${value}' to the letter, wildcards included, and no token has it as '${key}'`,
      fix: `use ${PATTERN_OPERATORS.get(base)} for a pattern, or write the value out`,
    }))),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: 'repo:octo-org@123456/octo-repo@456789:ref:refs/tags/v*' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:ref:refs/tags/v*' } } },
};

/** Whoever writes `${*}` means the star itself. */
function meansPattern(value: string): boolean {
  return hasWildcard(withUnknowns(value, () => '').replace(/\$\{[*?$]\}/g, ''));
}
