import type { CheckedRole } from '../checks/checked-role';
import type { JudgedFinding, Severity } from '../checks/finding';

/** What a review is made of. */
export interface ReviewInput {
  readonly roles: readonly CheckedRole[];
  readonly findings: readonly JudgedFinding[];
}

/** Raised whenever an older reader would misunderstand the file. */
export const FORMAT = 1;

/**
 * What github-oidc-review.json holds. Texts are as the policies have them, but for values that only deployment knows: `<Stack/Images.Arn>`.
 * Sorted, and the same on every machine.
 */
export interface Review {
  readonly format: typeof FORMAT;
  readonly roles: readonly ReviewedRole[];
  /** Findings about what is no role, such as a provider. */
  readonly findings: readonly PlacedFinding[];
}

export interface ReviewedRole {
  readonly path: string;
  readonly name?: string;
  readonly account?: string;
  readonly partition: string;
  readonly region?: string;
  readonly description?: string;
  readonly maxSessionSeconds?: number;
  readonly trusts: readonly ReviewedTrust[];
  /** What tokens near to the trusted ones get. */
  readonly samples: readonly ReviewedSample[];
  /** Statements of the trust policy that deny. */
  readonly denies: readonly ReviewedStatement[];
  /** Statements that let in others than GitHub's jobs. */
  readonly others: readonly ReviewedStatement[];
  readonly permissions: readonly ReviewedPermission[];
  /** ARNs of managed policies that the app does not make. */
  readonly managedPolicies: readonly string[];
  /** ARNs of what may be its permissions boundary, and what those say that the app makes. Absent where it has none. */
  readonly boundary?: { readonly policies: readonly string[]; readonly permissions: readonly ReviewedPermission[] };
  /** What the review does not know, in words; absent where that is nothing. */
  readonly unread?: readonly string[];
  /** The roles that it may assume or pass, as its permissions name them. */
  readonly assumes: readonly string[];
  readonly passes: readonly string[];
  /** The roles that a job acts through without assuming them. */
  readonly steers: readonly ReviewedSteer[];
  readonly findings: readonly ReviewedFinding[];
}

/** A statement that lets in tokens of one GitHub issuer. */
export interface ReviewedTrust {
  readonly statement: string;
  /** The issuer's URL. */
  readonly issuer: string;
  /** The provider's ARN; absent where only deployment knows it. */
  readonly provider?: string;
  readonly jobs: readonly TrustedJobs[];
  /** The condition that the jobs are read from; none where no subject is demanded. */
  readonly subjects: readonly ReviewedCondition[];
  readonly audiences: readonly ReviewedCondition[];
  /** What else is asked of the token, also of its subject. */
  readonly claims: readonly ReviewedCondition[];
  /** Conditions on what is not in the token. */
  readonly request: readonly ReviewedCondition[];
}

/** The jobs that a subject stands for. */
export interface TrustedJobs {
  /** `owner/name`, perhaps with wildcards; absent where the subject names no owner. */
  readonly repository?: string;
  /** The IDs that the repositories must have, where their names leave several. */
  readonly ids?: readonly string[];
  readonly run: 'any' | 'branch' | 'environment' | 'pull_request' | 'ref' | 'tag' | 'other';
  /** What the run is called; for `other`, the subject or its rest. */
  readonly value?: string;
  readonly isPattern?: true;
}

export interface ReviewedCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Jobs that are not named, and might get in. */
export type SampleKind = 'pull-requests' | 'branches' | 'tags' | 'environments' | 'repositories' | 'owners' | 'registered-again';

export interface ReviewedSample {
  readonly jobs: SampleKind;
  readonly admitted: boolean;
}

export interface ReviewedStatement {
  readonly statement: string;
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly conditions: readonly ReviewedCondition[];
}

/** What a statement says about one service. */
export interface ReviewedPermission {
  readonly effect: 'Allow' | 'Deny';
  /** The prefix of the actions; `*` where they are of any service. */
  readonly service: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** All actions but these. */
  readonly notActions?: readonly string[];
  readonly resources: readonly string[];
  /** All resources but these. */
  readonly notResources?: readonly string[];
  readonly conditions: readonly ReviewedCondition[];
  readonly source: string;
}

export interface ReviewedSteer {
  readonly by: string;
  /** Absent where only AWS knows it. */
  readonly role?: string;
  readonly how: string;
}

export interface ReviewedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
  /** The reason that was given, where it is acknowledged. */
  readonly acknowledged?: string;
}

export interface PlacedFinding extends ReviewedFinding {
  readonly path: string;
}
