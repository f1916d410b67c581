import { Trust } from './checked-role';
import { hasWildcard } from '../github/wildcard';
import { PolicyCondition } from '../trust/policy';

const POSITIVE = new Set(['StringEquals', 'StringEqualsIgnoreCase', 'StringLike']);

/** Whether a condition lets nobody in without the key: a positive operator for texts, that absence does not satisfy. */
export function isDemand({ base, ifExists, set }: PolicyCondition): boolean {
  return POSITIVE.has(base) && !ifExists && set !== 'ForAllValues';
}

/** The conditions of a statement that demand values of a claim. All of them have to hold. */
export function demandsOf({ claims }: Trust, claim: string): PolicyCondition[] {
  return claims.filter(condition => condition.claim === claim && isDemand(condition));
}

/** Whether a value stands for several: only under `StringLike`. */
export function isPattern({ base }: PolicyCondition, value: string): boolean {
  return base === 'StringLike' && hasWildcard(value);
}

/** Whether one of the conditions on a claim takes literal values and no others. */
export function isPinned(trust: Trust, claim: string): boolean {
  return demandsOf(trust, claim).some(condition => condition.values.length > 0 && condition.values.every(value => !isPattern(condition, value)));
}
