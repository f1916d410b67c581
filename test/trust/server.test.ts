import { ClaimMatch } from '../../src/github/claim-match';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubOidcToken, GithubOidcTokenOptions } from '../../src/github/oidc-token';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';
import { SubjectFormat } from '../../src/github/subject-format';
import { GithubSubjectTemplate } from '../../src/github/subject-template';
import { AUDIENCE, Claims, claimsOf, letsInByIndependentEngine, letsInByOurs, TrustPolicy, trustPolicy } from '../support/arbitraries';
import { expectDecisions } from '../support/decisions';
import { refusalOf } from '../support/refusal';

const exactly = ClaimMatch.exactly;
const URL = 'https://github.example.com/_services/token';
/** Not known to encode `:` inside a value of `sub`. */
const OLD = GithubIssuer.server('github.example.com');
const NEW = GithubIssuer.server('github.example.com', { version: '3.19' });

const REPO = GithubRepository.of('octo-org/octo-repo');
const WITH_IDS = GithubRepository.of('octo-org@65/octo-repo@74');
const OWNER = GithubRepository.allOwnedBy('octo-org');
const FOREIGN = ['octo-corp/octo-repo', 'octo-org-evil/octo-repo', 'Octo-Org/octo-repo', 'octo-org/octo-repo-2'].map(GithubRepository.of);

function under(repository: GithubRepository, keys: string[], values?: Record<string, ClaimMatch>): GithubRepository {
  return repository.withSubjectTemplate(GithubSubjectTemplate.of(...keys), values);
}

function conditionsOf(subject: GithubSubject, issuer = OLD) {
  return trustPolicy({ subjects: [subject], issuer }).Statement.map(({ Condition }) => Condition);
}

/** Conditions on the server's claims, without their prefix. */
function server(conditions: Record<string, Record<string, string | string[]>>) {
  return Object.fromEntries(Object.entries(conditions).map(([operator, block]) =>
    [operator, Object.fromEntries(Object.entries(block).map(([claim, value]) => [`github.example.com/_services/token:${claim}`, value]))]));
}

const production = (repository: GithubRepository, options: GithubOidcTokenOptions = {}) =>
  GithubOidcToken.forEnvironment(repository, 'production', { issuer: NEW, ...options });
const main = (repository: GithubRepository, options: GithubOidcTokenOptions = {}) =>
  GithubOidcToken.forBranch(repository, 'main', { issuer: NEW, ...options });

interface NeedsEncoding {
  readonly words: string;
  readonly subject: GithubSubject;
  /** What the error quotes. */
  readonly quoted: string;
  /** What is rendered where `:` is sure to be encoded. */
  readonly rendered: Record<string, Record<string, string | string[]>>;
}

