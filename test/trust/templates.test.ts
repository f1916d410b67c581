import { ClaimMatch } from '../../src/github/claim-match';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubOidcToken, GithubOidcTokenOptions } from '../../src/github/oidc-token';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';
import { SubjectFormat } from '../../src/github/subject-format';
import { GithubSubjectTemplate } from '../../src/github/subject-template';
import { evaluate } from '../../src/trust/evaluate';
import { TrustOptions } from '../../src/trust/trust-options';
import {
  AUDIENCE, Claims, claimsOf, immutableNameOf, JobContext, letsInByIndependentEngine, nameOf, RepositoryFacts, tailOf, TrustPolicy,
  trustPolicy,
} from '../support/arbitraries';
import { expectDecisions } from '../support/decisions';
import { refusalOf } from '../support/refusal';

type Values = Record<string, ClaimMatch>;
type Options = Partial<TrustOptions>;
type Mint = (repository: GithubRepository, options?: GithubOidcTokenOptions) => GithubOidcToken;

const exactly = ClaimMatch.exactly;
const WORKFLOW = 'octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main';

const REPO = GithubRepository.of('octo-org@65/octo-repo@74');
const BY_NAME = GithubRepository.of('octo-org/octo-repo');
const SIBLING = GithubRepository.of('octo-org@65/octo-repo-2@75');
const OWNER = GithubRepository.allOwnedBy('octo-org@65');
const OWNER_BY_NAME = GithubRepository.allOwnedBy('octo-org');
/** Another owner, one whose name starts alike, one that spells the name otherwise, and one that registered the name again. */
const FOREIGN = ['octo-corp@9/octo-repo@8', 'octo-org-evil@9/octo-repo@8', 'Octo-Org@9/octo-repo@8', 'octo-org@9/octo-repo@8']
  .map(GithubRepository.of);
const OTHERS = [SIBLING, ...FOREIGN];

function under(repository: GithubRepository, keys: readonly string[], values?: Values): GithubRepository {
  return repository.withSubjectTemplate(GithubSubjectTemplate.of(...keys), values);
}

/** The token in both forms of `sub`. */
function bothForms(repository: GithubRepository, mint: Mint, options: GithubOidcTokenOptions = {}): GithubOidcToken[] {
  return [true, false].map(useImmutableSubject => mint(repository, { ...options, useImmutableSubject }));
}

function conditionsOf(subjects: GithubSubject[], options: Options = {}) {
  return trustPolicy({ subjects, ...options }).Statement.map(({ Condition }) => Condition);
}

/** Conditions on GitHub.com's claims, without their prefix. */
function github(conditions: Record<string, Record<string, string | string[]>>) {
  return Object.fromEntries(Object.entries(conditions).map(([operator, block]) =>
    [operator, Object.fromEntries(Object.entries(block).map(([claim, value]) => [`token.actions.githubusercontent.com:${claim}`, value]))]));
}

interface TemplateCase {
  readonly keys: string[];
  readonly values?: Values;
  readonly subject: (repository: GithubRepository) => GithubSubject;
  readonly mint: Mint;
  readonly claims: Record<string, string>;
  /** The same run with another value. */
  readonly wrong: Record<string, string>;
  readonly otherRuns: Mint[];
  /** `sub`, where REPO stands for the repository's name. */
  readonly sub: string;
}

const production: Mint = (repository, options) => GithubOidcToken.forEnvironment(repository, 'production', options);
const staging: Mint = (repository, options) => GithubOidcToken.forEnvironment(repository, 'staging', options);
const main: Mint = (repository, options) => GithubOidcToken.forBranch(repository, 'main', options);
const feature: Mint = (repository, options) => GithubOidcToken.forBranch(repository, 'feature/main', options);
const tag: Mint = (repository, options) => GithubOidcToken.forTag(repository, 'v1.0', options);
const pullRequest: Mint = (repository, options) => GithubOidcToken.forPullRequest(repository, options);

const CASES: TemplateCase[] = [
  {
    keys: ['repo', 'context', 'job_workflow_ref'],
    values: { job_workflow_ref: ClaimMatch.reusableWorkflow('octo-org/octo-automation', 'oidc.yml', 'refs/heads/main') },
    subject: repository => repository.environment('production'),
    mint: production,
    claims: { job_workflow_ref: WORKFLOW },
    wrong: { job_workflow_ref: WORKFLOW.replace('main', 'evil') },
    otherRuns: [staging, main, pullRequest],
    sub: `repo:REPO:environment:production:job_workflow_ref:${WORKFLOW}`,
  },
  {
    keys: ['workflow', 'context', 'repo'],
    values: { workflow: exactly('deploy:all') },
    subject: repository => repository.branch('main'),
    mint: main,
    claims: { workflow: 'deploy:all' },
    wrong: { workflow: 'deploy' },
    otherRuns: [feature, production, tag, pullRequest],
    sub: 'workflow:deploy%3Aall:ref:refs/heads/main:repo:REPO',
  },
  {
    keys: ['repo', 'actor', 'context'],
    values: { actor: ClaimMatch.like('octo*') },
    subject: repository => repository.tagLike('v*'),
    mint: tag,
    claims: { actor: 'octocat' },
    wrong: { actor: 'x-octocat' },
    otherRuns: [main, production, pullRequest],
    sub: 'repo:REPO:actor:octocat:ref:refs/tags/v1.0',
  },
  {
    keys: ['event_name', 'repo', 'repository_visibility'],
    values: { repository_visibility: exactly('private', 'internal') },
    subject: repository => repository.pullRequest(),
    mint: pullRequest,
    claims: { repository_visibility: 'internal' },
    wrong: { repository_visibility: 'public' },
    otherRuns: [main, production, tag],
    sub: 'event_name:pull_request:repo:REPO:repository_visibility:internal',
  },
  {
    keys: ['repo', 'repo_property_team'],
    values: { repo_property_team: exactly('platform-eng') },
    subject: repository => repository.anyContext(),
    mint: feature,
    claims: { repo_property_team: 'platform-eng' },
    wrong: { repo_property_team: 'platform-engineers' },
    otherRuns: [],
    sub: 'repo:REPO:repo_property_team:platform-eng',
  },
];

