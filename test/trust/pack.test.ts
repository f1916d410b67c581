import { Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { ClaimMatch } from '../../src/github/claim-match';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';
import { SubjectFormat } from '../../src/github/subject-format';
import { GithubSubjectTemplate } from '../../src/github/subject-template';
import { policyLength } from '../../src/trust/quota';
import { TrustOptions } from '../../src/trust/trust-options';
import { trustStatements } from '../../src/trust/trust-statements';
import {
  AUDIENCE, Claims, claimsOf, immutableNameOf, JobContext, letsInByIndependentEngine, letsInByOurs, providerArn, RepositoryFacts, trustPolicy,
} from '../support/arbitraries';
import { refusalOf } from '../support/refusal';

const KEYS = 'token.actions.githubusercontent.com';
const { BOTH, IMMUTABLE, NAME } = SubjectFormat;

type More = Partial<Omit<TrustOptions, 'subjects' | 'quota'>> & { readonly characters?: number };

/** The trust of these subjects, packed where a number of characters is given. */
function trust(subjects: readonly GithubSubject[], { characters, ...more }: More = {}) {
  const issuer = more.issuer ?? GithubIssuer.GITHUB_COM;
  const options: TrustOptions = {
    subjects,
    issuer,
    audiences: [AUDIENCE],
    claimKeys: issuer.hasClaimKeys,
    ...more,
    ...(characters !== undefined && { quota: { characters, providerArn: providerArn(issuer) } }),
  };
  const policy = trustPolicy(options);
  return { policy, length: policyLength(trustStatements(options), providerArn(issuer), issuer.conditionKeyPrefix) };
}

/** Packed as little as it takes to save one character. */
function packed(subjects: readonly GithubSubject[], more: More = {}) {
  return trust(subjects, { ...more, characters: trust(subjects, more).length - 1 });
}

/** What tells the statements apart: their ids, operators of `sub`, subjects and repositories. */
function outline({ policy }: { policy: { Statement: readonly any[] } }) {
  return policy.Statement.map(({ Sid: sid, Condition: { StringEquals: equals, StringLike: like } }) => ({
    sid,
    isPacked: [like?.[`${KEYS}:sub`] ?? []].flat().some((subject: string) => subject.includes('/*:')),
    subjects: [like?.[`${KEYS}:sub`] ?? equals[`${KEYS}:sub`]].flat() as string[],
    repositories: [equals[`${KEYS}:repository_id`] ?? []].flat() as string[],
  }));
}

/** Repositories of one owner, the first with this ID. */
function repositories(count: number, owner = 'octo-org@123456', first = 900000001, name = 'repository'): GithubRepository[] {
  return Array.from({ length: count }, (_, index) => GithubRepository.of(`${owner}/${name}-${index}@${first + index}`));
}

const production = (all: readonly GithubRepository[]) => all.map(repository => repository.environment('production'));

describe('what fits', () => {
  const subjects = production(repositories(12));
  const { policy, length } = trust(subjects);

  test('keeps its exact form, to the last character', () => {
    expect(trust(subjects, { characters: length }).policy).toEqual(policy);
    expect(outline(trust(subjects, { characters: length - 1 }))).not.toEqual(outline({ policy }));
  });

  test('is never packed where no quota is given', () => {
    expect(outline(trust(production(repositories(300)))).map(({ isPacked }) => isPacked)).toEqual([false]);
  });
});

describe('the packed form', () => {
  const guard = { StringNotLike: { [`${KEYS}:sub`]: 'repo:*:*:environment:production' } };
  const ids = Array.from({ length: 12 }, (_, index) => `${900000001 + index}`);

  test('holds two patterns of the owner, the guard, every repository\'s ID and the owner\'s', () => {
    const { policy } = packed(production(repositories(12)));
    expect(policy.Statement).toEqual([{
      Sid: 'EnvironmentProduction',
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: providerArn(GithubIssuer.GITHUB_COM) },
      Condition: {
        StringEquals: { [`${KEYS}:aud`]: AUDIENCE, [`${KEYS}:repository_id`]: ids, [`${KEYS}:repository_owner_id`]: '123456' },
        StringLike: { [`${KEYS}:sub`]: ['repo:octo-org/*:environment:production', 'repo:octo-org@123456/*:environment:production'] },
        ...guard,
      },
    }]);
  });

  test('holds the pattern with the ID alone under IMMUTABLE', () => {
    expect(packed(production(repositories(12)), { format: IMMUTABLE }).policy.Statement.map(({ Condition }) => Condition)).toEqual([{
      StringEquals: { [`${KEYS}:aud`]: AUDIENCE, [`${KEYS}:repository_id`]: ids, [`${KEYS}:repository_owner_id`]: '123456' },
      StringLike: { [`${KEYS}:sub`]: 'repo:octo-org@123456/*:environment:production' },
      ...guard,
    }]);
  });

  test('guards every context of a statement', () => {
    const subjects = repositories(8).flatMap(repository => [repository.branch('main'), repository.tag('v1'), repository.pullRequest()]);
    const [statement, ...more] = packed(subjects).policy.Statement as any[];
    expect(more).toEqual([]);
    expect(statement.Sid).toBe('BranchAndPullRequestAndTag');
    expect(statement.Condition.StringLike[`${KEYS}:sub`]).toEqual([
      'repo:octo-org/*:pull_request', 'repo:octo-org/*:ref:refs/heads/main', 'repo:octo-org/*:ref:refs/tags/v1',
      'repo:octo-org@123456/*:pull_request', 'repo:octo-org@123456/*:ref:refs/heads/main', 'repo:octo-org@123456/*:ref:refs/tags/v1',
    ]);
    expect(statement.Condition.StringNotLike[`${KEYS}:sub`])
      .toEqual(['repo:*:*:pull_request', 'repo:*:*:ref:refs/heads/main', 'repo:*:*:ref:refs/tags/v1']);
  });

  test('keeps the claims, and keeps subjects with other claims apart', () => {
    const all = repositories(12);
    const claims = { actorId: ClaimMatch.exactly('12'), jobWorkflowRef: ClaimMatch.like('octo-org/octo-automation/*@refs/heads/main') };
    const { policy } = packed(production(all).map((subject, index) => index < 10 ? subject.withClaims(claims) : subject));
    expect(outline({ policy }).map(({ sid, isPacked, repositories: { length } }) => [sid, isPacked, length]).sort()).toEqual([
      ['EnvironmentProduction', false, 2], ['EnvironmentProductionWithActorIdAndJobWorkflowRef', true, 10],
    ]);
    const [plain, demanding] = [...policy.Statement as any[]].sort((one, other) => one.Sid.length - other.Sid.length);
    expect(demanding.Condition.StringEquals[`${KEYS}:actor_id`]).toBe('12');
    expect(demanding.Condition.StringLike[`${KEYS}:job_workflow_ref`]).toBe('octo-org/octo-automation/*@refs/heads/main');
    expect(JSON.stringify(plain)).not.toMatch(/actor_id|job_workflow_ref/);
  });

  test('keeps the pin on the claim environment, where the name is encoded', () => {
    const [{ Condition: condition }] = packed(repositories(12).map(repository => repository.environment('a:b'))).policy.Statement as any[];
    expect(condition.StringEquals[`${KEYS}:environment`]).toBe('a:b');
    expect(condition.StringLike[`${KEYS}:sub`]).toEqual(['repo:octo-org/*:environment:a%3Ab', 'repo:octo-org@123456/*:environment:a%3Ab']);
    expect(condition.StringNotLike[`${KEYS}:sub`]).toBe('repo:*:*:environment:a%3Ab');
  });

  test('keeps the audiences', () => {
    const [{ Condition: condition }] = packed(production(repositories(12)), { audiences: ['b', 'a'] }).policy.Statement as any[];
    expect(condition.StringEquals[`${KEYS}:aud`]).toEqual(['a', 'b']);
  });

  test('keeps the ids of the statements', () => {
    const subjects = [
      ...production(repositories(12)), ...repositories(12, 'octo-corp@7', 800000001).map(repository => repository.branch('main')),
      GithubRepository.of('octo-org/named').tag('v1'), GithubRepository.of('octo-org@123456/x@1').environmentLike('prod*'),
    ];
    const sids = outline(trust(subjects)).map(({ sid }) => sid);
    expect(outline(packed(subjects)).map(({ sid }) => sid)).toEqual(sids);
    expect(outline(trust(subjects, { characters: 2600 })).map(({ sid, isPacked }) => [sid, isPacked]).sort()).toEqual([
      ['BranchMain', true], ['EnvironmentLikeProd', false], ['EnvironmentProduction', true], ['TagV1', false],
    ]);
  });
});

