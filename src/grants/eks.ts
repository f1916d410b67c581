import { Stack, Token } from 'aws-cdk-lib';
import type { CfnAccessEntry, IClusterRef } from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { allow } from './allow';
import { clusterOf } from './cluster';
import { giveAccess } from './eks-access-entry';
import { Format, requireFormat } from './formats';
import { requireNames } from './given-name';
import { Granted, Steered } from './granted';
import { requireOptions } from './options';
import { ownRoleArn, steeredOwn } from './passable-roles';
import { isUnresolved, shown } from '../github/text';
import { Misuse } from '../misuse';

/** Options of `grantEksAccess`. */
export interface EksAccessGrantOptions {
  /**
   * What the job may do inside the cluster: EKS access policies by name, such as `AmazonEKSEditPolicy`.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
   * @default - nothing: no access entry is made, the role finds the cluster and is let in by an entry or an RBAC rule of yours
   */
  readonly accessPolicies?: string[];

  /**
   * The Kubernetes namespaces that the access policies hold in.
   *
   * @default - the whole cluster
   */
  readonly namespaces?: string[];
}

/** `aws eks update-kubeconfig`, and access to the cluster's API. The cluster's token needs no permission: it is the role's own signature. */
export function grantEksAccess(role: iam.IRole, cluster: IClusterRef, options: EksAccessGrantOptions = {}): Granted {
  const { accessPolicies, namespaces } = requireOptions(role, options, { accessPolicies: true, namespaces: true });
  const { clusterArn, clusterName } = clusterOf('eks', cluster);
  const policies = policiesOf(role, accessPolicies, namespaces);
  if (policies.length > 0) {
    requireEntries(role, cluster);
    giveAccess(role, cluster, clusterName, policies);
  }
  return {
    // https://github.com/aws/aws-cli/blob/develop/awscli/customizations/eks/update_kubeconfig.py
    grant: allow(role, [{ actions: ['eks:DescribeCluster'], resources: [clusterArn] }]),
    resources: [clusterArn, ...policies.length > 0 && namespaces || []],
    get steers() { return policies.length > 0 ? rolesOf(cluster) : []; },
  };
}

function policiesOf(role: iam.IRole, accessPolicies: unknown, namespaces: unknown): CfnAccessEntry.AccessPolicyProperty[] {
  if (accessPolicies === undefined && namespaces !== undefined) {
    throw new Misuse('GrantOptionInvalid',
      `the namespaces are '${shown(namespaces)}', and there is no access policy for them; pass accessPolicies too`);
  }
  const names = accessPolicies === undefined ? [] : requireNames('the access policies', accessPolicies, 'AmazonEKSEditPolicy').map(requirePolicyName);
  const accessScope = namespaces === undefined ? { type: 'cluster' }
    : { type: 'namespace', namespaces: requireNames('the namespaces', namespaces, 'my-app').map(name => requireFormat('one of the namespaces', NAMESPACE, name)) };
  // https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
  const ofAws = { service: 'eks', region: '', account: 'aws', resource: 'cluster-access-policy' };
  return names.map(resourceName => ({ policyArn: Stack.of(role).formatArn({ ...ofAws, resourceName }), accessScope }));
}

// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
const NAMESPACE: Format = {
  pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, allowed: "1 to 63 small letters, digits or '-', such as 'my-app'",
};

function requirePolicyName(name: string): string {
  if (!isUnresolved(name) && !/^[A-Za-z0-9]+$/.test(name)) {
    throw new Misuse('GrantOptionInvalid', `one of the access policies is '${name}'; write its name alone, such as 'AmazonEKSEditPolicy'`);
  }
  return name;
}

/** Where an access entry would not come to be, or would not count, the deployment would end in the middle. */
function requireEntries(role: iam.IRole, cluster: IClusterRef): void {
  const [here, there] = [Stack.of(role), cluster.env];
  const differ = (one: string, other: string) => !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
  if (differ(here.account, there.account) || differ(here.region, there.region)) {
    throw new Misuse('EksClusterElsewhere',
      `the cluster '${cluster.node.path}' is in ${there.account}/${there.region}, and the role's stack in ${here.account}/${here.region}; `
      + 'leave accessPolicies out, and make an eks.CfnAccessEntry for the role in a stack of the cluster\'s account and Region');
  }
  // an L2 of aws-eks says so; one that was made without a mode has CONFIG_MAP
  // https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html
  const mode = modeOf(cluster);
  if (mode === 'CONFIG_MAP') {
    throw new Misuse('EksAccessEntriesOff',
      `the cluster '${cluster.node.path}' has the authentication mode '${mode}', which knows no access entries; `
      + 'make it with AuthenticationMode.API or API_AND_CONFIG_MAP, or leave accessPolicies out');
  }
}

/** An L2 of aws-eks has it as a property, an L1 in its configuration; an imported cluster does not say. */
function modeOf(cluster: object): unknown {
  const { cfnResourceType, accessConfig } = cluster as { cfnResourceType?: string; accessConfig?: { authenticationMode?: unknown } };
  if (cfnResourceType === 'AWS::EKS::Cluster') {
    return accessConfig?.authenticationMode ?? 'CONFIG_MAP';
  }
  return 'authenticationMode' in cluster ? cluster.authenticationMode ?? 'CONFIG_MAP' : undefined;
}

/** Kubernetes gives a pod the role of its service account or its node, and acts as the cluster's own role, for a load balancer say. */
function rolesOf(cluster: IClusterRef): Steered[] {
  return [
    steeredOwn(ownRoleArn(cluster, 'roleArn'), 'the cluster', 'makes Kubernetes objects for which EKS acts as'),
    { how: 'runs pods that may act as the roles of their service accounts and of the nodes' },
  ];
}
