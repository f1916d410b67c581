import { Condition } from './condition';
import { Call, isReadable } from './key-values';
import { DEFAULT_AUDIENCE } from './audience';
import { GithubOidcToken } from '../github/oidc-token';
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
  return claim === 'sub' ? subjectHint(actual, known, token) : caseHint(actual, known);
}

function audienceHint(actual: string | undefined, expected: readonly string[]): string {
  const own = actual?.startsWith('https://github.com/') ? 'this is the audience of a token that was asked for without one; ' : '';
  return `${own}have the job ask for '${expected.includes(DEFAULT_AUDIENCE) ? DEFAULT_AUDIENCE : expected[0]}': the input audience of aws-actions/configure-aws-credentials, which is 'sts.amazonaws.com' by default`;
}

function absenceHint(claim: string): string {
  switch (claim) {
    case 'environment': return 'a job only has this claim when it names an environment: add `environment:` to the job';
    case 'repository_id':
    case 'repository_owner_id': return "the token's repository is written without its IDs; write it as OWNER@OWNER_ID/REPO@REPO_ID";
    default: return 'if GitHub fills it for your jobs, pass it to the test\'s token in `claims`';
  }
}

function caseHint(actual: string, expected: readonly string[]): string | undefined {
  return expected.some(value => like(actual.toLowerCase(), value.toLowerCase())) ? 'only the case differs, and IAM minds it: write it as GitHub shows it' : undefined;
}

/** The reports that maintainers see most, in the order in which they explain most. */
function subjectHint(actual: string, expected: readonly string[], token: GithubOidcToken): string | undefined {
  for (const value of expected) {
    const hint = differenceOf(actual, value, token);
    if (hint) { return hint; }
  }
  return expected.map(value => contextHint(actual, value)).find(hint => hint !== undefined);
}

function differenceOf(actual: string, expected: string, { claims }: GithubOidcToken): string | undefined {
  const repository = claims.repository ?? 'OWNER/REPO';
  if (like(withoutIds(actual), expected)) {
    return `the repository mints immutable subjects, and the policy has its name without IDs; write it as this prints it: gh api repos/${repository}/actions/oidc/customization/sub --jq .sub_claim_prefix`;
  }
  if (like(actual, withoutIds(expected))) {
    return `the policy has '@ID' and this token has not: write the test's repository as OWNER@OWNER_ID/REPO@REPO_ID, or, if GitHub mints it so (gh api repos/${repository}/actions/oidc/customization/sub --jq .sub_claim_prefix), `
      + 'accept both forms by SubjectFormat.BOTH';
  }
  if (like(actual.replaceAll('%3A', ':'), expected.replaceAll('%3A', ':'))) {
    return "GitHub writes ':' inside a value as '%3A' into sub; the policy has to have it so too";
  }
  return caseHint(actual, [expected]);
}

/** The same repository in another context. */
function contextHint(actual: string, expected: string): string | undefined {
  if (hasOtherIds(actual, expected)) {
    return undefined;
  }
  const [is, wanted] = [tailOf(withoutIds(actual)), tailOf(withoutIds(expected))];
  if (is === undefined || wanted === undefined || !like(is.repository, wanted.repository) || is.context === wanted.context) {
    return undefined;
  }
  const [isEnvironment, wantsEnvironment] = [is.context, wanted.context].map(context => context.startsWith('environment:'));
  if (wantsEnvironment && !isEnvironment) {
    return 'a job only has that subject when it names the environment: add `environment:` to the job, with the name spelled as in the policy';
  }
  if (isEnvironment && !wantsEnvironment) {
    return 'the job names an environment, and its subject then holds the environment and no branch, tag or pull request: trust environment(), or take `environment:` out of the job';
  }
  if (is.context === 'pull_request') {
    return "a pull request's run has a subject of its own, without a branch: trust pullRequest() if it may have these permissions";
  }
  return undefined;
}

/** The default template's two parts. */
function tailOf(subject: string): { repository: string; context: string } | undefined {
  const [, repository, context] = /^repo:([^:]+):(.+)$/s.exec(subject) ?? [];
  return repository === undefined ? undefined : { repository, context };
}

export function withoutIds(subject: string): string {
  return subject.replace(/^repo:([^@/:]+)@[0-9]+\/([^@/:]+?)(?:@[0-9]+)?(?=:|$)/, 'repo:$1/$2');
}

function hasOtherIds(actual: string, expected: string): boolean {
  const [one, other] = [actual, expected].map(subject => subject.split(':', 2)[1]?.match(/@[0-9]+/g));
  return Boolean(one && other && one.join() !== other.slice(0, one.length).join());
}
