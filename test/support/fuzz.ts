import * as fc from 'fast-check';
import { letsInByOurs, providerArn, trustPolicy, TrustPolicy } from './arbitraries';
import { mayAssume } from './independent-engine';
import { Asked, Context, Match, OfRepository, Raw, Trust, typicalOf, Who } from './meaning';
import {
  ACTORS, AUDIENCES, BRANCHES, CALLED_WORKFLOWS, ENVIRONMENTS, GITHUB_COM, IDS, Issuer, ISSUERS, mint, NAMES, OWNER_IDS, OWNERS,
  readByAws, TAGS, Token, Variation, varied, VISIBILITIES, WORKFLOWS,
} from './universe';
import { ClaimMatch } from '../../src/github/claim-match';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';
import { SubjectFormat } from '../../src/github/subject-format';
import { GithubSubjectTemplate } from '../../src/github/subject-template';

/** `FUZZ_RUNS=100000 FUZZ_SEED=1 npx jest test/fuzz` repeats a run exactly. */
export const RUNS = Number(process.env.FUZZ_RUNS ?? 2_000);
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 0x7fffffff));

export const TIMEOUT = 60_000 + RUNS * 10;

/** @param most runs, where one is dear */
export function fuzz<T>(what: string, cases: fc.Arbitrary<T>, holds: (one: T) => void, most = RUNS): void {
  const numRuns = Math.min(RUNS, most);
  process.stderr.write(`${what}: FUZZ_SEED=${SEED} FUZZ_RUNS=${numRuns}\n`);
  fc.assert(fc.property(cases, holds), { numRuns, seed: SEED });
}

/** How often something happened, to show that a run tried what it says. */
export class Tally {
  private readonly counts = new Map<string, number>();

  public add(what: string): void {
    this.counts.set(what, this.count(what) + 1);
  }

