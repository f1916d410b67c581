import { READABLE_CLAIMS } from '../../github/claim-demands';
import { sortedUnique } from '../../trust/order';
import { demandsOf } from '../demands';
import { Rule } from '../rule';

export const claimKeysUnconfirmed: Rule = {
  id: 'ClaimKeysUnconfirmed',
  severity: 'warning',
  summary: "Claims beside `aud` and `sub` in another partition than `aws`: AWS does not say that it reads GitHub's there.",
  fix: 'try it, or leave the claims out',
  link: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html',
  ofRole: ({ trusts, partition }) => {
    const claims = partition === 'aws' ? [] : sortedUnique(trusts.filter(({ issuer }) => issuer.hasClaimKeys)
      .flatMap(trust => READABLE_CLAIMS.filter(claim => demandsOf(trust, claim).length > 0)));
    return claims.length === 0 ? [] : [{
      message: `the trust demands '${claims.join("', '")}', and AWS does not say that it reads GitHub's claims in the partition '${partition}'; if it does not, nobody can assume the role`,
    }];
  },
  compliant: {
    partition: 'aws-us-gov',
    conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } },
  },
  nonCompliant: {
    partition: 'aws-us-gov',
    conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production', ref: 'refs/heads/main' } },
  },
};
