import { Operator, OPERATORS } from './operators';
import { claimsReadOf } from '../github/claim-demands';
import { GithubOidcToken } from '../github/oidc-token';
import { like } from '../github/wildcard';
import { Misuse } from '../misuse';

/** A trust policy's statement as JSON, its principals resolved as far as the caller could. */
export interface PolicyStatementJson {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
  readonly [element: string]: unknown;
}

export interface Decision {
  readonly allowed: boolean;
  /** The statement that decided, where one did. */
  readonly decidedBy?: string;
  /** Whether a value that is known only at deployment could still let the token in. */
  readonly undecided: boolean;
  /** For each statement that did not apply, why. */
  readonly reasons: readonly { readonly statement: string; readonly reason: string }[];
}

/** What keeps a statement from applying. */
interface Obstacle {
  readonly reason: string;
  /** Whether it may vanish at deployment. */
  readonly unknown: boolean;
}

const ACTION = 'sts:assumerolewithwebidentity';
const PRINCIPAL_TYPES = new Set(['AWS', 'CanonicalUser', 'Federated', 'Service']);

/** What IAM decides on `sts:AssumeRoleWithWebIdentity` with this token. An element that is not understood is an error, never a guess. */
export function evaluate(statements: readonly PolicyStatementJson[], token: GithubOidcToken): Decision {
  const context = contextOf(token);
  const results = statements.map((statement, index) => ({
    statement: statement.Sid ?? `statement ${index + 1}`,
    effect: effectOf(statement),
    obstacle: obstacleTo(statement, token, context),
  }));
  const applied = results.filter(({ obstacle }) => obstacle === undefined);
  const denied = applied.find(({ effect }) => effect === 'Deny');
  const allowed = denied ? undefined : applied.find(({ effect }) => effect === 'Allow');
  return {
    allowed: allowed !== undefined,
    decidedBy: (denied ?? allowed)?.statement,
    undecided: applied.length === 0 && results.some(({ obstacle }) => obstacle?.unknown),
    reasons: results.flatMap(({ statement, obstacle }) => obstacle ? [{ statement, reason: obstacle.reason }] : []),
  };
}

/** The first thing that is sure to keep the statement from applying, else the first that may. */
function obstacleTo(statement: PolicyStatementJson, token: GithubOidcToken, context: Map<string, string>): Obstacle | undefined {
  for (const element of ['NotPrincipal', 'NotAction', 'NotResource']) {
    if (element in statement) {
      throw notUnderstood(`the policy uses ${element}`, `write it with ${element.slice('Not'.length)}`);
    }
  }
  const obstacles = [...actionObstacles(statement), ...principalObstacles(statement, token), ...conditionObstacles(statement, context)];
  return obstacles.find(({ unknown }) => !unknown) ?? obstacles[0];
}

function actionObstacles({ Effect: effect, Action: action }: PolicyStatementJson): Obstacle[] {
  const actions = listOf(action);
  if (actions.some(pattern => isLiteral(pattern) && like(ACTION, pattern.toLowerCase()))) {
    return [];
  }
  if (!actions.every(isLiteral)) {
    requireAllow(effect, 'an action that is known only at deployment');
    return [{ reason: 'its action is known only at deployment', unknown: true }];
  }
  return [{ reason: 'it is not about sts:AssumeRoleWithWebIdentity', unknown: false }];
}

function principalObstacles({ Effect: effect, Principal: principal }: PolicyStatementJson, token: GithubOidcToken): Obstacle[] {
  if (!isBlock(principal) || Object.keys(principal).some(type => !PRINCIPAL_TYPES.has(type))) {
    throw notUnderstood(`the policy's principal is ${JSON.stringify(principal)}`, 'name the provider as Federated');
  }
  const providers = listOf(principal.Federated);
  if (providers.some(provider => isLiteral(provider) && provider.endsWith(`:oidc-provider/${token.issuer.conditionKeyPrefix}`))) {
    return [];
  }
  const others = [...providers, ...listOf(principal.AWS)];
  if (!others.every(isLiteral)) {
    requireAllow(effect, 'a principal that is known only at deployment');
  }
  if (others.includes('*')) {
    requireAllow(effect, "the principal '*'");
  }
  if (!providers.every(isLiteral)) {
    return [{ reason: 'its provider is known only at deployment', unknown: true }];
  }
  return [{ reason: `it does not trust the provider of ${token.issuer.url}`, unknown: false }];
}

