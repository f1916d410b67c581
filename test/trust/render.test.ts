import { GithubIssuer } from '../../src/github/issuer';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';
import { SubjectFormat } from '../../src/github/subject-format';
import { renderConditions } from '../../src/trust/render';
import { ClaimCondition } from '../../src/trust/trust-statement';
import {
  AUDIENCE, Claims, claimsOf, JobContext, letsInByIndependentEngine, letsInByOurs, RepositoryFacts, tailOf, trustPolicy,
} from '../support/arbitraries';

const KEYS = 'token.actions.githubusercontent.com';

describe('the rendered conditions', () => {
  const aud: ClaimCondition = { operator: 'StringEquals', claim: 'aud', values: [AUDIENCE] };
  const sub: ClaimCondition = { operator: 'StringEquals', claim: 'sub', values: ['repo:o/r:pull_request'] };
  const subLike: ClaimCondition = { operator: 'StringLike', claim: 'sub', values: ['repo:o/r:*'] };
  const ids: ClaimCondition[] = [
    { operator: 'StringEquals', claim: 'repository_owner_id', values: ['1'] },
    { operator: 'StringEquals', claim: 'repository_id', values: ['10', '11'] },
  ];
  const rendered = (...conditions: ClaimCondition[]) => renderConditions({ sid: 'A', conditions }, KEYS);
  const keysOf = (block: object) => Object.keys(block).map(key => key.slice(KEYS.length + 1));

  test('stand under their operators', () => {
    expect(rendered(aud, subLike, { ...subLike, operator: 'StringNotLike', values: ['repo:*:*:x'] }, ...ids)).toEqual({
      StringEquals: { [`${KEYS}:aud`]: AUDIENCE, [`${KEYS}:repository_id`]: ['10', '11'], [`${KEYS}:repository_owner_id`]: '1' },
      StringLike: { [`${KEYS}:sub`]: 'repo:o/r:*' },
      StringNotLike: { [`${KEYS}:sub`]: 'repo:*:*:x' },
    });
  });

  test('keep one claim under two operators apart', () => {
    expect(rendered({ operator: 'StringLike', claim: 'ref', values: ['refs/*'] }, { operator: 'StringEquals', claim: 'ref', values: ['refs/x'] })).toEqual({
      StringEquals: { [`${KEYS}:ref`]: 'refs/x' }, StringLike: { [`${KEYS}:ref`]: 'refs/*' },
    });
  });

  test('come in one fixed order, whatever order they were in', () => {
    const others = ['workflow', 'actor', 'environment'].map(claim => ({ operator: 'StringEquals', claim, values: ['x'] }));
    const guard = { operator: 'StringNotLike', claim: 'sub', values: ['repo:*:*:x'] };
    const one = rendered(guard, ...others, ...ids, subLike, sub, aud);
    expect(JSON.stringify(rendered(aud, sub, subLike, ...[...ids].reverse(), ...[...others].reverse(), guard))).toBe(JSON.stringify(one));
    expect(Object.keys(one)).toEqual(['StringEquals', 'StringLike', 'StringNotLike']);
    expect(keysOf(one.StringEquals)).toEqual(['aud', 'sub', 'repository_id', 'repository_owner_id', 'actor', 'environment', 'workflow']);
  });

  test('write one value as a text and several as a list of their own', () => {
    const several = { ...sub, values: ['repo:o/r:pull_request', 'repo:o/s:pull_request'] };
    const { StringEquals: block } = rendered({ ...aud, values: ['a'] }, several);
    expect(block).toEqual({ [`${KEYS}:aud`]: 'a', [`${KEYS}:sub`]: ['repo:o/r:pull_request', 'repo:o/s:pull_request'] });
    expect(block[`${KEYS}:sub`]).not.toBe(several.values);
  });

  test.each([
    [GithubIssuer.enterprise('Octo-Inc'), 'token.actions.githubusercontent.com/Octo-Inc'],
    [GithubIssuer.dataResidency('octocorp'), 'token.actions.octocorp.ghe.com'],
    [GithubIssuer.server('github.example.com'), 'github.example.com/_services/token'],
  ])('name their keys after the issuer, path included', (issuer, prefix) => {
    expect(renderConditions({ sid: 'A', conditions: [aud, sub] }, issuer.conditionKeyPrefix).StringEquals).toEqual({
      [`${prefix}:aud`]: AUDIENCE, [`${prefix}:sub`]: 'repo:o/r:pull_request',
    });
  });
});

// Adversarial tokens: each one against each context in each format, decided by two engines.

const OURS: RepositoryFacts = { owner: 'octo-org', ownerId: '123456', name: 'octo-repo', id: '456789' };
const WITH_IDS = GithubRepository.of('octo-org@123456/octo-repo@456789');
const WITHOUT_IDS = GithubRepository.of('octo-org/octo-repo');

