import { IConstruct } from 'constructs';
import { mutableNamesWords } from './rules/mutable-subject';
import { warn } from './warning';
import { TrustOptions } from '../trust/trust-options';
import { mutableNames } from '../trust/trust-statements';

export function warnOfMutableNames(role: IConstruct, trust: TrustOptions): void {
  const names = mutableNames(trust);
  if (names.length > 0) {
    const { what, remedy } = mutableNamesWords(names);
    warn(role, 'MutableSubject', `${what}; ${remedy}`);
  }
}
