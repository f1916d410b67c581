import { RemovalPolicy, Tags } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { GithubIssuer } from './github/issuer';
import { Misuse } from './misuse';
import { ExistingProvider } from './provider/existing-provider';
import { placementOf } from './provider/placement';
import { findProvider, markImplicit, Match, register } from './provider/registry';
import { DEFAULT_AUDIENCE, requireAudience } from './trust/audience';

/** An account's IAM OIDC provider for a GitHub issuer. */
export interface IGithubOidcProvider extends iam.IOidcProvider {
  /** The issuer whose tokens the provider accepts, as a literal. */
  readonly issuer: GithubIssuer;
}

/** Properties of `GithubOidcProvider`. */
export interface GithubOidcProviderProps {
  /**
   * The issuer whose tokens the provider accepts.
   *
   * @default GithubIssuer.GITHUB_COM
   */
  readonly issuer?: GithubIssuer;

  /**
   * The audiences that the provider accepts, 1 to 100 of at most 255 characters.
   *
   * @default - `sts.amazonaws.com`, for which the credentials action asks
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
   */
  readonly audiences?: string[];

  /**
   * SHA-1 thumbprints of the issuer's certificate authority, at most 5 of 40 hexadecimal digits. Only a GitHub Enterprise Server with a
   * private authority needs them: IAM trusts GitHub's own hosts without.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
   */
  readonly thumbprints?: string[];

  /**
   * What happens to the provider when it leaves the template. It belongs to the account: other stacks and apps may trust it.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Tags of the provider, at most 50. `Tags.of(provider)` reaches it too.
   *
   * @default - none but those that the app's aspects add
   */
  readonly tags?: { [key: string]: string };
}

/** How to find a provider that exists already. */
export interface GithubOidcProviderFromAccountOptions {
  /**
   * The issuer whose tokens the provider accepts.
   *
   * @default GithubIssuer.GITHUB_COM
   */
  readonly issuer?: GithubIssuer;

  /**
   * The account that has the provider.
   *
   * @default - the stack's account
   */
  readonly account?: string;
}

/**
 * The account's IAM OIDC provider: it makes AWS accept tokens of a GitHub issuer. By itself it lets nobody in; roles do.
 *
 * An account has one provider for each issuer. An app with more than one stack does best to give it a stack of its own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export class GithubOidcProvider extends iam.OidcProviderNative implements IGithubOidcProvider {
  /**
   * A provider that exists in an account already, made by another app or by hand. Nothing is created.
   *
   * @param scope the scope
   * @param id the construct id
   * @param options which issuer, which account
   * @throws if the account is not 12 digits
   */
  public static fromAccount(scope: Construct, id: string, options: GithubOidcProviderFromAccountOptions = {}): IGithubOidcProvider {
    return new ExistingProvider(scope, id, options.issuer ?? GithubIssuer.GITHUB_COM, options.account);
  }

  /**
   * The app's one provider for an issuer in the account of a scope; made in the scope's top-level stack where there is none yet.
   *
   * @param scope any construct of the account
   * @param issuer the issuer whose tokens the provider accepts
   */
  public static getOrCreate(scope: Construct, issuer: GithubIssuer = GithubIssuer.GITHUB_COM): IGithubOidcProvider {
    const found = findProvider(scope, issuer);
    if (found) {
      return found.provider;
    }
    const id = issuer.url === GithubIssuer.GITHUB_COM.url ? 'GithubOidcProvider' : `GithubOidcProvider-${issuer.conditionKeyPrefix}`;
    const provider = new GithubOidcProvider(placementOf(scope).stack, id, { issuer });
    markImplicit(provider);
    return provider;
  }

  /** The issuer whose tokens the provider accepts, as a literal. */
  public readonly issuer: GithubIssuer;

  /** The audiences that the provider accepts. */
  public readonly audiences: string[];

  /**
   * @param scope the scope
   * @param id the construct id
   * @param props the issuer and what IAM keeps beside it
   * @throws if the app makes a provider for the same issuer in the same account elsewhere
   */
  constructor(scope: Construct, id: string, props: GithubOidcProviderProps = {}) {
    const issuer = props.issuer ?? GithubIssuer.GITHUB_COM;
    const audiences = props.audiences ?? [DEFAULT_AUDIENCE];
    if (audiences.length === 0) {
      throw new Misuse('AudienceMissing', `audiences of '${scope.node.path}/${id}' is an empty list; leave it out for '${DEFAULT_AUDIENCE}'`);
    }
    audiences.forEach(requireAudience);
    requireNoOther(scope, id, issuer);
    super(scope, id, {
      url: issuer.url,
      clientIds: [...audiences],
      thumbprints: props.thumbprints,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    this.issuer = issuer;
    this.audiences = [...audiences];
    for (const [key, value] of Object.entries(props.tags ?? {})) {
      Tags.of(this).add(key, value);
    }
    register(this);
  }
}

function requireNoOther(scope: Construct, id: string, issuer: GithubIssuer): void {
  const found = findProvider(scope, issuer);
  if (found && found.match !== Match.MAYBE) {
    throw new Misuse('ProviderDuplicated',
      `'${scope.node.path}/${id}' is a second IAM OIDC provider for ${issuer.url} in one account, and AWS allows one; the first is '${found.provider.node.path}': `
      + 'make this one before every role and leave out the other, give both to the roles as `provider`, '
      + 'or use GithubOidcProvider.fromAccount() for a provider that another app makes');
  }
}
