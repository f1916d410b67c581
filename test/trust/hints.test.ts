import { App, Stack } from 'aws-cdk-lib';
import {
  ClaimMatch, GithubIssuer, GithubOidcProvider, GithubOidcRole, GithubOidcToken, GithubOidcTokenOptions, GithubOidcTrust, GithubRepository,
  GithubSubject, GithubSubjectTemplate, SubjectFormat,
} from '../../src';
import { admits } from '../support/decisions';

const NAME = 'octo-org/octo-repo';
const PREFIX = 'octo-org@123456/octo-repo@456789';
const BY_NAME = GithubRepository.of(NAME);
const WITH_IDS = GithubRepository.of(PREFIX);

const ADD_ENVIRONMENT = 'a job only has that subject when it names the environment: '
  + 'add `environment:` to the job, with the name spelled as in the policy';
const DROP_ENVIRONMENT = 'the job names an environment, and its subject then holds the environment and no branch, tag or pull request: '
  + 'trust environment(), or take `environment:` out of the job';
const PULL_REQUEST = "a pull request's run has a subject of its own, without a branch: trust pullRequest() if it may have these permissions";
const PUSH = "only a pull request's run has the subject ':pull_request': trust branch() or tag() for a push";
const CASE = 'only the case differs, and IAM minds it: write it as GitHub shows it';
const ENCODED = "GitHub writes ':' inside a value as '%3A' into sub; the policy has to have it so too";
const PRINTED = (repository = NAME) => `gh api repos/${repository}/actions/oidc/customization/sub --jq .sub_claim_prefix`;
const NO_IDS_IN_POLICY = (repository?: string) =>
  `the repository mints immutable subjects, and the policy has its name without IDs; write it as this prints it: ${PRINTED(repository)}`;
const NO_IDS_IN_TOKEN = (repository?: string) =>
  "the policy has '@ID' and this token has not: write the test's repository as OWNER@OWNER_ID/REPO@REPO_ID, "
  + `or, if GitHub mints it so (${PRINTED(repository)}), accept both forms by SubjectFormat.BOTH`;
const ASK_FOR = (audience: string) =>
  `have the job ask for '${audience}': the input audience of aws-actions/configure-aws-credentials, which is 'sts.amazonaws.com' by default`;
const NO_AUDIENCE_ASKED = 'this is the audience of a token that was asked for without one; ';
const READ = ['aud', 'sub', 'actor', 'actor_id', 'enterprise_id', 'environment', 'job_workflow_ref', 'ref', 'repository', 'repository_id',
  'repository_owner_id', 'workflow'];
const UNREAD = (issuer = GithubIssuer.GITHUB_COM, meant?: string) => `AWS does not read this claim from ${issuer.url}, so nobody gets in: `
  + (meant ? `did you mean '${meant}'?` : `it reads ${READ.slice(0, issuer.hasClaimKeys ? 12 : 2).join(', ')}; any other can stand in sub, by a subject template`);
const NO_IDS_IN_TEST = "the token's repository is written without its IDs; write it as OWNER@OWNER_ID/REPO@REPO_ID";
const NO_ENVIRONMENT = 'a job only has this claim when it names an environment: add `environment:` to the job';
const NO_CLAIM_IN_TEST = "if GitHub fills it for your jobs, pass it to the test's token in `claims`";
const TO_THE_LETTER = (operator: string) => `${operator} takes '*' and '?' to the letter; use StringLike for a pattern`;
const TEMPLATED = 'a subject template makes this subject: name its keys by withSubjectTemplate()';
const OTHER_TEMPLATE = 'the policy wants a subject that only a subject template makes: want one of environment, ref and pull_request, '
  + "or give the test's repository the same withSubjectTemplate()";
const FORMS = "behind the repository stands ':environment:NAME', ':ref:refs/heads/BRANCH', ':ref:refs/tags/TAG' or ':pull_request'";
const LETTERS = "'*' and '?' are taken to the letter here: use StringLike for a pattern";
/** What the hints have in them and nothing else has, so that none comes uncalled. */
const ANY_HINT = /; |`|gh api|GitHub writes|have the job|only the case/;

const branch = (repository = BY_NAME, name = 'main', options?: GithubOidcTokenOptions) => GithubOidcToken.forBranch(repository, name, options);
const job = (environment: string, repository = BY_NAME, options?: GithubOidcTokenOptions) =>
  GithubOidcToken.forEnvironment(repository, environment, options);
const sub = (tail: string, repository = NAME) => `repo:${repository}:${tail}`;

/** A policy of one statement, as written by hand. */
function policyOn(claim: string, expected: unknown, operator = 'StringEquals', { conditionKeyPrefix } = GithubIssuer.GITHUB_COM) {
  return {
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${conditionKeyPrefix}` },
      Condition: { [operator]: { [`${conditionKeyPrefix}:${claim}`]: expected } },
    }],
  };
}

/** Why the policy denies the token, behind the statement's name. Another engine has to deny it as well. */
function reasonFor(policy: ReturnType<typeof policyOn>, token: GithubOidcToken): string {
  expect(admits(policy, token)).toBe(false);
  const { explanation } = GithubOidcTrust.ofPolicy(policy).evaluate(token);
  expect(() => GithubOidcTrust.ofPolicy(policy).assertAllows(token))
    .toThrow(`the token with sub '${token.claims.sub}' is to be allowed, and is ${explanation}`);
  return /^denied: statement 1: (.*)$/s.exec(explanation)![1];
}

function reasonOn(claim: string, token: GithubOidcToken, expected: string, operator?: string): string {
  return reasonFor(policyOn(claim, expected, operator), token);
}

function roleFor(subjects: GithubSubject[], subjectFormat?: SubjectFormat): GithubOidcRole {
  return new GithubOidcRole(new Stack(new App(), 'Stack'), 'Role', { subjects, subjectFormat });
}

