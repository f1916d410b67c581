import { GithubIssuer } from '../../github/issuer';
import { hasUnknown } from '../../github/unknown-text';
import { hasWildcard } from '../../github/wildcard';
import { hasDollarBrace } from '../glob';
import { PolicyCondition } from '../policy';

/** Claims whose value GitHub gives once, and whose values here name somebody. */
const IDS = ['enterprise_id', 'repository_id', 'repository_owner_id'];
/** Keys of a subject template whose value begins with an owner's name, and those whose whole value is one owner's. */
const BEGINS_WITH_OWNER = ['repo', 'repository', 'workflow_ref'];
const OF_ONE_OWNER = ['enterprise', 'repository_owner', ...IDS];

/**
 * Whether no foreign owner can have what a value of a condition matches, as far as its beginning shows. Cheap: most roles end here. `false`
 * proves nothing.
 */
export function isPinnedValue({ base, claim }: Pick<PolicyCondition, 'base' | 'claim'>, value: string, issuer: GithubIssuer): boolean {
  const begun = literalBeginning(value, base);
  const isWhole = begun.length === value.length;
  switch (true) {
    // No token has a text that only deployment knows.
    case hasUnknown(begun): return true;
    case IDS.includes(claim): return isWhole;
    case claim === 'repository': return begun.includes('/');
    case claim === 'sub': return namesOwner((base.endsWith('IgnoreCase') ? begun.toLowerCase() : begun).split(':'), isWhole, issuer);
    default: return false;
  }
}

function literalBeginning(value: string, base: string): string {
  const isPattern = base.endsWith('Like') && hasWildcard(value);
  return isPattern || hasDollarBrace(value) ? value.slice(0, value.search(isPattern ? /[*?]|\$\{/ : /\$\{/)) : value;
}

/** Where a value may hold a `:`, what looks like a further segment may be part of it. */
function namesOwner(segments: readonly string[], isWhole: boolean, { encodesColons }: GithubIssuer): boolean {
  for (let index = 0; index + 1 < segments.length; index += segments[index] === 'pull_request' ? 1 : 2) {
    const [key, value] = [segments[index], segments[index + 1]];
    const isComplete = isWhole || index + 2 < segments.length;
    if (BEGINS_WITH_OWNER.includes(key) ? /[/@]/.test(value) : OF_ONE_OWNER.includes(key) && isComplete) {
      return true;
    }
    if (!encodesColons) {
      return false;
    }
  }
  return false;
}
