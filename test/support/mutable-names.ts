import { trustPolicy } from './arbitraries';
import { readRole } from '../../src/checks/read-role';
import { mutableSubject } from '../../src/checks/rules/mutable-subject';
import { toldIssuers } from '../../src/checks/trusts';
import { TrustOptions } from '../../src/trust/trust-options';

/** Who is trusted by name alone in the policy that these options render, as the rule MutableSubject says it. */
export function mutableNames(options: TrustOptions): string[] {
  const role = readRole({
    path: 'Stack/Role',
    properties: { AssumeRolePolicyDocument: trustPolicy(options) },
    partition: 'aws',
    quota: 8192,
    permissions: [],
    managedPolicies: [],
    steers: [],
    providers: [],
    told: toldIssuers([options.issuer]),
  });
  return mutableSubject.ofRole!(role!).flatMap(({ message }) => /^(.*) is trusted by name alone/.exec(message)![1].split(', ').map(name => name.slice(1, -1)));
}