/** What only holds where no value can look like several segments. */
const FILE = 'octo-org/octo-repo/.github/workflows/deploy.yml@refs/heads/main';
const NEEDS_ENCODING: NeedsEncoding[] = [
  {
    words: 'an environment of an owner',
    subject: OWNER.environment('production'),
    quoted: 'octo-org/*',
    rendered: { StringLike: { sub: 'repo:octo-org/*:environment:production' }, StringNotLike: { sub: 'repo:*:*:environment:production' } },
  },
  {
    words: 'any context of an owner',
    subject: OWNER.anyContext(),
    quoted: 'octo-org/*',
    rendered: { StringLike: { sub: 'repo:octo-org/*:*' }, StringNotLike: { sub: 'repo:*:*:*:*' } },
  },
  {
    words: 'an owner under a template',
    subject: under(OWNER, ['repo', 'context', 'workflow'], { workflow: exactly('deploy') }).pullRequest(),
    quoted: 'octo-org/*',
    rendered: {
      StringLike: { sub: 'repo:octo-org/*:pull_request:workflow:deploy' },
      StringNotLike: { sub: 'repo:*:*:pull_request:workflow:deploy' },
    },
  },
  {
    words: 'a value with a colon',
    subject: under(REPO, ['repo', 'ref', 'workflow'], { workflow: exactly('deploy:all') }).branch('main'),
    quoted: "'repo:octo-org/octo-repo:ref:refs/heads/main:workflow:deploy%3Aall' has a value with ':'",
    rendered: { StringEquals: { sub: 'repo:octo-org/octo-repo:ref:refs/heads/main:workflow:deploy%3Aall' } },
  },
  {
    words: 'a pattern of values with a colon',
    subject: under(REPO, ['repo', 'ref', 'workflow'], { workflow: ClaimMatch.like('deploy:*') }).branch('main'),
    quoted: "'repo:octo-org/octo-repo:ref:refs/heads/main:workflow:deploy%3A*' has a value with ':'",
    rendered: {
      StringLike: { sub: 'repo:octo-org/octo-repo:ref:refs/heads/main:workflow:deploy%3A*' }, StringNotLike: { sub: 'repo:*:*:*:*:*:*' },
    },
  },
  {
    words: 'one value of several with a colon',
    subject: under(REPO, ['repo', 'ref', 'workflow'], { workflow: exactly('deploy', 'a:b') }).branch('main'),
    quoted: "'repo:octo-org/octo-repo:ref:refs/heads/main:workflow:a%3Ab' has a value with ':'",
    rendered: {
      StringEquals: {
        sub: ['repo:octo-org/octo-repo:ref:refs/heads/main:workflow:a%3Ab', 'repo:octo-org/octo-repo:ref:refs/heads/main:workflow:deploy'],
      },
    },
  },
  {
    words: 'a template that begins with the context',
    subject: under(REPO, ['context', 'repo']).environment('production'),
    quoted: "'environment:production:repo:octo-org/octo-repo'",
    rendered: { StringEquals: { sub: 'environment:production:repo:octo-org/octo-repo' } },
  },
  {
    words: 'a template that begins with the environment, also where an ID follows',
    subject: under(WITH_IDS, ['environment', 'repository_id']).environment('production'),
    quoted: "'environment:production:repository_id:74'",
    rendered: { StringEquals: { sub: 'environment:production:repository_id:74' } },
  },
  {
    words: 'a template that begins with a value',
    subject: under(REPO, ['workflow', 'repo', 'context'], { workflow: exactly('deploy') }).pullRequest(),
    quoted: "'workflow:deploy:repo:octo-org/octo-repo:pull_request'",
    rendered: { StringEquals: { sub: 'workflow:deploy:repo:octo-org/octo-repo:pull_request' } },
  },
  {
    words: 'a template that begins with the name of the repository',
    subject: under(REPO, ['repository', 'context']).branch('main'),
    quoted: "'repository:octo-org/octo-repo:ref:refs/heads/main'",
    rendered: { StringEquals: { sub: 'repository:octo-org/octo-repo:ref:refs/heads/main' } },
  },
  {
    words: 'a template with a value behind the context',
    subject: under(REPO, ['repo', 'context', 'workflow'], { workflow: exactly('deploy') }).environment('production'),
    quoted: "keys behind 'context'",
    rendered: { StringEquals: { sub: 'repo:octo-org/octo-repo:environment:production:workflow:deploy' } },
  },
  {
    words: 'a template with the repository again behind the environment',
    subject: under(WITH_IDS, ['repository_id', 'environment', 'repo']).environment('production'),
    quoted: "keys behind 'environment'",
    rendered: { StringEquals: { sub: 'repository_id:74:environment:production:repo:octo-org/octo-repo' } },
  },
  ...['workflow', 'workflow_ref', 'job_workflow_ref', 'repo_property_team'].map((key): NeedsEncoding => ({
    words: `a template with the actor behind ${key}`,
    subject: under(REPO, ['repo', key, 'actor'], { [key]: exactly(FILE), actor: exactly('octocat') }).anyContext(),
    quoted: `keys behind '${key}'`,
    rendered: { StringLike: { sub: `repo:octo-org/octo-repo:${key}:${FILE}:actor:octocat` } },
  })),
  {
    words: "a template of the owner's ID before a value",
    subject: under(WITH_IDS, ['repository_owner_id', 'actor', 'repo', 'context'], { actor: exactly('octocat') }).branch('main'),
    quoted: "'repository_owner_id:65:actor:octocat:repo:octo-org/octo-repo:ref:refs/heads/main'",
    rendered: { StringEquals: { sub: 'repository_owner_id:65:actor:octocat:repo:octo-org/octo-repo:ref:refs/heads/main' } },
  },
  ...['repo:octo-org/*', 'repo:octo-org/octo-*:x', 'repo:octo-org/octo-repo*'].map((pattern): NeedsEncoding => ({
    words: `the custom pattern ${pattern}, which closes no repository`,
    subject: GithubSubject.customLike(pattern),
    quoted: `'${pattern}' is a pattern of more than one repository`,
    rendered: { StringLike: { sub: pattern } },
  })),
  {
    words: "a custom pattern of an owner's ID",
    subject: GithubSubject.customLike('repository_owner_id:65:*'),
    quoted: "'repository_owner_id:65:*' is a pattern of more than one repository",
    rendered: { StringLike: { sub: 'repository_owner_id:65:*' } },
  },
  {
    words: "a custom pattern of one environment under an owner's ID",
    subject: GithubSubject.customLike('repository_owner_id:65:environment:prod*'),
    quoted: "'repository_owner_id:65:environment:prod*' is a pattern of more than one repository",
    rendered: { StringLike: { sub: 'repository_owner_id:65:environment:prod*' } },
  },
  {
    words: 'a custom subject that begins with the name of the owner',
    subject: GithubSubject.custom('repository_owner:octo-org:environment:production'),
    quoted: "'repository_owner:octo-org:environment:production'",
    rendered: { StringEquals: { sub: 'repository_owner:octo-org:environment:production' } },
  },
  {
    words: 'a custom subject that begins with the environment',
    subject: GithubSubject.custom('environment:production:repo:octo-org/octo-repo'),
    quoted: "'environment:production:repo:octo-org/octo-repo'",
    rendered: { StringEquals: { sub: 'environment:production:repo:octo-org/octo-repo' } },
  },
  {
    words: 'a custom pattern that begins with the workflow',
    subject: GithubSubject.customLike('workflow:deploy:repo:octo-org/octo-repo:*'),
    quoted: "'workflow:deploy:repo:octo-org/octo-repo:*'",
    rendered: { StringLike: { sub: 'workflow:deploy:repo:octo-org/octo-repo:*' } },
  },
  {
    words: 'a custom subject with an encoded colon',
    subject: GithubSubject.custom('repo:octo-org/octo-repo:environment:eu%3Aproduction'),
    quoted: "'repo:octo-org/octo-repo:environment:eu%3Aproduction'",
    rendered: { StringEquals: { sub: 'repo:octo-org/octo-repo:environment:eu%3Aproduction' } },
  },
];

