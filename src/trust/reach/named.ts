import { GithubIssuer } from '../../github/issuer';
import { PolicyStatement } from '../policy';

/** Whom a policy names: nobody else can be them. */
export interface Named {
  /** Names of owners, in lower case: GitHub gives a name once, whatever its case. */
  readonly owners: readonly string[];
  /** Numeric IDs of owners, repositories and enterprises. */
  readonly ids: readonly string[];
  readonly enterprises: readonly string[];
}

const OWNERS: Readonly<Record<string, RegExp>> = {
  sub: /(?<=(?:repo|repository|repository_owner|(?<!job_)workflow_ref):)[A-Za-z0-9_-]+/gi,
  repository: /^[A-Za-z0-9_-]+/gi,
};
const ID = /^[0-9]+/gi;
const IDS: Readonly<Record<string, RegExp>> = {
  sub: /(?<=@|(?:repository_owner_id|repository_id|enterprise_id):)[0-9]+/gi,
  repository_owner_id: ID,
  repository_id: ID,
  enterprise_id: ID,
};
const ENTERPRISES: Readonly<Record<string, RegExp>> = { sub: /(?<=enterprise:)[A-Za-z0-9_-]+/gi };

/** Also what a statement denies or names as the beginning of a pattern: `org*` is meant for `org`. */
export function namedIn(statements: readonly PolicyStatement[], { conditionKeyPrefix }: GithubIssuer): Named {
  const conditions = statements.flatMap(statement => statement.conditions).filter(({ prefix }) => prefix === conditionKeyPrefix.toLowerCase());
  const found = (patterns: Readonly<Record<string, RegExp>>) => [...new Set(conditions.flatMap(({ claim, values }) =>
    Object.hasOwn(patterns, claim) ? values.flatMap(value => value.match(patterns[claim]) ?? []) : []))];
  return { owners: [...new Set(found(OWNERS).map(owner => owner.toLowerCase()))], ids: found(IDS), enterprises: found(ENTERPRISES) };
}
