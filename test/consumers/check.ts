import { Outcome } from './consumer';

export type Check = Outcome['checks'][number];

/** A check that passed, unless something is wrong. */
export function check(name: string, wrong: string | undefined): Check {
  return wrong === undefined ? { name, passed: true } : { name, passed: false, detail: wrong };
}
