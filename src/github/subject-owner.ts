import { maskUnresolved, UNRESOLVED } from './text';
import { Misuse } from '../misuse';

/** Keys of a subject template whose value belongs to one owner and cannot be chosen by anybody else. */
const ONE_OWNER = new Map([
  ['repo', /^[^/]+\//],
  ['repository', /^[^/]+\//],
  ['repository_id', /^[0-9]+$/],
  ['repository_owner', /./],
  ['repository_owner_id', /^[0-9]+$/],
]);
/** Keys whose value names its owner before the first `/`, so that a pattern may cut it there. */
const CUT_AT_SLASH = new Set(['repo', 'repository']);

/**
 * Refuses a subject that a foreign repository could have.
 *
 * Every repository's administrators choose their own subject template, so only literal text left of the first wildcard
 * proves an owner. An unresolved value may name one behind its key, or be the whole beginning.
 */
export function requireOwner(subject: string): void {
  const masked = maskUnresolved(subject);
  if (masked.startsWith(UNRESOLVED) || namesOwner(masked)) {
    return;
  }
  throw new Misuse('SubjectOpenToAnyOwner',
    `the subject is '${subject}', and it names no owner that foreign repositories could not have too; `
    + "begin with the owner, such as 'repo:OWNER/REPO:…' or 'repository_owner_id:ID:…', before the first wildcard");
}

function namesOwner(subject: string): boolean {
  const wildcard = subject.search(/[*?]/);
  const segments = (wildcard < 0 ? subject : subject.slice(0, wildcard)).split(':');
  const whole = wildcard < 0 ? segments.length : segments.length - 1;
  for (let i = 0; i + 1 < segments.length; i += segments[i] === 'pull_request' ? 1 : 2) {
    const [key, value] = [segments[i], segments[i + 1]];
    const names = ONE_OWNER.has(key) && (value.includes(UNRESOLVED) || ONE_OWNER.get(key)!.test(value));
    if (names && (i + 1 < whole || CUT_AT_SLASH.has(key))) {
      return true;
    }
  }
  return false;
}