const CONTEXTS = {
  'branch main': { kind: 'branch', value: 'main' },
  'branch Main': { kind: 'branch', value: 'Main' },
  'branch main-x': { kind: 'branch', value: 'main-x' },
  'branch main/x': { kind: 'branch', value: 'main/x' },
  'branch x/main': { kind: 'branch', value: 'x/main' },
  'branch production': { kind: 'branch', value: 'production' },
  'branch pull_request': { kind: 'branch', value: 'pull_request' },
  'branch v1': { kind: 'branch', value: 'v1' },
  'branch release/1': { kind: 'branch', value: 'release/1' },
  'branch release/1/fix': { kind: 'branch', value: 'release/1/fix' },
  'branch release': { kind: 'branch', value: 'release' },
  'branch Release/1': { kind: 'branch', value: 'Release/1' },
  'merge queue of main': { kind: 'branch', value: 'gh-readonly-queue/main/pr-7-0a1b2c3d' },
  'tag main': { kind: 'tag', value: 'main' },
  'tag v1': { kind: 'tag', value: 'v1' },
  'tag V1': { kind: 'tag', value: 'V1' },
  'tag v1.2': { kind: 'tag', value: 'v1.2' },
  'tag release/1': { kind: 'tag', value: 'release/1' },
  'tag production': { kind: 'tag', value: 'production' },
  'environment production': { kind: 'environment', value: 'production' },
  'environment Production': { kind: 'environment', value: 'Production' },
  'environment production-eu': { kind: 'environment', value: 'production-eu' },
  'environment production:eu': { kind: 'environment', value: 'production:eu' },
  'environment production:us': { kind: 'environment', value: 'production:us' },
  'environment x-production': { kind: 'environment', value: 'x-production' },
  'environment main': { kind: 'environment', value: 'main' },
  'environment ref:refs/heads/main': { kind: 'environment', value: 'ref:refs/heads/main' },
  'environment pull_request': { kind: 'environment', value: 'pull_request' },
  'pull request': { kind: 'pull_request', value: '' },
} as const satisfies Record<string, JobContext>;

type ContextName = keyof typeof CONTEXTS;

interface Row {
  readonly asked: string;
  readonly subjectOf: (repository: GithubRepository) => GithubSubject;
  readonly admits: readonly ContextName[];
}

const ROWS: Row[] = [
  { asked: 'branch main', subjectOf: r => r.branch('main'), admits: ['branch main'] },
  { asked: 'branches like release/*', subjectOf: r => r.branchLike('release/*'), admits: ['branch release/1', 'branch release/1/fix'] },
  { asked: 'branches like *', subjectOf: r => r.branchLike('*'), admits: names(({ kind }) => kind === 'branch') },
  { asked: 'tag v1', subjectOf: r => r.tag('v1'), admits: ['tag v1'] },
  { asked: 'tags like v?', subjectOf: r => r.tagLike('v?'), admits: ['tag v1'] },
  { asked: 'tags like v*', subjectOf: r => r.tagLike('v*'), admits: ['tag v1', 'tag v1.2'] },
  { asked: 'environment production', subjectOf: r => r.environment('production'), admits: ['environment production'] },
  { asked: 'environment production:eu', subjectOf: r => r.environment('production:eu'), admits: ['environment production:eu'] },
  {
    asked: 'environments like production*',
    subjectOf: r => r.environmentLike('production*'),
    admits: ['environment production', 'environment production-eu', 'environment production:eu', 'environment production:us'],
  },
  {
    asked: 'environments like production:*',
    subjectOf: r => r.environmentLike('production:*'),
    admits: ['environment production:eu', 'environment production:us'],
  },
  { asked: 'pull requests', subjectOf: r => r.pullRequest(), admits: ['pull request'] },
  { asked: 'any context', subjectOf: r => r.anyContext(), admits: names(() => true) },
];

function names(which: (context: JobContext) => boolean): ContextName[] {
  return (Object.keys(CONTEXTS) as ContextName[]).filter(name => which(CONTEXTS[name]));
}

/** The forms of `sub` in which the repository itself gets in, for each way to trust it. */
const FORMATS = [
  { format: 'BOTH', repository: WITH_IDS, option: SubjectFormat.BOTH, admits: ['name form', 'immutable form'] },
  { format: 'BOTH by default', repository: WITH_IDS, option: undefined, admits: ['name form', 'immutable form'] },
  { format: 'IMMUTABLE', repository: WITH_IDS, option: SubjectFormat.IMMUTABLE, admits: ['immutable form'] },
  { format: 'NAME with known IDs', repository: WITH_IDS, option: SubjectFormat.NAME, admits: ['name form'] },
  { format: 'NAME by default', repository: WITHOUT_IDS, option: undefined, admits: ['name form'] },
] as const;

