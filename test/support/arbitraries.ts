import * as fc from 'fast-check';
import { mayAssume } from './independent-engine';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubOidcToken } from '../../src/github/oidc-token';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';
import { SubjectFormat } from '../../src/github/subject-format';
import { evaluate, PolicyStatementJson } from '../../src/trust/evaluate';
import { renderConditions } from '../../src/trust/render';
import { TrustOptions } from '../../src/trust/trust-options';
import { trustStatements } from '../../src/trust/trust-statements';

export const AUDIENCE = 'sts.amazonaws.com';

/** What a job is, as GitHub knows it. Nothing here is taken from the code under test. */
export interface Job {
  readonly repository: RepositoryFacts;
  readonly context: JobContext;
  /** Whether the repository mints immutable subjects. */
  readonly isImmutable: boolean;
  readonly issuer: GithubIssuer;
  readonly audience: string;
}

export interface RepositoryFacts {
  readonly owner: string;
  readonly ownerId: string;
  readonly name: string;
  readonly id: string;
}

export interface JobContext {
  readonly kind: 'branch' | 'tag' | 'environment' | 'pull_request';
  readonly value: string;
}

export type Claims = Record<string, string>;

export function nameOf({ owner, name }: RepositoryFacts): string {
  return `${owner}/${name}`;
}

export function immutableNameOf({ owner, ownerId, name, id }: RepositoryFacts): string {
  return `${owner}@${ownerId}/${name}@${id}`;
}

/** The tail of `sub` under GitHub's default template. */
export function tailOf({ kind, value }: JobContext): string {
  switch (kind) {
    case 'branch': return `ref:refs/heads/${value}`;
    case 'tag': return `ref:refs/tags/${value}`;
    case 'environment': return `environment:${value.split(':').join('%3A')}`;
    case 'pull_request': return 'pull_request';
  }
}

/** The claims that GitHub puts into the job's token. */
export function claimsOf({ repository, context, isImmutable, issuer, audience }: Job): Claims {
  const ref = {
    branch: `refs/heads/${context.value}`, tag: `refs/tags/${context.value}`, environment: 'refs/heads/main', pull_request: 'refs/pull/7/merge',
  }[context.kind];
  const workflow = `${nameOf(repository)}/.github/workflows/deploy.yml@${ref}`;
  return {
    iss: issuer.url,
    aud: audience,
    sub: `repo:${isImmutable ? immutableNameOf(repository) : nameOf(repository)}:${tailOf(context)}`,
    repository: nameOf(repository),
    repository_id: repository.id,
    repository_owner: repository.owner,
    repository_owner_id: repository.ownerId,
    ref,
    ref_type: context.kind === 'tag' ? 'tag' : 'branch',
    event_name: context.kind === 'pull_request' ? 'pull_request' : 'push',
    ...(context.kind === 'environment' && { environment: context.value }),
    actor: 'octocat',
    actor_id: '12',
    workflow: 'deploy',
    workflow_ref: workflow,
    job_workflow_ref: workflow,
  };
}

export interface TrustPolicy {
  readonly Version: string;
  readonly Statement: PolicyStatementJson[];
}

/** The trust policy that stands in the template, with a literal provider. */
export function trustPolicy(options: Partial<TrustOptions> & Pick<TrustOptions, 'subjects'>): TrustPolicy {
  const issuer = options.issuer ?? GithubIssuer.GITHUB_COM;
  const statements = trustStatements({ issuer, audiences: [AUDIENCE], claimKeys: issuer.hasClaimKeys, ...options });
  return {
    Version: '2012-10-17',
    Statement: statements.map(statement => ({
      Sid: statement.sid,
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: providerArn(issuer) },
      Condition: renderConditions(statement, issuer.conditionKeyPrefix),
    })),
  };
}

export function providerArn(issuer: GithubIssuer): string {
  return `arn:aws:iam::111111111111:oidc-provider/${issuer.conditionKeyPrefix}`;
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
const READ_BY_AWS = new Set([
  'aud', 'sub', 'actor', 'actor_id', 'enterprise_id', 'environment', 'job_workflow_ref', 'ref', 'repository', 'repository_id', 'repository_owner_id',
  'workflow',
]);
const READ_OF_ANY_ISSUER = new Set(['aud', 'sub']);
/** GitHub.com with any one segment behind it, and GHE.com with none. */
const READ_ISSUERS = /^token\.actions\.(githubusercontent\.com(\/[^/]+)?|[^./]+\.ghe\.com)$/;

/** Whether the policy lets the token in, by the engine that we did not write. */
export function letsInByIndependentEngine(policy: TrustPolicy, claims: Claims): boolean {
  const prefix = claims.iss.slice('https://'.length);
  const read = Object.entries(claims).filter(([claim]) => (READ_ISSUERS.test(prefix) ? READ_BY_AWS : READ_OF_ANY_ISSUER).has(claim));
  return mayAssume(policy, prefix, Object.fromEntries(read));
}

/** Whether the policy lets the token in, by our own evaluation. */
export function letsInByOurs(policy: TrustPolicy, claims: Claims): boolean {
  return evaluate(policy.Statement, GithubOidcToken.fromClaims(claims)).allowed;
}

const ALPHANUMERIC = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];

