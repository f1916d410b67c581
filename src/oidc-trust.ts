import { Stack } from 'aws-cdk-lib';
import type * as assertions from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { GithubOidcToken } from './github/oidc-token';
import { shown } from './github/text';
import { Misuse } from './misuse';
import { ProviderUrls, SOMEWHERE, urlsReferredTo, withKnownProviders } from './provider/known-providers';
import { partitionOf } from './provider/partition';
import { placementOf } from './provider/placement';
import { PROVIDER_TYPES } from './provider/resource';
import { Decision, PolicyStatementJson, TrustPolicy } from './trust/evaluate';
import { inJson, isPlainObject } from './trust/plain';

/** What a trust policy says to a token, and why. */
export class TrustDecision {
  /** @internal */
  public static _of(decision: Decision): TrustDecision {
    return new TrustDecision(decision);
  }

  readonly #decision: Decision;

  private constructor(decision: Decision) {
    this.#decision = decision;
  }

  /** Whether the token gets credentials. */
  public get allowed(): boolean {
    return this.#decision.allowed;
  }

  /**
   * Whether what is known only at deployment, or what the test leaves out of the token, such as IDs, could still let it in. It counts as not
   * allowed, and not as denied.
   */
  public get undecided(): boolean {
    return this.#decision.undecided;
  }

  /** The statement that allowed it, by its `Sid` or its place. Undefined where none did. */
  public get matchedStatement(): string | undefined {
    return this.#decision.allowed ? this.#decision.decidedBy : undefined;
  }

  /** Why, in words: for each statement the first condition that failed, and what to do about it where that is known. */
  public get explanation(): string {
    const { allowed, decidedBy, decisive, undecided, reasons } = this.#decision;
    if (allowed) {
      return `allowed by ${decidedBy}`;
    }
    if (decidedBy !== undefined) {
      return `denied by ${decidedBy}${decisive.length === 0 ? '' : `, since ${decisive.join(' and ')}`}`;
    }
    const why = reasons.map(({ statement, reason }) => `${statement}: ${reason}`).join('; ') || 'the policy has no statement';
    return `${undecided ? 'not decided' : 'denied'}: ${why}`;
  }
}

/** What a decision depends on beside the policy and the token. */
export interface TrustEvaluationOptions {
  /**
   * The values of condition keys that are in no token, such as `sts:RoleSessionName` or `aws:RequestedRegion`, by key. An empty list says that the
   * request does not have the key.
   *
   * @default - none; a policy that uses such a key is then an error
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
   */
  readonly requestContext?: { [key: string]: string[] };
}

/**
 * A trust policy that can be asked who may assume the role: in a unit test, without AWS.
 *
 * It decides on what the policy and the token say, by the operators for texts, `Bool` and `Null`, with `IfExists`, `ForAnyValue:` and
 * `ForAllValues:`. Whatever it does not cover, such as a policy variable or `NotPrincipal`, is an error, never a guess. Nothing is asked of
 * AWS or GitHub: whether a token is genuine, or an environment protected, it does not know.
 */
export class GithubOidcTrust {
  /**
   * The trust policy of a role, as it stands at this moment. Aspects and overrides act later: `ofTemplate` shows what they leave.
   *
   * @param role a role that this app defines, of this package or not
   * @throws if the role is imported, and so has no trust policy here
   */
  public static ofRole(role: iam.Role): GithubOidcTrust {
    if (!role?.assumeRolePolicy) {
      throw new Misuse('TrustNotFound', `'${role?.node?.path ?? shown(role)}' is no role with a trust policy in this app; pass an iam.Role that the app defines, or the template of its stack to ofTemplate()`);
    }
    const { assumeRolePolicyDocument } = (role.node.defaultChild ?? {}) as Partial<iam.CfnRole>;
    const document: any = assumeRolePolicyDocument ?? role.assumeRolePolicy;
    // Resolving the document itself would freeze its statements.
    const unresolved = typeof document.addStatements === 'function' ? document.toJSON() : document;
    const stack = Stack.of(role);
    const place = { account: placementOf(role).account ?? SOMEWHERE.account, partition: partitionOf(stack) };
    return new GithubOidcTrust(stack.resolve(unresolved), urlsReferredTo(unresolved, stack), place);
  }

  /**
   * The trust policy of a role in a synthesised template.
   *
   * @param template the template
   * @param logicalId the role's logical id; not needed where the template has one role
   * @throws if there is no such role, or several without a logical id
   */
  public static ofTemplate(template: assertions.Template, logicalId?: string): GithubOidcTrust {
    if (typeof template?.findResources !== 'function') {
      throw new Misuse('TrustNotFound', `the template is a value of type ${typeof template}; pass assertions.Template.fromStack(stack), or one role's trust policy to ofPolicy()`);
    }
    const roles = template.findResources('AWS::IAM::Role');
    const ids = Object.keys(roles);
    const isNamed = logicalId !== undefined && logicalId !== null;
    const id = isNamed ? logicalId : ids[0];
    if (!Object.hasOwn(roles, id ?? '') || (!isNamed && ids.length > 1)) {
      const which = !isNamed ? `${ids.length === 0 ? 'no role' : 'several roles'}` : `no role '${logicalId}'`;
      throw new Misuse('TrustNotFound', `the template has ${which}; ${ids.length === 0 ? 'pass the template of the stack with the role' : `pass one of '${ids.join("', '")}'`}`);
    }
    const providers = new Map(PROVIDER_TYPES.flatMap(type => Object.entries(template.findResources(type))));
    return new GithubOidcTrust(roles[id].Properties?.AssumeRolePolicyDocument, provider => providers.get(provider)?.Properties?.Url);
  }

