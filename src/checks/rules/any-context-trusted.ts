import { problemsOf } from '../problems';
import { Rule } from '../rule';
import { contextsLike } from '../wide-context';

export const anyContextTrusted: Rule = {
  id: 'AnyContextTrusted',
  severity: 'warning',
  summary: "A subject that tells no branch, tag, environment or pull request from another, such as `repo:OWNER/REPO:*` or a template's bare `repo:OWNER/REPO`.",
  fix: "end the subject in ':environment:NAME' or ':ref:refs/heads/BRANCH', or demand the claim environment beside it",
  link: 'https://docs.github.com/en/actions/reference/security/oidc',
  ofRole: role => problemsOf(role, trust => contextsLike(trust, 'any'), subjects =>
    `every branch, tag, environment and pull request gets in by ${subjects}, so whoever may push to the repository can assume the role`),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: 'repo:octo-org@123456/octo-repo@456789:*' } } },
};