  public count(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  public share(...whats: string[]): number {
    const all = [...this.counts.values()].reduce((sum, count) => sum + count, 0);
    return whats.reduce((sum, what) => sum + this.count(what), 0) / all;
  }

  public toString(): string {
    return [...this.counts].sort().map(([what, count]) => `${what} ${count}`).join(', ');
  }
}

/** The tokens of jobs that differ a little from what was asked for. */
export function tokensNear({ trust, variations }: { readonly trust: Trust; readonly variations: readonly Variation[] }): Token[] {
  return variations.flatMap(variation => {
    const { other, choice } = variation;
    const [asked, second] = [choice, Math.floor(choice / 7)].map(index => trust.asked[index % trust.asked.length]);
    const original = 'raw' in asked ? { ...other, issuer: trust.issuer, audience: trust.audiences[0] }
      // What one may do is what another might come to do.
      : typicalOf(trust, choice % 2 === 0 && 'who' in second ? { ...second, who: asked.who } : asked, other, choice);
    return mint(varied(original, variation)) ?? [];
  });
}

export interface Decision {
  readonly independent: boolean;
  readonly ours: boolean;
}

export function decide(policy: TrustPolicy, token: Token): Decision {
  return { independent: letsIn(policy, token), ours: letsInByOurs(policy, token.claims) };
}

/** By the engine that is not ours. It compares every claim with every key, so that those which no statement names are left out. */
export function letsIn(policy: TrustPolicy, token: Token): boolean {
  const named = namedClaims(policy);
  const claims = Object.fromEntries(Object.entries(readByAws(token)).filter(([claim]) => named.has(claim)));
  return mayAssume(policy, token.job.issuer.url.slice('https://'.length), claims);
}

/** The claims that a policy demands something of. */
export function namedClaims(policy: TrustPolicy): Set<string> {
  const keys = policy.Statement.flatMap(({ Condition: conditions }) => Object.values(conditions as object).flatMap(block => Object.keys(block)));
  return new Set(keys.map(key => key.slice(key.lastIndexOf(':') + 1)));
}

/** The policy by the package's own builders and renderer, within a quota where one is given, or the error by which they refuse it. */
export function policiesOf(trust: Trust): (quota?: number) => TrustPolicy | Error {
  const issuer = githubIssuer(trust.issuer);
  const subjects = orRefusal(() => trust.asked.map(subjectOf));
  return quota => subjects instanceof Error ? subjects : orRefusal(() => trustPolicy({
    subjects,
    issuer,
    audiences: trust.audiences,
    format: trust.format && SubjectFormat[trust.format],
    claimKeys: trust.areClaimsConfirmed,
    quota: quota === undefined ? undefined : { characters: quota, providerArn: providerArn(issuer) },
  }));
}

/** What no token could meet, what the issuer or the IDs at hand cannot express, or what IAM would not take; anything else has to be a policy. */
export const REFUSALS = [
  'EnvironmentAmbiguous', 'FeatureNotOnIssuer', 'GithubClaimsContradict', 'GithubIdsMissing', 'GithubSubjectTemplateInvalid', 'IamRefusesTrustPolicy',
  'SubjectOpenToAnyOwner',
];

function orRefusal<T>(make: () => T): T | Error {
  try {
    return make();
  } catch (error) {
    return error as Error;
  }
}

export function githubIssuer({ product }: Issuer): GithubIssuer {
  switch (product) {
    case 'github.com': return GithubIssuer.GITHUB_COM;
    case 'enterprise': return GithubIssuer.enterprise('octo-inc');
    case 'ghe.com': return GithubIssuer.dataResidency('octocorp');
    case 'ghe.com enterprise': return GithubIssuer.dataResidencyEnterprise('octocorp');
    case 'server 3.19': return GithubIssuer.server('new.example.com', { version: '3.19' });
    case 'server 3.18': return GithubIssuer.server('old.example.com');
  }
}

function subjectOf(asked: Asked): GithubSubject {
  const subject = !('raw' in asked) ? contextOf(repositoryOf(asked), asked.context)
    : asked.isPattern ? GithubSubject.customLike(asked.raw) : GithubSubject.custom(asked.raw);
  return asked.claims.reduce((narrowed, demanded) => narrowed.withClaims(claimMatches(demanded, claim => PROPERTY[claim])), subject);
}

const PROPERTY: Record<string, string> = {
  actor: 'actor',
  actor_id: 'actorId',
  enterprise_id: 'enterpriseId',
  environment: 'environment',
  job_workflow_ref: 'jobWorkflowRef',
  ref: 'gitRef',
  repository: 'repository',
  repository_id: 'repositoryId',
  repository_owner_id: 'repositoryOwnerId',
  workflow: 'workflow',
};

function repositoryOf({ who: { owner, name, ids }, template }: OfRepository): GithubRepository {
  const ownerText = ids ? `${owner}@${ids.owner}` : owner;
  const repository = name === undefined
    ? GithubRepository.allOwnedBy(ownerText)
    : GithubRepository.of(`${ownerText}/${ids ? `${name}@${ids.repository}` : name}`);
  return template ? repository.withSubjectTemplate(GithubSubjectTemplate.of(...template.keys), claimMatches(template.values)) : repository;
}

function contextOf(repository: GithubRepository, context: Context): GithubSubject {
  switch (context.kind) {
    case 'any': return repository.anyContext();
    case 'pull_request': return repository.pullRequest();
    default: return context.isPattern ? repository[`${context.kind}Like`](context.value) : repository[context.kind](context.value);
  }
}

function claimMatches(demanded: Readonly<Record<string, Match>>, nameOf = (claim: string) => claim): Record<string, ClaimMatch> {
  return Object.fromEntries(Object.entries(demanded).map(([claim, { isPattern, values }]) =>
    [nameOf(claim), isPattern ? ClaimMatch.like(...values) : ClaimMatch.exactly(...values)]));
}

function exactly(...values: readonly string[]): fc.Arbitrary<Match> {
  return fc.subarray([...values], { minLength: 1, maxLength: 2 }).map(some => ({ isPattern: false, values: some }));
}

function like(...patterns: readonly string[]): fc.Arbitrary<Match> {
  return fc.constantFrom(...patterns).map(pattern => ({ isPattern: true, values: [pattern] }));
}

const CLAIMS: Record<string, fc.Arbitrary<Match>> = {
  actor: fc.oneof(exactly(...ACTORS), like('octo*', 'dependabot?bot?')),
  actor_id: exactly('12', '13'),
  enterprise_id: exactly('5', '6'),
  environment: fc.oneof(exactly(...ENVIRONMENTS), like('prod*', 'a*')),
  job_workflow_ref: fc.oneof(exactly(...CALLED_WORKFLOWS), like('octo/auto/*@refs/heads/*', 'octo/auto/.github/workflows/ci.yml@refs/tags/*')),
  ref: fc.oneof(exactly('refs/heads/main', 'refs/tags/v1', 'refs/pull/7/merge'), like('refs/heads/*', 'refs/tags/v?')),
  repository: fc.oneof(exactly('octo/app', 'octo/repo', 'octo-x/app'), like('octo/*')),
  repository_id: exactly(...IDS),
  repository_owner_id: exactly(...OWNER_IDS),
  workflow: fc.oneof(exactly(...WORKFLOWS), like('deploy*', '*')),
};

export const claims: fc.Arbitrary<OfRepository['claims']> = fc.record({
  named: fc.array(fc.subarray(Object.keys(CLAIMS), { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
  none: fc.integer({ min: 0, max: 2 }).map(dice => dice > 0),
  matches: fc.array(fc.record(CLAIMS), { minLength: 2, maxLength: 2 }),
}).map(({ named, none, matches }) => none ? [] : named.map((names, index) => Object.fromEntries(names.map(name => [name, matches[index][name]]))));

export const context: fc.Arbitrary<Context> = fc.oneof(
  fc.constantFrom(...BRANCHES).map((value): Context => ({ kind: 'branch', value, isPattern: false })),
  fc.constantFrom(...TAGS).map((value): Context => ({ kind: 'tag', value, isPattern: false })),
  { weight: 3, arbitrary: fc.constantFrom(...ENVIRONMENTS).map((value): Context => ({ kind: 'environment', value, isPattern: false })) },
  fc.constantFrom('main*', '*', 'rel/?', '*-prod', '*@*', 'main').map((value): Context => ({ kind: 'branch', value, isPattern: true })),
  fc.constantFrom('v*', 'v?', '*').map((value): Context => ({ kind: 'tag', value, isPattern: true })),
  fc.constantFrom('prod*', '*', '?rod', 'a:*', 'a?b', 'a%3A*', '*-prod', 'pull_*', 'x@*')
    .map((value): Context => ({ kind: 'environment', value, isPattern: true })),
  { weight: 2, arbitrary: fc.constant<Context>({ kind: 'pull_request' }) },
  fc.constant<Context>({ kind: 'any' }),
);

const TEMPLATE_VALUES: Record<string, fc.Arbitrary<Match>> = {
  workflow: CLAIMS.workflow,
  job_workflow_ref: CLAIMS.job_workflow_ref,
  actor: CLAIMS.actor,
  repository_visibility: exactly(...VISIBILITIES),
  event_name: exactly('push', 'workflow_dispatch'),
  ref: CLAIMS.ref,
  environment: CLAIMS.environment,
};
/** By what claims a context tells itself. */
const TELLING: Record<Context['kind'], readonly string[]> = {
  branch: ['ref', 'ref_type'], tag: ['ref', 'ref_type'], environment: ['environment'], pull_request: ['event_name'], any: [],
};

/** A template that tells the context, with the values of all keys that the context does not tell. */
function templated(of: Context): fc.Arbitrary<NonNullable<OfRepository['template']>> {
  const telling = TELLING[of.kind];
  return fc.record({
    who: fc.constantFrom(
      ['repo'], ['repo'], ['repo'], ['repository'], ['repository_id'], ['repository_owner'], ['repository_owner_id'],
      ['repo', 'repository_id'], ['repo', 'repository_owner'], ['repo', 'repository_owner_id'],
    ),
    context: fc.constantFrom('context', 'context', telling[0] ?? 'context'),
    others: fc.shuffledSubarray(Object.keys(TEMPLATE_VALUES), { maxLength: 2 }),
    order: fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
    values: fc.record(TEMPLATE_VALUES),
  }).map(({ who: names, context: key, others, order, values }) => {
    const more = others.filter(other => other !== key && !(key === 'context' && other === 'environment'));
    // The repository stands first, mostly.
    const placed = [...names, key, ...more].map((one, index) => ({ one, at: index === 0 ? order[0] % 3 : order[index] }));
    const keys = placed.sort((left, right) => left.at - right.at).map(({ one }) => one);
    return { keys, values: Object.fromEntries(more.filter(one => !telling.includes(one)).map(one => [one, values[one]])) };
  });
}

const who: fc.Arbitrary<Who & { readonly ids: NonNullable<Who['ids']> }> = fc.record({
  owner: fc.constantFrom('octo', 'octo', 'octo', ...OWNERS),
  name: fc.constantFrom(...NAMES, 'app', undefined, undefined),
  ids: fc.record({ owner: fc.constantFrom('1', '1', ...OWNER_IDS), repository: fc.constantFrom(...IDS) }),
});

const raw: fc.Arbitrary<Raw> = fc.record({
  raw: fc.constantFrom(
    ['repo:octo/app:environment:prod', false], ['repo:octo@1/app@11:pull_request', false], ['repository_owner:octo', false],
    ['repository_id:11:ref:refs/heads/main', false],
    ['repo:octo/app:*', true], ['repo:octo@1/*:environment:prod', true], ['repository_owner_id:1:*', true],
  ),
  claims,
}).map(({ raw: [text, isPattern], claims: demanded }) => ({ raw: text as string, isPattern: isPattern as boolean, claims: demanded }));

export const ofRepository: fc.Arbitrary<OfRepository> = fc.record({ who, context, claims, dice: fc.integer({ min: 0, max: 3 }) })
  .chain(({ dice, ...asked }) => dice === 0 ? templated(asked.context).map(template => ({ ...asked, template })) : fc.constant(asked));

function asIs(asked: readonly Asked[]): readonly Asked[] {
  return asked;
}

/** All with the claims and the owner of the first, and of whole owners if it is: only subjects that are alike share a statement. */
function likeTheFirst(asked: readonly Asked[]): Asked[] {
  const [first] = asked;
  return asked.map(one => {
    if (!('who' in one) || !('who' in first)) {
      return { ...one, claims: first.claims };
    }
    const { owner, name, ids } = first.who;
    const own = { owner, name: name && one.who.name, ids: one.who.ids && { ...one.who.ids, owner: ids?.owner ?? one.who.ids.owner } };
    return { ...one, claims: first.claims, who: own };
  });
}

/** The same of one owner, for pull requests and for the environment of that name: what guards the one would refuse the other. */
function pullRequests(asked: readonly Asked[]): Asked[] {
  return asked.slice(0, 1).flatMap((one): Asked[] => 'who' in one
    ? PULL_REQUESTS.map(each => ({ who: { ...one.who, name: undefined }, claims: one.claims, context: each }))
    : [one]);
}
const PULL_REQUESTS: Context[] = [{ kind: 'pull_request' }, { kind: 'environment', value: 'pull_request', isPattern: false }];

/** Whom to trust, of what issuer, in which form: mostly what the API takes. */
export const trust: fc.Arbitrary<Trust> = fc.record({
  asked: fc.array(fc.oneof({ weight: 9, arbitrary: ofRepository }, { weight: 1, arbitrary: raw }), { minLength: 1, maxLength: 4 }),
  issuer: fc.oneof({ weight: 2, arbitrary: fc.constant(GITHUB_COM) }, { weight: 1, arbitrary: fc.constantFrom(...ISSUERS) }),
  format: fc.constantFrom(undefined, undefined, 'BOTH', 'IMMUTABLE', 'NAME') as fc.Arbitrary<Trust['format']>,
  isConfirmed: fc.integer({ min: 0, max: 4 }).map(dice => dice > 0),
  withIds: fc.integer({ min: 0, max: 4 }).map(dice => dice > 0),
  chosen: fc.constantFrom(...Array(6).fill(asIs), ...Array(6).fill(likeTheFirst), pullRequests) as fc.Arbitrary<typeof asIs>,
  audiences: fc.constantFrom([AUDIENCES[0]], [AUDIENCES[0]], [AUDIENCES[0], AUDIENCES[1]]),
}).map(({ asked, issuer, format, isConfirmed, withIds, chosen, audiences }): Trust => ({
  asked: chosen(asked).map(one => ({
    ...one,
    ...'who' in one && !(withIds && issuer.mintsImmutable) && { who: { ...one.who, ids: undefined } },
    ...!issuer.isReadByAws && { claims: [] },
  })),
  issuer,
  format: withIds && issuer.mintsImmutable && !(format === 'BOTH' && !issuer.isReadByAws) ? format : undefined,
  areClaimsConfirmed: isConfirmed && issuer.isReadByAws,
  audiences,
}));
