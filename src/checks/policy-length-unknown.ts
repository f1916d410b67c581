import { IConstruct } from 'constructs';
import { warn } from './warning';
import { isUnresolved } from '../github/text';
import { policyLength } from '../trust/quota';
import { TrustOptions } from '../trust/trust-options';
import { TrustStatement } from '../trust/trust-statement';

export function warnOfUnknownLength(role: IConstruct, statements: readonly TrustStatement[], { quota, issuer }: TrustOptions): void {
  const unknown = statements.flatMap(({ conditions }) => conditions.flatMap(({ values }) => values.filter(isUnresolved))).length;
  if (unknown > 0 && quota) {
    warn(role, 'TrustPolicyLengthUnknown',
      `the trust policy has ${policyLength(statements, quota.providerArn, issuer.conditionKeyPrefix)} characters beside ${unknown === 1 ? '1 value' : `${unknown} values`} known only at deployment, and the quota is ${quota.characters}; `
      + 'write the values into the program, or make sure that they fit');
  }
}
