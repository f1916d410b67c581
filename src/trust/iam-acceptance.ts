import { GithubIssuer } from '../github/issuer';
import { Misuse } from '../misuse';

/** By operator and condition key. */
type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const POSITIVE = ['StringEquals', 'StringLike', 'StringEqualsIgnoreCase'];
const ENOUGH = ['sub', 'job_workflow_ref'];

/**
 * Whether IAM itself would refuse a statement that lets a GitHub token in. It looks at spelling, not at meaning: one block of a positive
 * operator has to hold `sub` or `job_workflow_ref`, and in that block the first value of each must not be blank or begin with `*`. Only the
 * issuers of GitHub.com are known to be looked at.
 *
 * What is known only at deployment counts as accepted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export function isRefusedByIam(conditions: Conditions, { conditionKeyPrefix }: Pick<GithubIssuer, 'conditionKeyPrefix'>): boolean {
  if (!conditionKeyPrefix.startsWith(GithubIssuer.GITHUB_COM.conditionKeyPrefix)) {
    return false;
  }
  const keys = ENOUGH.map(claim => `${conditionKeyPrefix}:${claim}`.toLowerCase());
  return !Object.entries(conditions).some(([operator, block]) => {
    const judged = Object.entries(block).filter(([key]) => keys.includes(key.toLowerCase())).map(([, value]) => [value].flat()[0]);
    return POSITIVE.includes(operator.replace(/^(ForAllValues|ForAnyValue):/, '')) && judged.length > 0 && judged.every(isScoped);
  });
}

/** Refuses what IAM would refuse when the role is made. */
export function requireAccepted(conditions: Conditions, issuer: GithubIssuer): void {
  if (isRefusedByIam(conditions, issuer)) {
    throw new Misuse('IamRefusesTrustPolicy',
      `the conditions ${JSON.stringify(conditions)} bound neither sub nor job_workflow_ref in a way that IAM accepts, since the first value begins with '*' or is blank; have it begin with the owner`);
  }
}

/** An empty list has no first value, and IAM lets it be. */
function isScoped(first: unknown): boolean {
  return typeof first !== 'string' || (first.trim() !== '' && !first.startsWith('*'));
}
