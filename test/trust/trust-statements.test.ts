import * as fc from 'fast-check';
import { ClaimMatch } from '../../src/github/claim-match';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';
import { SubjectFormat } from '../../src/github/subject-format';
import { RenderedConditions } from '../../src/trust/render';
import { TrustOptions } from '../../src/trust/trust-options';
import { trustStatements } from '../../src/trust/trust-statements';
import {
  AUDIENCE, claimsOf, formatCase, immutableNameOf, letsInByIndependentEngine, letsInByOurs, nameOf, repositoryFacts, subjectCase, subjectCaseFor,
  trustPolicy,
} from '../support/arbitraries';
import { mutableNames } from '../support/mutable-names';
import { refusalOf } from '../support/refusal';
import { partsOf } from '../support/statements';

const app = GithubRepository.of('octo-org@1/app@10');
const site = GithubRepository.of('octo-org@1/site@11');
const other = GithubRepository.of('octo-corp@2/app@20');
const named = GithubRepository.of('octo-org/named');

function options(subjects: GithubSubject[], more: Partial<TrustOptions> = {}): TrustOptions {
  return { subjects, issuer: GithubIssuer.GITHUB_COM, audiences: [AUDIENCE], claimKeys: true, ...more };
}

function statementsOf(subjects: GithubSubject[], more: Partial<TrustOptions> = {}) {
  return trustStatements(options(subjects, more)).map(partsOf);
}

describe('exact and pattern subjects', () => {
  test.each([SubjectFormat.BOTH, SubjectFormat.IMMUTABLE, SubjectFormat.NAME])('never share a statement under %s', format => {
    const statements = statementsOf([app.branch('main'), app.tagLike('v*'), app.anyContext(), app.pullRequest()], { format });
    expect(statements).toHaveLength(2);
    expect(statements.map(({ isPattern, subjects }) => [isPattern, subjects.some(subject => subject.includes('*'))]))
      .toEqual([[false, false], [true, true]]);
    expect(statements[1].subjects.every(subject => subject.includes('*'))).toBe(true);
  });

  test('never share a statement in any mixture', () => {
    fc.assert(fc.property(fc.array(fc.tuple(repositoryFacts, subjectCase, fc.boolean()), { minLength: 1, maxLength: 8 }), asked => {
      const subjects = asked
        .map(([facts, { subjectOf }, withIds]) => subjectOf(GithubRepository.of(withIds ? immutableNameOf(facts) : nameOf(facts))));
      for (const { isPattern, subjects: texts } of statementsOf(subjects)) {
        expect(texts.map(text => /[*?]/.test(text))).toEqual(texts.map(() => isPattern));
      }
    }), { numRuns: 300 });
  });

  test('keep apart for custom subjects too', () => {
    expect(statementsOf([GithubSubject.custom('repository_owner_id:65'), GithubSubject.customLike('repo:octo-org/*:environment:prod')])).toEqual([
      { sid: 'CustomSubject', subjects: ['repository_owner_id:65'], isPattern: false, audiences: [AUDIENCE] },
      { sid: 'CustomSubjectLike', subjects: ['repo:octo-org/*:environment:prod'], isPattern: true, audiences: [AUDIENCE] },
    ]);
  });
});

