import { Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { providerArn } from './existing-provider';
import { GithubIssuer } from '../github/issuer';
import { isUnresolved, shown } from '../github/text';
import { Misuse } from '../misuse';
import { DEFAULT_PARTITION, knownPartition } from './partition';
import { isMadeHere, placementOf } from './placement';
import { audiencesOfResource, urlOfResource } from './resource';
import type { GithubOidcProvider, IGithubOidcProvider } from '../provider';

/** The issuer of any provider, checked against whatever the provider shows of its own URL. */
export function issuerOf(provider: iam.IOIDCProviderRef, given?: GithubIssuer): GithubIssuer {
  requireIssuer(given);
  const issuer = given ?? (provider as Partial<IGithubOidcProvider>).issuer ?? GithubIssuer.GITHUB_COM;
  const prefix = literalPrefixOf(provider);
  if (prefix !== undefined && prefix !== issuer.conditionKeyPrefix) {
    throw new Misuse('IssuerMismatch',
      `the provider '${provider.node.path}' accepts tokens of 'https://${prefix}', and the role trusts ${issuer.url}; `
      + 'pass the provider of that issuer, or name the issuer as `issuer`');
  }
  return issuer;
}

export function requireIssuer(given: unknown): void {
  if (given !== undefined && typeof (given as Partial<GithubIssuer> | null)?.conditionKeyPrefix !== 'string') {
    throw new Misuse('GithubIssuerInvalid', `the issuer is '${shown(given)}', not a GithubIssuer; pass such as GithubIssuer.GITHUB_COM`);
  }
}

/** The account that a provider is in, where synthesis knows it. */
export function accountOf(provider: iam.IOIDCProviderRef): string | undefined {
  const source = sourceOf(provider);
  const account = isMadeHere(source) ? placementOf(source).account : literalArnOf(provider)?.account ?? provider.env.account;
  return account === undefined || Token.isUnresolved(account) ? undefined : account;
}

/** The audiences that a provider accepts, where it shows them. */
export function audiencesOf(provider: iam.IOIDCProviderRef): string[] | undefined {
  const audiences = (provider as Partial<GithubOidcProvider>).audiences ?? l1Of(provider)?.clientIdList
    ?? provider.node.findAll().map(audiencesOfResource).find(found => found !== undefined);
  return audiences === undefined || Token.isUnresolved(audiences) || audiences.some(audience => Token.isUnresolved(audience)) ? undefined : audiences;
}

/** The partition that a role and its provider are in, as far as one of them shows it. */
export function shownPartition(role: IConstruct, provider: iam.IOIDCProviderRef): string | undefined {
  return knownPartition(role, provider) ?? literalPartitionOf(provider);
}

/** The same, where an unresolved region counts as `aws`. */
export function partitionFor(role: IConstruct, provider: iam.IOIDCProviderRef): string {
  return shownPartition(role, provider) ?? DEFAULT_PARTITION;
}

function literalPartitionOf(provider: iam.IOIDCProviderRef): string | undefined {
  return literalArnOf(provider)?.partition;
}

/** The provider's ARN for use in a stack: a reference within the stack, text in every other one, so that no stack exports it. */
export function arnFor(stack: Stack, provider: iam.IOIDCProviderRef, issuer: GithubIssuer): string {
  requireSameAccount(stack, provider);
  const { oidcProviderArn } = provider.oidcProviderRef;
  return referencesIn(oidcProviderArn).some(target => Stack.of(target) !== stack) ? providerArn(stack, issuer) : oidcProviderArn;
}

/** A web identity assumes a role only in the account that has the provider. */
export function requireSameAccount(role: IConstruct, provider: iam.IOIDCProviderRef, rolePath = role.node.path): void {
  const [here, there] = [placementOf(role).account, accountOf(provider)];
  if (here !== undefined && there !== undefined && here !== there) {
    throw new Misuse('ProviderAccountMismatch',
      `'${rolePath}' is in account ${here}, and the provider '${provider.node.path}' that it trusts in ${there}: AWS accepts the tokens only where the provider is; `
      + `pass a provider of ${here}`);
  }
}

/** What makes the provider: where it was imported by the ARN of one that the app makes, that one. */
export function sourceOf(provider: iam.IOIDCProviderRef): IConstruct {
  return referencesIn(provider.oidcProviderRef.oidcProviderArn)[0] ?? provider;
}

/** The resources that a text refers to; pseudo parameters such as the account are none. */
export function referencesIn(text: string): IConstruct[] {
  return Tokenization.reverseString(text).tokens.flatMap(token =>
    Reference.isReference(token) && !token.displayName.startsWith('AWS::') ? [token.target] : []);
}

function literalPrefixOf(provider: iam.IOIDCProviderRef): string | undefined {
  const issuer = (provider as Partial<IGithubOidcProvider>).issuer;
  if (issuer) {
    return issuer.conditionKeyPrefix;
  }
  const url = [provider, sourceOf(provider), ...provider.node.findAll()].map(urlOfResource).find(literal => literal !== undefined);
  if (url !== undefined) {
    return url.replace(/^https:\/\//, '');
  }
  return literalArnOf(provider)?.prefix;
}

/** What stands literally in an ARN text, even where its partition or account is unresolved. */
function literalArnOf(provider: iam.IOIDCProviderRef): { partition?: string; account?: string; prefix?: string } | undefined {
  const parts = /^(?:arn:(?<partition>[a-z-]+))?.*:iam::(?<account>[^:]*|\$\{Token\[[^\]]*\]\}):oidc-provider\/(?<prefix>.+)$/.exec(provider.oidcProviderRef.oidcProviderArn)?.groups;
  return parts && { partition: parts.partition, account: parts.account, prefix: isUnresolved(parts.prefix) ? undefined : parts.prefix };
}

function l1Of(provider: iam.IOIDCProviderRef): iam.CfnOIDCProvider | undefined {
  return [provider, provider.node.defaultChild, sourceOf(provider)].find((construct): construct is iam.CfnOIDCProvider =>
    (construct as Partial<iam.CfnOIDCProvider> | undefined)?.cfnResourceType === 'AWS::IAM::OIDCProvider');
}
