import { OPERATORS } from './operators';
import { GithubOidcToken } from '../github/oidc-token';
import { Misuse } from '../misuse';

/** A trust policy's statement as JSON, its principals resolved as far as the caller could. */
export interface PolicyStatementJson {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
  readonly [element: string]: unknown;
}

export interface Decision {
  readonly allowed: boolean;
  /** The statement that decided, where one did. */
  readonly decidedBy?: string;
  /** For each statement that did not apply, why. */
  readonly reasons: readonly { readonly statement: string; readonly reason: string }[];
}

const ACTION = 'sts:assumerolewithwebidentity';
/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
const CLAIM_KEYS = [
  'actor', 'actor_id', 'enterprise_id', 'environment', 'job_workflow_ref', 'ref', 'repository', 'repository_id', 'repository_owner_id', 'workflow',
];

/** What IAM decides on `sts:AssumeRoleWithWebIdentity` with this token. An element that is not understood is an error, never a guess. */
export function evaluate(statements: readonly PolicyStatementJson[], token: GithubOidcToken): Decision {
  const context = contextOf(token);
  const results = statements.map((statement, index) => ({
    statement: statement.Sid ?? `statement ${index + 1}`,
    effect: effectOf(statement),
    reason: whyNot(statement, token, context),
  }));
  const applied = results.filter(({ reason }) => reason === undefined);
  const denied = applied.find(({ effect }) => effect === 'Deny');
  const allowed = denied ? undefined : applied.find(({ effect }) => effect === 'Allow');
  return {
    allowed: allowed !== undefined,
    decidedBy: (denied ?? allowed)?.statement,
    reasons: results.flatMap(({ statement, reason }) => reason === undefined ? [] : [{ statement, reason }]),
  };
}

/** The first thing that keeps the statement from applying. */
function whyNot(statement: PolicyStatementJson, token: GithubOidcToken, context: Map<string, string>): string | undefined {
  for (const element of ['NotPrincipal', 'NotAction', 'NotResource']) {
    if (element in statement) {
      throw new Misuse('TrustNotUnderstood', `the policy uses ${element}, which this evaluation does not cover; write it with ${element.slice('Not'.length)}`);
    }
  }
  if (!listOf(statement.Action).some(action => String(action).toLowerCase() === ACTION)) {
    return 'it is not about sts:AssumeRoleWithWebIdentity';
  }
  return whyNotPrincipal(statement, token) ?? whyNotConditions(statement, context);
}

function whyNotPrincipal({ Effect: effect, Principal: principal }: PolicyStatementJson, token: GithubOidcToken): string | undefined {
  if (typeof principal !== 'object' || principal === null) {
    throw new Misuse('TrustNotUnderstood', `the policy's principal is '${principal}', which this evaluation does not cover; name the provider as Federated`);
  }
  const providers = listOf((principal as { Federated?: unknown }).Federated);
  if (providers.some(provider => typeof provider === 'string' && provider.endsWith(`:oidc-provider/${token.issuer.conditionKeyPrefix}`))) {
    return undefined;
  }
  const unknown = providers.some(provider => typeof provider !== 'string');
  if (unknown && effect === 'Deny') {
    throw new Misuse('TrustNotUnderstood', 'a Deny statement has a provider that is known only at deployment, so nothing shows whom it denies; name the provider by its ARN');
  }
  return unknown ? 'its provider is known only at deployment' : `it does not trust the provider of ${token.issuer.url}`;
}

function whyNotConditions({ Effect: effect, Condition: conditions = {} }: PolicyStatementJson, context: Map<string, string>): string | undefined {
  for (const [name, block] of Object.entries(conditions)) {
    const operator = OPERATORS[name];
    if (!operator) {
      throw new Misuse('TrustNotUnderstood', `the policy uses the condition operator '${name}'; this evaluation covers ${Object.keys(OPERATORS).join(', ')}`);
    }
    for (const [key, values] of Object.entries(block)) {
      requireTokenKey(key);
      const expected = listOf(values).map(value => expectedText(key, value));
      const unknown = expected.includes(undefined);
      if (unknown && effect === 'Deny') {
        throw new Misuse('TrustNotUnderstood', `a Deny statement compares ${key} with a value that is known only at deployment, so nothing shows whom it denies; write the value`);
      }
      const actual = context.get(key.toLowerCase());
      const matched = actual !== undefined && expected.some(value => value !== undefined && operator.compare(actual, value));
      // An unknown value never counts in a token's favour: not as a match, and not as the lack of one.
      if (operator.negated ? matched || unknown : !matched) {
        const claim = key.slice(key.lastIndexOf(':') + 1);
        const quoted = expected.map(value => value === undefined ? 'a value known only at deployment' : `'${value}'`).join(' or ');
        return `${claim} is ${actual === undefined ? 'absent' : `'${actual}'`}, the policy ${operator.words} ${quoted}`;
      }
    }
  }
  return undefined;
}

/** Keys of the request, such as `aws:SourceIp`, are not in the token. */
function requireTokenKey(key: string): void {
  if (/^(aws|sts):/i.test(key)) {
    throw new Misuse('TrustNotUnderstood', `the policy uses ${key}, which no token holds, so the decision depends on the request; evaluate the policy without it`);
  }
}

function expectedText(key: string, value: unknown): string | undefined {
  if (typeof value === 'object') {
    return undefined;
  }
  const text = String(value);
  if (text.includes('${')) {
    throw new Misuse('TrustNotUnderstood', `the policy compares ${key} with the policy variable '${text}', which this evaluation does not cover; write the value`);
  }
  return text;
}

/** What AWS reads of the token, by lower-cased condition key. */
function contextOf({ issuer, claims }: GithubOidcToken): Map<string, string> {
  const read = ['aud', 'sub', ...(issuer.hasClaimKeys ? CLAIM_KEYS : [])].filter(claim => claims[claim] !== undefined);
  return new Map(read.map(claim => [`${issuer.conditionKeyPrefix}:${claim}`.toLowerCase(), claims[claim]]));
}

function effectOf({ Effect: effect }: PolicyStatementJson): string {
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new Misuse('TrustNotUnderstood', `the policy has the effect '${effect}'; allowed are Allow and Deny`);
  }
  return effect;
}

function listOf(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
