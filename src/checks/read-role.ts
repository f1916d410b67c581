import { Boundary, CheckedProvider, CheckedRole, Permission, PolicyLength, SteeredRole, Trust } from './checked-role';
import { isUnknownProvider, ToldIssuers, trustsOf } from './trusts';
import { GithubIssuer } from '../github/issuer';
import { hasUnknown, withUnknowns } from '../github/unknown-text';
import { isPlainObject } from '../trust/plain';
import { readPolicy } from '../trust/read-policy';

/** A role's properties as a template has them, its intrinsics as text, and what is known around it. */
export interface RoleSource {
  readonly path: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly account?: string;
  readonly partition: string;
  readonly region?: string;
  readonly quota: number;
  readonly permissions: readonly Permission[];
  readonly managedPolicies: readonly string[];
  readonly boundaries?: readonly Boundary[];
  readonly steers: readonly SteeredRole[];
  readonly providers: readonly CheckedProvider[];
  readonly told: ToldIssuers;
  /** Its trust policy, where its properties do not show all of it. */
  readonly trustPolicy?: OpenPolicy;
}

/** A policy document with all the statements that deployment may put in. */
export interface OpenPolicy {
  readonly document: unknown;
  /** Those of its statements that a condition of the template decides on. */
  readonly conditional: ReadonlySet<unknown>;
  /** What stands in place of statements, or of the document, and is known only at deployment. */
  readonly unread: readonly string[];
}

/** Where a document that cannot be read is about GitHub all the same, as text that is no whole JSON may be. */
const MENTIONS_GITHUB = /token\.actions\.|\/_services\/token/i;

/** Undefined where the role trusts no GitHub issuer. */
export function readRole(source: RoleSource): CheckedRole | undefined {
  const { AssumeRolePolicyDocument: text, Description: description, MaxSessionDuration: maxSession, RoleName: roleName } = source.properties;
  const { document, conditional, unread } = source.trustPolicy ?? { document: text, conditional: undefined, unread: [] };
  const statements = readPolicy(document, conditional);
  const trusts = trustsOf(statements, source.told);
  if (trusts.length === 0 && !unread.some(part => MENTIONS_GITHUB.test(part))) {
    return undefined;
  }
  const { path, account, partition, region, permissions, managedPolicies, boundaries = [], providers, steers } = source;
  return {
    path,
    account,
    partition,
    region,
    roleName: typeof roleName === 'string' && !hasUnknown(roleName) ? roleName : undefined,
    description: typeof description === 'string' ? description : undefined,
    maxSessionSeconds: Number.isFinite(Number(maxSession ?? NaN)) ? Number(maxSession) : undefined,
    statements,
    trusts,
    unread,
    policy: { ...lengthOf(isPlainObject(text) || conditional?.size ? text : document, trusts, source), quota: source.quota },
    permissions,
    managedPolicies,
    boundaries,
    unreadPermissions: [],
    steers,
    providers,
  };
}

const ACCOUNT_DIGITS = '1'.repeat(12);

function lengthOf(document: unknown, trusts: readonly Trust[], { account = ACCOUNT_DIGITS, partition }: RoleSource): Omit<PolicyLength, 'quota'> {
  const plain = JSON.stringify(document) ?? '';
  if (!hasUnknown(plain)) {
    return { characters: plain.length, unknowns: 0 };
  }
  const known = new Map([['AWS::AccountId', account], ['AWS::Partition', partition]]);
  const { issuer = GithubIssuer.GITHUB_COM } = trusts.find(({ providerArn }) => providerArn === undefined) ?? trusts[0] ?? {};
  const counted = withProvider(document, `arn:${partition}:iam::${account}:oidc-provider/${issuer.conditionKeyPrefix}`);
  let unknowns = 0;
  const least = withUnknowns(JSON.stringify(counted), name => {
    unknowns += known.has(name) ? 0 : 1;
    return known.get(name) ?? '?';
  });
  return { characters: least.length, unknowns };
}

/** With the one provider that a principal can mean where only deployment knows it. */
function withProvider(value: unknown, arn: string): unknown {
  if (Array.isArray(value)) {
    return value.map(one => withProvider(one, arn));
  }
  if (!isPlainObject(value)) {
    return value;
  }
  const written = (provider: unknown) => typeof provider === 'string' && isUnknownProvider(provider) ? arn : provider;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) =>
    [key, key === 'Federated' ? (Array.isArray(inner) ? inner.map(written) : written(inner)) : withProvider(inner, arn)]));
}

/** The statements of a policy document about what a role may do. */
export function readPermissions(document: unknown, source: string, conditional?: ReadonlySet<unknown>): Permission[] {
  const statements = isPlainObject(document) ? [document.Statement].flat().filter(isPlainObject) : [];
  const policy = readPolicy(document, conditional);
  return statements.map((statement, index) => {
    const [exceptActions, exceptResources] = [statement.Action === undefined, statement.Resource === undefined];
    return {
      isDeny: statement.Effect === 'Deny',
      actions: textsOf(exceptActions ? statement.NotAction : statement.Action),
      exceptActions,
      resources: textsOf(exceptResources ? statement.NotResource : statement.Resource),
      exceptResources,
      conditions: policy[index].conditions,
      ...(policy[index].isConditional && { isConditional: true }),
      source,
    };
  });
}

function textsOf(value: unknown): string[] {
  return [value ?? []].flat().filter((one): one is string => typeof one === 'string');
}
