import { mayAssume } from './independent-engine';
import { GithubOidcToken, GithubOidcTrust } from '../../src';

/**
 * Whether a resolved trust policy lets a token in, as an engine that is not ours decides. Ours has to decide the same.
 *
 * @param trust what ours is asked, where that is not the resolved policy but what it was resolved from
 */
export function admits(policy: any, token: GithubOidcToken, trust = GithubOidcTrust.ofPolicy(policy)): boolean {
  const allowed = mayAssume(policy, token.issuer.conditionKeyPrefix, readClaims(token));
  const { sub } = token.claims;
  expect({ sub, allowed: trust.evaluate(token).allowed }).toEqual({ sub, allowed });
  return allowed;
}

/** Both engines let in all of the members and none of the strangers. */
export function expectDecisions(
  policy: any, members: readonly GithubOidcToken[], strangers: readonly GithubOidcToken[], trust?: GithubOidcTrust,
): void {
  const decisions = [...members, ...strangers].map(token => [token.claims.sub, admits(policy, token, trust)]);
  expect(decisions).toEqual([...members.map(({ claims }) => [claims.sub, true]), ...strangers.map(({ claims }) => [claims.sub, false])]);
}

/** What AWS reads of a token. */
function readClaims({ issuer, claims }: GithubOidcToken): Record<string, string> {
  return issuer.hasClaimKeys ? claims : { aud: claims.aud, sub: claims.sub };
}
