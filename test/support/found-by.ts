import { roleOf } from './rule-case';
import { RuleCase, RunningRule } from '../../src/checks/rule';
import { findingsOfRole } from '../../src/checks/run-rules';
import { GithubIssuer } from '../../src/github/issuer';

export const AUD = 'sts.amazonaws.com';
export const SUB = 'repo:octo-org@123456/octo-repo@456789:environment:production';
export const KEYS = 'token.actions.githubusercontent.com';
export const PROVIDER = `arn:aws:iam::111111111111:oidc-provider/${KEYS}`;

export const SERVER = 'github.example.com/_services/token';
const TOLD = new Map([[SERVER, GithubIssuer.server('github.example.com')]]);

/** What a rule says of a case, each as "message; fix". */
export function foundBy(rule: RunningRule, given: RuleCase): string[] {
  return findingsOfRole(roleOf(given, TOLD), [rule]).map(({ message, fix }) => `${message}; ${fix}`);
}

/** A statement that denies tokens of GitHub.com. */
export function denial(conditions: Record<string, Record<string, unknown>>, elements: Record<string, unknown> = {}): Record<string, unknown> {
  const keyed = Object.entries(conditions).map(([operator, block]) =>
    [operator, Object.fromEntries(Object.entries(block).map(([claim, values]) => [`${KEYS}:${claim}`, values]))]);
  return { Effect: 'Deny', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: PROVIDER }, Condition: Object.fromEntries(keyed), ...elements };
}
