import * as fc from 'fast-check';
import { ClaimMatch } from '../../src/github/claim-match';
import type { GithubClaims } from '../../src/github/claims';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';
import { SubjectFormat } from '../../src/github/subject-format';
import { describeTrust } from '../../src/trust/description';
import { RenderedConditions } from '../../src/trust/render';
import { TrustOptions } from '../../src/trust/trust-options';
import {
  AUDIENCE, Claims, claimsOf, immutableNameOf, JobContext, letsInByIndependentEngine, letsInByOurs, nameOf, providerArn, RepositoryFacts, TrustPolicy,
  trustPolicy,
} from '../support/arbitraries';

const APP: RepositoryFacts = { owner: 'octo-org', ownerId: '1', name: 'app', id: '10' };
const SITE: RepositoryFacts = { owner: 'octo-org', ownerId: '1', name: 'site', id: '11' };
const EVIL: RepositoryFacts = { owner: 'evil', ownerId: '9', name: 'x', id: '90' };
const [app, site] = [APP, SITE].map(facts => GithubRepository.of(immutableNameOf(facts)));
const named = GithubRepository.of('octo-org/app');
const owner = GithubRepository.allOwnedBy('octo-org@1');
const FORMATS = [undefined, SubjectFormat.BOTH, SubjectFormat.IMMUTABLE, SubjectFormat.NAME];
const WITHOUT_CLAIMS: [string, GithubIssuer][] = [
  ['a server', GithubIssuer.server('github.example.com')],
  ['a server that encodes colons', GithubIssuer.server('github.example.com', { version: '3.19' })],
  ['data residency with an enterprise in its path', GithubIssuer.dataResidencyEnterprise('octocorp')],
];
const WORKFLOW = 'octo-org/automation/.github/workflows/deploy.yml';
const PRODUCTION: JobContext = { kind: 'environment', value: 'production' };
const { exactly } = ClaimMatch;
const alike = ClaimMatch.like;

/** The conditions of each statement, by id; the issuer left out of the keys. */
function conditionsOf(subjects: GithubSubject[], more: Partial<TrustOptions> = {}): Record<string, RenderedConditions> {
  return Object.fromEntries(trustPolicy({ subjects, ...more }).Statement.map(({ Sid: sid, Condition: conditions }) => [
    sid!, JSON.parse(JSON.stringify(conditions).replaceAll('"token.actions.githubusercontent.com:', '"')),
  ]));
}

/** What a subject alone demands beside the audience and `sub`. */
function demandsOf(subject: GithubSubject, more: Partial<TrustOptions> = {}): RenderedConditions {
  const [only, ...others] = Object.values(conditionsOf([subject], more));
  expect(others).toEqual([]);
  return Object.fromEntries(Object.entries(only)
    .map(([operator, { aud: _aud, sub: _sub, ...rest }]) => [operator, rest] as const)
    .filter(([, block]) => Object.keys(block).length > 0));
}

