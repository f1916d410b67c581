import { Stack } from 'aws-cdk-lib';
import { RenderedStatement } from './api-data';
import { byArnIn, resourcesIn } from './deployed';
import { like } from '../../src/github/wildcard';

/** The roles that a role can become or act through, by what its policies and the template say, and nothing that a grant says of itself. */
export interface Reach {
  /** It becomes them. */
  readonly assumed: readonly string[];
  /** It may give them to a service. */
  readonly passed: readonly string[];
  /** A service has them already, and does what it is told. */
  readonly steered: readonly string[];
  /** Those that neither the policies nor the template name. */
  readonly unnamed: readonly Unnamed[];
}

/** Whose roles they are. */
export type Unnamed = 'stacks of a bootstrapped environment' | 'the stack itself' | 'change sets of others' | 'earlier revisions' | 'hosts of tasks'
  | 'what a deployment runs on' | 'pods' | 'whoever applies the state' | 'whoever deploys from the bucket';

interface Finding {
  readonly assumed?: readonly string[];
  readonly passed?: readonly string[];
  readonly steered?: readonly string[];
  readonly unnamed?: readonly Unnamed[];
}

/** What an action on a resource opens. */
type Way = (resource: string, stack: Stack, statement: RenderedStatement) => Finding;

/** Asked once for each stack, which is complete by then. */
function once<T>(read: (stack: Stack, type: string) => T): (stack: Stack, type: string) => T {
  const answers = new WeakMap<Stack, Map<string, T>>();
  return (stack, type) => {
    const known = answers.get(stack) ?? new Map<string, T>();
    answers.set(stack, known);
    if (!known.has(type)) { known.set(type, read(stack, type)); }
    return known.get(type)!;
  };
}

const byArn = once(byArnIn);
const allOf = once((stack, type) => resourcesIn(stack, [type]));

/** The roles that a resource of the template was given. */
function rolesOf(type: string, ...properties: string[]): Way {
  return (resource, stack) => ({
    steered: [...byArn(stack, type)].filter(([arn]) => like(arn, resource))
      .flatMap(([, resourceProperties]) => properties.map(property => resourceProperties[property])).filter(role => role !== undefined)
      .map(role => arnOf(role, stack)),
  });
}

/** Some services take a role's name too. */
function arnOf(role: string, { account }: Stack): string {
  return role.startsWith('arn:') ? role : `arn:aws:iam::${account}:role/${role}`;
}

const taskRoles = rolesOf('AWS::ECS::TaskDefinition', 'TaskRoleArn', 'ExecutionRoleArn');

/** Every action by which a grant lets a job act as another role, or have one act. */
export const WAYS: Record<string, Way> = {
  'iam:PassRole': resource => ({ passed: [resource] }),
  // https://github.com/aws/aws-cdk-cli/blob/main/packages/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml
  'sts:AssumeRole': resource => resource.includes('-deploy-role-')
    ? { assumed: [resource], steered: [resource.replace('-deploy-role-', '-cfn-exec-role-')], unnamed: ['stacks of a bootstrapped environment'] }
    : { assumed: [resource] },
  'cloudformation:CreateChangeSet': (_, __, { Condition: condition = {} }) =>
    condition.Null ? { unnamed: ['the stack itself'] } : { steered: [condition.StringEquals['cloudformation:RoleArn'] as string] },
  'cloudformation:ExecuteChangeSet': () => ({ unnamed: ['change sets of others'] }),
  'codebuild:StartBuild': rolesOf('AWS::CodeBuild::Project', 'ServiceRole'),
  'codedeploy:CreateDeployment': (resource, stack) => ({
    steered: allOf(stack, 'AWS::CodeDeploy::DeploymentGroup')
      .filter(({ ApplicationName: application, DeploymentGroupName: name }) => resource.endsWith(`:deploymentgroup:${application}/${name}`))
      .map(({ ServiceRoleArn: roleArn }) => roleArn),
    unnamed: ['what a deployment runs on'],
  }),
  // It asks for iam:PassRole of the roles of the revision: https://github.com/aws/serverless-application-model/issues/2247
  'ecs:RunTask': () => ({ unnamed: ['hosts of tasks'] }),
  'ecs:UpdateService': (_, stack, statement) => ({
    ...taskRoles(statement.Condition!.ArnLikeIfExists['ecs:task-definition'] as string, stack, statement), unnamed: ['earlier revisions', 'hosts of tasks'],
  }),
  'lambda:UpdateFunctionCode': rolesOf('AWS::Lambda::Function', 'Role'),
  'lambda:UpdateFunctionConfiguration': rolesOf('AWS::Lambda::Function', 'Role'),
  'states:UpdateStateMachine': rolesOf('AWS::StepFunctions::StateMachine', 'RoleArn'),
  // The lock file tells a state from other objects, and reading them what is deployed from what is served.
  's3:PutObject': (resource, _, { Action: actions }) => resource.endsWith('.tflock') ? { unnamed: ['whoever applies the state'] }
    : /^[^/]+\/\*$/.test(resource) && actions.includes('s3:GetObject') ? { unnamed: ['whoever deploys from the bucket'] } : {},
};

/** The reach of a role by its statements, and by its access entries of clusters. */
export function reachOf(stack: Stack, roleArn: string, statements: readonly RenderedStatement[]): Reach {
  const findings = [
    ...statements.flatMap(statement => [statement.Action].flat().flatMap(action =>
      [statement.Resource].flat().map(resource => WAYS[action]?.(resource, stack, statement) ?? {}))),
    ...allOf(stack, 'AWS::EKS::AccessEntry').filter(({ PrincipalArn: principal }) => principal === roleArn).map((entry): Finding => ({
      steered: allOf(stack, 'AWS::EKS::Cluster').filter(({ Name: name }) => name === entry.ClusterName).map(({ RoleArn: ofCluster }) => ofCluster),
      unnamed: ['pods'],
    })),
  ];
  const all = <K extends keyof Finding>(kind: K) => [...new Set(findings.flatMap(finding => finding[kind] ?? []))].sort() as unknown as Reach[K];
  return { assumed: all('assumed'), passed: all('passed'), steered: all('steered'), unnamed: all('unnamed') };
}

/** Every named role that can be reached over any number of roles, each with the one before it. */
export function closureOf(stack: Stack, roleArn: string, statementsOf: (roleArn: string) => readonly RenderedStatement[]): Map<string, string> {
  const from = new Map<string, string>();
  const visit = (arn: string) => {
    const { assumed, passed, steered } = reachOf(stack, arn, statementsOf(arn));
    for (const next of [...assumed, ...passed, ...steered].filter(each => each !== roleArn && !from.has(each))) {
      from.set(next, arn);
      visit(next);
    }
  };
  visit(roleArn);
  return from;
}
