/**
 * The tables of docs/subjects.md, from the code itself.
 */
import { GithubIssuer, GithubOidcToken, GithubRepository, GithubSubject, SubjectFormat } from '../src';
import { evaluate } from '../src/trust/evaluate';
import { policyLength } from '../src/trust/quota';
import { renderConditions } from '../src/trust/render';
import { TrustOptions } from '../src/trust/trust-options';
import { demandedValues } from '../src/trust/trust-statement';
import { trustStatements } from '../src/trust/trust-statements';

const NAME = 'octo-org@123456/octo-repo@456789';
const REPOSITORY = GithubRepository.of(NAME);
const OWNER = GithubRepository.allOwnedBy('octo-org@123456');
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${GithubIssuer.GITHUB_COM.conditionKeyPrefix}`;

const SUBJECTS: [string, GithubSubject][] = [
  ["branch('main')", REPOSITORY.branch('main')],
  ["branchLike('release/*')", REPOSITORY.branchLike('release/*')],
  ["tag('v1.0.0')", REPOSITORY.tag('v1.0.0')],
  ["tagLike('v*')", REPOSITORY.tagLike('v*')],
  ["environment('production')", REPOSITORY.environment('production')],
  ["environment('Production:V1')", REPOSITORY.environment('Production:V1')],
  ["environmentLike('prod*')", REPOSITORY.environmentLike('prod*')],
  ['pullRequest()', REPOSITORY.pullRequest()],
  ['anyContext()', REPOSITORY.anyContext()],
  ["environment('production')", OWNER.environment('production')],
  ['pullRequest()', OWNER.pullRequest()],
  ['anyContext()', OWNER.anyContext()],
];

const SIBLING = GithubRepository.of('octo-org@123456/octo-site@456790');
const TOKENS: [string, GithubOidcToken][] = [
  ['push to `main`', GithubOidcToken.forBranch(REPOSITORY, 'main')],
  ['the same, `sub` without IDs', GithubOidcToken.forBranch(REPOSITORY, 'main', { useImmutableSubject: false })],
  ['push to `main-x`', GithubOidcToken.forBranch(REPOSITORY, 'main-x')],
  ['push to `release/2`', GithubOidcToken.forBranch(REPOSITORY, 'release/2')],
  ['tag `v1.0.0`', GithubOidcToken.forTag(REPOSITORY, 'v1.0.0')],
  ['pull request', GithubOidcToken.forPullRequest(REPOSITORY)],
  ['environment `production`', GithubOidcToken.forEnvironment(REPOSITORY, 'production')],
  ['environment `Production:V1`', GithubOidcToken.forEnvironment(REPOSITORY, 'Production:V1')],
  ['environment `Production%3AV1`', GithubOidcToken.forEnvironment(REPOSITORY, 'Production%3AV1')],
  ['environment `pull_request`', GithubOidcToken.forEnvironment(REPOSITORY, 'pull_request')],
  ['`octo-org/octo-site`, environment `production`', GithubOidcToken.forEnvironment(SIBLING, 'production')],
  ['`octo-org-evil/octo-repo`, environment `production`', GithubOidcToken.forEnvironment(GithubRepository.of('octo-org-evil@9/octo-repo@8'), 'production')],
  ['the name registered again, environment `production`',
    GithubOidcToken.forEnvironment(GithubRepository.of('octo-org@9/octo-repo@8'), 'production', { useImmutableSubject: false })],
  ['audience of another service', GithubOidcToken.forEnvironment(REPOSITORY, 'production', { audience: 'https://github.com/octo-org' })],
];

function statementsOf(subjects: readonly GithubSubject[], more: Partial<TrustOptions> = {}) {
  return trustStatements({ subjects, issuer: GithubIssuer.GITHUB_COM, audiences: ['sts.amazonaws.com'], claimKeys: true, ...more });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function renderedTable(): string {
  const formats = [SubjectFormat.NAME, SubjectFormat.IMMUTABLE];
  return table(['subject', ...formats.map(format => `\`${format}\``), '`BOTH`: the two, and'], SUBJECTS.map(([label, subject]) => {
    const [both] = statementsOf([subject]);
    const claims = both.conditions.filter(({ claim, operator }) => !['aud', 'sub'].includes(claim) || operator === 'StringNotLike')
      .map(({ claim, operator, values }) => `\`${claim}\` ${operator === 'StringNotLike' ? 'not like ' : ''}\`${values.join('`, `')}\``);
    return [
      labelOf([label, subject]),
      ...formats.map(format => demandedValues(statementsOf([subject], { format })[0], 'sub').map(text => `\`${text}\``).join('<br>')),
      claims.join('<br>'),
    ];
  }));
}

