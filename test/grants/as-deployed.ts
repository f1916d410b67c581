import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/** The text that AWS knows a resource by: what `Ref` and `Fn::GetAtt` return, from its properties. */
const ATTRIBUTES: Record<string, (properties: any, at: string) => Record<string, string>> = {
  'AWS::IAM::Role': ({ RoleName: name }) => ({ Ref: name, Arn: `arn:aws:iam::111111111111:role/${name}` }),
  'AWS::S3::Bucket': ({ BucketName: name }) => ({ Ref: name, Arn: `arn:aws:s3:::${name}` }),
  'AWS::KMS::Key': ({ Description: name }, at) => ({ Arn: `arn:aws:kms:${at}:key/${name}` }),
  'AWS::CloudFront::Distribution': ({ DistributionConfig: { Comment: id } }) => ({ Ref: id }),
  'AWS::DynamoDB::Table': ({ TableName: name }, at) => ({ Ref: name, Arn: `arn:aws:dynamodb:${at}:table/${name}` }),
  'AWS::SecretsManager::Secret': ({ Name: name }, at) => ({ Ref: `arn:aws:secretsmanager:${at}:secret:${name}-AbCdEf` }),
  'AWS::SSM::Parameter': ({ Name: name }, at) => ({ Ref: name, Arn: `arn:aws:ssm:${at}:parameter/${name.replace(/^\//, '')}` }),
  'AWS::EKS::Cluster': ({ Name: name }, at) => ({ Ref: name, Arn: `arn:aws:eks:${at}:cluster/${name}` }),
  'Custom::AWSCDK-EKS-Cluster': ({ Config: { name } }, at) => ({ Ref: name, Arn: `arn:aws:eks:${at}:cluster/${name}` }),
};

/** The job's identity policies as AWS would see them; resources of the stack must have a name of their own, a key has its as description. */
export function policiesOf(stack: Stack, partition = 'aws'): any[] {
  return resourcesOf(stack, ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'], partition)
    .filter(({ Roles: roles }) => [roles].flat().includes('job')).map(({ PolicyDocument: document }) => document);
}

export function statementsOf(stack: Stack, partition?: string): any[] {
  return policiesOf(stack, partition).flatMap(({ Statement: statements }) => statements);
}

/** The properties of the resources of some types. */
export function resourcesOf(stack: Stack, types: readonly string[], partition = 'aws'): any[] {
  const { Resources: resources = {} } = Template.fromStack(stack).toJSON();
  const pseudo: Record<string, string> = {
    'AWS::Partition': partition, 'AWS::AccountId': '111111111111', 'AWS::Region': 'eu-west-1',
  };
  const attribute = (logicalId: string, name: string): string => {
    const { Type: type, Properties: properties } = resources[logicalId] ?? {};
    return ATTRIBUTES[type]?.(properties, 'eu-west-1:111111111111')[name] ?? `\${${logicalId}.${name}}`;
  };
  const visit = (value: any): any => {
    if (Array.isArray(value)) { return value.map(visit); }
    if (typeof value !== 'object' || value === null) { return value; }
    if (typeof value.Ref === 'string' && value.Ref in resources) { return attribute(value.Ref, 'Ref'); }
    if (typeof value.Ref === 'string') { return pseudo[value.Ref] ?? `\${${value.Ref}}`; }
    if (value['Fn::GetAtt']) { return attribute(value['Fn::GetAtt'][0], value['Fn::GetAtt'][1]); }
    if (value['Fn::Join']) { return joined(visit(value['Fn::Join'][1]), value['Fn::Join'][0], value); }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
  };
  return Object.values<any>(resources).filter(({ Type: type }) => types.includes(type)).map(({ Properties: properties }) => visit(properties));
}

/** An import from another stack stays as it is, and so does a text around it. */
function joined(parts: unknown[], separator: string, asIs: unknown): unknown {
  return parts.every(part => typeof part === 'string') ? parts.join(separator) : asIs;
}
