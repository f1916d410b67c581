import { Misuse } from '../misuse';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS = [
  'StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike',
  'NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals',
  'DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals',
  'Bool', 'BinaryEquals', 'IpAddress', 'NotIpAddress', 'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'Null',
];

/** Refuses anything else: it may be dropped, or stand for an operator that is there already. */
export function requireOperator(text: string): void {
  if (!OPERATORS.includes(text.replace(/^(ForAllValues|ForAnyValue):/, '').replace(/IfExists$/, ''))) {
    throw new Misuse('ConditionInvalid', `the condition operator is '${text}', and IAM has none of that name; write it as in '${OPERATORS[0]}'`);
  }
}
