import { problemsOf } from '../problems';
import { Rule } from '../rule';
import { repositoriesBeyond } from '../wide-repositories';

export const repositoryUnanchored: Rule = {
  id: 'RepositoryUnanchored',
  severity: 'warning',
  summary: "A repository's name that a wildcard continues: `repo:OWNER/app*` is also `repo:OWNER/app-x`.",
  fix: "end the repository before the wildcard, such as 'repo:OWNER@OWNER_ID/REPO@REPO_ID:…'",
  link: 'https://docs.github.com/en/actions/reference/security/oidc',
  ofRole: role => problemsOf(role, trust => repositoriesBeyond(trust, 'alike'), subjects =>
    `repositories that only begin alike get in by ${subjects}, so whoever may make one for the owner can assume the role`),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: 'repo:octo-org@123456/octo-repo*:environment:production' } } },
};