describe('a pull request beside an environment named pull_request', () => {
  const facts: RepositoryFacts = { owner: 'octo-org', ownerId: '123456', name: 'repository-0', id: '900000001' };
  const token = (context: JobContext, more: Partial<RepositoryFacts> = {}) =>
    claimsOf({ repository: { ...facts, ...more }, context, isImmutable: false, issuer: GithubIssuer.GITHUB_COM, audience: AUDIENCE });
  const pull: JobContext = { kind: 'pull_request', value: '' };
  const alike: JobContext = { kind: 'environment', value: 'pull_request' };
  const subjects = repositories(12)
    .flatMap(repository => [repository.pullRequest(), repository.environment('pull_request'), repository.branch('main')]);

  test('is packed into a statement of its own, and both get in', () => {
    const { policy } = packed(subjects);
    expect(outline({ policy }).map(({ isPacked, subjects: [first] }) => [isPacked, first])).toEqual(
      expect.arrayContaining([[true, 'repo:octo-org/*:pull_request'], [true, 'repo:octo-org/*:environment:pull_request']]),
    );
    for (const claims of [token(pull), token(alike), token({ kind: 'branch', value: 'main' }, { name: 'repository-11', id: '900000012' })]) {
      expect([claims.sub, letsInByIndependentEngine(policy, claims), letsInByOurs(policy, claims)]).toEqual([claims.sub, true, true]);
    }
  });

  test('stands behind the other contexts, whatever the order of the input', () => {
    const expected = packed(subjects).policy;
    const sids = expected.Statement.map(({ Sid }) => Sid);
    const pulls = outline({ policy: expected }).findIndex(({ subjects: [first] }) => first === 'repo:octo-org/*:pull_request');
    expect([sids.length, pulls]).toEqual([2, 1]);
    const orders = [[...subjects].reverse(), [...subjects].sort((one, other) => one._context.text < other._context.text ? -1 : 1)];
    for (const order of orders) {
      expect(JSON.stringify(packed(order).policy)).toBe(JSON.stringify(expected));
    }
    fc.assert(fc.property(fc.shuffledSubarray(subjects, { minLength: subjects.length }), order => {
      expect(JSON.stringify(packed(order).policy)).toBe(JSON.stringify(expected));
    }), { numRuns: 10 });
  });

  test('does not get in by that environment alone, nor the environment by it', () => {
    const pulls = packed(repositories(14).map(repository => repository.pullRequest())).policy;
    const environments = packed(repositories(14).map(repository => repository.environment('pull_request'))).policy;
    expect([letsInByIndependentEngine(pulls, token(pull)), letsInByIndependentEngine(pulls, token(alike))]).toEqual([true, false]);
    expect([letsInByIndependentEngine(environments, token(pull)), letsInByIndependentEngine(environments, token(alike))]).toEqual([false, true]);
  });
});

