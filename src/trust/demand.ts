import { claimsOf } from './claim-pins';
import { formatOf } from './format';
import { guardsOf } from './guards';
import { requireClaimKeys, requireEncodedColons } from './issuer-limits';
import { sortedUnique } from './order';
import { TrustOptions } from './trust-options';
import { ClaimDemands } from '../github/claim-demands';
import { RepositoryIdentity, RepositoryIds } from '../github/repository-identity';
import { GithubSubject } from '../github/subject';
import { SubjectContext } from '../github/subject-context';
import { SubjectFormat } from '../github/subject-format';
import { requireOwner } from '../github/subject-owner';
import { AppliedTemplate, subjectTexts } from '../github/subject-text';
import { hasWildcard } from '../github/wildcard';
import { Misuse } from '../misuse';

/** What one subject asks for: one of its texts as `sub`, none of its guards, its pins and its claims. */
export interface Demand {
  readonly context: SubjectContext;
  readonly repository?: RepositoryIdentity;
  readonly texts: readonly string[];
  /** Whether the texts are patterns, which belong under `StringLike`. */
  readonly isPattern: boolean;
  /** Patterns of what the texts would match and do not mean. */
  readonly guards: readonly string[];
  /** The repository's own IDs, so far as the token has to prove them. */
  readonly pins: Partial<RepositoryIds>;
  /** The other claims. */
  readonly claims: ClaimDemands;
  /** What it grants, whichever repository it is for: equal for equal rights. */
  readonly rights: string;
  /** The claims that the caller asked for, for the statement's id. */
  readonly asked: readonly string[];
  readonly format?: SubjectFormat;
  readonly template?: AppliedTemplate;
}

export function demandOf(subject: GithubSubject, options: TrustOptions): Demand {
  const { _context: context, _repository: repository, _template: template } = subject;
  requireClaimKeys(subject, options);
  const asked = Object.keys(subject._claims);
  if (!repository) {
    requireOwner(context.text);
    requireEncodedColons(context.text, subject, options.issuer);
    const { text, isPattern } = context;
    return { context, texts: [text], isPattern, guards: [], pins: {}, claims: subject._claims, rights: JSON.stringify(text), asked };
  }
  const format = formatOf(subject, options);
  const texts = sortedUnique(namesIn(format, repository).flatMap(name => subjectTexts(name, repository, context, template)));
  const { pins, claims } = claimsOf(subject, repository, format, options);
  texts.forEach(text => requireEncodedColons(text, subject, options.issuer));
  const isPattern = context.isPattern || texts.some(hasWildcard);
  requireRepository(subject, pins, claims);
  // IDs that the token has to prove hold whatever the text lets through.
  if (Object.keys(pins).length === 0 && !claims.repository_id && !claims.repository_owner_id) {
    texts.forEach(requireOwner);
  }
  return {
    context,
    repository,
    texts,
    isPattern,
    guards: guardsOf(texts, repository, context, template),
    pins,
    claims,
    asked: format === SubjectFormat.BOTH ? asked.filter(claim => !['repository_id', 'repository_owner_id'].includes(claim)) : asked,
    format,
    template,
    rights: JSON.stringify(subjectTexts('R', { owner: 'R', fullName: 'R', ids: { owner: 'R', repository: 'R' }, isWholeOwner: repository.isWholeOwner }, context, template)),
  };
}

/** What a name in the key `repo` may be. */
export function namesIn(format: SubjectFormat, { fullName, immutableName }: RepositoryIdentity): string[] {
  switch (format) {
    case SubjectFormat.BOTH: return [fullName, immutableName!];
    case SubjectFormat.IMMUTABLE: return [immutableName!];
    case SubjectFormat.NAME: return [fullName];
  }
}

/** A template of the owner alone would trust all of its repositories. */
function requireRepository(subject: GithubSubject, pins: Partial<RepositoryIds>, claims: ClaimDemands): void {
  const { _repository: repository, _template: template } = subject;
  const isTold = !template || template.keys.some(key => ['repo', 'repository', 'repository_id'].includes(key));
  const byName = claims.repository?.values.every(value => value === repository!.fullName);
  if (!isTold && !repository!.isWholeOwner && pins.repository === undefined && !claims.repository_id && !byName) {
    throw new Misuse('GithubSubjectTemplateInvalid',
      `the template is '${template.keys.join(', ')}', and its subjects do not tell '${repository!.fullName}' from other repositories of the owner; `
      + "add 'repo' to it, have its ID demanded by SubjectFormat.BOTH, or use GithubRepository.allOwnedBy()");
  }
}
