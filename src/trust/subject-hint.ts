import { subjectPrefixCommand } from '../github/id-command';
import { GithubOidcToken } from '../github/oidc-token';
import { like } from '../github/wildcard';

export const CASE_HINT = 'only the case differs, and IAM minds it: write it as GitHub shows it';
const COLON_HINT = "GitHub writes ':' inside a value as '%3A' into sub; the policy has to have it so too";
const TEMPLATE_HINT = 'a subject template makes this subject: name its keys by withSubjectTemplate()';
const OTHER_TEMPLATE_HINT = "the policy wants the subject of a template: give the test's repository the same withSubjectTemplate()";

/** A subject of the default template, or a pattern of such. */
interface Parts {
  /** OWNER/REPO, without IDs. */
  readonly name: string;
  readonly ids: readonly string[];
  readonly context?: string;
}

/** All that keeps a token from having an expected subject, where the repository is the same: of several, the one that it is closest to. */
export function subjectHint(token: GithubOidcToken, expected: readonly string[], ignoresCase: boolean): string | undefined {
  const differences = expected.map(value => differencesFrom(value, token, ignoresCase)).filter(list => list.length > 0);
  return differences.sort((one, other) => one.length - other.length)[0]?.join('; and ');
}

export function withoutIds(subject: string): string {
  return subject.replace(/^repo:([^@/:]+)@[0-9]+\/([^@/:]+?)(?:@[0-9]+)?(?=:|$)/, 'repo:$1/$2');
}

/** Empty also where something differs that nobody can explain, such as another branch. */
function differencesFrom(expected: string, token: GithubOidcToken, ignoresCase: boolean): string[] {
  const { sub, repository } = token.claims;
  const [is, wanted] = [partsOf(sub), partsOf(expected)];
  if (!is || !wanted) {
    return wanted && repository !== undefined && like(repository, wanted.name) ? [TEMPLATE_HINT] : valueDifferences(sub, expected, ignoresCase);
  }
  if (isWithdrawnForm(wanted.name, token)) {
    return [`the form OWNER-ID/REPO-ID was announced and withdrawn, and no token has it: write it as this prints it: ${subjectPrefixCommand(is.name, token.issuer)}`];
  }
  if (!like(is.name.toLowerCase(), wanted.name.toLowerCase())) {
    return [];
  }
  const ofIds = idDifferences(is, wanted, token);
  if (hasOtherIds(is, wanted)) {
    return ofIds;
  }
  const ofName = valueDifferences(is.name, wanted.name, ignoresCase);
  if (wanted.context === undefined || like(is.context!, wanted.context)) {
    return [...ofIds, ...ofName];
  }
  const ofContext = contextDifferences(is.context!, wanted.context, token, ignoresCase);
  return ofContext.length === 0 ? [] : [...new Set([...ofIds, ...ofName, ...ofContext])];
}

/** Where the values are the same but for case and encoding. */
function valueDifferences(actual: string, expected: string, ignoresCase: boolean): string[] {
  const decoded = (text: string) => text.replaceAll('%3A', ':');
  if (!like(decoded(actual).toLowerCase(), decoded(expected).toLowerCase())) {
    return [];
  }
  return [
    ...(ignoresCase || like(decoded(actual), decoded(expected)) ? [] : [CASE_HINT]),
    ...(like(actual.toLowerCase(), expected.toLowerCase()) ? [] : [COLON_HINT]),
  ];
}

function idDifferences(is: Parts, wanted: Parts, { claims, issuer }: GithubOidcToken): string[] {
  const command = subjectPrefixCommand(claims.repository ?? 'OWNER/REPO', issuer);
  switch (true) {
    case hasOtherIds(is, wanted):
      return [`the name is the same and the IDs are not: this is another repository, or the policy has wrong IDs; this prints the right ones: ${command}`];
    case is.ids.length > 0 && wanted.ids.length === 0:
      return [`the repository mints immutable subjects, and the policy has its name without IDs; write it as this prints it: ${command}`];
    case is.ids.length === 0 && wanted.ids.length > 0 && !issuer.hasImmutableSubjects:
      return [`the policy has '@ID', and ${issuer.url} mints no subject with IDs: write the repository as OWNER/REPO`];
    case is.ids.length === 0 && wanted.ids.length > 0:
      return [`the policy has '@ID' and this token has not: write the test's repository as OWNER@OWNER_ID/REPO@REPO_ID, or, if GitHub mints it so (${command}), `
        + 'accept both forms by SubjectFormat.BOTH'];
    default: return [];
  }
}

/** The same repository in another context. */
function contextDifferences(is: string, wanted: string, { claims }: GithubOidcToken, ignoresCase: boolean): string[] {
  const ofValue = valueDifferences(is, wanted, ignoresCase);
  if (ofValue.length > 0) {
    return ofValue;
  }
  const [head, wantedHead] = [headOf(is), headOf(wanted)];
  // A job with an environment has it in sub, unless a template says otherwise.
  if (head === undefined || (claims.environment !== undefined && head !== 'environment') || is.startsWith(`${wanted}:`)) {
    return [TEMPLATE_HINT];
  }
  if (wantedHead === undefined) {
    return wanted.includes(':') ? [OTHER_TEMPLATE_HINT] : [];
  }
  const isPullRequest = head === 'pull_request';
  switch (true) {
    case head === wantedHead:
      return [];
    case wantedHead === 'environment':
      return ['a job only has that subject when it names the environment: add `environment:` to the job, with the name spelled as in the policy'];
    case head === 'environment':
      return ['the job names an environment, and its subject then holds the environment and no branch, tag or pull request: trust environment(), or take `environment:` out of the job'];
    case isPullRequest:
      return ["a pull request's run has a subject of its own, without a branch: trust pullRequest() if it may have these permissions"];
    default:
      return ["only a pull request's run has that subject: trust branch() or tag() for a push"];
  }
}

/** What the default template's context begins with. */
function headOf(context: string): string | undefined {
  return /^(?:(environment|ref):|(pull_request)$)/.exec(context)?.slice(1).find(head => head !== undefined);
}

function partsOf(subject: string): Parts | undefined {
  const [, repository, context] = /^repo:([^:]+)(?::(.+))?$/s.exec(subject) ?? [];
  if (repository === undefined) {
    return undefined;
  }
  return { name: withoutIds(`repo:${repository}`).slice('repo:'.length), ids: repository.match(/@[0-9]+/g) ?? [], context };
}

function hasOtherIds({ ids: one }: Parts, { ids: other }: Parts): boolean {
  return one.length > 0 && other.length > 0 && one.slice(0, other.length).join() !== other.join();
}

/** @see https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens */
function isWithdrawnForm(name: string, { claims }: GithubOidcToken): boolean {
  return claims.repository_id !== undefined
    && name.toLowerCase() === claims.repository?.toLowerCase().replace('/', `-${claims.repository_owner_id}/`).concat('-', claims.repository_id);
}