describe.each(NEEDS_ENCODING)('$words', ({ subject, quoted, rendered }) => {
  test.each([undefined, '3.18', '3.18.9', '2.22', '3.9'])('is refused on a server of version %s, and the remedy is the version', version => {
    const { name, message } = refusalOf(() => conditionsOf(subject, GithubIssuer.server('github.example.com', { version })));
    expect(name).toBe('FeatureNotOnIssuer');
    expect(message).toContain(quoted);
    expect(message).toContain(URL);
    expect(message).toContain("GithubIssuer.server(hostname, { version: '3.19' })");
  });

  test.each(['3.19', '3.19.2', '3.20', '3.100', '4.0'])('is accepted from version %s', version => {
    const [conditions] = conditionsOf(subject, GithubIssuer.server('github.example.com', { version }));
    expect(conditions).toEqual(server({ ...rendered, StringEquals: { aud: AUDIENCE, ...rendered.StringEquals } }));
  });
});

describe('a version', () => {
  test.each(['3', 'v3.19', '3.19-rc1', '', ' 3.19', '3.19.0.1', 'latest', '03.19', '3.019'])('is refused where it is no number: %j', version => {
    expect(refusalOf(() => GithubIssuer.server('github.example.com', { version }))).toEqual({
      name: 'GithubServerVersionInvalid', message: expect.stringMatching(new RegExp(`'${version}'.*'3\\.19'`)),
    });
  });

  test('is nothing that AWS sees', () => {
    expect([NEW.url, NEW.conditionKeyPrefix, NEW.hasClaimKeys, NEW.hasImmutableSubjects])
      .toEqual([OLD.url, OLD.conditionKeyPrefix, OLD.hasClaimKeys, OLD.hasImmutableSubjects]);
  });
});