describe('a subject that fails has the hint', () => {
  test.each<[string, GithubOidcToken, string, string]>([
    ['environment missing in the job', branch(), sub('environment:production'), ADD_ENVIRONMENT],
    ['environment missing in the job, for a tag', GithubOidcToken.forTag(BY_NAME, 'v1'), sub('environment:production'), ADD_ENVIRONMENT],
    ['environment missing in the job, for a pull request', GithubOidcToken.forPullRequest(BY_NAME), sub('environment:production'), ADD_ENVIRONMENT],
    ['environment that the policy does not want, but a branch', job('production'), sub('ref:refs/heads/main'), DROP_ENVIRONMENT],
    ['environment that the policy does not want, but a tag', job('production'), sub('ref:refs/tags/v1'), DROP_ENVIRONMENT],
    ['environment that the policy does not want, but a pull request', job('production'), sub('pull_request'), DROP_ENVIRONMENT],
    ['pull request against branch', GithubOidcToken.forPullRequest(BY_NAME), sub('ref:refs/heads/main'), PULL_REQUEST],
    ['pull request against tag', GithubOidcToken.forPullRequest(BY_NAME), sub('ref:refs/tags/v1'), PULL_REQUEST],
    ['branch against pull request', branch(), sub('pull_request'), PUSH],
    ['tag against pull request', GithubOidcToken.forTag(BY_NAME, 'v1'), sub('pull_request'), PUSH],
    ['case of the owner', branch(), sub('ref:refs/heads/main', 'Octo-Org/octo-repo'), CASE],
    ['case of the repository', branch(), sub('ref:refs/heads/main', 'octo-org/Octo-Repo'), CASE],
    ['case of both, with IDs', branch(WITH_IDS), sub('ref:refs/heads/main', 'Octo-Org@123456/Octo-Repo@456789'), CASE],
    ['name form against an immutable token', branch(WITH_IDS), sub('ref:refs/heads/main'), NO_IDS_IN_POLICY()],
    ['name form against an immutable token of an environment', job('production', WITH_IDS), sub('environment:production'), NO_IDS_IN_POLICY()],
    ['missing @ID of the token', branch(), sub('ref:refs/heads/main', PREFIX), NO_IDS_IN_TOKEN()],
    ['missing @ID of the token of a pull request', GithubOidcToken.forPullRequest(BY_NAME), sub('pull_request', PREFIX), NO_IDS_IN_TOKEN()],
    ['literal colon', job('Production:V1'), sub('environment:Production:V1'), ENCODED],
    ['literal colons, with IDs', job('a:b:c', WITH_IDS), sub('environment:a:b:c', PREFIX), ENCODED],
  ])('%s', (_, token, expected, hint) => {
    expect(reasonOn('sub', token, expected)).toBe(`sub is '${token.claims.sub}', the policy wants '${expected}'; ${hint}`);
  });

  test.each<[string, GithubOidcToken, string, string]>([
    ['environment missing in the job', branch(), sub('environment:prod*'), ADD_ENVIRONMENT],
    ['environment missing in the job, of a whole owner', branch(), 'repo:octo-org/*:environment:production', ADD_ENVIRONMENT],
    ['environment that the policy does not want', job('production'), sub('ref:refs/heads/*'), DROP_ENVIRONMENT],
    ['pull request against branch', GithubOidcToken.forPullRequest(BY_NAME), sub('ref:*'), PULL_REQUEST],
    ['case of the owner', branch(), 'repo:Octo-Org/*', CASE],
    ['name form against an immutable token', branch(WITH_IDS), 'repo:octo-org/*', NO_IDS_IN_POLICY()],
    ['name form against an immutable token, one repository', branch(WITH_IDS), sub('*'), NO_IDS_IN_POLICY()],
    ['missing @ID of the token', branch(), sub('*', PREFIX), NO_IDS_IN_TOKEN()],
    ['missing @ID of the token, of a whole owner', branch(), 'repo:octo-org@123456/*', NO_IDS_IN_TOKEN()],
    ['literal colon', job('Production:V1'), sub('environment:*:V?'), ENCODED],
  ])('%s, for a pattern', (_, token, expected, hint) => {
    expect(reasonOn('sub', token, expected, 'StringLike')).toBe(`sub is '${token.claims.sub}', the policy wants the pattern '${expected}'; ${hint}`);
  });

  test.each(['monalisa/site', 'octo-org/octo.repo_1-x'])('with the command that prints the prefix of the token\'s own repository: %s', name => {
    const withIds = GithubRepository.of(name.replace('/', '@7/') + '@8');
    expect(reasonOn('sub', branch(withIds), sub('ref:refs/heads/main', name))).toContain(`; ${NO_IDS_IN_POLICY(name)}`);
    expect(reasonOn('sub', branch(GithubRepository.of(name)), sub('ref:refs/heads/main', withIds.fullName))).toContain(`; ${NO_IDS_IN_TOKEN(name)}`);
  });

  test('with a command to fill in where the token does not tell its repository', () => {
    const token = GithubOidcToken.fromClaims({ iss: GithubIssuer.GITHUB_COM.url, sub: sub('pull_request', PREFIX) });
    expect(reasonOn('sub', token, sub('pull_request'))).toContain(PRINTED('OWNER/REPO'));
  });

  test('of the condition that lets the token in once it is heeded', () => {
    const heeded = [
      [sub('environment:production'), job('production')],
      [sub('ref:refs/heads/main'), branch()],
      [sub('ref:refs/heads/main', PREFIX), branch(WITH_IDS)],
      [sub('environment:Production%3AV1'), job('Production:V1')],
    ] as const;
    for (const [expected, token] of heeded) {
      expect(admits(policyOn('sub', expected), token)).toBe(true);
    }
  });

  test.each([
    ['StringEquals', 'the policy wants'], ['ForAnyValue:StringEquals', 'the policy wants of any of its values'],
    ['ForAllValues:StringEquals', 'the policy wants of all of its values'], ['StringEqualsIfExists', 'the policy wants, if there is one,'],
  ])('whatever stands around the operator: %s', (operator, words) => {
    const { explanation } = GithubOidcTrust.ofPolicy(policyOn('sub', sub('environment:production'), operator)).evaluate(branch());
    const wanted = `${words} '${sub('environment:production')}'`;
    expect(explanation).toBe(`denied: statement 1: sub is '${sub('ref:refs/heads/main')}', ${wanted}; ${ADD_ENVIRONMENT}`);
  });

  test('where IAM compares without case, all but that of the case', () => {
    const expected = sub('environment:production', 'Octo-Org/octo-repo');
    expect(reasonOn('sub', branch(), sub('environment:production'), 'StringEqualsIgnoreCase')).toContain(ADD_ENVIRONMENT);
    expect(reasonOn('sub', branch(), expected, 'StringEqualsIgnoreCase')).not.toContain(CASE);
    expect(admits(policyOn('sub', expected, 'StringEqualsIgnoreCase'), job('production'))).toBe(true);
  });
});

