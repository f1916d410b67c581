import { ReviewedSample, SampleKind, TrustedJobs } from './model';
import { partsOfSubject, SubjectParts, trustedJobs } from './trusted-jobs';
import { admits } from '../checks/admissions';
import { CheckedRole, Trust } from '../checks/checked-role';
import { demandsOf, isPattern } from '../checks/demands';
import { DEFAULT_AUDIENCE } from '../github/mint';
import { requireOwner } from '../github/subject-owner';
import { hasWildcard } from '../github/wildcard';
import { Claims } from '../trust/admits';
import { OPERATORS } from '../trust/operators';

/** A repository, as its tokens name it. */
interface Identity {
  readonly owner: string;
  readonly ownerId: string;
  readonly name: string;
  readonly nameId: string;
}

/** What a subject says of the run, and the claims that go with it. */
interface Run {
  readonly context: string;
  readonly claims: Claims;
}

const STRANGER = { owner: 'another-owner', ownerId: '3' };
const OTHER = { name: 'another-repository', nameId: '4' };
const NEAR = {
  branches: { context: 'ref:refs/heads/another-branch', claims: { ref: 'refs/heads/another-branch' } },
  tags: { context: 'ref:refs/tags/another-tag', claims: { ref: 'refs/tags/another-tag' } },
  environments: { context: 'environment:another-environment', claims: { environment: 'another-environment' } },
} as const satisfies Partial<Record<SampleKind, Run>>;
const KINDS: readonly SampleKind[] = ['pull-requests', 'branches', 'tags', 'environments', 'repositories', 'registered-again', 'owners'];

/** What a statement asks, read once for all samples. */
interface Asked {
  readonly trust: Trust;
  readonly subjects: readonly { readonly text: string; readonly parts?: SubjectParts }[];
  /** The claims that a job may choose, chosen as the statement wants them. */
  readonly favours: Claims;
}

/** What tokens near to the trusted ones get. Each has whatever else the statement demands, as whoever wants in would see to. */
export function samplesOf({ trusts }: CheckedRole): ReviewedSample[] {
  const asked = trusts.map(askedBy);
  const saidBy = trusts.flatMap(trustedJobs);
  return KINDS.flatMap(jobs => {
    const tokens = asked.flatMap(one => tokensOf(jobs, one).map(token => ({ token, issuer: one.trust.issuer.url })));
    const admitted = tokens.some(({ token, issuer }) => trusts.some(trust => trust.issuer.url === issuer && admits(trust, token)));
    return tokens.length === 0 || (admitted && saidBy.some(said => says(said, jobs))) ? [] : [{ jobs, admitted }];
  });
}

/** Whether the words about whom a role trusts say of these jobs already that they get in. */
function says({ run, repository }: TrustedJobs, jobs: SampleKind): boolean {
  switch (jobs) {
    case 'owners': return repository === undefined;
    case 'repositories': return repository === undefined || hasWildcard(repository);
    case 'registered-again': return false;
    default: return run === 'any' || (run === 'pull_request' && jobs === 'pull-requests');
  }
}

function askedBy(trust: Trust): Asked {
  const subjects = demandsOf(trust, 'sub').flatMap(condition => condition.values.map(text => ({ text, parts: partsOfSubject(text, isPattern(condition, text)) })));
  const claims = new Set(trust.claims.map(({ claim }) => claim));
  const chosen = [...claims].map(claim => [claim, demanded(trust, claim)] as const).filter(([, value]) => value !== undefined);
  return { trust, subjects, favours: { aud: DEFAULT_AUDIENCE, ...Object.fromEntries(chosen) } };
}

function tokensOf(kind: SampleKind, asked: Asked): Claims[] {
  const { trust, subjects, favours } = asked;
  const known = subjects.flatMap(({ parts }) => parts ?? []);
  const like = (changed: Partial<Identity>) => known.flatMap(parts => mint({ ...identityOf(parts, trust), ...changed }, runOf(parts), favours));
  switch (kind) {
    case 'repositories': return like(OTHER);
    case 'registered-again': return like({ ownerId: STRANGER.ownerId, nameId: OTHER.nameId });
    case 'owners': {
      const open = subjects.length === 0 ? [`repo:${STRANGER.owner}/${OTHER.name}:ref:refs/heads/main`] : subjects.map(({ text }) => text).filter(isAnybodys).map(filled);
      return [...like({ ...STRANGER, nameId: OTHER.nameId }), ...open.map(sub => withIdentity(favours, { ...STRANGER, ...OTHER }, sub))];
    }
    // GitHub leaves the ref of a pull request open: a merged one's is the branch.
    case 'pull-requests': return known.flatMap(parts => mint(identityOf(parts, trust), { context: 'pull_request', claims: {} }, { ref: 'refs/pull/1/merge', ...favours }));
    default: return known.flatMap(parts => mint(identityOf(parts, trust), NEAR[kind], favours));
  }
}

function identityOf({ owner, ownerId, name, nameId }: SubjectParts, trust: Trust): Identity {
  return {
    owner,
    ownerId: filled(ownerId ?? demanded(trust, 'repository_owner_id') ?? '1'),
    name: filled(name),
    nameId: filled(nameId ?? demanded(trust, 'repository_id') ?? '2'),
  };
}

/** As the subject has it, so that a stranger's token differs in nothing else. */
function runOf({ context = '*' }: SubjectParts): Run {
  const text = filled(context);
  const [, key, value] = /^(environment|ref):(.*)$/s.exec(text) ?? [];
  return { context: text, claims: key === undefined ? {} : { [key]: value } };
}

/** In both forms of a subject. */
function mint(identity: Identity, { context, claims }: Run, favours: Claims): Claims[] {
  const { owner, ownerId, name, nameId } = identity;
  return [`${owner}/${name}`, `${owner}@${ownerId}/${name}@${nameId}`].map(repo => withIdentity({ ...favours, ...claims }, identity, `repo:${repo}:${context}`));
}

function withIdentity(claims: Claims, { owner, ownerId, name, nameId }: Identity, sub: string): Claims {
  return { ...claims, sub, repository: `${owner}/${name}`, repository_id: nameId, repository_owner_id: ownerId };
}

/** Whether any owner's repository may have such a subject, by a template of its own. */
function isAnybodys(subject: string): boolean {
  try {
    requireOwner(subject);
    return false;
  } catch {
    return true;
  }
}

/** A value that meets all that is demanded of a claim. */
function demanded(trust: Trust, claim: string): string | undefined {
  const conditions = demandsOf(trust, claim);
  const candidates = conditions.flatMap(condition => condition.values.map(value => isPattern(condition, value) ? filled(value) : value));
  return candidates.find(value => conditions.every(({ base, values }) => OPERATORS.get(base)!.matcherOf(values)(value))) ?? candidates[0];
}

function filled(pattern: string): string {
  return pattern.replace(/[*?]/g, 'x');
}
