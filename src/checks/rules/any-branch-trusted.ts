import { problemsOf } from '../problems';
import { Rule } from '../rule';
import { contextsLike } from '../wide-context';

export const anyBranchTrusted: Rule = {
  id: 'AnyBranchTrusted',
  severity: 'warning',
  summary: 'A subject of every branch, such as `ref:refs/heads/*`, or of every tag.',
  fix: "name the branch, such as ':ref:refs/heads/main', or trust an environment that only some branches may deploy to",
  link: 'https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments',
  ofRole: role => [
    ...problemsOf(role, trust => contextsLike(trust, 'branches'), subjects => `every branch gets in by ${subjects}, and whoever may push to the repository can make one`),
    ...problemsOf(role, trust => contextsLike(trust, 'tags'), subjects => `every tag gets in by ${subjects}, and whoever may push to the repository can make one of any commit`),
  ],
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: 'repo:octo-org@123456/octo-repo@456789:ref:refs/heads/*' } } },
};
