import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { requireOperator } from './condition-operators';
import { Conditions, copyOf, mapValues } from './conditions';
import { guardConditions } from './guarded-value';
import { requireReadableKey } from './readable-key';
import { GithubIssuer } from '../github/issuer';
import { isUnresolved, maskUnresolved, shown } from '../github/text';
import { Misuse } from '../misuse';
import { requireAccepted } from '../trust/iam-acceptance';
import { Quota, QUOTA_CODE } from '../trust/quota';
import { uniqueIds } from '../trust/statement-id';

/** What a web identity has to prove, and to which provider. */
export interface WebIdentityTrust {
  /** The provider's construct path, for messages. */
  readonly providerPath: string;
  readonly providerArn: string;
  readonly issuer: GithubIssuer;
  readonly quota: Quota;
  /** Statements are ORed. */
  readonly statements: readonly { readonly sid: string; readonly conditions: Conditions }[];
  /** Whether the job may tag its session. */
  readonly sessionTags?: boolean;
}

/**
 * A web identity whose trust takes several statements.
 *
 * The CDK's own principals have one fragment: wrapping them merges conditions into each statement and lets a later value replace an
 * earlier one. Every path here either renders the full conditions or throws.
 *
 * Only `new iam.PrincipalWithConditions(principal, …)` inside a plain `iam.PolicyStatement` escapes: use `withConditions` of the principal.
 *
 * @internal
 */
export class WebIdentityPrincipal extends iam.PrincipalBase {
  /** The action by which a job assumes the role: `sts:AssumeRoleWithWebIdentity`. */
  public readonly assumeRoleAction: string = 'sts:AssumeRoleWithWebIdentity';

  /**
   * Whether a role has taken the trust: an injected property may have replaced it.
   *
   * @internal
   */
  public _isTaken = false;

  /**
   * Whether something around it, also an injected one, adds conditions to the statements.
   *
   * @internal
   */
  public _isWrapped = false;

  readonly #trust: WebIdentityTrust;

  constructor(trust: WebIdentityTrust) {
    super();
    this.#trust = trust;
  }

