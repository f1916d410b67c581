import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { placementOf } from './placement';
import { GithubIssuer } from '../github/issuer';
import type { IGithubOidcProvider } from '../provider';

/** Who made a provider. */
export enum Origin {
  /** The app's author. */
  EXPLICIT,
  /** A role that needed one: whoever asks first decides where it lives. */
  IMPLICIT,
  /** Somebody else: it exists in the account already. */
  EXISTING,
}

/** How sure it is that a provider is in the account that asks. */
export enum Match {
  SAME_ACCOUNT,
  SAME_ACCOUNT_IN_OTHER_STAGE,
  MAYBE,
}

interface KnownProvider {
  readonly provider: IGithubOidcProvider;
  origin: Origin;
}

interface FoundProvider extends KnownProvider {
  readonly match: Match;
}

const REGISTRY = Symbol.for('cdk-github-actions-oidc.providers');

/** The app's own list: two apps in one process never see each other's, and two copies of this package share it. */
function registryOf(scope: IConstruct): KnownProvider[] {
  const root = scope.node.root as IConstruct & { [REGISTRY]?: KnownProvider[] };
  if (!root[REGISTRY]) {
    Object.defineProperty(root, REGISTRY, { value: [] });
  }
  return root[REGISTRY]!;
}

export function register(provider: IGithubOidcProvider, origin: Origin): void {
  registryOf(provider).push({ provider, origin });
}

export function markImplicit(provider: IGithubOidcProvider): void {
  registryOf(provider).find(known => known.provider === provider)!.origin = Origin.IMPLICIT;
}

export function isImplicit(provider: IConstruct): boolean {
  return registryOf(provider).some(known => known.provider === provider && known.origin === Origin.IMPLICIT);
}

/** The provider that the app makes for an issuer in the account of a scope: the surest match, the first among equals. */
export function findMade(scope: IConstruct, issuer: GithubIssuer): FoundProvider | undefined {
  return findKnown(scope, issuer).find(({ origin }) => origin !== Origin.EXISTING);
}

/** The provider for a role that names none. One that exists already counts only where it is sure to be in the role's account. */
export function findUsable(scope: IConstruct, issuer: GithubIssuer): FoundProvider | undefined {
  return findKnown(scope, issuer).find(({ origin, match }) => origin !== Origin.EXISTING || match === Match.SAME_ACCOUNT);
}

function findKnown(scope: IConstruct, issuer: GithubIssuer): FoundProvider[] {
  const rank = ({ match, origin }: FoundProvider) => 2 * match + (origin === Origin.EXISTING ? 1 : 0);
  return registryOf(scope)
    .filter(({ provider }) => provider.issuer.url === issuer.url && isInTree(provider))
    .map(known => ({ ...known, match: matchOf(scope, known.provider) }))
    .filter((found): found is FoundProvider => found.match !== undefined)
    .sort((one, other) => rank(one) - rank(other));
}

/** Two stacks without an account are taken for the same account within one stage, as the CDK itself does for references. */
export function matchOf(scope: IConstruct, provider: IConstruct & Partial<Pick<IGithubOidcProvider, 'env'>>): Match | undefined {
  const here = placementOf(scope);
  const sameStage = here.stage === placementOf(provider).stage;
  const there = provider.env?.account ?? placementOf(provider).account;
  const account = there === undefined || Token.isUnresolved(there) ? undefined : there;
  if (here.account !== undefined && account !== undefined) {
    if (here.account !== account) {
      return undefined;
    }
    return sameStage ? Match.SAME_ACCOUNT : Match.SAME_ACCOUNT_IN_OTHER_STAGE;
  }
  return here.account === account && sameStage ? Match.SAME_ACCOUNT : Match.MAYBE;
}

/** Not if it, or a construct that holds it, was removed. */
function isInTree(construct: IConstruct): boolean {
  const { scope, id } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}
