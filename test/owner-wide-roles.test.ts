import { App, Environment, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  ClaimMatch, GithubIssuer, GithubOidcPrincipal, GithubOidcProvider, GithubOidcRole, GithubOidcRoleProps, GithubOidcToken, GithubOidcTokenOptions,
  GithubRepository, GithubSubject, SubjectFormat,
} from '../src';
import { expectDecisions } from './support/decisions';
import { trustPolicyIn, warningsOf } from './support/templates';

const ENV: Environment = { account: '111111111111', region: 'eu-west-1' };
const OWNER = GithubRepository.allOwnedBy('octo-org@123456');
const NAMED_OWNER = GithubRepository.allOwnedBy('octo-org');
const SERVER = GithubIssuer.server('github.example.com', { version: '3.19' });
const REPOSITORY = GithubRepository.of('octo-org@123456/octo-repo@456789');
const SIBLING = GithubRepository.of('octo-org@123456/made.later-2@999999999');
const OURS = [REPOSITORY, SIBLING];
/** Whoever gave the name up, somebody else has it now. */
const RECREATED = GithubRepository.of('octo-org@9/octo-repo@8');
/** Names and IDs that begin, end or look like ours. */
const FOREIGN = [
  'evil@9/octo-repo@8', 'octo-org-evil@9/octo-repo@8', 'octo-orgevil@9/octo-repo@8', 'octo-or@9/octo-repo@8', 'xocto-org@9/octo-repo@8',
  'octo-org_evil@9/x@8', 'Octo-Org@9/octo-repo@8', 'evil@1234567/octo-repo@456789', 'evil@12345/octo-repo@456789', 'octo-org-evil@1234567/octo-org@8',
  'evil@9/octo-org@123456', 'evil@456789/octo-repo@123456',
].map(name => GithubRepository.of(name));

// Synthesis prints the warnings that some tests are about.
beforeAll(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));
afterAll(() => jest.restoreAllMocks());

function roleIn(env: Environment, props: GithubOidcRoleProps): Stack {
  const stack = new Stack(new App(), 'Stack', { env });
  new GithubOidcRole(stack, 'Role', props);
  (stack.node.root as App).synth();
  return stack;
}

function plainRoleIn(env: Environment, props: GithubOidcRoleProps): Stack {
  const stack = new Stack(new App(), 'Stack', { env });
  new iam.Role(stack, 'Role', { assumedBy: new GithubOidcPrincipal(GithubOidcProvider.getOrCreate(stack, props.issuer), props) });
  (stack.node.root as App).synth();
  return stack;
}

type Mint = (repository: GithubRepository, options?: GithubOidcTokenOptions) => GithubOidcToken;

const branch = (name: string): Mint => (repository, options) => GithubOidcToken.forBranch(repository, name, options);
const tag = (name: string): Mint => (repository, options) => GithubOidcToken.forTag(repository, name, options);
const environment = (name: string): Mint => (repository, options) => GithubOidcToken.forEnvironment(repository, name, options);
const pullRequest: Mint = (repository, options) => GithubOidcToken.forPullRequest(repository, options);

/** The tail of a subject under the default template. */
function tailOf(token: GithubOidcToken): string {
  return token.claims.sub.split(':').slice(2).join(':');
}

interface ContextCase {
  readonly subjectOf: (owner: GithubRepository) => GithubSubject;
  /** Jobs that are meant. */
  readonly meant: readonly Mint[];
  /** Jobs of the same repositories that are not. */
  readonly others: readonly Mint[];
}

