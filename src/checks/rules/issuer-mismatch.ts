import { GithubIssuer } from '../../github/issuer';
import { PolicyStatement } from '../../trust/policy';
import { trustingStatements } from '../placed-conditions';
import { Rule } from '../rule';
import { prefixOfProvider } from '../trusts';
import { quoted } from '../words';

export const issuerMismatch: Rule = {
  id: 'IssuerMismatch',
  severity: 'error',
  summary: "A condition on the claims of another GitHub issuer than the statement's provider: its tokens have none of them.",
  fix: "write the condition keys with the issuer of the statement's provider",
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html',
  ofRole: role => trustingStatements(role).flatMap(statement => {
    const providers = literalProviders(statement);
    const isOther = (prefix: string) => !providers.some(provider => provider.toLowerCase() === prefix.toLowerCase()) && isOfGithub(prefix);
    return providers.length === 0 ? [] : statement.conditions.filter(({ key, claim }) => isOther(prefixOf(key, claim))).map(({ key, claim }) => ({
      statement: statement.name,
      message: `the condition key is '${key}', and the statement trusts ${quoted(providers)}, whose tokens have no such claim`,
      fix: `write it as '${providers[0]}:${claimIn(claim)}'`,
    }));
  }),
  compliant: {
    issuer: 'token.actions.githubusercontent.com/octo-inc',
    conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } },
  },
  nonCompliant: {
    issuer: 'token.actions.githubusercontent.com/octo-inc',
    conditions: {
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': 'repo:octo-org@123456/octo-repo@456789:environment:production',
      },
    },
  },
};

/** None where a provider is known only at deployment, and may be any. */
function literalProviders({ principals: { federated, isAnybody, isNegated } }: PolicyStatement): string[] {
  const prefixes = federated.map(prefixOfProvider);
  return isAnybody || isNegated || prefixes.includes(undefined) ? [] : prefixes.filter(prefix => prefix !== undefined);
}

/** What stands before the claim. The issuer's URL has a colon of its own. */
function prefixOf(key: string, claim: string): string {
  return key.slice(0, key.length - claimIn(claim).length - 1);
}

function claimIn(claim: string): string {
  return claim.slice(claim.lastIndexOf(':') + 1);
}

/** By its look: a server is known by its path, and GitHub's hosts by their domain. */
function isOfGithub(prefix: string): boolean {
  const host = prefix.toLowerCase().replace(/^https?:\/\//, '');
  return /^[^/]*\.githubusercontent\.com(?:\/|$)/.test(host) || isIssuer(host);
}

function isIssuer(host: string): boolean {
  try {
    GithubIssuer._fromUrl(`https://${host}`);
    return true;
  } catch {
    return false;
  }
}
