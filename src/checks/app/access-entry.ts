import { isPlainObject } from '../../trust/plain';
import { Permission } from '../checked-role';

/**
 * What an EKS access entry lets its role do inside the cluster: each access policy, and each Kubernetes group, as an action of its own, since IAM
 * has none for them.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html
 */
export function accessEntryPermissions(properties: unknown, source: string): Permission[] {
  const { AccessPolicies: policies = [], ClusterName: cluster, KubernetesGroups: groups = [] } = isPlainObject(properties) ? properties : {};
  const allowed = (name: string, resources: string[]): Permission =>
    ({ isDeny: false, actions: [`kubernetes:${name}`], exceptActions: false, resources, exceptResources: false, conditions: [], isOfResource: true, source });
  return [
    ...[policies].flat().filter(isPlainObject).map(({ PolicyArn: arn, AccessScope: scope }) => {
      const { Namespaces: namespaces = [] } = isPlainObject(scope) ? scope : {};
      const within = [namespaces].flat().map(namespace => `cluster ${cluster}, namespace ${namespace}`);
      return allowed(String(arn).replace(/^.*\//s, ''), within.length > 0 ? within : [`cluster ${cluster}`]);
    }),
    ...[groups].flat().map(group => allowed(`group ${group}`, [`cluster ${cluster}`])),
  ];
}