describe.each(CASES)('the template $keys', ({ keys, values, subject, mint, claims, wrong, otherRuns, sub }) => {
  const own = under(REPO, keys, values);
  const tokens = bothForms(own, mint, { claims });
  const tokensOf = (repository: GithubRepository) => bothForms(under(repository, keys, values), mint, { claims });
  const strangers = [
    ...bothForms(REPO, mint, { claims }),
    ...bothForms(own, mint, { claims: wrong }),
    ...bothForms(own, mint, { claims, audience: 'https://github.com/octo-org' }),
    ...otherRuns.flatMap(run => bothForms(own, run, { claims })),
    ...OTHERS.flatMap(tokensOf),
  ];

  test('is minted as GitHub documents it', () => {
    expect(tokens.map(token => token.claims.sub))
      .toEqual(['octo-org@65/octo-repo@74', 'octo-org/octo-repo'].map(name => sub.replace('REPO', () => name)));
  });

  test('under BOTH, both forms get in, and neither the default template nor another repository does', () => {
    expectDecisions(trustPolicy({ subjects: [subject(own)] }), tokens, strangers);
  });

  test('under IMMUTABLE, the form with IDs gets in', () => {
    // A pattern of values left of the repository needs pins, and IMMUTABLE has none.
    const owned = under(REPO, ['repo', ...keys.filter(key => key !== 'repo')], values);
    const [immutable, named] = bothForms(owned, mint, { claims });
    expectDecisions(trustPolicy({ subjects: [subject(owned)], format: SubjectFormat.IMMUTABLE }), [immutable], [named, ...strangers]);
  });

  test('under NAME, the form without IDs gets in, and whoever registers the name again', () => {
    const again = tokensOf(GithubRepository.of('octo-org@9/octo-repo@8'))[1];
    const policy = trustPolicy({ subjects: [subject(under(REPO, keys, values))], format: SubjectFormat.NAME });
    const others = strangers.filter(({ claims: { sub: other } }) => other !== again.claims.sub);
    expectDecisions(policy, [tokens[1], again], [tokens[0], ...others.filter(({ claims: { aud } }) => aud === AUDIENCE)]);
    expect(conditionsOf([subject(under(BY_NAME, keys, values))])).toEqual(policy.Statement.map(({ Condition }) => Condition));
  });
});

describe('a template beside the default', () => {
  test('one repository may have either, while it opts in', () => {
    const own = under(REPO, ['repo', 'context', 'workflow'], { workflow: exactly('deploy') });
    expectDecisions(
      trustPolicy({ subjects: [REPO.environment('production'), own.environment('production')] }),
      [...bothForms(REPO, production), ...bothForms(own, production, { claims: { workflow: 'deploy' } })],
      [...bothForms(own, production, { claims: { workflow: 'other' } }), ...bothForms(own, staging, { claims: { workflow: 'deploy' } }),
        ...bothForms(SIBLING, production)],
    );
  });

  test('by its ref, a branch has the default subject and also admits the jobs of environments on it', () => {
    const own = under(REPO, ['repo', 'ref']);
    expect(conditionsOf([own.branch('main')])).toEqual(conditionsOf([REPO.branch('main')]));
    expectDecisions(trustPolicy({ subjects: [own.branch('main')] }),
      [...bothForms(REPO, main), ...bothForms(own, production)], [...bothForms(REPO, production), ...bothForms(own, feature)]);
  });

  test('two repositories with one template and equal rights share a statement, and no right passes between others', () => {
    const [own, sibling] = [REPO, SIBLING].map(repository => under(repository, ['workflow', 'repo', 'context'], { workflow: exactly('deploy') }));
    expect(conditionsOf([own.environment('production'), sibling.environment('production')])).toHaveLength(1);
    expectDecisions(trustPolicy({ subjects: [own.environment('production'), sibling.environment('staging')] }),
      [...bothForms(own, production, { claims: { workflow: 'deploy' } }), ...bothForms(sibling, staging, { claims: { workflow: 'deploy' } })],
      [...bothForms(own, staging, { claims: { workflow: 'deploy' } }), ...bothForms(sibling, production, { claims: { workflow: 'deploy' } })]);
  });
});

