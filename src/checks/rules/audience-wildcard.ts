import { demandsOf, isPattern, isPinned } from '../demands';
import { Rule } from '../rule';

export const audienceWildcard: Rule = {
  id: 'AudienceWildcard',
  severity: 'warning',
  summary: 'A pattern for the audience: a token that was made for another service may fit it.',
  fix: "demand 'sts.amazonaws.com' by StringEquals",
  link: 'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws',
  ofRole: ({ trusts }) => trusts.filter(trust => !isPinned(trust, 'aud')).flatMap(trust => demandsOf(trust, 'aud').flatMap(demand => demand.values
    .filter(value => isPattern(demand, value))
    .map(value => ({ statement: trust.statement.name, message: `aud may be anything like '${value}', also an audience of another service` })))),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
  nonCompliant: {
    conditions: { StringEquals: { sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' }, StringLike: { aud: 'sts.*' } },
  },
};
