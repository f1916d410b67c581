import { reviewedConditions, shownTexts } from './conditions';
import { ReviewedStatement } from './model';
import { CheckedRole } from '../checks/checked-role';
import { hasUnknown } from '../github/unknown-text';
import { PolicyStatement } from '../trust/policy';

/** The statements of a trust policy that deny. */
export function denyingStatements({ statements }: CheckedRole): ReviewedStatement[] {
  return statements.filter(({ isDeny }) => isDeny).map(statement => reviewed(statement, statement.principals.federated));
}

/** The statements that let in others than the jobs of a GitHub issuer, without the issuers. */
export function otherStatements({ statements, trusts }: CheckedRole): ReviewedStatement[] {
  return statements.filter(({ isDeny }) => !isDeny).flatMap(statement => {
    const known = trusts.filter(trust => trust.statement === statement);
    const isGithub = (provider: string) =>
      known.some(({ providerArn }) => providerArn === provider || (providerArn === undefined && hasUnknown(provider)));
    const other = reviewed(statement, statement.principals.federated.filter(provider => !isGithub(provider)));
    return other.principals.length === 0 ? [] : [other];
  });
}

function reviewed(statement: PolicyStatement, federated: readonly string[]): ReviewedStatement {
  const { name, principals: { aws, others, isAnybody, isNegated }, actions, conditions, isConditional } = statement;
  const named = shownTexts([...federated, ...aws, ...others]);
  return {
    statement: name,
    principals: isAnybody ? ['*'] : isNegated ? [`everybody but ${named.join(', ')}`] : named,
    actions: shownTexts(actions),
    conditions: reviewedConditions(conditions, { isConditional }),
  };
}