describe('several groups that can be packed', () => {
  const big = production(repositories(14));
  const small = repositories(9, 'octo-org@123456', 800000001, 'site').map(repository => repository.branch('main'));
  const corp = production(repositories(10, 'octo-corp@7', 700000001));
  const exact = (...groups: GithubSubject[][]) => trust(groups.flat()).length;

  test('are packed one by one, the greatest saving first', () => {
    const subjects = [...small, ...big];
    const once = trust(subjects, { characters: exact(small, big) - 1 });
    expect(outline(once).map(({ sid, isPacked }) => [sid, isPacked]).sort()).toEqual([['BranchMain', false], ['EnvironmentProduction', true]]);
    expect(trust(subjects, { characters: once.length }).policy).toEqual(once.policy);
    expect(outline(trust(subjects, { characters: once.length - 1 })).map(({ sid, isPacked }) => [sid, isPacked]).sort())
      .toEqual([['BranchMain', true], ['EnvironmentProduction', true]]);
  });

  /** Packed as far as it goes. */
  function leastOf(subjects: readonly GithubSubject[], more: More = {}) {
    let least = trust(subjects, more);
    for (let next: typeof least | undefined = least; next; next = orUndefined(() => trust(subjects, { ...more, characters: least.length - 1 }))) {
      least = next;
    }
    return least;
  }

  test('are also the owners of one statement, each in one of its own', () => {
    const subjects = [...corp, ...big];
    expect(outline(trust(subjects))).toHaveLength(1);
    const once = trust(subjects, { characters: exact(corp, big) - 1 });
    expect(outline(once).map(({ isPacked, repositories: { length } }) => [isPacked, length])).toEqual([[false, 10], [true, 14]]);
    const twice = leastOf(subjects);
    const parts = outline(twice).map(({ sid, isPacked, subjects: texts, repositories: { length } }) => [sid, isPacked, texts.length, length]);
    expect(parts.sort()).toEqual([
      ['EnvironmentProduction', true, 2, 10], ['EnvironmentProduction2', true, 2, 14],
    ]);
    for (const { Condition: { StringEquals: equals } } of twice.policy.Statement as any[]) {
      expect(['123456', '7']).toContain(equals[`${KEYS}:repository_owner_id`]);
    }
  });

  test('keep repositories with other contexts apart under IMMUTABLE, which lists them in one statement', () => {
    const subjects = [...small, ...big];
    expect(outline(trust(subjects, { format: IMMUTABLE }))).toHaveLength(1);
    const both = outline(leastOf(subjects, { format: IMMUTABLE }));
    expect(both.map(({ subjects: texts, repositories: { length: count } }) => [...texts, count]).sort()).toEqual([
      ['repo:octo-org@123456/*:environment:production', 14], ['repo:octo-org@123456/*:ref:refs/heads/main', 9],
    ]);
  });

  test('are packed by context where repositories have some contexts in common and others not', () => {
    const [both, one, other] = [0, 100, 200].map(start => repositories(5, 'octo-org@123456', 900000001 + start, `r${start}`));
    const subjects = [...production([...both, ...one]), ...[...both, ...other].map(repository => repository.branch('main'))];
    const { policy, length } = trust(subjects, { characters: 2048 });
    expect(length).toBeLessThanOrEqual(2048);
    expect(outline({ policy }).map(({ sid, isPacked, repositories: { length: count } }) => [sid, isPacked, count]).sort())
      .toEqual([['BranchMain', true, 10], ['EnvironmentProduction', true, 10]]);
  });

  describe('of which one alone saves nothing, since the rest keeps its statement', () => {
    const units = [['octo-org@123456', 900000001], ['octo-corp@7', 700000001]] as const;
    const [ours, theirs] = units.map(([owner, first]) => production(repositories(4, owner, first)));
    const custom = GithubSubject.custom(`repo:octo-org@123456/${'x'.repeat(139)}`);
    const subjects = [...ours, ...theirs, custom];

    test('are packed together', () => {
      const { policy, length } = trust(subjects);
      const wrapper = JSON.stringify({ Version: '2012-10-17', Statement: [] }).length;
      for (const [one, rest] of [[ours, theirs], [theirs, ours]]) {
        const alone = packed(one).length + trust([...rest, custom]).length - wrapper;
        expect(alone).toBeGreaterThan(length);
      }
      expect(custom._context.text).toHaveLength(160);
      expect(outline({ policy })).toHaveLength(2);
      const { policy: shorter, length: least } = packed(subjects);
      expect(least).toBeLessThan(length);
      const together = outline({ policy: shorter }).filter(({ isPacked }) => isPacked);
      expect(together.map(({ subjects: texts, repositories: ids }) => [texts[0], ids.length]).sort()).toEqual(
        [['repo:octo-corp/*:environment:production', 4], ['repo:octo-org/*:environment:production', 4]]);
    });

    test('and let in each of their repositories, and nobody else', () => {
      const factsOf = (owner: string, ownerId: string, first: number, indexes: number[]) => indexes.map((index): RepositoryFacts =>
        ({ owner, ownerId, name: `repository-${index}`, id: `${first + index}` }));
      const own = [0, 1, 2, 3];
      const members = [...factsOf('octo-org', '123456', 900000001, own), ...factsOf('octo-corp', '7', 700000001, own)];
      const strangers = [
        ...factsOf('octo-org', '123456', 900000001, [4]), ...factsOf('octo-corp', '7', 700000001, [4]), ...factsOf('evil', '9', 900000001, own),
        // The one's IDs under the other's name, and a name that was registered again.
        ...factsOf('octo-org', '7', 700000001, own), ...factsOf('octo-corp', '123456', 900000001, own), ...factsOf('octo-org', '9', 1, own),
      ];
      const asked: JobContext = { kind: 'environment', value: 'production' };
      const others: JobContext[] = [{ kind: 'environment', value: 'x:environment:production' }, { kind: 'branch', value: 'production' }];
      const { policy } = packed(subjects);
      const getsIn = (repository: RepositoryFacts, context: JobContext, sub?: string) => [false, true].map(isImmutable => {
        const claims = claimsOf({ repository, context, isImmutable, issuer: GithubIssuer.GITHUB_COM, audience: AUDIENCE });
        return [letsInByIndependentEngine, letsInByOurs].map(letsIn => letsIn(policy, sub === undefined ? claims : { ...claims, sub }));
      }).flat();

      expect(members.flatMap(one => getsIn(one, asked))).toEqual(Array(32).fill(true));
      expect(getsIn(strangers[0], others[0], custom._context.text)).toEqual(Array(4).fill(true));
      expect(strangers.flatMap(one => getsIn(one, asked))).not.toContain(true);
      expect(members.flatMap(one => others.flatMap(context => getsIn(one, context)))).not.toContain(true);
    });
  });

  test('leave a repository alone that no other one of its owner is equal to', () => {
    const lonely = GithubRepository.of('octo-solo@5/solo@1').environment('production');
    const { policy } = packed([...big, lonely]);
    expect(outline({ policy }).map(({ isPacked, repositories: { length } }) => [isPacked, length]).sort()).toEqual([[false, 1], [true, 14]]);
  });

  test('are packed alike whatever the order of the input, also where they save the same', () => {
    const twins = ['octo-aaa@1', 'octo-bbb@2', 'octo-ccc@3'].map(owner => production(repositories(8, owner, 900000001)));
    const pool = [
      ...twins.flat(), ...repositories(8).flatMap(repository => [repository.branch('main'), repository.pullRequest()]),
      GithubRepository.of('octo-org/named').tag('v1'), GithubRepository.of('octo-org@123456/x@1').environmentLike('prod*'),
    ];
    const { length } = trust(pool);
    const characters = fc.integer({ min: length - 1500, max: length - 1 });
    fc.assert(fc.property(fc.shuffledSubarray(pool, { minLength: pool.length }), characters, (shuffled, quota) => {
      expect(JSON.stringify(trust(shuffled, { characters: quota }).policy)).toBe(JSON.stringify(trust(pool, { characters: quota }).policy));
    }), { numRuns: 40 });
  });
});

