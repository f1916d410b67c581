import { DEFAULT_TEMPLATE, inSubject, Issuer, Job, Token } from './universe';

/**
 * What was asked for, as plain data, and which tokens that means. Nothing here comes from the code under test, and no policy is looked at.
 */
export interface Trust {
  readonly asked: readonly Asked[];
  readonly issuer: Issuer;
  readonly format?: Format;
  /** Whether AWS is known to read the claims where the role is: in the partition `aws`. */
  readonly areClaimsConfirmed: boolean;
  readonly audiences: readonly string[];
}

export type Format = 'BOTH' | 'IMMUTABLE' | 'NAME';

export type Asked = OfRepository | Raw;

export interface OfRepository {
  readonly who: Who;
  readonly context: Context;
  readonly template?: { readonly keys: readonly string[]; readonly values: Readonly<Record<string, Match>> };
  /** Each of them was asked for by itself, and all have to hold. */
  readonly claims: readonly Readonly<Record<string, Match>>[];
}

/** The text of `sub`, as the caller wrote it. */
export interface Raw {
  readonly raw: string;
  readonly isPattern: boolean;
  readonly claims: readonly Readonly<Record<string, Match>>[];
}

export interface Who {
  readonly owner: string;
  /** Without, every repository of the owner. */
  readonly name?: string;
  readonly ids?: { readonly owner: string; readonly repository: string };
}

export type Context =
  | { readonly kind: 'branch' | 'tag' | 'environment'; readonly value: string; readonly isPattern: boolean }
  | { readonly kind: 'pull_request' | 'any' };

/** Any of the values or patterns. */
export interface Match {
  readonly isPattern: boolean;
  readonly values: readonly string[];
}

/**
 * `open` tokens may be let in or not:
 *
 * - of a repository that was asked for with a pattern of branches, tags or environments, by another template of its own than the one that was
 *   asked for. `*` stands for any text in IAM, also across `:`, so that longer subjects may be covered; its own administrators chose them. So
 *   for a whole owner, where the template that was asked for does not name the repository.
 * - of what was asked for in any context, by another template that has as many segments.
 * - of repositories that share a statement: see `mayStandForAnother`.
 */
export type Meaning = 'in' | 'out' | 'open';

export function meaningOf(trust: Trust, token: Token): Meaning {
  // A role trusts one issuer, for the audiences that it names; the audience is the job's choice and case matters.
  if (token.job.issuer.url !== trust.issuer.url || !trust.audiences.includes(token.job.audience)) {
    return 'out';
  }
  // Subjects are ORed: the widest decides.
  const each = trust.asked.map(asked => 'raw' in asked ? meaningOfRaw(asked, token) : meaningOfOne(trust, asked, token));
  return each.includes('in') ? 'in' : each.includes('open') || mayStandForAnother(trust, token) ? 'open' : 'out';
}

/** A raw subject is its text and nothing else, whoever's it is. */
function meaningOfRaw({ raw, isPattern, claims }: Raw, token: Token): Meaning {
  return matches({ isPattern, values: [raw] }, token.claims.sub) && claimsHold(claims, token) ? 'in' : 'out';
}

/** The subject, the pins and the claims are ANDed. */
function meaningOfOne(trust: Trust, asked: OfRepository, token: Token): Meaning {
  const isTrusted = pinsOf(trust, asked).every(pin => isPinned(asked, pin, token)) && claimsHold(asked.claims, token);
  return isTrusted ? meaningOfSubject(trust, asked, token) : 'out';
}

function isPinned({ who }: OfRepository, pin: Pin, { job, claims }: Token): boolean {
  return job.issuer.isReadByAws && claims[CLAIM_OF[pin]] === who.ids![pin];
}

const CLAIM_OF = { owner: 'repository_owner_id', repository: 'repository_id' } as const;
type Pin = keyof typeof CLAIM_OF;

/** Both forms with pinned IDs where IDs are given and AWS reads them, the form with IDs where AWS may not read them, else the name alone. */
function formatOf({ format, issuer, areClaimsConfirmed }: Trust, { who }: OfRepository): Format {
  if (!issuer.mintsImmutable || !who.ids) {
    return 'NAME';
  }
  return format ?? (areClaimsConfirmed ? 'BOTH' : 'IMMUTABLE');
}

/**
 * The name form could be taken over by whoever registers the name next, so that BOTH demands the IDs beside it. Where an ID is demanded by name,
 * it is that of the repository: no other is the one that was asked for.
 */
