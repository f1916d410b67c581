import { roleOf } from './rule-case';
import { RuleCase } from '../../src/checks/rule';
import { GithubIssuer } from '../../src/github/issuer';
import { ForeignToken, foreignToken } from '../../src/trust/reach/foreign-token';

type Conditions = NonNullable<RuleCase['conditions']>;

/** A server that is not known to encode colons, and one that is. */
export const OLD_SERVER = GithubIssuer.server('old.example.com', { version: '3.18' });
export const NEW_SERVER = GithubIssuer.server('new.example.com', { version: '3.19' });
const TOLD = new Map([OLD_SERVER, NEW_SERVER].map(issuer => [issuer.conditionKeyPrefix, issuer]));

export function like(...values: string[]): Conditions {
  return { StringLike: { sub: values } };
}

export function exactly(...values: string[]): Conditions {
  return { StringEquals: { sub: values } };
}

export function denying(conditions: Conditions, { conditionKeyPrefix }: GithubIssuer = GithubIssuer.GITHUB_COM): Record<string, unknown> {
  const keyed = Object.entries(conditions).map(([operator, block]) =>
    [operator, Object.fromEntries(Object.entries(block).map(([claim, values]) => [`${conditionKeyPrefix}:${claim}`, values]))]);
  return {
    Effect: 'Deny',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${conditionKeyPrefix}` },
    Condition: Object.fromEntries(keyed),
  };
}

/** What gets in by the first statement of a role. */
export function reachOf(conditions: Conditions, more: RuleCase['more'] = [], issuer = GithubIssuer.GITHUB_COM): ForeignToken | 'unknown' | undefined {
  const { trusts: [trust], statements } = roleOf({ conditions, more, issuer: issuer.conditionKeyPrefix }, TOLD);
  return foreignToken(trust, statements);
}

/** The subject and the template of what gets in, as text. */
export function shownReach(...given: Parameters<typeof reachOf>): string | undefined {
  const found = reachOf(...given);
  return found === undefined || found === 'unknown' ? found : `${found.claims.sub} by ${found.template.join()}`;
}
