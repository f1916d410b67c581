import { claimsReadOf } from '../github/claim-demands';
import { GithubIssuer } from '../github/issuer';
import { Misuse } from '../misuse';

/** A claim that AWS does not read is always absent: the condition would lock everybody out or, negated, hold always. */
export function requireReadableKey(key: string, issuer: GithubIssuer): void {
  const prefix = `${issuer.conditionKeyPrefix}:`.toLowerCase();
  const readable = claimsReadOf(issuer);
  if (key.toLowerCase().startsWith(prefix) && !readable.includes(key.slice(prefix.length).toLowerCase())) {
    throw new Misuse('UnknownClaimKey',
      `the condition key '${key}' names a claim that AWS does not read; allowed are ${readable.join(', ')}: for any other claim, put it into \`sub\` by a GithubSubjectTemplate`);
  }
}