describe('the format BOTH', () => {
  const both = [{
    sid: 'EnvironmentProd',
    subjects: ['repo:octo-org/app:environment:prod', 'repo:octo-org@1/app@10:environment:prod'],
    isPattern: false,
    audiences: [AUDIENCE],
    ids: { repositories: ['10'], owners: ['1'] },
  }];

  test('lists both texts and pins the IDs', () => {
    expect(statementsOf([app.environment('prod')], { format: SubjectFormat.BOTH })).toEqual(both);
  });

  test('is the default where IDs are given and AWS reads the claims', () => {
    expect(statementsOf([app.environment('prod')])).toEqual(both);
  });

  test('is refused without IDs, naming the command that prints them', () => {
    const { name, message } = refusalOf(() => statementsOf([named.environment('prod')], { format: SubjectFormat.BOTH }));
    expect(name).toBe('GithubIdsMissing');
    expect(message).toContain("subjectFormat is BOTH, and 'octo-org/named' comes without its IDs");
    expect(message).toContain('gh api repos/octo-org/named --jq \'"\\(.owner.login)@\\(.owner.id)/\\(.name)@\\(.id)"\'');
  });

  test('is refused where AWS is not known to read the claims, and IMMUTABLE is named as the way out', () => {
    const { name, message } = refusalOf(() => statementsOf([app.environment('prod')], { format: SubjectFormat.BOTH, claimKeys: false }));
    expect(name).toBe('FeatureNotOnIssuer');
    expect(message).toBe('subjectFormat is BOTH, which pins the claim repository_owner_id, and AWS is not known to read it in this partition from '
      + 'https://token.actions.githubusercontent.com; use IMMUTABLE');
  });

  test('is refused from GHE.com with an enterprise, whose claims AWS reads nowhere', () => {
    const issuer = GithubIssuer.dataResidencyEnterprise('octocorp');
    expect(refusalOf(() => statementsOf([app.environment('prod')], { issuer, format: SubjectFormat.BOTH, claimKeys: false }))).toEqual({
      name: 'FeatureNotOnIssuer',
      message: expect.stringMatching(/^subjectFormat is BOTH, .*from https:\/\/token\.actions\.octocorp\.ghe\.com\/octocorp; use IMMUTABLE$/),
    });
    expect(statementsOf([app.environment('prod')], { issuer, claimKeys: false })[0].subjects).toEqual(['repo:octo-org@1/app@10:environment:prod']);
  });
});

describe('the format IMMUTABLE', () => {
  const immutable = [{ sid: 'EnvironmentProd', subjects: ['repo:octo-org@1/app@10:environment:prod'], isPattern: false, audiences: [AUDIENCE] }];

  test('lists the text with IDs alone, which needs no further claim', () => {
    expect(statementsOf([app.environment('prod')], { format: SubjectFormat.IMMUTABLE })).toEqual(immutable);
    expect(statementsOf([app.environment('prod')], { format: SubjectFormat.IMMUTABLE, claimKeys: false })).toEqual(immutable);
  });

  test('is the default where IDs are given and AWS is not known to read the claims', () => {
    expect(statementsOf([app.environment('prod')], { claimKeys: false })).toEqual(immutable);
  });

  test('is refused without IDs', () => {
    const { name, message } = refusalOf(() => statementsOf([app.branch('main'), named.branch('main')], { format: SubjectFormat.IMMUTABLE }));
    expect(name).toBe('GithubIdsMissing');
    expect(message).toContain("subjectFormat is IMMUTABLE, and 'octo-org/named'");
  });
});

describe('the format NAME', () => {
  test('lists the name alone, with and without IDs, and pins nothing', () => {
    const name = (repository: string) => [
      { sid: 'BranchMain', subjects: [`repo:octo-org/${repository}:ref:refs/heads/main`], isPattern: false, audiences: [AUDIENCE] },
    ];
    expect(statementsOf([named.branch('main')], { format: SubjectFormat.NAME })).toEqual(name('named'));
    expect(statementsOf([app.branch('main')], { format: SubjectFormat.NAME })).toEqual(name('app'));
  });

  test('is the default without IDs, wherever the role is', () => {
    expect(statementsOf([named.branch('main')])).toEqual(statementsOf([named.branch('main')], { format: SubjectFormat.NAME }));
    expect(statementsOf([named.branch('main')], { claimKeys: false })).toEqual(statementsOf([named.branch('main')]));
  });

  test('and BOTH are the defaults of two repositories of one role, each in its own statement', () => {
    expect(statementsOf([app.branch('main'), named.branch('main')])).toEqual([
      { sid: 'BranchMain', subjects: ['repo:octo-org/named:ref:refs/heads/main'], isPattern: false, audiences: [AUDIENCE] },
      {
        sid: 'BranchMain2',
        subjects: ['repo:octo-org/app:ref:refs/heads/main', 'repo:octo-org@1/app@10:ref:refs/heads/main'],
        isPattern: false,
        audiences: [AUDIENCE],
        ids: { repositories: ['10'], owners: ['1'] },
      },
    ]);
  });
});

