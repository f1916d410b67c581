import { CheckedRole } from './checked-role';
import { GithubIssuer } from '../github/issuer';
import { PolicyCondition, PolicyStatement } from '../trust/policy';
import { remembered } from '../trust/remembered';

/** A condition on a claim, and where it stands: in a statement that lets tokens in, or in one that denies them again. */
export interface PlacedCondition {
  readonly condition: PolicyCondition;
  readonly statement: PolicyStatement;
  readonly issuer: GithubIssuer;
}

/** All conditions on the claims of the issuers that a role trusts, each once. */
export const placedConditions = remembered(({ trusts }: CheckedRole): readonly PlacedCondition[] => {
  const placed = new Map<PolicyCondition, PlacedCondition>();
  for (const { statement: allow, denies, issuer } of trusts) {
    const prefix = issuer.conditionKeyPrefix.toLowerCase();
    for (const statement of [allow, ...denies]) {
      for (const condition of statement.conditions.filter(one => one.prefix === prefix)) {
        placed.set(condition, { condition, statement, issuer });
      }
    }
  }
  return [...placed.values()];
});

/** The statements that let tokens in, each once. */
export function trustingStatements({ trusts }: CheckedRole): PolicyStatement[] {
  return [...new Set(trusts.map(({ statement }) => statement))];
}
