/**
 * A role's trust policy as it stands, for whoever judges it. Unlike the evaluation's reading, it refuses nothing: what has no meaning stays
 * text, so that a rule can say so.
 */
export interface PolicyStatement {
  /** Its `Sid`, or its place. */
  readonly name: string;
  readonly isDeny: boolean;
  /** Whether nothing shows when it applies: a condition of the template decides on it, or its `Condition` cannot be read. */
  readonly isConditional: boolean;
  readonly actions: readonly string[];
  /** Whether it applies to `sts:AssumeRoleWithWebIdentity`. Of an action that only deployment knows, whatever is worse. */
  readonly isAboutWebIdentity: boolean;
  readonly principals: PolicyPrincipals;
  /** Whether `${…}` in its values is a policy variable, by the document's `Version`. */
  readonly hasVariables: boolean;
  readonly conditions: readonly PolicyCondition[];
  /** The `Condition` element as it stands. */
  readonly conditionElement: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface PolicyPrincipals {
  /** Identity providers: ARNs, or the names of those that AWS knows by a name. */
  readonly federated: readonly string[];
  /** Accounts, users and roles. */
  readonly aws: readonly string[];
  /** AWS services and canonical users. */
  readonly others: readonly string[];
  /** Whether the principal is `*` itself. */
  readonly isAnybody: boolean;
  /** Whether they stand in `NotPrincipal`. */
  readonly isNegated: boolean;
}

/** A condition on one key. Its values are ORed; under a negated operator, none of them may hold. */
export interface PolicyCondition {
  /** The operator as the policy spells it. */
  readonly operator: string;
  /** The operator without set and `IfExists`, such as `StringLike`. */
  readonly base: string;
  readonly set?: 'ForAnyValue' | 'ForAllValues';
  readonly ifExists: boolean;
  readonly isNegated: boolean;
  /** The key as the policy spells it. */
  readonly key: string;
  /** Issuer or service, and claim, in lower case: keys are not case-sensitive. */
  readonly prefix: string;
  readonly claim: string;
  /** What is known only at deployment stands between the characters of `unknown-text.ts`. */
  readonly values: readonly string[];
}
