import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { mayCall } from '../support/independent-engine';
import { resolved } from '../support/templates';

export const ENV = { account: '111111111111', region: 'eu-west-1' };

/** A role in a stack: the least that a grant needs. */
export function newRole(app = new App(), id = 'Stack', env: { account?: string; region?: string } = ENV) {
  const stack = new Stack(app, id, { env });
  return { stack, role: new iam.Role(stack, 'Role', { roleName: 'job', assumedBy: new iam.AccountRootPrincipal() }) };
}

const ARNS: Record<string, (properties: any) => string> = {
  'AWS::IAM::Role': ({ RoleName: name }) => `arn:aws:iam::111111111111:role/${name}`,
  'AWS::S3::Bucket': ({ BucketName: name }) => `arn:aws:s3:::${name}`,
  'AWS::ECR::PublicRepository': ({ RepositoryName: name }) => `arn:aws:ecr-public::111111111111:repository/${name}`,
};

/** The identity policies of a stack as AWS would see them: the ARN of a resource of this stack, which must have a name, is filled in. */
export function policiesIn(stack: Stack): any[] {
  const template = Template.fromStack(stack).toJSON();
  const arnOf = (logicalId: string) => {
    const { Type: type, Properties: properties } = template.Resources[logicalId];
    return ARNS[type](properties);
  };
  const text = JSON.stringify(template).replace(/\{"Fn::GetAtt":\["(\w+)","Arn"\]\}/g, (_, logicalId) => JSON.stringify(arnOf(logicalId)));
  return Object.values<any>(resolved(JSON.parse(text)).Resources)
    .filter(({ Type: type }) => type === 'AWS::IAM::Policy' || type === 'AWS::IAM::ManagedPolicy')
    .map(({ Properties: properties }) => properties.PolicyDocument);
}

export function statementsIn(stack: Stack): any[] {
  return policiesIn(stack).flatMap(({ Statement: statements }) => statements);
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
