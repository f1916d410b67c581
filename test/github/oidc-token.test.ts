import { Aws } from 'aws-cdk-lib';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubOidcToken, GithubOidcTokenOptions } from '../../src/github/oidc-token';
import { GithubRepository } from '../../src/github/repository';

const WITH_IDS = GithubRepository.of('octo-org@65/octo-repo@74');
const BY_NAME = GithubRepository.of('octo-org/octo-repo');
const SERVER = GithubIssuer.server('github.example.com');

const FACTORIES: [string, (repository: GithubRepository, options?: GithubOidcTokenOptions) => GithubOidcToken, string, Record<string, string>][] = [
  ['forBranch', (repository, options) => GithubOidcToken.forBranch(repository, 'feature/x', options), 'ref:refs/heads/feature/x',
    { event_name: 'push', ref: 'refs/heads/feature/x', ref_type: 'branch' }],
  ['forTag', (repository, options) => GithubOidcToken.forTag(repository, 'v1.0', options), 'ref:refs/tags/v1.0',
    { event_name: 'push', ref: 'refs/tags/v1.0', ref_type: 'tag' }],
  ['forEnvironment', (repository, options) => GithubOidcToken.forEnvironment(repository, 'Production:V1', options), 'environment:Production%3AV1',
    { event_name: 'push', ref: 'refs/heads/main', ref_type: 'branch', environment: 'Production:V1' }],
  ['forPullRequest', (repository, options) => GithubOidcToken.forPullRequest(repository, options), 'pull_request',
    { event_name: 'pull_request', ref: 'refs/pull/1/merge', ref_type: 'branch' }],
];