  /**
   * The principal with its conditions, where one statement holds them all.
   *
   * @throws if the trust takes several statements
   */
  public get policyFragment(): iam.PrincipalPolicyFragment {
    const [only, ...more] = this.#trust.statements;
    if (more.length > 0) {
      throw new Misuse('SeveralTrustStatements',
        `the trust in '${this.#trust.providerPath}' takes ${more.length + 1} statements, and one fragment cannot hold them; `
        + 'use the principal as `assumedBy` of a role (also inside iam.CompositePrincipal), narrow it by its own withConditions(), or split it by subject');
    }
    return new iam.PrincipalPolicyFragment({ Federated: [this.#trust.providerArn] }, guardConditions(only.conditions));
  }

  /**
   * Adds the statements to a role's trust policy.
   *
   * @param document the trust policy
   * @throws if the role adds or changes a condition, such as `externalIds`, so that no job or another job could assume it
   */
  public addToAssumeRolePolicy(document: iam.PolicyDocument): void {
    const sids = uniqueIds([...sidsOf(document), ...this.#trust.statements.map(({ sid }) => sid)]).slice(-this.#trust.statements.length);
    this._isTaken = true;
    this._isWrapped ||= unwrapped(document) !== document;
    for (const [index, { conditions: own }] of this.#trust.statements.entries()) {
      const conditions = guardConditions(own);
      const asked = copyOf(conditions);
      const statement = new iam.PolicyStatement({
        sid: sids[index],
        actions: [this.assumeRoleAction, ...(this.#trust.sessionTags ? ['sts:TagSession'] : [])],
        principals: [new iam.FederatedPrincipal(this.#trust.providerArn, conditions, this.assumeRoleAction)],
      });
      document.addStatements(statement);
      requireUnchanged(own, asked, statement.conditions, this.#trust.issuer);
    }
    requireLength(document, this.#trust);
  }

  /**
   * The same principal, which has to meet these conditions as well: they are ANDed into each statement.
   *
   * @param conditions the conditions, by operator and condition key
   * @throws if a condition would replace one that the trust has already, is one that no web identity meets, or has IAM refuse the statement
   */
  public withConditions(conditions: iam.Conditions): iam.PrincipalBase {
    const statements = this.#trust.statements.map(({ sid, conditions: own }) => ({ sid, conditions: merge(own, conditions, this.#trust.issuer) }));
    return new WebIdentityPrincipal({ ...this.#trust, statements });
  }

  /** The same principal, which may tag its session. The credentials action sends no tags with a web identity. */
  public withSessionTags(): iam.PrincipalBase {
    return new WebIdentityPrincipal({ ...this.#trust, sessionTags: true });
  }

  /** The principal in words. */
  public toString(): string {
    return `GithubOidcPrincipal(${this.#trust.providerPath}: ${this.#trust.statements.map(({ sid }) => sid).join(', ')})`;
  }

  /** The principal for logs. It is no policy element: that would lack the conditions. */
  public toJSON(): { [key: string]: string[] } {
    return { GithubOidcPrincipal: [this.toString()] };
  }

  /** A text that is the same for equal principals. */
  public dedupeString(): string | undefined {
    const { providerPath, statements, sessionTags } = this.#trust;
    return `GithubOidcPrincipal:${JSON.stringify([providerPath, statements, sessionTags])}`;
  }
}

/** A wrapper of the CDK hands out a document of its own, which only passes statements on. */
function unwrapped(document: iam.PolicyDocument & { wrapped?: iam.PolicyDocument }): iam.PolicyDocument {
  return document.wrapped ? unwrapped(document.wrapped) : document;
}

/** Conditions, tags and other principals may have made the document longer than the trust alone. */
function requireLength(document: iam.PolicyDocument, { providerPath, providerArn, quota }: WebIdentityTrust): void {
  const text = JSON.stringify(unwrapped(document).toJSON() ?? {});
  const { length } = maskUnresolved(text.replaceAll(providerArn, quota.providerArn));
  if (length > quota.characters) {
    throw new Misuse('TrustPolicyTooLarge',
      `the trust policy with the trust in '${providerPath}' has ${length} characters, and the quota ${QUOTA_CODE} of the account allows ${quota.characters}; `
      + 'split it over several roles, demand less, or have AWS raise the quota and pass it as trustPolicyQuota');
  }
}

/** The ids that are taken. */
function sidsOf(document: iam.PolicyDocument): string[] {
  const statements: { Sid?: string }[] = unwrapped(document).toJSON()?.Statement ?? [];
  return statements.flatMap(({ Sid: sid }) => sid ?? []);
}

function merge(own: Conditions, added: iam.Conditions, issuer: GithubIssuer): Conditions {
  const merged = copyOf(own);
  for (const [operator, block] of Object.entries(added ?? {})) {
    requireOperator(operator);
    if (Token.isUnresolved(block) || typeof block !== 'object' || block === null || Array.isArray(block) || Object.keys(block).length === 0) {
      throw new Misuse('ConditionInvalid', `the conditions under '${operator}' are '${shown(block)}'; write them as a map of condition keys and values`);
    }
    merged[operator] ??= {};
    for (const [key, value] of Object.entries(block as Record<string, unknown>)) {
      requireMeetable(operator, key, value, issuer);
      const taken = spellingOf(key, merged[operator]);
      if (taken !== undefined && !same(merged[operator][taken], value)) {
        throw new Misuse('ConditionConflict',
          `${operator} ${key} is ${JSON.stringify(merged[operator][taken])} already, and ${JSON.stringify(value)} would replace it; `
          + 'pass other subjects or claims to the principal instead');
      }
      merged[operator][taken ?? key] = taken === undefined ? mapValues(value, one => one) : merged[operator][taken];
    }
  }
  requireAccepted(merged, issuer);
  return merged;
}

/** A wrapper of the CDK may have reached into the statement; what the trust asked for has to stand. */
function requireUnchanged(own: Conditions, asked: Conditions, rendered: Conditions, issuer: GithubIssuer): void {
  for (const [operator, block] of Object.entries(rendered)) {
    requireOperator(operator);
    for (const [key, value] of Object.entries(block)) {
      requireMeetable(operator, key, value, issuer);
      const taken = spellingOf(key, own[operator] ?? {});
      if (taken !== undefined && !(key === taken && (same(value, asked[operator][taken]) || same(value, own[operator][taken])))) {
        throw new Misuse('ConditionConflict',
          `a wrapper replaced ${operator} ${taken}, ${JSON.stringify(own[operator][taken])}, by ${key}, ${JSON.stringify(value)}; use the principal's own withConditions()`);
      }
    }
  }
  requireAccepted(rendered, issuer);
}

function requireMeetable(operator: string, key: string, value: unknown, issuer: GithubIssuer): void {
  if (isUnresolved(key)) {
    throw new Misuse('ConditionInvalid', `the condition key '${key}' is known only at deployment, so nothing shows which condition it replaces; write it out`);
  }
  const values = [value].flat();
  if (values.length === 0 || values.some(one => one === undefined || one === null)) {
    throw new Misuse('ConditionInvalid', `the condition ${operator} ${key} is ${JSON.stringify(value)}, and leaving it out would let more in; pass a value`);
  }
  requireReadableKey(key, issuer);
  if (key.toLowerCase() === 'sts:externalid') {
    throw new Misuse('ConditionNeverMet', 'the role asks for an external ID, and a web identity never carries one, so no job could assume it; leave out externalIds');
  }
}

/** Condition keys are not case-sensitive. */
function spellingOf(key: string, block: Record<string, unknown>): string | undefined {
  return Object.keys(block).find(other => other.toLowerCase() === key.toLowerCase());
}

/** One value and a list of that value mean the same. What is known only at deployment is the same only as itself. */
function same(one: unknown, other: unknown): boolean {
  const [ones, others] = [[one].flat(), [other].flat()];
  return ones.length === others.length && ones.every((value, index) => value === others[index]);
}