function conditionObstacles({ Effect: effect, Condition: conditions = {} }: PolicyStatementJson, context: Map<string, string>): Obstacle[] {
  const obstacles: Obstacle[] = [];
  for (const [name, block] of entriesOf(conditions)) {
    const operator = OPERATORS.get(name);
    if (!operator) {
      throw notUnderstood(`the policy uses the condition operator '${name}'`, `this evaluation knows ${[...OPERATORS.keys()].join(', ')}`);
    }
    for (const [key, values] of entriesOf(block)) {
      requireTokenKey(key);
      const expected = [values].flat().map(value => expectedText(key, value));
      const unknown = expected.includes(undefined);
      if (unknown) {
        requireAllow(effect, `${key} compared with a value that is known only at deployment`);
      }
      const actual = context.get(key.toLowerCase());
      const matched = actual !== undefined && expected.some(value => value !== undefined && operator.compare(actual, value));
      // An unknown value never counts in a token's favour: not as a match, and not as the lack of one.
      if (operator.negated ? matched || unknown : !matched) {
        const mayVanish = unknown && !matched && (operator.negated || actual !== undefined || JSON.stringify(values).includes('"AWS::NoValue"'));
        obstacles.push({ reason: reasonOf(key, actual, expected, operator), unknown: mayVanish });
      }
    }
  }
  return obstacles;
}

function reasonOf(key: string, actual: string | undefined, expected: (string | undefined)[], operator: Operator): string {
  const claim = key.slice(key.lastIndexOf(':') + 1);
  const quoted = expected.map(value => value === undefined ? 'a value known only at deployment' : `'${value}'`).join(' or ');
  return `${claim} is ${actual === undefined ? 'absent' : `'${actual}'`}, the policy ${operator.words} ${quoted}`;
}

/** What a Deny statement leaves open would be a guess in the token's favour. */
function requireAllow(effect: string, what: string): void {
  if (effect === 'Deny') {
    throw notUnderstood(`a Deny statement has ${what}, so nothing shows whom it denies`, 'write it out');
  }
}

/** A condition key of a token: its issuer, a colon, a claim. Keys of the request, such as `aws:SourceIp`, are in no token. */
function requireTokenKey(key: string): void {
  if (/^(aws|sts):/i.test(key)) {
    throw notUnderstood(`the policy uses ${key}, which no token holds, so the decision depends on the request`, 'evaluate the policy without it');
  }
  if (!/^[^:${}]+:[^:${}]+$/.test(key)) {
    throw notUnderstood(`the policy has the condition key '${key}'`, 'write the keys as ISSUER:CLAIM');
  }
}

function expectedText(key: string, value: unknown): string | undefined {
  if (value === undefined || value === null) {
    throw notUnderstood(`the policy compares ${key} with ${value}`, 'write the value');
  }
  if (typeof value === 'object') {
    return undefined;
  }
  const text = String(value);
  if (text.includes('${')) {
    throw notUnderstood(`the policy compares ${key} with '${text}', a policy variable`, 'write the value');
  }
  return text;
}

function entriesOf(block: unknown): [string, unknown][] {
  if (!isBlock(block)) {
    throw notUnderstood(`the policy has ${JSON.stringify(block)} for a map of conditions`, 'write operators, condition keys and values');
  }
  return Object.entries(block);
}

function isLiteral(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('${');
}

function isBlock(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notUnderstood(what: string, remedy: string): Misuse {
  return new Misuse('TrustNotUnderstood', `${what}, which this evaluation does not decide; ${remedy}`);
}

/** What AWS reads of the token, by lower-cased condition key. */
function contextOf({ issuer, claims }: GithubOidcToken): Map<string, string> {
  const read = claimsReadOf(issuer).filter(claim => claims[claim] !== undefined);
  return new Map(read.map(claim => [`${issuer.conditionKeyPrefix}:${claim}`.toLowerCase(), claims[claim]]));
}

function effectOf({ Effect: effect }: PolicyStatementJson): string {
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw notUnderstood(`the policy has the effect '${effect}'`, 'write Allow or Deny');
  }
  return effect;
}

function listOf(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
