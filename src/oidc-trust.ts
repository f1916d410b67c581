import { CfnElement, Stack } from 'aws-cdk-lib';
import type * as assertions from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { GithubOidcToken } from './github/oidc-token';
import { Misuse } from './misuse';
import { PROVIDER_TYPES, urlOfResource } from './provider/resource';
import { Decision, evaluate, PolicyStatementJson } from './trust/evaluate';

/** What a trust policy says to a token, and why. */
export class TrustDecision {
  /** @internal */
  public static _of({ allowed, decidedBy, undecided, reasons }: Decision): TrustDecision {
    const why = reasons.map(({ statement, reason }) => `${statement}: ${reason}`).join('; ') || 'the policy has no statement';
    const denied = decidedBy ? `denied by ${decidedBy}` : `${undecided ? 'not decided' : 'denied'}: ${why}`;
    return new TrustDecision(allowed, allowed ? `allowed by ${decidedBy}` : denied, allowed ? decidedBy : undefined, undecided);
  }

  private constructor(
    /** Whether the token gets credentials. */
    public readonly allowed: boolean,
    /** Why, in words: for each statement the first condition that failed. */
    public readonly explanation: string,
    /** The statement that allowed it, by its `Sid` or its place. Undefined where none did. */
    public readonly matchedStatement: string | undefined,
    /** Whether a value that is known only at deployment could still let the token in. It counts as not allowed, and not as denied. */
    public readonly undecided: boolean,
  ) {}
}

type Intrinsic = { 'Ref'?: string; 'Fn::Join'?: [string, unknown[]] };
/** Finds the URL of the provider that a logical id names. */
type ProviderUrls = (logicalId: string) => unknown;

/**
 * A trust policy that can be asked who may assume the role: in a unit test, without AWS.
 *
 * It decides on what the policy and the token say. It covers the condition operators for texts; whatever it does not cover is an error,
 * never a guess.
 */
export class GithubOidcTrust {
  /**
   * The trust policy of a role, as it stands at this moment. Aspects and overrides act later: `ofTemplate` shows what they leave.
   *
   * @param role a role that this app defines, of this package or not
   * @throws if the role is imported, and so has no trust policy here
   */
  public static ofRole(role: iam.Role): GithubOidcTrust {
    if (!role.assumeRolePolicy) {
      throw new Misuse('TrustNotFound', `the role '${role.node.path}' has no trust policy in this app; pass a role that the app defines`);
    }
    const stack = Stack.of(role);
    const urlOf = (logicalId: string) => {
      const resource = stack.node.findAll().find(element => CfnElement.isCfnElement(element) && stack.resolve(element.logicalId) === logicalId);
      return resource && urlOfResource(resource);
    };
    const { assumeRolePolicyDocument } = (role.node.defaultChild ?? {}) as Partial<iam.CfnRole>;
    return new GithubOidcTrust(stack.resolve(assumeRolePolicyDocument ?? role.assumeRolePolicy), urlOf);
  }

  /**
   * The trust policy of a role in a synthesised template.
   *
   * @param template the template
   * @param logicalId the role's logical id; not needed where the template has one role
   * @throws if there is no such role, or several without a logical id
   */
  public static ofTemplate(template: assertions.Template, logicalId?: string): GithubOidcTrust {
    const roles = template.findResources('AWS::IAM::Role');
    const ids = Object.keys(roles);
    const id = logicalId ?? ids[0];
    if (!Object.hasOwn(roles, id ?? '') || (logicalId === undefined && ids.length > 1)) {
      const which = logicalId === undefined ? `${ids.length === 0 ? 'no role' : 'several roles'}` : `no role '${logicalId}'`;
      throw new Misuse('TrustNotFound', `the template has ${which}; ${ids.length === 0 ? 'pass the template of the stack with the role' : `pass one of '${ids.join("', '")}'`}`);
    }
    const providers = new Map(PROVIDER_TYPES.flatMap(type => Object.entries(template.findResources(type))));
    return new GithubOidcTrust(roles[id].Properties?.AssumeRolePolicyDocument, provider => providers.get(provider)?.Properties.Url);
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

  readonly #statements: PolicyStatementJson[];

  private constructor(policy: { [key: string]: any } | undefined, urlOf: ProviderUrls) {
    const statements: PolicyStatementJson[] = [policy?.Statement].flat();
    if (!statements.every(statement => typeof statement === 'object' && statement !== null)) {
      throw new Misuse('TrustNotUnderstood', `the policy is ${JSON.stringify(policy)}, without a list of statements; pass the policy document itself, as a map`);
    }
    this.#statements = statements.map(statement => ({ ...statement, Principal: withKnownProviders(statement.Principal, urlOf) }));
  }

  /**
   * Whether the token gets credentials, and why.
   *
   * @param token the token
   * @throws if the policy holds an element that this evaluation does not cover
   */
  public evaluate(token: GithubOidcToken): TrustDecision {
    return TrustDecision._of(evaluate(this.#statements, token));
  }

  /**
   * Throws unless the token gets credentials.
   *
   * @param token the token
   * @throws if the token is denied, saying why
   */
  public assertAllows(token: GithubOidcToken): void {
    const { allowed, explanation } = this.evaluate(token);
    if (!allowed) {
      throw new Misuse('TrustDenies', `the token with sub '${token.claims.sub}' is to be allowed, and is ${explanation}`);
    }
  }

  /**
   * Throws unless the token is sure to get no credentials.
   *
   * @param token the token
   * @throws if the token is allowed, saying by which statement, or if that depends on a value that is known only at deployment
   */
  public assertDenies(token: GithubOidcToken): void {
    const { allowed, explanation, undecided } = this.evaluate(token);
    if (allowed || undecided) {
      throw new Misuse('TrustAllows', `the token with sub '${token.claims.sub}' is to be denied, and is ${explanation}`);
    }
  }
}

function withKnownProviders(principal: unknown, urlOf: ProviderUrls): unknown {
  if (typeof principal !== 'object' || principal === null || !('Federated' in principal)) {
    return principal;
  }
  return { ...principal, Federated: [principal.Federated].flat().map(provider => literalArn(provider, urlOf)) };
}

/** An ARN whose account does not matter here: what counts is which issuer it names. */
function literalArn(provider: unknown, urlOf: ProviderUrls): unknown {
  if (typeof provider !== 'object' || provider === null) {
    return provider;
  }
  const { Ref: ref, 'Fn::Join': join } = provider as Intrinsic;
  if (join) {
    const parts = join[1].map(part => typeof part === 'string' ? part : pseudoParameter(part as Intrinsic));
    return parts.includes(undefined) ? provider : parts.join(join[0]);
  }
  const url = ref === undefined ? undefined : urlOf(ref);
  return typeof url === 'string' ? url.replace(/^https:\/\//, 'arn:aws:iam::111111111111:oidc-provider/') : provider;
}

function pseudoParameter({ Ref: name }: Intrinsic): string | undefined {
  return name === undefined ? undefined : { 'AWS::Partition': 'aws', 'AWS::AccountId': '111111111111' }[name];
}
