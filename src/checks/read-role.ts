import { CheckedProvider, CheckedRole, Permission, SteeredRole } from './checked-role';
import { ToldIssuers, trustsOf } from './trusts';
import { GithubIssuer } from '../github/issuer';
import { hasUnknown, unknownText, withUnknowns } from '../github/unknown-text';
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
  readonly steers: readonly SteeredRole[];
  readonly providers: readonly CheckedProvider[];
  readonly told: ToldIssuers;
}

/** Undefined where the role trusts no GitHub issuer. */
export function readRole(source: RoleSource): CheckedRole | undefined {
  const { AssumeRolePolicyDocument: document, Description: description, MaxSessionDuration: maxSession, RoleName: roleName } = source.properties;
  const statements = readPolicy(document);
  const trusts = trustsOf(statements, source.told);
  if (trusts.length === 0) {
    return undefined;
  }
  const { path, account, partition, region, permissions, managedPolicies, providers, steers } = source;
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
    policy: { ...lengthOf(document, account), quota: source.quota },
    permissions,
    managedPolicies,
    steers,
    providers,
  };
}

const ACCOUNT_DIGITS = '1'.repeat(12);
/** As long as a provider's ARN can be that only deployment knows. */
const SOME_PROVIDER = `arn:aws-us-gov:iam::${ACCOUNT_DIGITS}:oidc-provider/${GithubIssuer.GITHUB_COM.conditionKeyPrefix}`;

function lengthOf(document: unknown, account = ACCOUNT_DIGITS): { characters: number; unknowns: number } {
  const plain = JSON.stringify(document) ?? '';
  if (!hasUnknown(plain)) {
    return { characters: plain.length, unknowns: 0 };
  }
  let unknowns = 0;
  const text = JSON.stringify(document, (key, value) => key === 'Federated' ? providerText(value) : value) ?? '';
  const least = withUnknowns(text, name => {
    if (name === 'AWS::AccountId') {
      return account;
    }
    unknowns += 1;
    return '?';
  });
  return { characters: least.length, unknowns };
}

function providerText(provider: unknown): unknown {
  if (Array.isArray(provider)) {
    return provider.map(providerText);
  }
  return typeof provider === 'string' && hasUnknown(withUnknowns(provider, name => name === 'AWS::AccountId' ? '' : unknownText(name))) ? SOME_PROVIDER : provider;
}

/** The statements of a policy document about what a role may do. */
export function readPermissions(document: unknown, source: string): Permission[] {
  const statements = isPlainObject(document) ? [document.Statement].flat().filter(isPlainObject) : [];
  const conditions = readPolicy(document).map(statement => statement.conditions);
  return statements.map((statement, index) => {
    const [exceptActions, exceptResources] = [statement.Action === undefined, statement.Resource === undefined];
    return {
      isDeny: statement.Effect === 'Deny',
      actions: textsOf(exceptActions ? statement.NotAction : statement.Action),
      exceptActions,
      resources: textsOf(exceptResources ? statement.NotResource : statement.Resource),
      exceptResources,
      conditions: conditions[index],
      source,
    };
  });
}

function textsOf(value: unknown): string[] {
  return [value ?? []].flat().filter((one): one is string => typeof one === 'string');
}