function text(characters: readonly string[], minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
}

const id = fc.oneof(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 2_000_000_000 })).map(String);

const ownerName = fc.record({
  words: fc.array(text(ALPHANUMERIC, 1, 9), { minLength: 1, maxLength: 3 }),
  shortcode: fc.option(text(ALPHANUMERIC, 1, 5), { freq: 4 }),
}).map(({ words, shortcode }) => words.join('-') + (shortcode === null ? '' : `_${shortcode}`));

const repositoryName = text([...ALPHANUMERIC, '-', '_', '.'], 1, 20).filter(name => !/^\.{1,2}$|\.git$/i.test(name));

/** Any repository that GitHub can have, and whose names do not end in the withdrawn `-ID`. */
export const repositoryFacts: fc.Arbitrary<RepositoryFacts> = fc.record({ owner: ownerName, ownerId: id, name: repositoryName, id })
  .filter(facts => !facts.owner.endsWith(`-${facts.ownerId}`) && !facts.name.endsWith(`-${facts.id}`));

const gitName = fc.array(text([...ALPHANUMERIC, ...'-_.#@+=%&()éß'], 1, 8), { minLength: 1, maxLength: 3 })
  .map(segments => segments.join('/'))
  .filter(name => !/^[-/]|\/$|\.$|\/\/|(^|\/)\.|\.lock(\/|$)|^@$|\.\./.test(name) && !name.startsWith('refs/'));

// No line ends: the independent engine's `*` does not cross them, unlike AWS's.
const ENVIRONMENT_CHARACTERS = Array.from({ length: 0x100 - 0x20 }, (_, index) => String.fromCharCode(0x20 + index))
  .filter(character => !'*?'.includes(character));
const environmentName = text([...ENVIRONMENT_CHARACTERS, ...':%:%:%'], 1, 20).filter(name => name.trim() !== '' && !name.includes('${'));
/** Names that no other environment's subject can look like. */
const unambiguousName = text(ENVIRONMENT_CHARACTERS.filter(character => !':%'.includes(character)), 1, 20)
  .filter(name => name.trim() !== '' && !name.includes('${'));

/** A context that was asked for, one job that it means, and jobs with another value that it does not mean. */
export interface SubjectCase {
  readonly subjectOf: (repository: GithubRepository) => GithubSubject;
  readonly context: JobContext;
  readonly otherValues: readonly string[];
  /** The value that has the same `sub` and is not meant, where `:` or `%3A` stands in what was asked for. */
  readonly twin?: string;
  /** How many characters of the context's tail stand to the left of the first wildcard. */
  readonly literalLength: number;
}

type Named = 'branch' | 'tag' | 'environment';
type Names = Record<Named, fc.Arbitrary<string>>;
const NAMES: Names = { branch: gitName, tag: gitName, environment: environmentName };
const UNAMBIGUOUS_NAMES: Names = { ...NAMES, environment: unambiguousName };

/** Another text that GitHub writes into `sub` alike. */
function twinOf(kind: Named, value: string): string | undefined {
  if (kind !== 'environment' || !/:|%3A/.test(value)) {
    return undefined;
  }
  return value.includes(':') ? value.replace(':', '%3A') : value.replace('%3A', ':');
}

function exactCase(kind: Named, names: Names): fc.Arbitrary<SubjectCase> {
  const encoded = fc.tuple(names[kind], names[kind]).map(([before, after]) => `${before.slice(0, 9)}%3A${after.slice(0, 9)}`);
  const mayBeEncoded = kind === 'environment' && names === NAMES;
  return (mayBeEncoded ? fc.oneof({ weight: 9, arbitrary: names[kind] }, { weight: 1, arbitrary: encoded }) : names[kind]).map(value => {
    const context = { kind, value };
    return {
      subjectOf: repository => repository[kind](value),
      context,
      otherValues: [`${value}x`, `x${value}`, value.slice(0, -1), `${value}/x`, `${value}:x`],
      twin: twinOf(kind, value),
      literalLength: tailOf(context).length,
    };
  });
}

