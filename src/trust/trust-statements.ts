import { compare, sortedUnique } from './order';
import { statementId, uniqueIds } from './statement-id';
import { RepositoryIds, TrustStatement } from './trust-statement';
import { idCommand } from '../github/id-command';
import { GithubIssuer } from '../github/issuer';
import { RepositoryIdentity } from '../github/repository-identity';
import { GithubSubject } from '../github/subject';
import { SubjectContext } from '../github/subject-context';
import { SubjectFormat } from '../github/subject-format';
import { maskUnresolved } from '../github/text';
import { Misuse } from '../misuse';

/** Whom to trust, and how to say it. */
export interface TrustOptions {
  readonly subjects: readonly GithubSubject[];
  readonly issuer: GithubIssuer;
  readonly audiences: readonly string[];
  /** The caller's choice; without one, the safest form that the issuer offers. */
  readonly format?: SubjectFormat;
  /** Whether AWS is known to read GitHub's claim keys where the role is. */
  readonly claimKeys: boolean;
}

/** What one subject asks for. */
interface Demand {
  readonly context: SubjectContext;
  readonly texts: readonly string[];
  /** Set where the token has to prove the repository's IDs. */
  readonly pinned?: RepositoryIdentity;
}

/**
 * The statements that admit these subjects and nobody else, in an order that depends on nothing but the set of subjects.
 *
 * Exact and pattern subjects never share a statement. Where IDs are pinned, repositories share a statement only if their contexts are the
 * same: otherwise a repository renamed to another's name would gain the other's contexts.
 */
export function trustStatements(options: TrustOptions): TrustStatement[] {
  const demands = options.subjects.map(subject => demandOf(subject, options));
  const groups = new Map<string, Demand[]>();
  for (const [kind, ofKind] of groupBy(demands, demand => String(demand.context.isPattern))) {
    const byRepository = groupBy(ofKind, demand => demand.pinned?.immutableName ?? '');
    for (const ofRepository of byRepository.values()) {
      const key = `${kind}|${ofRepository[0].pinned ? contextKey(ofRepository) : ''}`;
      groups.set(key, [...groups.get(key) ?? [], ...ofRepository]);
    }
  }
  const sorted = [...groups].sort(([one], [other]) => compare(one, other)).map(([, group]) => group);
  const sids = uniqueIds(sorted.map(group => statementId(distinctContexts(group))));
  return sorted.map((group, index) => ({
    sid: sids[index],
    subjects: sortedUnique(group.flatMap(demand => demand.texts)),
    isPattern: group[0].context.isPattern,
    audiences: sortedUnique(options.audiences),
    ...(group[0].pinned && { ids: idsOf(group) }),
  }));
}

/** Repositories that are trusted by their name alone, though their issuer could mint IDs. */
export function mutableNames(options: TrustOptions): string[] {
  const repositories = options.subjects.flatMap(({ _repository: repository }) => repository ?? []);
  return options.issuer.hasImmutableSubjects
    ? sortedUnique(repositories.filter(repository => formatOf(repository, options) === SubjectFormat.NAME).map(({ fullName }) => fullName))
    : [];
}

function demandOf(subject: GithubSubject, options: TrustOptions): Demand {
  const { _context: context, _repository: repository } = subject;
  if (!repository) {
    return { context, texts: [context.text] };
  }
  const sub = (name: string) => `repo:${name}:${context.text}`;
  switch (formatOf(repository, options)) {
    case SubjectFormat.BOTH:
      return { context, texts: [sub(repository.fullName), sub(repository.immutableName!)], pinned: repository };
    case SubjectFormat.IMMUTABLE:
      return { context, texts: [sub(repository.immutableName!)] };
    case SubjectFormat.NAME:
      return { context, texts: [sub(repository.fullName)] };
  }
}

function formatOf(repository: RepositoryIdentity, { issuer, format, claimKeys }: TrustOptions): SubjectFormat {
  if (format !== undefined && !Object.values(SubjectFormat).includes(format)) {
    throw new Misuse('GithubSubjectFormatInvalid', `subjectFormat is '${format}'; allowed are ${Object.values(SubjectFormat).join(', ')}`);
  }
  if (!repository.immutableName) {
    if (format === undefined || format === SubjectFormat.NAME) {
      return SubjectFormat.NAME;
    }
    throw new Misuse('GithubIdsMissing',
      `subjectFormat is ${format}, and '${repository.fullName}' comes without its IDs; write it as OWNER@OWNER_ID/REPO@REPO_ID, as printed by `
      + idCommand(repository.fullName));
  }
  if (!issuer.hasImmutableSubjects) {
    throw new Misuse('FeatureNotOnIssuer',
      `'${repository.immutableName}' has IDs, and ${issuer.url} neither mints immutable subjects nor has claims that AWS reads, so no ID can be checked; `
      + `write it as '${repository.fullName}'`);
  }
  if (format === SubjectFormat.BOTH && !claimKeys) {
    throw new Misuse('FeatureNotOnIssuer',
      `subjectFormat is BOTH, which pins the claim repository_id, and AWS is not known to read it in this partition from ${issuer.url}; use IMMUTABLE`);
  }
  return format ?? (claimKeys ? SubjectFormat.BOTH : SubjectFormat.IMMUTABLE);
}

function idsOf(group: readonly Demand[]): RepositoryIds {
  const ids = group.map(demand => demand.pinned!.ids!);
  return {
    repositories: sortedUnique(ids.map(id => id.repository), compareIds),
    owners: sortedUnique(ids.map(id => id.owner), compareIds),
  };
}

function distinctContexts(group: readonly Demand[]): SubjectContext[] {
  return [...new Map(group.map(demand => [demand.context.text, demand.context])).values()];
}

/** Equal for equal sets of contexts only, whatever characters a name holds. */
function contextKey(demands: readonly Demand[]): string {
  return [...new Set(demands.map(({ context }) => JSON.stringify(context.text)))].sort().join(' ');
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...groups.get(key) ?? [], item]);
  }
  return groups;
}

function compareIds(one: string, other: string): number {
  return maskUnresolved(one).length - maskUnresolved(other).length || compare(one, other);
}
