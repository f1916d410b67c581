"""What a Python user sees of the package; test/consumers compares it with what TypeScript sees."""

import json
from typing import Callable

from aws_cdk import Acknowledgment, App, Stack, Validations
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template
from cdk_github_actions_oidc import GithubOidcChecks, GithubOidcRole, GithubOidcToken, GithubOidcTrust, GithubRepository
from constructs import Construct

REPOSITORY = GithubRepository.of("octo-org@123456/octo-repo@456789")


class Delivery(Construct):
    """A construct of the user's own, which passes the role to another package."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self.role = GithubOidcRole(self, "Role", subjects=[REPOSITORY.environment("production")])
        s3.Bucket(self, "Artifacts").grant_read(self.role)


def synthesise(*acknowledged: Acknowledgment) -> str:
    """Synthesises an app with our checks and a role that somebody wrote by hand, without an audience."""
    app = App()
    Validations.of(app).add_plugins(GithubOidcChecks())
    role = iam.Role(
        Stack(app, "Delivery"),
        "Role",
        assumed_by=iam.WebIdentityPrincipal(
            "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
            {"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:octo-org@123456/octo-repo@456789:environment:production"}},
        ),
    )
    Validations.of(role).acknowledge(*acknowledged)
    return app.synth().stacks[0].stack_name


def message_of(call: Callable[[], object]) -> str:
    try:
        call()
    except RuntimeError as refused:
        return str(refused)
    raise AssertionError("it was accepted")


stack = Stack()
delivery = Delivery(stack, "Delivery")
template = Template.from_stack(stack)
trust = GithubOidcTrust.of_template(template)
production = GithubOidcToken.for_environment(REPOSITORY, "production")
review = GithubOidcToken.for_pull_request(REPOSITORY)

GithubOidcTrust.of_role(delivery.role).assert_allows(production)
trust.assert_denies(review)

answers = {
    "allowed": trust.evaluate(production).explanation,
    "denied": message_of(lambda: trust.assert_allows(review)),
    "errors": [
        message_of(lambda: GithubRepository.of('octo-org/caf\u00e9 "x"')),
        message_of(lambda: GithubOidcRole(stack, "Role", subjects=[])),
    ],
    "unsound": message_of(synthesise),
    "acknowledged": synthesise(Acknowledgment(id="GithubOidcChecks::AudienceMissing", reason="the role is going to be removed")),
    "template": template.to_json(),
}
with open("answers.json", "w", encoding="utf-8") as file:
    json.dump(answers, file)
