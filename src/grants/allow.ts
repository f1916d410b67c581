import * as iam from 'aws-cdk-lib/aws-iam';

/** A permission: some actions on some resources. */
export interface Permission {
  readonly actions: readonly string[];
  /** ARNs. `*` only where AWS offers no resource for the action. */
  readonly resources: readonly string[];
  /** Operator, condition key, values. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Allows the grantee all of these, as one grant. Sorted, so that the same grant twice is one statement. */
export function allow(grantee: iam.IGrantable, permissions: readonly Permission[]): iam.Grant {
  const grants = permissions.flatMap(({ actions, resources, conditions }) => inParts(resources).map(resourceArns => iam.Grant.addToPrincipal({
    grantee, actions: [...actions].sort(), resourceArns, ...(conditions && { conditions: { ...conditions } }),
  })));
  return grants.reduce((all, grant) => all.combine(grant));
}

/**
 * aws-cdk-lib spreads the statements of a role over as many policies as they need, and divides no statement. Two of so many ARNs fit into a
 * managed policy by its estimate, which is 150 characters for an ARN that only the deployment knows.
 */
const MOST_IN_A_STATEMENT = 18;

/** A list that may be long, as the lists of several statements. */
export function inParts<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / MOST_IN_A_STATEMENT) }, (_, part) =>
    list.slice(part * MOST_IN_A_STATEMENT, (part + 1) * MOST_IN_A_STATEMENT));
}

/** Passing these roles, to this service only. */
export function passRoles(roleArns: readonly string[], servicePrincipal: string): Permission[] {
  return roleArns.length === 0 ? [] : [{
    actions: ['iam:PassRole'], resources: roleArns, conditions: { StringEquals: { 'iam:PassedToService': servicePrincipal } },
  }];
}
