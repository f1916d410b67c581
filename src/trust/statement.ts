import { Condition, readConditions } from './condition';
import { isRequestKey } from './is-request-key';
import { notUnderstood } from './not-understood';
import { inJson, isPlainObject } from './plain';
import { isUnresolvedElement, shown } from '../github/text';
import { hasWildcard, like } from '../github/wildcard';

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
  /** Its actions and providers, in words. */
  readonly actions: string;
  readonly principals: string;
  /** The issuers of its providers, without scheme. */
  readonly issuers: ReadonlySet<string>;
  /** The ARNs of its providers. */
  readonly providers: readonly string[];
  readonly hasUnknownProvider: boolean;
  /** What nothing shows to be, or not to be, the provider of a token. */
  readonly openPrincipal?: string;
  /** Read when they are first asked for: those of statements that cannot concern a token may be anything. */
  readonly conditions: readonly Condition[];
  /** Those on the request rather than on the token. */
  readonly onRequest: readonly Condition[];
}

const ACTION = 'sts:assumerolewithwebidentity';
const PRINCIPAL_TYPES = new Set(['AWS', 'CanonicalUser', 'Federated', 'Service']);
const ELEMENTS = ['Sid', 'Effect', 'Principal', 'Action', 'Condition'];
/** Providers that are sure to be none of GitHub's, or to be known by their whole ARN. */
const KNOWN_PROVIDER = /^(?:arn:[^:*?]+:iam::[0-9]+:(?:oidc|saml)-provider\/[^*?]+|accounts\.google\.com|cognito-identity[a-z-]*\.amazonaws\.com(?:\.cn)?|graph\.facebook\.com|www\.amazon\.com)$/s;

export function readStatement(statement: PolicyStatementJson, index: number, variables: boolean): Statement {
  const unknown = Object.keys(statement).find(element => !ELEMENTS.includes(element));
  if (unknown !== undefined) {
    const known = ELEMENTS.find(element => unknown === `Not${element}`);
    throw notUnderstood(`the policy uses ${unknown}`, known ? `write it with ${known}` : `a trust policy's statement has ${ELEMENTS.join(', ')}`);
  }
  const { Sid: sid, Effect: effect, Condition: conditions = {} } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw notUnderstood(`the policy has the effect '${typeof effect === 'object' ? inJson(effect) : shown(effect)}'`, 'write Allow or Deny');
  }
  if (statement.Action === undefined) {
    throw notUnderstood('the policy has a statement without an Action', "write 'sts:AssumeRoleWithWebIdentity'");
  }
  const isDeny = effect === 'Deny';
  const isAbout = isAboutWebIdentity(listOf(statement.Action));
  if (isDeny && isAbout === undefined) {
    throw openDenial('an action that is known only at deployment');
  }
  let [read, onRequest]: (readonly Condition[] | undefined)[] = [];
  return {
    // Terraform writes an empty one.
    name: typeof sid === 'string' && sid !== '' ? sid : `statement ${index + 1}`,
    isDeny,
    isAboutWebIdentity: isAbout,
    actions: wordsOf(listOf(statement.Action)),
    ...readPrincipal(statement.Principal, isAbout !== false),
    get conditions() {
      return read ??= knownIf(isDeny, readConditions(conditions, variables));
    },
    get onRequest() {
      return onRequest ??= this.conditions.filter(({ key }) => isRequestKey(key));
    },
  };
}

/** Whether a statement can apply to tokens of an issuer, or a Deny leaves that open. */
export function mayConcern({ isAboutWebIdentity: isAbout, issuers, hasUnknownProvider, isDeny, openPrincipal }: Statement, issuer: string): boolean {
  return isAbout !== false && (issuers.has(issuer) || hasUnknownProvider || (isDeny && openPrincipal !== undefined));
}

/** What a Deny statement leaves open would be a guess in the token's favour. */
export function openDenial(what: string, remedy = 'write it out'): Error {
  return notUnderstood(`a Deny statement has ${what}, so nothing shows whom it denies`, remedy);
}

function knownIf(isDeny: boolean, conditions: readonly Condition[]): readonly Condition[] {
  const unknown = conditions.find(({ hasUnknown }) => hasUnknown);
  if (isDeny && unknown) {
    throw openDenial(`${unknown.key} compared with a value that is known only at deployment`);
  }
  return conditions;
}

function isAboutWebIdentity(actions: readonly unknown[]): boolean | undefined {
  if (actions.some(pattern => isLiteral(pattern) && like(ACTION, pattern.toLowerCase()))) {
    return true;
  }
  return actions.every(isLiteral) ? false : undefined;
}

function readPrincipal(principal: unknown, isAbout: boolean): Pick<Statement, 'issuers' | 'providers' | 'hasUnknownProvider' | 'openPrincipal' | 'principals'> {
  if (!isPlainObject(principal) || Object.keys(principal).some(type => !PRINCIPAL_TYPES.has(type))) {
    throw notUnderstood(`the policy's principal is ${inJson(principal)}`, 'name the provider as Federated');
  }
  const { Federated: federated, Service: service, ...accounts } = principal;
  const providers = listOf(federated);
  const isStrange = (provider: unknown) => isLiteral(provider) ? !KNOWN_PROVIDER.test(provider) : typeof provider !== 'string' && !isPlainObject(provider);
  if (isAbout && providers.some(isStrange)) {
    throw notUnderstood(`the policy's provider is '${shown(providers.find(isStrange))}', no ARN of one provider`, 'write it as arn:PARTITION:iam::ACCOUNT:oidc-provider/HOST');
  }
  const open = openPrincipalOf([
    ...providers.filter(provider => !isLiteral(provider)),
    ...listOf(service).filter(one => !isLiteral(one) || hasWildcard(one)),
    ...Object.values(accounts).flatMap(listOf),
  ]);
  return {
    principals: wordsOf(Object.values(principal).flatMap(listOf)),
    issuers: new Set(providers.filter(isLiteral).flatMap(provider => /:oidc-provider\/(.+)$/s.exec(provider)?.[1] ?? [])),
    providers: providers.filter(isLiteral),
    hasUnknownProvider: !providers.every(isLiteral),
    ...(open && { openPrincipal: open }),
  };
}

function openPrincipalOf([open]: readonly unknown[]): string | undefined {
  if (open === undefined) {
    return undefined;
  }
  return isLiteral(open) ? `the principal '${open}'` : 'a principal that is known only at deployment';
}

function wordsOf(values: readonly unknown[]): string {
  return values.map(value => isLiteral(value) ? `'${value}'` : 'something known only at deployment').join(', ') || 'nothing';
}

function isLiteral(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('${') && !isUnresolvedElement(value);
}

function listOf(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
