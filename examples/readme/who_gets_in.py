from aws_cdk import App, Stack
from cdk_github_actions_oidc import GithubOidcRole, GithubOidcToken, GithubOidcTrust, GithubRepository

repository = GithubRepository.of("octo-org@123456/octo-repo@456789")
role = GithubOidcRole(Stack(App(), "Delivery"), "Deploy", subjects=[repository.environment("production")])

trust = GithubOidcTrust.of_role(role)  # or .of_template(Template.from_stack(stack)), or .of_policy(json)
trust.assert_allows(GithubOidcToken.for_environment(repository, "production"))
trust.assert_denies(GithubOidcToken.for_branch(repository, "main"))
trust.assert_denies(GithubOidcToken.for_environment(GithubRepository.of("octo-org-evil@9/octo-repo@8"), "production"))

print(trust.evaluate(GithubOidcToken.for_pull_request(repository)).explanation)
