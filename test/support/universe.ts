import * as fc from 'fast-check';

/**
 * GitHub, as far as tokens show it, from its documentation alone: nothing here comes from the code under test.
 *
 * It is so small that names, IDs and values collide all the time.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export interface Issuer {
  readonly product: 'github.com' | 'enterprise' | 'ghe.com' | 'ghe.com enterprise' | 'server 3.18' | 'server 3.19';
  readonly url: string;
  readonly mintsImmutable: boolean;
  /** Whether `:` inside a value of `sub` becomes `%3A`; promised from GitHub Enterprise Server 3.19 on. */
  readonly encodesColons: boolean;
  /** Whether AWS reads the ten claims beside `aud` and `sub`. */
  readonly isReadByAws: boolean;
}

const CLOUD = { mintsImmutable: true, encodesColons: true, isReadByAws: true };
const SERVER = { mintsImmutable: false, encodesColons: true, isReadByAws: false };
export const GITHUB_COM: Issuer = { product: 'github.com', url: 'https://token.actions.githubusercontent.com', ...CLOUD };
export const ISSUERS: readonly Issuer[] = [
  GITHUB_COM,
  { product: 'enterprise', url: 'https://token.actions.githubusercontent.com/octo-inc', ...CLOUD },
  { product: 'ghe.com', url: 'https://token.actions.octocorp.ghe.com', ...CLOUD },
  { product: 'ghe.com enterprise', url: 'https://token.actions.octocorp.ghe.com/octocorp', ...CLOUD, isReadByAws: false },
  { product: 'server 3.19', url: 'https://new.example.com/_services/token', ...SERVER },
  { product: 'server 3.18', url: 'https://old.example.com/_services/token', ...SERVER, encodesColons: false },
];

/**
 * One job at one moment. A repository keeps its ID when it is renamed or transferred, and so does an account, so that any name may come
 * with any IDs; a name that was registered again is the same name with other IDs.
 */
export interface Job {
  readonly owner: string;
  readonly ownerId: string;
  readonly name: string;
  readonly id: string;
  readonly visibility: string;
  /** `include_claim_keys`, which each repository's own administrators choose. */
  readonly template: readonly string[];
  /** Whether the repository mints immutable subjects. */
  readonly isImmutable: boolean;
  readonly event: string;
  /** A merged pull request's run has the ref of the branch. */
  readonly ref: string;
  readonly environment: string | undefined;
  readonly workflow: string;
  /** The reusable workflow that the job runs in; without, its own file. */
  readonly calledWorkflow: string | undefined;
  readonly actor: string;
  readonly actorId: string;
  readonly enterpriseId: string | undefined;
  readonly audience: string;
  readonly issuer: Issuer;
  /** Custom properties of the repository and what else its owner chooses, by claim. */
  readonly others?: Claims;
}

export type Claims = Record<string, string>;

export interface Token {
  readonly job: Job;
  /** The keys of `sub` in order, `context` replaced by what it stands for. */
  readonly keys: readonly string[];
  readonly claims: Claims;
}

export const DEFAULT_TEMPLATE = ['repo', 'context'];

/** What `context` stands for. An environment hides the pull request, and that the ref. */
export function contextKey({ environment, event }: Job): string {
  return environment !== undefined ? 'environment' : event === 'pull_request' ? 'pull_request' : 'ref';
}