describe.each(FACTORIES)('GithubOidcToken.%s', (_, factory, context, run) => {
  test('fills the claims as GitHub does for a repository with IDs', () => {
    const token = factory(WITH_IDS);
    expect(token.issuer).toBe(GithubIssuer.GITHUB_COM);
    expect(token.claims).toEqual({
      iss: 'https://token.actions.githubusercontent.com',
      aud: 'sts.amazonaws.com',
      sub: `repo:octo-org@65/octo-repo@74:${context}`,
      ...run,
      repository: 'octo-org/octo-repo',
      repository_owner: 'octo-org',
      repository_id: '74',
      repository_owner_id: '65',
      actor: 'octocat',
      actor_id: '12',
      workflow: 'example',
      workflow_ref: `octo-org/octo-repo/.github/workflows/example.yml@${run.ref}`,
      job_workflow_ref: `octo-org/octo-repo/.github/workflows/example.yml@${run.ref}`,
    });
  });

  test('mints the name form, and no ID claims, for a repository without IDs', () => {
    const { claims } = factory(BY_NAME);
    expect(claims.sub).toBe(`repo:octo-org/octo-repo:${context}`);
    expect(claims).not.toHaveProperty('repository_id');
    expect(claims).not.toHaveProperty('repository_owner_id');
  });

  test('useImmutableSubject false mints the name form and keeps the ID claims', () => {
    expect(factory(WITH_IDS, { useImmutableSubject: false }).claims).toMatchObject({
      sub: `repo:octo-org/octo-repo:${context}`, repository_id: '74', repository_owner_id: '65',
    });
  });

  test('useImmutableSubject true mints the form with IDs', () => {
    expect(factory(WITH_IDS, { useImmutableSubject: true }).claims.sub).toBe(`repo:octo-org@65/octo-repo@74:${context}`);
  });

  test('useImmutableSubject true needs the IDs', () => {
    const act = () => factory(BY_NAME, { useImmutableSubject: true });
    expect(act).toThrow("'octo-org/octo-repo'");
    expect(act).toThrow(expect.objectContaining({
      name: 'GithubIdsMissing', message: expect.stringContaining('write the repository as OWNER@OWNER_ID/REPO@REPO_ID'),
    }));
  });

  test('useImmutableSubject true is refused on a server, which mints none, whether or not the IDs are known', () => {
    for (const repository of [WITH_IDS, BY_NAME]) {
      const act = () => factory(repository, { issuer: SERVER, useImmutableSubject: true });
      expect(act).toThrow("the token of 'octo-org/octo-repo'");
      expect(act).toThrow('https://github.example.com/_services/token mints none');
      expect(act).toThrow(expect.objectContaining({ name: 'FeatureNotOnIssuer', message: expect.stringContaining('leave out useImmutableSubject') }));
    }
    expect(factory(WITH_IDS, { issuer: SERVER, useImmutableSubject: false }).claims.sub).toBe(`repo:octo-org/octo-repo:${context}`);
  });

  test.each([
    'octo-org/octo-repo', 'octo-org@65/octo-repo@74', '', undefined, null, 42, {}, { fullName: 'octo-org/octo-repo' }, { _identity: {} },
    BY_NAME.branch('main'),
  ])('%p is no GithubRepository, and how to make one is said', (value: any) => {
    const act = () => factory(value);
    expect(act).toThrow(`the token's repository is '${value}', not a GithubRepository`);
    expect(act).toThrow(expect.objectContaining({
      name: 'GithubRepositoryInvalid', message: expect.stringContaining("pass GithubRepository.of('OWNER@OWNER_ID/REPO@REPO_ID')"),
    }));
  });

  test('a repository of another copy of this package is one too', () => {
    const copy: any = { fullName: WITH_IDS.fullName, _identity: { ...WITH_IDS._identity } };
    expect(copy).not.toBeInstanceOf(GithubRepository);
    expect(factory(copy)).toEqual(factory(WITH_IDS));
  });

  test.each([
    [GithubIssuer.enterprise('octocat-inc'), 'octo-org@65/octo-repo@74'],
    [GithubIssuer.dataResidency('octocorp'), 'octo-org@65/octo-repo@74'],
    [SERVER, 'octo-org/octo-repo'],
  ])('the issuer $url is in iss and decides the form of sub', (issuer, name) => {
    const token = factory(WITH_IDS, { issuer });
    expect(token.issuer).toBe(issuer);
    expect(token.claims.iss).toBe(issuer.url);
    expect(token.claims.sub).toBe(`repo:${name}:${context}`);
  });

  test('audience is the aud claim', () => {
    expect(factory(WITH_IDS, { audience: 'https://example.com' }).claims.aud).toBe('https://example.com');
  });

  test('claims replace and join the others', () => {
    const options = { claims: { actor: 'mona', runner_environment: 'self-hosted', sub: 'repository_owner_id:65' } };
    const { claims } = factory(WITH_IDS, options);
    expect(claims).toMatchObject({ actor: 'mona', runner_environment: 'self-hosted', sub: 'repository_owner_id:65', repository_id: '74' });
    expect(options).toEqual({ claims: { actor: 'mona', runner_environment: 'self-hosted', sub: 'repository_owner_id:65' } });
  });

  test('no options are the same as empty ones', () => {
    expect(factory(WITH_IDS, {})).toEqual(factory(WITH_IDS));
    const undefinedOnes = { issuer: undefined, audience: undefined, useImmutableSubject: undefined, claims: undefined };
    expect(factory(WITH_IDS, undefinedOnes)).toEqual(factory(WITH_IDS));
    expect(factory(WITH_IDS, null as any)).toEqual(factory(WITH_IDS));
  });

  test.each([
    [undefined, 'https://token.actions.githubusercontent.com'], [SERVER, 'https://github.example.com/_services/token'],
  ])('the claim iss is no second way to give the issuer, not even the same one', (issuer, url) => {
    for (const iss of ['https://token.actions.githubusercontent.com', SERVER.url, 'https://accounts.google.com', '']) {
      const act = () => factory(WITH_IDS, { issuer, claims: { iss, actor: 'mona' } });
      expect(act).toThrow(`claim iss is given as '${iss}', beside its issuer ${url}`);
      expect(act).toThrow(expect.objectContaining({ name: 'GithubIssuerInvalid', message: expect.stringContaining('pass `issuer` instead') }));
    }
  });
});