describe('formats', () => {
  const own = under(REPO, ['workflow', 'repo', 'context'], { workflow: exactly('deploy') });
  const text = (name: string) => `workflow:deploy:repo:${name}:environment:production`;

  test.each<[SubjectFormat | undefined, Record<string, string | string[]>]>([
    [undefined, { sub: [text('octo-org/octo-repo'), text('octo-org@65/octo-repo@74')], repository_id: '74', repository_owner_id: '65' }],
    [SubjectFormat.BOTH, { sub: [text('octo-org/octo-repo'), text('octo-org@65/octo-repo@74')], repository_id: '74', repository_owner_id: '65' }],
    [SubjectFormat.IMMUTABLE, { sub: text('octo-org@65/octo-repo@74') }],
    [SubjectFormat.NAME, { sub: text('octo-org/octo-repo') }],
  ])('%s renders the whole text and the pins it needs', (format, conditions) => {
    expect(conditionsOf([own.environment('production')], { format })).toEqual([github({ StringEquals: { aud: AUDIENCE, ...conditions } })]);
  });

  test('BOTH has one text where no key holds IDs, and its pins keep the rest of the owner out', () => {
    const keys = ['repository_owner', 'environment'];
    const subject = under(REPO, keys).environment('production');
    expect(conditionsOf([subject])).toEqual([github({
      StringEquals: { aud: AUDIENCE, sub: 'repository_owner:octo-org:environment:production', repository_id: '74', repository_owner_id: '65' },
    })]);
    expectDecisions(trustPolicy({ subjects: [subject] }), bothForms(under(REPO, keys), production),
      OTHERS.flatMap(other => bothForms(under(other, keys), production)));
  });

  test.each([[['repository', 'context']], [['context', 'repository']], [['environment', 'repository_owner']]])(
    'IMMUTABLE is refused where the subject holds no ID: %j', keys => {
      for (const options of [{ format: SubjectFormat.IMMUTABLE }, { claimKeys: false }]) {
        const { name, message } = refusalOf(() => trustPolicy({ subjects: [under(REPO, keys).environment('production')], ...options }));
        expect(name).toBe('GithubSubjectTemplateInvalid');
        expect(message).toContain(`the template is '${keys.join(', ')}'`);
        expect(message).toContain('add one of repo, repository_id, repository_owner_id, or use SubjectFormat.NAME');
      }
    },
  );

  test('IMMUTABLE is met by the ID of the repository, wherever it stands', () => {
    for (const keys of [['repository_id', 'context'], ['context', 'repository_id']]) {
      const template = under(REPO, keys);
      expectDecisions(trustPolicy({ subjects: [template.environment('production')], format: SubjectFormat.IMMUTABLE }),
        bothForms(template, production),
        [...bothForms(REPO, production), ...OTHERS.flatMap(other => bothForms(under(other, keys), production))]);
    }
  });
});

describe('a pattern left of the owner', () => {
  /** With the guard, where a value is a pattern. */
  const subjects: [string, (repository: GithubRepository) => GithubSubject, string | undefined][] = [
    ['environment:production-*:repo:REPO', repository => under(repository, ['environment', 'repo']).environmentLike('production-*'), undefined],
    ['ref:refs/heads/release/*:repo:REPO', repository => under(repository, ['context', 'repo']).branchLike('release/*'), undefined],
    ['environment:production:workflow:deploy*:repo:REPO',
      repository => under(repository, ['context', 'workflow', 'repo'], { workflow: ClaimMatch.like('deploy*') }).environment('production'),
      '*:*:*:*:*:*:*'],
    // The workflow's name is the attacker's choice, and is no key.
    ['workflow:repository_owner:actor:octo*:repo:REPO', repository =>
      under(repository, ['workflow', 'actor', 'repo'], { workflow: exactly('repository_owner'), actor: ClaimMatch.like('octo*') }).anyContext(),
    'workflow:*:*:*:*:*:*'],
  ];

  test.each(subjects)('%s is refused unless IDs are pinned', (text, subject) => {
    for (const [repository, options, name] of [
      [BY_NAME, {}, 'octo-org/octo-repo'],
      [REPO, { format: SubjectFormat.NAME }, 'octo-org/octo-repo'],
      [REPO, { format: SubjectFormat.IMMUTABLE }, 'octo-org@65/octo-repo@74'],
      [REPO, { claimKeys: false }, 'octo-org@65/octo-repo@74'],
    ] as [GithubRepository, Options, string][]) {
      const refusal = refusalOf(() => trustPolicy({ subjects: [subject(repository)], ...options }));
      expect(refusal.name).toBe('SubjectOpenToAnyOwner');
      expect(refusal.message).toContain(`'${text.replace('REPO', () => name)}'`);
      expect(refusal.message).toContain('begin with the owner');
    }
  });

  test.each(subjects)('%s is rendered with both pins where AWS reads the IDs', (text, subject, guard) => {
    const sub = ['octo-org/octo-repo', 'octo-org@65/octo-repo@74'].map(name => text.replace('REPO', () => name));
    expect(conditionsOf([subject(REPO)])).toEqual([
      github({
        StringEquals: { aud: AUDIENCE, repository_id: '74', repository_owner_id: '65' },
        StringLike: { sub },
        ...(guard && { StringNotLike: { sub: guard } }),
      }),
    ]);
  });

  test('the pins refuse what the pattern lets through', () => {
    const own = under(REPO, ['environment', 'repo']);
    const mint: Mint = (repository, options) => GithubOidcToken.forEnvironment(repository, 'production-eu', options);
    expectDecisions(trustPolicy({ subjects: [own.environmentLike('production-*')] }), bothForms(own, mint), [
      ...bothForms(REPO, mint),
      ...bothForms(own, staging),
      ...OTHERS.flatMap(other => bothForms(under(other, ['environment', 'repo']), mint)),
    ]);
  });

  test.each<[string, () => GithubSubject]>([
    ['*:repo:octo-org/octo-repo', () => under(REPO, ['context', 'repo']).anyContext()],
    ['*:repo:octo-org/*', () => under(OWNER, ['context', 'repo']).anyContext()],
    ['*:repository:octo-org/octo-repo', () => under(REPO, ['context', 'repository']).anyContext()],
  ])('%s is refused also where IDs are pinned, since IAM takes no pattern that begins with a wildcard', (text, subject) => {
    const { name, message } = refusalOf(() => trustPolicy({ subjects: [subject()] }));
    expect(name).toBe('IamRefusesTrustPolicy');
    expect(message).toContain(`"${text}"`);
    expect(message).toContain('have it begin with the owner');
  });

  test('IAM is satisfied where another value stands first', () => {
    expect(conditionsOf([under(REPO, ['environment', 'repo']).environmentLike('*')])).toEqual([github({
      StringEquals: { aud: AUDIENCE, repository_id: '74', repository_owner_id: '65' },
      StringLike: { sub: ['environment:*:repo:octo-org/octo-repo', 'environment:*:repo:octo-org@65/octo-repo@74'] },
    })]);
  });
});

