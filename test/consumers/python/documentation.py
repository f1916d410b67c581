"""What Python's help() shows, and the package index."""

import json
from importlib.metadata import metadata

import cdk_github_actions_oidc
from cdk_github_actions_oidc import GithubOidcRole

texts = {
    "role": GithubOidcRole.__doc__,
    "grantEcrPush": GithubOidcRole.grant_ecr_push.__doc__,
    "subjects": GithubOidcRole.__init__.__doc__,
    "readmes": [cdk_github_actions_oidc.__doc__, metadata("cdk-github-actions-oidc").json["description"]],
}
print(json.dumps(texts))
