import type { IRepositoryRef } from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { shown } from '../github/text';
import { hasWildcard } from '../github/wildcard';
import { Misuse } from '../misuse';

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
export function grantEcrPull(grantee: iam.IGrantable, repository: IRepositoryRef): iam.Grant {
  return grantWithLogin(grantee, repository, PULL);
}

/** Log in, and push to one repository; pulling is part of it, since builders reuse the layers that are there. */
export function grantEcrPush(grantee: iam.IGrantable, repository: IRepositoryRef): iam.Grant {
  return grantWithLogin(grantee, repository, [...PULL, ...PUSH]);
}

/** AWS offers no resource for the login: the token acts for the role, and the role's other statements limit it. */
function grantWithLogin(grantee: iam.IGrantable, repository: IRepositoryRef, actions: string[]): iam.Grant {
  if (typeof repository?.repositoryRef?.repositoryArn !== 'string') {
    throw new Misuse('ResourceInvalid', `the repository is '${shown(repository)}', not a private ECR repository; pass an ecr.Repository, an ecr.CfnRepository or an imported one`);
  }
  const { repositoryArn } = repository.repositoryRef;
  if (hasWildcard(repositoryArn)) {
    throw new Misuse('WildcardResource', `the repository is '${repositoryArn}', which stands for several; name each repository`);
  }
  const login = iam.Grant.addToPrincipal({ grantee, actions: LOGIN, resourceArns: ['*'] });
  return login.combine(iam.Grant.addToPrincipal({
    grantee, actions: [...actions].sort(), resourceArns: [repositoryArn],
  }));
}
