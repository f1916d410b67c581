import { Token } from 'aws-cdk-lib';
import { ClaimMatch } from '../../src/github/claim-match';
import type { GithubClaims } from '../../src/github/claims';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';

const subject = GithubRepository.of('octo-org@1/app@10').environment('production');
const who = 'environment production of octo-org/app';
const main = ClaimMatch.exactly('refs/heads/main');

describe('GithubSubject.withClaims', () => {
  test('is a new subject, and leaves the old one as it was', () => {
    const narrowed = subject.withClaims({ gitRef: main });
    expect(narrowed).toBeInstanceOf(GithubSubject);
    expect(narrowed).not.toBe(subject);
    expect(narrowed._claims).toEqual({ ref: { isPattern: false, values: ['refs/heads/main'] } });
    expect([subject._claims, `${subject}`]).toEqual([{}, who]);
  });

  test('keeps the repository, the context and the template', () => {
    const { _context, _repository, _template } = subject.withClaims({ gitRef: main });
    expect([_context, _repository, _template]).toEqual([subject._context, subject._repository, subject._template]);
  });

  test.each([GithubSubject.custom('repository_owner_id:1'), GithubSubject.customLike('repo:octo-org/*:environment:prod')])(
    'narrows a subject that the caller wrote: %s', custom => {
      expect(`${custom.withClaims({ gitRef: main })}`).toBe(`${custom} with ref refs/heads/main`);
    },
  );

  test('demands both where it is called twice, for different claims', () => {
    const once = subject.withClaims({ gitRef: main });
    const twice = once.withClaims({ actor: ClaimMatch.like('octo*') });
    expect(twice._claims).toEqual({ ref: { isPattern: false, values: ['refs/heads/main'] }, actor: { isPattern: true, values: ['octo*'] } });
    expect(Object.keys(once._claims)).toEqual(['ref']);
  });

  test('demands both where it is called twice, for one claim', () => {
    const once = subject.withClaims({ actor: ClaimMatch.exactly('octocat', 'hubot', 'mona') });
    expect(once.withClaims({ actor: ClaimMatch.exactly('mona', 'hubot', 'mallory') })._claims.actor.values).toEqual(['hubot', 'mona']);
    expect(once.withClaims({ actor: ClaimMatch.like('octo*') })._claims).toEqual({ actor: { isPattern: false, values: ['octocat'] } });
    expect(once._claims.actor.values).toEqual(['octocat', 'hubot', 'mona']);
  });

  test('refuses a second demand that no token meets beside the first', () => {
    const once = subject.withClaims({ actor: ClaimMatch.exactly('octocat') });
    expect(() => once.withClaims({ actor: ClaimMatch.exactly('mallory') })).toThrow(expect.objectContaining({
      name: 'GithubClaimsContradict',
      message: "the claim actor is demanded to be 'octocat' and also 'mallory', and no token is both; leave one out",
    }));
    expect(once._claims.actor.values).toEqual(['octocat']);
  });

  test('is not moved by what the caller does to the claims afterwards', () => {
    const claims = { actor: ClaimMatch.exactly('octocat') };
    const narrowed = subject.withClaims(claims);
    claims.actor = ClaimMatch.exactly('mallory');
    narrowed.withClaims({ gitRef: main });
    expect(narrowed._claims).toEqual({ actor: { isPattern: false, values: ['octocat'] } });
  });
});