function pinsOf(trust: Trust, asked: OfRepository): Pin[] {
  const { ids, name } = asked.who;
  return (['owner', 'repository'] as const).filter(pin => ids && (pin === 'owner' || name !== undefined)
    && (formatOf(trust, asked) === 'BOTH' || asked.claims.some(demanded => CLAIM_OF[pin] in demanded)));
}

/** A claim that the token lacks, or that AWS does not read, is none of the values. */
function claimsHold(claims: OfRepository['claims'], { job, claims: actual }: Token): boolean {
  return claims.every(demanded => Object.entries(demanded).every(([claim, match]) =>
    job.issuer.isReadByAws && actual[claim] !== undefined && matches(match, actual[claim])));
}

function meaningOfSubject(trust: Trust, asked: OfRepository, token: Token): Meaning {
  if (!environmentHolds(asked, token) || !isTold(trust, asked, token)) {
    return 'out';
  }
  const format = formatOf(trust, asked);
  const each = [...format !== 'IMMUTABLE' ? [false] : [], ...format !== 'NAME' ? [true] : []].map(isImmutable => {
    const wanted = (asked.template?.keys ?? DEFAULT_TEMPLATE).map(key => segmentOf(key, asked, isImmutable, trust.issuer));
    const isSameTemplate = wanted.length === token.keys.length && wanted.every(({ keys }, index) => keys.includes(token.keys[index]));
    if (isSameTemplate && wanted.every(({ holds }) => holds(token))) {
      return 'in';
    }
    const isTheirs = wanted.every(({ tellsWho, holds }) => !tellsWho || holds(token));
    const covered = wanted.map(({ covers }) => covers).join(':');
    // A ref takes two segments, so that a pull request leaves one to another template, also behind the repository.
    const isAsLong = asked.context.kind === 'any' && token.claims.sub.split(':').length <= 2 * wanted.length;
    const texts = isAsLong ? covered.replaceAll('[^:]*', '.*') : covered;
    return isOpen(asked) && isTheirs && new RegExp(`^${texts}$`, 's').test(token.claims.sub) ? 'open' : 'out';
  });
  return each.includes('in') && !looksLonger(token) ? 'in' : each.some(one => one !== 'out') ? 'open' : 'out';
}

/** Up to GitHub Enterprise Server 3.18 a `:` inside a value may stand as it is: what bounds the segments of a pattern then refuses the token. */
function looksLonger({ job, keys, claims }: Token): boolean {
  return !job.issuer.encodesColons && keys.some(key => claims[key]?.includes(':'));
}

/** Patterns of repositories, and of a template's values, are bounded to as many segments as were asked for. */
function isOpen({ who, context, template }: OfRepository): boolean {
  const hasPatternValue = Object.values(template?.values ?? {}).some(({ isPattern }) => isPattern);
  return context.kind === 'any'
    || ('isPattern' in context && context.isPattern && !hasPatternValue && (who.name !== undefined || !namesRepository(template)));
}

/** Where neither the template nor a claim tells one repository of the owner from another, it would have to be the one that was asked for. */
function isTold(trust: Trust, asked: OfRepository, { job }: Token): boolean {
  const { who: { name }, template, claims } = asked;
  return name === undefined || job.name === name || pinsOf(trust, asked).includes('repository')
    || namesRepository(template)
    || claims.some(demanded => 'repository' in demanded || 'repository_id' in demanded);
}

function namesRepository(template: OfRepository['template']): boolean {
  return (template?.keys ?? DEFAULT_TEMPLATE).some(key => ['repo', 'repository', 'repository_id'].includes(key));
}

/** What has to stand in one segment of `sub`, by the facts of the job. */
interface Segment {
  /** The segment's key: one of these. */
  readonly keys: readonly string[];
  readonly holds: (token: Token) => boolean;
  readonly tellsWho: boolean;
  /** Every text that may stand there, as a regular expression. */
  readonly covers: string;
}

/** Runs of any kind have any ref, event and environment. */
const VARYING = ['environment', 'event_name', 'ref', 'ref_type'];
const ANY: Match = { isPattern: true, values: ['*'] };

