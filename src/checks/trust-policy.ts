import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { asText, referencesTo } from './app/as-text';
import { leastText, withProvider } from './policy-length';
import { isUnresolved } from '../github/text';
import { arnFor } from '../provider/facts';
import { isRefusedByIam } from '../trust/iam-acceptance';
import { QUOTA_CODE } from '../trust/quota';
import { TrustOptions } from '../trust/trust-options';
import { TrustStatement } from '../trust/trust-statement';

/** Looks at a role's trust policy at synthesis, unless it holds our statements alone, whose length and conditions have been looked at. */
export function trustPolicyValidation(
  role: iam.Role, provider: iam.IOIDCProviderRef, trust: TrustOptions, statements: readonly TrustStatement[], isWrapped: boolean,
): () => string[] {
  const document = documentOf(role);
  const isSettled = !isWrapped && !isUnresolved(JSON.stringify(statements));
  return () => isSettled && documentOf(role) === document && role.assumeRolePolicy?.statementCount === statements.length ? []
    : trustPolicyErrors(role, provider, trust);
}

/** Under `iam.Role.customizeRoles()` there is no resource. */
function documentOf(role: iam.Role): unknown {
  return (role.node.defaultChild as iam.CfnRole | undefined)?.assumeRolePolicyDocument;
}

/** What IAM would refuse in a role's whole trust policy, with whatever was added to it. */
function trustPolicyErrors(role: iam.Role, provider: iam.IOIDCProviderRef, { issuer, quota }: TrustOptions): string[] {
  const stack = Stack.of(role);
  const { characters, providerArn } = quota!;
  const [, partition, , , account] = providerArn.split(':');
  const textOf = (value: unknown): any => asText(stack.resolve(value), referencesTo({ 'AWS::Partition': partition, 'AWS::AccountId': account }));
  const [ownArn, policy] = [textOf(arnFor(stack, provider, issuer)), textOf(documentOf(role)) ?? {}];
  // Another provider counts as long as this one.
  const { length } = leastText(withProvider(policy, providerArn));
  const errors: string[] = [];
  if (length > characters) {
    errors.push(`the trust policy of '${role.node.path}' has ${length} characters, with the statements that were added to it, and the quota ${QUOTA_CODE} of the account allows ${characters}; `
      + 'leave statements out, or have AWS raise the quota and pass it as trustPolicyQuota (TrustPolicyTooLarge)');
  }
  const statements: any[] = [policy.Statement ?? []].flat();
  statements.forEach(({ Sid: sid, Condition: conditions = {}, Principal: principal, Effect: effect, Action: action }, index) => {
    const isOurs = [principal?.Federated].flat().some(arn => arn === ownArn || arn === providerArn);
    if (effect === 'Allow' && isOurs && [action].flat().includes('sts:AssumeRoleWithWebIdentity') && isRefusedByIam(conditions, issuer)) {
      errors.push(`${sid ? `the statement '${sid}'` : `statement ${index + 1}`} in the trust policy of '${role.node.path}' bounds neither sub nor job_workflow_ref in a way that IAM accepts, so that the role could not be made; `
        + 'use the subjects of GithubOidcRole (IamRefusesTrustPolicy)');
    }
  });
  return errors;
}
