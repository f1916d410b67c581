import { CheckedRole, Trust } from './checked-role';
import { Problem } from './finding';
import { quoted } from './words';

/** One problem for each statement in which a rule finds values. */
export function problemsOf(
  role: CheckedRole, valuesIn: (trust: Trust) => readonly string[], message: (values: string, trust: Trust) => string,
): Problem[] {
  return role.trusts.flatMap(trust => {
    const values = valuesIn(trust);
    return values.length === 0 ? [] : [{ statement: trust.statement.name, message: message(quoted(values, Infinity), trust) }];
  });
}
