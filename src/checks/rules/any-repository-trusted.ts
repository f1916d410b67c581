import { problemsOf } from '../problems';
import { Rule } from '../rule';
import { repositoriesBeyond } from '../wide-repositories';

export const anyRepositoryTrusted: Rule = {
  id: 'AnyRepositoryTrusted',
  severity: 'warning',
  summary: 'A subject of every repository of an owner, also of those that will be made later.',
  fix: 'name the repositories one by one, list their IDs as repository_id, or demand the reusable workflow that they call as job_workflow_ref',
  link: 'https://docs.github.com/en/actions/reference/security/oidc',
  ofRole: role => problemsOf(role, trust => repositoriesBeyond(trust, 'any'), subjects =>
    `every repository of the owner gets in by ${subjects}, also one that is made later, so whoever may make one there can assume the role`),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: 'repo:octo-org@123456/*:environment:production' } } },
};
