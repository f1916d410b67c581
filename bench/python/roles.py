"""How long an app with 100 roles takes in Python: ours against the same trust and permissions with aws-cdk-lib alone, in one run."""

import json
import tempfile
import time
from typing import Any, Callable

from aws_cdk import App, Stack
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from cdk_github_actions_oidc import GithubOidcProvider, GithubOidcRole, GithubRepository

ROLES = range(100)
ROUNDS = 5


def ours(stack: Stack) -> None:
    provider = GithubOidcProvider(stack, "Provider")
    images = ecr.Repository(stack, "Images")
    for index in ROLES:
        source = GithubRepository.of(f"octo-org@123456/octo-repo-{index}@{456000 + index}")
        role = GithubOidcRole(stack, f"Role{index}", provider=provider, subjects=[source.environment("production")])
        role.grant_ecr_push(images)


def plain(stack: Stack) -> None:
    issuer = "token.actions.githubusercontent.com"
    provider = iam.OidcProviderNative(stack, "Provider", url=f"https://{issuer}", client_ids=["sts.amazonaws.com"])
    images = ecr.Repository(stack, "Images")
    for index in ROLES:
        name = f"octo-repo-{index}"
        conditions = {
            "StringEquals": {
                f"{issuer}:aud": "sts.amazonaws.com",
                f"{issuer}:sub": [
                    f"repo:octo-org/{name}:environment:production",
                    f"repo:octo-org@123456/{name}@{456000 + index}:environment:production",
                ],
                f"{issuer}:repository_id": str(456000 + index),
                f"{issuer}:repository_owner_id": "123456",
            },
        }
        role = iam.Role(stack, f"Role{index}", assumed_by=iam.WebIdentityPrincipal(provider.oidc_provider_arn, conditions))
        images.grant_pull_push(role)


def measured(build: Callable[[Stack], None]) -> tuple[float, list[Any]]:
    """The seconds from nothing to templates, and what the roles' trust policies demand."""
    with tempfile.TemporaryDirectory() as outdir:
        start = time.perf_counter()
        app = App(outdir=outdir)
        build(Stack(app, "Roles"))
        template = app.synth().get_stack_by_name("Roles").template
        seconds = time.perf_counter() - start
    roles = [resource for resource in template["Resources"].values() if resource["Type"] == "AWS::IAM::Role"]
    return seconds, [role["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Condition"] for role in roles]


def compared() -> dict[str, float]:
    (plain_seconds, plain_trust), (seconds, trust) = measured(plain), measured(ours)
    if trust != plain_trust or len(trust) != len(ROLES):
        raise AssertionError("the two apps do not ask for the same")
    return {"ours": seconds, "plain": plain_seconds, "ratio": seconds / plain_seconds, "rounds": ROUNDS}


compared()  # both load what they need
print(json.dumps(sorted((compared() for _ in range(ROUNDS)), key=lambda one: one["ratio"])[ROUNDS // 2]))