describe('the numbers that one owner\'s repositories reach', () => {
  // 10 digits are the longest that GitHub's IDs have, and new repositories have them.
  test.each([
    [104, 2048, 10], [262, 4096, 10], [577, 8192, 10], [113, 2048, 9], [284, 4096, 9], [625, 8192, 9],
  ])('%i in BOTH, with one environment, fit in %i characters with IDs of %i digits', (count, characters, digits) => {
    const { policy, length } = trust(production(repositories(count, 'octo-org@123456', 10 ** (digits - 1))), { characters });
    expect(length).toBeLessThanOrEqual(characters);
    expect(JSON.stringify(policy)).toHaveLength(length);
    expect(policy.Statement.map(({ Sid }) => Sid)).toEqual(['EnvironmentProduction']);
    expect(outline({ policy })[0].repositories).toHaveLength(count);
  });
});

describe('what is never packed', () => {
  const unresolved = Token.asString({ Ref: 'Parameter' });
  const template = GithubSubjectTemplate.of('repo', 'context', 'repository_visibility');
  const all = repositories(40);
  const CASES: [string, GithubSubject[], More?][] = [
    ['branch patterns', all.map(repository => repository.branchLike('release/*'))],
    ['tag patterns', all.map(repository => repository.tagLike('v*'))],
    ['environment patterns', all.map(repository => repository.environmentLike('prod*'))],
    ['any context', all.map(repository => repository.anyContext())],
    ['repositories without IDs', production(Array.from({ length: 60 }, (_, index) => GithubRepository.of(`octo-org/repository-${index}`)))],
    ['the format NAME', production([...all, ...repositories(20, 'octo-org@123456', 1)]), { format: NAME }],
    ['unresolved owners', production(repositories(40, `${unresolved}@123456`))],
    ['unresolved owner IDs', production(repositories(40, `octo-org@${unresolved}`))],
    ['unresolved repository IDs', production(Array.from({ length: 40 }, (_, index) =>
      GithubRepository.of(`octo-org@1/repository-${index}@${Token.asString({ Ref: `P${index}` })}`)))],
    ['unresolved contexts', all.map(repository => repository.environment(unresolved))],
    ['repositories where AWS is not known to read the claims', production(all), { claimKeys: false }],
    ['an issuer without claim keys, with its repositories\' IDs', production(all), { issuer: GithubIssuer.dataResidencyEnterprise('octocorp') }],
    ['GitHub Enterprise Server', production(Array.from({ length: 60 }, (_, index) => GithubRepository.of(`octo-org/repository-${index}`))),
      { issuer: GithubIssuer.server('github.example.com', { version: '3.19' }) }],
    ['custom templates', production(all.map(repository => repository.withSubjectTemplate(template,
      { repository_visibility: ClaimMatch.exactly('private') })))],
    ['custom subjects', Array.from({ length: 40 }, (_, index) =>
      GithubSubject.custom(`repo:octo-org@123456/repository-${index}@${index + 1}:environment:production`))],
    ['repositories that differ in their contexts', all.map((repository, index) => repository.environment(`production-${index}`))],
    ['repositories of as many owners', production(all.map((_, index) =>
      GithubRepository.of(`octo-${index}@${index + 1}/repository@${900000001 + index}`)))],
    ['one repository with many contexts', Array.from({ length: 40 }, (_, index) => all[0].environment(`production-${index}`))],
  ];

  test.each(CASES)('%s', (_, subjects, ...[more]) => {
    const { length } = trust(subjects, more);
    expect(length).toBeGreaterThan(2048);
    const { name, message } = refusalOf(() => trust(subjects, { ...more, characters: 2048 }));
    expect(name).toBe('TrustPolicyTooLarge');
    expect(message).toContain(`has ${length} characters, and the quota`);
  });

  test('is left as it is beside what is packed', () => {
    const untouched = [
      all[0].branchLike('release/*'), all[1].environment(unresolved), GithubRepository.of('octo-org/named').branch('main'),
      all[2].withSubjectTemplate(template, { repository_visibility: ClaimMatch.exactly('private') }).environment('production'),
    ];
    const before = outline(trust(untouched)).map(({ subjects }) => subjects);
    const after = outline(packed([...untouched, ...repositories(20, 'octo-corp@7', 1).map(repository => repository.tag('v1'))]));
    expect(after.filter(({ isPacked }) => isPacked).map(({ subjects }) => subjects))
      .toEqual([['repo:octo-corp/*:ref:refs/tags/v1', 'repo:octo-corp@7/*:ref:refs/tags/v1']]);
    expect(after.filter(({ isPacked }) => !isPacked).map(({ subjects }) => subjects).sort()).toEqual(before.sort());
  });
});

