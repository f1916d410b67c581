"""What a Python user sees of the package; test/consumers compares it with what TypeScript sees."""

import json
from typing import Callable

from aws_cdk import Stack
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template
from cdk_github_actions_oidc import GithubOidcRole, GithubOidcToken, GithubOidcTrust, GithubRepository
from constructs import Construct

REPOSITORY = GithubRepository.of("octo-org@123456/octo-repo@456789")


class Delivery(Construct):
    """A construct of the user's own, which passes the role to another package."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self.role = GithubOidcRole(self, "Role", subjects=[REPOSITORY.environment("production")])
        s3.Bucket(self, "Artifacts").grant_read(self.role)


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
    "template": template.to_json(),
}
with open("answers.json", "w", encoding="utf-8") as file:
    json.dump(answers, file)
