import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { lateValueErrors } from './checks/late-values';
import { ownPolicies } from './checks/own-policies';
import { checkedOwnRole, warnOfPermissions, warnOfTrust } from './checks/own-warnings';
import { policySizeErrors } from './checks/policy-size';
import { trustPolicyValidation } from './checks/trust-policy';
import { GithubIssuer } from './github/issuer';
import { GithubSubject } from './github/subject';
import { InheritedRoleProps } from './inherited-role-props';
import { Misuse } from './misuse';
import { GithubOidcPrincipalProps } from './principal';
import { WebIdentityPrincipal } from './principal/web-identity-principal';
import { acceptAudiences, requireSubjects, trustOptions, wantedAudiences, webIdentityTrust } from './principal/web-identity-trust';
import { GithubOidcProvider } from './provider';
import { bindToProvider } from './provider/binding';
import { requireSameAccount } from './provider/facts';
import { partitionOf } from './provider/partition';
import { RoleWithGrants } from './role-grants';
import { describeTrust, requireDescription } from './trust/description';
import { trustStatements } from './trust/trust-statements';

/** Properties of `GithubOidcRole`: whom it trusts, and everything of `iam.RoleProps` but `assumedBy` and `externalIds`. */
export interface GithubOidcRoleProps extends GithubOidcPrincipalProps, InheritedRoleProps {
  /**
   * The IAM OIDC provider of the role's account: any of aws-cdk-lib's fits, and those of other libraries.
   *
   * @default - the app's one provider for the issuer in this account, made in this stack where there is none yet
   */
  readonly provider?: iam.IOIDCProviderRef;
}

/**
 * A role that GitHub Actions jobs assume, and only those that its subjects name.
 *
 * The grant methods of this class allow the role something. The inherited `grantAssumeRole` and `grantPassRole` point the other way: they
 * allow somebody else to assume or pass this role. The inherited static methods, such as `fromRoleArn`, return an `iam.IRole`.
 *
 * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export class GithubOidcRole extends RoleWithGrants {
  /** The IAM OIDC provider that the role trusts. */
  public readonly provider: iam.IOIDCProviderRef;

  readonly #subjects: readonly GithubSubject[];
  readonly #issuer: GithubIssuer;
  readonly #quota: number;

  /**
   * A role that only tokens of its subjects can assume.
   *
   * @param scope the scope
   * @param id the construct id
   * @param props whom the role trusts, and what else IAM keeps of a role
   * @throws if there is no subject, if the provider is known to be of another account, issuer or audience, or if the trust policy is longer
   * than the quota
   */
  constructor(scope: Construct, id: string, props: GithubOidcRoleProps) {
    requireSubjects(props?.subjects);
    const provider = props.provider
      ?? GithubOidcProvider._getOrCreate(scope, props.issuer ?? GithubIssuer.GITHUB_COM, wantedAudiences(props.audience, partitionOf(scope)));
    const trust = trustOptions(provider, props, scope);
    const statements = trustStatements(trust);
    requireSameAccount(scope, provider, `${scope.node.path}/${id}`);
    requireDescription(`${scope.node.path}/${id}`, props.description ?? '');
    const inherited = {
      description: props.description ?? describeTrust(trust.subjects, trust.issuer),
      inlinePolicies: props.inlinePolicies,
      managedPolicies: props.managedPolicies,
      maxSessionDuration: props.maxSessionDuration,
      path: props.path,
      permissionsBoundary: props.permissionsBoundary,
      roleName: props.roleName,
    } satisfies Record<keyof InheritedRoleProps, unknown>;
    const assumedBy = new WebIdentityPrincipal(webIdentityTrust(provider, trust, statements));
    super(scope, id, { ...given(inherited), assumedBy });
    if (!assumedBy._isTaken) {
      throw new Misuse('TrustReplaced', `a property injector replaced the trust of '${this.node.path}'; have it leave assumedBy alone, or make an iam.Role instead`);
    }
    this.provider = provider;
    this.#subjects = [...trust.subjects];
    bindToProvider(this, provider);
    acceptAudiences(provider, trust.audiences);
    this.#issuer = trust.issuer;
    this.#quota = trust.quota!.characters;
    const checked = checkedOwnRole(this, trust, statements);
    warnOfTrust(this, checked);
    const trustPolicyErrors = trustPolicyValidation(this, provider, trust, statements, assumedBy._isWrapped);
    this.node.addValidation({
      validate: () => {
        const policies = ownPolicies(this);
        warnOfPermissions(this, checked, policies);
        return [...trustPolicyErrors(), ...policySizeErrors(policies), ...lateValueErrors(this, this._grants)];
      },
    });
  }

  /** @internal */
  public get _issuer(): GithubIssuer {
    return this.#issuer;
  }

  /** @internal */
  public get _trustPolicyQuota(): number {
    return this.#quota;
  }

  /** Who may assume the role: the subjects that it was made with. */
  public get subjects(): GithubSubject[] {
    return [...this.#subjects];
  }
}

/** Without the keys that were left out: an organisation's property injectors fill those. */
function given<T extends object>(props: T): T {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as T;
}