describe('on any server', () => {
  test.each<[string, (repository: GithubRepository) => GithubSubject, string]>([
    ['a colon', repository => repository.environment('eu:production'), 'eu:production'],
    ['an encoded colon', repository => repository.environment('eu%3Aproduction'), 'eu%3Aproduction'],
    ['a colon in a pattern', repository => repository.environmentLike('eu:*'), 'eu:*'],
    ['a colon, under a template', repository => under(repository, ['repo', 'environment']).environment('eu:production'), 'eu:production'],
  ])('an environment with %s is refused, since no claim tells it from its namesake', (_, subject, environment) => {
    for (const issuer of [OLD, NEW]) {
      const { name, message } = refusalOf(() => conditionsOf(subject(REPO), issuer));
      expect(name).toBe('EnvironmentAmbiguous');
      expect(message).toContain(`'${environment}'`);
      expect(message).toContain("name the environment without ':' and '%'");
    }
  });

  test.each<[string, GithubRepository, string]>([
    ['a repository', WITH_IDS, 'octo-org/octo-repo'],
    ['a repository under a template without them', under(WITH_IDS, ['repo', 'context']), 'octo-org/octo-repo'],
  ])('the IDs of %s are an error that explains', (_, repository, name) => {
    for (const issuer of [OLD, NEW]) {
      for (const format of [undefined, ...Object.values(SubjectFormat)]) {
        const refusal = refusalOf(() => trustPolicy({ subjects: [repository.environment('production')], issuer, format }));
        expect(refusal.name).toBe('FeatureNotOnIssuer');
        expect(refusal.message).toContain("'octo-org@65/octo-repo@74' has IDs");
        expect(refusal.message).toContain(URL);
        expect(refusal.message).toContain(`write it as '${name}'`);
      }
    }
  });

  test('the ID of an owner is one too', () => {
    const { name, message } = refusalOf(() => conditionsOf(GithubRepository.allOwnedBy('octo-org@65').environment('production'), NEW));
    expect(name).toBe('FeatureNotOnIssuer');
    expect(message).toContain("write it as 'octo-org/*'");
  });

  test.each([SubjectFormat.BOTH, SubjectFormat.IMMUTABLE])('%s is refused, also under a template with an ID', format => {
    for (const keys of [['repo', 'context'], ['repository_id', 'context']]) {
      expect(refusalOf(() => trustPolicy({ subjects: [under(WITH_IDS, keys).environment('production')], issuer: NEW, format }))).toEqual({
        name: 'FeatureNotOnIssuer', message: expect.stringContaining(URL),
      });
    }
  });

  test.each<[string[], string]>([
    [['repository_id', 'context'], 'repository_id:74:environment:production'],
    [['repo', 'repository_id', 'context'], 'repo:octo-org/octo-repo:repository_id:74:environment:production'],
    [['repository_owner_id', 'repository_id', 'environment'], 'repository_owner_id:65:repository_id:74:environment:production'],
    [['repository_owner_id', 'repo', 'context'], 'repository_owner_id:65:repo:octo-org/octo-repo:environment:production'],
  ])('IDs are good where the template itself has them: %j', (keys, sub) => {
    const own = under(WITH_IDS, keys);
    for (const issuer of [OLD, NEW]) {
      expect(conditionsOf(own.environment('production'), issuer)).toEqual([server({ StringEquals: { aud: AUDIENCE, sub } })]);
      expectDecisions(trustPolicy({ subjects: [own.environment('production')], issuer }), [production(own)], [
        production(REPO), GithubOidcToken.forEnvironment(own, 'staging', { issuer: NEW }),
        production(own, { audience: 'https://github.example.com/octo-org' }),
        ...['octo-org@65/octo-repo-2@75', 'octo-org@9/octo-repo@8', 'octo-corp@9/octo-repo@8']
          .map(name => production(under(GithubRepository.of(name), keys))),
        production(own, { issuer: GithubIssuer.GITHUB_COM }),
      ]);
    }
  });

  test('a claim is refused, since AWS reads none', () => {
    for (const issuer of [OLD, NEW]) {
      const { name, message } = refusalOf(() => conditionsOf(REPO.environment('production').withClaims({ workflow: exactly('deploy') }), issuer));
      expect(name).toBe('FeatureNotOnIssuer');
      expect(message).toContain('the claim workflow');
      expect(message).toContain('leave the claim out');
    }
  });
});

