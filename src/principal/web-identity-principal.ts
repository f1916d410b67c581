import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Misuse } from '../misuse';

type Conditions = Record<string, Record<string, unknown>>;

/** What a web identity has to prove, and to which provider. */
export interface WebIdentityTrust {
  /** The provider's construct path, for messages. */
  readonly providerPath: string;
  readonly providerArn: string;
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
 * @internal
 */
export class WebIdentityPrincipal extends iam.PrincipalBase {
  /** The action by which a job assumes the role: `sts:AssumeRoleWithWebIdentity`. */
  public readonly assumeRoleAction: string = 'sts:AssumeRoleWithWebIdentity';

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
    return new iam.PrincipalPolicyFragment({ Federated: [this.#trust.providerArn] }, copyOf(only.conditions));
  }

  /**
   * Adds the statements to a role's trust policy.
   *
   * @param document the trust policy
   * @throws if the role adds or changes a condition, such as `externalIds`, so that no job or another job could assume it
   */
  public addToAssumeRolePolicy(document: iam.PolicyDocument): void {
    for (const { sid, conditions } of this.#trust.statements) {
      const statement = new iam.PolicyStatement({
        sid,
        actions: [this.assumeRoleAction, ...(this.#trust.sessionTags ? ['sts:TagSession'] : [])],
        principals: [new iam.FederatedPrincipal(this.#trust.providerArn, copyOf(conditions), this.assumeRoleAction)],
      });
      document.addStatements(statement);
      requireUnchanged(conditions, statement.conditions);
    }
  }

  /**
   * The same principal, which has to meet these conditions as well: they are ANDed into each statement.
   *
   * @param conditions the conditions, by operator and condition key
   * @throws if a condition would replace one that the trust has already, or is one that no web identity meets
   */
  public withConditions(conditions: iam.Conditions): iam.PrincipalBase {
    const statements = this.#trust.statements.map(({ sid, conditions: own }) => ({ sid, conditions: merge(own, conditions) }));
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
    return `${this.toString()}:${JSON.stringify(this.#trust)}`;
  }
}

function merge(own: Conditions, added: iam.Conditions): Conditions {
  const merged = copyOf(own);
  for (const [operator, block] of Object.entries(added)) {
    if (Token.isUnresolved(block) || typeof block !== 'object' || block === null) {
      throw new Misuse('ConditionUnresolved', `the conditions under '${operator}' are known only at deployment, so nothing shows what they replace; write them as a map of condition keys`);
    }
    merged[operator] ??= {};
    for (const [key, value] of Object.entries(block as Record<string, unknown>)) {
      requireMeetable(key);
      const taken = Object.keys(merged[operator]).find(other => other.toLowerCase() === key.toLowerCase());
      if (taken !== undefined && JSON.stringify(merged[operator][taken]) !== JSON.stringify(value)) {
        throw new Misuse('ConditionConflict',
          `${operator} ${key} is ${JSON.stringify(merged[operator][taken])} already, and '${JSON.stringify(value)}' would replace it; `
          + 'pass other subjects or claims to the principal instead');
      }
      merged[operator][taken ?? key] = value;
    }
  }
  return merged;
}

/** A wrapper of the CDK may have reached into the statement; what the trust asked for has to stand. */
function requireUnchanged(own: Conditions, rendered: Record<string, Record<string, unknown>>): void {
  for (const [operator, block] of Object.entries(rendered)) {
    Object.keys(block).forEach(requireMeetable);
    for (const [key, value] of Object.entries(own[operator] ?? {})) {
      if (JSON.stringify(block[key]) !== JSON.stringify(value)) {
        throw new Misuse('ConditionConflict',
          `a wrapper replaced ${operator} ${key}, ${JSON.stringify(value)}, by ${JSON.stringify(block[key])}; use the principal's own withConditions()`);
      }
    }
  }
}

function requireMeetable(key: string): void {
  if (key.toLowerCase() === 'sts:externalid') {
    throw new Misuse('ConditionNeverMet', 'the role asks for an external ID, and a web identity never carries one, so no job could assume it; leave out externalIds');
  }
}

function copyOf(conditions: Conditions): Conditions {
  return Object.fromEntries(Object.entries(conditions).map(([operator, block]) => [operator, { ...block }]));
}
