import { RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { GithubIssuer } from './github/issuer';
import { DEFAULT_AUDIENCE } from './github/mint';
import { Misuse } from './misuse';
import { ExistingProvider } from './provider/existing-provider';
import { referencesIn, requireIssuer } from './provider/facts';
import { partitionOf } from './provider/partition';
import { placementOf } from './provider/placement';
import { findMade, findUsable, isImplicit, markImplicit, Match, matchOf, Origin, register } from './provider/registry';
import { urlOfResource } from './provider/resource';
import { defaultAudiences, requireAudience } from './trust/audience';
import { sortedUnique } from './trust/order';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
const MOST_AUDIENCES = 100;

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
   * @default - `sts.amazonaws.com`, for which the credentials action asks; in a region of `aws-cn` also `sts.amazonaws.com.cn`
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
    const provider = new ExistingProvider(scope, id, options.issuer ?? GithubIssuer.GITHUB_COM, options.account);
    register(provider, Origin.EXISTING);
    return provider;
  }

  /**
   * The app's one provider for an issuer in the account of a scope; made in the scope's top-level stack where the app neither makes one
   * nor says by `fromAccount` that the account has one.
   *
   * @param scope any construct of the account
   * @param issuer the issuer whose tokens the provider accepts
   */
  public static getOrCreate(scope: Construct, issuer: GithubIssuer = GithubIssuer.GITHUB_COM): IGithubOidcProvider {
    return GithubOidcProvider._getOrCreate(scope, issuer);
  }

  /**
   * @param audiences what a new provider accepts
   * @internal
   */
  public static _getOrCreate(scope: Construct, issuer: GithubIssuer, audiences?: string[]): IGithubOidcProvider {
    requireIssuer(issuer);
    const found = findUsable(scope, issuer);
    if (found) {
      return found.provider;
    }
    const { stack } = placementOf(scope);
    const [short, long] = ['GithubOidcProvider', `GithubOidcProvider-${issuer.conditionKeyPrefix}`];
    const plain = issuer.url === GithubIssuer.GITHUB_COM.url && !stack.node.tryFindChild(short);
    const provider = new GithubOidcProvider(stack, plain ? short : long, { issuer, audiences });
    markImplicit(provider);
    return provider;
  }

  /** The issuer whose tokens the provider accepts, as a literal. */
  public readonly issuer: GithubIssuer;

  #audiences: readonly string[];

  /**
   * A provider of the stack's account.
   *
   * @param scope the scope
   * @param id the construct id
   * @param props the issuer and what IAM keeps beside it
   * @throws if the app makes a provider for the same issuer in the same account elsewhere
   */
  constructor(scope: Construct, id: string, props: GithubOidcProviderProps = {}) {
    requireIssuer(props.issuer);
    const issuer = props.issuer ?? GithubIssuer.GITHUB_COM;
    const audiences = props.audiences ?? defaultAudiences(partitionOf(scope));
    if (!Array.isArray(audiences) || audiences.length === 0) {
      throw new Misuse('AudienceMissing',
        `audiences of '${scope.node.path}/${id}' is '${audiences}'; pass a list of at least one, or leave it out for '${DEFAULT_AUDIENCE}'`);
    }
    audiences.forEach(requireAudience);
    requireNoOther(scope, id, issuer);
    super(scope, id, {
      url: issuer.url,
      clientIds: [...audiences],
      ...(props.thumbprints && { thumbprints: props.thumbprints }),
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    this.issuer = issuer;
    this.#audiences = [...audiences];
    requireAsAsked(this);
    for (const [key, value] of Object.entries(props.tags ?? {})) {
      Tags.of(this).add(key, value);
    }
    register(this, Origin.EXPLICIT);
    this.node.addValidation({ validate: () => foreignDuplicatesOf(this) });
  }

  /** The audiences that the provider accepts. */
  public get audiences(): string[] {
    return [...this.#audiences];
  }

  /**
   * Accepts audiences too, where roles made the provider; otherwise its author said what it accepts.
   *
   * @internal
   */
  public _accept(audiences: readonly string[]): void {
    const missing = audiences.filter(audience => !this.#audiences.includes(audience));
    if (!isImplicit(this) || missing.length === 0) {
      return;
    }
    const accepted = sortedUnique([...this.#audiences, ...missing]);
    const foreign = missing.find(audience => referencesIn(audience).some(target => Stack.of(target) !== Stack.of(this)));
    if (foreign !== undefined) {
      throw new Misuse('AudienceNotRegistered',
        `the audience '${foreign}' is known only at deployment of another stack than that of '${this.node.path}', which cannot refer to it; write it into the program, or make a GithubOidcProvider with its audiences and pass it as \`provider\``);
    }
    if (accepted.length > MOST_AUDIENCES) {
      throw new Misuse('AudienceInvalid',
        `the roles that share '${this.node.path}' ask for ${accepted.length} audiences, and IAM takes ${MOST_AUDIENCES}; let them share audiences: an audience says for whom a token is, not whose it is`);
    }
    this.#audiences = accepted;
    const resource = this.node.defaultChild as iam.CfnOIDCProvider;
    resource.clientIdList = sortedUnique([...resource.clientIdList ?? [], ...missing]);
  }
}

/** A property injector of the organisation may have changed what roles rely on. */
function requireAsAsked(provider: GithubOidcProvider): void {
  const { url, clientIdList } = provider.node.defaultChild as iam.CfnOIDCProvider;
  if (url !== provider.issuer.url || JSON.stringify(clientIdList) !== JSON.stringify(provider.audiences)) {
    throw new Misuse('ProviderReplaced',
      `'${provider.node.path}' was to accept ${provider.issuer.url} for '${provider.audiences.join("', '")}', and a property injector made it '${url}' for '${clientIdList?.join("', '")}'; `
      + 'have the injector leave url and clientIds alone, and pass audiences instead');
  }
}

function requireNoOther(scope: Construct, id: string, issuer: GithubIssuer): void {
  const found = findMade(scope, issuer);
  if (found && found.match !== Match.MAYBE) {
    const remedy = found.origin === Origin.IMPLICIT
      ? 'make this one before the first role that needs it, and pass it to the roles as `provider`'
      : 'leave this one out, and pass the first to the roles as `provider`';
    throw new Misuse('ProviderDuplicated',
      `'${scope.node.path}/${id}' is a second IAM OIDC provider for ${issuer.url} in one account, and AWS allows one; the first is '${found.provider.node.path}': `
      + `${remedy}, or use GithubOidcProvider.fromAccount() for one that another app makes`);
  }
}

/** Providers for the same issuer and account that the app makes by other means than this package. */
function foreignDuplicatesOf(provider: GithubOidcProvider): string[] {
  return provider.node.root.node.findAll()
    .filter(construct => construct.node.scope !== provider && urlOfResource(construct)?.replace(/\/$/, '') === provider.issuer.url)
    .filter(construct => [Match.SAME_ACCOUNT, Match.SAME_ACCOUNT_IN_OTHER_STAGE].includes(matchOf(construct, provider) ?? Match.MAYBE))
    .map(construct => `'${construct.node.path}' is a second IAM OIDC provider for ${provider.issuer.url} beside '${provider.node.path}', `
      + 'and AWS allows one in an account; make only one of them, and pass it to the roles as `provider` (ProviderDuplicated)');
}
