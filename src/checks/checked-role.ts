import { GithubIssuer } from '../github/issuer';
import { PolicyCondition, PolicyStatement } from '../trust/policy';

/** A role that trusts a GitHub issuer, with all that rules ask of it: plain data, from a construct or from a template. */
export interface CheckedRole {
  /** The path of its construct. */
  readonly path: string;
  /** Undefined where it is known only at deployment, as all that follows. */
  readonly account?: string;
  /** The partition that it is deployed to; `aws` where that is known only at deployment. */
  readonly partition: string;
  readonly region?: string;
  readonly roleName?: string;
  readonly description?: string;
  readonly maxSessionSeconds?: number;
  readonly statements: readonly PolicyStatement[];
  /** For each Allow statement about web identities and each GitHub issuer that it trusts. */
  readonly trusts: readonly Trust[];
  /** What stands in the trust policy for statements that only deployment knows. */
  readonly unread: readonly string[];
  readonly policy: PolicyLength;
  /** The statements of the policies that say what the role may do. */
  readonly permissions: readonly Permission[];
  /** Managed policies that the app does not make: their ARNs. */
  readonly managedPolicies: readonly string[];
  /** Its permissions boundary: each that it may be, where a condition of the template decides. */
  readonly boundaries: readonly Boundary[];
  /** What is not read of what it may do, for a reader. */
  readonly unreadPermissions: readonly string[];
  /** The roles that a job acts through without assuming them, as the grant methods recorded them. */
  readonly steers: readonly SteeredRole[];
  /** The IAM OIDC providers that the app makes in what may be the role's account. */
  readonly providers: readonly CheckedProvider[];
}

/** A statement that lets tokens of one GitHub issuer in. */
export interface Trust {
  readonly statement: PolicyStatement;
  readonly issuer: GithubIssuer;
  /** The provider as its principal has it. Undefined where the principal is no provider, or one that only deployment knows. */
  readonly providerArn?: string;
  /** Its conditions on this issuer's claims. */
  readonly claims: readonly PolicyCondition[];
  /** The Deny statements that apply to the tokens of the same provider. */
  readonly denies: readonly PolicyStatement[];
}

export interface PolicyLength {
  /** Characters without whitespace. What only deployment knows counts as little as it can be. */
  readonly characters: number;
  readonly unknowns: number;
  readonly quota: number;
}

/** A statement that allows or denies the role something. */
export interface Permission {
  readonly isDeny: boolean;
  readonly actions: readonly string[];
  /** Whether the actions stand in `NotAction`, and the resources in `NotResource`. */
  readonly exceptActions: boolean;
  readonly resources: readonly string[];
  readonly exceptResources: boolean;
  /** Whether nothing shows when it applies, beside its conditions. */
  readonly isConditional?: boolean;
  readonly conditions: readonly PolicyCondition[];
  /** Whether it is the word of what the role acts on, which a boundary keeps from little. */
  readonly isOfResource?: boolean;
  /** Where it stands, for a reader: `inline policy DefaultPolicy`. */
  readonly source: string;
}

/** A managed policy beyond which a role may do nothing. */
export interface Boundary {
  /** Undefined where the role may turn out to have none. */
  readonly arn?: string;
  /** Its statements, where the app makes it. */
  readonly permissions?: readonly Permission[];
  /** Whether it says more, which is not read. */
  readonly isPartial?: boolean;
}

/** A role that does what a job of this one says. */
export interface SteeredRole {
  /** The grant method. */
  readonly by: string;
  /** Undefined where only AWS knows it. */
  readonly roleArn?: string;
  /** How, for a reader: "deploys code that runs as it". */
  readonly how: string;
}

/** An IAM OIDC provider that the app makes. */
export interface CheckedProvider {
  readonly path: string;
  readonly account?: string;
  /** Undefined where it is known only at deployment. */
  readonly url?: string;
  /** Undefined where they are known only at deployment. */
  readonly audiences?: readonly string[];
}
