import * as iam from 'aws-cdk-lib/aws-iam';
import { isUnresolved } from '../github/text';
import { remembered } from '../trust/remembered';

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
  const given = givenTo(grantee.grantPrincipal);
  const grants = permissions.flatMap(({ actions, resources, conditions }) => {
    const key = JSON.stringify([[...actions].sort(), [...resources].sort(), conditions]);
    const made = given.get(key) ?? inParts(resources).map(resourceArns => iam.Grant.addToPrincipal({
      grantee, actions: [...actions].sort(), resourceArns, ...(conditions && { conditions: { ...conditions } }),
    }));
    given.set(key, made);
    return made;
  });
  return grants.reduce((all, grant) => all.combine(grant));
}

/** aws-cdk-lib drops a statement that it has, but not one whose halves it merged with others: it does so where an app minimizes policies. */
const givenTo = remembered((_principal: iam.IPrincipal) => new Map<string, iam.Grant[]>());

/**
 * aws-cdk-lib spreads the statements of a role over as many policies as they need, and divides no statement. Two with as many characters of
 * ARNs fit into a managed policy by its estimate.
 */
const MOST_CHARACTERS = 2_700;

/** What aws-cdk-lib takes an ARN for that only the deployment knows. */
const UNKNOWN_CHARACTERS = 150;

/** A list that may be long, as the lists of several statements. */
export function inParts(list: readonly string[]): string[][] {
  let free = 0;
  return list.reduce<string[][]>((parts, text) => {
    const length = Math.max(text.length, isUnresolved(text) ? UNKNOWN_CHARACTERS : 0) + '"",'.length;
    if (length > free) {
      parts.push([]);
      free = MOST_CHARACTERS;
    }
    parts.at(-1)!.push(text);
    free -= length;
    return parts;
  }, []);
}

/** Passing these roles, to this service only. */
export function passRoles(roleArns: readonly string[], servicePrincipal: string): Permission[] {
  return roleArns.length === 0 ? [] : [{
    actions: ['iam:PassRole'], resources: roleArns, conditions: { StringEquals: { 'iam:PassedToService': servicePrincipal } },
  }];
}
