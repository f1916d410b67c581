import { Trust } from './checked-role';
import { Claims, mayAdmit } from '../trust/admits';

/** Whether the statement may let such a token in, by what the token says. */
export function admits({ statement, denies, issuer }: Trust, token: Claims): boolean {
  return mayAdmit(statement, denies, issuer, token);
}
