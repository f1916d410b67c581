import { problemsOf } from '../problems';
import { Rule } from '../rule';
import { contextsLike } from '../wide-context';

export const pullRequestTrusted: Rule = {
  id: 'PullRequestTrusted',
  severity: 'warning',
  summary: 'A subject by which the runs of pull requests get in: it tells neither the pull request nor a fork.',
  fix: 'allow the role nothing but reading, or trust an environment or a branch instead',
  link: 'https://docs.github.com/en/actions/reference/security/oidc',
  ofRole: role => problemsOf(role, trust => contextsLike(trust, 'pull requests'), subjects =>
    `pull requests get in by ${subjects}, with code that nobody has reviewed yet`),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:pull_request' } } },
};
