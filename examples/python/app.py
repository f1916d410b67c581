from aws_cdk import App, CfnOutput, Environment, Stack
from aws_cdk import aws_ecr as ecr
from cdk_github_actions_oidc import GithubOidcProvider, GithubOidcRole, GithubRepository
from constructs import Construct


class GithubOidcStack(Stack):
    """One for each account. It lives apart, so that services come and go without touching it."""

    def __init__(self, scope: Construct, id: str, *, env: Environment) -> None:
        super().__init__(scope, id, env=env)
        self.provider = GithubOidcProvider(self, "Provider", tags={"owner": "platform"})


class OctoServiceStack(Stack):
    def __init__(self, scope: Construct, id: str, *, env: Environment, provider: GithubOidcProvider) -> None:
        super().__init__(scope, id, env=env)
        images = ecr.Repository(self, "Images", repository_name="octo-service")
        source = GithubRepository.of("octo-org@123456/octo-repo@456789")

        deploy = GithubOidcRole(self, "Deploy", provider=provider, subjects=[source.environment("production")])
        deploy.grant_ecr_push(images)

        release = GithubOidcRole(self, "Release", provider=provider, subjects=[source.tag_like("v*")])
        release.grant_ecr_push(images)

        review = GithubOidcRole(self, "Review", provider=provider, subjects=[source.pull_request()])
        review.grant_ecr_pull(images)

        CfnOutput(self, "DeployRoleArn", value=deploy.role_arn)
        CfnOutput(self, "ReleaseRoleArn", value=release.role_arn)
        CfnOutput(self, "ReviewRoleArn", value=review.role_arn)


app = App()
env = Environment(account="111122223333", region="eu-central-1")
github = GithubOidcStack(app, "GithubOidc", env=env)
OctoServiceStack(app, "OctoService", env=env, provider=github.provider)
app.synth()
