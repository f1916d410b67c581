import { IConstruct } from 'constructs';
import { warn } from './warning';
import { isUnresolved } from '../github/text';
import { demandedValues, TrustStatement } from '../trust/trust-statement';

/** Literal IDs hold whatever the rest turns out to be. */
export function warnOfUnresolvedSubjects(role: IConstruct, statements: readonly TrustStatement[]): void {
  const open = statements.filter(statement => {
    const ids = demandedValues(statement, 'repository_id');
    return ids.length === 0 || ids.some(isUnresolved);
  }).flatMap(statement => demandedValues(statement, 'sub').filter(isUnresolved));
  if (open.length > 0) {
    warn(role, 'UnresolvedSubject',
      `'${open.join("', '")}' is known only at deployment, and a value such as an IAM policy variable would let everybody in; `
      + 'write it into the program, give the IDs literally, or limit a parameter by its allowedPattern');
  }
}
