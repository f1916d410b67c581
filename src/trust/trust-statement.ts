/** One statement of a trust policy, as data. Its conditions are ANDed; values of one condition are ORed. */
export interface TrustStatement {
  /** Alphanumeric, unique within the policy. */
  readonly sid: string;
  /** The values of `sub`. */
  readonly subjects: readonly string[];
  /** Whether the subjects are patterns, which belong under `StringLike`. */
  readonly isPattern: boolean;
  /** The values of `aud`. */
  readonly audiences: readonly string[];
  /** The repositories' IDs, where the token has to prove them. */
  readonly ids?: RepositoryIds;
}

export interface RepositoryIds {
  readonly repositories: readonly string[];
  readonly owners: readonly string[];
}
