import { isPinnedValue } from './pinned-value';
import { GithubIssuer } from '../../github/issuer';
import { holdsWhenAbsent, isAboutTokens, isClaimRead, matchesOne } from '../admits';
import { hasVariable } from '../glob';
import { PolicyCondition, PolicyStatement } from '../policy';

/** What lets tokens in: an Allow statement, and the Deny statements for tokens of the same issuer. */
export interface Gate {
  readonly statement: PolicyStatement;
  readonly denies: readonly PolicyStatement[];
  readonly issuer: GithubIssuer;
}

/** What one claim has to be: one of the values, or none of them. */
export interface Limit {
  readonly claim: string;
  readonly isWanted: boolean;
  /** Only those that a foreign owner may have. */
  readonly values: readonly string[];
  /** The base of the operator that compares them. */
  readonly base: string;
  readonly whenAbsent: boolean;
}

/** Claims that a token may lack. */
const OPTIONAL = ['enterprise_id', 'environment'];

/** Each way for a foreign token to get in, as limits that all have to hold. One after the other: Deny statements multiply. */
export function* waysIn({ statement, denies, issuer }: Gate): Generator<readonly Limit[]> {
  const allowed = allOf(statement.conditions.map(condition => () => limitOf(condition, issuer, true)));
  if (allowed) {
    yield* past(denies.map(deny => waysPast(deny, issuer)).filter(ways => ways !== UNHINDERED), allowed);
  }
}

const UNHINDERED = 'unhindered';

/** One condition has to fail. */
function waysPast({ conditions }: PolicyStatement, issuer: GithubIssuer): readonly Limit[] | typeof UNHINDERED {
  const failing = conditions.map(condition => limitOf(condition, issuer, false));
  return failing.includes(true) ? UNHINDERED : failing.filter(limit => typeof limit !== 'boolean');
}

function* past([ways, ...others]: readonly (readonly Limit[])[], limits: readonly Limit[]): Generator<readonly Limit[]> {
  if (!ways) {
    yield limits;
    return;
  }
  for (const way of [...others, ways].some(({ length }) => length === 0) ? [] : ways) {
    yield* past(others, [...limits, way]);
  }
}

function allOf(conditions: readonly (() => Limit | boolean)[]): Limit[] | undefined {
  const limits: Limit[] = [];
  for (const limitOfNext of conditions) {
    const limit = limitOfNext();
    if (limit === false) {
      return undefined;
    }
    if (limit !== true) { limits.push(limit); }
  }
  return limits;
}

/** What makes a condition hold, or fail, on a foreign token. A truth where nothing of the token decides it. */
function limitOf(condition: PolicyCondition, issuer: GithubIssuer, isToHold: boolean): Limit | boolean {
  if (!isAboutTokens(condition, issuer)) {
    return true;
  }
  const { claim, base, isNegated } = condition;
  const isAsWanted = (holds: boolean | undefined) => holds === undefined || holds === isToHold;
  const whenAbsent = isAsWanted(holdsWhenAbsent(condition));
  if (!isClaimRead(condition, issuer)) {
    return whenAbsent;
  }
  const isNull = base === 'Null';
  const isWanted = isNull ? !isAsWanted(matchesOne(condition, 'false')) : isNegated !== isToHold;
  const values = isNull ? [] : condition.values.filter(value => (isWanted || !hasVariable(value)) && !isPinnedValue(condition, value, issuer));
  // One of no values is never met, and none of them always.
  return values.length > 0 || OPTIONAL.includes(claim) ? { claim, isWanted, values, base, whenAbsent } : !isWanted;
}
