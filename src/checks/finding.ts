/** Whether a finding fails synthesis. */
export type Severity = 'error' | 'warning';

/** What a rule says of a role or a provider. */
export interface Problem {
  /** What is wrong, with the value, as one lower-case sentence. */
  readonly message: string;
  /** What to do, where that differs from the rule's own words. */
  readonly fix?: string;
  /** The statement of the trust policy, by `Sid` or place. */
  readonly statement?: string;
}

/** A problem with its rule and its place. */
export interface Finding {
  readonly ruleId: string;
  readonly severity: Severity;
  /** The path of the construct. */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
  /** The statement that the message names. */
  readonly statement?: string;
  /** Whether the rule could not judge at all. */
  readonly isFailure?: boolean;
}

/** A finding that somebody may have acknowledged. */
export interface JudgedFinding extends Finding {
  /** The reason that was given, where it is acknowledged. */
  readonly acknowledged?: string;
}
