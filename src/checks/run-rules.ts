import { CheckedProvider, CheckedRole } from './checked-role';
import { Finding, Problem } from './finding';
import { RunningRule } from './rule';
import { shownUnknowns } from '../github/unknown-text';

/** What the rules say of a role. */
export function findingsOfRole(role: CheckedRole, rules: readonly RunningRule[]): Finding[] {
  return rules.flatMap(rule => rule.ofRole ? findingsOf(rule, role.path, () => rule.ofRole!(role)) : []);
}

/** What the rules say of a provider, beside the others of its app. */
export function findingsOfProvider(provider: CheckedProvider, others: readonly CheckedProvider[], rules: readonly RunningRule[]): Finding[] {
  return rules.flatMap(rule => findingsOf(rule, provider.path, () => rule.ofProvider?.(provider, others) ?? []));
}

function findingsOf({ id: ruleId, severity, fix }: RunningRule, path: string, check: () => readonly Problem[]): Finding[] {
  try {
    // Statements that differ in what a rule does not look at have the same problem.
    const problems = new Map(check().map(problem => [messageOf(problem), problem]));
    return [...problems].map(([message, { fix: own = fix, statement }]) =>
      ({ ruleId, severity, path, message: shownUnknowns(message), fix: shownUnknowns(own), ...statement !== undefined && { statement } }));
  } catch (error) {
    // A rule that cannot judge a policy has not found it sound.
    return [{ ruleId, severity, path, message: `the rule failed on this policy: ${error instanceof Error ? error.message : error}`, fix: 'look at the policy by hand, and report the failure', isFailure: true }];
  }
}

function messageOf({ message, statement }: Problem): string {
  return statement === undefined ? message : `${statement}: ${message}`;
}
