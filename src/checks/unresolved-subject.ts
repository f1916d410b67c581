import { IConstruct } from 'constructs';
import { unresolvedSubject, unresolvedSubjectWords } from './rules/unresolved-subject';
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
    warn(role, 'UnresolvedSubject', `${unresolvedSubjectWords(open)}; ${unresolvedSubject.fix}`);
  }
}
