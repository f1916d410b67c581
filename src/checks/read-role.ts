import { Boundary, CheckedProvider, CheckedRole, Permission, SteeredRole } from './checked-role';
import { lengthOf } from './policy-length';
import { ToldIssuers, trustsOf } from './trusts';
import { hasUnknown } from '../github/unknown-text';
import { isPlainObject } from '../trust/plain';
import { isReadable, readConditions, readPolicy } from '../trust/read-policy';

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
  /** Each that it may be as a whole, where it is not as the template has it. */
  readonly documents?: readonly unknown[];
}

/** Where a document that cannot be read is about GitHub all the same, as text that is no whole JSON may be. */
const MENTIONS_GITHUB = /token\.actions\.|\/_services\/token/i;

/** Undefined where the role trusts no GitHub issuer. */
export function readRole(source: RoleSource): CheckedRole | undefined {
  const { AssumeRolePolicyDocument: text, Description: description, MaxSessionDuration: maxSession, RoleName: roleName } = source.properties;
  const { document, conditional, unread, documents = [] }: Partial<OpenPolicy> & Pick<OpenPolicy, 'unread'> = source.trustPolicy ?? { document: text, unread: [] };
  const statements = readPolicy(document, conditional);
  const trusts = trustsOf(statements, source.told);
  if (trusts.length === 0 && !unread.some(part => MENTIONS_GITHUB.test(part))) {
    return undefined;
  }
  const isOpen = isPlainObject(text) || conditional?.size;
  const wholes = !isPlainObject(text) && unread.length === 0 && documents.length > 0 ? documents : [isOpen ? text : document];
  const lengths = wholes.map(whole => lengthOf(whole, trusts, source));
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
    policy: { ...lengths.reduce((one, other) => other.characters > one.characters ? other : one), quota: source.quota },
    permissions,
    managedPolicies,
    boundaries,
    unreadPermissions: [],
    steers,
    providers,
  };
}

/** The statements of a policy document about what a role may do. */
export function readPermissions(document: unknown, source: string, conditional?: ReadonlySet<unknown>): Permission[] {
  const statements = isPlainObject(document) ? [document.Statement].flat().filter(isPlainObject) : [];
  return statements.map(statement => {
    const [exceptActions, exceptResources] = [statement.Action === undefined, statement.Resource === undefined];
    return {
      isDeny: statement.Effect === 'Deny',
      actions: textsOf(exceptActions ? statement.NotAction : statement.Action),
      exceptActions,
      resources: textsOf(exceptResources ? statement.NotResource : statement.Resource),
      exceptResources,
      conditions: readConditions(statement.Condition).conditions,
      ...(conditional?.has(statement) || !isReadable(statement.Condition)) && { isConditional: true },
      source,
    };
  });
}

function textsOf(value: unknown): string[] {
  return [value ?? []].flat().filter((one): one is string => typeof one === 'string');
}