describe('a pattern of values', () => {
  const KEYS_BEFORE = ['repo', 'workflow', 'context'];
  const anyWorkflow = { workflow: ClaimMatch.like('*') };
  const own = (repository: GithubRepository) => under(repository, KEYS_BEFORE, anyWorkflow);
  const named: Mint = (repository, options) => GithubOidcToken.forEnvironment(repository, 'pull_request', options);
  const claims = { workflow: 'deploy' };
  const tokensOf = (repository: GithubRepository, ...mints: Mint[]) => mints.flatMap(mint => bothForms(repository, mint, { claims }));

  test.each<[string, string[], (repository: GithubRepository) => GithubSubject, string, string]>([
    ['pull requests', KEYS_BEFORE, repository => repository.pullRequest(), 'repo:REPO:workflow:*:pull_request', 'repo:*:*:*:*:*'],
    ['an environment', KEYS_BEFORE, repository => repository.environment('production'), 'repo:REPO:workflow:*:environment:production',
      'repo:*:*:*:*:*:*'],
    ['any context', KEYS_BEFORE, repository => repository.anyContext(), 'repo:REPO:workflow:*:*', 'repo:*:*:*:*:*:*'],
    ['branches', ['repo', 'workflow', 'ref'], repository => repository.branchLike('rel/*'), 'repo:REPO:workflow:*:ref:refs/heads/rel/*',
      'repo:*:*:*:*:*:*'],
  ])('of one repository has a guard that counts segments: %s', (_, keys, subject, sub, guard) => {
    const names = ['octo-org/octo-repo', 'octo-org@65/octo-repo@74'].map(name => sub.replace('REPO', () => name));
    expect(conditionsOf([subject(under(REPO, keys, anyWorkflow))])).toEqual([github({
      StringEquals: { aud: AUDIENCE, repository_id: '74', repository_owner_id: '65' }, StringLike: { sub: names }, StringNotLike: { sub: guard },
    })]);
    expect(conditionsOf([subject(under(REPO, keys, anyWorkflow))], { format: SubjectFormat.NAME })).toEqual([github({
      StringEquals: { aud: AUDIENCE }, StringLike: { sub: names[0] }, StringNotLike: { sub: guard },
    })]);
  });

  test('an environment named pull_request does not pass for a pull request', () => {
    const strangers = [...tokensOf(own(REPO), named, production, main), ...tokensOf(REPO, pullRequest), ...tokensOf(own(SIBLING), pullRequest)];
    expectDecisions(trustPolicy({ subjects: [own(REPO).pullRequest()] }), tokensOf(own(REPO), pullRequest), strangers);
    expect(strangers.map(({ claims: { sub } }) => sub)).toContain('repo:octo-org/octo-repo:workflow:deploy:environment:pull_request');
  });

  test('pull requests stand beside other contexts, each behind its own guard', () => {
    const subjects = [own(REPO).pullRequest(), own(REPO).environment('production'), own(REPO).environment('pull_request')];
    expect(conditionsOf(subjects)).toHaveLength(2);
    expectDecisions(trustPolicy({ subjects }),
      tokensOf(own(REPO), pullRequest, production, named), [...tokensOf(own(REPO), main, staging), ...tokensOf(own(SIBLING), pullRequest)]);
    expectDecisions(trustPolicy({ subjects: [...subjects, own(REPO).anyContext()] }),
      tokensOf(own(REPO), pullRequest, production, named, main, staging), tokensOf(own(SIBLING), pullRequest, main));
  });

  test("templates of different keys never share a statement, since one's guard would refuse the other's subjects", () => {
    const longer = (repository: GithubRepository) =>
      under(repository, ['repo', 'workflow', 'actor', 'context'], { ...anyWorkflow, actor: ClaimMatch.like('octo*') });
    for (const subjects of [
      [own(REPO).environment('production'), longer(REPO).environment('production')],
      [own(OWNER).environment('production'), longer(OWNER).environment('production')],
      [OWNER.branchLike('rel/*'), under(OWNER, ['repo', 'ref', 'workflow'], anyWorkflow).branchLike('rel/*')],
    ]) {
      expect(conditionsOf(subjects)).toHaveLength(2);
      const each = subjects.map(subject => JSON.stringify(conditionsOf([subject])[0]));
      expect(conditionsOf(subjects).map(conditions => JSON.stringify(conditions)).sort()).toEqual(each.sort());
    }
    expectDecisions(trustPolicy({ subjects: [own(REPO).environment('production'), longer(REPO).environment('production')] }),
      [...tokensOf(own(REPO), production), ...bothForms(longer(REPO), production, { claims: { ...claims, actor: 'octocat' } })],
      [...bothForms(longer(REPO), production, { claims: { ...claims, actor: 'mallory' } }), ...tokensOf(own(REPO), staging)]);
  });

  test('admits no template of the same repository with more keys, whose values could be anything', () => {
    const forged = ['repo', 'workflow', 'actor', 'environment'];
    expectDecisions(trustPolicy({ subjects: [own(REPO).environment('production')] }), tokensOf(own(REPO), production),
      bothForms(under(REPO, forged), production, { claims: { ...claims, actor: 'mallory' } }));
  });

  test('is named for a whole owner only: a guard alone makes no statement one of any repository', () => {
    const idsOf = (subject: GithubSubject) => trustPolicy({ subjects: [subject] }).Statement.map(({ Sid }) => Sid);
    expect([own(REPO).pullRequest(), own(OWNER).pullRequest()].flatMap(idsOf)).toEqual(['PullRequest', 'PullRequestInAnyRepository']);
  });

  test.each<[string, (unresolved: string) => unknown]>([
    ['a value', unresolved => under(REPO, ['repo', 'context', 'actor', 'workflow'], { ...anyWorkflow, actor: exactly(unresolved) }).branch('main')],
    ['a branch', unresolved => own(REPO).branch(unresolved)],
    ['a repository', unresolved => own(GithubRepository.of(`octo-org/${unresolved}`)).branch('main')],
    ['an ID', unresolved => own(GithubRepository.of(`octo-org@65/octo-repo@${unresolved}`)).branch('main')],
    ['a value beside a pattern of branches', unresolved => under(REPO, ['repo', 'ref', 'actor'], { actor: exactly(unresolved) }).branchLike('rel/*')],
    ['a value for all of an owner', unresolved => under(OWNER, ['repo', 'ref', 'actor'], { actor: exactly(unresolved) }).branch('main')],
  ])('lets nothing that is known only at deployment stand beside it: %s', (_, act) => {
    for (const unresolved of ['${Token[TOKEN.7]}', 'x-${Token[my:hint.8]}']) {
      const { name, message } = refusalOf(() => act(unresolved));
      expect(name).toBe('GithubPatternUnresolved');
      expect(message).toMatch(/write .* into the program/);
    }
  });
});

