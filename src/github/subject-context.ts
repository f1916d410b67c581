import { encodeColons, isUnresolved, maskUnresolved, requirePolicyText } from './text';
import { hasWildcard } from './wildcard';
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
  /** The claims that such a run has and no other: an environment's job may run on any ref. */
  readonly claims: Readonly<Record<string, string>>;
}

/** The two kinds of git ref that a subject can name. */
const REFS = {
  branch: { prefix: 'refs/heads/', plural: 'branches', kind: ['Branch', 'Branches'], patternKind: ['BranchLike', 'BranchesLike'] },
  tag: { prefix: 'refs/tags/', plural: 'tags', kind: ['Tag', 'Tags'], patternKind: ['TagLike', 'TagsLike'] },
} as const;
type RefKind = keyof typeof REFS;

export function branchContext(name: string): SubjectContext {
  return refContext('branch', name);
}

export function branchPatternContext(pattern: string): SubjectContext {
  return refPatternContext('branch', pattern);
}

export function tagContext(name: string): SubjectContext {
  return refContext('tag', name);
}

export function tagPatternContext(pattern: string): SubjectContext {
  return refPatternContext('tag', pattern);
}

function refContext(ref: RefKind, name: string): SubjectContext {
  requireNoRefPrefix(ref, ref, name);
  requireExact(`the ${ref}`, name, `${ref}Like`);
  requireGitName(ref, name);
  const { prefix, kind } = REFS[ref];
  return { text: `ref:${prefix}${name}`, isPattern: false, kind, value: name, words: `${ref} ${name}`, claims: { ref: `${prefix}${name}`, ref_type: ref } };
}

export function requireGitName(what: RefKind, name: string): void {
  requireGitText(what, name, /[\u0000-\u0020\u007f~^:*?[\\]|\.\.|@\{|^\/|\/$|\/\/|\.$|(?:^|\/)\.|\.lock(?:\/|$)/);
}

function refPatternContext(ref: RefKind, pattern: string): SubjectContext {
  requireNoRefPrefix(ref, `${ref} pattern`, pattern);
  requirePattern(`the ${ref} pattern`, pattern);
  requireGitText(`${ref} pattern`, pattern, /[\u0000-\u0020\u007f~^:[\\]|\.\.|@\{/);
  const { prefix, plural, patternKind } = REFS[ref];
  return {
    text: `ref:${prefix}${pattern}`,
    isPattern: true,
    kind: patternKind,
    value: pattern,
    words: `${plural} like ${pattern}`,
    claims: { ref: `${prefix}${pattern}`, ref_type: ref },
  };
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
    claims: { environment: name },
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
    claims: { environment: pattern },
  };
}

export const PULL_REQUEST_CONTEXT: SubjectContext = {
  text: 'pull_request', isPattern: false, kind: ['PullRequest', 'PullRequests'], words: 'pull requests', claims: { event_name: 'pull_request' },
};

export const ANY_CONTEXT: SubjectContext = {
  text: '*', isPattern: true, kind: ['AnyContext', 'AnyContext'], words: 'any branch, tag, environment or pull request', claims: {},
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

export function requireEnvironmentLength(name: string): void {
  if (name.length > 255 && !isUnresolved(name)) {
    throw new Misuse('GithubEnvironmentTooLong', `the environment has ${name.length} characters, '${name.slice(0, 40)}…'; GitHub allows 255`);
  }
}

function requireNoRefPrefix(kind: RefKind, what: string, name: unknown): void {
  if (typeof name !== 'string' || !name.startsWith('refs/')) {
    return;
  }
  const [, prefixed, bare] = /^refs\/(heads|tags)\/(.+)$/.exec(name) ?? [];
  const method = `${prefixed === 'tags' ? 'tag' : 'branch'}${hasWildcard(name) || what !== kind ? 'Like' : ''}`;
  const remedy = bare === undefined ? 'pass the name alone' : `use ${method}('${bare}')`;
  throw new Misuse('GithubRefPrefixRefused', `the ${what} is '${name}', and '${REFS[kind].prefix}' is added for you; ${remedy}`);
}

/** @see https://git-scm.com/docs/git-check-ref-format */
function requireGitText(what: string, text: string, refused: RegExp): void {
  const found = refused.exec(maskUnresolved(text));
  if (found) {
    throw new Misuse('GithubGitNameInvalid',
      `the ${what} is '${text}', and git allows no '${found[0]}' there, so no run could ever have it; pass the name as \`git branch\` or \`git tag\` prints it`);
  }
}
