import { ArnFormat, Fn, Stack } from 'aws-cdk-lib';
import type { IClusterRef, IServiceRef, ITaskDefinitionRef } from 'aws-cdk-lib/aws-ecs';
import { clusterOf } from './cluster';
import { Format, requireFormat } from './formats';
import { known } from './options';
import { referenceArn, referenceText, requireOne } from './reference';
import { isUnresolved, splitAtColons } from '../github/text';
import { Misuse } from '../misuse';

/**
 * The service's ARN, in the form with the cluster's name: IAM knows no other.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html#ecs-resource-arn-timeline
 */
export function serviceArnOf(service: IServiceRef): string {
  const arn = referenceArn(['ecs', /^service\/./], 'the service', 'an ECS service; pass an ecs.FargateService, an ecs.CfnService or an imported one',
    service, ({ serviceRef }: IServiceRef) => serviceRef?.serviceArn);
  const resource = resourceIn(arn);
  if (resource !== undefined && !/^service\/[^/]+\/[^/]+$/.test(resource)) {
    throw new Misuse('ResourceInvalid', `the service is '${arn}', and IAM knows services only as service/CLUSTER/NAME; import it by such an ARN`);
  }
  return arn;
}

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
const FAMILY: Format = { pattern: /^[A-Za-z0-9_-]{1,255}$/, allowed: "1 to 255 letters, digits, '_' or '-', such as 'web'" };

/**
 * Every revision of the task definition's family: each deployment registers a new one, and a reference holds but the one of today.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_service-with-iam.html#security_iam_service-with-iam-id-based-policies-resources
 */
export function revisionsOf(taskDefinition: ITaskDefinitionRef): string {
  const arn = referenceText('the task definition', 'a task definition; pass an ecs.TaskDefinition, an ecs.CfnTaskDefinition or an imported one',
    taskDefinition, ({ taskDefinitionRef }: ITaskDefinitionRef) => taskDefinitionRef?.taskDefinitionArn);
  const family = known(taskDefinition, (taskDefinition as { family?: unknown }).family);
  const what = 'the task definition\'s family';
  const resource = typeof family === 'string' && family ? `task-definition/${requireFormat(what, FAMILY, requireOne(what, family))}` : familyIn(arn);
  return `${arnBeside(arn, taskDefinition, resource)}:*`;
}

/** The cluster's ARN, and that of every task in it. */
export function clusterArnsOf(cluster: IClusterRef): { arn: string; tasks: string } {
  const { clusterArn: arn, clusterName } = clusterOf('ecs', cluster);
  return { arn, tasks: arnBeside(arn, cluster, `task/${clusterName}/*`) };
}

/** `task-definition/FAMILY`, also of an ARN that only the deployment knows: there the family is what stands before the revision's colon. */
function familyIn(arn: string): string {
  const resource = resourceIn(arn);
  if (resource === undefined) { return Fn.select(5, Fn.split(':', arn)); }
  if (!/^task-definition\/[^/]+$/.test(resource)) {
    throw new Misuse('ResourceInvalid', `the task definition is '${arn}', which does not name task-definition/FAMILY; import it by an ARN that does`);
  }
  return resource;
}

/** What stands behind the ARN's account, up to the next colon; undefined where that is not literal. */
function resourceIn(arn: string): string | undefined {
  const resource = splitAtColons(arn)[5] ?? arn;
  return isUnresolved(resource) ? undefined : resource;
}

/** In the place that the ARN names, since an imported construct says it is where it was imported; else in the construct's own. */
function arnBeside(arn: string, owner: IServiceRef | ITaskDefinitionRef | IClusterRef, resource: string): string {
  const parts = splitAtColons(arn);
  const { account, region } = owner.env;
  return parts.length > 5
    ? [...parts.slice(0, 5), resource].join(':')
    : Stack.of(owner).formatArn({ service: 'ecs', account, region, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });
}