describe('a template that tells the owner only', () => {
  const production1 = (keys: string[], repository = REPO) => under(repository, keys).environment('production');

  test.each<[string[], GithubRepository, Options]>([
    [['repository_owner', 'environment'], BY_NAME, {}],
    [['repository_owner', 'environment'], REPO, { format: SubjectFormat.NAME }],
    [['context', 'repository_owner'], BY_NAME, {}],
    [['repository_owner_id', 'environment'], REPO, { format: SubjectFormat.NAME }],
    [['repository_owner_id', 'environment'], REPO, { format: SubjectFormat.IMMUTABLE }],
    [['environment', 'repository_owner_id'], REPO, { claimKeys: false }],
  ])('%j is refused for one of its repositories: %s', (keys, repository, options) => {
    for (const subject of [
      production1(keys, repository),
      production1(keys, repository).withClaims({ repositoryOwnerId: exactly('65'), actor: exactly('octocat') }),
      production1(keys, repository).withClaims({ repository: ClaimMatch.like('octo-org/*') }),
      production1(keys, repository).withClaims({ repository: exactly('octo-org/octo-repo', 'octo-org/other') }),
    ]) {
      const { name, message } = refusalOf(() => trustPolicy({ subjects: [subject], ...options }));
      expect(name).toBe('GithubSubjectTemplateInvalid');
      expect(message).toContain(`the template is '${keys.join(', ')}'`);
      expect(message).toContain("do not tell 'octo-org/octo-repo' from other repositories of the owner");
      expect(message).toContain("add 'repo' to it, have its ID demanded by SubjectFormat.BOTH, or use GithubRepository.allOwnedBy()");
    }
  });

  test.each<[string, GithubSubject, Options]>([
    ['its pin', production1(['repository_owner', 'environment']), {}],
    ['its ID, demanded of a name', production1(['repository_owner', 'environment'], BY_NAME).withClaims({ repositoryId: exactly('74') }), {}],
    ['its ID, demanded under NAME', production1(['repository_owner', 'environment']).withClaims({ repositoryId: exactly('74') }),
      { format: SubjectFormat.NAME }],
    ['its name, demanded', production1(['repository_owner', 'environment'], BY_NAME).withClaims({ repository: exactly('octo-org/octo-repo') }), {}],
  ])('is good for one of its repositories beside %s', (_, subject, options) => {
    const keys = ['repository_owner', 'environment'];
    expectDecisions(trustPolicy({ subjects: [subject], ...options }), bothForms(under(REPO, keys), production),
      [...bothForms(under(SIBLING, keys), production), ...bothForms(under(REPO, keys), staging), ...bothForms(REPO, production)]);
  });
});

describe('an object of the shape of a template', () => {
  const shaped = (claimKeys: unknown, values = {}) => () => GithubRepository.allOwnedBy('octo').withSubjectTemplate({ claimKeys } as any, values);

  test.each<[unknown, string]>([
    [['environment'], 'SubjectOpenToAnyOwner'],
    [['repo', 'x:*', 'context'], 'GithubSubjectTemplateInvalid'],
    [['repo', 'sub'], 'GithubSubjectTemplateInvalid'],
    [[], 'GithubSubjectTemplateInvalid'],
  ])('is held to the rules of one: %j', (keys, name) => {
    expect(shaped(keys)).toThrow(expect.objectContaining({ name }));
  });

  test('gives values of claims that AWS reads by the rules of those claims', () => {
    expect(shaped(['repo', 'ref'], { ref: exactly('main') })).toThrow(expect.objectContaining({ name: 'GithubClaimInvalid' }));
    expect(shaped(['repo', 'job_workflow_ref'], { job_workflow_ref: ClaimMatch.like('*') }))
      .toThrow(expect.objectContaining({ name: 'GithubClaimInvalid' }));
  });

  test('makes no more subjects than a policy could hold', () => {
    const many = exactly(...Array.from({ length: 40 }, (_, index) => `x${index}`));
    expect(() => under(REPO, ['repo', 'workflow', 'actor', 'context'], { workflow: many, actor: many }).branch('main'))
      .toThrow(expect.objectContaining({ name: 'GithubSubjectTemplateInvalid', message: expect.stringContaining('makes 1600 subjects') }));
  });
});

test('all of an owner and one repository never share a statement, so that its id says which it is', () => {
  const of = (repository: GithubRepository) => under(repository, ['repo', 'context', 'workflow'], { workflow: ClaimMatch.like('d*') }).environment('p');
  const [all, one] = [of(GithubRepository.allOwnedBy('octo-org')), of(GithubRepository.of('octo-org/r'))];
  for (const subjects of [[all, one], [one, all]]) {
    expect(trustPolicy({ subjects }).Statement.map(({ Sid: sid }) => sid).sort()).toEqual(['EnvironmentP', 'EnvironmentPInAnyRepository']);
  }
});

