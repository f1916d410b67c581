import { compare } from './order';
import { TrustStatement } from './trust-statement';

/** Operator, condition key, value or values. */
export type RenderedConditions = Record<string, Record<string, string | string[]>>;

const OPERATORS = ['StringEquals', 'StringLike', 'StringNotLike'];
/** What a reviewer looks for first. */
const CLAIMS = ['aud', 'sub', 'repository_id', 'repository_owner_id'];

/** The statement's `Condition` block. Keys come in one fixed order, so that equal trust is equal text. */
export function renderConditions({ conditions }: TrustStatement, conditionKeyPrefix: string): RenderedConditions {
  const rank = (claim: string) => CLAIMS.includes(claim) ? CLAIMS.indexOf(claim) : CLAIMS.length;
  const sorted = [...conditions].sort((one, other) =>
    OPERATORS.indexOf(one.operator) - OPERATORS.indexOf(other.operator) || rank(one.claim) - rank(other.claim) || compare(one.claim, other.claim));
  const rendered: RenderedConditions = {};
  for (const { operator, claim, values } of sorted) {
    rendered[operator] = { ...rendered[operator], [`${conditionKeyPrefix}:${claim}`]: oneOrMany(values) };
  }
  return rendered;
}

function oneOrMany(values: readonly string[]): string | string[] {
  return values.length === 1 ? values[0] : [...values];
}