describe('what does not fit even packed', () => {
  test('is refused with both lengths, the quota, its code and the ways out', () => {
    const subjects = production(repositories(300));
    const { length } = trust(subjects);
    const { length: least } = packed(subjects);
    const { name, message } = refusalOf(() => trust(subjects, { characters: 2048 }));
    expect(name).toBe('TrustPolicyTooLarge');
    expect(message).toContain(`${length} characters in its exact form and ${least} packed`);
    expect(message).toContain('the quota L-C07B4B0D of the account allows 2048');
    expect(waysIn(message)).toBe(`${SPLIT}, ${SHORTER}, ${ALL}, or ${RAISE}`);
  });

  const SPLIT = 'split the subjects over several roles';
  const WITH_IDS = 'write repositories with their IDs, so that they can be packed';
  const SHORTER = 'use SubjectFormat.IMMUTABLE, which is shorter, if all repositories mint immutable subjects';
  const SAME_CLAIMS = 'demand the same claims of more subjects: each set of claims takes a statement';
  const ALL = 'trust all of an owner by GithubRepository.allOwnedBy()';
  const RAISE = 'have AWS raise the quota and pass it as trustPolicyQuota';
  const waysIn = (message: string) => message.split('; ').at(-1);
  const names = Array.from({ length: 60 }, (_, index) => GithubRepository.of(`octo-org/repository-${index}`).branch('main'));
  const claimed = production(repositories(40)).map((subject, index) => subject.withClaims({ actorId: ClaimMatch.exactly(`${index + 1}`) }));

  test.each<[string, GithubSubject[], More, string[]]>([
    ['names without IDs', names, {}, [WITH_IDS, SHORTER]],
    ['names without IDs under NAME', names, { format: NAME }, [WITH_IDS]],
    ['names where AWS is not known to read the claims', names, { claimKeys: false }, []],
    ['a format that was chosen', production(repositories(600)), { format: IMMUTABLE }, []],
    ['as many sets of claims as repositories', claimed, {}, [SHORTER, SAME_CLAIMS]],
    ['one set of claims', production(repositories(300)).map(subject => subject.withClaims({ actorId: ClaimMatch.exactly('1') })), {}, [SHORTER]],
    ['GitHub Enterprise Server', names, { issuer: GithubIssuer.server('github.example.com') }, []],
  ])('names the ways out that apply, and no other: %s', (_, subjects, more, ways) => {
    const { name, message } = refusalOf(() => trust(subjects, { ...more, characters: 2048 }));
    expect(name).toBe('TrustPolicyTooLarge');
    expect(waysIn(message)).toBe(`${[SPLIT, ...ways, ALL].join(', ')}, or ${RAISE}`);
  });

  test('is refused with one length where nothing could be packed', () => {
    const { message } = refusalOf(() => trust(names, { characters: 2048 }));
    expect(message).not.toContain('packed;');
    expect(message).not.toContain('in its exact form');
  });
});