const CONTEXTS: Record<string, ContextCase> = {
  'an environment': {
    subjectOf: owner => owner.environment('production'),
    meant: [environment('production')],
    others: [
      environment('Production'), environment('staging'), environment('production2'), environment('x:environment:production'),
      environment('pull_request'), branch('production'), branch('environment'), tag('production'), pullRequest,
    ],
  },
  'an environment whose name holds a colon': {
    subjectOf: owner => owner.environment('eu:production'),
    meant: [environment('eu:production')],
    others: [environment('eu%3Aproduction'), environment('production'), environment('eu'), branch('production'), pullRequest],
  },
  'a branch': {
    subjectOf: owner => owner.branch('main'),
    meant: [branch('main')],
    others: [
      branch('Main'), branch('main2'), branch('x/main'), tag('main'), environment('main'), environment('ref:refs/heads/main'),
      environment('x@1/y@2:ref:refs/heads/main'), pullRequest,
    ],
  },
  'a tag': {
    subjectOf: owner => owner.tag('v1'),
    meant: [tag('v1')],
    others: [tag('v10'), tag('V1'), branch('v1'), environment('v1'), environment('ref:refs/tags/v1'), pullRequest],
  },
  'pull requests': {
    subjectOf: owner => owner.pullRequest(),
    meant: [pullRequest],
    others: [environment('pull_request'), environment('x:pull_request'), branch('pull_request'), tag('pull_request'), branch('main')],
  },
  'branches by a pattern': {
    subjectOf: owner => owner.branchLike('release/*'),
    meant: [branch('release/1'), branch('release/1/x'), branch('release/x@1/y@2')],
    others: [
      branch('release'), branch('xrelease/1'), branch('x/release/1'), tag('release/1'), environment('release/1'),
      environment('ref:refs/heads/release/1'), pullRequest,
    ],
  },
  'tags by a pattern': {
    subjectOf: owner => owner.tagLike('v?'),
    meant: [tag('v1'), tag('v2')],
    others: [tag('v'), tag('v10'), branch('v1'), environment('v1'), pullRequest],
  },
  'environments by a pattern': {
    subjectOf: owner => owner.environmentLike('prod-*'),
    meant: [environment('prod-eu'), environment('prod-'), environment('prod-a/b@c')],
    others: [environment('prod'), environment('xprod-eu'), environment('x:environment:prod-eu'), branch('prod-eu'), tag('prod-eu'), pullRequest],
  },
  'any context': {
    subjectOf: owner => owner.anyContext(),
    meant: [branch('main'), tag('v1'), environment('production'), environment('eu:prod'), environment('pull_request'), pullRequest],
    others: [],
  },
};

/** Which forms of `sub` a role accepts, and what it asks of the owner's ID. */
const FORMS: Record<string, {
  env: Environment; owner: GithubRepository; format?: SubjectFormat; immutable: boolean; name: boolean; checksId: boolean;
}> = {
  'in both forms': { env: ENV, owner: OWNER, immutable: true, name: true, checksId: true },
  'in the immutable form': { env: ENV, owner: OWNER, format: SubjectFormat.IMMUTABLE, immutable: true, name: false, checksId: true },
  'in GovCloud': { env: { ...ENV, region: 'us-gov-west-1' }, owner: OWNER, immutable: true, name: false, checksId: true },
  'in China': { env: { ...ENV, region: 'cn-north-1' }, owner: OWNER, immutable: true, name: false, checksId: true },
  'by name': { env: ENV, owner: NAMED_OWNER, immutable: false, name: true, checksId: false },
};

/** A name with `:` needs the claim `environment`, which has to be asked for by name outside the partition `aws`. */
function subjectIn({ env }: { env: Environment }, subject: GithubSubject, context: string): GithubSubject {
  return context === 'an environment whose name holds a colon' && env.region !== ENV.region
    ? subject.withClaims({ environment: ClaimMatch.exactly('eu:production') })
    : subject;
}

/** One job, in the forms of `sub` that its repository may mint. */
function minted(mint: Mint, repository: GithubRepository, options: GithubOidcTokenOptions = {}): Record<'immutable' | 'name', GithubOidcToken> {
  return { immutable: mint(repository, options), name: mint(repository, { ...options, useImmutableSubject: false }) };
}

describe.each(Object.entries(FORMS))('all of an owner %s', (_, form) => {
  test.each(Object.entries(CONTEXTS))('%s: lets in each repository of the owner, and nobody else', (context, { subjectOf, meant, others }) => {
    const props = { subjects: [subjectIn(form, subjectOf(form.owner), context)], subjectFormat: form.format };
    const policy = trustPolicyIn(roleIn(form.env, props));
    const members: GithubOidcToken[] = [];
    const strangers: GithubOidcToken[] = [];
    const put = (isMember: boolean, token: GithubOidcToken) => (isMember ? members : strangers).push(token);

    for (const mint of meant) {
      for (const { immutable, name } of OURS.map(ours => minted(mint, ours))) {
        put(form.immutable, immutable);
        put(form.name, name);
      }
      // An ID is what tells the name's next owner from this one.
      put(!form.checksId, minted(mint, RECREATED).name);
      strangers.push(
        minted(mint, RECREATED).immutable,
        ...Object.values(minted(mint, REPOSITORY, { audience: 'https://github.com/octo-org' })),
        ...FOREIGN.flatMap(foreign => Object.values(minted(mint, foreign))),
      );
    }
    strangers.push(
      ...[FOREIGN[0], FOREIGN[1]].flatMap(foreign => foreignTemplates(foreign, meant[0])),
      ...others.flatMap(mint => [...OURS, FOREIGN[0]].flatMap(repository => Object.values(minted(mint, repository)))),
    );
    expectDecisions(policy, members, strangers);
    expect(trustPolicyIn(plainRoleIn(form.env, props))).toEqual(policy);
  });
});