/** The token that GitHub mints; none where the template asks for an environment and the job names none. */
export function mint(job: Job): Token | undefined {
  const { owner, ownerId, name, id, ref, environment, isImmutable, issuer } = job;
  const fullName = `${owner}/${name}`;
  const claims: Record<string, string | undefined> = {
    iss: issuer.url,
    aud: job.audience,
    repository: fullName,
    repository_id: id,
    repository_owner: owner,
    repository_owner_id: ownerId,
    repository_visibility: job.visibility,
    ref,
    ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    event_name: job.event,
    environment,
    actor: job.actor,
    actor_id: job.actorId,
    enterprise_id: job.enterpriseId,
    workflow: job.workflow,
    job_workflow_ref: job.calledWorkflow ?? `${fullName}/.github/workflows/deploy.yml@${ref}`,
    ...job.others,
  };
  const keys = job.template.map(key => key === 'context' ? contextKey(job) : key);
  const values: Record<string, string | undefined> = {
    ...claims,
    // The IDs are always in the key `repo` of an immutable subject, and in no other key.
    repo: isImmutable && issuer.mintsImmutable ? `${owner}@${ownerId}/${name}@${id}` : fullName,
    pull_request: '',
  };
  if (keys.some(key => values[key] === undefined)) {
    return undefined;
  }
  const sub = keys.map(key => key === 'pull_request' ? key : `${key}:${inSubject(values[key]!, issuer)}`).join(':');
  const given = Object.entries(claims).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { job, keys, claims: { ...Object.fromEntries(given), sub } };
}

/** How a value stands in `sub`: nothing but `:` is encoded, not even `%`. */
export function inSubject(value: string, { encodesColons }: Issuer): string {
  return encodesColons ? value.split(':').join('%3A') : value;
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
const READ_BY_AWS = [
  'actor', 'actor_id', 'enterprise_id', 'environment', 'job_workflow_ref', 'ref', 'repository', 'repository_id', 'repository_owner_id', 'workflow',
];

/** What of a token AWS compares with a policy. */
export function readByAws({ job, claims }: Token): Claims {
  const read = ['aud', 'sub', ...(job.issuer.isReadByAws ? READ_BY_AWS : [])];
  return Object.fromEntries(Object.entries(claims).filter(([claim]) => read.includes(claim)));
}

export const OWNERS = ['octo', 'octo-x', 'evil'] as const;
export const OWNER_IDS = ['1', '2', '11'] as const;
export const NAMES = ['app', 'app-x', 'customer-portal', 'repo', 'infrastructure-web', 'documentation-site'] as const;
export const IDS = ['11', '12', '13', '21', '22', '1'] as const;
export const BRANCHES = ['main', 'main-x', 'rel/1', 'x-prod', 'a%3Ab', 'octo@1/app@11', 'x@1/y@11', 'pull_request'] as const;
export const TAGS = ['v1', 'v1.0', 'main', 'x-prod', 'octo@1/app@11'] as const;
/** Some look like further segments of a subject, or like another repository's beginning. */
export const ENVIRONMENTS = [
  'prod', 'prod-eu', 'Prod', 'x-prod', 'main', 'pull_request', 'pull_request', 'a:b', 'a%3Ab', 'a:b:c', '100%', 'octo@1/app@11',
  'x@1/y@11:environment:prod', 'prod:ref:refs/heads/main',
] as const;
export const WORKFLOWS = ['deploy', 'pull_request', 'x-prod', 'a:b', 'a%3Ab', 'octo/app', 'x:environment:prod', 'environment'] as const;
export const CALLED_WORKFLOWS = [
  'octo/auto/.github/workflows/ci.yml@refs/heads/main', 'octo/auto/.github/workflows/ci.yml@refs/tags/v1',
  'octo-x/auto/.github/workflows/ci.yml@refs/heads/main',
  'evil/auto/.github/workflows/ci.yml@refs/heads/octo/auto/.github/workflows/ci.yml@refs/heads/main',
] as const;
export const ACTORS = ['octocat', 'dependabot[bot]', 'pull_request'] as const;
export const AUDIENCES = ['sts.amazonaws.com', 'sts.amazonaws.com.cn', 'https://github.com/octo', 'STS.amazonaws.com'] as const;
export const EVENTS = ['push', 'pull_request', 'workflow_dispatch'] as const;
export const VISIBILITIES = ['private', 'public'] as const;

const TEMPLATE_KEYS = [
  'repo', 'context', 'ref', 'environment', 'workflow', 'job_workflow_ref', 'actor', 'repository', 'repository_owner', 'repository_id',
  'repository_owner_id', 'repository_visibility', 'event_name',
];

export const template: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(DEFAULT_TEMPLATE) },
  // One that begins or ends like the default is the nearest to it.
  { weight: 3, arbitrary: fc.shuffledSubarray(TEMPLATE_KEYS.slice(1), { minLength: 1, maxLength: 2 }).map(keys => ['repo', ...keys]) },
  { weight: 2, arbitrary: fc.shuffledSubarray(TEMPLATE_KEYS.slice(1), { minLength: 1, maxLength: 2 }).map(keys => ['repo', ...keys, 'context']) },
  { weight: 1, arbitrary: fc.shuffledSubarray(TEMPLATE_KEYS.slice(1), { minLength: 1, maxLength: 2 }).map(keys => [...keys, 'repo', 'context']) },
  { weight: 2, arbitrary: fc.shuffledSubarray(TEMPLATE_KEYS, { minLength: 1, maxLength: 5 }) },
);