describe('the packed trust policy', () => {
  const OWNERS = [{ owner: 'octo-org', ownerId: '123456' }, { owner: 'octo-org-evil', ownerId: '1234567' }];
  const CONTEXTS: { ask: (repository: GithubRepository) => GithubSubject; job: JobContext }[] = [
    { ask: repository => repository.environment('production'), job: { kind: 'environment', value: 'production' } },
    { ask: repository => repository.branch('main'), job: { kind: 'branch', value: 'main' } },
    { ask: repository => repository.tag('x@1/y'), job: { kind: 'tag', value: 'x@1/y' } },
    { ask: repository => repository.environment('pull_request'), job: { kind: 'environment', value: 'pull_request' } },
    { ask: repository => repository.environment('a:b'), job: { kind: 'environment', value: 'a:b' } },
    { ask: repository => repository.environment('a%3Ab'), job: { kind: 'environment', value: 'a%3Ab' } },
    { ask: repository => repository.pullRequest(), job: { kind: 'pull_request', value: '' } },
  ];
  const tailOfSub = (sub: string) => sub.split(':').slice(2).join(':');
  const ID_BASE = 100000000;
  // Long names and up to so many repositories that packing saves; the tokens are of these, of the owner's others, and of renamed ones.
  const MOST = 9;
  const factsOf = (owner: number, index: number): RepositoryFacts =>
    ({ ...OWNERS[owner], name: `a-repository-with-a-long-name-${index}`, id: `${(owner + 1) * ID_BASE + index}` });
  const group = fc.record({
    owner: fc.nat({ max: 1 }), contexts: fc.subarray(CONTEXTS, { minLength: 1, maxLength: 3 }), size: fc.integer({ min: 2, max: MOST }),
  });

  interface Run {
    /** Whose name the repository has. */
    readonly named: [owner: number, index: number];
    /** Whose IDs it has: others, where it was renamed or transferred, or the name was taken. */
    readonly identified: [owner: number, index: number];
    readonly job: JobContext;
    readonly isImmutable: boolean;
    readonly template: string;
  }
  const which = fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: MOST }));
  const run: fc.Arbitrary<Run> = fc.record({
    named: which,
    other: which,
    isItself: fc.boolean(),
    job: fc.constantFrom(...CONTEXTS).map(({ job }) => job),
    isImmutable: fc.boolean(),
    template: fc.constantFrom('default', 'default', 'default', 'repo,ref,…', 'repo,actor,…', 'repo,workflow'),
  }).map(({ other, isItself, ...rest }) => ({ ...rest, identified: isItself ? rest.named : other }));

  function claimsFor({ named, identified, job, isImmutable, template }: Run): Claims {
    const { owner, name } = factsOf(...named);
    const { ownerId, id } = factsOf(...identified);
    const repository = { owner, ownerId, name, id };
    const claims = claimsOf({ repository, context: job, isImmutable, issuer: GithubIssuer.GITHUB_COM, audience: AUDIENCE });
    const tail = tailOfSub(claims.sub);
    const repo = claims.sub.slice(0, -tail.length - 1);
    switch (template) {
      case 'repo,ref,…': return { ...claims, sub: `${repo}:ref:refs/heads/x:${tail}` };
      case 'repo,actor,…': return { ...claims, sub: `${repo}:actor:octo-org@123456/x:${tail}` };
      case 'repo,workflow': return { ...claims, workflow: tail, sub: `${repo}:workflow:${tail.replaceAll(':', '%3A')}` };
      default: return claims;
    }
  }

  test.each([BOTH, IMMUTABLE])('accepts under %s what the exact one accepts, and beyond it only a repository renamed inside its owner', format => {
    const packings = new Set<string>();
    fc.assert(fc.property(fc.array(group, { minLength: 1, maxLength: 3 }), fc.array(run, { minLength: 8, maxLength: 8 }), (groups, runs) => {
      const subjects = groups.flatMap(({ owner, contexts, size }) => Array.from({ length: size }, (_, index) => index)
        .flatMap(index => contexts.map(({ ask }) => ask(GithubRepository.of(immutableNameOf(factsOf(owner, index)))))));
      const exact = trust(subjects, { format });
      const shorter = orUndefined(() => packed(subjects, { format }));
      if (!shorter) {
        return;
      }
      packings.add(JSON.stringify(shorter.policy));
      for (const one of runs) {
        const claims = claimsFor(one);
        const [before, after] = [exact, shorter].map(({ policy }) => letsInByIndependentEngine(policy, claims));
        expect([exact, shorter].map(({ policy }) => letsInByOurs(policy, claims))).toEqual([before, after]);
        const isTrusted = groups.some(({ owner, contexts, size }) => one.identified[0] === owner && one.identified[1] < size
          && contexts.some(({ job }) => job === one.job) && one.template === 'default');
        const isRenamed = JSON.stringify(one.named) !== JSON.stringify(one.identified);
        const isInsideOwner = one.named[0] === one.identified[0];
        const allowed = !isRenamed ? [before] : isInsideOwner ? [before || isTrusted, before] : [false, before];
        expect({ claims, after: allowed.includes(after) }).toEqual({ claims, after: true });
        // Nobody gets in whose IDs were not trusted for this context.
        expect({ claims, stranger: after && !isTrusted }).toEqual({ claims, stranger: false });
      }
    }), { numRuns: 150 });
    expect(packings.size).toBeGreaterThan(30);
  });
});

/** Nothing where the policy cannot be packed. */
function orUndefined<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    expect((error as Error).name).toBe('TrustPolicyTooLarge');
    return undefined;
  }
}
