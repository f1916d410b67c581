import { Stack, Stage } from 'aws-cdk-lib';

/** What only the deployment tells. */
export interface Deployment {
  readonly partition?: string;
  /** The values of the stack's parameters, by logical ID. */
  readonly parameters?: Record<string, string>;
}

/** How AWS names a kind of resource. */
interface Kind {
  /** The property that holds the name. Where AWS makes the name up, a property that a test can set stands for it. */
  readonly name: string;
  /** The service and the last part of the ARN, which `Fn::GetAtt` returns as `Arn`. */
  readonly arn?: (name: string, properties: any) => [service: string, resource: string];
  /** Whether `Ref` returns the ARN too, and not the name. */
  readonly isReferredByArn?: boolean;
}

const KINDS: Record<string, Kind> = {
  'AWS::CloudFront::Distribution': { name: 'DistributionConfig.Comment' },
  'AWS::CodeBuild::Project': { name: 'Name', arn: name => ['codebuild', `project/${name}`] },
  'AWS::CodeDeploy::Application': { name: 'ApplicationName' },
  'AWS::CodeDeploy::DeploymentConfig': { name: 'DeploymentConfigName' },
  'AWS::CodeDeploy::DeploymentGroup': { name: 'DeploymentGroupName' },
  'AWS::DynamoDB::GlobalTable': { name: 'TableName', arn: name => ['dynamodb', `table/${name}`] },
  'AWS::DynamoDB::Table': { name: 'TableName', arn: name => ['dynamodb', `table/${name}`] },
  'AWS::ECR::PublicRepository': { name: 'RepositoryName', arn: name => ['ecr-public', `repository/${name}`] },
  'AWS::ECR::Repository': { name: 'RepositoryName', arn: name => ['ecr', `repository/${name}`] },
  'AWS::ECS::Cluster': { name: 'ClusterName', arn: name => ['ecs', `cluster/${name}`] },
  'AWS::ECS::Service': { name: 'ServiceName', arn: (name, { Cluster: cluster }) => ['ecs', `service/${cluster}/${name}`], isReferredByArn: true },
  'AWS::ECS::TaskDefinition': { name: 'Family', arn: name => ['ecs', `task-definition/${name}:7`], isReferredByArn: true },
  'AWS::EKS::Cluster': { name: 'Name', arn: name => ['eks', `cluster/${name}`] },
  'AWS::IAM::Role': { name: 'RoleName', arn: name => ['iam', `role/${name}`] },
  'AWS::IAM::User': { name: 'UserName', arn: name => ['iam', `user/${name}`] },
  'AWS::KMS::Key': { name: 'Description', arn: name => ['kms', `key/${name}`] },
  'AWS::Lambda::Function': { name: 'FunctionName', arn: name => ['lambda', `function:${name}`] },
  'AWS::Logs::LogGroup': { name: 'LogGroupName', arn: name => ['logs', `log-group:${name}:*`] },
  'AWS::S3::Bucket': { name: 'BucketName', arn: name => ['s3', name] },
  'AWS::SSM::Parameter': { name: 'Name', arn: name => ['ssm', `parameter/${name.replace(/^\//, '')}`] },
  'AWS::SecretsManager::Secret': { name: 'Name', arn: name => ['secretsmanager', `secret:${name}-AbCdEf`], isReferredByArn: true },
  'AWS::StepFunctions::StateMachine': { name: 'StateMachineName', arn: name => ['states', `stateMachine:${name}`], isReferredByArn: true },
  'Custom::AWSCDK-EKS-Cluster': { name: 'Config.name', arn: name => ['eks', `cluster/${name}`] },
};

const WITHOUT_REGION = ['ecr-public', 'iam', 's3'];
const WITHOUT_ACCOUNT = ['s3'];

/**
 * The identity policies of a stack as AWS would see them, of every role and user with a name: the roles that an L2 makes for its service
 * have none. Each call synthesizes anew, since `Template.fromStack` never looks at what came after the first synthesis.
 */
