import { Rule } from '../rule';

export const trustPolicyLengthUnknown: Rule = {
  id: 'TrustPolicyLengthUnknown',
  severity: 'warning',
  summary: "A trust policy with values that only deployment knows, so that nothing shows whether it fits the account's quota.",
  fix: 'write the values into the program, or make sure that they fit',
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
  ofRole: ({ policy: { characters, unknowns, quota } }) => unknowns === 0 || characters > quota ? [] : [{
    message: `the trust policy has ${characters} characters beside ${unknowns === 1 ? '1 value' : `${unknowns} values`} known only at deployment, and the quota is ${quota}`,
  }],
  compliant: { statement: { Principal: { Federated: 'arn:aws:iam::\ue000AWS::AccountId\ue001:oidc-provider/token.actions.githubusercontent.com' } } },
  nonCompliant: {
    conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:\ue000Stage\ue001' } },
  },
};
