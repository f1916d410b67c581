"""What Python's help() shows."""

import json

from cdk_github_actions_oidc import GithubOidcRole

texts = {
    "role": GithubOidcRole.__doc__,
    "grantEcrPush": GithubOidcRole.grant_ecr_push.__doc__,
    "subjects": GithubOidcRole.__init__.__doc__,
}
print(json.dumps(texts))