describe('what fits no issuer or format', () => {
  test.each([undefined, ...Object.values(SubjectFormat)])(
    'IDs on GitHub Enterprise Server are refused under the format %s, with the name to write instead', format => {
      const server = { issuer: GithubIssuer.server('github.example.com'), claimKeys: false, format };
      const { name, message } = refusalOf(() => statementsOf([app.branch('main')], server));
      expect(name).toBe('FeatureNotOnIssuer');
      expect(message).toMatch(/^'octo-org@1\/app@10' has IDs, and https:\/\/github\.example\.com\/_services\/token .*; write it as 'octo-org\/app'$/);
    },
  );

  test('a repository of GitHub Enterprise Server is trusted by its name', () => {
    const [statement] = statementsOf([named.branch('main')], { issuer: GithubIssuer.server('github.example.com'), claimKeys: false });
    expect(statement.subjects).toEqual(['repo:octo-org/named:ref:refs/heads/main']);
    expect(statement.ids).toBeUndefined();
  });

  test.each(['both', 'IDS', ''])('the format %p is refused, and the allowed ones are named', format => {
    expect(refusalOf(() => statementsOf([app.branch('main')], { format: format as SubjectFormat }))).toEqual({
      name: 'GithubSubjectFormatInvalid', message: `subjectFormat is '${format}'; allowed are BOTH, IMMUTABLE, NAME`,
    });
  });

  test('a custom subject is listed as it is under every format', () => {
    for (const format of [undefined, ...Object.values(SubjectFormat)]) {
      expect(statementsOf([GithubSubject.custom('repository_owner_id:65')], { format, claimKeys: false }))
        .toEqual([{ sid: 'CustomSubject', subjects: ['repository_owner_id:65'], isPattern: false, audiences: [AUDIENCE] }]);
    }
  });
});

describe('an environment whose name holds : or %', () => {
  const pinned = (name: string) => ({ 'environment StringEquals': [name] });

  test.each(['a:b', 'a%3Ab', '100%', ':', '%'])('pins its claim too, under every format: %s', name => {
    for (const format of Object.values(SubjectFormat)) {
      expect(statementsOf([app.environment(name)], { format }).map(({ claims }) => claims)).toEqual([pinned(name)]);
    }
    expect(statementsOf([named.environment(name)]).map(({ claims }) => claims)).toEqual([pinned(name)]);
  });

  test('pins its claim as a pattern where a pattern was asked for', () => {
    expect(statementsOf([app.environmentLike('eu:*')]).map(({ subjects, claims }) => [subjects[0], claims]))
      .toEqual([['repo:octo-org/app:environment:eu%3A*', { 'environment StringLike': ['eu:*'] }]]);
  });

  test('is the only context that does', () => {
    const others = [
      app.environment('prod'), app.environmentLike('prod*'), app.branch('100%'), app.tag('v%3A1'), app.branchLike('%*'), app.pullRequest(), app.anyContext(),
    ];
    expect(statementsOf(others).map(({ claims }) => claims).filter(claims => claims !== undefined)).toEqual([]);
  });

  test.each([
    ['outside the partition aws', GithubIssuer.GITHUB_COM,
      /read it in this partition: name the environment without ':' and '%', or ask for the claim by name: withClaims\(\{ environment: … \}\)$/],
    ['from GHE.com with an enterprise', GithubIssuer.dataResidencyEnterprise('octocorp'),
      /not known to read it from this issuer: name the environment without ':' and '%'$/],
    ['from GitHub Enterprise Server', GithubIssuer.server('github.example.com', { version: '3.19' }),
      /not known to read it from this issuer: name the environment without ':' and '%'$/],
  ])('is refused %s, where the claim cannot be pinned', (_, issuer, remedy) => {
    for (const name of ['a:b', 'a%3Ab', '100%']) {
      for (const subject of [named.environment(name), named.environmentLike(`${name}*`)]) {
        const { name: code, message } = refusalOf(() => statementsOf([subject], { issuer, claimKeys: false }));
        expect(code).toBe('EnvironmentAmbiguous');
        expect(message).toContain(`the environment is '${subject._context.value}'`);
        expect(message).toMatch(remedy);
      }
    }
  });

  test('is trusted outside the partition aws by whoever asks for its claim by name', () => {
    const subject = app.environment('a:b').withClaims({ environment: ClaimMatch.exactly('a:b') });
    expect(statementsOf([subject], { claimKeys: false })).toEqual([{
      sid: 'EnvironmentABWithEnvironment',
      subjects: ['repo:octo-org@1/app@10:environment:a%3Ab'],
      isPattern: false,
      audiences: [AUDIENCE],
      claims: pinned('a:b'),
    }]);
  });

  test('lets in neither the other name that GitHub encodes alike nor a pattern of it', () => {
    const claimsIn = (environment: string) => claimsOf({
      repository: { owner: 'octo-org', ownerId: '1', name: 'app', id: '10' },
      context: { kind: 'environment', value: environment },
      isImmutable: true,
      issuer: GithubIssuer.GITHUB_COM,
      audience: AUDIENCE,
    });
    expect(claimsIn('a:b').sub).toBe(claimsIn('a%3Ab').sub);
    for (const subject of [app.environment('a:b'), app.environmentLike('a:*')]) {
      const policy = trustPolicy({ subjects: [subject] });
      for (const letsIn of [letsInByIndependentEngine, letsInByOurs]) {
        expect(['a:b', 'a%3Ab'].map(environment => letsIn(policy, claimsIn(environment)))).toEqual([true, false]);
      }
    }
  });
});

