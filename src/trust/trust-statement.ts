/** One statement of a trust policy, as data. Its conditions are ANDed. */
export interface TrustStatement {
  /** Alphanumeric, unique within the policy. */
  readonly sid: string;
  readonly conditions: readonly ClaimCondition[];
}

/** A condition on one claim. Its values are ORed; under a negated operator, none of them may hold. */
export interface ClaimCondition {
  readonly operator: string;
  /** The claim's name in the token: the condition key without its issuer. */
  readonly claim: string;
  readonly values: readonly string[];
}

/** The values that a statement demands of a claim; none where it does not. */
export function demandedValues({ conditions }: TrustStatement, claim: string): readonly string[] {
  return conditions.filter(condition => condition.claim === claim && !condition.operator.includes('Not')).flatMap(({ values }) => values);
}
