import { partsOf } from './subject-value';
import type { TrustedSubject } from './trusted-subjects';
import { GithubIssuer } from '../github/issuer';
import { withUnknowns } from '../github/unknown-text';
import { hasWildcard } from '../github/wildcard';
import { remembered } from '../trust/remembered';

/** Why no token can have a subject, and what to write instead. */
export interface Malformation {
  readonly reason: string;
  readonly fix: string;
}

const CONTEXTS = "':environment:NAME', ':ref:refs/heads/BRANCH', ':ref:refs/tags/TAG' or ':pull_request'";
const REPOSITORY_FIX = "write 'repo:OWNER@OWNER_ID/REPO@REPO_ID:…' or 'repo:OWNER/REPO:…'";
/** What stands where a claim's name would, and no token has such a claim. */
const NO_KEYS = new Map([['branch', 'ref:refs/heads/'], ['tag', 'ref:refs/tags/'], ['env', 'environment:']]);
/** A claim's name. Organisations name the properties of their repositories as they like. */
const KEY = /^(?:[a-z][a-z0-9_]*|repo_property_.+)$/s;
const KEY_BEGINNING = /^(?:[a-z][a-z0-9_]*|repo_property_.*)?$/s;

/**
 * Undefined wherever some template may make such a subject: any claim's name may be a key, in any order. What a wildcard or a value known only
 * at deployment stands for may be anything.
 */
export const malformationOf = remembered(({ text, ignoresCase, trust: { issuer } }: TrustedSubject): Malformation | undefined => {
  if (text.includes('${')) {
    return undefined;
  }
  const open = withUnknowns(text, () => '*');
  const parts = partsOf(ignoresCase ? open.toLowerCase() : open);
  const last = parts.map(hasWildcard).lastIndexOf(true);
  const behind = parts.slice(last + 1);
  const found = malformationIn(parts, issuer);
  if (found || last < 0 || behind.length === 0 || !issuer.encodesColons) {
    return found;
  }
  // Behind a wildcard, the first part may be a key or the value of one.
  const byKey = malformationIn(behind, issuer, last + 1);
  return byKey && malformationIn(behind.slice(1), issuer, last + 2) ? byKey : undefined;
});

/**
 * Reads keys and values up to the first wildcard.
 *
 * @param offset how many parts stand before these
 */
function malformationIn(parts: readonly string[], issuer: GithubIssuer, offset = 0): Malformation | undefined {
  for (let at = 0; at < parts.length; at += parts[at] === 'pull_request' ? 1 : 2) {
    const [before, key, value] = [parts[at - 2], parts[at], parts[at + 1]];
    if (hasWildcard(key)) {
      return KEY_BEGINNING.test(literalOf(key)) ? undefined : noKey(key, at + offset);
    }
    if (key === 'pull_request') {
      continue;
    }
    const found = !KEY.test(key) || value === undefined ? before === 'environment' ? unencoded(parts[at - 1], key) : noKey(key, at + offset)
      : NO_KEYS.has(key) ? noContext(key) : malformedValue(key, value, issuer);
    if (found || hasWildcard(value) || !(issuer.encodesColons || NAMING.has(key))) {
      return found;
    }
  }
  return undefined;
}

/** Keys whose value holds no colon, whatever the issuer. */
const NAMING = new Set(['repo', 'repository', 'repository_owner', 'repository_id', 'repository_owner_id']);

function malformedValue(key: string, value: string, issuer: GithubIssuer): Malformation | undefined {
  const beginning = literalOf(value);
  const isWhole = beginning === value;
  switch (key) {
    case 'repo': case 'repository': return malformedName(key, beginning, isWhole, issuer);
    case 'repository_owner':
      return isWhole ? wrongUnless(/^[^/\s]+$/.test(value), `'${key}:${value}' names no owner`, `write '${key}:OWNER'`)
        : wrongUnless(!/[/\s]/.test(beginning), `'${key}:${beginning}' begins no owner`, `write '${key}:OWNER'`);
    case 'repository_id': case 'repository_owner_id':
      return wrongUnless(isWhole ? /^[0-9]+$/.test(value) : /^[0-9]*$/.test(beginning), `'${key}:${value}' is no number`, 'write the numeric ID');
    case 'ref': return wrongUnless(isWhole ? /^refs\/[^/]+\/./s.test(value) : 'refs/'.startsWith(beginning.slice(0, 5)),
      `'${key}:${value}' is no git ref, which begins with 'refs/' in every token`, `write ${refsFor(value.replace(/^refs\/?/, ''))}`);
    case 'environment': return wrongUnless(value !== '', 'it names no environment', "write 'environment:NAME'");
    default: return undefined;
  }
}

function refsFor(name: string): string {
  return /^(?:heads|tags)\/./s.test(name) ? `'ref:refs/${name}'` : `'ref:refs/heads/${name || 'BRANCH'}' for a branch, or 'ref:refs/tags/${name || 'TAG'}' for a tag`;
}

function malformedName(key: string, beginning: string, isWhole: boolean, { hasImmutableSubjects }: GithubIssuer): Malformation | undefined {
  const pattern = isWhole ? /^[^/@\s]+(?<owner>@[0-9]+)?\/[^/@\s]+(?<repository>@[0-9]+)?$/ : /^(?:[^/@\s]+(?<owner>@[0-9]*)?(?:\/(?:[^/@\s]+(?<repository>@[0-9]*)?)?)?)?$/;
  const { groups } = pattern.exec(beginning) ?? {};
  if (!pattern.test(beginning)) {
    return { reason: `'${key}:${beginning}' is not OWNER/REPO`, fix: REPOSITORY_FIX };
  }
  const isOneOnly = isWhole ? !groups!.owner !== !groups!.repository : !groups!.owner && groups!.repository !== undefined;
  return isOneOnly && hasImmutableSubjects && key === 'repo' ? { reason: `'${key}:${beginning}' has one ID, and GitHub writes both or none`, fix: REPOSITORY_FIX } : undefined;
}

function noKey(text: string, at: number): Malformation {
  if (at === 0) {
    return { reason: `'${text}' is no key such as 'repo:', and each subject begins with one`, fix: text.includes('/') ? `write 'repo:${text}…'` : REPOSITORY_FIX };
  }
  return { reason: `'${text}' stands where a context does, and is none`, fix: `end the subject in ${CONTEXTS}` };
}

function noContext(key: string): Malformation {
  return { reason: `no token has a claim '${key}'`, fix: `write '${NO_KEYS.get(key)}NAME'` };
}

function unencoded(environment: string, rest: string): Malformation {
  return {
    reason: `GitHub encodes ':' inside the name of an environment, as in '${environment}%3A${rest}'`,
    fix: `write 'environment:${environment}%3A${rest}' and demand the claim environment beside it, or name the environment without ':'`,
  };
}

function wrongUnless(isRight: boolean, reason: string, fix: string): Malformation | undefined {
  return isRight ? undefined : { reason, fix };
}

function literalOf(pattern: string): string {
  return pattern.split(/[*?]/, 1)[0];
}