function patternCase(kind: Named, names: Names): fc.Arbitrary<SubjectCase> {
  return fc.record({ before: names[kind], after: fc.oneof(fc.constant(''), names[kind]), star: fc.boolean(), fill: NAMES[kind] })
    .map(({ before, after, star, fill }) => {
      const pattern = `${before}${star ? '*' : '?'}${after}`;
      // `:` is one character in an environment's name and three in `sub`.
      const one = fill[0] === ':' ? 'x' : fill[0];
      const changed = before[0] === 'x' ? 'y' : 'x';
      const twin = twinOf(kind, before);
      return {
        subjectOf: (repository: GithubRepository) => repository[`${kind}Like`](pattern),
        context: { kind, value: `${before}${star ? fill : one}${after}` },
        otherValues: [
          `${changed}${before.slice(1)}${one}${after}`,
          `${changed}${before}${one}${after}`,
          ...(star ? [] : [`${before}${after}`, `${before}${one}x${after}`]),
        ],
        twin: twin && `${twin}${star ? fill : one}${after}`,
        literalLength: tailOf({ kind, value: before }).length,
      };
    })
    .filter(({ context }) => !context.value.includes('${'));
}

const pullRequestCase: fc.Arbitrary<SubjectCase> = fc.constant({
  subjectOf: repository => repository.pullRequest(),
  context: { kind: 'pull_request', value: '' },
  otherValues: [],
  literalLength: 'pull_request'.length,
});

const KINDS = ['branch', 'tag', 'environment'] as const;

const anyContextCase: fc.Arbitrary<SubjectCase> = fc.oneof(...KINDS.map(kind => exactCase(kind, NAMES)), pullRequestCase)
  .map(({ context }) => ({ subjectOf: repository => repository.anyContext(), context, otherValues: [], literalLength: 0 }));

function anyCase(names: Names): fc.Arbitrary<SubjectCase> {
  return fc.oneof(...KINDS.map(kind => exactCase(kind, names)), ...KINDS.map(kind => patternCase(kind, names)), pullRequestCase, anyContextCase);
}

/** Any subject; an environment's name may hold `:` and `%`, which needs an issuer and a partition where AWS reads its claim. */
export const subjectCase = anyCase(NAMES);
/** Any subject that needs no claim. */
export const claimlessSubjectCase = anyCase(UNAMBIGUOUS_NAMES);

/** How a repository is trusted: which IDs were given, what was asked for, and which form of `sub` that means. */
export interface FormatCase {
  readonly issuer: GithubIssuer;
  readonly withIds: boolean;
  readonly format?: SubjectFormat;
  readonly claimKeys: boolean;
  readonly means: 'BOTH' | 'IMMUTABLE' | 'NAME';
}

/** Subjects that the issuer and the partition can tell from others'. */
export function subjectCaseFor({ issuer, claimKeys }: Pick<FormatCase, 'issuer' | 'claimKeys'>): fc.Arbitrary<SubjectCase> {
  return issuer.hasClaimKeys && claimKeys ? subjectCase : claimlessSubjectCase;
}

const CLOUD_ISSUERS = [GithubIssuer.GITHUB_COM, GithubIssuer.enterprise('Octo-Inc'), GithubIssuer.dataResidency('octocorp')];
const RESIDENT_ENTERPRISE = GithubIssuer.dataResidencyEnterprise('octocorp');
const SERVERS = [GithubIssuer.server('github.example.com'), GithubIssuer.server('github.example.com', { version: '3.19' })];

export const formatCase: fc.Arbitrary<FormatCase> = fc.oneof(
  {
    weight: 18,
    arbitrary: fc.record({
      issuer: fc.constantFrom(...CLOUD_ISSUERS),
      how: fc.constantFrom<Omit<FormatCase, 'issuer'>>(
        { withIds: true, claimKeys: true, means: 'BOTH' },
        { withIds: true, claimKeys: true, means: 'BOTH', format: SubjectFormat.BOTH },
        { withIds: true, claimKeys: true, means: 'IMMUTABLE', format: SubjectFormat.IMMUTABLE },
        { withIds: true, claimKeys: true, means: 'NAME', format: SubjectFormat.NAME },
        { withIds: true, claimKeys: false, means: 'IMMUTABLE' },
        { withIds: true, claimKeys: false, means: 'IMMUTABLE', format: SubjectFormat.IMMUTABLE },
        { withIds: true, claimKeys: false, means: 'NAME', format: SubjectFormat.NAME },
        { withIds: false, claimKeys: true, means: 'NAME' },
        { withIds: false, claimKeys: false, means: 'NAME', format: SubjectFormat.NAME },
      ),
    }).map(({ issuer, how }) => ({ issuer, ...how })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<FormatCase>(
      { issuer: RESIDENT_ENTERPRISE, withIds: true, claimKeys: false, means: 'IMMUTABLE' },
      { issuer: RESIDENT_ENTERPRISE, withIds: true, claimKeys: false, means: 'NAME', format: SubjectFormat.NAME },
      { issuer: RESIDENT_ENTERPRISE, withIds: false, claimKeys: false, means: 'NAME' },
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(...SERVERS).map((issuer): FormatCase => ({ issuer, withIds: false, claimKeys: false, means: 'NAME' })) },
);