describe('an environment that is given as a value', () => {
  const [keys, name, twin] = [['repo', 'ref', 'environment'], 'a:b', 'a%3Ab'];
  const inEnvironment = (environment: string) => bothForms(under(REPO, keys), main, { claims: { environment } });
  const branchIn = (environment: ClaimMatch, repository = REPO) => under(repository, keys, { environment }).branch('main');

  test('is told from its namesake by the claim', () => {
    expect(inEnvironment(name).map(({ claims }) => claims.sub)).toEqual(inEnvironment(twin).map(({ claims }) => claims.sub));
    for (const [asked, other] of [[name, twin], [twin, name]]) {
      expectDecisions(trustPolicy({ subjects: [branchIn(exactly(asked))] }), inEnvironment(asked), [...inEnvironment(other), ...inEnvironment('x')]);
      expect(conditionsOf([branchIn(exactly(asked))])[0]).toMatchObject(github({ StringEquals: { environment: asked } }));
    }
  });

  test('is pinned in a list and as a pattern too', () => {
    const [list, pattern] = [exactly('prod', name), ClaimMatch.like('a:*')].map(match => trustPolicy({ subjects: [branchIn(match)] }));
    expectDecisions(list, [...inEnvironment('prod'), ...inEnvironment(name)], inEnvironment(twin));
    expectDecisions(pattern, [...inEnvironment(name), ...inEnvironment('a:c')], inEnvironment(twin));
    expect(JSON.stringify(conditionsOf([branchIn(exactly('prod'))]))).not.toContain(':environment"');
  });

  test.each<[string, Options]>([
    ['of a server', { issuer: GithubIssuer.server('github.example.com', { version: '3.19' }) }],
    ['of data residency with an enterprise in its path', { issuer: GithubIssuer.dataResidencyEnterprise('octocorp'), claimKeys: false }],
    ['outside of aws', { claimKeys: false, format: SubjectFormat.NAME }],
  ])('is refused where AWS is not known to read the claim: %s', (_, options) => {
    const { name: code, message } = refusalOf(() => trustPolicy({ subjects: [branchIn(exactly('prod', name), BY_NAME)], ...options }));
    expect(code).toBe('EnvironmentAmbiguous');
    expect(message).toContain(`the environment is '${name}'`);
    expect(message).toContain("name the environment without ':' and '%'");
  });
});

describe('all of an owner', () => {
  const deploy = { workflow: exactly('deploy') };

  test.each<[string[], Values | undefined, string[], string[]]>([
    [['repo', 'context', 'workflow'], deploy,
      ['repo:octo-org/*:environment:production:workflow:deploy', 'repo:octo-org@65/*:environment:production:workflow:deploy'],
      ['repo:*:*:environment:production:workflow:deploy']],
    [['context', 'repo'], undefined, ['environment:production:repo:octo-org/*', 'environment:production:repo:octo-org@65/*'],
      ['environment:production:repo:*:*']],
    [['repository', 'environment'], undefined, ['repository:octo-org/*:environment:production'], ['repository:*:*:environment:production']],
    [['repository_id', 'context'], undefined, ['repository_id:*:environment:production'], ['repository_id:*:*:environment:production']],
    [['repository_owner_id', 'repo', 'context'], undefined,
      ['repository_owner_id:65:repo:octo-org/*:environment:production', 'repository_owner_id:65:repo:octo-org@65/*:environment:production'],
      ['repository_owner_id:65:repo:*:*:environment:production']],
  ])('%j is a pattern with a guard against more segments, and pins the owner', (keys, values, sub, [guard]) => {
    expect(conditionsOf([under(OWNER, keys, values).environment('production')])).toEqual([github({
      StringEquals: { aud: AUDIENCE, repository_owner_id: '65' },
      StringLike: { sub: sub.length === 1 ? sub[0] : sub },
      StringNotLike: { sub: guard },
    })]);
  });

  test.each<[string[], GithubRepository, Options, Record<string, string>]>([
    [['repository_owner', 'environment'], OWNER, {}, { sub: 'repository_owner:octo-org:environment:production', repository_owner_id: '65' }],
    [['repository_owner', 'environment'], OWNER_BY_NAME, {}, { sub: 'repository_owner:octo-org:environment:production' }],
    [['environment', 'repository_owner_id'], OWNER, { format: SubjectFormat.IMMUTABLE }, { sub: 'environment:production:repository_owner_id:65' }],
  ])('%j is exact, so that it needs no guard', (keys, owner, options, conditions) => {
    expect(conditionsOf([under(owner, keys).environment('production')], options))
      .toEqual([github({ StringEquals: { aud: AUDIENCE, ...conditions } })]);
  });

  test.each<[string[], Values | undefined]>([
    [['repo', 'context', 'workflow'], deploy], [['context', 'repo'], undefined], [['workflow', 'repository', 'environment'], deploy],
    [['repository_id', 'context'], undefined], [['repository_owner', 'environment'], undefined], [['environment', 'repository_owner_id'], undefined],
  ])('%j admits every repository of the owner under it, and no other', (keys, values) => {
    const claims = { workflow: 'deploy' };
    const tokensOf = (repository: GithubRepository, mint: Mint = production) => bothForms(under(repository, keys), mint, { claims });
    expectDecisions(
      trustPolicy({ subjects: [under(OWNER, keys, values).environment('production')] }),
      [...tokensOf(REPO), ...tokensOf(SIBLING)],
      [
        ...bothForms(REPO, production, { claims }),
        ...tokensOf(REPO, staging),
        ...FOREIGN.flatMap(repository => tokensOf(repository)),
      ],
    );
  });

  test('the guard refuses other templates of the owner that the pattern would match', () => {
    const others: [string[], Mint][] = [
      [['repo', 'ref', 'environment', 'workflow'], production],
      [['repo', 'workflow', 'context', 'workflow_ref', 'environment'], production],
      [['repo', 'actor', 'environment', 'workflow'], production],
    ];
    expectDecisions(trustPolicy({ subjects: [under(OWNER, ['repo', 'context', 'workflow'], deploy).environment('production')] }),
      bothForms(under(SIBLING, ['repo', 'context', 'workflow']), production, { claims: { workflow: 'deploy' } }),
      others.flatMap(([keys, mint]) => bothForms(under(SIBLING, keys), mint, { claims: { workflow: 'deploy' } })));
  });

  test('the guard refuses an environment that is named like a pull request', () => {
    const template = ['repo', 'context', 'workflow'];
    const named: Mint = (repository, options) => GithubOidcToken.forEnvironment(repository, 'pull_request', options);
    const claims = { workflow: 'deploy' };
    const owner = under(OWNER, template, deploy);
    expectDecisions(trustPolicy({ subjects: [owner.pullRequest()] }),
      bothForms(under(SIBLING, template), pullRequest, { claims }),
      [...bothForms(under(SIBLING, template), named, { claims }), ...bothForms(under(SIBLING, template), main, { claims })]);
    expectDecisions(trustPolicy({ subjects: [owner.pullRequest(), owner.environment('pull_request')] }),
      [...bothForms(under(SIBLING, template), pullRequest, { claims }), ...bothForms(under(SIBLING, template), named, { claims })],
      bothForms(under(SIBLING, template), main, { claims }));
  });

  test.each([[['repo', 'repository', 'context']], [['repository_id', 'repo', 'context']]])(
    '%j names the repository twice, which no pattern bounds', keys => {
      const { name, message } = refusalOf(() => trustPolicy({ subjects: [under(OWNER, keys).environment('production')] }));
      expect(name).toBe('GithubSubjectTemplateInvalid');
      expect(message).toContain(`'${keys.join(', ')}'`);
      expect(message).toContain('name the repositories one by one');
    },
  );

  test.each<[string[], string, Options]>([
    [['repository_id', 'context'], 'repository_id:*:environment:production', { format: SubjectFormat.IMMUTABLE }],
    [['repository_id', 'context'], 'repository_id:*:environment:production', { claimKeys: false }],
  ])('%j tells no owner by itself, so it is refused where the owner is not pinned', (keys, text, options) => {
    const { name, message } = refusalOf(() => trustPolicy({ subjects: [under(OWNER, keys).environment('production')], ...options }));
    expect(name).toBe('SubjectOpenToAnyOwner');
    expect(message).toContain(`'${text}'`);
  });
});

