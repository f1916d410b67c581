import type { IRepositoryRef } from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { allow } from './allow';
import { Granted } from './granted';
import { referenceArn } from './reference';

// https://github.com/aws-actions/amazon-ecr-login#permissions
const LOGIN = ['ecr:GetAuthorizationToken'];
const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

/** Log in, and pull from one repository. */
export function grantEcrPull(grantee: iam.IGrantable, repository: IRepositoryRef): Granted {
  return grantWithLogin(grantee, repository, PULL);
}

/** Log in, and push to one repository; pulling is part of it, since builders reuse the layers that are there. */
export function grantEcrPush(grantee: iam.IGrantable, repository: IRepositoryRef): Granted {
  return grantWithLogin(grantee, repository, [...PULL, ...PUSH]);
}

/** AWS offers no resource for the login: the token acts for the role, and the role's other statements limit it. */
function grantWithLogin(grantee: iam.IGrantable, repository: IRepositoryRef, actions: readonly string[]): Granted {
  const repositoryArn = referenceArn(['ecr', /^repository\/.*[^/]$/], 'the repository',
    'a private ECR repository; pass an ecr.Repository, an ecr.CfnRepository or an imported one', repository, ({ repositoryRef }: IRepositoryRef) => repositoryRef?.repositoryArn);
  return {
    grant: allow(grantee, [{ actions: LOGIN, resources: ['*'] }, { actions, resources: [repositoryArn] }]),
    resources: [repositoryArn],
    steers: [],
  };
}
