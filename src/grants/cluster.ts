import { CfnResource } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as eks from 'aws-cdk-lib/aws-eks';
import { IConstruct } from 'constructs';
import { referenceArn, referenceText } from './reference';

/** The references of an ECS and of an EKS cluster have one shape, so the compiler takes one for the other. */
export function clusterOf(service: 'ecs' | 'eks', cluster: ecs.IClusterRef | eks.IClusterRef): { clusterArn: string; clusterName: string } {
  const [what, kind] = ['the cluster', KINDS[service]];
  const read = (name: 'clusterArn' | 'clusterName') => (given: ecs.IClusterRef | eks.IClusterRef) =>
    isOfAnother(service, given) ? undefined : given.clusterRef?.[name];
  return {
    clusterArn: referenceArn([service, /^cluster\/[^/]+$/], what, kind, cluster, read('clusterArn')),
    clusterName: referenceText(what, kind, cluster, read('clusterName')),
  };
}

const KINDS = {
  ecs: 'an ECS cluster; pass an ecs.Cluster, an ecs.CfnCluster or an imported one',
  eks: 'an EKS cluster; pass an eks.Cluster, an eks.CfnCluster or an imported one',
};

/** By the resource that an L1 is and an L2 makes; an older eks.Cluster makes a custom one. */
function isOfAnother(service: string, construct: IConstruct): boolean {
  const resource = CfnResource.isCfnResource(construct) ? construct : construct.node.tryFindChild('Resource');
  const [, ofService] = /^AWS::(\w+)::/.exec((resource as Partial<CfnResource> | undefined)?.cfnResourceType ?? '') ?? [];
  return ofService !== undefined && ofService.toLowerCase() !== service;
}