describe('a claim that the subject itself tells', () => {
  const [named, owner] = [GithubRepository.of('octo-org/app'), GithubRepository.allOwnedBy('octo-org@1')];
  const app = GithubRepository.of('octo-org@1/app@10');
  const { exactly, like } = ClaimMatch;

  test.each<[string, GithubSubject, GithubClaims, string, string]>([
    ['ref of a branch', app.branch('main'), { gitRef: exactly('refs/heads/x') }, 'ref', 'refs/heads/main'],
    ['ref of a branch, a list', app.branch('main'), { gitRef: exactly('refs/heads/x', 'refs/heads/Main') }, 'ref', 'refs/heads/main'],
    ['ref of a branch, a pattern', app.branch('main'), { gitRef: like('refs/tags/*', 'refs/heads/main?') }, 'ref', 'refs/heads/main'],
    ['ref of a tag', app.tag('v1'), { gitRef: exactly('refs/heads/v1') }, 'ref', 'refs/tags/v1'],
    ['environment', app.environment('prod'), { environment: exactly('Prod') }, 'environment', 'prod'],
    ['environment, a pattern', app.environment('prod'), { environment: like('eu-*') }, 'environment', 'prod'],
    ['environment with a colon', app.environment('a:b'), { environment: exactly('a%3Ab') }, 'environment', 'a:b'],
    ['repository', app.branch('main'), { repository: exactly('octo-org/site') }, 'repository', 'octo-org/app'],
    ['repository without IDs', named.pullRequest(), { repository: exactly('octo-org/site') }, 'repository', 'octo-org/app'],
    ['repository of a pattern of branches', app.branchLike('*'), { repository: like('octo-corp/*') }, 'repository', 'octo-org/app'],
    ['repository of any context', named.anyContext(), { repository: exactly('octo-corp/app') }, 'repository', 'octo-org/app'],
  ])('is refused where it is demanded to be another: %s', (_, told, claims, claim, value) => {
    const [wanted] = Object.values(claims).flatMap(({ values }) => values);
    for (const act of [() => told.withClaims(claims), () => told.withClaims({ actor: exactly('octocat') }).withClaims(claims)]) {
      expect(act).toThrow(expect.objectContaining({ name: 'GithubClaimsContradict' }));
      expect(act).toThrow(`the claim ${claim} is demanded to be '${value}' and also`);
      expect(act).toThrow(`'${wanted}`);
      expect(act).toThrow('no token is both; leave one out');
    }
  });

  test.each<[string, GithubSubject, GithubClaims]>([
    ['the same ref', app.branch('main'), { gitRef: exactly('refs/heads/main') }],
    ['a list with the ref', app.tag('v1'), { gitRef: exactly('refs/heads/main', 'refs/tags/v1') }],
    ['a pattern of the ref', app.branch('main'), { gitRef: like('refs/heads/ma*') }],
    ['the same environment', app.environment('prod'), { environment: exactly('prod') }],
    ['the same repository', app.environment('prod'), { repository: exactly('octo-org/app') }],
    ["the environment's ref, which may be any", app.environment('prod'), { gitRef: exactly('refs/heads/x') }],
    ['a ref of a pattern of branches', app.branchLike('release/*'), { gitRef: exactly('refs/heads/x') }],
    ['an environment of a pattern', app.environmentLike('a*'), { environment: exactly('x') }],
    ['one repository of an owner', owner.branch('main'), { repository: exactly('octo-org/site') }],
    ['the ref of an unresolved branch', app.branch(Token.asString({ Ref: 'X' })), { gitRef: exactly('refs/heads/main') }],
    ['the name of an unresolved repository', GithubRepository.of(Token.asString({ Ref: 'X' })).branch('main'),
      { repository: exactly('octo-org/app') }],
    ['the text of a subject', GithubSubject.custom('repo:octo-org/app:ref:refs/heads/main'), { gitRef: exactly('refs/heads/x') }],
  ])('is demanded as it was written otherwise: %s', (_, told, claims) => {
    expect(Object.values(told.withClaims(claims)._claims).map(({ values }) => values)).toEqual(Object.values(claims).map(({ values }) => values));
  });
});

describe('a subject with claims in plain words', () => {
  test.each([
    [subject.withClaims({ gitRef: main }), `${who} with ref refs/heads/main`],
    [subject.withClaims({ actor: ClaimMatch.exactly('octocat', 'hubot') }), `${who} with actor hubot or octocat`],
    [subject.withClaims({ actor: ClaimMatch.exactly('octocat', 'hubot', 'octocat') }), `${who} with actor hubot or octocat`],
    [subject.withClaims({ gitRef: main }).withClaims({ actorId: ClaimMatch.exactly('12') }), `${who} with actor_id 12 and ref refs/heads/main`],
    [subject.withClaims({ gitRef: ClaimMatch.like('refs/heads/release/*') }), `${who} with ref like refs/heads/release/*`],
    [subject.withClaims({ actorId: ClaimMatch.exactly('12'), gitRef: main }), `${who} with actor_id 12 and ref refs/heads/main`],
    [subject.withClaims({ actorId: ClaimMatch.exactly('12') }).withClaims({ gitRef: main }), `${who} with actor_id 12 and ref refs/heads/main`],
    [
      subject.withClaims({ actor: ClaimMatch.exactly('octocat', 'hubot') }).withClaims({ actor: ClaimMatch.exactly('hubot', 'mona') }),
      `${who} with actor hubot`,
    ],
  ])('is %s', (narrowed, words) => {
    expect(narrowed.toString()).toBe(words);
    expect(`${narrowed}`).toBe(words);
  });
});