function segmentOf(key: string, asked: OfRepository, isImmutable: boolean, issuer: Issuer): Segment {
  const { who: { owner, name, ids }, context, template } = asked;
  const isOwner = (job: Job) => job.owner === owner;
  const isName = (job: Job) => isOwner(job) && (name === undefined || job.name === name);
  const told = (holds: (job: Job) => boolean, text: string): Segment =>
    ({ keys: [key], holds: token => holds(token.job), tellsWho: true, covers: `${key}:${text}` });
  // A name or an ID holds no `:`, so that a whole owner's end with their segment.
  const one = '[^:]*';
  switch (key) {
    case 'repo': return isImmutable
      ? told(job => job.isImmutable && isName(job) && job.ownerId === ids!.owner && (name === undefined || job.id === ids!.repository),
        `${owner}@${ids?.owner}/${name === undefined ? one : `${escaped(name)}@${ids?.repository}`}`)
      : told(job => !(job.isImmutable && issuer.mintsImmutable) && isName(job), `${owner}/${name === undefined ? one : escaped(name)}`);
    // These keys hold plain names, also where the subject is immutable.
    case 'repository': return told(isName, `${owner}/${name === undefined ? one : escaped(name)}`);
    case 'repository_owner': return told(isOwner, owner);
    case 'repository_owner_id': return told(job => job.ownerId === ids?.owner, `${ids?.owner}`);
    case 'repository_id': return told(job => name === undefined || job.id === ids?.repository, name === undefined ? one : `${ids?.repository}`);
    case 'context': return contextSegment(context, issuer);
    default: return valueSegment(key, template?.values[key] ?? valueTold(key, context) ?? ANY, issuer);
  }
}

function contextSegment(context: Context, issuer: Issuer): Segment {
  switch (context.kind) {
    case 'any': return { keys: ['environment', 'ref', 'pull_request'], holds: () => true, tellsWho: false, covers: '.*' };
    // A pull request's run says so in one word, so that an environment of that name is something else.
    case 'pull_request': return { keys: ['pull_request'], holds: () => true, tellsWho: false, covers: 'pull_request' };
    case 'environment': return valueSegment('environment', valueTold('environment', context)!, issuer);
    default: return valueSegment('ref', valueTold('ref', context)!, issuer);
  }
}

/** The value as it stands in `sub`: a pattern for `:` there has to be one for `%3A`. */
function valueSegment(key: string, { isPattern, values }: Match, issuer: Issuer): Segment {
  const standing = { isPattern, values: values.map(value => inSubject(value, issuer)) };
  return {
    keys: [key],
    holds: token => token.claims[key] !== undefined && matches(standing, inSubject(token.claims[key], issuer)),
    tellsWho: false,
    covers: `${key}:(?:${standing.values.map(value => isPattern ? glob(value) : escaped(value)).join('|')})`,
  };
}

const REF_OF = { branch: 'refs/heads/', tag: 'refs/tags/' };

/** What a context says of the claims: a ref of a branch or tag, an environment, an event. */
function valueTold(key: string, context: Context): Match | undefined {
  switch (context.kind) {
    case 'any': return VARYING.includes(key) ? ANY : undefined;
    case 'pull_request': return key === 'event_name' ? { isPattern: false, values: ['pull_request'] } : undefined;
    case 'environment': return key === 'environment' ? { isPattern: context.isPattern, values: [context.value] } : undefined;
    default:
      if (key === 'ref_type') { return { isPattern: false, values: [context.kind] }; }
      return key === 'ref' ? { isPattern: context.isPattern, values: [`${REF_OF[context.kind]}${context.value}`] } : undefined;
  }
}

/** `a:b` and `a%3Ab` stand in `sub` alike, so the environment itself has to be the one; without `:` and `%` none stands alike. */
function environmentHolds({ context, template }: OfRepository, { claims }: Token): boolean {
  const asked = template?.values.environment ?? valueTold('environment', context);
  return !asked?.values.some(value => /[:%]/.test(value)) || (claims.environment !== undefined && matches(asked, claims.environment));
}

/**
 * Repositories with equal rights share a statement, whose names and IDs are two lists: one that was renamed or transferred to another's name
 * may get in for it. Its own IDs are trusted for the very same, so that nobody new gets in and nobody gains a right.
 */
export function mayStandForAnother(trust: Trust, token: Token): boolean {
  const asked = trust.asked.flatMap(one => 'raw' in one || listedPins(trust, one).length === 0 ? [] : [one]);
  return asked.some(named => {
    const listed = listedPins(trust, named);
    return meaningOfSubject(trust, named, token) !== 'out' && claimsHold(named.claims.map(withoutIds), token)
      && pinsOf(trust, named).every(pin => listed.includes(pin) || isPinned(named, pin, token))
      && !listed.every(pin => isPinned(named, pin, token))
      && listed.every(pin => asked.some(own => rightsOf(trust, own) === rightsOf(trust, named) && isPinned(own, pin, token)));
  });
}