export function policiesIn(stack: Stack, deployment?: Deployment): any[] {
  return resourcesIn(stack, ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'], deployment)
    .filter(({ Roles: roles = [], Users: users = [] }) => [...roles, ...users].some(name => !`${name}`.startsWith('${')))
    .map(({ PolicyDocument: document }) => document);
}

export function statementsIn(stack: Stack, deployment?: Deployment): any[] {
  return policiesIn(stack, deployment).flatMap(({ Statement: statements }) => statements);
}

/** The properties of the stack's resources of some types, as AWS would see them. */
export function resourcesIn(stack: Stack, types: readonly string[], deployment?: Deployment): any[] {
  const template = templateOf(stack);
  return Object.values<any>(template.Resources ?? {}).filter(({ Type: type }) => types.includes(type))
    .map(({ Properties: properties }) => deployed(stack, template, properties, deployment));
}

/** The stack's resources of a type, by ARN. */
export function byArnIn(stack: Stack, type: string): Map<string, any> {
  const template = templateOf(stack);
  const { arn, isReferredByArn } = KINDS[type] ?? {};
  if (arn === undefined) { throw new Error(`${type} is not known by ARN`); }
  const resources = Object.entries<any>(template.Resources ?? {}).filter(([, resource]) => resource.Type === type);
  return new Map(resources.map(([id, { Properties: properties }]) => [
    deployed(stack, template, isReferredByArn ? { Ref: id } : { 'Fn::GetAtt': [id, 'Arn'] }), deployed(stack, template, properties),
  ]));
}

/** Any value of the stack, tokens included, as AWS would see it. */
export function textIn<T>(stack: Stack, value: T, deployment?: Deployment): T {
  return deployed(stack, templateOf(stack), stack.resolve(value), deployment);
}

function templateOf(stack: Stack): any {
  return Stage.of(stack)!.synth({ force: true }).getStackArtifact(stack.artifactId).template;
}

/**
 * Follows the intrinsics. What even a deployed stack does not tell stays as it is: an import from another stack, with the text around it;
 * a parameter without a value, or the attribute of a resource without a name, as `${LogicalId}`.
 */
function deployed(stack: Stack, { Resources: resources = {} }: any, json: any, { partition = 'aws', parameters = {} }: Deployment = {}): any {
  const [account, region] = [known(stack.account, '111111111111'), known(stack.region, 'eu-west-1')];
  const given: Record<string, string> = { 'AWS::Partition': partition, 'AWS::AccountId': account, 'AWS::Region': region, ...parameters };

  const attribute = (logicalId: string, wanted: string): string => {
    const { name: path, arn, isReferredByArn } = KINDS[resources[logicalId]?.Type] ?? { name: '' };
    const properties = visit(resources[logicalId]?.Properties ?? {});
    const name: string = path.split('.').reduce((value, key) => value?.[key], properties) ?? `\${${logicalId}}`;
    if (wanted === 'Ref' && !isReferredByArn) { return name; }
    const [service, resource] = (wanted === 'Ref' || wanted === 'Arn') && arn?.(name, properties) || [];
    if (service === undefined) { return `\${${logicalId}.${wanted}}`; }
    const place = [WITHOUT_REGION.includes(service) ? '' : region, WITHOUT_ACCOUNT.includes(service) ? '' : account];
    return ['arn', partition, service, ...place, resource].join(':');
  };

  const visit = (value: any): any => {
    if (Array.isArray(value)) { return value.map(visit); }
    if (typeof value !== 'object' || value === null) { return value; }
    if ('Ref' in value) { return given[value.Ref] ?? attribute(value.Ref, 'Ref'); }
    if ('Fn::GetAtt' in value) { return attribute(value['Fn::GetAtt'][0], value['Fn::GetAtt'][1]); }
    if ('Fn::Join' in value) {
      const [separator, parts] = [value['Fn::Join'][0], visit(value['Fn::Join'][1])];
      return parts.every((part: unknown) => typeof part === 'string') ? parts.join(separator) : value;
    }
    if ('Fn::Split' in value) { return visit(value['Fn::Split'][1]).split(value['Fn::Split'][0]); }
    if ('Fn::Select' in value) { return visit(value['Fn::Select'][1])[value['Fn::Select'][0]]; }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
  };
  return visit(json);
}

/** An environment that is not known before deployment is one like any other. */
function known(text: string, otherwise: string): string {
  return text.startsWith('${Token') ? otherwise : text;
}
