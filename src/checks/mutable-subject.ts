import { IConstruct } from 'constructs';
import { warn } from './warning';
import { idCommand } from '../github/id-command';
import { TrustOptions } from '../trust/trust-options';
import { mutableNames } from '../trust/trust-statements';

export function warnOfMutableNames(role: IConstruct, trust: TrustOptions): void {
  const names = mutableNames(trust);
  if (names.length > 0) {
    warn(role, 'MutableSubject',
      `'${names.join("', '")}' is trusted by name alone: whoever registers the name next gets in, and a repository created, renamed or transferred after 15 July 2026 `
      + `never matches; write it with the IDs that this prints: ${idCommand(names[0])}`);
  }
}
