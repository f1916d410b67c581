import { roleOf } from './rule-case';
import { Finding } from '../../src/checks/finding';
import { RuleCase, RunningRule } from '../../src/checks/rule';
import { findingsOfRole } from '../../src/checks/run-rules';
import { GithubIssuer } from '../../src/github/issuer';

/** Servers that the checks were told of. */
export const SERVER = GithubIssuer.server('github.example.com');
export const NEW_SERVER = GithubIssuer.server('new.example.com', { version: '3.19' });
const TOLD = new Map([SERVER, NEW_SERVER].map(issuer => [issuer.conditionKeyPrefix, issuer]));

type Values = string | readonly string[];
type Claims = Readonly<Record<string, Values>>;

/** A statement that takes these subjects as patterns, beside claims to the letter. */
export function like(sub: Values, claims: Claims = {}): RuleCase {
  return { conditions: { StringEquals: { aud: 'sts.amazonaws.com', ...claims }, StringLike: { sub } } };
}

/** A statement that takes these subjects to the letter. */
export function equal(sub: Values, claims: Claims = {}): RuleCase {
  return { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub, ...claims } } };
}

/** The same, of another issuer's tokens. */
export function from(issuer: GithubIssuer, given: RuleCase): RuleCase {
  return { ...given, issuer: issuer.conditionKeyPrefix };
}

/** With a statement that denies what meets these conditions. */
export function denying(conditions: NonNullable<RuleCase['conditions']>, given: RuleCase): RuleCase {
  const prefix = GithubIssuer.GITHUB_COM.conditionKeyPrefix;
  const condition = Object.fromEntries(Object.entries(conditions).map(([operator, block]) =>
    [operator, Object.fromEntries(Object.entries(block).map(([claim, values]) => [`${prefix}:${claim}`, values]))]));
  return { ...given, more: [{ Effect: 'Deny', Action: 'sts:AssumeRoleWithWebIdentity', Principal: '*', Condition: condition }] };
}

/** What rules say of a case. */
export function findingsBy(rules: readonly RunningRule[], given: RuleCase): Finding[] {
  return findingsOfRole(roleOf(given, TOLD), rules);
}

/** Message and remedy, as a reader gets them. */
export function wordsBy(rule: RunningRule, given: RuleCase): string[] {
  return findingsBy([rule], given).map(({ message, fix }) => `${message}; ${fix}`);
}