/** The IDs that stand in a list beside those of others. */
function listedPins(trust: Trust, asked: OfRepository): Pin[] {
  return pinsOf(trust, asked).filter(pin => pin === 'repository' || formatOf(trust, asked) === 'BOTH');
}

/** Equal for the same demands on the same segments: a key may stand for what `context` stands for. */
function rightsOf(trust: Trust, asked: OfRepository): string {
  const { who, context, template, claims } = asked;
  const own = { branch: 'ref', tag: 'ref', environment: 'environment', pull_request: 'pull_request', any: 'context' }[context.kind];
  const keys = (template?.keys ?? DEFAULT_TEMPLATE).map(key => key === 'context' ? own : key);
  const demands = claims.flatMap(demanded => Object.entries(withoutIds(demanded)))
    .map(([claim, { isPattern, values }]) => JSON.stringify([claim, isPattern, [...new Set(values)].sort()]));
  return JSON.stringify([who.name === undefined, context, keys, template?.values ?? {}, [...new Set(demands)].sort(), listedPins(trust, asked)]);
}

function withoutIds(claims: Readonly<Record<string, Match>>): Record<string, Match> {
  return Object.fromEntries(Object.entries(claims).filter(([claim]) => !Object.values<string>(CLAIM_OF).includes(claim)));
}

/** To the letter, or as IAM reads a pattern: `*` is any text and `?` any one character. */
export function matches({ isPattern, values }: Match, actual: string): boolean {
  return values.some(value => isPattern ? new RegExp(`^${glob(value)}$`, 's').test(actual) : value === actual);
}

function glob(pattern: string): string {
  return [...pattern].map(sign => sign === '*' ? '.*' : sign === '?' ? '.' : escaped(sign)).join('');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/@-]/g, '\\$&');
}

/** A job that was asked for, in what was asked; the rest is another's. */
export function typicalOf(trust: Trust, asked: OfRepository, other: Job, choice: number): Job {
  const { who: { owner, name, ids }, context, template, claims } = asked;
  const format = formatOf(trust, asked);
  const job: Job = {
    ...other,
    owner,
    ownerId: ids?.owner ?? other.ownerId,
    name: name ?? other.name,
    id: (name !== undefined && ids?.repository) || other.id,
    template: template?.keys ?? DEFAULT_TEMPLATE,
    isImmutable: format === 'IMMUTABLE' || (format === 'BOTH' && other.isImmutable),
    audience: trust.audiences[choice % trust.audiences.length],
    issuer: trust.issuer,
  };
  const values = claims.concat(template ? [template.values] : []).flatMap(demanded => Object.entries(demanded))
    .map(([claim, match]): Partial<Job> => factsOf(claim, exampleOf(match, choice)));
  return Object.assign({}, job, contextFacts(context, other, choice), ...values);
}

function contextFacts(context: Context, other: Job, choice: number): Partial<Job> {
  const example = 'value' in context ? exampleOf({ isPattern: context.isPattern, values: [context.value] }, choice) : '';
  switch (context.kind) {
    case 'any': return {};
    case 'pull_request': return { event: 'pull_request', environment: undefined };
    case 'environment': return { environment: example };
    default: {
      const event = other.event === 'pull_request' ? 'push' : other.event;
      return { ref: gitText(`${REF_OF[context.kind]}${example}`), environment: undefined, event };
    }
  }
}

function factsOf(claim: string, value: string): Partial<Job> {
  switch (claim) {
    case 'actor_id': return { actorId: value };
    case 'enterprise_id': return { enterpriseId: value };
    case 'ref': return { ref: gitText(value) };
    case 'job_workflow_ref': return { calledWorkflow: gitText(value) };
    case 'event_name': return { event: value };
    case 'repository_visibility': return { visibility: value };
    case 'repository_id': return { id: value };
    case 'repository_owner_id': return { ownerId: value };
    case 'repository': return { owner: value.split('/')[0], name: value.split('/')[1] };
    default: return { [claim]: value };
  }
}

/** Git allows no `:` in a ref. */
function gitText(text: string): string {
  return text.replaceAll(':', '-');
}

const FILLERS = ['x', '', 'x@1/y@11', 'z:environment:prod', 'prod'];

function exampleOf({ isPattern, values }: Match, choice: number): string {
  const value = values[choice % values.length];
  return isPattern ? value.replaceAll('*', FILLERS[choice % FILLERS.length]).replaceAll('?', 'y') : value;
}
