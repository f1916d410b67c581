import { QUOTA_CODE } from '../../trust/quota';
import { Rule } from '../rule';

const LONG = Array.from({ length: 30 }, (_, index) => `repo:octo-org@123456/octo-repo-${index}@4567${index}:environment:production`);

export const trustPolicyTooLarge: Rule = {
  id: 'TrustPolicyTooLarge',
  severity: 'error',
  summary: "A trust policy, or one that it may turn out to be, that is longer than the account's quota, whatever values deployment puts into it.",
  fix: `leave statements out, trust fewer subjects, or have AWS raise the quota ${QUOTA_CODE} and say so`,
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
  dependsOn: 'place',
  ofRole: ({ policy: { characters, quota } }) => characters <= quota ? [] : [
    { message: `the trust policy has ${characters} characters, and the quota ${QUOTA_CODE} of the account allows ${quota}` },
  ],
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: LONG.slice(0, 20) } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: LONG } } },
};
