import { App, CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { GithubOidcProvider, GithubOidcRole, GithubRepository } from 'cdk-github-actions-oidc';

/** One for each account. It lives apart, so that services come and go without touching it. */
class GithubOidcStack extends Stack {
  public readonly provider: GithubOidcProvider;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.provider = new GithubOidcProvider(this, 'Provider', { tags: { owner: 'platform' } });
  }
}

interface OctoServiceStackProps extends StackProps {
  readonly provider: GithubOidcProvider;
}

class OctoServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: OctoServiceStackProps) {
    super(scope, id, props);
    const images = new ecr.Repository(this, 'Images', { repositoryName: 'octo-service' });
    const source = GithubRepository.of('octo-org@123456/octo-repo@456789');

    const deploy = new GithubOidcRole(this, 'Deploy', { provider: props.provider, subjects: [source.environment('production')] });
    deploy.grantEcrPush(images);

    const release = new GithubOidcRole(this, 'Release', { provider: props.provider, subjects: [source.tagLike('v*')] });
    release.grantEcrPush(images);

    const review = new GithubOidcRole(this, 'Review', { provider: props.provider, subjects: [source.pullRequest()] });
    review.grantEcrPull(images);

    new CfnOutput(this, 'DeployRoleArn', { value: deploy.roleArn });
    new CfnOutput(this, 'ReleaseRoleArn', { value: release.roleArn });
    new CfnOutput(this, 'ReviewRoleArn', { value: review.roleArn });
  }
}

export const app = new App();
const env = { account: '111122223333', region: 'eu-central-1' };
const { provider } = new GithubOidcStack(app, 'GithubOidc', { env });
new OctoServiceStack(app, 'OctoService', { env, provider });
