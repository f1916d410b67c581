import { Condition, readConditions } from './condition';
import { notUnderstood } from './not-understood';
import { like } from '../github/wildcard';

/** A trust policy's statement as JSON, its principals resolved as far as the caller could. */
export interface PolicyStatementJson {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
  readonly [element: string]: unknown;
}

/** A statement of a policy, read once. */
export interface Statement {
  /** Its `Sid`, or its place. */
  readonly name: string;
  readonly isDeny: boolean;
  /** Whether it is about web identities. Undefined where that is known only at deployment. */
  readonly isAboutWebIdentity?: boolean;
  /** The issuers of its providers, without scheme. */
  readonly issuers: ReadonlySet<string>;
  readonly hasUnknownProvider: boolean;
  /** What nothing shows to be, or not to be, the provider of a token. */
  readonly openPrincipal?: string;
  readonly conditions: readonly Condition[];
}

const ACTION = 'sts:assumerolewithwebidentity';
const PRINCIPAL_TYPES = new Set(['AWS', 'CanonicalUser', 'Federated', 'Service']);

export function readStatement(statement: PolicyStatementJson, index: number, variables: boolean): Statement {
  for (const element of ['NotPrincipal', 'NotAction', 'NotResource']) {
    if (element in statement) {
      throw notUnderstood(`the policy uses ${element}`, `write it with ${element.slice('Not'.length)}`);
    }
  }
  const { Sid: sid, Effect: effect, Condition: conditions = {} } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw notUnderstood(`the policy has the effect '${effect}'`, 'write Allow or Deny');
  }
  const read: Statement = {
    name: sid ?? `statement ${index + 1}`,
    isDeny: effect === 'Deny',
    isAboutWebIdentity: isAboutWebIdentity(listOf(statement.Action)),
    ...readPrincipal(statement.Principal),
    conditions: readConditions(conditions, variables),
  };
  if (read.isDeny) {
    requireKnown(read);
  }
  return read;
}

/** What a Deny statement leaves open would be a guess in the token's favour. */
export function openDenial(what: string): Error {
  return notUnderstood(`a Deny statement has ${what}, so nothing shows whom it denies`, 'write it out');
}

function requireKnown({ isAboutWebIdentity: isAbout, conditions }: Statement): void {
  if (isAbout === undefined) {
    throw openDenial('an action that is known only at deployment');
  }
  const unknown = conditions.find(({ hasUnknown }) => hasUnknown);
  if (unknown) {
    throw openDenial(`${unknown.key} compared with a value that is known only at deployment`);
  }
}

function isAboutWebIdentity(actions: readonly unknown[]): boolean | undefined {
  if (actions.some(pattern => isLiteral(pattern) && like(ACTION, pattern.toLowerCase()))) {
    return true;
  }
  return actions.every(isLiteral) ? false : undefined;
}

function readPrincipal(principal: unknown): Pick<Statement, 'issuers' | 'hasUnknownProvider' | 'openPrincipal'> {
  if (typeof principal !== 'object' || principal === null || Array.isArray(principal) || Object.keys(principal).some(type => !PRINCIPAL_TYPES.has(type))) {
    throw notUnderstood(`the policy's principal is ${JSON.stringify(principal)}`, 'name the provider as Federated');
  }
  const { Federated: federated, AWS: aws } = principal as Record<string, unknown>;
  const providers = listOf(federated);
  const others = [...providers, ...listOf(aws)];
  const open = others.every(isLiteral) ? others.includes('*') ? "the principal '*'" : undefined : 'a principal that is known only at deployment';
  return {
    issuers: new Set(providers.filter(isLiteral).flatMap(provider => /:oidc-provider\/(.+)$/s.exec(provider)?.[1] ?? [])),
    hasUnknownProvider: !providers.every(isLiteral),
    ...(open && { openPrincipal: open }),
  };
}

function isLiteral(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('${');
}

function listOf(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
