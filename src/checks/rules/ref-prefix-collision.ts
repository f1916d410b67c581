import { problemsOf } from '../problems';
import { Rule } from '../rule';
import { contextsLike } from '../wide-context';

export const refPrefixCollision: Rule = {
  id: 'RefPrefixCollision',
  severity: 'warning',
  summary: "A branch's name that a wildcard continues in the middle of a word: `main*` is also `main-x`. Behind a sign, as in `release/*`, and behind the `v` of versions it means a family.",
  fix: "write the branch out, or end the beginning in a sign, such as 'release/*'",
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
  ofRole: role => problemsOf(role, trust => contextsLike(trust, 'branches that begin alike'), subjects =>
    `branches that only begin alike get in by ${subjects}, and whoever may push to the repository can make one`),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: 'repo:octo-org@123456/octo-repo@456789:ref:refs/heads/release/*' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: 'repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main*' } } },
};