describe('GithubOidcToken', () => {
  test('only a job that names an environment has the environment claim', () => {
    expect(GithubOidcToken.forEnvironment(WITH_IDS, 'production').claims.environment).toBe('production');
    const others = [GithubOidcToken.forBranch(WITH_IDS, 'main'), GithubOidcToken.forTag(WITH_IDS, 'v1'), GithubOidcToken.forPullRequest(WITH_IDS)];
    for (const token of others) {
      expect(token.claims).not.toHaveProperty('environment');
    }
  });

  test('sub is what the subject of the same repository and context asks for', () => {
    const { sub } = GithubOidcToken.forEnvironment(BY_NAME, 'a:b 100%').claims;
    expect(sub).toBe(`repo:${BY_NAME.fullName}:${BY_NAME.environment('a:b 100%')._context.text}`);
  });

  test.each([
    ['a branch with a prefix', () => GithubOidcToken.forBranch(WITH_IDS, 'refs/heads/main'), 'GithubRefPrefixRefused'],
    ['a branch pattern', () => GithubOidcToken.forBranch(WITH_IDS, '*'), 'GithubWildcardRefused'],
    ['a branch that git refuses', () => GithubOidcToken.forBranch(WITH_IDS, 'a b'), 'GithubGitNameInvalid'],
    ['a tag with a prefix', () => GithubOidcToken.forTag(WITH_IDS, 'refs/tags/v1'), 'GithubRefPrefixRefused'],
    ['a tag pattern', () => GithubOidcToken.forTag(WITH_IDS, 'v?'), 'GithubWildcardRefused'],
    ['an environment that is too long', () => GithubOidcToken.forEnvironment(WITH_IDS, 'e'.repeat(256)), 'GithubEnvironmentTooLong'],
    ['a blank environment', () => GithubOidcToken.forEnvironment(WITH_IDS, ' '), 'GithubTextBlank'],
    ['a missing branch', () => GithubOidcToken.forBranch(WITH_IDS, undefined as any), 'GithubTextMissing'],
    ['a number as tag', () => GithubOidcToken.forTag(WITH_IDS, 1 as any), 'GithubTextMissing'],
  ])('no token has %s', (_, act, code) => {
    expect(act).toThrow(expect.objectContaining({ name: code }));
  });
});

describe('GithubOidcToken.fromClaims', () => {
  test.each([
    'https://token.actions.githubusercontent.com', 'https://token.actions.githubusercontent.com/octocat-inc',
    'https://token.actions.octocorp.ghe.com',
    'https://github.example.com/_services/token',
  ])('finds the issuer %s', iss => {
    expect(GithubOidcToken.fromClaims({ iss }).issuer.url).toBe(iss);
  });

  test('holds these claims and no others, and its own copy of them', () => {
    const claims: Record<string, string> = { iss: GithubIssuer.GITHUB_COM.url, sub: 'repo:octo-org/octo-repo:pull_request' };
    const token = GithubOidcToken.fromClaims(claims);
    expect(token.claims).toEqual({ iss: 'https://token.actions.githubusercontent.com', sub: 'repo:octo-org/octo-repo:pull_request' });
    claims.sub = 'changed';
    expect(token.claims.sub).toBe('repo:octo-org/octo-repo:pull_request');
  });

  test('does not judge the other claims', () => {
    expect(GithubOidcToken.fromClaims({ iss: SERVER.url, sub: '*', aud: '' }).claims).toEqual({ iss: SERVER.url, sub: '*', aud: '' });
  });

  test.each([
    [undefined, 'undefined'], [null, 'undefined'], [{}, 'undefined'], [{ iss: '' }, ''],
    [{ iss: 'https://accounts.google.com' }, 'https://accounts.google.com'], [{ iss: 5 }, '5'], [{ iss: null }, 'null'],
    [{ iss: Aws.REGION }, Aws.REGION],
  ])('%j is no token of GitHub', (claims: any, iss) => {
    expect(() => GithubOidcToken.fromClaims(claims)).toThrow(expect.objectContaining({
      name: 'GithubIssuerInvalid', message: expect.stringContaining(`the claim iss is '${iss}', no GitHub issuer; it is such as 'https://`),
    }));
  });
});

describe('what a JavaScript caller may pass', () => {
  const repository = GithubRepository.of('octo-org/octo-repo');

  test('a claim that is undefined counts as not given', () => {
    const token = GithubOidcToken.forBranch(repository, 'main', { claims: { iss: undefined, sub: undefined } as never });
    expect(token.claims).toMatchObject({ iss: 'https://token.actions.githubusercontent.com', sub: 'repo:octo-org/octo-repo:ref:refs/heads/main' });
  });

  test.each([[Symbol('x')], [Object.create(null)]])('a repository without a text of its own is named all the same', value => {
    expect(() => GithubOidcToken.forBranch(value as never, 'main')).toThrow(expect.objectContaining({ name: 'GithubRepositoryInvalid' }));
  });
});
