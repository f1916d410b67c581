import { contextHints } from './context-hint';
import { valueHints } from './value-hint';
import { subjectPrefixCommand } from '../github/id-command';
import { GithubOidcToken } from '../github/oidc-token';
import { hasWildcard, like } from '../github/wildcard';

/** How a condition compares. */
export interface Comparison {
  readonly isPattern: boolean;
  readonly ignoresCase: boolean;
}

/** A subject of the default template, or a pattern of such. */
interface Parts {
  /** OWNER/REPO, without IDs. */
  readonly name: string;
  readonly ownerId?: string;
  readonly repositoryId?: string;
  readonly context?: string;
}

/** Goes before all else: the same name is no reason to let a stranger in. */
const OTHER_IDS = 'the name is the same and the IDs are not';

/** All that keeps a token from having an expected subject, where the repository is the same: of several, the one that it is closest to. */
export function subjectHint(token: GithubOidcToken, expected: readonly string[], comparison: Comparison): string | undefined {
  const hints = expected.map(value => hintsFor(value, token, comparison)).filter(list => list.length > 0);
  const otherIds = hints.find(([hint]) => hint.startsWith(OTHER_IDS));
  return (otherIds ?? hints.sort((one, other) => one.length - other.length)[0])?.join('; and ');
}

export function withoutIds(subject: string): string {
  return subject.replace(/^repo:([^@/:]+)(?:@[0-9]+)?\/([^@/:]+?)(?:@[0-9]+)?(?=:|$)/, 'repo:$1/$2');
}

/** Empty also where something differs that nobody can explain, such as another branch. */
function hintsFor(expected: string, token: GithubOidcToken, comparison: Comparison): string[] {
  const { sub, repository } = token.claims;
  const [is, wanted] = [partsOf(sub), partsOf(expected)];
  if (!wanted) {
    return like(sub, `repo:${expected}`) ? ["the policy's subject does not begin with 'repo:'"] : valueHints(sub, expected, comparison.ignoresCase);
  }
  if (!is) {
    return repository !== undefined && like(repository, wanted.name)
      ? contextHints({ is: sub, wanted: wanted.context ?? '*', token, comparison }) : valueHints(sub, expected, comparison.ignoresCase);
  }
  if (isWithdrawnForm(wanted.name, token)) {
    return [`the form OWNER-ID/REPO-ID was announced and withdrawn, and no token has it: write it as this prints it: ${commandFor(token)}`];
  }
  if (!like(is.name.toLowerCase(), wanted.name.toLowerCase())) {
    return [];
  }
  if (hasOtherIds(is, wanted, token)) {
    return [`${OTHER_IDS}: this is another repository, or the policy has wrong IDs; this prints the right ones: ${commandFor(token)}`];
  }
  const ofContext = contextHintsOf(is, wanted, token, comparison);
  const ofLetters = hasWildcard(expected) && !comparison.isPattern
    ? [`'*' and '?' are taken to the letter here: ${/^repo:[^:/*?]+\//.test(expected) ? 'use StringLike for a pattern' : 'write the repository out'}`] : [];
  return ofContext === 'unexplained' ? [] : [...new Set([
    ...idHints(is, wanted, token), ...valueHints(is.name, wanted.name, comparison.ignoresCase), ...ofContext, ...ofLetters,
  ])];
}

function contextHintsOf({ context: is = '' }: Parts, { name, context: wanted }: Parts, token: GithubOidcToken, comparison: Comparison): string[] | 'unexplained' {
  if (wanted === undefined ? name.endsWith('*') : like(is, wanted)) {
    return [];
  }
  const hints = contextHints({ is, wanted: wanted ?? '', token, comparison });
  return hints.length === 0 ? 'unexplained' : hints;
}

function idHints(is: Parts, wanted: Parts, token: GithubOidcToken): string[] {
  const [hasIds, wantsOwner, wantsRepository] = [is.ownerId !== undefined, wanted.ownerId !== undefined, wanted.repositoryId !== undefined];
  const isWhole = hasWildcard(wanted.name);
  switch (true) {
    case isWhole && hasIds && like(withIds(is), wanted.name):
      return [];
    case wantsOwner !== wantsRepository && !isWhole:
      return [`a subject has both IDs or none; write it as this prints it: ${commandFor(token)}`];
    case hasIds && !wantsOwner && !wantsRepository:
      return [`the repository mints immutable subjects, and the policy has its name without IDs; write it as this prints it: ${commandFor(token)}`];
    case !hasIds && wantsOwner && !token.issuer.hasImmutableSubjects:
      return [`the policy has '@ID', and ${token.issuer.url} mints no subject with IDs: write the repository as OWNER/REPO`];
    case !hasIds && wantsOwner && token.claims.repository_id !== undefined:
      return ["the policy has '@ID' and this token's subject has not: accept both forms by SubjectFormat.BOTH, or have the repository mint immutable subjects"];
    case !hasIds && wantsOwner:
      return [`the policy has '@ID' and this token has not: write the test's repository as OWNER@OWNER_ID/REPO@REPO_ID, or, if GitHub mints it so (${commandFor(token)}), `
        + 'accept both forms by SubjectFormat.BOTH'];
    default: return [];
  }
}

function commandFor({ claims, issuer }: GithubOidcToken): string {
  return subjectPrefixCommand(claims.repository ?? 'OWNER/REPO', issuer);
}

function partsOf(subject: string): Parts | undefined {
  const { owner, ownerId, repository, repositoryId, context } = new RegExp(
    '^repo:(?<owner>[^:/@]+)(?:@(?<ownerId>[0-9]+))?(?:/(?<repository>[^:]*?)(?:@(?<repositoryId>[0-9]+))?)?(?::(?<context>.+))?$', 's',
  ).exec(subject)?.groups ?? {};
  return owner === undefined ? undefined : { name: repository === undefined ? owner : `${owner}/${repository}`, ownerId, repositoryId, context };
}

function withIds({ name, ownerId, repositoryId }: Parts): string {
  return `${name.replace('/', `@${ownerId}/`)}@${repositoryId}`;
}

/** The claims have the IDs also where the subject has none. */
function hasOtherIds(is: Parts, wanted: Parts, { claims }: GithubOidcToken): boolean {
  const differ = (one?: string, other?: string) => one !== undefined && other !== undefined && one !== other;
  return differ(is.ownerId ?? claims.repository_owner_id, wanted.ownerId) || differ(is.repositoryId ?? claims.repository_id, wanted.repositoryId);
}

/** @see https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens */
function isWithdrawnForm(name: string, { claims }: GithubOidcToken): boolean {
  return claims.repository_id !== undefined
    && name.toLowerCase() === claims.repository?.toLowerCase().replace('/', `-${claims.repository_owner_id}/`).concat('-', claims.repository_id);
}