/** What an old server may be trusted with, and the text of `sub` that it means. */
const ACCEPTED: [string, GithubSubject, string][] = [
  ['a branch', REPO.branch('main'), 'repo:octo-org/octo-repo:ref:refs/heads/main'],
  ['branches', REPO.branchLike('release/*'), 'repo:octo-org/octo-repo:ref:refs/heads/release/1'],
  ['a tag', REPO.tag('v1'), 'repo:octo-org/octo-repo:ref:refs/tags/v1'],
  ['an environment', REPO.environment('production'), 'repo:octo-org/octo-repo:environment:production'],
  ['environments', REPO.environmentLike('prod*'), 'repo:octo-org/octo-repo:environment:production'],
  ['pull requests', REPO.pullRequest(), 'repo:octo-org/octo-repo:pull_request'],
  ['any context', REPO.anyContext(), 'repo:octo-org/octo-repo:ref:refs/heads/main'],
  ['a template', under(REPO, ['repo', 'actor', 'context'], { actor: exactly('octocat') }).environment('production'),
    'repo:octo-org/octo-repo:actor:octocat:environment:production'],
  ['a template with a workflow behind the ref', under(REPO, ['repo', 'ref', 'workflow'], { workflow: ClaimMatch.like('deploy*') }).branch('main'),
    'repo:octo-org/octo-repo:ref:refs/heads/main:workflow:deploy'],
  ['a template with the ID first', under(WITH_IDS, ['repository_id', 'repo', 'environment']).environment('production'),
    'repository_id:74:repo:octo-org/octo-repo:environment:production'],
  ["a template with the owner's ID first", under(WITH_IDS, ['repository_owner_id', 'repo', 'environment']).environment('production'),
    'repository_owner_id:65:repo:octo-org/octo-repo:environment:production'],
  ['a custom subject', GithubSubject.custom('repo:octo-org/octo-repo:environment:production'), 'repo:octo-org/octo-repo:environment:production'],
  ['a custom pattern', GithubSubject.customLike('repo:octo-org/octo-repo:*'), 'repo:octo-org/octo-repo:environment:production'],
  ['a custom subject with an ID', GithubSubject.custom('repository_id:74:environment:production'), 'repository_id:74:environment:production'],
];

/** A token of the old server, with the text that stands in `sub` before anything is encoded. */
function raw(sub: string, claims: Claims = {}): Claims {
  const repository = { owner: 'octo-corp', ownerId: '9', name: 'octo-repo', id: '8' };
  return {
    ...claimsOf({ repository, context: { kind: 'environment', value: 'production' }, isImmutable: false, issuer: OLD, audience: AUDIENCE }),
    ...claims,
    sub,
  };
}