function token(repository: RepositoryFacts, context: JobContext, claims: Record<string, string | undefined> = {}, isImmutable = false): Claims {
  const all = { ...claimsOf({ repository, context, isImmutable, issuer: GithubIssuer.GITHUB_COM, audience: AUDIENCE }), ...claims };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function letsIn(policy: TrustPolicy, claims: Claims): boolean {
  const allowed = letsInByIndependentEngine(policy, claims);
  expect({ claims, allowed: letsInByOurs(policy, claims) }).toEqual({ claims, allowed });
  return allowed;
}

function refusal(name: string, ...parts: string[]): Error {
  const quoted = parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return expect.objectContaining({ name, message: expect.stringMatching(quoted.join('[^]*')) });
}

describe('the claims of a subject', () => {
  const subject = app.environment('production').withClaims({
    gitRef: alike('refs/heads/release/*', 'refs/heads/main'),
    actor: exactly('octocat', 'Dependabot'),
    jobWorkflowRef: ClaimMatch.reusableWorkflow('octo-org/automation', 'deploy.yml', 'refs/heads/main'),
  });
  const [exact, patterns] = [
    { actor: ['Dependabot', 'octocat'], job_workflow_ref: `${WORKFLOW}@refs/heads/main` }, { ref: ['refs/heads/main', 'refs/heads/release/*'] },
  ];

  test.each([
    [SubjectFormat.BOTH, ['octo-org/app', 'octo-org@1/app@10'], { repository_id: '10', repository_owner_id: '1' }],
    [SubjectFormat.IMMUTABLE, ['octo-org@1/app@10'], {}],
    [SubjectFormat.NAME, ['octo-org/app'], {}],
  ])('stand beside it in one statement under %s', (format, names, pins) => {
    const texts = names.map(name => `repo:${name}:environment:production`);
    expect(conditionsOf([subject], { format })).toEqual({
      EnvironmentProductionWithActorAndJobWorkflowRefAndRef: {
        StringEquals: { aud: AUDIENCE, sub: texts.length === 1 ? texts[0] : texts, ...pins, ...exact }, StringLike: patterns,
      },
    });
  });

  const good = { actor: 'octocat', ref: 'refs/heads/main', job_workflow_ref: `${WORKFLOW}@refs/heads/main` };

  test.each<[string, Claims]>([
    ['all of them', token(APP, PRODUCTION, good)],
    ['an immutable subject', token(APP, PRODUCTION, good, true)],
    ['the other value of the list', token(APP, PRODUCTION, { ...good, actor: 'Dependabot' })],
    ['what the pattern covers', token(APP, PRODUCTION, { ...good, ref: 'refs/heads/release/1.x' })],
    ['other claims, which nobody asked for', token(APP, PRODUCTION, { ...good, actor_id: '7', workflow: 'x', event_name: 'schedule' })],
  ])('let in a token with %s', (_, claims) => {
    expect(letsIn(trustPolicy({ subjects: [subject] }), claims)).toBe(true);
  });

  test.each<[string, Claims]>([
    ['the right subject and another actor', token(APP, PRODUCTION, { ...good, actor: 'mallory' })],
    ['an actor in another case', token(APP, PRODUCTION, { ...good, actor: 'Octocat' })],
    ['an actor whose name goes on', token(APP, PRODUCTION, { ...good, actor: 'octocat-evil' })],
    ['both actors in one value', token(APP, PRODUCTION, { ...good, actor: 'octocat,Dependabot' })],
    ['no actor', token(APP, PRODUCTION, { ...good, actor: undefined })],
    ['an empty actor', token(APP, PRODUCTION, { ...good, actor: '' })],
    ['another ref', token(APP, PRODUCTION, { ...good, ref: 'refs/heads/feature' })],
    ['a ref that the pattern covers only from its middle', token(APP, PRODUCTION, { ...good, ref: 'refs/heads/x/refs/heads/release/1' })],
    ['no ref', token(APP, PRODUCTION, { ...good, ref: undefined })],
    ["another branch's version of the workflow", token(APP, PRODUCTION, { ...good, job_workflow_ref: `${WORKFLOW}@refs/heads/main2` })],
    ['no reusable workflow', token(APP, PRODUCTION, { ...good, job_workflow_ref: undefined })],
    ['the right claims and another environment', token(APP, { kind: 'environment', value: 'staging' }, good)],
    ['the right claims and a pull request', token(APP, { kind: 'pull_request', value: '' }, good)],
    ['the right claims and a branch', token(APP, { kind: 'branch', value: 'production' }, good)],
    ['the right claims of another repository', token(SITE, PRODUCTION, good)],
    ['the right claims of an owner that begins alike', token({ ...EVIL, owner: 'octo-org-evil', name: 'app' }, PRODUCTION, good)],
    ['the right claims of a name that was registered again', token({ ...APP, id: '99' }, PRODUCTION, good)],
    ['the right claims of an owner that was registered again', token({ ...APP, ownerId: '99' }, PRODUCTION, good, true)],
    ['the right claims and a subject in another case', token({ ...APP, owner: 'Octo-Org' }, PRODUCTION, good)],
    ['another audience', token(APP, PRODUCTION, { ...good, aud: 'https://github.com/octo-org' })],
    ['another issuer', token(APP, PRODUCTION, { ...good, iss: GithubIssuer.enterprise('evil').url })],
    ["a foreign repository's own subject template", token(EVIL, PRODUCTION, {
      ...good, sub: 'actor:octocat:repo:octo-org/app:environment:production',
    })],
    ['a foreign repository whose branch is named like the subject', token(EVIL, PRODUCTION, {
      ...good, sub: 'repo:evil/x:ref:refs/heads/octo-org@1/app@10%3Aenvironment%3Aproduction',
    })],
  ])('keep out a token with %s', (_, claims) => {
    expect(letsIn(trustPolicy({ subjects: [subject] }), claims)).toBe(false);
  });

  test.each<[string, GithubSubject]>([
    ['a pattern of branches', app.branchLike('*')],
    ['any context', app.anyContext()],
    ['all of an owner', owner.branch('main')],
    ['a name without IDs', named.branch('main')],
    ['the text of a subject', GithubSubject.custom('repo:octo-org/app:ref:refs/heads/main')],
    ['a pattern of subjects', GithubSubject.customLike('repo:octo-org/*:ref:refs/heads/main')],
  ])('narrow %s too', (_, wide) => {
    const policy = trustPolicy({ subjects: [wide.withClaims({ actorId: exactly('12', '13') })] });
    const main: JobContext = { kind: 'branch', value: 'main' };
    const decisions = ['12', '13', '1', '123', undefined].map(actor_id => letsIn(policy, token(APP, main, { actor_id })));
    expect(decisions).toEqual([true, true, false, false, false]);
    expect(letsIn(policy, token(EVIL, main, { actor_id: '12' }))).toBe(false);
  });

  test('are rendered outside of aws where they are asked for by name, beside the immutable subject', () => {
    expect(conditionsOf([app.branch('main').withClaims({ actorId: exactly('12') })], { claimKeys: false })).toEqual({
      BranchMainWithActorId: { StringEquals: { aud: AUDIENCE, sub: 'repo:octo-org@1/app@10:ref:refs/heads/main', actor_id: '12' } },
    });
  });

  test('stand in the description of the role', () => {
    expect(describeTrust([app.branch('main').withClaims({ actor: exactly('octocat', 'hubot') }), site.pullRequest()], GithubIssuer.GITHUB_COM))
      .toBe('Assumed by GitHub Actions: branch main of octo-org/app with actor hubot or octocat; pull requests of octo-org/site');
  });
});

describe('an issuer of whose tokens AWS reads only aud and sub', () => {
  const each: Required<GithubClaims> = {
    actor: exactly('octocat'),
    actorId: exactly('12'),
    enterpriseId: exactly('2'),
    environment: exactly('production'),
    jobWorkflowRef: exactly(`${WORKFLOW}@refs/heads/main`),
    gitRef: alike('refs/heads/*'),
    repository: exactly('octo-org/app'),
    repositoryId: exactly('10'),
    repositoryOwnerId: exactly('1'),
    workflow: exactly('deploy'),
  };

  test.each(WITHOUT_CLAIMS.flatMap(([what, issuer]) => Object.entries(each).map(([key, match]) => [what, key, issuer, match] as const)))(
    '%s refuses %s', (_, key, issuer, match) => {
      for (const subject of [named.environment('production'), GithubSubject.custom('repo:octo-org/app:pull_request')]) {
        expect(() => trustPolicy({ subjects: [named.branch('x'), subject.withClaims({ [key]: match })], issuer }))
          .toThrow(refusal('FeatureNotOnIssuer', issuer.url, 'leave the claim out'));
      }
    },
  );

  test.each([GithubIssuer.enterprise('octo-inc'), GithubIssuer.dataResidency('octocorp')])('is not $url', issuer => {
    const policy = trustPolicy({ subjects: [named.branch('main').withClaims({ actor: exactly('octocat') })], issuer });
    const claims = token(APP, { kind: 'branch', value: 'main' }, { iss: issuer.url });
    expect([letsIn(policy, claims), letsIn(policy, { ...claims, actor: 'mallory' })]).toEqual([true, false]);
  });
});

describe('subjects with different claims', () => {
  test('are ORed, and none lends its claims to another', () => {
    const policy = trustPolicy({
      subjects: [app.branch('main').withClaims({ actor: exactly('octocat') }), site.branch('main').withClaims({ actor: exactly('hubot') })],
    });
    const main: JobContext = { kind: 'branch', value: 'main' };
    const decisions = [APP, SITE].map(facts => ['octocat', 'hubot'].map(actor => letsIn(policy, token(facts, main, { actor }))));
    expect(decisions).toEqual([[true, false], [false, true]]);
  });

  test('of one repository are ORed too, and one without claims lets in whatever the others demand', () => {
    const twice = [app.branch('main').withClaims({ actor: exactly('octocat') }), app.branch('main').withClaims({ workflow: exactly('x') })];
    const of = (subjects: GithubSubject[], actor: string, workflow: string) =>
      letsIn(trustPolicy({ subjects }), token(APP, { kind: 'branch', value: 'main' }, { actor, workflow }));
    expect([of(twice, 'octocat', 'y'), of(twice, 'hubot', 'x'), of(twice, 'hubot', 'y')]).toEqual([true, true, false]);
    expect(of([...twice, app.branch('main')], 'hubot', 'y')).toBe(true);
  });

  // Each set of claims in two spellings that mean the same.
  const octocat = { actor: exactly('octocat', 'hubot'), gitRef: alike('refs/heads/*', 'refs/tags/*') };
  const SETS: (readonly [GithubClaims, GithubClaims] | undefined)[] = [
    undefined,
    [octocat, { gitRef: alike('refs/tags/*', 'refs/heads/*', 'refs/tags/*'), actor: exactly('hubot', 'octocat', 'hubot') }],
    [{ actor: exactly('octocat') }, { actor: exactly('octocat', 'octocat') }],
    [{ actor: alike('octocat') }, { actor: alike('octocat') }],
    [{ workflow: exactly('octocat') }, { workflow: exactly('octocat') }],
    [{ actor: exactly('octocat,hubot') }, { actor: exactly('octocat,hubot') }],
  ];
  const withSet = (subject: GithubSubject, set: number, spelling: number) => SETS[set] ? subject.withClaims(SETS[set][spelling]) : subject;
  const SUBJECTS = ['alpha', 'beta', 'gamma'].map(name => GithubRepository.of(`octo-org/${name}`))
    .flatMap(repository => [repository.branch('main'), repository.environment('prod'), repository.pullRequest()]);
  const asked = fc.array(
    fc.record({ subject: fc.nat({ max: SUBJECTS.length - 1 }), set: fc.nat({ max: SETS.length - 1 }), spelling: fc.nat({ max: 1 }) }),
    { minLength: 1, maxLength: 12 },
  );

  test('take one statement for each distinct set, however it is spelled, and no more', () => {
    fc.assert(fc.property(asked, demands => {
      const conditions = Object.values(conditionsOf(demands.map(({ subject, set, spelling }) => withSet(SUBJECTS[subject], set, spelling))));
      expect(conditions).toHaveLength(new Set(demands.map(({ set }) => set)).size);
      const texts = conditions.flatMap(({ StringEquals: { sub } }) => sub);
      expect(texts).toHaveLength(new Set(demands.map(({ subject, set }) => `${subject} ${set}`)).size);
    }), { numRuns: 500 });
  });

  test('are rendered alike in any order of subjects, of claims and of values, with the same readable ids', () => {
    const shuffled = asked.chain(demands => fc.tuple(
      fc.constant(demands),
      fc.shuffledSubarray(demands, { minLength: demands.length }),
      fc.array(fc.nat({ max: 1 }), { minLength: 12, maxLength: 12 }),
    ));
    fc.assert(fc.property(shuffled, fc.boolean(), ([demands, others, spellings], withIds) => {
      const pool = withIds
        ? [app.branch('main'), app.environment('prod'), site.branch('main'), site.environment('prod'), owner.pullRequest()]
        : SUBJECTS;
      const one = conditionsOf(demands.map(({ subject, set, spelling }) => withSet(pool[subject % pool.length], set, spelling)));
      const other = conditionsOf(others.map(({ subject, set }, index) => withSet(pool[subject % pool.length], set, spellings[index])));
      expect(JSON.stringify(other)).toBe(JSON.stringify(one));
      expect(Object.keys(one).filter(sid => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
    }), { numRuns: 500 });
  });

  test.each<[string, GithubSubject]>([
    ['BranchMainWithActor', app.branch('main').withClaims({ actor: exactly('octocat') })],
    ['BranchMainWithActorAndRef', app.branch('main').withClaims({ gitRef: alike('refs/*'), actor: exactly('octocat') })],
    ['BranchMainWithActorAndRef', app.branch('main').withClaims({ gitRef: alike('refs/*') }).withClaims({ actor: exactly('octocat') })],
    ['PullRequestWithJobWorkflowRef', app.pullRequest().withClaims({ jobWorkflowRef: exactly(`${WORKFLOW}@refs/heads/main`) })],
    ['EnvironmentProdWithRepositoryOwnerId', named.environment('prod').withClaims({ repositoryOwnerId: exactly('1') })],
  ])('have the id %s, which names the claims that were asked for', (sid, subject) => {
    expect(Object.keys(conditionsOf([subject]))).toEqual([sid]);
  });

  test.each<[string, GithubSubject]>([
    ['BranchMainInAnyRepository', owner.branch('main').withClaims({ repositoryId: exactly('10') })],
    ['EnvironmentProd', app.environment('prod').withClaims({ repositoryOwnerId: exactly('1') })],
    ['EnvironmentProdWithActor', app.environment('prod').withClaims({ repositoryId: exactly('10'), actor: exactly('octocat') })],
  ])('have the id %s under BOTH, which demands the IDs anyway', (sid, subject) => {
    expect(Object.keys(conditionsOf([subject]))).toEqual([sid]);
  });

  test.each([SubjectFormat.IMMUTABLE, SubjectFormat.NAME])('have an id that names the IDs that were asked for, under %s', format => {
    const both = { repositoryId: exactly('10'), repositoryOwnerId: exactly('1') };
    expect(Object.keys(conditionsOf([app.environment('prod').withClaims(both)], { format })))
      .toEqual(['EnvironmentProdWithRepositoryIdAndRepositoryOwnerId']);
  });

  test('have the values of an ID in the order of numbers, and others in that of letters', () => {
    const numbers = exactly('1000', '9', '20', '100');
    expect(demandsOf(named.branch('main').withClaims({ actorId: numbers, enterpriseId: numbers, repositoryId: numbers, workflow: numbers })))
      .toEqual({
        StringEquals: {
          actor_id: ['9', '20', '100', '1000'],
          enterprise_id: ['9', '20', '100', '1000'],
          repository_id: ['9', '20', '100', '1000'],
          workflow: ['100', '1000', '20', '9'],
        },
      });
  });

  test('have numbered ids where only the values differ, and neither number moves with the order of the subjects', () => {
    const subjects = ['hubot', 'octocat', 'mona'].map(actor => app.branch('main').withClaims({ actor: exactly(actor) }));
    const ids = (given: GithubSubject[]) => Object.entries(conditionsOf(given)).map(([sid, { StringEquals: { actor } }]) => [sid, actor]);
    expect(ids(subjects).map(([sid]) => sid)).toEqual(['BranchMainWithActor', 'BranchMainWithActor2', 'BranchMainWithActor3']);
    expect(ids([...subjects].reverse())).toEqual(ids(subjects));
  });
});

describe('a demand on an ID that is known', () => {
  const claimOf = { repositoryId: ['repository_id', '10'], repositoryOwnerId: ['repository_owner_id', '1'] } as const;
  const keys = ['repositoryId', 'repositoryOwnerId'] as const;
  const cases = FORMATS.flatMap(format => keys.map(key => [key, format] as const));

  test.each(cases)('on %s stays where it is the own one, under the format %s', (key, format) => {
    const [claim, id] = claimOf[key];
    for (const match of [exactly(id), exactly('999', id), exactly(id, '999')]) {
      for (const subject of [app.branch('main'), app.branchLike('release/*'), app.anyContext()]) {
        const demands = demandsOf(subject.withClaims({ [key]: match }), { format });
        expect(demands.StringEquals).toMatchObject({ [claim]: id });
        expect(JSON.stringify(demands)).not.toContain('999');
      }
    }
  });

  test.each(cases)('on %s is refused where it is another, under the format %s', (key, format) => {
    const [claim, id] = claimOf[key];
    for (const subject of [app.branch('main'), app.anyContext()]) {
      expect(() => trustPolicy({ subjects: [subject.withClaims({ [key]: exactly('998', '999') })], format }))
        .toThrow(refusal('GithubClaimsContradict', claim, `'${id}'`, "'998' or '999'", 'leave one out'));
    }
  });

  test.each([undefined, SubjectFormat.IMMUTABLE])('is refused likewise outside of aws, under the format %s', format => {
    expect(() => trustPolicy({ subjects: [app.branch('main').withClaims({ repositoryId: exactly('11') })], format, claimKeys: false }))
      .toThrow(refusal('GithubClaimsContradict', 'repository_id', "'10'", "'11'"));
  });

  test('on the owner holds for all of its repositories, and one on the repository names some of them', () => {
    expect(() => trustPolicy({ subjects: [owner.branch('main').withClaims({ repositoryOwnerId: exactly('2') })] }))
      .toThrow(refusal('GithubClaimsContradict', 'repository_owner_id', "'1'", "'2'"));
    const some = owner.branch('main').withClaims({ repositoryId: exactly('10', '12'), repositoryOwnerId: exactly('1', '2') });
    const policy = trustPolicy({ subjects: [some] });
    const decisions = [APP, SITE, { ...SITE, id: '12' }, { ...APP, ownerId: '2' }]
      .map(facts => letsIn(policy, token(facts, { kind: 'branch', value: 'main' })));
    expect(decisions).toEqual([true, false, true, false]);
  });

  describe("on the owner's alone, which is no pin", () => {
    const SECRET: RepositoryFacts = { owner: 'octo-corp', ownerId: '2', name: 'secret', id: '20' };
    const main: JobContext = { kind: 'branch', value: 'main' };
    const secret = GithubRepository.of(immutableNameOf(SECRET));
    const demanded = (repository: GithubRepository, id: string) => repository.branch('main').withClaims({ repositoryOwnerId: exactly(id) });

    test.each([SubjectFormat.NAME, SubjectFormat.IMMUTABLE])("lets none in by one owner's ID under another's name, under %s", format => {
      const isImmutable = format === SubjectFormat.IMMUTABLE;
      const policy = trustPolicy({ subjects: [demanded(app, '1'), demanded(secret, '2')], format });
      expect(policy.Statement).toHaveLength(2);
      const claimed = (facts: RepositoryFacts, repository_owner_id: string) =>
        letsIn(policy, token(facts, main, { repository_owner_id }, isImmutable));
      expect([claimed(APP, '1'), claimed(SECRET, '2'), claimed(SECRET, '1'), claimed(APP, '2')]).toEqual([true, true, false, false]);
    });

    test('is shared by repositories of one owner, and by those that are told by their name alone', () => {
      const together = conditionsOf([demanded(app, '1'), demanded(site, '1')], { format: SubjectFormat.NAME });
      expect(Object.values(together)).toEqual([{
        StringEquals: {
          aud: AUDIENCE, sub: ['repo:octo-org/app:ref:refs/heads/main', 'repo:octo-org/site:ref:refs/heads/main'], repository_owner_id: '1',
        },
      }]);
      expect(conditionsOf([demanded(named, '1'), demanded(GithubRepository.of('octo-org/site'), '1')])).toEqual(together);
    });
  });

  test('is a claim like any other where the ID is not known', () => {
    expect(demandsOf(named.branch('main').withClaims({ repositoryId: exactly('10', '11'), repositoryOwnerId: exactly('1') })))
      .toEqual({ StringEquals: { repository_id: ['10', '11'], repository_owner_id: '1' } });
    expect(demandsOf(GithubSubject.custom('repo:octo-org/app:pull_request').withClaims({ repositoryId: exactly('10') })))
      .toEqual({ StringEquals: { repository_id: '10' } });
  });

  test('is the same as the pin, so that a repository that has it asked for shares its statement', () => {
    const subjects = [app.branch('main').withClaims({ repositoryId: exactly('10') }), site.branch('main')];
    expect(Object.values(conditionsOf(subjects))).toEqual(Object.values(conditionsOf([app.branch('main'), site.branch('main')])));
  });

  test('that is unresolved is refused beside another value, and stays beside itself', () => {
    const unresolved = GithubRepository.of('octo-org@1/app@${Token[TOKEN.1]}').branch('main');
    expect(demandsOf(unresolved.withClaims({ repositoryId: exactly('${Token[TOKEN.1]}') })).StringEquals.repository_id).toBe('${Token[TOKEN.1]}');
    expect(() => trustPolicy({ subjects: [unresolved.withClaims({ repositoryId: exactly('10') })] }))
      .toThrow(refusal('GithubClaimsContradict', 'repository_id', "'10'", 'known only at deployment'));
  });
});

describe('an environment whose name holds a colon or a percent sign', () => {
  const inEnvironment = (value: string, isImmutable = false) => token(APP, { kind: 'environment', value }, {}, isImmutable);

  test.each(FORMATS.flatMap(format => [['a:b', 'a%3Ab', format], ['a%3Ab', 'a:b', format], ['a:b%3Ac', 'a%3Ab:c', format]] as const))(
    '%s is told from %s, which has the same subject, under the format %s', (name, twin, format) => {
      const isImmutable = format === SubjectFormat.IMMUTABLE;
      expect(inEnvironment(name).sub).toBe(inEnvironment(twin).sub);
      expect(demandsOf(app.environment(name), { format }).StringEquals).toMatchObject({ environment: name });
      const policy = trustPolicy({ subjects: [app.environment(name)], format });
      expect([name, twin].map(environment => letsIn(policy, inEnvironment(environment, isImmutable)))).toEqual([true, false]);
      expect(letsIn(policy, { ...inEnvironment('x', isImmutable), environment: name })).toBe(false);
    },
  );

  test.each<[string, GithubRepository]>([['a name without IDs', named], ['all of an owner', owner]])('is pinned for %s', (_, repository) => {
    const policy = trustPolicy({ subjects: [repository.environment('a:b')] });
    expect(['a:b', 'a%3Ab'].map(environment => letsIn(policy, inEnvironment(environment)))).toEqual([true, false]);
  });

  test.each([['a:*', 'a:x', 'a%3Ax'], ['a%3A*', 'a%3Ax', 'a:x'], ['?:b', 'a:b', 'a%3Ab'], ['100%*', '100%x', '100x']])(
    'in the pattern %s is pinned as that pattern: %s gets in, %s does not', (pattern, name, twin) => {
      expect(demandsOf(app.environmentLike(pattern)).StringLike).toEqual({ environment: pattern });
      const policy = trustPolicy({ subjects: [app.environmentLike(pattern)] });
      expect([name, twin].map(environment => letsIn(policy, inEnvironment(environment)))).toEqual([true, false]);
    },
  );

  test.each<[string, GithubSubject]>([
    ['a plain name', app.environment('production')],
    ['a plain pattern', app.environmentLike('prod-*')],
    ['a token whose own name has a colon', app.environment('${Token[a:b.1]}')],
  ])('is none of these: %s', (_, subject) => {
    expect(JSON.stringify(demandsOf(subject))).not.toContain('environment');
  });

  test('stands beside its twin as two statements, each with its own claim', () => {
    const conditions = conditionsOf([app.environment('a:b'), app.environment('a%3Ab')]);
    expect(Object.entries(conditions).map(([sid, { StringEquals: { environment } }]) => [sid, environment]).sort())
      .toEqual([['EnvironmentAB', 'a%3Ab'], ['EnvironmentAB2', 'a:b']]);
  });

  test.each<[string, GithubClaims, RenderedConditions]>([
    ['the same', { environment: exactly('a:b') }, { StringEquals: { environment: 'a:b' } }],
    ['a list with it', { environment: exactly('c', 'a:b', 'a%3Ab') }, { StringEquals: { environment: 'a:b' } }],
    ['a pattern of it', { environment: alike('a*') }, { StringEquals: { environment: 'a:b' } }],
    ['another claim', { actor: exactly('octocat') }, { StringEquals: { environment: 'a:b', actor: 'octocat' } }],
  ])('is intersected with %s', (_, claims, expected) => {
    expect(demandsOf(named.environment('a:b').withClaims(claims))).toEqual(expected);
  });

  test('is intersected as a pattern with the values that the caller asked for', () => {
    expect(demandsOf(named.environmentLike('a:*').withClaims({ environment: exactly('a:b', 'a%3Ab', 'c') })))
      .toEqual({ StringEquals: { environment: 'a:b' } });
    expect(demandsOf(named.environmentLike('a:*').withClaims({ environment: alike('a:*') }))).toEqual({ StringLike: { environment: 'a:*' } });
  });

  test.each(FORMATS)('is refused beside a demand that contradicts it, under the format %s', format => {
    for (const other of [exactly('a%3Ab'), alike('c*')]) {
      expect(() => trustPolicy({ subjects: [app.environment('a:b').withClaims({ environment: other })], format }))
        .toThrow(refusal('GithubClaimsContradict', 'the claim environment', "'a:b'", other.values[0]));
    }
    const contradictions = [
      app.environmentLike('a:*').withClaims({ environment: exactly('c') }), app.environmentLike('a:*').withClaims({ environment: alike('*b') }),
    ];
    for (const subject of contradictions) {
      expect(() => trustPolicy({ subjects: [subject], format })).toThrow(refusal('GithubClaimsContradict', 'the claim environment', "'a:"));
    }
  });

  test.each(WITHOUT_CLAIMS)('is refused where AWS does not read the claim: %s', (_, issuer) => {
    for (const subject of [named.environment('a:b'), named.environment('a%b'), named.environmentLike('a:*')]) {
      expect(() => trustPolicy({ subjects: [subject], issuer }))
        .toThrow(refusal('EnvironmentAmbiguous', `'${subject._context.value}'`, "name the environment without ':' and '%'"));
    }
  });

  test('is refused outside of aws, unless the claim is asked for by name', () => {
    const [exact, pattern] = [app.environment('a:b'), app.environmentLike('a%*')];
    for (const subject of [exact, pattern, exact.withClaims({ actor: exactly('octocat') })]) {
      expect(() => trustPolicy({ subjects: [subject], claimKeys: false })).toThrow(refusal('EnvironmentAmbiguous', "'a", 'withClaims({ environment'));
    }
    expect(demandsOf(exact.withClaims({ environment: exactly('a:b') }), { claimKeys: false })).toEqual({ StringEquals: { environment: 'a:b' } });
    expect(demandsOf(pattern.withClaims({ environment: alike('a%*') }), { claimKeys: false })).toEqual({ StringLike: { environment: 'a%*' } });
  });
});

describe('claims that are packed to fit the quota', () => {
  const facts = Array.from({ length: 40 }, (_, index): RepositoryFacts => ({ ...APP, name: `app-${index}`, id: String(100 + index) }));
  const actors = ['octocat', 'hubot'];
  // Every other repository is asked for with another actor.
  const subjects = facts.map((one, index) =>
    GithubRepository.of(immutableNameOf(one)).environment('production').withClaims({ actor: exactly(actors[index % 2]) }));
  const policy = trustPolicy({ subjects, quota: { characters: 2048, providerArn: providerArn(GithubIssuer.GITHUB_COM) } });

  test('still take one statement for each distinct set', () => {
    expect(policy.Statement.map(({ Sid: sid }) => sid))
      .toEqual(['EnvironmentProductionWithActor', 'EnvironmentProductionWithActor2']);
    expect(JSON.stringify(policy)).toContain('StringNotLike');
  });

  test('still let in each repository with its own claims, and with no others', () => {
    for (const [index, one] of facts.entries()) {
      const decisions = [...actors, 'mallory', undefined].map(actor => letsIn(policy, token(one, PRODUCTION, { actor }, index % 3 === 0)));
      expect(decisions).toEqual([index % 2 === 0, index % 2 === 1, false, false]);
    }
    expect(letsIn(policy, token({ ...APP, id: '99' }, PRODUCTION, { actor: 'octocat' }))).toBe(false);
  });
});

describe('any claims of any subjects', () => {
  // Values so few that tokens and demands often meet.
  const POOL: Record<string, { readonly values: string[]; readonly patterns: string[] }> = {
    actor: { values: ['octocat', 'Octocat', 'octocat2', 'hubot'], patterns: ['octo*', '*cat', 'octocat?', '*'] },
    gitRef: { values: ['refs/heads/main', 'refs/heads/main2', 'refs/tags/main'], patterns: ['refs/heads/*', 'refs/*/main', 'refs/heads/main?'] },
    environment: { values: ['prod', 'a:b', 'a%3Ab'], patterns: ['a?b', 'a*b', 'prod*'] },
    workflow: { values: ['deploy', 'deploy now', 'a,b'], patterns: ['deploy*', '?,b'] },
    repositoryId: { values: ['10', '11', '20'], patterns: [] },
    repositoryOwnerId: { values: ['1', '2'], patterns: [] },
  };
  const CLAIM: Record<string, string> = { gitRef: 'ref', repositoryId: 'repository_id', repositoryOwnerId: 'repository_owner_id' };
  interface Wanted { readonly key: string; readonly isPattern: boolean; readonly texts: string[] }

  const wanted: fc.Arbitrary<Wanted> = fc.constantFrom(...Object.keys(POOL)).chain(key => {
    const { values, patterns } = POOL[key];
    const list = (texts: string[], isPattern: boolean) => fc.subarray(texts, { minLength: 1 }).map(chosen => ({ key, isPattern, texts: chosen }));
    return patterns.length === 0 ? list(values, false) : fc.oneof(list(values, false), list(patterns, true));
  });
  const wantedSet = fc.uniqueArray(wanted, { selector: ({ key }) => key, minLength: 0, maxLength: 3 });
  const holds = ({ key, isPattern, texts }: Wanted, claims: Claims) => {
    const actual = claims[CLAIM[key] ?? key];
    return actual !== undefined && texts.some(text => isPattern
      ? new RegExp(`^${text.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(actual)
      : text === actual);
  };
  const narrowed = (subject: GithubSubject, set: readonly Wanted[]) => set.length === 0 ? subject : subject.withClaims(
    Object.fromEntries(set.map(({ key, isPattern, texts }) => [key, isPattern ? alike(...texts) : exactly(...texts)])));

  const OWNERS = [{ owner: 'octo-org', ownerId: '1' }, { owner: 'octo-corp', ownerId: '2' }];
  const NAMES = ['app', 'site', 'app-site'];
  const facts = fc.record({ owner: fc.constantFrom(...OWNERS), name: fc.nat({ max: NAMES.length - 1 }) })
    .map(({ owner: { owner: of, ownerId }, name }): RepositoryFacts => ({ owner: of, ownerId, name: NAMES[name], id: `${ownerId}${name}` }));
  const CONTEXTS: JobContext[] = [{ kind: 'branch', value: 'main' }, { kind: 'environment', value: 'prod' }];
  const subjectFor = (repository: GithubRepository, { kind, value }: JobContext) =>
    kind === 'branch' ? repository.branch(value) : repository.environment(value);
  const maybe = (values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 6 });
  const others = fc.record({ actor: maybe(POOL.actor.values), ref: maybe(POOL.gitRef.values), workflow: maybe(POOL.workflow.values) });
  interface Asked { readonly repository: RepositoryFacts; readonly context: JobContext; readonly set: readonly Wanted[] }
  const askedFor = (set: fc.Arbitrary<Wanted[]>, maxLength: number): fc.Arbitrary<Asked[]> =>
    fc.array(fc.record({ repository: facts, context: fc.constantFrom(...CONTEXTS), set }), { minLength: 1, maxLength });

  /** What was asked for by these subjects; undefined where a demand contradicts the subject itself or its IDs. */
  function policyOf(asked: readonly Asked[], withIds: boolean, format?: SubjectFormat): TrustPolicy | undefined {
    const contradicts = asked.some(({ repository, context, set }) => {
      const told = toldBy(repository, context, withIds);
      return set.some(one => (CLAIM[one.key] ?? one.key) in told && !holds(one, told));
    });
    const make = () => trustPolicy({
      subjects: asked.map(({ repository, context, set }) =>
        narrowed(subjectFor(GithubRepository.of(withIds ? immutableNameOf(repository) : nameOf(repository)), context), set)),
      format: withIds ? format : undefined,
    });
    if (contradicts) {
      expect(make).toThrow(expect.objectContaining({ name: 'GithubClaimsContradict' }));
      return undefined;
    }
    return make();
  }

  /** The claims of which the subject leaves one value only. */
  function toldBy(repository: RepositoryFacts, context: JobContext, withIds: boolean): Claims {
    return {
      ...(context.kind === 'branch' ? { ref: `refs/heads/${context.value}` } : { environment: context.value }),
      ...(withIds && { repository_id: repository.id, repository_owner_id: repository.ownerId }),
    };
  }

  test('mean the same to two engines as to whoever wrote them', () => {
    let [members, strangers] = [0, 0];
    const choices = fc.record({ which: fc.nat(), withIds: fc.boolean(), isImmutable: fc.boolean(), format: fc.constantFrom(...FORMATS) });
    fc.assert(fc.property(askedFor(wantedSet, 4), others, choices, (asked, claims, { which, withIds, isImmutable, format }) => {
      const policy = policyOf(asked, withIds, format);
      fc.pre(policy !== undefined);
      const { repository, context } = asked[which % asked.length];
      const claimed = token(repository, context, claims, isImmutable);
      const mints = !withIds || format === SubjectFormat.NAME ? !isImmutable : format === SubjectFormat.IMMUTABLE ? isImmutable : true;
      const means = mints && asked.some(one =>
        one.context === context && nameOf(one.repository) === nameOf(repository) && one.set.every(claim => holds(claim, claimed)));
      expect(letsIn(policy!, claimed)).toBe(means);
      if (means) { members += 1; } else { strangers += 1; }
    }), { numRuns: 1_000 });
    expect(Math.min(members, strangers)).toBeGreaterThan(100);
  });

  test('are rendered by three operators, none of them optional or over sets, and each claim under one of them only', () => {
    fc.assert(fc.property(askedFor(wantedSet, 4), fc.boolean(), fc.constantFrom(...FORMATS), (asked, withIds, format) => {
      const policy = policyOf(asked, withIds, format);
      fc.pre(policy !== undefined);
      // All of an owner adds a guard, and the environment a claim.
      const guarded = trustPolicy({ subjects: [narrowed(owner.environment('a:b'), asked[0].set.filter(({ key }) => key === 'actor'))] });
      for (const { Condition: conditions } of [...policy!.Statement, ...guarded.Statement]) {
        expect(Object.keys(conditions as object).filter(operator => !['StringEquals', 'StringLike', 'StringNotLike'].includes(operator))).toEqual([]);
        const { StringEquals: equal = {}, StringLike: matching = {}, StringNotLike: not = {} } = conditions as RenderedConditions;
        expect(Object.keys(equal).filter(key => key in matching)).toEqual([]);
        expect(Object.keys(not).filter(key => !key.endsWith(':sub'))).toEqual([]);
        expect([equal, matching].flatMap(block => Object.values(block)).filter(values => values.length === 0)).toEqual([]);
      }
      expect(JSON.stringify([policy, guarded])).not.toMatch(/ForAllValues|ForAnyValue|IfExists/);
    }), { numRuns: 500 });
  });

  test('never let a repository in by the IDs of one subject, the name of another and the claims of a third', () => {
    const SETS: Wanted[][] = [
      [{ key: 'actor', isPattern: false, texts: ['octocat'] }],
      [{ key: 'gitRef', isPattern: true, texts: ['refs/heads/*'] }, { key: 'workflow', isPattern: false, texts: ['deploy'] }],
    ];
    const job = fc.record({
      name: facts,
      identity: facts,
      context: fc.constantFrom(...CONTEXTS),
      isImmutable: fc.boolean(),
      claims: fc.record({
        actor: fc.constantFrom('octocat', 'hubot'),
        ref: fc.constantFrom('refs/heads/main', 'refs/tags/v1'),
        workflow: fc.constantFrom('deploy', 'test'),
      }),
    });
    let swapped = 0;
    fc.assert(fc.property(askedFor(fc.constantFrom(...SETS), 8), job, (asked, { name, identity, context, isImmutable, claims }) => {
      // After a rename or a transfer, a repository may have the name of one and the IDs of another.
      const repository = { owner: name.owner, name: name.name, ownerId: identity.ownerId, id: identity.id };
      const claimed = token(repository, context, claims, isImmutable);
      const fitting = SETS.filter(set => set.every(one => holds(one, claimed)))
        .map(set => asked.filter(one => one.set === set && one.context === context).map(one => one.repository));
      const wasAskedFor = fitting.some(trusted => trusted.some(one => immutableNameOf(one) === immutableNameOf(repository)));
      const mayDoTheSame = fitting.some(trusted =>
        trusted.some(({ id }) => id === repository.id) && trusted.some(one => nameOf(one) === nameOf(repository)));
      const decision = letsIn(policyOf(asked, true)!, claimed);
      // Under another's name, a repository may get in only where its own IDs were trusted for the same context and the same claims anyway.
      expect(wasAskedFor ? [true] : mayDoTheSame ? [true, false] : [false]).toContain(decision);
      swapped += name.id !== identity.id && asked.length > 2 ? 1 : 0;
    }), { numRuns: 1_200 });
    expect(swapped).toBeGreaterThan(100);
  });
});
