import type { IClusterRef, IServiceRef, ITaskDefinitionRef } from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { allow, passRoles } from './allow';
import { clusterArnsOf, revisionsOf, serviceArnOf } from './ecs-arns';
import { Granted, Steered } from './granted';
import { requireOptions } from './options';
import { namedRoleArn, optionalRoleArns, writtenRole } from './passable-roles';
import { ifKnown } from './reference';

/** Options of `grantEcsDeploy`. */
export interface EcsDeployGrantOptions {
  /**
   * The task definition that the service runs: the job may register revisions of its family, and no other.
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
   */
  readonly taskDefinition: ITaskDefinitionRef;

  /**
   * The roles that the job's task definition names: its task role and its execution role.
   *
   * @default - none: the job's task definition must not name one
   */
  readonly passableRoles?: iam.IRoleRef[];
}

/** Options of `grantEcsRunTask`. */
export interface EcsRunTaskGrantOptions {
  /** The cluster that the tasks run in. */
  readonly cluster: IClusterRef;

  /**
   * The roles that the task definition names: its task role and its execution role.
   *
   * @default - none: no revision can be run that names one
   */
  readonly passableRoles?: iam.IRoleRef[];
}

/** Whom ECS passes the roles of a task definition on to. */
const TASKS = 'ecs-tasks.amazonaws.com';

/**
 * Register a revision of one family, and roll it out to one service.
 *
 * @see https://github.com/aws-actions/amazon-ecs-deploy-task-definition#permissions
 */
export function grantEcsDeploy(grantee: iam.IGrantable, service: IServiceRef, options: EcsDeployGrantOptions): Granted {
  const { taskDefinition, passableRoles } = requireOptions(service, options, { taskDefinition: true, passableRoles: true });
  const serviceArn = serviceArnOf(service);
  const revisions = revisionsOf(taskDefinition);
  const roleArns = optionalRoleArns(passableRoles);
  return {
    grant: allow(grantee, [
      { actions: ['ecs:RegisterTaskDefinition'], resources: [revisions] },
      { actions: ['ecs:DescribeServices'], resources: [serviceArn] },
      // An update that names no task definition, such as --force-new-deployment, has no such key: the service keeps the one that it runs.
      { actions: ['ecs:UpdateService'], resources: [serviceArn], conditions: { ArnLikeIfExists: { 'ecs:task-definition': revisions } } },
      ...passRoles(roleArns, TASKS),
    ]),
    resources: [serviceArn, revisions],
    // A getter, since a container that is added later may give the task definition an execution role.
    get steers() {
      return [
        ...roleArns.map(roleArn => ({ roleArn, how: 'deploys tasks that act as it' })),
        ...registeredRoles(taskDefinition).filter(roleArn => !roleArns.includes(roleArn))
          .map(roleArn => ({ roleArn, how: 'deploys revisions that were registered with it' })),
        { how: 'deploys any revision of the family, with the roles that it was registered with' },
        onHosts('deploys'),
      ];
    },
  };
}

/**
 * Run tasks of one family in one cluster, and wait for them. Since 2024 ECS looks up a family's latest revision before it asks IAM; the family
 * without a revision serves where it does not.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 */
export function grantEcsRunTask(grantee: iam.IGrantable, taskDefinition: ITaskDefinitionRef, options: EcsRunTaskGrantOptions): Granted {
  const { cluster, passableRoles } = requireOptions(taskDefinition, options, { cluster: true, passableRoles: true });
  const revisions = revisionsOf(taskDefinition);
  const family = revisions.slice(0, -':*'.length);
  const { arn: clusterArn, tasks } = clusterArnsOf(cluster);
  const roleArns = optionalRoleArns(passableRoles);
  return {
    grant: allow(grantee, [
      { actions: ['ecs:RunTask'], resources: [family, revisions], conditions: { ArnEquals: { 'ecs:cluster': clusterArn } } },
      { actions: ['ecs:DescribeTasks'], resources: [tasks] },
      ...passRoles(roleArns, TASKS),
    ]),
    resources: [revisions, clusterArn],
    // No other: RunTask asks for iam:PassRole of the revision's roles, https://github.com/aws/serverless-application-model/issues/2247
    steers: [...roleArns.map(roleArn => ({ roleArn, how: 'runs tasks that act as it, with any command' })), onHosts('runs')],
  };
}

/** The roles of the revision that the app knows: UpdateService chooses it without passing them. */
function registeredRoles(taskDefinition: ITaskDefinitionRef): string[] {
  const shape = taskDefinition as unknown as Record<string, { roleArn?: unknown } | undefined>;
  return ['taskRole', 'executionRole'].flatMap(kind =>
    namedRoleArn(taskDefinition, ifKnown(() => shape[kind]?.roleArn) ?? writtenRole(taskDefinition, `${kind}Arn`)[0]) ?? []);
}

/** A task can reach the host that it shares. */
function onHosts(verb: string): Steered {
  return { how: `${verb} tasks that may act as the instance role of EC2 capacity, and as the tasks beside them` };
}
