import { CHINA_AUDIENCE } from './audience';
import { Condition } from './condition';
import { Call, isReadable, isUntold } from './key-values';
import { subjectHint } from './subject-hint';
import { CASE_HINT } from './value-hint';
import { claimsReadOf } from '../github/claim-demands';
import { GithubIssuer } from '../github/issuer';
import { DEFAULT_AUDIENCE } from '../github/mint';
import { hasWildcard, like } from '../github/wildcard';

/** A pattern that is worth being one: its owner stands before the first wildcard. */
const PINS_OWNER = /^(?:repo:)?[^:/*?]+\//;

/** What the person who reads the decision has most likely got wrong, where a condition is sure to fail. */
export function hintFor(
  { prefix, claim, expected, operator }: Pick<Condition, 'prefix' | 'claim' | 'expected' | 'operator'>, actual: string | undefined, { token, keyPrefix }: Call,
): string | undefined {
  if (prefix !== keyPrefix || operator.negated) {
    return undefined;
  }
  if (!isReadable(claim, token.issuer)) {
    return unreadHint(claim, token.issuer);
  }
  const known = expected.filter(value => value !== undefined);
  if (operator.isNull || known.length === 0) {
    return undefined;
  }
  const isPattern = operator.name.includes('Like');
  if (!isPattern && actual !== undefined && known.some(value => hasWildcard(value) && like(actual, value) && PINS_OWNER.test(value))) {
    return `${operator.name} takes '*' and '?' to the letter; use StringLike for a pattern`;
  }
  if (claim === 'aud') {
    return audienceHint(actual, known);
  }
  if (actual === undefined) {
    return absenceHint(claim);
  }
  const ignoresCase = operator.name.includes('IgnoreCase');
  return claim === 'sub' ? subjectHint(token, known, { isPattern, ignoresCase }) : claimHint(actual, known, ignoresCase);
}

/** What to do about a claim that GitHub fills in and the test leaves out. */
export function untoldHint(condition: Pick<Condition, 'prefix' | 'claim'>, call: Call): string | undefined {
  if (!isUntold(condition, call)) {
    return undefined;
  }
  return condition.claim === 'enterprise_id'
    ? "pass the enterprise's ID to the test's token in `claims`"
    : "the token's repository is written without its IDs; write it as OWNER@OWNER_ID/REPO@REPO_ID";
}

/** Whoever drops the condition of a misspelt claim opens the role. */
function unreadHint(claim: string, issuer: GithubIssuer): string {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');
  const read = claimsReadOf(issuer);
  const meant = read.find(name => plain(name) === plain(claim)) ?? read.find(name => plain(claim).length > 2 && plain(name).startsWith(plain(claim)));
  return `AWS does not read this claim from ${issuer.url}, so nobody gets in: ${meant ? `did you mean '${meant}'?` : `it reads ${read.join(', ')}; any other can stand in sub, by a subject template`}`;
}

function audienceHint(actual: string | undefined, expected: readonly string[]): string {
  const wanted = expected.includes(DEFAULT_AUDIENCE) ? DEFAULT_AUDIENCE : expected.find(value => !hasWildcard(value));
  const own = /^https:\/\/[^/]+\/[^/]+$/.test(actual ?? '') ? 'this is the audience of a token that was asked for without one; ' : '';
  if (wanted === undefined || (actual === DEFAULT_AUDIENCE && wanted !== CHINA_AUDIENCE)) {
    const job = wanted === undefined ? '' : `, or the job ask for '${wanted}'`;
    return `${own}have the policy want '${DEFAULT_AUDIENCE}', which aws-actions/configure-aws-credentials asks for by default${job}`;
  }
  return `${own}have the job ask for '${wanted}': the input audience of aws-actions/configure-aws-credentials, which is '${DEFAULT_AUDIENCE}' by default`;
}

function absenceHint(claim: string): string {
  return claim === 'environment'
    ? 'a job only has this claim when it names an environment: add `environment:` to the job'
    : 'if GitHub fills it for your jobs, pass it to the test\'s token in `claims`';
}

function claimHint(actual: string, expected: readonly string[], ignoresCase: boolean): string | undefined {
  if (!ignoresCase && expected.some(value => like(actual.toLowerCase(), value.toLowerCase()))) {
    return CASE_HINT;
  }
  if (expected.some(value => /%3A/i.test(value) && like(actual, value.replace(/%3A/gi, ':')))) {
    return "only sub has ':' encoded: write the claim's own value";
  }
  return actual.startsWith('refs/') && expected.some(value => actual.endsWith(`/${value}`)) ? 'the claim holds the whole ref: write it as it stands in the token' : undefined;
}
