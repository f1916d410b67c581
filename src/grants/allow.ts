import * as iam from 'aws-cdk-lib/aws-iam';
import { maskUnresolved, shown } from '../github/text';
import { hasWildcard } from '../github/wildcard';
import { Misuse } from '../misuse';

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

/**
 * The text of a resource's reference, such as its ARN. By shape, since the value may come from another copy of aws-cdk-lib, or from JavaScript.
 *
 * @param what the resource in a sentence: 'the repository'
 * @param kind what it should have been: 'a private ECR repository; pass an ecr.Repository, an ecr.CfnRepository or an imported one'
 */
export function referenceText(what: string, kind: string, value: unknown, read: (value: any) => unknown): string {
  const text = value === undefined || value === null ? undefined : read(value);
  if (typeof text !== 'string') {
    throw new Misuse('ResourceInvalid', `${what} is '${shown(value)}', not ${kind}`);
  }
  return requireOne(what, text);
}

/** A name or an ARN that stands for one resource. */
export function requireOne(what: string, text: string): string {
  if (hasWildcard(text)) {
    throw new Misuse('WildcardResource', `${what} is '${text}', which stands for several; name each one`);
  }
  if (maskUnresolved(text).includes('${')) {
    throw new Misuse('GrantOptionInvalid', `${what} is '${text}', and IAM reads '\${' as the start of a policy variable; write the value that you mean`);
  }
  return text;
}
