import { Aws } from 'aws-cdk-lib';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubOidcToken, GithubOidcTokenOptions } from '../../src/github/oidc-token';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubjectTemplate } from '../../src/github/subject-template';

const WITH_IDS = GithubRepository.of('octo-org@65/octo-repo@74');
const BY_NAME = GithubRepository.of('octo-org/octo-repo');
const SERVER = GithubIssuer.server('github.example.com', { version: '3.19' });
const OLD_SERVER = GithubIssuer.server('github.example.com');
const REUSED = 'octo-org/octo-automation/.github/workflows/deploy.yml@refs/heads/main';
const COMMIT = /^[0-9a-f]{40}$/;
const NUMBER = /^[1-9][0-9]*$/;

/** Tells the type and never the value, which may be part of a secret. */
function noClaimText(claim: string, type: string): string {
  return `the claim ${claim} is a value of type ${type}; GitHub's claims are texts, whole numbers or truth values: pass such a one`;
}

const FACTORIES: [string, (repository: GithubRepository, options?: GithubOidcTokenOptions) => GithubOidcToken, string, Record<string, string>][] = [
  ['forBranch', (repository, options) => GithubOidcToken.forBranch(repository, 'feature/x', options), 'ref:refs/heads/feature/x',
    { event_name: 'push', ref: 'refs/heads/feature/x', ref_type: 'branch', base_ref: '', head_ref: '' }],
  ['forTag', (repository, options) => GithubOidcToken.forTag(repository, 'v1.0', options), 'ref:refs/tags/v1.0',
    { event_name: 'push', ref: 'refs/tags/v1.0', ref_type: 'tag', base_ref: '', head_ref: '' }],
  ['forEnvironment', (repository, options) => GithubOidcToken.forEnvironment(repository, 'Production:V1', options), 'environment:Production%3AV1',
    { event_name: 'push', ref: 'refs/heads/main', ref_type: 'branch', base_ref: '', head_ref: '', environment: 'Production:V1' }],
  ['forPullRequest', (repository, options) => GithubOidcToken.forPullRequest(repository, options), 'pull_request',
    { event_name: 'pull_request', ref: 'refs/pull/1/merge', ref_type: 'branch', base_ref: 'main', head_ref: 'feature' }],
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
      job_workflow_sha: expect.stringMatching(COMMIT),
      workflow_sha: expect.stringMatching(COMMIT),
      sha: expect.stringMatching(COMMIT),
      jti: expect.stringMatching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      exp: expect.stringMatching(NUMBER),
      iat: expect.stringMatching(NUMBER),
      nbf: expect.stringMatching(NUMBER),
      check_run_id: expect.stringMatching(NUMBER),
      run_id: expect.stringMatching(NUMBER),
      run_number: expect.stringMatching(NUMBER),
      run_attempt: expect.stringMatching(NUMBER),
      repository_visibility: expect.stringMatching(/^(?:internal|private|public)$/),
      runner_environment: expect.stringMatching(/^(?:github-hosted|self-hosted)$/),
    });
  });

  test('is valid for five minutes from when it was issued, and for five before', () => {
    const { exp, iat, nbf } = factory(WITH_IDS).claims;
    expect([Number(exp) - Number(iat), Number(iat) - Number(nbf)]).toEqual([300, 300]);
  });

  test('holds texts only, the same at every call', () => {
    const { claims } = factory(WITH_IDS);
    expect(new Set(Object.values(claims).map(value => typeof value))).toEqual(new Set(['string']));
    expect(factory(WITH_IDS).claims).toEqual(claims);
    expect(() => { claims.sub = 'changed'; }).toThrow(TypeError);
    expect(factory(WITH_IDS).claims.sub).toBe(`repo:octo-org@65/octo-repo@74:${context}`);
  });

  test('names the called file in job_workflow_ref, and all else of the token is the caller\'s', () => {
    expect(factory(WITH_IDS, { jobWorkflowRef: REUSED }).claims).toEqual({ ...factory(WITH_IDS).claims, job_workflow_ref: REUSED });
    expect(factory(WITH_IDS, { jobWorkflowRef: undefined })).toEqual(factory(WITH_IDS));
  });

  test.each<[string, string[], string]>([
    ['the default one', ['repo', 'context'], `repo:octo-org@65/octo-repo@74:${context}`],
    ['the called file', ['repo', 'context', 'job_workflow_ref'], `repo:octo-org@65/octo-repo@74:${context}:job_workflow_ref:${REUSED}`],
    ['another order', ['context', 'repo'], `${context}:repo:octo-org@65/octo-repo@74`],
    ['owner and visibility', ['repository_owner', 'repository_visibility'], 'repository_owner:octo-org:repository_visibility:internal'],
    ['the IDs alone', ['repository_owner_id', 'repository_id'], 'repository_owner_id:65:repository_id:74'],
    ['a name, which stays without IDs', ['repository', 'context'], `repository:octo-org/octo-repo:${context}`],
    ['a git ref', ['repo', 'ref', 'ref_type'], `repo:octo-org@65/octo-repo@74:ref:${run.ref}:ref_type:${run.ref_type}`],
    ['an event', ['repo', 'event_name'], `repo:octo-org@65/octo-repo@74:event_name:${run.event_name}`],
    ['a custom property', ['repo', 'repo_property_team'], 'repo:octo-org@65/octo-repo@74:repo_property_team:platform%3Aeast'],
    ['the workflow\'s name', ['repo', 'workflow'], 'repo:octo-org@65/octo-repo@74:workflow:build%3A x'],
  ])('has its subject by the repository\'s template: %s', (_what, keys, sub) => {
    const templated = WITH_IDS.withSubjectTemplate(GithubSubjectTemplate.of(...keys));
    const given = { repo_property_team: 'platform:east', repository_visibility: 'internal', workflow: 'build: x' };
    const { claims } = factory(templated, { jobWorkflowRef: REUSED, claims: given });
    expect(claims).toEqual({ ...factory(WITH_IDS).claims, ...given, job_workflow_ref: REUSED, sub });
  });

  test('has the name form in a template\'s subject where the repository mints no immutable ones', () => {
    const templated = WITH_IDS.withSubjectTemplate(GithubSubjectTemplate.of('context', 'repo', 'repository_id'));
    expect(factory(templated, { useImmutableSubject: false }).claims.sub).toBe(`${context}:repo:octo-org/octo-repo:repository_id:74`);
    expect(factory(templated, { issuer: SERVER }).claims.sub).toBe(`${context}:repo:octo-org/octo-repo:repository_id:74`);
  });

  test.each([['repo_property_team', WITH_IDS], ['repository_id', BY_NAME]] as const)(
    'a template\'s key %s, which the token does not have, is asked for', (key, repository) => {
      const templated = repository.withSubjectTemplate(GithubSubjectTemplate.of('repo', key));
      const act = () => factory(templated);
      expect(act).toThrow(`the template has the key '${key}', and this token has no such claim`);
      expect(act).toThrow(expect.objectContaining({ name: 'GithubSubjectTemplateInvalid', message: expect.stringContaining('pass it in `claims`') }));
      expect(factory(templated, { claims: { [key]: '5' } }).claims.sub).toMatch(new RegExp(`:${key}:5$`));
    },
  );

  test('a template may hold the issuer and the audience', () => {
    const templated = WITH_IDS.withSubjectTemplate(GithubSubjectTemplate.of('repo', 'aud', 'iss'));
    expect(factory(templated, { audience: 'sigstore' }).claims.sub)
      .toBe('repo:octo-org@65/octo-repo@74:aud:sigstore:iss:https%3A//token.actions.githubusercontent.com');
  });

  test.each<[string, GithubIssuer, string | undefined, string | undefined]>([
    ['GitHub.com', GithubIssuer.GITHUB_COM, '1', undefined],
    ['an enterprise', GithubIssuer.enterprise('octocat-inc'), '1', 'octocat-inc'],
    ['data residency', GithubIssuer.dataResidency('octocorp'), '1', undefined],
    ['data residency with the enterprise in the issuer', GithubIssuer.dataResidencyEnterprise('octocorp'), '1', 'octocorp'],
    ['a server', SERVER, undefined, undefined],
  ])('has the claims that only some issuers have: %s', (_name, issuer, checkRunId, enterprise) => {
    const { claims } = factory(BY_NAME, { issuer });
    expect([claims.check_run_id, claims.enterprise]).toEqual([checkRunId, enterprise]);
    expect('enterprise' in claims).toBe(enterprise !== undefined);
  });

  test('sub in the claims goes before the template', () => {
    const templated = WITH_IDS.withSubjectTemplate(GithubSubjectTemplate.of('repo', 'context', 'actor'));
    expect(factory(templated, { claims: { sub: 'repo:x/y:pull_request' } }).claims.sub).toBe('repo:x/y:pull_request');
  });

  test.each(['octo-org@65', 'octo-org'])('no token is of all repositories of an owner: %s', owner => {
    const act = () => factory(GithubRepository.allOwnedBy(owner));
    expect(act).toThrow(`the token's repository is '${owner}/*', and a token is of one`);
    expect(act).toThrow(expect.objectContaining({
      name: 'GithubRepositoryInvalid', message: expect.stringContaining("pass GithubRepository.of('OWNER@OWNER_ID/REPO@REPO_ID')"),
    }));
  });

  test.each<[string, unknown]>([['run_attempt', 2], ['ref_protected', true]])('a claim %s may be given as %p, and becomes a text', (claim, value) => {
    expect(factory(WITH_IDS, { claims: { [claim]: value } as never }).claims[claim]).toBe(String(value));
  });

  test.each<[unknown, string]>([[null, 'object'], [{}, 'object'], [Number.NaN, 'number']])('a claim given as %p is refused', (value, type) => {
    expect(() => factory(WITH_IDS, { claims: { actor: value } as never })).toThrow(expect.objectContaining({
      name: 'GithubTextMissing', message: noClaimText('actor', type),
    }));
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

  test('a template with the key environment makes the environment mandatory', () => {
    const templated = WITH_IDS.withSubjectTemplate(GithubSubjectTemplate.of('environment', 'repository_owner'));
    expect(GithubOidcToken.forEnvironment(templated, 'production:eastus').claims.sub)
      .toBe('environment:production%3Aeastus:repository_owner:octo-org');
    for (const act of [() => GithubOidcToken.forBranch(templated, 'main'), () => GithubOidcToken.forPullRequest(templated)]) {
      expect(act).toThrow("the template has the key 'environment', and this token has no such claim");
    }
  });

  test('a reusable workflow that a job of an environment calls has the caller\'s subject', () => {
    const { claims } = GithubOidcToken.forEnvironment(BY_NAME, 'production', { jobWorkflowRef: REUSED });
    expect(claims).toMatchObject({
      sub: 'repo:octo-org/octo-repo:environment:production',
      repository: 'octo-org/octo-repo',
      ref: 'refs/heads/main',
      workflow_ref: 'octo-org/octo-repo/.github/workflows/example.yml@refs/heads/main',
      job_workflow_ref: REUSED,
    });
  });

  test('a branch may be named as no policy could name it', () => {
    const { sub, ref } = GithubOidcToken.forBranch(BY_NAME, '\u65e5\u672c').claims;
    expect([sub, ref]).toEqual(['repo:octo-org/octo-repo:ref:refs/heads/\u65e5\u672c', 'refs/heads/\u65e5\u672c']);
    expect(GithubOidcToken.forEnvironment(BY_NAME, '*').claims.sub).toBe('repo:octo-org/octo-repo:environment:*');
  });

  test.each<[string, GithubOidcToken, string]>([
    ['an environment, in a push', GithubOidcToken.forBranch(WITH_IDS, 'main', { claims: { environment: 'a:b' } }), 'environment:a%3Ab'],
    ['an environment, in a pull request', GithubOidcToken.forPullRequest(WITH_IDS, { claims: { environment: 'review' } }), 'environment:review'],
    ['another environment', GithubOidcToken.forEnvironment(WITH_IDS, 'staging', { claims: { environment: 'production' } }), 'environment:production'],
    // https://github.com/DataDog/synthetics-ci-github-action/issues/376
    ['a pull request that is merged', GithubOidcToken.forBranch(WITH_IDS, 'main', { claims: { event_name: 'pull_request' } }), 'pull_request'],
    ['another ref', GithubOidcToken.forBranch(WITH_IDS, 'main', { claims: { ref: 'refs/tags/v1' } }), 'ref:refs/tags/v1'],
    ['a ref beside the environment', GithubOidcToken.forEnvironment(WITH_IDS, 'prod', { claims: { ref: 'refs/tags/v1' } }), 'environment:prod'],
  ])('what the claims say of the run stands in the subject: %s', (_, token, context) => {
    expect(token.claims.sub).toBe(`repo:octo-org@65/octo-repo@74:${context}`);
  });

  test('a ref in the claims is that of the whole run', () => {
    const { ref_type: kind, workflow_ref: workflow, job_workflow_ref: job } = GithubOidcToken.forEnvironment(WITH_IDS, 'prod', { claims: { ref: 'refs/tags/v1' } }).claims;
    expect([kind, workflow, job]).toEqual(['tag', ...Array.from({ length: 2 }, () => 'octo-org/octo-repo/.github/workflows/example.yml@refs/tags/v1')]);
    expect(GithubOidcToken.forTag(WITH_IDS, 'v1', { claims: { ref: 'refs/heads/dev' } }).claims.ref_type).toBe('branch');
  });

  test('an environment beside the branch is right where the template tells both', () => {
    const both = WITH_IDS.withSubjectTemplate(GithubSubjectTemplate.of('repo', 'ref', 'environment'));
    expect(GithubOidcToken.forBranch(both, 'main', { claims: { environment: 'prod' } }).claims.sub)
      .toBe('repo:octo-org@65/octo-repo@74:ref:refs/heads/main:environment:prod');
  });

  test('sub is what the subject of the same repository and context asks for', () => {
    const { sub } = GithubOidcToken.forEnvironment(BY_NAME, 'a:b 100%').claims;
    expect(sub).toBe(`repo:${BY_NAME.fullName}:${BY_NAME.environment('a:b 100%')._context.text}`);
  });

  test.each([
    ['a branch with a prefix', () => GithubOidcToken.forBranch(WITH_IDS, 'refs/heads/main'), 'GithubRefPrefixRefused'],
    ['a branch pattern', () => GithubOidcToken.forBranch(WITH_IDS, '*'), 'GithubGitNameInvalid'],
    ['a branch that git refuses', () => GithubOidcToken.forBranch(WITH_IDS, 'a b'), 'GithubGitNameInvalid'],
    ['a tag with a prefix', () => GithubOidcToken.forTag(WITH_IDS, 'refs/tags/v1'), 'GithubRefPrefixRefused'],
    ['a tag pattern', () => GithubOidcToken.forTag(WITH_IDS, 'v?'), 'GithubGitNameInvalid'],
    ['an environment that is too long', () => GithubOidcToken.forEnvironment(WITH_IDS, 'e'.repeat(256)), 'GithubEnvironmentTooLong'],
    ['an environment with a colon of a server that may not encode it', () => GithubOidcToken.forEnvironment(WITH_IDS, 'a:b', { issuer: OLD_SERVER }),
      'FeatureNotOnIssuer'],
    ['a value with a colon of such a server', () => GithubOidcToken.forPullRequest(WITH_IDS.withSubjectTemplate(GithubSubjectTemplate.of('repo', 'workflow')),
      { issuer: OLD_SERVER, claims: { workflow: 'a:b' } }), 'FeatureNotOnIssuer'],
    ['a branch known only at deployment', () => GithubOidcToken.forBranch(WITH_IDS, Aws.REGION), 'GithubTextUnresolved'],
    ['a repository known only at deployment', () => GithubOidcToken.forBranch(GithubRepository.of(`octo-org/${Aws.REGION}`), 'main'), 'GithubTextUnresolved'],
    ['a number as audience', () => GithubOidcToken.forPullRequest(WITH_IDS, { audience: 1 as any }), 'GithubTextMissing'],
    ['an issuer that is none', () => GithubOidcToken.forPullRequest(WITH_IDS, { issuer: 'x' as any }), 'GithubIssuerInvalid'],
    ['a called file without its repository', () => GithubOidcToken.forPullRequest(WITH_IDS, { jobWorkflowRef: 'a.yml@refs/heads/main' }), 'GithubClaimInvalid'],
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

describe('GithubOidcToken.fromClaims, of claims that are no texts,', () => {
  const iss = GithubIssuer.GITHUB_COM.url;

  test.each<[unknown, string]>([
    [1767226200, '1767226200'], [0, '0'], [-1, '-1'], [Number.MAX_SAFE_INTEGER, '9007199254740991'], [true, 'true'], [false, 'false'], ['', ''],
  ])('takes %p as the text %j', (value, text) => {
    expect(GithubOidcToken.fromClaims({ iss, claim: value } as never).claims).toEqual({ iss, claim: text });
  });

  test.each<[unknown, string]>([
    [null, 'object'],
    [undefined, 'undefined'],
    [{}, 'object'],
    [{ toString: () => 'x' }, 'object'],
    [Object.create(null), 'object'],
    [['sts.amazonaws.com'], 'object'],
    [Number.NaN, 'number'],
    [Number.POSITIVE_INFINITY, 'number'],
    [1.5, 'number'],
    // What JSON held is no longer known here: more digits than a number keeps.
    [2 ** 53, 'number'],
    [Symbol('x'), 'symbol'],
    [5n, 'bigint'],
  ])('refuses %p, and tells its type only', (value, type) => {
    const act = () => GithubOidcToken.fromClaims({ iss, actor_id: value } as never);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubTextMissing', message: noClaimText('actor_id', type) }));
  });

  test('repeats no text of a claim that it refuses', () => {
    for (const value of [['a-secret-text'], { jwk: 'a-secret-text', toString: () => 'a-secret-text' }, Symbol('a-secret-text')]) {
      expect(thrownBy(() => GithubOidcToken.fromClaims({ iss, cnf: value } as never)).message).not.toContain('a-secret-text');
    }
  });

  test('holds no claim that an object has by birth', () => {
    const { claims } = GithubOidcToken.fromClaims(JSON.parse(`{"iss":"${iss}","__proto__":"x"}`));
    expect(Object.keys(claims)).toEqual(['iss', '__proto__']);
    expect(Object.getPrototypeOf(claims)).toBe(Object.prototype);
  });
});

describe('GithubOidcToken.fromJwt', () => {
  const PAYLOAD = {
    jti: 'example-id',
    sub: 'repo:octo-org@65/octo-repo@74:environment:prod',
    environment: 'prod',
    aud: 'https://github.com/octo-org',
    ref: 'refs/heads/main',
    repository: 'octo-org/octo-repo',
    repository_id: '74',
    run_attempt: '2',
    iss: 'https://token.actions.githubusercontent.com',
    nbf: 1632492967,
    exp: 1632493867,
    iat: 1632493567,
  };
  const HEADER = { typ: 'JWT', alg: 'RS256', x5t: 'example-thumbprint', kid: 'example-key-id' };
  const SIGNATURE = Buffer.from(Array.from({ length: 256 }, (_, index) => index)).toString('base64url');
  const encoded = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  const jwtOf = (payload: unknown) => [encoded(HEADER), encoded(payload), SIGNATURE].join('.');
  const JWT = jwtOf(PAYLOAD);
  const [head, body, signature] = JWT.split('.');

  test('decodes a token of the shape that GitHub mints, numbers as texts', () => {
    expect(JWT).not.toMatch(/[=+/]/);
    const token = GithubOidcToken.fromJwt(JWT);
    expect(token.issuer.url).toBe(GithubIssuer.GITHUB_COM.url);
    expect(token.claims).toEqual({ ...PAYLOAD, nbf: '1632492967', exp: '1632493867', iat: '1632493567' });
  });

  test.each([
    ['a length of the payload that would need padding', { workflow: 'a' }], ['another one', { workflow: 'ab' }], ['a third one', { workflow: 'abc' }],
    ['UTF-8 of two to four bytes', { workflow: 'Änderung – 変更 🚀' }],
    // '>>>???' is '-' and '_' in base64url.
    ['characters that only base64url has', { workflow: '>>>???ÿÿÿ~~~' }],
    ['escaped characters', { workflow: '"\\\n\u0000' }],
  ])('decodes %s', (_, claims) => {
    expect(GithubOidcToken.fromJwt(jwtOf({ iss: PAYLOAD.iss, ...claims })).claims).toEqual({ iss: PAYLOAD.iss, ...claims });
  });

  test.each([
    'https://token.actions.githubusercontent.com/octocat-inc', 'https://token.actions.octocorp.ghe.com', 'https://github.example.com/_services/token',
  ])('finds the issuer %s', iss => {
    expect(GithubOidcToken.fromJwt(jwtOf({ ...PAYLOAD, iss })).issuer.url).toBe(iss);
  });

  test('verifies neither the signature nor whether the token has expired', () => {
    expect(GithubOidcToken.fromJwt(`${head}.${body}.${encoded('another signature')}`)).toEqual(GithubOidcToken.fromJwt(JWT));
    expect(GithubOidcToken.fromJwt(jwtOf({ ...PAYLOAD, exp: 1 })).claims.exp).toBe('1');
  });

  test('takes a token with the line end that a shell leaves behind it', () => {
    expect(GithubOidcToken.fromJwt(`${JWT}\n`)).toEqual(GithubOidcToken.fromJwt(JWT));
  });

  /** Every run of characters that tells something of the token. */
  const partsOf = (text: string) => [...text.matchAll(/[\w-]{6,}/g)].flatMap(([part]) => [part, part.slice(0, 6), part.slice(-6)]);

  test.each<[string, unknown]>([
    ['the payload alone', body],
    ['two parts', `${head}.${body}`],
    ['four parts', `${JWT}.${signature}`],
    ['five parts, an encrypted token', `${JWT}.${signature}.${signature}`],
    ['an authorization header', `Bearer ${JWT}`],
    ['the answer around it', JSON.stringify({ value: JWT })],
    ['a line end inside', `${head}.\n${body}.${signature}`],
    ['padding', `${head}.${body}=.${signature}`],
    ['plain base64', `${head}.${Buffer.from(JSON.stringify({ workflow: '>>>???ÿÿÿ~~~' })).toString('base64')}.${signature}`],
    ['an empty payload', `${head}..${signature}`],
    ['an empty header', `.${body}.${signature}`],
    ['a header of plain text', `${encoded('a-plain-secret-text')}.${body}.${signature}`],
    ['a header that is a list', `${encoded(['a-listed-secret'])}.${body}.${signature}`],
    ['a truncated payload', `${head}.${body.slice(0, 40)}.${signature}`],
    ['the signature in the payload\'s place', `${head}.${signature}.${body}`],
    ['a payload of plain text', jwtOf('a-plain-secret-text')],
    ['a payload that is a list', jwtOf([PAYLOAD])],
    ['a payload that is a text', jwtOf('"a-quoted-secret-text"')],
    ['a payload that is a number', jwtOf('1632493867')],
    ['a payload that is null', jwtOf('null')],
    ['an access token', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'],
    ['nothing', ''],
    ['undefined', undefined],
    ['null', null],
    ['a number', 1632493867],
    ['an object', { value: JWT }],
    ['a list of one', [JWT]],
    ['an object that turns into one', { toString: () => JWT }],
  ])('refuses %s, and repeats no part of it', (_, given) => {
    const caught = thrownBy(() => GithubOidcToken.fromJwt(given as never));
    expect(caught.name).toBe('GithubOidcTokenInvalid');
    expect(caught.message).toBe('the text is no JSON web token, three parts of base64url joined by dots with claims in the second; '
      + 'pass the whole token that GitHub answers');
    expect(caught.cause).toBeUndefined();
    for (const part of partsOf(typeof given === 'string' ? given : JSON.stringify(given) ?? '').filter(text => !/^(Bearer|value)$/.test(text))) {
      expect(`${caught.message}${caught.stack?.split('\n')[0]}`).not.toContain(part);
    }
  });

  test.each<[string, object, string, string]>([
    ['another issuer', { ...PAYLOAD, iss: 'https://accounts.google.com' }, 'GithubIssuerInvalid', 'the claim iss is'],
    ['no issuer', { ...PAYLOAD, iss: undefined }, 'GithubIssuerInvalid', 'the claim iss is'],
    ['a claim that is an object', { ...PAYLOAD, cnf: { jwk: 'a-nested-secret' } }, 'GithubTextMissing', noClaimText('cnf', 'object')],
    ['a claim that is null', { ...PAYLOAD, actor: null }, 'GithubTextMissing', noClaimText('actor', 'object')],
  ])('refuses a token with %s, and repeats no part of its text', (_, payload, code, message) => {
    const jwt = jwtOf(payload);
    const caught = thrownBy(() => GithubOidcToken.fromJwt(jwt));
    expect(caught.name).toBe(code);
    expect(caught.message).toContain(message);
    for (const part of [...partsOf(jwt), 'a-nested-secret', PAYLOAD.sub]) {
      expect(caught.message).not.toContain(part);
    }
  });

  test('its claims are read as those of fromClaims', () => {
    expect(GithubOidcToken.fromJwt(JWT)).toEqual(GithubOidcToken.fromClaims(PAYLOAD as never));
  });
});

function thrownBy(act: () => unknown): Error & { cause?: unknown } {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was refused');
}

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