const FORMS = ['name form', 'immutable form'] as const;

/** Repositories that nobody asked for. */
const STRANGERS: Record<string, Partial<RepositoryFacts>> = {
  'another owner': { owner: 'evil', ownerId: '9', id: '1' },
  'an owner that starts alike': { owner: 'octo-org-evil', ownerId: '9', id: '1' },
  'an owner that ends alike': { owner: 'evil-octo-org', ownerId: '9', id: '1' },
  'an owner that is a part of ours': { owner: 'octo', ownerId: '9', id: '1' },
  'an owner with our ID as in the withdrawn form': { owner: 'octo-org-123456', ownerId: '9', name: 'octo-repo-456789', id: '1' },
  'our owner, renamed': { owner: 'octo-inc' },
  'our owner, in another case': { owner: 'Octo-Org' },
  'another repository': { name: 'website', id: '2' },
  'a repository that starts alike': { name: 'octo-repo-evil', id: '2' },
  'a repository that ends alike': { name: 'evil-octo-repo', id: '2' },
  'a repository that is a part of ours': { name: 'octo', id: '2' },
  'our repository, renamed': { name: 'octo-new' },
  'our repository, in another case': { name: 'Octo-Repo' },
  'our repository, moved to another owner': { owner: 'octo-corp', ownerId: '7' },
  'an owner and a repository with our names swapped': { owner: 'octo-repo', ownerId: '9', name: 'octo-org', id: '1' },
};

/** Other repositories that have our names now. Only their IDs tell them apart. */
const NAMESAKES: Record<string, Partial<RepositoryFacts>> = {
  'our names, registered again by somebody else': { ownerId: '9', id: '1' },
  'our repository, deleted and made again': { id: '1' },
  'our owner, registered again, with the ID of our repository': { ownerId: '9' },
  'our IDs swapped': { ownerId: '456789', id: '123456' },
  'IDs that start alike': { ownerId: '1234567', id: '4567890' },
  'IDs that ours start with': { ownerId: '12345', id: '45678' },
};

function tokenOf(form: string, context: JobContext, changed: Partial<RepositoryFacts> = {}): Claims {
  return claimsOf({
    repository: { ...OURS, ...changed }, context, isImmutable: form === 'immutable form', issuer: GithubIssuer.GITHUB_COM, audience: AUDIENCE,
  });
}

/** Subjects that a foreign repository's administrators can have minted, by a template and by names of their choice. */
function hostileSubjects(tail: string): Record<string, string> {
  return {
    'a branch named as we are, and our context last': `repo:evil@9/x@1:ref:refs/heads/octo-org@123456/octo-repo@456789:${tail}`,
    'a branch named as our name form, and our context last': `repo:evil/x:ref:refs/heads/octo-org/octo-repo:${tail}`,
    'a branch named as our subject': `repo:evil/x:ref:refs/heads/repo%3Aocto-org/octo-repo:${tail}`,
    'a workflow named as our subject, first': `workflow:repo%3Aocto-org/octo-repo:${tail}`,
    'an environment named as our subject, first': `environment:repo%3Aocto-org@123456/octo-repo@456789:${tail}`,
    'a ref first': `ref:refs/heads/octo-org/octo-repo:${tail}`,
    'its context without a repository': tail,
    'our context behind its own repository': `repo:evil/x:${tail}`,
    'our context twice': `repo:evil/x:${tail}:${tail}`,
    'another key that holds our name': `job_workflow_ref:octo-org/octo-repo:${tail}`,
    'our name behind its own': `repository_owner:evil:repo:evil/octo-org/octo-repo:${tail}`,
  };
}

function without(claims: Claims, ...left: string[]): Claims {
  return Object.fromEntries(Object.entries(claims).filter(([claim]) => !left.includes(claim)));
}

type Expectation = Record<string, { readonly claims: Claims; readonly passes: boolean }>;