/** Both engines, agreeing. */
function letsIn(policy: TrustPolicy, claims: Claims): boolean {
  const allowed = letsInByIndependentEngine(policy, claims);
  expect([claims.sub, letsInByOurs(policy, claims)]).toEqual([claims.sub, allowed]);
  return allowed;
}

/** Keys under which a foreign repository's administrators choose the value: an environment's or a workflow's name may be any text. */
const FREE = ['environment', 'workflow'];
/** Keys whose value is the attacker's own, before or behind the one that they choose: of a foreign repository, and of a sibling. */
const OWN: [string, string][] = [
  ['repo', 'octo-corp/octo-repo'], ['repository_owner', 'octo-corp'], ['repository_id', '8'], ['repository_owner_id', '9'],
  ['repo', 'octo-org/octo-repo-2'], ['repository_owner', 'octo-org'], ['repository_id', '75'], ['repository_owner_id', '65'],
];

/** Every `sub` of another repository in which a name with bare colons carries on as the trusted text does, from any of its segments on. */
function injectionsOf(sub: string): string[] {
  const segments = sub.split(':');
  const tails = segments.flatMap((_, index) => [segments.slice(index).join(':'), `x:${segments.slice(index).join(':')}`]);
  const own = OWN.map(([key, value]) => `${key}:${value}`);
  return FREE.flatMap(key => tails.flatMap(tail => [
    `${key}:${tail}`, ...own.flatMap(segment => [`${segment}:${key}:${tail}`, `${key}:${tail}:${segment}`]),
  ]));
}