describe('a claim that fails has the hint', () => {
  test.each<[string, string, GithubOidcToken, string, string]>([
    ['case of the owner', 'repository', branch(), 'Octo-Org/octo-repo', CASE],
    ['case of an account', 'actor', branch(), 'OctoCat', CASE],
    ['case of a called file', 'job_workflow_ref', branch(), 'Octo-Org/octo-repo/.github/workflows/example.yml@refs/heads/main', CASE],
    ['another audience', 'aud', branch(BY_NAME, 'main', { audience: 'sigstore' }), 'sts.amazonaws.com', ASK_FOR('sts.amazonaws.com')],
    ['the owner\'s URL as audience', 'aud', branch(BY_NAME, 'main', { audience: 'https://github.com/octo-org' }), 'sts.amazonaws.com',
      NO_AUDIENCE_ASKED + ASK_FOR('sts.amazonaws.com')],
    ['the audience of China', 'aud', branch(), 'sts.amazonaws.com.cn', ASK_FOR('sts.amazonaws.com.cn')],
    ['the audience of China where it is not wanted', 'aud', branch(BY_NAME, 'main', { audience: 'sts.amazonaws.com.cn' }), 'sts.amazonaws.com',
      ASK_FOR('sts.amazonaws.com')],
    ['the owner\'s URL as audience, in China', 'aud', branch(BY_NAME, 'main', { audience: 'https://github.com/octo-org' }), 'sts.amazonaws.com.cn',
      NO_AUDIENCE_ASKED + ASK_FOR('sts.amazonaws.com.cn')],
  ])('%s', (_, claim, token, expected, hint) => {
    expect(reasonOn(claim, token, expected)).toBe(`${claim} is '${token.claims[claim]}', the policy wants '${expected}'; ${hint}`);
  });

  test.each<[string, string, GithubOidcToken, string, string]>([
    ['environment missing in the job', 'environment', branch(), 'production', NO_ENVIRONMENT],
    ['repository ID that the test does not tell', 'repository_id', branch(), '456789', NO_IDS_IN_TEST],
    ['owner ID that the test does not tell', 'repository_owner_id', job('production'), '123456', NO_IDS_IN_TEST],
    ['claim that only some jobs have', 'enterprise_id', branch(), '7', NO_CLAIM_IN_TEST],
    ['claim that AWS does not read: the owner', 'repository_owner', branch(), 'octo-org', UNREAD(undefined, 'repository_owner_id')],
    ['claim that AWS does not read: the event', 'event_name', branch(), 'push', UNREAD()],
    ['claim that AWS does not read: the runner', 'runner_environment', branch(), 'github-hosted', UNREAD()],
    ['claim that AWS does not read: the caller\'s file', 'workflow_ref', branch(),
      'octo-org/octo-repo/.github/workflows/example.yml@refs/heads/main', UNREAD()],
    ['claim that AWS does not read: a custom property', 'repo_property_team',
      branch(BY_NAME, 'main', { claims: { repo_property_team: 'a' } }), 'a', UNREAD()],
    ['claim that AWS does not read: the issuer', 'iss', branch(), GithubIssuer.GITHUB_COM.url, UNREAD()],
    ['claim that AWS does not read: misspelt', 'repositry_id', branch(WITH_IDS), '456789', UNREAD()],
    ['claim that AWS does not read: written otherwise', 'repositoryOwner-ID', branch(WITH_IDS), '1', UNREAD(undefined, 'repository_owner_id')],
    ['claim that AWS does not read: shortened', 'env', branch(), 'production', UNREAD(undefined, 'environment')],
  ])('%s', (_, claim, token, expected, hint) => {
    const policy = policyOn(claim, expected);
    const { allowed, explanation } = GithubOidcTrust.ofPolicy(policy).evaluate(token);
    expect(allowed).toBe(false);
    const word = hint === NO_IDS_IN_TEST ? 'not decided' : 'denied';
    expect(explanation).toBe(`${word}: statement 1: ${claim} is absent, the policy wants '${expected}'; ${hint}`);
  });

  test('that a server\'s claims are not read by AWS', () => {
    const issuer = GithubIssuer.server('github.example.com');
    for (const [claim, value] of [['repository_id', '456789'], ['environment', 'production'], ['repository', NAME]]) {
      expect(reasonFor(policyOn(claim, value, 'StringEquals', issuer), job('production', WITH_IDS, { issuer })))
        .toBe(`${claim} is absent, the policy wants '${value}'; ${UNREAD(issuer)}`);
    }
  });

  test.each(['event_name', 'workflow_ref', 'repositry_id'])('that AWS does not read it, also under Null: %s', claim => {
    const { allowed, explanation } = GithubOidcTrust.ofPolicy(policyOn(claim, 'false', 'Null')).evaluate(branch());
    expect(allowed).toBe(false);
    expect(explanation).toBe(`denied: statement 1: ${claim} is absent, the policy wants its absence to be 'false'; ${UNREAD()}`);
  });

  test('of the usual audience where the policy takes several, else of the first', () => {
    const token = branch(BY_NAME, 'main', { audience: 'other' });
    expect(reasonFor(policyOn('aud', ['sigstore', 'sts.amazonaws.com']), token))
      .toBe(`aud is 'other', the policy wants 'sigstore' or 'sts.amazonaws.com'; ${ASK_FOR('sts.amazonaws.com')}`);
    expect(reasonFor(policyOn('aud', ['sigstore', 'vault']), token)).toBe(`aud is 'other', the policy wants 'sigstore' or 'vault'; ${ASK_FOR('sigstore')}`);
  });

  test.each<[string, string, string]>([
    ['sub', sub('*'), 'StringEquals'], ['sub', sub('ref:refs/heads/mai?'), 'StringEquals'], ['sub', 'repo:octo-org/*', 'StringEqualsIgnoreCase'],
    ['repository', 'octo-org/*', 'StringEquals'],
  ])('of a pattern that the operator does not know: %s as %s by %s', (claim, expected, operator) => {
    const reason = reasonOn(claim, branch(), expected, operator);
    const words = operator === 'StringEquals' ? 'wants' : 'wants, in any case,';
    expect(reason).toBe(`${claim} is '${branch().claims[claim]}', the policy ${words} '${expected}'; ${TO_THE_LETTER(operator)}`);
    expect(admits(policyOn(claim, expected, 'StringLike'), branch())).toBe(true);
  });

  test.each<[string, string]>([
    ['sub', '*'], ['sub', 'repo:*'], ['sub', 'repo:octo-org*'], ['repository_id', '4567*'], ['aud', '*'], ['job_workflow_ref', '*'],
  ])('of no pattern that would let too many in: %s as %s', (claim, expected) => {
    const { explanation } = GithubOidcTrust.ofPolicy(policyOn(claim, expected)).evaluate(branch(WITH_IDS));
    expect(explanation).toContain(`the policy wants '${expected}'`);
    expect(explanation).not.toMatch(/StringLike/);
  });

  test('of no pattern where it would not match either', () => {
    expect(reasonOn('sub', branch(), 'repo:octocat/*')).toBe(`sub is '${sub('ref:refs/heads/main')}', the policy wants 'repo:octocat/*'`);
  });

  test('under a key in any case', () => {
    const { explanation } = GithubOidcTrust.ofPolicy(policyOn('Repository_ID', '456789')).evaluate(branch());
    expect(explanation).toBe(`not decided: statement 1: Repository_ID is absent, the policy wants '456789'; ${NO_IDS_IN_TEST}`);
  });
});