describe('repositories under BOTH', () => {
  const production = [app.environment('production'), site.environment('production')];

  test('share a statement if their contexts are equal, and their IDs are one list, ordered as numbers', () => {
    const big = GithubRepository.of('octo-corp@12/big@9');
    expect(statementsOf([...production, big.environment('production')])).toEqual([{
      sid: 'EnvironmentProduction',
      subjects: [
        'repo:octo-corp/big:environment:production',
        'repo:octo-corp@12/big@9:environment:production',
        'repo:octo-org/app:environment:production',
        'repo:octo-org/site:environment:production',
        'repo:octo-org@1/app@10:environment:production',
        'repo:octo-org@1/site@11:environment:production',
      ],
      isPattern: false,
      audiences: [AUDIENCE],
      ids: { repositories: ['9', '10', '11'], owners: ['1', '12'] },
    }]);
  });

  test('share a statement for a set of contexts, however each set is ordered', () => {
    const [only, ...more] = statementsOf([app.tag('v1'), app.branch('main'), site.branch('main'), site.tag('v1')]);
    expect(more).toEqual([]);
    expect([only.sid, only.ids]).toEqual(['BranchAndTag', { repositories: ['10', '11'], owners: ['1'] }]);
  });

  test('do not share a statement if one has a context more', () => {
    const statements = statementsOf([...production, site.environment('staging')]);
    expect(statements.map(({ sid, ids }) => [sid, ids?.repositories])).toEqual([['EnvironmentProduction', ['10']], ['Environments', ['11']]]);
  });

  test('share the statement of their exact contexts even if their patterns differ', () => {
    const statements = statementsOf([...production, app.tagLike('v*'), site.tagLike('w*')]);
    expect(statements.map(({ sid, ids }) => [sid, ids?.repositories]))
      .toEqual([['EnvironmentProduction', ['10', '11']], ['TagLikeV', ['10']], ['TagLikeW', ['11']]]);
  });

  test('that have one name and different IDs are two repositories, as one that was deleted and made again', () => {
    const again = GithubRepository.of('octo-org@1/app@99');
    const statements = statementsOf([app.branch('main'), again.tag('v1')]);
    expect(statements.map(({ sid, ids }) => [sid, ids?.repositories])).toEqual([['BranchMain', ['10']], ['TagV1', ['99']]]);
  });

  // A fault of the source: the contexts of a repository are joined by a line end, which an environment's name may hold.
  test('do not share a statement if the name of one environment reads like two contexts', () => {
    const subjects = [app.environment('a\npull_request'), site.environment('a'), site.pullRequest()];
    expect(statementsOf(subjects)).toHaveLength(2);
  });

  test('that have one name in two organisations are two repositories', () => {
    const statements = statementsOf([app.branch('main'), other.branch('next')]);
    expect(statements.map(({ ids }) => ids)).toEqual([{ repositories: ['10'], owners: ['1'] }, { repositories: ['20'], owners: ['2'] }]);
  });
});

