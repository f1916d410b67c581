import type { CfnAccessEntry, IClusterRef } from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';

type Policy = CfnAccessEntry.AccessPolicyProperty;

/**
 * Gives the role the access policies, in its one access entry of the cluster.
 *
 * The entry stands with the role and not with the cluster, where `eks.Cluster.grantAccess` puts it: the role's policy names the cluster, so
 * an entry that names the role from the cluster's stack would make the two stacks wait for each other.
 */
export function giveAccess(role: iam.IRole, cluster: IClusterRef, clusterName: string, policies: readonly Policy[]): void {
  const entry = role.node.children.find(child => isEntryOf(child, clusterName)) as CfnAccessEntry | undefined ?? newEntry(role, cluster, clusterName);
  entry.accessPolicies = policies.reduce(added, entry.accessPolicies as Policy[]);
}

function isEntryOf(construct: IConstruct, clusterName: string): boolean {
  const { cfnResourceType, clusterName: name } = construct as CfnAccessEntry;
  return cfnResourceType === 'AWS::EKS::AccessEntry' && name === clusterName;
}

/** Loaded here, since few roles need all of aws-eks. */
function newEntry(role: iam.IRole, cluster: IClusterRef, clusterName: string): CfnAccessEntry {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const eks: typeof import('aws-cdk-lib/aws-eks') = require('aws-cdk-lib/aws-eks');
  return new eks.CfnAccessEntry(role, `EksAccess${cluster.node.addr}`, { clusterName, principalArn: role.roleArn, accessPolicies: [] });
}

/** An entry has each access policy once: in more namespaces, or in the whole cluster. */
function added(policies: readonly Policy[], policy: Policy): Policy[] {
  const same = policies.find(({ policyArn }) => policyArn === policy.policyArn);
  return same === undefined ? [...policies, policy]
    : policies.map(one => one === same ? { ...one, accessScope: united(scopeOf(one), scopeOf(policy)) } : one);
}

function scopeOf({ accessScope }: Policy): CfnAccessEntry.AccessScopeProperty {
  return accessScope as CfnAccessEntry.AccessScopeProperty;
}

function united(one: CfnAccessEntry.AccessScopeProperty, other: CfnAccessEntry.AccessScopeProperty): CfnAccessEntry.AccessScopeProperty {
  const namespaces = [...new Set([...one.namespaces ?? [], ...other.namespaces ?? []])];
  return one.type === 'cluster' || other.type === 'cluster' ? { type: 'cluster' } : { type: 'namespace', namespaces };
}