describe('a condition that nobody meets says', () => {
  const KEY = `${GithubIssuer.GITHUB_COM.conditionKeyPrefix}:sub`;
  const explanationOf = (condition: object) => {
    const [statement] = policyOn('sub', 'x').Statement;
    return GithubOidcTrust.ofPolicy({ Version: '2012-10-17', Statement: { ...statement, Condition: condition } }).evaluate(branch()).explanation;
  };

  test.each(['StringEquals', 'StringLike', 'ForAnyValue:StringLike', 'Null'])('that the policy lists no value: %s', operator => {
    expect(explanationOf({ [operator]: { [KEY]: [] } })).toBe(`denied: statement 1: the policy lists no value for ${KEY}, so nobody gets in`);
  });

  test.each([GithubIssuer.enterprise('octocat-inc').conditionKeyPrefix, 'accounts.google.com'])('that its key is of another issuer: %s', prefix => {
    for (const operator of ['StringEquals', 'StringLike']) {
      expect(explanationOf({ [operator]: { [`${prefix}:sub`]: sub('ref:refs/heads/main') } }))
        .toBe(`denied: statement 1: the policy's key '${prefix}:sub' is of another issuer; for this token it is '${KEY}'`);
    }
  });
});

describe('a subject template has the hint', () => {
  const templated = (...keys: string[]) => WITH_IDS.withSubjectTemplate(GithubSubjectTemplate.of(keys[0], ...keys.slice(1)));

  test.each<[string, GithubOidcToken, string]>([
    ['that begins with something else', branch(templated('repository_id')), sub('ref:refs/heads/main', PREFIX)],
    ['that begins with something else, in a job with an environment', job('production', templated('repository_id', 'context')), sub('environment:production')],
    ['that has more behind the context', job('production', templated('repo', 'context', 'ref')), sub('environment:production', PREFIX)],
    ['that has no context', branch(templated('repo', 'actor')), sub('ref:refs/heads/main', PREFIX)],
    ['that tells the branch of a job with an environment', job('production', templated('repo', 'ref')), sub('environment:production', PREFIX)],
  ])('that it makes the subject: one %s', (_, token, expected) => {
    expect(reasonOn('sub', token, expected)).toBe(`sub is '${token.claims.sub}', the policy wants '${expected}'; ${TEMPLATED}`);
  });

  test('that the test has to name it too', () => {
    const expected = sub('actor:octocat', PREFIX);
    expect(reasonOn('sub', branch(WITH_IDS), expected)).toContain(`; ${OTHER_TEMPLATE}`);
    expect(admits(policyOn('sub', expected), branch(templated('repo', 'actor')))).toBe(true);
  });
});

