import { TrustStatement } from './trust-statement';

/** Operator, condition key, value or values. */
export type RenderedConditions = Record<string, Record<string, string | string[]>>;

/** The statement's `Condition` block. Keys come in one fixed order, so that equal trust is equal text. */
export function renderConditions(statement: TrustStatement, conditionKeyPrefix: string): RenderedConditions {
  const key = (claim: string) => `${conditionKeyPrefix}:${claim}`;
  const subjects = { [key('sub')]: oneOrMany(statement.subjects) };
  return {
    StringEquals: {
      [key('aud')]: oneOrMany(statement.audiences),
      ...(statement.isPattern ? {} : subjects),
      ...(statement.ids && {
        [key('repository_id')]: oneOrMany(statement.ids.repositories),
        [key('repository_owner_id')]: oneOrMany(statement.ids.owners),
      }),
    },
    ...(statement.isPattern && { StringLike: subjects }),
  };
}

function oneOrMany(values: readonly string[]): string | string[] {
  return values.length === 1 ? values[0] : [...values];
}