/** Every token of the table, and whether it gets in. */
function tokensFor(row: Row, { repository, option, admits: admittedForms }: typeof FORMATS[number]): Expectation {
  const tokens: Expectation = {};
  const add = (name: string, claims: Claims, passes: boolean) => { tokens[name] = { claims, passes }; };
  const admitsForm = (form: string) => (admittedForms as readonly string[]).includes(form);
  const seesIds = repository === WITH_IDS && option !== SubjectFormat.NAME;
  const pinsClaims = admittedForms.length === 2;
  const admitted = CONTEXTS[row.admits[0]];
  for (const form of FORMS) {
    for (const [name, context] of Object.entries(CONTEXTS)) {
      add(`${name} of our repository, ${form}`, tokenOf(form, context), admitsForm(form) && row.admits.includes(name as ContextName));
    }
    for (const [name, changed] of Object.entries(STRANGERS)) {
      add(`${name}, ${form}`, tokenOf(form, admitted, changed), false);
    }
    for (const [name, changed] of Object.entries(NAMESAKES)) {
      add(`${name}, ${form}`, tokenOf(form, admitted, changed), form === 'name form' && admitsForm(form) && !seesIds);
    }
    const own = tokenOf(form, admitted);
    for (const audience of ['https://github.com/octo-org', 'sts.amazonaws.com.cn', 'STS.amazonaws.com', 'xsts.amazonaws.com', '*', '']) {
      add(`audience '${audience}', ${form}`, { ...own, aud: audience }, false);
    }
    add(`no audience, ${form}`, without(own, 'aud'), false);
    add(`no subject, ${form}`, without(own, 'sub'), false);
    add(`no ID claims, ${form}`, without(own, 'repository_id', 'repository_owner_id'), admitsForm(form) && !pinsClaims);
    add(`the subject in upper case, ${form}`, { ...own, sub: own.sub.toUpperCase() }, false);
    add(`the subject with an encoded colon, ${form}`, { ...own, sub: own.sub.replace(/^repo:/, 'repo%3A') }, false);
    add(`the subject behind a blank, ${form}`, { ...own, sub: ` ${own.sub}` }, false);
    for (const issuer of [GithubIssuer.enterprise('octo-inc'), GithubIssuer.dataResidency('octocorp'), GithubIssuer.server('github.example.com')]) {
      add(`issuer ${issuer.url}, ${form}`, { ...own, iss: issuer.url }, false);
    }
    const stranger = tokenOf(form, admitted, { owner: 'evil', ownerId: '9', name: 'x', id: '1' });
    for (const [name, sub] of Object.entries(hostileSubjects(tailOf(admitted)))) {
      add(`template of a stranger: ${name}, ${form}`, { ...stranger, sub }, false);
    }
  }
  return tokens;
}

describe.each(FORMATS)('a role that trusts a repository under $format', way => {
  test.each(ROWS)('for $asked lets in exactly the tokens that it should', row => {
    const policy = trustPolicy({ subjects: [row.subjectOf(way.repository)], format: way.option });
    const tokens = Object.entries(tokensFor(row, way));
    const expected = tokens.map(([name, { passes }]) => [name, passes]);

    expect(tokens.map(([name, { claims }]) => [name, letsInByIndependentEngine(policy, claims)])).toEqual(expected);
    expect(tokens.map(([name, { claims }]) => [name, letsInByOurs(policy, claims)])).toEqual(expected);
    expect(expected.filter(([, passes]) => passes).length).toBeGreaterThanOrEqual(row.admits.length);
  });
});

describe('a role for the environment production of a repository with IDs', () => {
  const policy = trustPolicy({ subjects: [WITH_IDS.environment('production')], format: SubjectFormat.IMMUTABLE });
  const own = tokenOf('immutable form', CONTEXTS['environment production']);

  test('lets in the subject to the letter', () => {
    const claims = { ...own, sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' };
    expect([letsInByIndependentEngine(policy, claims), letsInByOurs(policy, claims)]).toEqual([true, true]);
  });

  test.each([
    'repo:evil@9/x@1:ref:refs/heads/octo-org@123456/octo-repo@456789:environment:production',
    'repo:octo-org@123456/octo-repo@456789:environment:production:ref:refs/heads/main',
    'repo:octo-org@123456/octo-repo@456789:environment:production ',
    'repo:octo-org@123456/octo-repo@456789:environment:production%3AV1',
    'repo:octo-org-123456/octo-repo-456789:environment:production',
    'repo:octo-org@123456/octo-repo@456789:environment:*',
    'repo:*',
    '*',
    '',
  ])("does not let in the subject '%s'", sub => {
    const claims = { ...own, sub };
    expect([letsInByIndependentEngine(policy, claims), letsInByOurs(policy, claims)]).toEqual([false, false]);
  });
});

describe('a role of GitHub Enterprise Server', () => {
  const issuer = GithubIssuer.server('github.example.com');
  const policy = trustPolicy({ subjects: [WITHOUT_IDS.branch('main')], issuer });
  const own = claimsOf({ repository: OURS, context: CONTEXTS['branch main'], isImmutable: false, issuer, audience: AUDIENCE });

  test('lets in the token of that server and none of GitHub.com or of another server', () => {
    const issuers = [issuer, GithubIssuer.GITHUB_COM, GithubIssuer.server('github.example.org'), GithubIssuer.server('x.github.example.com')];
    const tokens = issuers.map(({ url }) => ({ ...own, iss: url }));
    expect(tokens.map(claims => letsInByIndependentEngine(policy, claims))).toEqual([true, false, false, false]);
    expect(tokens.map(claims => letsInByOurs(policy, claims))).toEqual([true, false, false, false]);
  });
});