describe('a repository renamed to the name of another one', () => {
  const policy = trustPolicy({ subjects: [app.environment('staging'), site.environment('production')] });
  // The repository 10 was `app`; it is now called as repository 11 was.
  const renamed = { owner: 'octo-org', ownerId: '1', name: 'site', id: '10' };
  const tokenFor = (environment: string) => claimsOf({
    repository: renamed,
    context: { kind: 'environment', value: environment },
    isImmutable: false,
    issuer: GithubIssuer.GITHUB_COM,
    audience: AUDIENCE,
  });

  test("does not gain the other's context", () => {
    expect(policy.Statement).toHaveLength(2);
    expect(letsInByIndependentEngine(policy, tokenFor('production'))).toBe(false);
    expect(letsInByOurs(policy, tokenFor('production'))).toBe(false);
  });

  test("would gain the other's context if repositories with different contexts shared a statement", () => {
    const shared = {
      ...policy,
      Statement: [{
        ...policy.Statement[0],
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': AUDIENCE,
            'token.actions.githubusercontent.com:sub': policy.Statement
              .flatMap(({ Condition }) => (Condition as RenderedConditions).StringEquals['token.actions.githubusercontent.com:sub'] as string[]),
            'token.actions.githubusercontent.com:repository_id': ['10', '11'],
            'token.actions.githubusercontent.com:repository_owner_id': '1',
          },
        },
      }],
    };
    expect(letsInByIndependentEngine(shared, tokenFor('production'))).toBe(true);
    expect(letsInByOurs(shared, tokenFor('production'))).toBe(true);
  });

  test('has nothing new where both may do the same', () => {
    const same = trustPolicy({ subjects: [app.environment('production'), site.environment('production')] });
    expect(same.Statement).toHaveLength(1);
    expect(letsInByIndependentEngine(same, { ...tokenFor('production'), sub: 'repo:octo-org/app:environment:production' })).toBe(true);
    expect(letsInByIndependentEngine(same, tokenFor('production'))).toBe(true);
    expect(letsInByIndependentEngine(same, tokenFor('staging'))).toBe(false);
  });
});

describe('duplicates', () => {
  test('of a subject merge', () => {
    expect(statementsOf([app.branch('main'), app.branch('main'), app.branch('main')])).toEqual(statementsOf([app.branch('main')]));
  });

  test('of a repository merge, with and without the leading repo:', () => {
    expect(statementsOf([app.branch('main'), GithubRepository.of('repo:octo-org@1/app@10').branch('main')]))
      .toEqual(statementsOf([app.branch('main')]));
  });

  test('of an audience merge', () => {
    expect(statementsOf([app.branch('main')], { audiences: ['b', 'a', 'b'] })[0].audiences).toEqual(['a', 'b']);
  });

  test('that differ in case are different subjects', () => {
    expect(statementsOf([named.branch('main'), named.branch('Main')])[0].subjects)
      .toEqual(['repo:octo-org/named:ref:refs/heads/Main', 'repo:octo-org/named:ref:refs/heads/main']);
  });
});

