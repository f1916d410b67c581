import { IConstruct } from 'constructs';
import { placementOf } from './placement';
import { GithubIssuer } from '../github/issuer';
import type { IGithubOidcProvider } from '../provider';

/** A provider that the app makes. */
interface KnownProvider {
  readonly provider: IGithubOidcProvider;
  implicit: boolean;
}

/** How sure it is that a provider is in the account that asks. */
export enum Match {
  SAME_ACCOUNT,
  SAME_ACCOUNT_IN_OTHER_STAGE,
  MAYBE,
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

export function register(provider: IGithubOidcProvider): void {
  registryOf(provider).push({ provider, implicit: false });
}

/** Notes that a provider was made because a role needed one: whoever asks first decides where it lives. */
export function markImplicit(provider: IGithubOidcProvider): void {
  registryOf(provider).find(known => known.provider === provider)!.implicit = true;
}

export function isImplicit(provider: IConstruct): boolean {
  return registryOf(provider).some(known => known.provider === provider && known.implicit);
}

/** The best match for an issuer in the account of a scope. */
export function findProvider(scope: IConstruct, issuer: GithubIssuer): { provider: IGithubOidcProvider; match: Match } | undefined {
  return registryOf(scope)
    .filter(({ provider }) => provider.issuer.url === issuer.url && isInTree(provider))
    .map(({ provider }) => ({ provider, match: matchOf(scope, provider) }))
    .filter((found): found is { provider: IGithubOidcProvider; match: Match } => found.match !== undefined)
    .sort((one, other) => one.match - other.match)[0];
}

/** Two stacks without an account are taken for the same account within one stage, as the CDK itself does for references. */
export function matchOf(scope: IConstruct, provider: IConstruct): Match | undefined {
  const [here, there] = [placementOf(scope), placementOf(provider)];
  const sameStage = here.stage === there.stage;
  if (here.account !== undefined && there.account !== undefined) {
    if (here.account !== there.account) {
      return undefined;
    }
    return sameStage ? Match.SAME_ACCOUNT : Match.SAME_ACCOUNT_IN_OTHER_STAGE;
  }
  return here.account === there.account && sameStage ? Match.SAME_ACCOUNT : Match.MAYBE;
}

/** Not if it, or a construct that holds it, was removed. */
function isInTree(construct: IConstruct): boolean {
  const { scope, id } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}
