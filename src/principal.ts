import * as iam from 'aws-cdk-lib/aws-iam';
import { GithubIssuer } from './github/issuer';
import { GithubSubject } from './github/subject';
import { SubjectFormat } from './github/subject-format';
import { WebIdentityPrincipal } from './principal/web-identity-principal';
import { acceptAudiences, trustOptions, webIdentityTrust } from './principal/web-identity-trust';
import { trustStatements } from './trust/trust-statements';

/** Whom a principal lets in. */
export interface GithubOidcPrincipalProps {
  /** The subjects, ORed: at least one. Equal subjects count once. */
  readonly subjects: GithubSubject[];

  /**
   * The issuer of the tokens.
   *
   * @default - the provider's own where it shows it, else GithubIssuer.GITHUB_COM
   */
  readonly issuer?: GithubIssuer;

  /**
   * The token's audience. A workflow chooses it: it tells for whom a token was made, not who made it. A provider that was made for roles,
   * by none of them naming one, accepts it too.
   *
   * @default 'sts.amazonaws.com', for which the credentials action asks in every partition; in `aws-cn` also 'sts.amazonaws.com.cn'
   * @see https://github.com/aws-actions/configure-aws-credentials
   */
  readonly audience?: string;

  /**
   * Which form of `sub` to accept of repositories whose IDs are given.
   *
   * @default - SubjectFormat.BOTH; SubjectFormat.IMMUTABLE outside the partition `aws`, where AWS does not say that it reads the claims
   * which BOTH needs (by the region of the role, or of the provider where the role is an `iam.Role`; an unresolved region counts as `aws`); repositories without IDs have SubjectFormat.NAME
   */
  readonly subjectFormat?: SubjectFormat;

  /**
   * The account's quota for the length of a role's trust policy, in characters, 2048 to 8192: quota code `L-C07B4B0D`.
   *
   * Subjects that would not fit in their exact form are packed without changing who gets in: repositories of one owner, with IDs and the same
   * rights, become a pattern of the owner and a list of IDs. The one difference is that such a repository keeps its trust when it is renamed
   * inside its owner.
   *
   * @default 2048
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   */
  readonly trustPolicyQuota?: number;
}

/**
 * The IAM principal of GitHub Actions jobs, for any `iam.Role`: `new iam.Role(this, 'Role', { assumedBy: principal })`.
 *
 * Its trust may take several statements. Where the CDK asks for one fragment instead, such as in
 * `new iam.PolicyStatement({ principals })`, a principal of several statements throws rather than lose a condition. Such a statement's
 * own conditions, and those of `iam.PrincipalWithConditions` in it, replace the principal's where they name the same key, without a word:
 * add conditions by `withConditions` of this class.
 *
 * In a stack other than the provider's, it names the provider by its ARN. Add `role.node.addDependency(provider)` there, so that the
 * provider is made first; `GithubOidcRole` does that for you.
 */
export class GithubOidcPrincipal extends WebIdentityPrincipal {
  /**
   * A principal for the trust policy of any role.
   *
   * @param provider any IAM OIDC provider of the issuer: of this package, of aws-cdk-lib, or imported
   * @param props whom to let in
   * @throws if there is no subject, if the provider accepts another issuer or audience, or if the trust is longer than the quota
   */
  constructor(provider: iam.IOIDCProviderRef, props: GithubOidcPrincipalProps) {
    const trust = trustOptions(provider, props, provider);
    super(webIdentityTrust(provider, trust, trustStatements(trust)));
    acceptAudiences(provider, trust.audiences);
  }
}