export const ref = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...BRANCHES).map(branch => `refs/heads/${branch}`) },
  { weight: 2, arbitrary: fc.constantFrom(...TAGS).map(tag => `refs/tags/${tag}`) },
  { weight: 1, arbitrary: fc.constantFrom('refs/pull/7/merge', 'refs/heads/refs/tags/v1') },
);

function maybe<T>(values: readonly T[]): fc.Arbitrary<T | undefined> {
  return fc.constantFrom(undefined, ...values);
}

export const job: fc.Arbitrary<Job> = fc.record({
  owner: fc.constantFrom(...OWNERS, 'Octo'),
  ownerId: fc.constantFrom(...OWNER_IDS),
  name: fc.constantFrom(...NAMES),
  id: fc.constantFrom(...IDS),
  visibility: fc.constantFrom(...VISIBILITIES),
  template,
  isImmutable: fc.boolean(),
  event: fc.constantFrom(...EVENTS),
  ref,
  environment: maybe(ENVIRONMENTS),
  workflow: fc.constantFrom(...WORKFLOWS),
  calledWorkflow: maybe(CALLED_WORKFLOWS),
  actor: fc.constantFrom(...ACTORS),
  actorId: fc.constantFrom('12', '13'),
  enterpriseId: fc.constantFrom(undefined, '5', '6'),
  audience: fc.constantFrom(...AUDIENCES),
  issuer: fc.constantFrom(...ISSUERS),
});

/** Repeated where a change is likelier to tell something. */
const FIELDS: readonly (keyof Job)[] = [
  'owner', 'owner', 'ownerId', 'ownerId', 'name', 'name', 'id', 'id', 'template', 'template', 'template', 'isImmutable', 'event', 'ref', 'ref',
  'environment', 'environment', 'workflow', 'calledWorkflow', 'actor', 'actorId', 'enterpriseId', 'visibility', 'audience', 'issuer',
];

/** A job that differs from another in a few things only. */
export interface Variation {
  readonly other: Job;
  readonly changed: readonly (keyof Job)[];
  /** Chooses among what the original may be. */
  readonly choice: number;
}

export const variation: fc.Arbitrary<Variation> = fc.record({
  other: job, changed: fc.subarray([...FIELDS], { maxLength: 4 }), choice: fc.nat({ max: 999 }),
});

export function varied(original: Job, { other, changed, choice }: Variation): Job {
  return {
    ...original,
    ...Object.fromEntries(changed.map(field => [field, other[field]])),
    ...changed.includes('template') && choice % 2 === 0 && { template: withOneMore(original.template, other.template, choice) },
    ...changed.includes('environment') && choice % 2 === 0 && { environment: twinOf(original.environment) },
  };
}

/** Another environment that stands alike in `sub`. */
function twinOf(environment: string | undefined): string | undefined {
  return environment?.includes(':') ? environment.split(':').join('%3A') : environment?.split('%3A').join(':');
}

/** The nearest to a template is one with a key more. */
function withOneMore(keys: readonly string[], others: readonly string[], choice: number): string[] {
  const at = Math.floor(choice / 2) % (keys.length + 1);
  return [...keys.slice(0, at), others[choice % others.length], ...keys.slice(at)];
}