/** Subjects that a foreign repository's administrators could have GitHub mint, so that their end looks like ours. */
function foreignTemplates(foreign: GithubRepository, mint: Mint): GithubOidcToken[] {
  const token = mint(foreign);
  const tail = tailOf(token);
  const repo = foreign.fullName;
  const names = ['octo-org/octo-repo', 'octo-org@123456/octo-repo@456789', 'x@123456/y@456789', 'repo%3Aocto-org/octo-repo'];
  return names.flatMap(name => [
    `repo:${repo}:ref:refs/heads/${name}:${tail}`,
    `ref:refs/heads/${name}:${tail}`,
    `ref:refs/heads/repo/${name}:repo:${repo}:${tail}`,
    `environment:repo%3A${name}:${tail}`,
    `environment:repo%3A${name}%3A${tail}`,
    `workflow:repo%3A${name}:${tail}`,
    `repo:${repo}:workflow:${name}:${tail}`,
    `repository_owner:${repo.split('@')[0]}:workflow:${name}:${tail}`,
    `job_workflow_ref:${name}/.github/workflows/x.yml@refs/heads/main:${tail}`,
    `actor:octo-org:repo:${repo}:${tail}`,
  ]).map(sub => mint(foreign, { claims: { sub } }));
}

describe('a repository of the owner with a subject template of its own', () => {
  const names = ['octo-org/octo-repo', 'octo-org@123456/octo-repo@456789'];
  const withSub = (sub: string) => GithubOidcToken.forEnvironment(REPOSITORY, 'production', { claims: { sub } });

  test.each<[string, (owner: GithubRepository) => GithubSubject, string[]]>([
    ['an environment', owner => owner.environment('production'), [
      'ref:refs/heads/any:environment:production', 'actor:mona:environment:production', 'environment:staging:environment:production',
      'pull_request:environment:production', 'environment:production:actor:mona',
    ]],
    ['a branch', owner => owner.branch('main'), [
      'environment:staging:ref:refs/heads/main', 'workflow:x:ref:refs/heads/main', 'pull_request:ref:refs/heads/main',
      'ref:refs/heads/main:actor:mona',
    ]],
    ['a tag', owner => owner.tag('v1'), ['environment:staging:ref:refs/tags/v1', 'workflow:x:ref:refs/tags/v1']],
    ['pull requests', owner => owner.pullRequest(), [
      'environment:pull_request', 'workflow:pull_request', 'actor:mona:pull_request', 'ref:refs/heads/main:pull_request',
    ]],
    ['branches by a pattern', owner => owner.branchLike('release/*'), [
      'environment:staging:ref:refs/heads/release/1', 'actor:mona:ref:refs/heads/release/1',
    ]],
    ['environments by a pattern', owner => owner.environmentLike('prod*'), [
      'ref:refs/heads/any:environment:production', 'actor:mona:environment:production',
    ]],
    ['any context', owner => owner.anyContext(), ['ref:refs/heads/any:environment:production', 'actor:mona:workflow:x']],
  ])('is kept out where %s is trusted', (_, subjectOf, tails) => {
    const tokens = tails.flatMap(tail => names.map(name => withSub(`repo:${name}:${tail}`)));
    for (const owner of [OWNER, NAMED_OWNER]) {
      expectDecisions(trustPolicyIn(roleIn(ENV, { subjects: [subjectOf(owner)] })), [], tokens);
    }
  });
});

