import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
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
  const ownArn = JSON.stringify(stack.resolve(arnFor(stack, provider, issuer)));
  const policy = asDeployed(stack.resolve(documentOf(role)) ?? {}, ownArn, providerArn);
  const length = JSON.stringify(policy).length;
  const errors: string[] = [];
  if (length > characters) {
    errors.push(`the trust policy of '${role.node.path}' has ${length} characters, with the statements that were added to it, and the quota ${QUOTA_CODE} of the account allows ${characters}; `
      + 'leave statements out, or have AWS raise the quota and pass it as trustPolicyQuota (TrustPolicyTooLarge)');
  }
  const statements: any[] = [policy.Statement ?? []].flat();
  statements.forEach(({ Sid: sid, Condition: conditions = {}, Principal: principal, Effect: effect, Action: action }, index) => {
    const isOurs = [principal?.Federated].flat().includes(providerArn);
    if (effect === 'Allow' && isOurs && [action].flat().includes('sts:AssumeRoleWithWebIdentity') && isRefusedByIam(conditions, issuer)) {
      errors.push(`${sid ? `the statement '${sid}'` : `statement ${index + 1}`} in the trust policy of '${role.node.path}' bounds neither sub nor job_workflow_ref in a way that IAM accepts, so that the role could not be made; `
        + 'use the subjects of GithubOidcRole (IamRefusesTrustPolicy)');
    }
  });
  return errors;
}

/**
 * The policy with what deployment is sure to put in: the provider, the partition and the account. Another provider counts as long as this
 * one, and any other value as one character.
 *
 * @param ownArn the provider's ARN as the template has it, as JSON
 */
function asDeployed(value: any, ownArn: string, providerArn: string): any {
  if (JSON.stringify(value) === ownArn) {
    return providerArn;
  }
  if (Array.isArray(value)) {
    return value.map(one => asDeployed(one, ownArn, providerArn));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if ('Fn::Join' in value) {
    return asDeployed(value['Fn::Join'][1], ownArn, providerArn).join(value['Fn::Join'][0]);
  }
  if (Object.keys(value).some(key => key === 'Ref' || key.startsWith('Fn::'))) {
    const [, partition, , , account] = providerArn.split(':');
    const known: Record<string, string> = { 'AWS::Partition': partition, 'AWS::AccountId': account };
    return known[value.Ref] ?? '?';
  }
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asDeployed(inner, ownArn, providerArn)]));
  const counted = (arn: unknown) => arn === '?' ? '?'.repeat(providerArn.length) : arn;
  return 'Federated' in copy ? { ...copy, Federated: Array.isArray(copy.Federated) ? copy.Federated.map(counted) : counted(copy.Federated) } : copy;
}