/**
 * Every token that the administrators of a foreign repository can have GitHub mint: any template of up to three keys, with texts of their choice
 * wherever GitHub leaves them one. Nothing here is taken from the code under test.
 */
const KEYS = [
  'repo', 'context', 'ref', 'environment', 'workflow', 'job_workflow_ref', 'actor', 'repository_owner', 'repository_id', 'repository_owner_id',
  'repository_visibility',
];
const STRANGER: RepositoryFacts = { owner: 'octo-org-evil', ownerId: '9', name: 'octo-repo', id: '8' };
const REGISTERED_AGAIN: RepositoryFacts = { owner: 'octo-org', ownerId: '9', name: 'octo-repo', id: '8' };

/** `test:fuzz` takes every text; else templates of three keys take the first ones, which already pass each pattern that is unsafe. */
const ALL_TEXTS = process.env.FUZZ_RUNS !== undefined;
const FEW = 2;
const ENVIRONMENTS = [
  'production', 'x@65/y@74', 'x:repo:octo-org/octo-repo', 'pull_request', 'repo', 'repo:octo-org/octo-repo:environment:production',
  'production:repo:octo-org/octo-repo', 'production:repository_owner:octo-org',
];
const BRANCHES = ['main', 'x@65/y@74', 'x%3Arepo%3Aocto-org/octo-repo'];
const WORKFLOWS = ['deploy', 'octo-org/octo-repo', 'x@65/y@74', 'x:repo:octo-org/octo-repo:environment:production'];
const contexts = (count: number): JobContext[] => [
  ...ENVIRONMENTS.slice(0, count).map(value => ({ kind: 'environment' as const, value })),
  ...BRANCHES.slice(0, count).map(value => ({ kind: 'branch' as const, value })),
  { kind: 'pull_request', value: '' },
];

function arrangements(length: number): string[][] {
  return length === 0 ? [[]] : arrangements(length - 1).flatMap(head => KEYS.filter(key => !head.includes(key)).map(key => [...head, key]));
}

/** The values that differ for a template: those of keys that it lacks never reach `sub`. */
function choices<T>(values: readonly T[], keys: readonly string[], ...shownBy: string[]): readonly T[] {
  return shownBy.some(key => keys.includes(key)) ? values : values.slice(0, 1);
}

function attacksBy(repository: RepositoryFacts): GithubOidcToken[] {
  const tokens = new Map<string, GithubOidcToken>();
  // Anybody may call a public workflow of the owner under attack.
  const called = [WORKFLOW, `${nameOf(repository)}/.github/workflows/x.yml@refs/heads/x@65/y@74`];
  for (const isImmutable of [true, false]) {
    const name = isImmutable ? immutableNameOf(repository) : nameOf(repository);
    const jobsIn = (count: number) => contexts(count).map(context =>
      ({ context, job: claimsOf({ repository, context, isImmutable, issuer: GithubIssuer.GITHUB_COM, audience: AUDIENCE }) }));
    const [all, few] = [jobsIn(ENVIRONMENTS.length), jobsIn(FEW)];
    // An actor and a visibility are alike: neither is the attacker's choice, and neither is asked for.
    const long = arrangements(3).filter(keys => ALL_TEXTS || !keys.includes('repository_visibility'));
    for (const keys of [...[1, 2].flatMap(arrangements), ...long]) {
      const isLong = keys.length > 2 && !ALL_TEXTS;
      for (const { context, job } of choices(isLong ? few : all, keys, 'context', 'ref', 'environment')) {
        for (const workflow of choices(isLong ? WORKFLOWS.slice(0, FEW) : WORKFLOWS, keys, 'workflow')) {
          for (const jobWorkflowRef of choices(called, keys, 'job_workflow_ref')) {
            const claims: Claims = { ...job, workflow, job_workflow_ref: jobWorkflowRef, repository_visibility: 'private' };
            // A job without an environment gets no token under a template that asks for one.
            if (!keys.includes('environment') || claims.environment !== undefined) {
              const sub = keys.map(key => segmentOf(key, name, context, claims)).join(':');
              tokens.set(sub, GithubOidcToken.fromClaims({ ...claims, sub }));
            }
          }
        }
      }
    }
  }
  return [...tokens.values()];
}

