import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { GithubOidcRole, GithubRepository } from 'cdk-github-actions-oidc';

const app = new App();
const stack = new Stack(app, 'Delivery');
const images = new ecr.Repository(stack, 'Images');

const deploy = new GithubOidcRole(stack, 'Deploy', {
  subjects: [GithubRepository.of('octo-org@123456/octo-repo@456789').environment('production')],
  // If the account has the provider already, import GithubOidcProvider too, and add:
  // provider: GithubOidcProvider.fromAccount(stack, 'Github'),
});
deploy.grantEcrPush(images);

new CfnOutput(stack, 'DeployRoleArn', { value: deploy.roleArn });
new CfnOutput(stack, 'ImagesName', { value: images.repositoryName });