describe('a subject that no job has is told the right form', () => {
  test.each<[string, string[]]>([
    [sub('branch:main'), [FORMS]], [sub('env:production'), [FORMS]], [sub('tag:v1'), [FORMS]], [sub('refs/heads/main'), [FORMS]], [sub('ref:main'), [FORMS]],
    [sub('pull-request'), [FORMS]], ['repo:octo-org/octo-repo', [FORMS]], ['repo:Octo-Org/octo-repo', [CASE, FORMS]],
    [sub('ref:refs/heads/main').slice('repo:'.length), ["the policy's subject does not begin with 'repo:'"]],
    [` ${sub('ref:refs/heads/main')}`, ['the policy has space around the value']],
    [`${sub('ref:refs/heads/main')} `, ['the policy has space around the value']],
    [sub('ref:refs/heads/main', 'octo-org@123456/octo-repo'), [`a subject has both IDs or none; write it as this prints it: ${PRINTED()}`]],
    [sub('ref:refs/heads/main', 'octo-org/octo-repo@456789'), [`a subject has both IDs or none; write it as this prints it: ${PRINTED()}`]],
    [sub('environment:production:ref:refs/heads/main'), [OTHER_TEMPLATE]], [sub('ref:refs/heads/main:environment:production'), [OTHER_TEMPLATE]],
    [sub('event_name:push'), [OTHER_TEMPLATE]], [sub('pull_request:actor:octocat'), [OTHER_TEMPLATE]],
    [sub('*', 'Octo-Org/octo-repo'), [CASE, LETTERS]], ['repo:octo-org/*:environment:production', [ADD_ENVIRONMENT, LETTERS]],
  ])('%s', (expected, hints) => {
    expect(reasonOn('sub', branch(), expected)).toBe(`sub is '${branch().claims.sub}', the policy wants '${expected}'; ${hints.join('; and ')}`);
  });

  test('%3a in lower case', () => {
    expect(reasonOn('sub', job('a:b'), sub('environment:a%3ab'))).toContain(`; ${ENCODED}`);
  });

  test('also where the token has IDs', () => {
    expect(reasonOn('sub', branch(WITH_IDS), sub('*'))).toContain(`; ${NO_IDS_IN_POLICY()}; and ${LETTERS}`);
    expect(reasonOn('sub', branch(WITH_IDS), sub('branch:main', PREFIX))).toContain(`; ${FORMS}`);
  });
});

describe('a claim that is written as sub would have it', () => {
  test.each<[string, GithubOidcToken, string, string]>([
    ['environment', job('a:b'), 'a%3Ab', "only sub has ':' encoded: write the claim's own value"],
    ['ref', branch(), 'main', 'the claim holds the whole ref: write it as it stands in the token'],
    ['ref', branch(BY_NAME, 'release/1'), 'heads/release/1', 'the claim holds the whole ref: write it as it stands in the token'],
  ])('is told its own form: %s', (claim, token, expected, hint) => {
    expect(reasonOn(claim, token, expected)).toContain(`; ${hint}`);
  });
});

describe('an audience that the policy misspells', () => {
  test.each(['sts.amazonaws.com ', 'STS.amazonaws.com', 'https://sts.amazonaws.com', 'octo-org/octo-repo'])('is not asked of the job: %j', expected => {
    expect(reasonOn('aud', branch(), expected)).toContain(
      `; have the policy want 'sts.amazonaws.com', which aws-actions/configure-aws-credentials asks for by default, or the job ask for '${expected}'`);
  });

  test('as a pattern is not asked of the job', () => {
    expect(reasonOn('aud', branch(), 'https://*', 'StringLike')).toMatch(/; have the policy want 'sts\.amazonaws\.com', which [^,]* by default$/);
  });
});

describe('a repository of the same name', () => {
  test.each(['octo-org@9/octo-repo@8', 'octo-org@123456/octo-repo@8', 'octo-org@9/octo-repo@456789'])('and other IDs is told apart: %s', trusted => {
    expect(reasonOn('sub', branch(WITH_IDS), sub('ref:refs/heads/main', trusted))).toContain(
      `; the name is the same and the IDs are not: this is another repository, or the policy has wrong IDs; this prints the right ones: ${PRINTED()}`);
  });

  test('and other IDs is told apart in every form of its subject, whatever else would fit', () => {
    const others = 'the name is the same and the IDs are not';
    const role = roleFor([GithubRepository.of('octo-org@9/octo-repo@8').branch('main')]);
    expect(GithubOidcTrust.ofRole(role).evaluate(branch(WITH_IDS)).explanation).toContain(others);
    const legacy = branch(GithubRepository.of('octo-org@9/octo-repo@8'), 'main', { useImmutableSubject: false });
    expect(reasonOn('sub', legacy, sub('ref:refs/heads/main', PREFIX))).toContain(others);
  });

  test('that mints no IDs is sent to both forms', () => {
    expect(reasonOn('sub', branch(WITH_IDS, 'main', { useImmutableSubject: false }), sub('ref:refs/heads/main', PREFIX))).toContain(
      "; the policy has '@ID' and this token's subject has not: accept both forms by SubjectFormat.BOTH, or have the repository mint immutable subjects");
  });

  test('has nothing said of IDs that a pattern covers', () => {
    expect(reasonOn('sub', branch(WITH_IDS), sub('environment:production', 'octo-org*/octo-repo*'), 'StringLike'))
      .toMatch(/the policy wants the pattern '[^']+'; a job only has that subject when/);
  });

  test('in the withdrawn form is told the right one', () => {
    const withdrawn = sub('ref:refs/heads/main', 'octo-org-123456/octo-repo-456789');
    const hint = `; the form OWNER-ID/REPO-ID was announced and withdrawn, and no token has it: write it as this prints it: ${PRINTED()}`;
    expect(reasonOn('sub', branch(WITH_IDS), withdrawn)).toContain(hint);
    expect(reasonOn('sub', branch(WITH_IDS, 'main', { useImmutableSubject: false }), withdrawn)).toContain(hint);
    expect(reasonOn('sub', branch(BY_NAME), withdrawn)).not.toMatch(ANY_HINT);
    expect(reasonOn('sub', branch(WITH_IDS), sub('ref:refs/heads/main', 'octo-org-1/octo-repo-2'))).not.toMatch(ANY_HINT);
  });
});

