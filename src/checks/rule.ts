import { CheckedProvider, CheckedRole } from './checked-role';
import { Problem, Severity } from './finding';

/** One thing that can be wrong with trust. Ids are part of the API. */
export interface RunningRule {
  readonly id: string;
  readonly severity: Severity;
  /** What to do, in one lower-case clause. */
  readonly fix: string;
  /** What it depends on beside whom the role trusts: what the role may do, or where it is deployed. Both are known later. */
  readonly dependsOn?: 'permissions' | 'place';
  readonly ofRole?: (role: CheckedRole) => readonly Problem[];
  /** The other providers are those of the same app. */
  readonly ofProvider?: (provider: CheckedProvider, others: readonly CheckedProvider[]) => readonly Problem[];
}

/** What RULES.md and the tests need beside that. It does not ship. */
export interface RuleDocumentation {
  /** What it looks for, in one sentence. */
  readonly summary: string;
  /** Where the fact stands. */
  readonly link: string;
  readonly compliant: RuleCase;
  readonly nonCompliant: RuleCase;
}

/** A rule as it is written. */
export interface Rule extends RunningRule, RuleDocumentation {}

/** A role, or two providers, in the fewest words: all that is left out is sound. RULES.md shows it, and a test holds the rule to it. */
export interface RuleCase {
  /** The conditions of the role's one statement; claims of GitHub.com without their prefix. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /** Elements of that statement beside its conditions. */
  readonly statement?: Readonly<Record<string, unknown>>;
  /** Statements of the trust policy beside that one. */
  readonly more?: readonly Readonly<Record<string, unknown>>[];
  /** What stands for statements that only deployment knows. */
  readonly unread?: readonly string[];
  /** Properties of the role, as in a template. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** Statements of the role's inline policy. */
  readonly permissions?: readonly Readonly<Record<string, unknown>>[];
  readonly providers?: readonly CheckedProvider[];
  readonly issuer?: string;
  readonly account?: string;
  readonly partition?: string;
}
