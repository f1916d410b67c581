import { hasUnknown } from '../../github/unknown-text';
import { sortedUnique } from '../../trust/order';
import { CheckedRole, Trust } from '../checked-role';
import { demandsOf, takes } from '../demands';
import { Rule } from '../rule';
import { quoted } from '../words';

export const audienceNotRegistered: Rule = {
  id: 'AudienceNotRegistered',
  severity: 'error',
  summary: 'An audience that the provider does not accept, so that nobody gets in.',
  fix: "add the audience to the provider's ClientIdList, or demand one that is there",
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html',
  dependsOn: 'place',
  ofRole: role => role.trusts.flatMap(trust => {
    const registered = registeredAudiences(trust, role);
    const demands = demandsOf(trust, 'aud');
    const demanded = demands.flatMap(({ values }) => values);
    if (registered === undefined || demands.length === 0 || demanded.some(value => hasUnknown(value) || value.includes('${'))) {
      return [];
    }
    return registered.some(audience => demands.every(demand => takes(demand, audience))) ? [] : [{
      statement: trust.statement.name,
      message: `aud has to be ${quoted(sortedUnique(demanded))}, and the provider accepts ${quoted(sortedUnique(registered)) || 'no audience'}`,
    }];
  }),
  compliant: {
    providers: [{ path: 'Stack/Provider', account: '111111111111', url: 'https://token.actions.githubusercontent.com', audiences: ['sts.amazonaws.com'] }],
  },
  nonCompliant: {
    providers: [{ path: 'Stack/Provider', account: '111111111111', url: 'https://token.actions.githubusercontent.com', audiences: ['https://github.com/octo-org'] }],
  },
};

/** What the app's providers of the role's account accept; undefined where it makes none there, or not all is known. */
function registeredAudiences({ issuer }: Trust, { providers, account }: CheckedRole): string[] | undefined {
  const own = providers.filter(({ url, account: there }) => url?.replace(/\/+$/, '') === issuer.url && there === account);
  if (own.length === 0 || own.some(({ audiences }) => audiences === undefined || audiences.some(hasUnknown))) {
    return undefined;
  }
  return own.flatMap(({ audiences }) => audiences ?? []);
}
