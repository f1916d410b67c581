import { Trust } from './checked-role';
import { demandsOf, sparedBy } from './demands';
import { hasWildcard } from '../github/wildcard';
import { OPERATORS } from '../trust/operators';
import { PolicyCondition } from '../trust/policy';
import { remembered } from '../trust/remembered';

/** Stands for a name that nobody wrote into a policy, and for such an ID. */
export const UNNAMED = 'unnamed-7f3a91';
export const UNNAMED_ID = '9071734';
/** Two without a sign in common, since a pattern such as `u*` stands for one of them by chance. */
export const FRESH_NAMES: readonly string[] = [UNNAMED, 'zborik6024'];

/** A text that a pattern stands for. */
export function filled(pattern: string, text = UNNAMED): string {
  return pattern.replaceAll('*', text).replaceAll('?', 'x');
}

/** An ID that nobody wrote into a policy, also where a pattern has to stand for it. */
export function newId(pattern = '*'): string {
  return hasWildcard(pattern) ? pattern.replaceAll('*', UNNAMED_ID).replaceAll('?', '1') : UNNAMED_ID;
}

/** A value that the statement wants of a claim, if it wants one. */
export function wanted(trust: Trust, claim: WantedClaim): string | undefined {
  return wishes(trust)[claim];
}

/** The conditions that a token has to match: those that demand a value, and those by which a Deny statement spares one. */
export function wishesFor(trust: Trust, claim: string): PolicyCondition[] {
  return [...demandsOf(trust, claim), ...sparedBy(trust).filter(condition => condition.claim === claim && OPERATORS.has(condition.base))];
}

const WANTED = ['actor', 'actor_id', 'aud', 'enterprise_id', 'environment', 'ref', 'repository_id', 'repository_owner_id', 'workflow'] as const;
type WantedClaim = typeof WANTED[number];

const wishes = remembered((trust: Trust): Partial<Record<WantedClaim, string>> => Object.fromEntries(WANTED.map(claim => {
  const conditions = wishesFor(trust, claim).map(({ base, values }) => ({ base, values, matches: OPERATORS.get(base)!.matcherOf(values) }));
  const texts = conditions.flatMap(({ base, values }) => values.map(value => base.endsWith('Like') ? filled(value) : value));
  return [claim, texts.find(text => conditions.every(({ matches }) => matches(text))) ?? texts[0]];
})));