function segmentOf(key: string, name: string, context: JobContext, claims: Claims): string {
  switch (key) {
    case 'repo': return `repo:${name}`;
    case 'context': return tailOf(context);
    default: return `${key}:${claims[key].split(':').join('%3A')}`;
  }
}

interface Trusted {
  readonly words: string;
  readonly subject: GithubSubject;
  readonly options?: Options;
  /** Whether the name alone is trusted, and so whoever registers it again. */
  readonly byName?: boolean;
}

const IMMUTABLE = { format: SubjectFormat.IMMUTABLE };
const DEPLOY = { workflow: exactly('deploy') };
const CALLED = { job_workflow_ref: exactly(WORKFLOW) };
const TRUSTED: Trusted[] = [
  { words: 'an environment', subject: REPO.environment('production') },
  { words: 'an environment by its IDs', subject: REPO.environment('production'), options: IMMUTABLE },
  { words: 'an environment by name', subject: BY_NAME.environment('production'), byName: true },
  { words: 'any context', subject: REPO.anyContext() },
  { words: 'any context by its IDs', subject: REPO.anyContext(), options: IMMUTABLE },
  { words: 'environments like a pattern', subject: BY_NAME.environmentLike('prod*'), byName: true },
  { words: 'all of an owner', subject: OWNER.anyContext() },
  { words: 'all of an owner by its ID', subject: OWNER.branchLike('*'), options: IMMUTABLE },
  { words: 'all of an owner by name', subject: OWNER_BY_NAME.environment('production'), byName: true },
  { words: 'pull requests of an owner', subject: OWNER.pullRequest() },
  { words: 'a custom pattern', subject: GithubSubject.customLike('repo:octo-org/*:environment:production'), byName: true },
  { words: 'a reusable workflow', subject: under(REPO, ['repo', 'context', 'job_workflow_ref'], CALLED).environment('production') },
  { words: 'a reusable workflow first', subject: under(BY_NAME, ['job_workflow_ref', 'repo'], CALLED).anyContext(), byName: true },
  { words: 'an environment before the repository', subject: under(BY_NAME, ['environment', 'repo']).environment('production'), byName: true },
  {
    words: 'an environment before the owner',
    subject: under(OWNER_BY_NAME, ['environment', 'repository_owner']).environment('production'),
    byName: true,
  },
  { words: 'an environment before the ID', subject: under(REPO, ['environment', 'repository_id']).environment('production'), options: IMMUTABLE },
  { words: 'a pattern before the repository', subject: under(REPO, ['environment', 'repo']).environmentLike('*') },
  { words: 'a workflow before all of an owner', subject: under(OWNER, ['workflow', 'context', 'repo'], DEPLOY).environment('production') },
  { words: 'any repository ID of an owner', subject: under(OWNER, ['repository_id', 'context']).environment('production') },
  { words: 'the ID of an owner', subject: under(OWNER, ['repository_owner_id', 'environment']).environment('production'), options: IMMUTABLE },
];

/** Patterns that look as if they pinned somebody, and do not. */
const UNSAFE = [
  'repo:*@65/*@74', 'repo:*@65/*@74:environment:production', 'environment:*octo-org/octo-repo', 'repository_id:*:environment:production',
  'workflow:*octo-org/octo-repo:environment:production',
];

describe('a foreign repository with any template', () => {
  const strangers = attacksBy(STRANGER);
  const again = attacksBy(REGISTERED_AGAIN);
  const letIn = ({ Statement: statements }: TrustPolicy, attacks: readonly GithubOidcToken[]) =>
    attacks.filter(token => evaluate(statements, token).allowed);
  const unsafe = (sub: string): TrustPolicy => {
    const policy = trustPolicy({ subjects: [REPO.environment('production')] });
    return { ...policy, Statement: policy.Statement.map(statement => ({ ...statement, Condition: github({ StringLike: { sub } }) })) };
  };
  const dangerous = UNSAFE.flatMap(pattern => letIn(unsafe(pattern), strangers).slice(0, 12));

  test.each(UNSAFE)('can pass the pattern %s, as long as nothing else pins the owner', pattern => {
    const [{ claims }] = letIn(unsafe(pattern), dangerous);
    expect(claims.repository_owner_id).toBe(STRANGER.ownerId);
    expect(letsInByIndependentEngine(unsafe(pattern), claims)).toBe(true);
  });

  test.each(TRUSTED)('is never let in by $words', ({ subject, options, byName }) => {
    const policy = trustPolicy({ subjects: [subject], ...options });
    expect(letIn(policy, byName ? strangers : [...strangers, ...again]).map(({ claims }) => claims.sub)).toEqual([]);
    expect(dangerous.filter(({ claims }) => letsInByIndependentEngine(policy, claims))).toEqual([]);
  });

  test('is never let in by all of them together', () => {
    expect(letIn(trustPolicy({ subjects: TRUSTED.map(({ subject }) => subject) }), strangers).map(({ claims }) => claims.sub)).toEqual([]);
  });
});
