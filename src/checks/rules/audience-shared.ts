import { GithubIssuer } from '../../github/issuer';
import { demandsOf, isPattern } from '../demands';
import { Rule } from '../rule';

export const audienceShared: Rule = {
  id: 'AudienceShared',
  severity: 'warning',
  summary: 'The audience that every token of an owner has unless its workflow asks for another: one that was made for any other service will do.',
  fix: "demand 'sts.amazonaws.com', and have the workflow ask for it, as the credentials action does",
  link: 'https://docs.github.com/en/actions/reference/security/oidc',
  ofRole: ({ trusts }) => trusts.flatMap(trust => demandsOf(trust, 'aud').flatMap(demand => demand.values
    .filter(value => !isPattern(demand, value) && isUrlOfOwner(value, trust.issuer))
    .map(value => ({ statement: trust.statement.name, message: `aud may be '${value}', which every token of that owner has by default` })))),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'https://github.com/octo-org', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
};

function isUrlOfOwner(audience: string, { conditionKeyPrefix }: GithubIssuer): boolean {
  const [host] = conditionKeyPrefix.split('/');
  const [, subdomain] = /^token\.actions\.(.+\.ghe\.com)$/.exec(host) ?? [];
  const web = conditionKeyPrefix.startsWith(GithubIssuer.GITHUB_COM.conditionKeyPrefix) ? 'github.com' : subdomain ?? host;
  const start = `https://${web}/`;
  return audience.startsWith(start) && audience.length > start.length && !audience.slice(start.length).includes('/');
}
