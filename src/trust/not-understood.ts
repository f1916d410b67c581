import { Misuse } from '../misuse';

/** For what a policy may hold and the evaluation does not decide: an error, never a guess. */
export function notUnderstood(what: string, remedy: string): Misuse {
  return new Misuse('TrustNotUnderstood', `${what}, which this evaluation does not decide; ${remedy}`);
}
