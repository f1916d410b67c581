import { encodeColons, hasWildcard, isUnresolved, literalPart, requirePolicyText } from './text';
import { Misuse } from '../misuse';

/** What a run or job is for, as the default subject template names it behind the repository. */
export interface SubjectContext {
  /** The tail of `sub`: GitHub's encoding is applied. */
  readonly text: string;
  readonly isPattern: boolean;
  /** Names the kind in a statement id, one and several. */
  readonly kind: readonly [one: string, several: string];
  /** What stands behind the kind, as it was given. */
  readonly value?: string;
  /** The context in plain words. */
  readonly words: string;
}

const BRANCH_PREFIX = 'refs/heads/';
const TAG_PREFIX = 'refs/tags/';

export function branchContext(name: string): SubjectContext {
  requireExact('the branch', name, 'branchLike');
  requireGitName('branch', name, BRANCH_PREFIX);
  return { text: `ref:${BRANCH_PREFIX}${name}`, isPattern: false, kind: ['Branch', 'Branches'], value: name, words: `branch ${name}` };
}

export function branchPatternContext(pattern: string): SubjectContext {
  requirePattern('the branch pattern', pattern);
  requireGitPattern('branch', pattern, BRANCH_PREFIX);
  return {
    text: `ref:${BRANCH_PREFIX}${pattern}`,
    isPattern: true,
    kind: ['BranchLike', 'BranchesLike'],
    value: pattern,
    words: `branches like ${pattern}`,
  };
}

export function tagContext(name: string): SubjectContext {
  requireExact('the tag', name, 'tagLike');
  requireGitName('tag', name, TAG_PREFIX);
  return { text: `ref:${TAG_PREFIX}${name}`, isPattern: false, kind: ['Tag', 'Tags'], value: name, words: `tag ${name}` };
}

export function tagPatternContext(pattern: string): SubjectContext {
  requirePattern('the tag pattern', pattern);
  requireGitPattern('tag', pattern, TAG_PREFIX);
  return { text: `ref:${TAG_PREFIX}${pattern}`, isPattern: true, kind: ['TagLike', 'TagsLike'], value: pattern, words: `tags like ${pattern}` };
}

export function environmentContext(name: string): SubjectContext {
  requireExact('the environment', name, 'environmentLike');
  requireEnvironmentLength(name);
  return {
    text: `environment:${encodeColons(name)}`,
    isPattern: false,
    kind: ['Environment', 'Environments'],
    value: name,
    words: `environment ${name}`,
  };
}

export function environmentPatternContext(pattern: string): SubjectContext {
  requirePattern('the environment pattern', pattern);
  requireEnvironmentLength(pattern);
  return {
    text: `environment:${encodeColons(pattern)}`,
    isPattern: true,
    kind: ['EnvironmentLike', 'EnvironmentsLike'],
    value: pattern,
    words: `environments like ${pattern}`,
  };
}

export const PULL_REQUEST_CONTEXT: SubjectContext = {
  text: 'pull_request', isPattern: false, kind: ['PullRequest', 'PullRequests'], words: 'pull requests',
};

export const ANY_CONTEXT: SubjectContext = {
  text: '*', isPattern: true, kind: ['AnyContext', 'AnyContext'], words: 'any branch, tag, environment or pull request',
};

function requireExact(what: string, name: string, patternFactory: string): void {
  requirePolicyText(what, name);
  if (hasWildcard(name)) {
    throw new Misuse('GithubWildcardRefused', `${what} is '${name}', and this factory takes names to the letter; use ${patternFactory}('${name}') for a pattern`);
  }
}

/** A value that is known only at deployment could be `*`, so no pattern may hold one. */
export function requirePattern(what: string, pattern: string): void {
  requirePolicyText(what, pattern);
  if (isUnresolved(pattern)) {
    throw new Misuse('GithubPatternUnresolved',
      `${what} is '${pattern}', whose value is known only at deployment and could be '*'; write the pattern into the program`);
  }
}

function requireEnvironmentLength(name: string): void {
  if (name.length > 255 && !isUnresolved(name)) {
    throw new Misuse('GithubEnvironmentTooLong', `the environment has ${name.length} characters, '${name.slice(0, 40)}…'; GitHub allows 255`);
  }
}

function requireGitName(kind: string, name: string, prefix: string): void {
  requireNoRefPrefix(kind, name, prefix);
  const literal = literalPart(name);
  const misplaced = /^[-/]|\/$|\.$|\/\/|(^|\/)\.|\.lock(\/|$)|^@$/.exec(isUnresolved(name) ? '' : literal);
  requireGitCharacters(kind, name, misplaced ?? undefined);
}

function requireGitPattern(kind: string, pattern: string, prefix: string): void {
  requireNoRefPrefix(kind, pattern, prefix);
  requireGitCharacters(`${kind} pattern`, pattern);
}

function requireNoRefPrefix(kind: string, name: string, prefix: string): void {
  if (name.startsWith('refs/')) {
    const bare = name.startsWith(prefix) ? `: '${name.slice(prefix.length)}'` : '';
    throw new Misuse('GithubRefPrefixRefused', `the ${kind} is '${name}', and '${prefix}' is added for you; pass the name alone${bare}`);
  }
}

/** @see https://git-scm.com/docs/git-check-ref-format */
function requireGitCharacters(kind: string, name: string, misplaced?: RegExpExecArray): void {
  const refused = /[\u0000-\u0020\u007f~^:[\\]|\.\.|@\{/.exec(literalPart(name)) ?? misplaced;
  if (refused) {
    throw new Misuse('GithubGitNameInvalid',
      `the ${kind} is '${name}', and git allows no '${refused[0]}' there, so no run could ever have it; pass the name as \`git branch\` or \`git tag\` prints it`);
  }
}