describe('all of an owner', () => {
  test('is pinned by the owner\'s ID alone, by anchored patterns, and guarded', () => {
    const [{ Condition: condition }] = trustPolicyIn(roleIn(ENV, { subjects: [OWNER.environment('production')] })).Statement;
    const key = (claim: string) => `token.actions.githubusercontent.com:${claim}`;
    expect(condition).toEqual({
      StringEquals: { [key('aud')]: 'sts.amazonaws.com', [key('repository_owner_id')]: '123456' },
      StringLike: { [key('sub')]: ['repo:octo-org/*:environment:production', 'repo:octo-org@123456/*:environment:production'] },
      StringNotLike: { [key('sub')]: 'repo:*:*:environment:production' },
    });
  });

  test('stands beside one repository of the owner, and another owner, without widening either', () => {
    const labs = GithubRepository.of('octo-labs@654321/tools@7');
    const stack = roleIn(ENV, {
      subjects: [OWNER.environment('production'), REPOSITORY.branch('main'), GithubRepository.allOwnedBy('octo-labs@654321').pullRequest()],
      trustPolicyQuota: 4096,
    });
    expectDecisions(trustPolicyIn(stack), [
      ...OURS.map(repository => environment('production')(repository)), branch('main')(REPOSITORY), pullRequest(labs),
      branch('main')(REPOSITORY, { useImmutableSubject: false }), pullRequest(labs, { useImmutableSubject: false }),
    ], [
      branch('main')(SIBLING), branch('main')(labs), environment('production')(labs), environment('pull_request')(labs),
      ...OURS.map(repository => pullRequest(repository)),
      pullRequest(GithubRepository.of('octo-labs@123456/tools@7'), { useImmutableSubject: false }),
      environment('production')(GithubRepository.of('octo-org@654321/octo-repo@456789'), { useImmutableSubject: false }),
    ]);
  });

  test('follows claims, which narrow it', () => {
    const jobWorkflowRef = ClaimMatch.reusableWorkflow('octo-org/automation', 'deploy.yml', 'refs/heads/main');
    const subject = OWNER.environment('production').withClaims({ jobWorkflowRef });
    const by = (ref: string) => ({ claims: { job_workflow_ref: `octo-org/automation/.github/workflows/deploy.yml@${ref}` } });
    const mint = environment('production');
    expectDecisions(trustPolicyIn(roleIn(ENV, { subjects: [subject] })),
      OURS.map(repository => mint(repository, by('refs/heads/main'))),
      [mint(REPOSITORY), mint(REPOSITORY, by('refs/heads/evil')), ...FOREIGN.map(repository => mint(repository, by('refs/heads/main')))]);
  });

  test.each<[string, GithubIssuer]>([
    ['an enterprise', GithubIssuer.enterprise('octocat-inc')],
    ['GHE.com', GithubIssuer.dataResidency('octocorp')],
  ])('is trusted of %s, and not of GitHub.com', (_, issuer) => {
    const mint = environment('production');
    expectDecisions(trustPolicyIn(roleIn(ENV, { issuer, subjects: [OWNER.environment('production')] })),
      OURS.flatMap(repository => Object.values(minted(mint, repository, { issuer }))),
      [
        ...[...OURS, ...FOREIGN].map(repository => mint(repository)),
        ...FOREIGN.flatMap(repository => Object.values(minted(mint, repository, { issuer }))),
      ]);
  });

  test('of a GitHub Enterprise Server is trusted by name, once its version encodes colons', () => {
    const subjects = [NAMED_OWNER.environment('production')];
    const named = (repository: GithubRepository) => GithubRepository.of(repository.fullName.replace(/@[0-9]+/g, ''));
    const mint = (repository: GithubRepository, name: string) => environment(name)(named(repository), { issuer: SERVER });

    expectDecisions(trustPolicyIn(roleIn(ENV, { issuer: SERVER, subjects })), OURS.map(repository => mint(repository, 'production')), [
      ...OURS.flatMap(repository => [mint(repository, 'staging'), mint(repository, 'x:environment:production')]),
      ...FOREIGN.filter(repository => !repository.fullName.startsWith('octo-org@')).map(repository => mint(repository, 'production')),
      environment('production')(REPOSITORY),
    ]);
    for (const issuer of [GithubIssuer.server('github.example.com'), GithubIssuer.server('github.example.com', { version: '3.18' })]) {
      expect(() => roleIn(ENV, { issuer, subjects })).toThrow(expect.objectContaining({
        name: 'FeatureNotOnIssuer', message: expect.stringContaining("GithubIssuer.server(hostname, { version: '3.19' })"),
      }));
    }
    expect(() => roleIn(ENV, { issuer: SERVER, subjects: [OWNER.environment('production')] })).toThrow(expect.objectContaining({
      name: 'FeatureNotOnIssuer', message: expect.stringContaining("'octo-org@123456/*' has IDs"),
    }));
  });
});