describe('an issuer of one\'s own', () => {
  const resident = GithubIssuer.dataResidency('octocorp');
  const server = GithubIssuer.server('github.example.com');

  test('has its host in the command', () => {
    const reason = reasonFor(policyOn('sub', sub('pull_request'), 'StringEquals', resident), GithubOidcToken.forPullRequest(WITH_IDS, { issuer: resident }));
    expect(reason).toContain('gh api --hostname octocorp.ghe.com repos/octo-org/octo-repo/actions/oidc/customization/sub');
  });

  test('without immutable subjects sends nobody to SubjectFormat.BOTH', () => {
    expect(reasonFor(policyOn('sub', sub('pull_request', PREFIX), 'StringEquals', server), GithubOidcToken.forPullRequest(WITH_IDS, { issuer: server })))
      .toContain(`; the policy has '@ID', and ${server.url} mints no subject with IDs: write the repository as OWNER/REPO`);
  });

  test.each(['https://github.example.com/octo-org', 'https://octocorp.ghe.com/octo-org'])('has an owner URL of its own: %s', audience => {
    expect(reasonOn('aud', branch(BY_NAME, 'main', { audience }), 'sts.amazonaws.com')).toContain(`; ${NO_AUDIENCE_ASKED}`);
  });
});

describe('several mistakes at once', () => {
  test.each<[string, GithubOidcToken, string, string[]]>([
    ['the context alone', branch(), sub('environment:production'), [ADD_ENVIRONMENT]],
    ['the context alone, with IDs', branch(WITH_IDS), sub('environment:production', PREFIX), [ADD_ENVIRONMENT]],
    ['IDs that the policy lacks, and an environment', branch(WITH_IDS), sub('environment:production'), [NO_IDS_IN_POLICY(), ADD_ENVIRONMENT]],
    ['IDs that the test lacks, and an environment', branch(), sub('environment:production', PREFIX), [NO_IDS_IN_TOKEN(), ADD_ENVIRONMENT]],
    ['IDs, and a branch', job('production', WITH_IDS), sub('ref:refs/heads/main'), [NO_IDS_IN_POLICY(), DROP_ENVIRONMENT]],
    ['IDs, and a pull request', GithubOidcToken.forPullRequest(WITH_IDS), sub('ref:refs/heads/main'), [NO_IDS_IN_POLICY(), PULL_REQUEST]],
    ['IDs, and the case', branch(WITH_IDS), sub('ref:refs/heads/main', 'Octo-Org/octo-repo'), [NO_IDS_IN_POLICY(), CASE]],
    ['IDs, and a colon', job('a:b', WITH_IDS), sub('environment:a:b'), [NO_IDS_IN_POLICY(), ENCODED]],
    ['the case, and an environment', branch(), sub('environment:production', 'Octo-Org/octo-repo'), [CASE, ADD_ENVIRONMENT]],
    ['the case of owner and environment', job('production'), sub('environment:Production', 'Octo-Org/octo-repo'), [CASE]],
    ['the case, and a colon', job('a:b'), sub('environment:A:B'), [CASE, ENCODED]],
    ['all of it', job('a:b', WITH_IDS), sub('environment:A:b', 'Octo-Org/octo-repo'), [NO_IDS_IN_POLICY(), CASE, ENCODED]],
  ])('are said together: %s', (_, token, expected, hints) => {
    expect(reasonOn('sub', token, expected)).toBe(`sub is '${token.claims.sub}', the policy wants '${expected}'; ${hints.join('; and ')}`);
  });

  test('have no hint where one of them is another branch', () => {
    expect(reasonOn('sub', branch(WITH_IDS), sub('ref:refs/heads/dev'))).not.toMatch(ANY_HINT);
  });

  test('in a list of subjects: what one of them lacks is said before another context', () => {
    const expected = [sub('environment:production'), sub('ref:refs/heads/main')];
    const reason = reasonFor(policyOn('sub', expected), branch(WITH_IDS));
    expect(reason).toContain(`the policy wants '${expected[0]}' or '${expected[1]}'; ${NO_IDS_IN_POLICY()}`);
    expect(reason).not.toContain(ADD_ENVIRONMENT);
  });

  test('of several conditions: the first that fails, and no other', () => {
    const jobWorkflowRef = ClaimMatch.exactly('o/r/.github/workflows/a.yml@refs/heads/main');
    const role = roleFor([WITH_IDS.environment('production').withClaims({ jobWorkflowRef })]);
    const { explanation } = GithubOidcTrust.ofRole(role).evaluate(branch(WITH_IDS, 'main', { audience: 'https://github.com/octo-org' }));
    expect(explanation).toMatch(/^denied: \w+: aud is 'https:\/\/github.com\/octo-org', the policy wants 'sts.amazonaws.com'; /);
    expect(explanation).not.toMatch(/sub is|job_workflow_ref/);
  });

  test('of several statements have a hint each, behind its own statement', () => {
    const statements = [sub('environment:production'), sub('ref:refs/heads/main', PREFIX)].flatMap(expected => policyOn('sub', expected).Statement);
    expect(GithubOidcTrust.ofPolicy({ Version: '2012-10-17', Statement: statements }).evaluate(branch()).explanation).toBe(
      `denied: statement 1: sub is '${sub('ref:refs/heads/main')}', the policy wants '${sub('environment:production')}'; ${ADD_ENVIRONMENT}; `
      + `statement 2: sub is '${sub('ref:refs/heads/main')}', the policy wants '${sub('ref:refs/heads/main', PREFIX)}'; ${NO_IDS_IN_TOKEN()}`);
  });
});

