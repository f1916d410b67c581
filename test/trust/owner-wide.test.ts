import { Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { ClaimMatch } from '../../src/github/claim-match';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';
import { SubjectFormat } from '../../src/github/subject-format';
import { GithubSubjectTemplate } from '../../src/github/subject-template';
import { TrustOptions } from '../../src/trust/trust-options';
import { trustStatements } from '../../src/trust/trust-statements';
import {
  AUDIENCE, Claims, claimsOf, immutableNameOf, Job, JobContext, letsInByIndependentEngine, letsInByOurs, RepositoryFacts, tailOf, TrustPolicy,
  trustPolicy,
} from '../support/arbitraries';
import { mutableNames } from '../support/mutable-names';

const KEYS = 'token.actions.githubusercontent.com';
const { BOTH, IMMUTABLE, NAME } = SubjectFormat;

const withId = GithubRepository.allOwnedBy('octo-org@123456');
const withoutId = GithubRepository.allOwnedBy('octo-org');
const facts: RepositoryFacts = { owner: 'octo-org', ownerId: '123456', name: 'octo-repo', id: '456789' };

type Ask = (repository: GithubRepository) => GithubSubject;

const run = {
  branch: (value: string): JobContext => ({ kind: 'branch', value }),
  tag: (value: string): JobContext => ({ kind: 'tag', value }),
  environment: (value: string): JobContext => ({ kind: 'environment', value }),
  pullRequest: { kind: 'pull_request', value: '' } as JobContext,
};

function options(subjects: GithubSubject[], more: Partial<TrustOptions> = {}): TrustOptions {
  return { subjects, issuer: GithubIssuer.GITHUB_COM, audiences: [AUDIENCE], claimKeys: true, ...more };
}

function token(repository: Partial<RepositoryFacts>, context: JobContext, more: Partial<Job> = {}): Claims {
  const job = { context, isImmutable: false, issuer: GithubIssuer.GITHUB_COM, audience: AUDIENCE, ...more };
  return claimsOf({ ...job, repository: { ...facts, ...repository } });
}

/** The token of a repository whose administrators chose another template. */
function withTemplate(keys: readonly string[], claims: Claims, context: JobContext): Claims {
  const isImmutable = claims.sub.includes('@');
  const repo = isImmutable
    ? immutableNameOf({
      owner: claims.repository_owner,
      ownerId: claims.repository_owner_id,
      name: claims.repository.split('/')[1],
      id: claims.repository_id,
    })
    : claims.repository;
  const segments = keys.map(key => {
    switch (key) {
      case 'repo': return `repo:${repo}`;
      case 'context': return tailOf(context);
      default: return `${key}:${claims[key].replaceAll(':', '%3A')}`;
    }
  });
  return { ...claims, sub: segments.join(':') };
}

/** Both engines let in exactly the tokens that are expected. */
function expectTokens(policy: TrustPolicy, tokens: Record<string, Claims>, expected: boolean): void {
  const wrong = Object.entries(tokens).flatMap(([name, claims]) => [
    ...(letsInByIndependentEngine(policy, claims) === expected ? [] : [`${name}, ${claims.sub}, by the independent engine`]),
    ...(letsInByOurs(policy, claims) === expected ? [] : [`${name}, ${claims.sub}, by our evaluation`]),
  ]);
  expect(wrong).toEqual([]);
}

/** What is asked, the tail of `sub` that it means, and jobs that it means. */
const CONTEXTS: [label: string, ask: Ask, tail: string, ...jobs: JobContext[]][] = [
  ['a branch', all => all.branch('main'), 'ref:refs/heads/main', run.branch('main')],
  ['branches', all => all.branchLike('release/*'), 'ref:refs/heads/release/*', run.branch('release/1'), run.branch('release/a/b@c')],
  ['a tag', all => all.tag('v1'), 'ref:refs/tags/v1', run.tag('v1')],
  ['tags', all => all.tagLike('v?'), 'ref:refs/tags/v?', run.tag('v1'), run.tag('v2')],
  ['an environment', all => all.environment('production'), 'environment:production', run.environment('production')],
  ['environments', all => all.environmentLike('prod*'), 'environment:prod*', run.environment('prod'), run.environment('prod eu')],
  ['the environment pull_request', all => all.environment('pull_request'), 'environment:pull_request', run.environment('pull_request')],
  ['pull requests', all => all.pullRequest(), 'pull_request', run.pullRequest],
];
const ANY: typeof CONTEXTS[number] = [
  'any context', all => all.anyContext(), '*',
  run.branch('main'), run.tag('v1'), run.environment('a:b'), run.environment('pull_request'), run.pullRequest,
];
const EVERY = [...CONTEXTS, ANY];

function conditionsOf(subject: GithubSubject, more: Partial<TrustOptions> = {}): unknown {
  const policy = trustPolicy(options([subject], more));
  expect(policy.Statement).toHaveLength(1);
  return policy.Statement[0].Condition;
}

describe('the conditions for all of an owner\'s repositories', () => {
  // A pattern's own text may reach past a segment, so its guard counts them.
  const guardOf = (tail: string) => ({ StringNotLike: { [`${KEYS}:sub`]: `repo:*:*:${/[*?]/.test(tail) ? '*:*' : tail}` } });
  const immutable = (tail: string) => ({
    StringEquals: { [`${KEYS}:aud`]: AUDIENCE }, StringLike: { [`${KEYS}:sub`]: `repo:octo-org@123456/*:${tail}` }, ...guardOf(tail),
  });
  const name = (tail: string) => ({
    StringEquals: { [`${KEYS}:aud`]: AUDIENCE }, StringLike: { [`${KEYS}:sub`]: `repo:octo-org/*:${tail}` }, ...guardOf(tail),
  });

  test.each([undefined, BOTH].flatMap(format => EVERY.map(([label, ask, tail]) => ({ format, label, ask, tail }))))(
    'hold both forms, the guard and the owner\'s ID under the format $format for $label', ({ format, ask, tail }) => {
      expect(conditionsOf(ask(withId), { format })).toEqual({
        StringEquals: { [`${KEYS}:aud`]: AUDIENCE, [`${KEYS}:repository_owner_id`]: '123456' },
        StringLike: { [`${KEYS}:sub`]: [`repo:octo-org/*:${tail}`, `repo:octo-org@123456/*:${tail}`] },
        ...guardOf(tail),
      });
    },
  );

  test.each(EVERY)('hold the form with the ID and the guard under IMMUTABLE for %s', (_, ask, tail) => {
    expect(conditionsOf(ask(withId), { format: IMMUTABLE })).toEqual(immutable(tail));
  });

  test.each(EVERY)('are those of IMMUTABLE where AWS is not known to read the claims, for %s', (_, ask, tail) => {
    expect(conditionsOf(ask(withId), { claimKeys: false })).toEqual(immutable(tail));
  });

  test('are those of IMMUTABLE for an issuer whose claims AWS does not read', () => {
    const issuer = GithubIssuer.dataResidencyEnterprise('octocorp');
    const key = `${issuer.conditionKeyPrefix}:sub`;
    const { StringLike, StringNotLike } = conditionsOf(withId.branch('main'), { issuer, claimKeys: issuer.hasClaimKeys }) as any;
    expect([StringLike, StringNotLike]).toEqual([{ [key]: 'repo:octo-org@123456/*:ref:refs/heads/main' }, { [key]: 'repo:*:*:ref:refs/heads/main' }]);
  });

  test.each(EVERY)('hold the anchored name and the guard without an ID and under NAME, for %s', (_, ask, tail) => {
    expect(conditionsOf(ask(withoutId))).toEqual(name(tail));
    expect(conditionsOf(ask(withoutId), { format: NAME })).toEqual(name(tail));
    expect(conditionsOf(ask(withId), { format: NAME })).toEqual(name(tail));
  });

  test.each<[string, Ask, string, string, string, string]>([
    ['a name with a colon', all => all.environment('a:b'), 'a%3Ab', 'environment:a%3Ab', 'StringEquals', 'a:b'],
    ['a name with a percent sign', all => all.environment('50%'), '50%', 'environment:50%', 'StringEquals', '50%'],
    ['a pattern with a colon', all => all.environmentLike('a:*'), 'a%3A*', '*:*', 'StringLike', 'a:*'],
  ])('also pin the claim environment for %s', (_, ask, encoded, guarded, operator, value) => {
    const conditions = conditionsOf(ask(withId)) as any;
    expect(conditions.StringLike[`${KEYS}:sub`]).toEqual([`repo:octo-org/*:environment:${encoded}`, `repo:octo-org@123456/*:environment:${encoded}`]);
    expect(conditions.StringNotLike[`${KEYS}:sub`]).toBe(`repo:*:*:${guarded}`);
    expect(conditions[operator][`${KEYS}:environment`]).toBe(value);
  });

  test('stand in one order whatever the order of the subjects', () => {
    const owners = [withId, GithubRepository.allOwnedBy('octo-corp@7'), GithubRepository.allOwnedBy('named')];
    const subjects = EVERY.flatMap(([, ask]) => owners.map(ask));
    const first = JSON.stringify(trustPolicy(options(subjects)));
    fc.assert(fc.property(fc.shuffledSubarray(subjects, { minLength: subjects.length }), shuffled => {
      expect(JSON.stringify(trustPolicy(options(shuffled)))).toBe(first);
    }), { numRuns: 50 });
  });

  test('have an id that says that any repository is meant', () => {
    expect(trustStatements(options([withId.environment('production')]))[0].sid).toBe('EnvironmentProductionInAnyRepository');
  });
});

describe('an owner that is trusted by its name alone', () => {
  test.each(EVERY)('is told, for %s', (_, ask) => {
    expect(mutableNames(options([ask(withoutId)]))).toEqual(['octo-org/*']);
    expect(mutableNames(options([ask(withId)], { format: NAME }))).toEqual(['octo-org/*']);
  });

  test.each([undefined, BOTH, IMMUTABLE])('is not told where its ID is checked, as under the format %s', format => {
    expect(mutableNames(options([withId.anyContext()], { format }))).toEqual([]);
  });

  test('is not told where its ID is demanded as a claim', () => {
    expect(mutableNames(options([withoutId.anyContext().withClaims({ repositoryOwnerId: ClaimMatch.exactly('123456') })]))).toEqual([]);
  });
});

/** Which forms of `sub` a format accepts. */
const FORMS = [
  { format: BOTH, owner: withId, immutableForms: [false, true] },
  { format: IMMUTABLE, owner: withId, immutableForms: [true] },
  { format: NAME, owner: withoutId, immutableForms: [false] },
];
const CASES = FORMS.flatMap(form => EVERY.map(([label, ask, , ...jobs]) => ({ ...form, label, ask, jobs })));
const policyOf = ({ format, owner, ask }: { format: SubjectFormat; owner: GithubRepository; ask: Ask }) =>
  trustPolicy(options([ask(owner)], { format }));

describe('all of an owner\'s repositories', () => {
  test.each(CASES)('get in under $format for $label, whatever their names and IDs', ({ jobs, immutableForms, ...asked }) => {
    const members = jobs.flatMap(job => immutableForms.flatMap(isImmutable => [facts, { name: 'a', id: '1' }, { name: '.github', id: '2000000000' }]
      .map(repository => token(repository, job, { isImmutable }))));
    expectTokens(policyOf(asked), Object.fromEntries(members.map((claims, index) => [`member ${index}`, claims])), true);
  });

  test.each(CASES)('do not get in under $format for $label in a form that was not asked for', ({ jobs, immutableForms, ...asked }) => {
    const others = [false, true].filter(isImmutable => !immutableForms.includes(isImmutable));
    const tokens = jobs.flatMap(job => others.map(isImmutable => token({}, job, { isImmutable })));
    expectTokens(policyOf(asked), Object.fromEntries(tokens.map((claims, index) => [`other form ${index}`, claims])), false);
  });

  // The owner, its ID and the audience, each one off.
  const STRANGERS: Record<string, Partial<RepositoryFacts>> = {
    'an owner whose name goes on': { owner: 'octo-org-evil', ownerId: '9' },
    'an owner whose name goes on without a hyphen': { owner: 'octo-orgx', ownerId: '9' },
    'an owner whose name begins otherwise': { owner: 'xocto-org', ownerId: '9' },
    'an owner whose name is shorter': { owner: 'octo', ownerId: '9' },
    'an owner whose ID goes on': { ownerId: '1234567' },
    'an owner whose ID is shorter': { ownerId: '12345' },
    'the owner in another case': { owner: 'Octo-Org' },
    'the owner under its next name': { owner: 'octo-renamed' },
    'another owner with a repository of the same name and ID': { owner: 'evil', ownerId: '9' },
    'an owner whose repository is named like the owner': { owner: 'evil', ownerId: '9', name: 'octo-org' },
  };

  test.each(CASES)('are the only ones that get in under $format for $label', ({ jobs, ...asked }) => {
    const tokens: Record<string, Claims> = {};
    for (const isImmutable of [false, true]) {
      for (const [who, repository] of Object.entries(STRANGERS)) {
        // By its name alone, an owner is whoever has the name.
        if (asked.format !== NAME || repository.owner !== undefined) {
          jobs.forEach((job, index) => { tokens[`${who} ${index} ${isImmutable}`] = token(repository, job, { isImmutable }); });
        }
      }
      tokens[`another audience ${isImmutable}`] = token({}, jobs[0], { isImmutable, audience: 'https://github.com/octo-org' });
      tokens[`another issuer ${isImmutable}`] = token({}, jobs[0], { isImmutable, issuer: GithubIssuer.enterprise('evil') });
    }
    expectTokens(policyOf(asked), tokens, false);
  });

  test.each(EVERY)('stay theirs after somebody else registers the name, but under NAME, for %s', (_, ask, _tail, job) => {
    const taken = [false, true].map(isImmutable => token({ ownerId: '999', id: '888' }, job, { isImmutable }));
    const tokens = { 'by name': taken[0], 'by IDs': taken[1] };
    expectTokens(policyOf({ format: BOTH, owner: withId, ask }), tokens, false);
    expectTokens(policyOf({ format: IMMUTABLE, owner: withId, ask }), tokens, false);
    expectTokens(policyOf({ format: NAME, owner: withId, ask }), { 'by name': taken[0] }, true);
  });

  test('of an owner without an ID get in only with the owner\'s ID where it is demanded as a claim', () => {
    const policy = trustPolicy(options([withoutId.branch('main').withClaims({ repositoryOwnerId: ClaimMatch.exactly('123456') })]));
    expectTokens(policy, { theirs: token({}, run.branch('main')) }, true);
    expectTokens(policy, { 'registered again': token({ ownerId: '999' }, run.branch('main')) }, false);
  });
});

describe('another context than the one asked for', () => {
  const EXACT = ['a branch', 'a tag', 'an environment', 'the environment pull_request', 'pull requests'];
  const JOBS: JobContext[] = [
    run.branch('main'), run.branch('main/x'), run.branch('x/main'), run.branch('pull_request'), run.branch('v1'),
    run.branch('environment/production'), run.tag('v1'), run.tag('v10'), run.tag('main'), run.environment('production'),
    run.environment('Production'), run.environment('staging:production'), run.environment('x:environment:production'),
    run.environment('x:pull_request'), run.environment('x:ref:refs/heads/main'), run.environment('refs/heads/main'),
    run.environment('pull_request'), run.pullRequest,
  ];

  const exact = CASES.filter(({ label }) => EXACT.includes(label));

  test.each(exact)('does not get in under $format beside $label', ({ jobs: [own], immutableForms, ...asked }) => {
    const others = JOBS.filter(job => tailOf(job) !== tailOf(own));
    expect(others).toHaveLength(JOBS.length - 1);
    const tokens = others.flatMap(job => immutableForms.map(isImmutable => [`${tailOf(job)} ${isImmutable}`, token({}, job, { isImmutable })]));
    expectTokens(policyOf(asked), Object.fromEntries(tokens), false);
  });
});

describe('a subject of another template', () => {
  const job: JobContext = run.environment('production');

  test.each(FORMS)('of the owner\'s own repository does not make a run on any branch one of the environment under $format', ({ format, owner }) => {
    const subs = [
      'repo:octo-org/octo-repo:ref:refs/heads/x:environment:production',
      'repo:octo-org@123456/octo-repo@456789:ref:refs/heads/x:environment:production',
    ];
    const tokens = subs.map(sub => [sub, { ...token({}, job), ref: 'refs/heads/x', sub }]);
    expectTokens(trustPolicy(options([owner.environment('production')], { format })), Object.fromEntries(tokens), false);
  });

  // What ends in the context and has a segment more, which another key or a value made by a run's author fills.
  const HEADS = [
    ['repo', 'ref'], ['repo', 'actor'], ['repo', 'repository_owner', 'actor'], ['repo', 'job_workflow_ref'], ['repo', 'workflow', 'ref', 'actor'],
  ];
  const EXACT_TAILS: [string, Ask, JobContext, string[]][] = [
    ['an environment', all => all.environment('production'), job, ['environment']],
    ['a branch', all => all.branch('main'), run.branch('main'), ['ref']],
    ['pull requests', all => all.pullRequest(), run.pullRequest, ['context', 'event_name']],
    ['any context', all => all.anyContext(), job, ['environment', 'context', 'ref']],
  ];

  test.each(FORMS.flatMap(form => EXACT_TAILS.map(([label, ask, context, tails]) => ({ ...form, label, ask, context, tails }))))(
    'of the owner\'s own repository is refused under $format beside $label', ({ format, owner, ask, context, tails, immutableForms }) => {
      const tokens: Record<string, Claims> = {};
      for (const isImmutable of immutableForms) {
        const claims = {
          environment: 'x',
          ...token({}, context, { isImmutable }),
          ...(context.kind === 'environment' && { environment: context.value }),
        };
        for (const head of HEADS) {
          for (const tail of tails.filter(key => !head.includes(key))) {
            const keys = [...head, tail];
            tokens[`${keys} ${isImmutable}`] = withTemplate(keys, claims, context);
          }
        }
      }
      expect(Object.keys(tokens).length).toBeGreaterThanOrEqual(immutableForms.length * 3);
      expectTokens(trustPolicy(options([ask(owner)], { format })), tokens, false);
    },
  );

  test.each(FORMS)('does not make an environment named pull_request a pull request under $format', ({ format, owner, immutableForms }) => {
    const policy = trustPolicy(options([owner.pullRequest()], { format }));
    const context: JobContext = run.environment('pull_request');
    for (const isImmutable of immutableForms) {
      const claims = token({}, context, { isImmutable });
      expectTokens(policy, {
        'the default template': claims,
        'repo, environment': withTemplate(['repo', 'environment'], claims, context),
        'repo, ref, environment': withTemplate(['repo', 'ref', 'environment'], claims, context),
        'a claim named like the context': withTemplate(['repo', 'workflow'], { ...claims, workflow: 'pull_request' }, context),
      }, false);
    }
  });

  // Their administrators choose the template; `@` and `/` are free in a branch, an environment and a workflow.
  test.each(CASES)('of a foreign repository is refused under $format for $label', ({ jobs, ...asked }) => {
    const tokens: Record<string, Claims> = {};
    for (const isImmutable of [false, true]) {
      for (const context of jobs) {
        const foreign = token({ owner: 'evil', ownerId: '9', name: 'octo-org', id: '456789' }, context, { isImmutable });
        const disguised = {
          ...foreign,
          environment: 'octo-org/octo-repo',
          ref: 'refs/heads/octo-org@123456/octo-repo@456789',
          actor: 'octo-org',
          workflow: `repo:octo-org/octo-repo:${tailOf(context)}`,
          job_workflow_ref: 'octo-org/octo-repo/.github/workflows/deploy.yml@refs/heads/main',
        };
        const templates = [
          ['repo', 'ref', 'context'], ['repo', 'environment', 'context'], ['repo', 'workflow'], ['workflow', 'context'], ['ref', 'repo', 'context'],
          ['environment', 'repo', 'context'], ['job_workflow_ref', 'context'], ['actor', 'repo', 'context'], ['context', 'repo'],
          ['repository_owner', 'context'], ['repository', 'context'], ['repository_id', 'context'],
        ];
        templates.forEach(keys => { tokens[`${keys} ${tailOf(context)} ${isImmutable}`] = withTemplate(keys, disguised, context); });
      }
    }
    expectTokens(policyOf(asked), tokens, false);
  });
});

describe('a pattern that begins with a wildcard', () => {
  const ENDING = run.environment('eu-prod');
  const ASKED: [string, Ask, JobContext][] = [
    ['branches', all => all.branchLike('*-prod'), run.branch('eu-prod')],
    ['tags', all => all.tagLike('*-prod'), run.tag('eu-prod')],
    ['environments', all => all.environmentLike('*-prod'), ENDING],
  ];

  test.each(FORMS.flatMap(form => ASKED.map(([label, ask, job]) => ({ ...form, label, ask, job }))))(
    'reaches no further segment under $format for $label', ({ format, owner, ask, job, immutableForms }) => {
      const policy = trustPolicy(options([ask(owner)], { format }));
      for (const isImmutable of immutableForms) {
        const meant = token({}, job, { isImmutable });
        const head = tailOf(job).replace('eu-prod', 'x');
        const name = isImmutable ? immutableNameOf(facts) : 'octo-org/octo-repo';
        expectTokens(policy, { meant }, true);
        // A template of the repository's own puts a segment behind what was asked for.
        expectTokens(policy, Object.fromEntries(['environment:foo-prod', 'actor:x-prod', 'ref:refs/heads/a-prod', '-prod']
          .map(tail => `repo:${name}:${head}:${tail}`).map(sub => [sub, { ...token({}, ENDING, { isImmutable }), sub }])), false);
      }
    },
  );
});

describe('subjects of several templates for all of one owner', () => {
  const visibility = { repository_visibility: ClaimMatch.exactly('private') };
  const longer = GithubSubjectTemplate.of('repo', 'context', 'repository_visibility');
  const before = GithubSubjectTemplate.of('repo', 'repository_visibility', 'context');
  const ownerFirst = GithubSubjectTemplate.of('repository_owner', 'repo', 'context');
  const ASKED: [string, Ask, JobContext][] = EVERY.map(([label, ask, , job]) => [label, ask, job]);

  /** What GitHub puts into the token where the template is in use. */
  const claimsBy = (keys: readonly string[] | undefined, job: JobContext, isImmutable: boolean, isPrivate = true): Claims => {
    const claims = { ...token({}, job, { isImmutable }), repository_visibility: isPrivate ? 'private' : 'public' };
    return keys ? withTemplate(keys, claims, job) : claims;
  };

  test.each(FORMS.flatMap(form => ASKED.map(([label, ask, job]) => ({ ...form, label, ask, job }))))(
    'lock nobody out under $format for $label', ({ format, owner, ask, job, immutableForms }) => {
      const all = [
        ask(owner), ask(owner.withSubjectTemplate(longer, visibility)), ask(owner.withSubjectTemplate(before, visibility)),
        ask(owner.withSubjectTemplate(ownerFirst)),
      ];
      const keysOf = [undefined, longer, before, ownerFirst].map(template => template?.claimKeys);
      for (const subjects of [all, [...all].reverse()]) {
        const policy = trustPolicy(options(subjects, { format }));
        for (const isImmutable of immutableForms) {
          expectTokens(policy, Object.fromEntries(keysOf.map(keys => [`${keys ?? 'default'}`, claimsBy(keys, job, isImmutable)])), true);
          expectTokens(policy, {
            'a public repository': claimsBy(keysOf[1], job, isImmutable, false),
            'a public repository, the context last': claimsBy(keysOf[2], job, isImmutable, false),
            'another template': withTemplate(['repo', 'actor', 'context'], claimsBy(undefined, job, isImmutable), job),
          }, false);
        }
      }
    },
  );
});

describe('pull requests beside an environment that the guard against its name would refuse', () => {
  const pull: JobContext = run.pullRequest;
  const alike: JobContext = run.environment('pull_request');
  const also: [string, Ask][] = [
    ['the environment of that name', all => all.environment('pull_request')],
    ['every environment', all => all.environmentLike('*')],
    ['environments with such a name', all => all.environmentLike('pull_*')],
    ['any context', all => all.anyContext()],
  ];

  const pairs = FORMS.flatMap(form => also.map(([label, ask]) => ({ ...form, label, ask })));

  test.each(pairs)('both get in under $format with $label', ({ format, owner, ask, immutableForms }) => {
    for (const subjects of [[owner.pullRequest(), ask(owner)], [ask(owner), owner.pullRequest()]]) {
      const policy = trustPolicy(options(subjects, { format }));
      for (const isImmutable of immutableForms) {
        expectTokens(policy, { 'a pull request': token({}, pull, { isImmutable }), 'the environment': token({}, alike, { isImmutable }) }, true);
        expectTokens(policy, { 'another template': withTemplate(['repo', 'actor', 'context'], token({}, pull, { isImmutable }), pull) }, false);
      }
    }
  });

  test.each(FORMS)('that another owner was given stays the other\'s under $format', ({ format, immutableForms }) => {
    const [one, other] = format === NAME ? ['octo-org', 'octo-corp'] : ['octo-org@123456', 'octo-corp@7'];
    const subjects = [GithubRepository.allOwnedBy(one).pullRequest(), GithubRepository.allOwnedBy(other).environment('pull_request')];
    const policy = trustPolicy(options(subjects, { format }));
    const corp = { owner: 'octo-corp', ownerId: '7' };
    for (const isImmutable of immutableForms) {
      expectTokens(policy, {
        'its pull request': token({}, pull, { isImmutable }),
        'the other\'s environment': token(corp, alike, { isImmutable }),
      }, true);
      expectTokens(policy, {
        'its environment': token({}, alike, { isImmutable }),
        'the other\'s pull request': token(corp, pull, { isImmutable }),
      }, false);
    }
  });
});

describe('several owners and several contexts together', () => {
  const OWNERS = [{ owner: 'octo-org', ownerId: '1' }, { owner: 'octo-org-2', ownerId: '12' }, { owner: 'octo', ownerId: '3' }];
  const ASKED: { ask: Ask; means: (job: JobContext) => boolean }[] = [
    { ask: all => all.branch('main'), means: ({ kind, value }) => kind === 'branch' && value === 'main' },
    { ask: all => all.branchLike('release/*'), means: ({ kind, value }) => kind === 'branch' && value.startsWith('release/') },
    { ask: all => all.tagLike('v*'), means: ({ kind, value }) => kind === 'tag' && value.startsWith('v') },
    { ask: all => all.environment('main'), means: ({ kind, value }) => kind === 'environment' && value === 'main' },
    { ask: all => all.environment('pull_request'), means: ({ kind, value }) => kind === 'environment' && value === 'pull_request' },
    { ask: all => all.environment('a:b'), means: ({ kind, value }) => kind === 'environment' && value === 'a:b' },
    { ask: all => all.environmentLike('p*'), means: ({ kind, value }) => kind === 'environment' && value.startsWith('p') },
    { ask: all => all.pullRequest(), means: ({ kind }) => kind === 'pull_request' },
    { ask: all => all.anyContext(), means: () => true },
  ];
  const jobs = fc.constantFrom<JobContext>(
    run.branch('main'), run.branch('release/1'), run.branch('x'), run.tag('v1'), run.tag('main'), run.environment('main'),
    run.environment('pull_request'), run.environment('a:b'), run.environment('a%3Ab'), run.environment('p'), run.pullRequest,
  );
  // Any context hides what the others do, so it is rarer.
  const asked = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...ASKED.slice(0, -1)) }, fc.constantFrom(...ASKED));
  const demands = fc.array(fc.record({ owner: fc.constantFrom(...OWNERS), asked }), { minLength: 1, maxLength: 6 });

  test.each(FORMS)('let in under $format exactly the combinations that were asked for', ({ format, immutableForms }) => {
    const runs = fc.record({
      named: fc.constantFrom(...OWNERS),
      identified: fc.constantFrom(...OWNERS),
      isImmutable: fc.constantFrom(...immutableForms),
      job: jobs,
      isDefault: fc.boolean(),
    });
    fc.assert(fc.property(demands, runs, (all, { named, identified, isImmutable, job, isDefault }) => {
      const nameIn = ({ owner, ownerId }: typeof OWNERS[number]) => format === NAME ? owner : `${owner}@${ownerId}`;
      const subjects = all.map(demand => demand.asked.ask(GithubRepository.allOwnedBy(nameIn(demand.owner))));
      const own = token({ owner: named.owner, ownerId: identified.ownerId }, job, { isImmutable });
      const claims = isDefault ? own : withTemplate(['repo', 'actor', 'context'], own, job);
      const policy = trustPolicy(options(subjects, { format }));

      const rightsOf = ({ owner }: { owner: string }) => all.filter(one => one.owner.owner === owner).map(one => one.asked.means(job));
      const isOne = format === NAME || named === identified;
      const expected = isDefault && rightsOf(named).includes(true) && (isOne || (!isImmutable && rightsOf(identified).includes(true)));
      const decisions = [letsInByIndependentEngine(policy, claims), letsInByOurs(policy, claims)];
      // An owner who took another trusted owner's name may get in only where it was trusted for that context anyway.
      expect(isOne || !expected ? [[expected, expected]] : [[true, true], [false, false]]).toContainEqual(decisions);
    }), { numRuns: 1_500 });
  });

  test('give one repository of an owner no more than it was asked for, beside the owner\'s others', () => {
    const policy = trustPolicy(options([withId.branch('main'), GithubRepository.of(immutableNameOf(facts)).environment('production')]));
    const production: JobContext = run.environment('production');
    expectTokens(policy, {
      'its environment': token({}, production),
      'another\'s branch': token({ name: 'x', id: '1' }, run.branch('main')),
    }, true);
    expectTokens(policy, { 'another\'s environment': token({ name: 'x', id: '1' }, production) }, false);
  });
});

