import { Trust } from './checked-role';
import { GithubIssuer } from '../github/issuer';
import { hasUnknown, withUnknowns } from '../github/unknown-text';
import { hasWildcard } from '../github/wildcard';
import { PolicyPrincipals, PolicyStatement } from '../trust/policy';

/** Issuers of which more is known than their URL tells, by the prefix of their condition keys. */
export type ToldIssuers = ReadonlyMap<string, GithubIssuer>;

const GITHUB_HOST = /^(?:token\.actions\.(?:githubusercontent\.com(?:\/[^/]+)?|[^./]+\.ghe\.com(?:\/[^/]+)?)|[^/]+\/_services\/token)$/;
const PROVIDER = ':oidc-provider/';

export function toldIssuers(issuers: readonly GithubIssuer[]): ToldIssuers {
  return new Map(issuers.map(issuer => [issuer.conditionKeyPrefix.toLowerCase(), issuer]));
}

/** For each Allow statement about web identities and each GitHub issuer in it. */
export function trustsOf(statements: readonly PolicyStatement[], told: ToldIssuers): Trust[] {
  return statements.filter(({ isDeny, isAboutWebIdentity }) => !isDeny && isAboutWebIdentity).flatMap(statement =>
    issuersOf(statement, told).map(({ issuer, providerArn }) => {
      const prefix = issuer.conditionKeyPrefix.toLowerCase();
      return {
        statement,
        issuer,
        providerArn,
        claims: statement.conditions.filter(condition => condition.prefix === prefix),
        denies: statements.filter(other => other.isDeny && !other.isConditional && other.isAboutWebIdentity
          && (denies(other, providerArn) || (providerArn === undefined && deniesSame(other, statement)))),
      };
    }));
}

/** The issuer that a provider's ARN names. */
export function prefixOfProvider(arn: string): string | undefined {
  const start = arn.indexOf(PROVIDER);
  const prefix = arn.slice(start + PROVIDER.length);
  return start < 0 || prefix === '' || hasUnknown(prefix) ? undefined : prefix;
}

/** The GitHub issuer with this prefix of condition keys, if it is one. */
export function githubIssuer(prefix: string, told: ToldIssuers): GithubIssuer | undefined {
  const known = told.get(prefix.toLowerCase()) ?? (prefix === GithubIssuer.GITHUB_COM.conditionKeyPrefix ? GithubIssuer.GITHUB_COM : undefined);
  if (known || !GITHUB_HOST.test(prefix)) {
    return known;
  }
  try {
    return GithubIssuer._fromUrl(`https://${prefix}`);
  } catch {
    // Its host is GitHub's, and its path no slug that anybody can have.
    return undefined;
  }
}

/** By the providers; where no provider is known, by the keys of the conditions. */
function issuersOf({ principals, conditions }: PolicyStatement, told: ToldIssuers): { issuer: GithubIssuer; providerArn?: string }[] {
  const { federated, isNegated } = principals;
  const known = federated.flatMap(providerArn => {
    const issuer = isNegated ? undefined : githubIssuer(prefixOfProvider(providerArn) ?? '', told);
    return issuer ? [{ issuer, providerArn }] : [];
  });
  if (!isOpenToAny(principals)) {
    return known;
  }
  const named = new Set(known.map(({ issuer }) => issuer.url));
  const byKey = [...new Set(conditions.map(({ key, claim }) => key.slice(0, key.length - claim.length - 1)))]
    .flatMap(prefix => githubIssuer(prefix, told) ?? githubIssuer(prefix.toLowerCase(), told) ?? [])
    .filter(({ url }, index, all) => !named.has(url) && all.findIndex(other => other.url === url) === index);
  return [...known, ...byKey.map(issuer => ({ issuer }))];
}

/** Whether principals may turn out to have any provider among them. */
export function isOpenToAny({ federated, aws, isAnybody, isNegated }: PolicyPrincipals): boolean {
  return isNegated || isAnybody || federated.some(isOpenProvider) || aws.some(isOpenAccount);
}

/** Whether a provider may turn out to be any. */
function isOpenProvider(arn: string): boolean {
  return isUnknownProvider(arn) || hasWildcard(withUnknowns(arn, () => ''));
}

/** Whether only deployment knows which provider it is. */
export function isUnknownProvider(arn: string): boolean {
  return hasUnknown(arn) && prefixOfProvider(arn) === undefined;
}

/** A provider of another account or partition is not the one that tokens come by. */
function denies({ principals: { federated, isAnybody, isNegated } }: PolicyStatement, providerArn = ''): boolean {
  return !isNegated && (isAnybody || (federated.includes(providerArn) && isOneValue(providerArn)));
}

/** Whether it names the very providers that an Allow statement does, whatever they turn out to be. */
function deniesSame({ principals: denied }: PolicyStatement, { principals: allowed }: PolicyStatement): boolean {
  const open = allowed.federated.filter(isOpenProvider);
  return !denied.isNegated && !allowed.isNegated && !allowed.isAnybody && !allowed.aws.some(isOpenAccount)
    && open.every(arn => isOneValue(arn) && denied.federated.includes(arn));
}

/** Of an intrinsic that nothing is known of, two may have the same text. */
function isOneValue(arn: string): boolean {
  return !withUnknowns(arn, name => name).includes('Fn::') && !hasWildcard(withUnknowns(arn, () => ''));
}

function isOpenAccount(one: string): boolean {
  return one === '*' || isUnknownProvider(one);
}