describe('no hint comes', () => {
  test.each<[string, GithubOidcToken, string]>([
    ['another repository', branch(), sub('ref:refs/heads/main', 'octo-org/other')],
    ['another repository, and an environment', branch(), sub('environment:production', 'octo-org/other')],
    ['another repository, and a branch', job('production'), sub('ref:refs/heads/main', 'octo-org/other')],
    ['another repository, and a pull request', GithubOidcToken.forPullRequest(BY_NAME), sub('ref:refs/heads/main', 'octo-org/other')],
    ['another repository, by name against IDs', branch(WITH_IDS), sub('ref:refs/heads/main', 'octo-org/other')],
    ['another repository, with IDs against a name', branch(), sub('ref:refs/heads/main', 'octo-org@123456/other@456789')],
    ['a repository whose name begins alike', branch(), sub('ref:refs/heads/main', 'octo-org/octo')],
    ['another owner', branch(), sub('ref:refs/heads/main', 'octocat/octo-repo')],
    ['another owner, and an environment', branch(), sub('environment:production', 'octocat/octo-repo')],
    ['an owner whose name begins alike', branch(), sub('ref:refs/heads/main', 'octo/octo-repo')],
    ['another branch', branch(), sub('ref:refs/heads/release')],
    ['a tag named like the branch', GithubOidcToken.forTag(BY_NAME, 'main'), sub('ref:refs/heads/main')],
    ['another environment', job('staging'), sub('environment:production')],
    ['an environment whose name begins alike', job('production2'), sub('environment:production')],
    ['a template\'s subject in the policy', branch(), 'repository_owner_id:65:environment:production'],
  ])('for the subject of %s', (_, token, expected) => {
    const reason = reasonOn('sub', token, expected);
    expect(reason).toBe(`sub is '${token.claims.sub}', the policy wants '${expected}'`);
    expect(reason).not.toMatch(ANY_HINT);
  });

  test.each<[string, string, string, string]>([
    ['another repository', 'repository', 'octo-org/other', NAME],
    ['another repository\'s ID', 'repository_id', '1', '456789'],
    ['another owner\'s ID', 'repository_owner_id', '1', '123456'],
    ['another ref', 'ref', 'refs/heads/release', 'refs/heads/main'],
    ['another account', 'actor', 'mona', 'octocat'],
    ['another file', 'job_workflow_ref', `${NAME}/.github/workflows/x.yml@refs/heads/main`, `${NAME}/.github/workflows/example.yml@refs/heads/main`],
  ])('for the claim of %s', (_, claim, expected, actual) => {
    expect(reasonOn(claim, branch(WITH_IDS), expected)).toBe(`${claim} is '${actual}', the policy wants '${expected}'`);
  });

  test.each<[string, string, unknown, string]>([
    ['StringNotEquals', 'sub', sub('ref:refs/heads/main'),
      `sub is '${sub('ref:refs/heads/main')}', the policy refuses '${sub('ref:refs/heads/main')}'`],
    ['StringNotLike', 'aud', 'sts.*', "aud is 'sts.amazonaws.com', the policy refuses the pattern 'sts.*'"],
    ['Null', 'environment', 'false', "environment is absent, the policy wants its absence to be 'false'"],
    ['Null', 'aud', true, "aud is 'sts.amazonaws.com', the policy wants its absence to be 'true'"],
  ])('for %s of %s', (operator, claim, expected, reason) => {
    expect(GithubOidcTrust.ofPolicy(policyOn(claim, expected, operator)).evaluate(branch()).explanation).toBe(`denied: statement 1: ${reason}`);
  });

  test.each([PREFIX, 'octo-org@123456/octo-repo@8', 'octo-org@9/octo-repo@456789'])(
    'that leads whoever registered the name again into a role for %s', trusted => {
      const reason = reasonOn('sub', branch(GithubRepository.of('octo-org@9/octo-repo@8')), sub('ref:refs/heads/main', trusted));
      for (const hint of [NO_IDS_IN_POLICY(), NO_IDS_IN_TOKEN(), ADD_ENVIRONMENT, CASE, ENCODED]) {
        expect(reason).not.toContain(hint);
      }
    },
  );

  test('for a key of the request, whatever it is called', () => {
    const policy = policyOn('sub', 'x');
    policy.Statement[0].Condition = { StringEquals: { 'sts:RoleSessionName': 'Deploy' } };
    expect(GithubOidcTrust.ofPolicy(policy).evaluate(branch(), { requestContext: { 'sts:RoleSessionName': ['deploy'] } }).explanation)
      .toBe("denied: statement 1: RoleSessionName is 'deploy', the policy wants 'Deploy'");
  });

  test('for a value that is known only at deployment, and may be the right one', () => {
    const policy = policyOn('sub', [{ Ref: 'Subject' }, sub('environment:production')]);
    expect(GithubOidcTrust.ofPolicy(policy).evaluate(branch()).explanation)
      .toBe(`not decided: statement 1: sub is '${sub('ref:refs/heads/main')}', `
      + `the policy wants a value known only at deployment or '${sub('environment:production')}'`);
  });

  test('for an admission, and for a Deny statement', () => {
    const [allow] = policyOn('sub', sub('ref:refs/heads/main')).Statement;
    expect(GithubOidcTrust.ofPolicy({ Version: '2012-10-17', Statement: allow }).evaluate(branch()).explanation).toBe('allowed by statement 1');
    const denied = { Version: '2012-10-17', Statement: [allow, { ...allow, Sid: 'No', Effect: 'Deny' }] };
    expect(GithubOidcTrust.ofPolicy(denied).evaluate(branch()).explanation)
      .toBe(`denied by No, since sub is '${sub('ref:refs/heads/main')}' (StringEquals '${sub('ref:refs/heads/main')}')`);
  });
});

