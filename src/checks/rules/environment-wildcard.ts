import { problemsOf } from '../problems';
import { Rule } from '../rule';
import { contextsLike } from '../wide-context';

export const environmentWildcard: Rule = {
  id: 'EnvironmentWildcard',
  severity: 'warning',
  summary: 'A subject of environments by a wildcard, such as `environment:*` or `environment:prod*`.',
  fix: 'name each environment, and protect it on GitHub',
  link: 'https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments',
  ofRole: role => problemsOf(role, trust => contextsLike(trust, 'environments'), subjects =>
    `environments that nobody wrote down get in by ${subjects}, and a workflow that names such a one creates it without any protection`),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: 'repo:octo-org@123456/octo-repo@456789:environment:prod*' } } },
};