describe('what is known only at deployment', () => {
  const unresolved = Token.asString({ Ref: 'Parameter' });
  test.each<[string, () => unknown]>([
    ['an owner', () => GithubRepository.allOwnedBy(unresolved)],
    ['an owner\'s ID', () => GithubRepository.allOwnedBy(`octo-org@${unresolved}`)],
    ['a part of an owner\'s name', () => GithubRepository.allOwnedBy(`octo-${unresolved}@123456`)],
    ['a branch', () => withId.branch(unresolved)],
    ['a tag', () => withoutId.tag(unresolved)],
    ['an environment', () => withId.environment(`prod-${unresolved}`)],
    ['a pattern', () => withId.environmentLike(`prod-${unresolved}*`)],
  ])('is refused for all of an owner, as %s', (_, act) => {
    expect(act).toThrow(expect.objectContaining({ name: 'GithubPatternUnresolved', message: expect.stringContaining(unresolved) }));
    expect(act).toThrow(/into the program/);
  });
});

describe('formats that an owner cannot have', () => {
  test.each([BOTH, IMMUTABLE])('%s is refused without an ID, with the command that prints it', format => {
    const act = () => trustStatements(options([withoutId.branch('main')], { format }));
    expect(act).toThrow(expect.objectContaining({
      name: 'GithubIdsMissing',
      message: expect.stringContaining("'octo-org/*' comes without its IDs"),
    }));
    expect(act).toThrow(/OWNER@OWNER_ID, as printed by gh api users\/octo-org /);
  });

  test('BOTH is refused where AWS is not known to read the owner\'s ID', () => {
    const act = () => trustStatements(options([withId.branch('main')], { format: BOTH, claimKeys: false }));
    expect(act).toThrow(expect.objectContaining({
      name: 'FeatureNotOnIssuer',
      message: expect.stringMatching(/BOTH.*repository_owner_id.*use IMMUTABLE/),
    }));
  });
});