  /**
   * A trust policy as JSON.
   *
   * @param policy the policy document
   * @throws if it has no list of statements
   */
  public static ofPolicy(policy: { [key: string]: any }): GithubOidcTrust {
    return new GithubOidcTrust(policy, () => undefined);
  }

  readonly #statements: readonly PolicyStatementJson[];
  readonly #version: string;
  #policy?: TrustPolicy;

  private constructor(policy: { [key: string]: any } | undefined, urlOf: ProviderUrls, place = SOMEWHERE) {
    const statements: PolicyStatementJson[] = [policy?.Statement].flat();
    if (!statements.every(isPlainObject)) {
      const remedy = typeof policy?.toJSON === 'function' ? 'pass its toJSON()' : 'pass the policy document itself, as a map';
      throw new Misuse('TrustNotUnderstood', `the policy is ${typeof policy === 'string' ? 'a text' : inJson(policy)}, without a list of statements; ${remedy}`);
    }
    const strange = isPlainObject(policy) ? Object.keys(policy).find(element => !['Id', 'Statement', 'Version'].includes(element)) : undefined;
    if (strange !== undefined) {
      throw new Misuse('TrustNotUnderstood', `the policy has the element '${strange}', and a policy has Version, Id and Statement; write it as IAM spells it`);
    }
    // Without a version, IAM reads the first one.
    this.#version = policy?.Version ?? '2008-10-17';
    this.#statements = statements.map(statement => copied(statement))
      .map(statement => ({ ...statement, Principal: withKnownProviders(statement.Principal, urlOf, place) }));
  }

  /**
   * Whether the token gets credentials, and why.
   *
   * @param token the token
   * @param options what the request says beside the token
   * @throws if the policy holds an element that this evaluation does not cover, or uses a condition key that nobody gave
   */
  public evaluate(token: GithubOidcToken, options: TrustEvaluationOptions = {}): TrustDecision {
    requireToken(token);
    this.#policy ??= new TrustPolicy(this.#statements, this.#version);
    return TrustDecision._of(this.#policy.decide(token, options?.requestContext));
  }

  /**
   * Throws unless the token gets credentials.
   *
   * @param token the token
   * @param options what the request says beside the token
   * @throws if the token is denied, saying why
   */
  public assertAllows(token: GithubOidcToken, options: TrustEvaluationOptions = {}): void {
    const { allowed, explanation } = this.evaluate(token, options);
    if (!allowed) {
      throw new Misuse('TrustDenies', `${wordsOf(token)} is to be allowed, and is ${explanation}`);
    }
  }

  /**
   * Throws unless the token is sure to get no credentials.
   *
   * @param token the token
   * @param options what the request says beside the token
   * @throws if the token is allowed, saying by which statement, or if that depends on what only deployment knows or the test does not tell
   */
  public assertDenies(token: GithubOidcToken, options: TrustEvaluationOptions = {}): void {
    const { allowed, explanation, undecided } = this.evaluate(token, options);
    if (allowed || undecided) {
      throw new Misuse('TrustAllows', `${wordsOf(token)} is to be denied, and is ${explanation}`);
    }
  }
}

function wordsOf({ claims: { sub } }: GithubOidcToken): string {
  return sub === undefined ? 'the token without a sub' : `the token with sub '${sub}'`;
}

/** By shape, since the value may come from another copy of this package. */
function requireToken(token: unknown): void {
  const { issuer, claims } = (token ?? {}) as Partial<GithubOidcToken>;
  if (typeof issuer?.conditionKeyPrefix !== 'string' || typeof claims !== 'object' || claims === null) {
    // Never the value itself: it may be a token as text, which is a secret.
    throw new Misuse('GithubOidcTokenInvalid',
      `the token is a value of type ${typeof token}, not a GithubOidcToken; pass such as GithubOidcToken.forBranch(repository, 'main'), and a token as text through GithubOidcToken.fromJwt()`);
  }
}

/** No policy has more levels; a circular one has. */
const MOST_LEVELS = 50;

/** The policy as it was given, whatever becomes of the caller's object. What is no plain object, such as a CDK token, stays what it is. */
function copied<T>(value: T, level = 0): T {
  if (level > MOST_LEVELS) {
    throw new Misuse('TrustNotUnderstood', `the policy has more than ${MOST_LEVELS} levels, or is circular; pass it as IAM has it`);
  }
  if (Array.isArray(value)) {
    return value.map(inner => copied(inner, level + 1)) as T;
  }
  return isPlainObject(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copied(inner, level + 1)])) as T : value;
}
