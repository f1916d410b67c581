import type { IPublicRepositoryRef } from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { allow, Permission } from './allow';
import { Granted } from './granted';
import { referenceArn } from './reference';

// https://github.com/aws-actions/amazon-ecr-login#ecr-public
const LOGIN: readonly Permission[] = [
  { actions: ['ecr-public:GetAuthorizationToken'], resources: ['*'] },
  // A bearer token is good for one service only: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_bearer.html
  { actions: ['sts:GetServiceBearerToken'], resources: ['*'], conditions: { StringEquals: { 'sts:AWSServiceName': 'ecr-public.amazonaws.com' } } },
];
const PUSH = [
  'ecr-public:BatchCheckLayerAvailability',
  'ecr-public:CompleteLayerUpload',
  'ecr-public:InitiateLayerUpload',
  'ecr-public:PutImage',
  'ecr-public:UploadLayerPart',
];

/** Log in to the public registry, and push to one repository. Pulling needs no permission: everybody may. */
export function grantEcrPublicPush(grantee: iam.IGrantable, repository: IPublicRepositoryRef): Granted {
  const repositoryArn = referenceArn(['ecr-public', /^repository\/.*[^/]$/], 'the repository', 'a public ECR repository; pass an ecr.CfnPublicRepository or an imported one',
    repository, ({ publicRepositoryRef }: IPublicRepositoryRef) => publicRepositoryRef?.publicRepositoryArn);
  return {
    grant: allow(grantee, [...LOGIN, { actions: PUSH, resources: [repositoryArn] }]),
    resources: [repositoryArn],
    steers: [],
  };
}