function decisionTable(): string {
  return table(['subject', 'accepts', 'does not accept'], SUBJECTS.map(([label, subject]) => {
    const labels = (admitted: boolean) => TOKENS.filter(([, token]) => admits(subject, token) === admitted).map(([name]) => name).join('<br>');
    return [labelOf([label, subject]), labels(true), labels(false)];
  }));
}

function tokenTable(): string {
  return table(['token', 'its `sub`'], TOKENS.map(([label, { claims }]) => [label, `\`${claims.sub}\``]));
}

function labelOf([label, subject]: [string, GithubSubject]): string {
  return `\`${label}\`${subject._repository?.isWholeOwner ? ' of any repository' : ''}`;
}

function admits(subject: GithubSubject, token: GithubOidcToken): boolean {
  return evaluate(statementsOf([subject]).map(statement => ({
    Sid: statement.sid,
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: PROVIDER },
    Condition: renderConditions(statement, GithubIssuer.GITHUB_COM.conditionKeyPrefix),
  })), token).allowed;
}

function issuerTable(): string {
  const issuers: [string, GithubIssuer][] = [
    ['GITHUB_COM', GithubIssuer.GITHUB_COM],
    ["enterprise('octo-inc')", GithubIssuer.enterprise('octo-inc')],
    ["dataResidency('octo')", GithubIssuer.dataResidency('octo')],
    ["dataResidencyEnterprise('octo')", GithubIssuer.dataResidencyEnterprise('octo')],
    ["server('github.example.com')", GithubIssuer.server('github.example.com')],
    ["server('github.example.com', { version: '3.19' })", GithubIssuer.server('github.example.com', { version: '3.19' })],
  ];
  const yes = (is: boolean) => is ? 'yes' : 'no';
  return table(['issuer', 'claims that AWS reads', 'immutable subjects', '`:` encoded in values'], issuers.map(([label, issuer]) =>
    [`\`GithubIssuer.${label}\`<br>\`${issuer.url}\``, yes(issuer.hasClaimKeys), yes(issuer.hasImmutableSubjects), yes(issuer.encodesColons)]));
}

/** How many repositories of one owner fit, with IDs of nine digits and one environment. */
function quotaTable(): string {
  const most = (characters: number, pack: boolean) => {
    let count = 1;
    const fits = (repositories: number) => {
      const subjects = Array.from({ length: repositories }, (_, index) =>
        GithubRepository.of(`octo-org@123456/octo-repo-${String(index).padStart(3, '0')}@${456789000 + index}`).environment('production'));
      try {
        const statements = statementsOf(subjects, pack ? { quota: { characters, providerArn: PROVIDER } } : {});
        return policyLength(statements, PROVIDER, GithubIssuer.GITHUB_COM.conditionKeyPrefix) <= characters;
      } catch {
        return false;
      }
    };
    while (fits(count + 1)) { count += 1; }
    return String(count);
  };
  return table(['quota', 'repositories in the exact form', 'packed'],
    [2048, 4096, 8192].map(characters => [characters.toLocaleString('en'), most(characters, false), most(characters, true)]));
}

export const SUBJECT_TABLES: Record<string, () => string> = {
  rendered: renderedTable, tokens: tokenTable, decisions: decisionTable, issuers: issuerTable, quota: quotaTable,
};
