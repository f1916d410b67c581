import { placedConditions } from '../placed-conditions';
import { Rule } from '../rule';

export const policyVariable: Rule = {
  id: 'PolicyVariable',
  severity: 'error',
  summary: 'A policy variable as the value of a claim: the token itself may fill it in, so that it lets in everybody.',
  fix: "write the value that you mean, and a literal dollar sign as '${$}'",
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html',
  ofRole: role => placedConditions(role).filter(({ statement }) => statement.hasVariables)
    .flatMap(({ condition: { key, values }, statement }) => values.filter(isVariable).map(value => ({
      statement: statement.name,
      message: `'${key}' is compared with '${value}', a policy variable, whose value may come from the token itself`,
    }))),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:cash-${$}' } } },
  nonCompliant: {
    conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: '${token.actions.githubusercontent.com:sub}' } },
  },
};

/** `${*}`, `${?}` and `${$}` are the characters themselves. */
function isVariable(value: string): boolean {
  return value.replace(/\$\{[*?$]\}/g, '').includes('${');
}