describe('the order of the input', () => {
  const pool = [app, site, other, named].flatMap(repository => [
    repository.branch('main'), repository.branch('feature/x'), repository.branchLike('release/*'), repository.tag('v1'), repository.tagLike('v?'),
    repository.environment('prod-eu'), repository.environment('prod_eu'), repository.environment('é'), repository.environment('ß'),
    repository.environmentLike('prod*'), repository.pullRequest(), repository.anyContext(),
  ]).concat(GithubSubject.custom('repository_owner_id:65'), GithubSubject.customLike('repo:octo-org/*:environment:x'));

  test('does not change the statements, their order or their ids', () => {
    const orders = fc.subarray(pool, { minLength: 1 }).chain(subset => fc.tuple(
      fc.constant(subset), fc.shuffledSubarray(subset, { minLength: subset.length }), fc.constantFrom(undefined, SubjectFormat.NAME),
    ));
    fc.assert(fc.property(orders, fc.subarray(pool), ([subset, shuffled, format], repeated) => {
      const again = repeated.filter(subject => subset.includes(subject));
      expect(JSON.stringify(statementsOf([...shuffled, ...again], { format }))).toBe(JSON.stringify(statementsOf(subset, { format })));
    }), { numRuns: 500 });
  });

  test('does not change the ids of the two statements for two names that GitHub encodes alike', () => {
    const twice = [app.environment('a:b'), app.environment('a%3Ab')];
    const statement = {
      subjects: ['repo:octo-org/app:environment:a%3Ab', 'repo:octo-org@1/app@10:environment:a%3Ab'],
      isPattern: false,
      audiences: [AUDIENCE],
      ids: { repositories: ['10'], owners: ['1'] },
    };
    expect(statementsOf(twice)).toEqual([
      { sid: 'EnvironmentAB', ...statement, claims: { 'environment StringEquals': ['a%3Ab'] } },
      { sid: 'EnvironmentAB2', ...statement, claims: { 'environment StringEquals': ['a:b'] } },
    ]);
    expect(statementsOf([...twice].reverse())).toEqual(statementsOf(twice));
  });

  test('stays as it is in the lists that the caller gave', () => {
    const subjects = Object.freeze([site.branch('main'), app.branch('main'), app.branch('main')]) as GithubSubject[];
    const audiences = Object.freeze(['b', 'a']);
    expect(statementsOf(subjects, { audiences })[0].audiences).toEqual(['a', 'b']);
    expect(audiences).toEqual(['b', 'a']);
  });
});

describe('values that are known only at deployment', () => {
  /** The statements of two values in the order first, second, and with the CDK's numbers for them. */
  const forTokens = (first: number, second: number, ask: (one: string, two: string) => GithubSubject[], more: Partial<TrustOptions> = {}) => {
    const [one, two] = [first, second].map(number => `\${Token[TOKEN.${number}]}`);
    return JSON.parse(JSON.stringify(statementsOf(ask(one, two), more)).replaceAll(one, 'FIRST').replaceAll(two, 'SECOND'));
  };
  const NUMBERS = [[1, 2], [2, 1], [9, 10], [999, 1000], [1000, 999]] as const;

  test.each(NUMBERS)('stand in the order of the caller, whatever their numbers %i and %i', (first, second) => {
    expect(forTokens(first, second, (one, two) => [named.environment(one), named.environment(two)])).toEqual([{
      sid: 'Environments',
      subjects: ['repo:octo-org/named:environment:FIRST', 'repo:octo-org/named:environment:SECOND'],
      isPattern: false,
      audiences: [AUDIENCE],
    }]);
  });

  test.each(NUMBERS)('leave statements of their own in the order of the caller, whatever their numbers %i and %i', (first, second) => {
    const statements = forTokens(first, second, (one, two) => [app.environment(one), site.environment(two)]);
    expect(statements.map(({ sid, subjects }: { sid: string; subjects: string[] }) => [sid, subjects[0]])).toEqual([
      ['Environment', 'repo:octo-org/app:environment:FIRST'], ['Environment2', 'repo:octo-org/site:environment:SECOND'],
    ]);
  });

  test.each(NUMBERS)('keep that order among IDs, which still come by length first, whatever their numbers %i and %i', (first, second) => {
    const [statement] = forTokens(first, second, (one, two) => [
      GithubRepository.of('octo-org@11/zero@100').branch('main'),
      GithubRepository.of(`octo-org@${one}/one@${two}`).branch('main'),
      GithubRepository.of(`octo-org@${two}/two@${one}`).branch('main'),
    ]);
    expect(statement.ids).toEqual({ repositories: ['SECOND', 'FIRST', '100'], owners: ['FIRST', 'SECOND', '11'] });
  });

  test.each(NUMBERS)('keep that order among audiences, whatever their numbers %i and %i', (first, second) => {
    const [statement] = forTokens(first, second, () => [named.branch('main')], {
      audiences: [first, second].map(number => `\${Token[TOKEN.${number}]}`).concat(AUDIENCE),
    });
    expect(statement.audiences).toEqual([AUDIENCE, 'FIRST', 'SECOND']);
  });

  test('are sorted by the literal text around them', () => {
    const [statement] = forTokens(999, 1000, (one, two) => [`b-${one}`, `b-${two}`, `a-${one}`, `a-${two}`].map(name => named.environment(name)));
    expect(statement.subjects.map((subject: string) => subject.replace('repo:octo-org/named:environment:', '')))
      .toEqual(['a-FIRST', 'a-SECOND', 'b-FIRST', 'b-SECOND']);
  });

  test('merge where they are the same value', () => {
    const [statement] = forTokens(999, 1000, (one, two) => [named.environment(one), named.environment(two), named.environment(one)]);
    expect(statement.subjects).toHaveLength(2);
  });

  // A fault of the source: the texts that tell whether contexts are the same stand in the order of the caller.
  test('share a statement of several repositories however each set is ordered', () => {
    const [one, two] = ['${Token[TOKEN.1]}', '${Token[TOKEN.2]}'];
    const subjects = [app.environment(one), app.environment(two), site.environment(two), site.environment(one)];
    expect(statementsOf(subjects).map(({ ids }) => ids?.repositories)).toEqual([['10', '11']]);
  });
});