describe('the roles of this package', () => {
  test.each<[string, () => GithubOidcRole, GithubOidcToken, string, string]>([
    ['an environment missing in the job', () => roleFor([WITH_IDS.environment('production')]),
      branch(WITH_IDS), PREFIX, ADD_ENVIRONMENT],
    ['an environment in the job', () => roleFor([WITH_IDS.branch('main')]), job('production', WITH_IDS), PREFIX, DROP_ENVIRONMENT],
    ['a pull request', () => roleFor([WITH_IDS.branchLike('*')]), GithubOidcToken.forPullRequest(WITH_IDS), PREFIX, PULL_REQUEST],
    ['a role by name', () => roleFor([BY_NAME.branch('main')], SubjectFormat.NAME), branch(WITH_IDS), PREFIX, NO_IDS_IN_POLICY()],
    ['a role with IDs only', () => roleFor([WITH_IDS.branch('main')], SubjectFormat.IMMUTABLE), branch(), NAME, NO_IDS_IN_TOKEN()],
    ['a role of a whole owner', () => roleFor([GithubRepository.allOwnedBy('octo-org@123456').environment('production')]),
      branch(WITH_IDS), PREFIX, ADD_ENVIRONMENT],
    ['the wrong case', () => roleFor([GithubRepository.of('Octo-Org@123456/octo-repo@456789').branch('main')]), branch(WITH_IDS), PREFIX, CASE],
  ])('say %s', (_, roleOf, token, repository, hint) => {
    const { explanation } = GithubOidcTrust.ofRole(roleOf()).evaluate(token);
    expect(explanation).toMatch(/^denied: [A-Z][A-Za-z]+: sub is '/);
    expect(explanation).toContain(`sub is 'repo:${repository}:`);
    expect(explanation).toMatch(/, the policy wants (?:the pattern )?'repo:/);
    expect(explanation.endsWith(`; ${hint}`)).toBe(true);
  });

  test('ask for the IDs of the test\'s own repository, whose name they know', () => {
    const trust = GithubOidcTrust.ofRole(roleFor([WITH_IDS.environment('production')]));
    expect(trust.evaluate(job('production')).explanation).toMatch(new RegExp(`_id is absent, the policy wants '[0-9]+'; ${NO_IDS_IN_TEST}$`));
    trust.assertAllows(job('production', WITH_IDS));
    trust.assertAllows(job('production', WITH_IDS, { useImmutableSubject: false }));
  });

  test('encode a colon by themselves', () => {
    const trust = GithubOidcTrust.ofRole(roleFor([WITH_IDS.environment('Production:V1')]));
    trust.assertAllows(job('Production:V1', WITH_IDS));
  });

  test('name the audience that they were given', () => {
    const stack = new Stack(new App(), 'Stack');
    const provider = new GithubOidcProvider(stack, 'Provider', { audiences: ['sts.amazonaws.com.cn'] });
    const role = new GithubOidcRole(stack, 'Role', { provider, subjects: [WITH_IDS.branch('main')], audience: 'sts.amazonaws.com.cn' });
    expect(GithubOidcTrust.ofRole(role).evaluate(branch(WITH_IDS)).explanation).toContain(`; ${ASK_FOR('sts.amazonaws.com.cn')}`);
  });
});

describe('a list of 100 subjects', () => {
  const others = (tail: string, owner = 'octo-org') => Array.from({ length: 99 }, (_, index) => sub(tail, `${owner}/service-${index}`));
  const placed = (own: string, list: string[], place: number) => [...list.slice(0, place), own, ...list.slice(place)];

  test.each<[string, GithubOidcToken, string, string[], string]>([
    ['another context', branch(), sub('environment:production'), others('environment:production'), ADD_ENVIRONMENT],
    ['an environment in the job', job('production'), sub('ref:refs/heads/main'), others('ref:refs/heads/main'), DROP_ENVIRONMENT],
    ['the wrong case', branch(), sub('ref:refs/heads/main', 'Octo-Org/octo-repo'), others('ref:refs/heads/main'), CASE],
    ['a literal colon', job('a:b'), sub('environment:a:b'), others('environment:a%3Ab'), ENCODED],
    ['missing IDs, among other owners', branch(WITH_IDS), sub('ref:refs/heads/main'), others('ref:refs/heads/main', 'monalisa'), NO_IDS_IN_POLICY()],
  ])('is shortened to the nearest, wherever it stands: %s', (_, token, own, list, hint) => {
    for (const place of [0, 50, 99]) {
      const reason = reasonFor(policyOn('sub', placed(own, list, place)), token);
      const [said, ...hints] = reason.split('; ');
      expect(said).toMatch(/^sub is '[^']+', the policy wants '[^']+' or '[^']+' or '[^']+' or 97 more$/);
      expect(said.startsWith(`sub is '${token.claims.sub}', the policy wants '${own}' or `)).toBe(true);
      expect(hints.join('; ')).toBe(hint);
      expect(reason.length).toBeLessThan(600);
    }
  });

  test('of other repositories has no hint', () => {
    const reason = reasonFor(policyOn('sub', others('ref:refs/heads/main', 'monalisa')), branch());
    expect(reason).toMatch(/^sub is '[^']+', the policy wants '[^']+' or '[^']+' or '[^']+' or 96 more$/);
  });

  test.each([[1, 0], [3, 0], [4, 1], [5, 2]])('is said in full up to three: %i', (length, more) => {
    const list = others('ref:refs/heads/main', 'monalisa').slice(0, length);
    const reason = reasonFor(policyOn('sub', list), branch());
    expect(reason.match(/'repo:monalisa\/service-[0-9]:[^']+'/g)).toHaveLength(Math.min(length, 3));
    expect(reason.includes(' more')).toBe(more > 0);
    expect(reason).toContain(more > 0 ? ` or ${more} more` : `'${list[length - 1]}'`);
  });
});
