import { CfnResource, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';

/** A policy that a role made for itself, as its stack renders it. */
export interface OwnPolicy {
  readonly path: string;
  readonly type: string;
  readonly document: unknown;
}

/** The policies below a role, resolved once for all who ask. */
export function ownPolicies(role: iam.Role): OwnPolicy[] {
  const stack = Stack.of(role);
  return role.node.findAll().filter(CfnResource.isCfnResource)
    .filter(({ cfnResourceType }) => cfnResourceType === 'AWS::IAM::Policy' || cfnResourceType === 'AWS::IAM::ManagedPolicy')
    .map(resource => ({
      path: resource.node.path,
      type: resource.cfnResourceType,
      document: stack.resolve((resource as iam.CfnPolicy | iam.CfnManagedPolicy).policyDocument),
    }));
}