describe('the ids of statements', () => {
  test('are alphanumeric and unique', () => {
    const asked = formatCase.filter(({ withIds }) => withIds)
      .chain(how => fc.tuple(fc.constant(how), fc.array(fc.tuple(repositoryFacts, subjectCaseFor(how)), { minLength: 1, maxLength: 10 })));
    fc.assert(fc.property(asked, ([{ issuer, format, claimKeys }, pairs]) => {
      const subjects = pairs.map(([facts, { subjectOf }]) => subjectOf(GithubRepository.of(immutableNameOf(facts))));
      const sids = statementsOf(subjects, { issuer, format, claimKeys }).map(({ sid }) => sid);
      expect(sids.filter(sid => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
      expect(new Set(sids).size).toBe(sids.length);
    }), { numRuns: 300 });
  });

  test('are numbered where contexts of different statements read alike', () => {
    expect(statementsOf([app.environment('prod-eu'), site.environment('prod_eu'), other.environment('prod eu')]).map(({ sid }) => sid).sort())
      .toEqual(['EnvironmentProdEu', 'EnvironmentProdEu2', 'EnvironmentProdEu3']);
  });
});

describe('repositories trusted by their name alone', () => {
  test('are those without IDs, once each and sorted', () => {
    const alpha = GithubRepository.of('octo-org/alpha');
    expect(mutableNames(options([named.branch('main'), alpha.branch('main'), named.pullRequest(), app.branch('main')])))
      .toEqual(['octo-org/alpha', 'octo-org/named']);
  });

  test('are also those with IDs where the format NAME was asked for', () => {
    expect(mutableNames(options([app.branch('main')], { format: SubjectFormat.NAME }))).toEqual(['octo-org/app']);
  });

  test.each([undefined, SubjectFormat.BOTH, SubjectFormat.IMMUTABLE])('are none where the IDs are checked, as under the format %s', format => {
    expect(mutableNames(options([app.branch('main'), site.anyContext()], { format }))).toEqual([]);
  });

  test('are none among custom subjects, which name no repository here', () => {
    expect(mutableNames(options([GithubSubject.custom('repository_owner_id:65')]))).toEqual([]);
  });

  test('are none on GitHub Enterprise Server, where nothing better exists', () => {
    expect(mutableNames(options([named.branch('main')], { issuer: GithubIssuer.server('github.example.com'), claimKeys: false }))).toEqual([]);
  });
});
