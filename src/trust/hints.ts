import { DEFAULT_AUDIENCE } from './audience';
import { Condition } from './condition';
import { Call, isReadable } from './key-values';
import { CASE_HINT, subjectHint } from './subject-hint';
import { hasWildcard, like } from '../github/wildcard';

/** What the person who reads the decision has most likely got wrong, where a condition is sure to fail. */
export function hintFor(
  { prefix, claim, expected, operator }: Pick<Condition, 'prefix' | 'claim' | 'expected' | 'operator'>, actual: string | undefined, { token, keyPrefix }: Call,
): string | undefined {
  if (prefix !== keyPrefix || operator.negated) {
    return undefined;
  }
  if (!isReadable(claim, token.issuer)) {
    return `AWS does not read this claim from ${token.issuer.url}, so nobody gets in: drop the condition, or put the claim into sub by a subject template`;
  }
  const known = expected.filter(value => value !== undefined);
  if (operator.isNull || known.length === 0) {
    return undefined;
  }
  if (!operator.name.includes('Like') && actual !== undefined && known.some(value => hasWildcard(value) && like(actual, value))) {
    return `${operator.name} takes '*' and '?' to the letter; use StringLike for a pattern`;
  }
  if (claim === 'aud') {
    return audienceHint(actual, known);
  }
  if (actual === undefined) {
    return absenceHint(claim);
  }
  const ignoresCase = operator.name.includes('IgnoreCase');
  if (claim === 'sub') {
    return subjectHint(token, known, ignoresCase);
  }
  return !ignoresCase && known.some(value => like(actual.toLowerCase(), value.toLowerCase())) ? CASE_HINT : undefined;
}

function audienceHint(actual: string | undefined, expected: readonly string[]): string {
  const own = /^https:\/\/[^/]+\/[^/]+$/.test(actual ?? '') ? 'this is the audience of a token that was asked for without one; ' : '';
  const wanted = expected.includes(DEFAULT_AUDIENCE) ? DEFAULT_AUDIENCE : expected[0];
  return `${own}have the job ask for '${wanted}': the input audience of aws-actions/configure-aws-credentials, which is '${DEFAULT_AUDIENCE}' by default`;
}

function absenceHint(claim: string): string {
  switch (claim) {
    case 'environment': return 'a job only has this claim when it names an environment: add `environment:` to the job';
    case 'repository_id':
    case 'repository_owner_id': return "the token's repository is written without its IDs; write it as OWNER@OWNER_ID/REPO@REPO_ID";
    default: return 'if GitHub fills it for your jobs, pass it to the test\'s token in `claims`';
  }
}
