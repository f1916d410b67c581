import { CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { openPolicy } from './open-policy';
import { namesOf, pathOf } from './role-names';
import { RolePolicies } from './role-policies';
import { AppTemplate, AppTemplates } from './template';
import { textOfTokens } from './text-of-tokens';
import { GithubIssuer } from '../../github/issuer';
import { hasUnknown } from '../../github/unknown-text';
import { PROVIDER_TYPES } from '../../provider/resource';
import { isPlainObject } from '../../trust/plain';
import { DEFAULT_QUOTA } from '../../trust/quota';
import { lazy } from '../../trust/reach/lazy';
import { CheckedProvider, CheckedRole, SteeredRole } from '../checked-role';
import { readRole } from '../read-role';
import type { OwnRole } from './own-role';
import { toldIssuers } from '../trusts';

/** What an app's templates say of trust in GitHub. */
export interface CheckedApp extends OpenedApp {
  readonly roles: readonly Placed<CheckedRole>[];
}

/** The same, where each role is read when its turn comes: all roles of a large app take much memory. */
export interface OpenedApp {
  readonly roles: Iterable<Placed<CheckedRole>>;
  readonly providers: readonly Placed<CheckedProvider>[];
}

/** Something of a template, with its place there. */
export interface Placed<T> {
  readonly item: T;
  readonly logicalId: string;
  readonly templateFile: string;
  /** The construct that the path names. */
  readonly construct: IConstruct;
  /** What is made of it in the template: the construct, or one in it. */
  readonly resource: IConstruct;
}

export interface ReadOptions {
  readonly issuers: readonly GithubIssuer[];
  /** The accounts' quota for a trust policy, where no role of theirs says otherwise. */
  readonly quota?: number;
}

/** The roles that trust a GitHub issuer, whoever made them, and the providers. */
export function readApp(root: IConstruct, files: readonly string[], options: ReadOptions): CheckedApp {
  const { roles, providers } = openApp(root, files, options);
  return { roles: [...roles], providers };
}

/** The same, unread. */
export function openApp(root: IConstruct, files: readonly string[], { issuers, quota = DEFAULT_QUOTA }: ReadOptions): OpenedApp {
  const templates = new AppTemplates(root, new Set(files));
  const providers = eachResource(templates, PROVIDER_TYPES).map(found => placed(found, providerIn(templates, found)));
  const all = providers.map(({ item }) => item);
  const found = eachResource(templates, ['AWS::IAM::Role']);
  const owned = found.map(({ construct }) => ownRole(construct));
  const told = toldIssuers([...owned.flatMap(own => own?._issuer ?? []), ...issuers]);
  const quotas = quotasOf(found, owned);
  const policies = lazy(() => new RolePolicies(templates));
  const readAt = (place: Found, index: number): Placed<CheckedRole> | undefined => {
    const { template, logicalId } = place;
    const resource = template.resources[logicalId];
    const raw = resource.Properties ?? {};
    const reader = templates.readerOf(template);
    const text = reader.textOf(raw) as Record<string, unknown>;
    const base = {
      path: pathOf(template, logicalId),
      properties: text,
      account: template.account,
      partition: template.partition,
      region: template.region,
      quota: Math.max(quota, quotas.get(template.account) ?? 0),
      providers: all.filter(({ account }) => account === undefined || template.account === undefined || account === template.account),
      told,
      trustPolicy: openPolicy(raw.AssumeRolePolicyDocument, reader, text.AssumeRolePolicyDocument),
    };
    const role = readRole({ ...base, permissions: [], managedPolicies: [], steers: steersOf(owned[index], template, templates) });
    return role && placed(place, { ...role, ...policies().of(template, resource, namesOf(template, logicalId, text)) });
  };
  return { roles: { [Symbol.iterator]: () => eachOf(found, readAt) }, providers };
}

function* eachOf<T, U>(items: readonly T[], read: (item: T, index: number) => U | undefined): Generator<U> {
  for (const [index, item] of items.entries()) {
    const made = read(item, index);
    if (made !== undefined) { yield made; }
  }
}

interface Found {
  readonly template: AppTemplate;
  readonly logicalId: string;
  readonly construct?: CfnResource;
}

function eachResource({ all }: AppTemplates, types: readonly string[]): Found[] {
  return all.flatMap(template => Object.entries(template.resources).filter(([, resource]) => types.includes(resource?.Type))
    .map(([logicalId]) => ({ template, logicalId, construct: template.constructs.get(logicalId) })));
}

function placed<T>({ template, logicalId, construct }: Found, item: T): Placed<T> {
  const named = construct?.node.id === 'Resource' ? construct.node.scope : construct;
  return { item, logicalId, templateFile: template.file, construct: named ?? template.stack, resource: construct ?? template.stack };
}

function providerIn(templates: AppTemplates, { template, logicalId }: Found): CheckedProvider {
  const properties = templates.textOf(template, template.resources[logicalId].Properties ?? {});
  const { Url: url, ClientIdList: list, ClientIDList: lambdaBacked } = isPlainObject(properties) ? properties : {};
  const audiences = list ?? lambdaBacked;
  return {
    path: pathOf(template, logicalId),
    account: template.account,
    url: isKnown(url) ? url : undefined,
    audiences: Array.isArray(audiences) && audiences.every(isKnown) ? audiences : undefined,
  };
}

function isKnown(value: unknown): value is string {
  return typeof value === 'string' && !hasUnknown(value);
}

/** By shape, since the role may come from another copy of this package. */
function ownRole(resource: CfnResource | undefined): OwnRole | undefined {
  const role = resource?.node.scope as (IConstruct & Partial<OwnRole>) | undefined;
  return role !== undefined && role.node.defaultChild === resource && Array.isArray(role._grants) && role._issuer ? role as OwnRole : undefined;
}

/** The largest quota that a role of each account was made with. */
function quotasOf(found: readonly Found[], owned: readonly (OwnRole | undefined)[]): Map<string | undefined, number> {
  const quotas = new Map<string | undefined, number>();
  found.forEach(({ template: { account } }, index) => quotas.set(account, Math.max(quotas.get(account) ?? 0, owned[index]?._trustPolicyQuota ?? 0)));
  return quotas;
}

function steersOf(own: OwnRole | undefined, template: AppTemplate, templates: AppTemplates): SteeredRole[] {
  const seen = new Set<string>();
  return (own?._grants ?? []).flatMap(({ method, steers }) => steers.map(({ roleArn, how }) => {
    const text = roleArn === undefined ? undefined : textOfTokens(roleArn, template, templates);
    return { by: method, ...(typeof text === 'string' && { roleArn: text }), how };
  })).filter(steered => seen.size !== seen.add(JSON.stringify(steered)).size);
}