describe('a colon in a name, which makes two segments of one', () => {
  const attack = raw('environment:production:repo:octo-org/octo-repo', { environment: 'production:repo:octo-org/octo-repo' });

  test('would take over a subject that begins with the environment, were it accepted', () => {
    const policy = trustPolicy({ subjects: [under(REPO, ['environment', 'repo']).environment('production')], issuer: NEW });
    expect(letsIn(policy, attack)).toBe(true);
    expect(injectionsOf('environment:production:repo:octo-org/octo-repo')).toContain(attack.sub);
    expect(refusalOf(() => trustPolicy({ subjects: [under(REPO, ['environment', 'repo']).environment('production')], issuer: OLD })).name)
      .toBe('FeatureNotOnIssuer');
  });

  test('would forge the workflow of any repository of an owner, were that accepted', () => {
    const owner = under(OWNER, ['repo', 'context', 'workflow'], { workflow: exactly('deploy') }).environment('production');
    const environment = 'production:workflow:deploy';
    const forged = raw(`repo:octo-org/octo-repo-2:environment:${environment}`, { environment });
    expect(letsIn(trustPolicy({ subjects: [owner], issuer: NEW }), forged)).toBe(true);
    expect(refusalOf(() => trustPolicy({ subjects: [owner], issuer: OLD })).name).toBe('FeatureNotOnIssuer');
  });

  /** Of the repository itself, while it has a shorter template: the author of its workflow chooses the tail. */
  const FORGED: [string, string, Claims, GithubSubject][] = [
    ["a workflow by an environment's name", 'environment:production:workflow:deploy', { environment: 'production:workflow:deploy', workflow: 'evil' },
      under(REPO, ['repo', 'context', 'workflow'], { workflow: exactly('deploy') }).environment('production')],
    ["a reusable workflow by an environment's name", 'environment:production:job_workflow_ref:octo-org/a/.github/workflows/x.yml@refs/heads/main',
      { environment: 'production:job_workflow_ref:octo-org/a/.github/workflows/x.yml@refs/heads/main' },
      under(REPO, ['repo', 'environment', 'job_workflow_ref'], {
        job_workflow_ref: ClaimMatch.reusableWorkflow('octo-org/a', 'x.yml', 'refs/heads/main'),
      }).environment('production')],
    ["an actor by a workflow's name, where the template has the workflow last", 'workflow:deploy:actor:octocat', { workflow: 'deploy:actor:octocat' },
      under(REPO, ['repo', 'workflow', 'actor'], { workflow: exactly('deploy'), actor: exactly('octocat') }).anyContext()],
  ];

  test.each(FORGED)('would forge %s, were a key accepted behind free text', (_, tail, claims, subject) => {
    const forged = raw(`repo:octo-org/octo-repo:${tail}`, claims);
    expect(letsIn(trustPolicy({ subjects: [subject], issuer: NEW }), forged)).toBe(true);
    const { name, message } = refusalOf(() => trustPolicy({ subjects: [subject], issuer: OLD }));
    expect(name).toBe('FeatureNotOnIssuer');
    expect(message).toContain("whose value may hold ':' and look like them");
    // From 3.19 on, the same job's token is encoded.
    const encoded = tail.replace(/^([^:]+):(.*)$/, (_all, key, value) => `${key}:${value.replaceAll(':', '%3A')}`);
    expect(letsIn(trustPolicy({ subjects: [subject], issuer: NEW }), raw(`repo:octo-org/octo-repo:${encoded}`, claims))).toBe(false);
  });

  test.each(ACCEPTED)('lets no other repository in where an old server is trusted with %s', (_, subject, sub) => {
    const policy = trustPolicy({ subjects: [subject], issuer: OLD });
    expect(letsIn(policy, raw(sub))).toBe(true);
    expect(injectionsOf(sub).filter(text => letsIn(policy, raw(text)))).toEqual([]);
    expect(letsIn(policy, attack)).toBe(false);
  });

  test('is harmless from 3.19 on, where it is encoded', () => {
    for (const { words, subject } of NEEDS_ENCODING) {
      const policy = trustPolicy({ subjects: [subject], issuer: NEW });
      const encoded = ACCEPTED.map(([, , sub]) => sub).concat('environment:production:repo:octo-org/octo-repo')
        .map(sub => sub.slice(sub.indexOf(':') + 1).replaceAll(':', '%3A'))
        .flatMap(tail => FREE.map(key => `${key}:${tail}`))
        .flatMap(text => [text, `${text}:repo:octo-corp/octo-repo`, `repo:octo-corp/octo-repo:${text}`]);
      expect([words, encoded.filter(text => letsIn(policy, raw(text)))]).toEqual([words, []]);
    }
  });
});

describe('decisions on a server', () => {
  test.each<[string, GithubSubject, GithubOidcToken, GithubOidcToken[]]>([
    ['an owner', OWNER.environment('production'), production(GithubRepository.of('octo-org/octo-repo-2')),
      [main(REPO), ...FOREIGN.slice(0, 3).map(repository => production(repository)), production(under(REPO, ['repo', 'ref', 'environment']))]],
    ['a template that begins with the context', under(REPO, ['context', 'repo']).environment('production'),
      production(under(REPO, ['context', 'repo'])),
      [production(REPO), ...FOREIGN.map(repository => production(under(repository, ['context', 'repo'])))]],
    ['a value with a colon', under(REPO, ['repo', 'context', 'workflow'], { workflow: exactly('deploy:all') }).branch('main'),
      main(under(REPO, ['repo', 'context', 'workflow']), { claims: { workflow: 'deploy:all' } }),
      [main(REPO), main(under(REPO, ['repo', 'context', 'workflow'])),
        ...FOREIGN.map(repository => main(under(repository, ['repo', 'context', 'workflow']), { claims: { workflow: 'deploy:all' } }))]],
    ['a repository', REPO.environment('production'), production(REPO), [main(REPO), ...FOREIGN.map(repository => production(repository))]],
  ])('%s of version 3.19', (_, subject, member, strangers) => {
    expectDecisions(trustPolicy({ subjects: [subject], issuer: NEW }), [member],
      [...strangers, GithubOidcToken.fromClaims({ ...member.claims, aud: 'https://github.example.com/octo-org' })]);
  });
});
