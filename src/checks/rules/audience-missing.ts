import { admits } from '../admissions';
import { textConditionsOn } from '../demands';
import { exampleToken } from '../example-tokens';
import { Rule } from '../rule';

export const audienceMissing: Rule = {
  id: 'AudienceMissing',
  severity: 'error',
  summary: 'A statement that does not say for whom a token has to be made.',
  fix: "demand 'sts.amazonaws.com' as aud by StringEquals",
  link: 'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws',
  ofRole: ({ trusts }) => trusts
    .filter(trust => textConditionsOn(trust, 'aud').length === 0 && admits(trust, { ...exampleToken(trust), aud: 'https://example.com/another-service' }))
    .map(({ statement, issuer }) => ({
      statement: statement.name,
      message: `no condition demands '${issuer.conditionKeyPrefix}:aud', so a token that was made for another service can be replayed to AWS`,
    })),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
  nonCompliant: { conditions: { StringEquals: { sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
};