describe('the warning MutableSubject', () => {
  const named = GithubRepository.of('octo-org/octo-repo');
  const repositoryOwnerId = ClaimMatch.exactly('123456');
  const warnings = (props: GithubOidcRoleProps, env = ENV) => warningsOf(roleIn(env, props).node.root as App, 'MutableSubject');

  test('names an owner without its ID, and the command that prints it', () => {
    const texts = warnings({ subjects: [NAMED_OWNER.environment('production'), NAMED_OWNER.branch('main')] });
    expect(texts).toEqual({
      'Stack/Role': [expect.stringMatching(/^'octo-org\/\*' is trusted by name alone: .*\[ack: GithubOidcChecks::MutableSubject\]$/)],
    });
    expect(texts['Stack/Role'][0]).toContain('write it with the IDs that this prints: gh api users/octo-org --jq \'"\\(.login)@\\(.id)"\' [ack');
  });

  test.each<[string, GithubOidcRoleProps, string]>([
    ['a repository alone', { subjects: [named.branch('main')] }, 'gh api repos/octo-org/octo-repo --jq'],
    ['an owner and its repository', { subjects: [named.branch('main'), NAMED_OWNER.branch('main')] }, 'gh api users/octo-org --jq'],
    ['an owner whose ID is not checked', { subjects: [OWNER.branch('main')], subjectFormat: SubjectFormat.NAME }, 'gh api users/octo-org --jq'],
    ['an owner in China', { subjects: [NAMED_OWNER.branch('main')] }, 'gh api users/octo-org --jq'],
  ])('names the right command for %s', (context, props, command) => {
    const [text] = warnings(props, context.endsWith('China') ? { ...ENV, region: 'cn-north-1' } : ENV)['Stack/Role'];
    expect(text).toContain(`this prints: ${command}`);
  });

  test.each<[string, GithubOidcRoleProps]>([
    ['an owner with its ID', { subjects: [OWNER.environment('production')] }],
    ['an owner with its ID, in the immutable form', { subjects: [OWNER.environment('production')], subjectFormat: SubjectFormat.IMMUTABLE }],
    ['an owner whose ID is a claim', { subjects: [NAMED_OWNER.environment('production').withClaims({ repositoryOwnerId })] }],
    ['a repository whose ID is a claim', { subjects: [named.branch('main').withClaims({ repositoryId: ClaimMatch.exactly('456789') })] }],
    ['a repository whose owner\'s ID is a claim', { subjects: [named.branch('main').withClaims({ repositoryOwnerId })] }],
    ['a repository of a GitHub Enterprise Server', { subjects: [named.branch('main')], issuer: SERVER }],
    ['an owner of a GitHub Enterprise Server', { subjects: [NAMED_OWNER.branch('main')], issuer: SERVER }],
  ])('is not raised for %s', (_, props) => {
    expect(warnings(props)).toEqual({});
  });

  test.each<[string, GithubSubject]>([
    ['another claim', named.branch('main').withClaims({ actorId: ClaimMatch.exactly('12'), repository: ClaimMatch.exactly('octo-org/octo-repo') })],
    ['the enterprise\'s ID', NAMED_OWNER.branch('main').withClaims({ enterpriseId: ClaimMatch.exactly('2') })],
  ])('is raised where only %s is demanded, which pins no repository', (_, subject) => {
    expect(warnings({ subjects: [subject] })['Stack/Role']).toEqual([expect.stringContaining('is trusted by name alone')]);
  });

  test('means it: a name that an ID pins does not pass to whoever registers it', () => {
    const pinnedName = named.branch('main').withClaims({ repositoryId: ClaimMatch.exactly('456789') });
    const pinnedOwner = NAMED_OWNER.branch('main').withClaims({ repositoryOwnerId });
    for (const subject of [pinnedName, pinnedOwner]) {
      expectDecisions(trustPolicyIn(roleIn(ENV, { subjects: [subject] })),
        [branch('main')(REPOSITORY, { useImmutableSubject: false })],
        [branch('main')(RECREATED, { useImmutableSubject: false }), branch('main')(RECREATED)]);
    }
  });
});
