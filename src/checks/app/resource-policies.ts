import { isPlainObject } from '../../trust/plain';

/**
 * For each type of resource that has a resource policy, or is one, what a reader calls the policy, and where it stands. A policy "of" its resource is
 * about that one only.
 */
const TYPES: Readonly<Record<string, readonly [source: string, property: string]>> = {
  'ApiGateway::RestApi': ['policy of', 'Policy'],
  'Backup::BackupVault': ['access policy of', 'AccessPolicy'],
  'CodeArtifact::Domain': ['permissions policy of', 'PermissionsPolicyDocument'],
  'CodeArtifact::Repository': ['permissions policy of', 'PermissionsPolicyDocument'],
  'DynamoDB::GlobalTable': ['table policy of', 'Replicas.ResourcePolicy.PolicyDocument'],
  'DynamoDB::Table': ['table policy of', 'ResourcePolicy.PolicyDocument'],
  'ECR::PublicRepository': ['repository policy of', 'RepositoryPolicyText'],
  'ECR::Repository': ['repository policy of', 'RepositoryPolicyText'],
  'EFS::FileSystem': ['file system policy of', 'FileSystemPolicy'],
  'Events::EventBusPolicy': ['event bus policy', ''],
  'KMS::Key': ['key policy of', 'KeyPolicy'],
  'KMS::ReplicaKey': ['key policy of', 'KeyPolicy'],
  'Kinesis::ResourcePolicy': ['stream policy', 'ResourcePolicy'],
  'S3::AccessPoint': ['access point policy of', 'Policy'],
  'S3::BucketPolicy': ['bucket policy', 'PolicyDocument'],
  'SNS::TopicInlinePolicy': ['topic policy', 'PolicyDocument'],
  'SNS::TopicPolicy': ['topic policy', 'PolicyDocument'],
  'SQS::QueueInlinePolicy': ['queue policy', 'PolicyDocument'],
  'SQS::QueuePolicy': ['queue policy', 'PolicyDocument'],
  'SecretsManager::ResourcePolicy': ['secret policy', 'ResourcePolicy'],
};

/** A document that says what others may do with a resource. */
export interface ResourcePolicy {
  readonly source: string;
  readonly document: unknown;
  /** Whether `*`, or nothing, is its one resource. */
  readonly isOfWhole: boolean;
}

export function resourcePolicy(type: string, properties: unknown, path: string): ResourcePolicy | undefined {
  const [source, property] = TYPES[type.slice('AWS::'.length)] ?? [];
  // An event bus policy is a document itself, but for its version.
  const document = property?.split('.').filter(name => name !== '').reduce(memberOf, properties);
  return document === undefined ? undefined : { source: `${source} ${path}`, document, isOfWhole: source.endsWith(' of') };
}

/** Of each element of a list, and in each branch of an `Fn::If`. */
function memberOf(value: unknown, name: string): unknown {
  return Array.isArray(value) ? value.map(one => memberOf(one, name))
    : !isPlainObject(value) ? value
      : 'Fn::If' in value ? { 'Fn::If': memberOf(value['Fn::If'], name) } : value[name];
}
