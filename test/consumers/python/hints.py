"""Each line is a mistake that mypy has to find: under --strict it refuses an `ignore` that ignores nothing."""

from aws_cdk import Stack
from cdk_github_actions_oidc import GithubOidcRole, GithubOidcTrust, GithubRepository

repository = GithubRepository.of("octo-org/octo-repo")
role = GithubOidcRole(Stack(), "Role", subjects=[repository.branch("main")])

GithubRepository.of(5)  # type: ignore[arg-type]
GithubOidcRole(Stack(), "Role")  # type: ignore[call-arg]
GithubOidcRole(Stack(), "Role", subjects=["main"])  # type: ignore[list-item]
role.grant_ecr_push("images")  # type: ignore[arg-type]
role.grant_ecr_pus  # type: ignore[attr-defined]
GithubOidcTrust.of_role(role).evaluate("token")  # type: ignore[arg-type]
