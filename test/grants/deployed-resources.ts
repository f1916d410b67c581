import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { mayCall } from '../support/independent-engine';

export const ENV = { account: '111111111111', region: 'eu-west-1' };

/** The role of a job, in a stack: the least that a grant needs. */
export function newJob(app = new App(), id = 'Stack', env: { account?: string; region?: string } = ENV) {
  const stack = new Stack(app, id, { env });
  return { stack, job: new iam.Role(stack, 'Job', { assumedBy: new iam.AccountRootPrincipal() }) };
}

/** What a resource's Ref and its `Arn` attribute are, given the account's part of an ARN and its properties. */
const KINDS: Record<string, (place: (service: string) => string, properties: any, logicalId: string) => { ref: string; arn?: string }> = {
  'AWS::CodeBuild::Project': (place, { Name: name }) => ({ ref: name, arn: `${place('codebuild')}:project/${name}` }),
  'AWS::CodeDeploy::Application': (_, { ApplicationName: name }) => ({ ref: name }),
  'AWS::CodeDeploy::DeploymentConfig': (_, { DeploymentConfigName: name }) => ({ ref: name }),
  'AWS::CodeDeploy::DeploymentGroup': (_, { DeploymentGroupName: name }) => ({ ref: name }),
  'AWS::ECS::Cluster': (place, { ClusterName: name }) => ({ ref: name, arn: `${place('ecs')}:cluster/${name}` }),
  'AWS::ECS::Service': (place, { Cluster: cluster, ServiceName: name }) => ({ ref: `${place('ecs')}:service/${cluster}/${name}` }),
  'AWS::ECS::TaskDefinition': (place, { Family: name }, logicalId) => ({ ref: `${place('ecs')}:task-definition/${name ?? logicalId}:7` }),
  'AWS::IAM::Role': (place, { RoleName: name }) => ({ ref: name, arn: `${place('iam').replace(/:[^:]*:(\d+)$/, '::$1')}:role/${name}` }),
  'AWS::Lambda::Function': (place, { FunctionName: name }) => ({ ref: name, arn: `${place('lambda')}:function:${name}` }),
  'AWS::Logs::LogGroup': (place, { LogGroupName: name }) => ({ ref: name, arn: `${place('logs')}:log-group:${name}:*` }),
  'AWS::StepFunctions::StateMachine': (place, { StateMachineName: name }) => ({ ref: `${place('states')}:stateMachine:${name}` }),
};

/** The policies of the job as AWS would see them, once every resource, which must have a name, is deployed. */
export function policiesIn(stack: Stack, parameters: Record<string, string> = {}, partition = 'aws'): any[] {
  const template = Template.fromStack(stack).toJSON();
  const [account, region] = [stack.account, stack.region].map((part, index) => /^\$\{Token/.test(part) ? ['111111111111', 'eu-west-1'][index] : part);
  const known: Record<string, string> = { 'AWS::Partition': partition, 'AWS::AccountId': account, 'AWS::Region': region, ...parameters };
  const deployed = (logicalId: string) => {
    const { Type: type, Properties: properties = {} } = template.Resources[logicalId];
    return KINDS[type]?.(service => `arn:${partition}:${service}:${region}:${account}`, resolve(properties), logicalId)
      ?? { ref: `any:${logicalId}`, arn: `any:${logicalId}` };
  };
  const resolve = (value: any): any => {
    if (Array.isArray(value)) { return value.map(resolve); }
    if (typeof value !== 'object' || value === null) { return value; }
    if ('Ref' in value) { return known[value.Ref] ?? deployed(value.Ref).ref; }
    if ('Fn::GetAtt' in value) { return deployed(value['Fn::GetAtt'][0]).arn; }
    if ('Fn::Join' in value) { return resolve(value['Fn::Join'][1]).join(value['Fn::Join'][0]); }
    if ('Fn::Split' in value) { return resolve(value['Fn::Split'][1]).split(value['Fn::Split'][0]); }
    if ('Fn::Select' in value) { return resolve(value['Fn::Select'][1])[value['Fn::Select'][0]]; }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
  };
  return Object.values<any>(template.Resources)
    .filter(({ Type: type, Properties: properties }) => type === 'AWS::IAM::Policy' && JSON.stringify(properties).includes('JobDefaultPolicy'))
    .map(({ Properties: properties }) => resolve(properties.PolicyDocument));
}

export function statementsIn(stack: Stack, parameters?: Record<string, string>, partition?: string): any[] {
  return policiesIn(stack, parameters, partition).flatMap(({ Statement: statements }) => statements);
}

/** What a job does, in words; the call by which AWS knows it; its resource; what AWS knows of the request. */
export type Call = [what: string, action: string, resource: string, context?: Record<string, string>];

/** The words of the calls that the policies allow. */
export function allowedOf(policies: any[], calls: readonly Call[]): string[] {
  return calls.filter(([, action, resource, context]) => mayCall(policies, action, resource, context)).map(([what]) => what);
}

export function wordsOf(calls: readonly Call[]): string[] {
  return calls.map(([what]) => what);
}

/** What a grant throws, as the name of the code and the message. */
export function refusalOf(grant: () => unknown): [string, string] {
  try {
    grant();
  } catch (error) {
    return [(error as Error).name, (error as Error).message];
  }
  return ['', 'nothing was refused'];
}
