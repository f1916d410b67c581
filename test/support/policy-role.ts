import { CheckedRole } from '../../src/checks/checked-role';
import { readRole, RoleSource } from '../../src/checks/read-role';

/** The role with a trust policy, which may do nothing, in an app that makes no provider. */
export function roleWithPolicy(policy: object, known: Partial<RoleSource> & Pick<RoleSource, 'told'>): CheckedRole {
  return readRole({
    path: 'Stack/Role',
    properties: { AssumeRolePolicyDocument: policy },
    partition: 'aws',
    quota: 2048,
    permissions: [],
    managedPolicies: [],
    steers: [],
    providers: [],
    ...known,
  })!;
}
