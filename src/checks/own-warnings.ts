import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { asText, References } from './app/as-text';
import type { OwnRole } from './app/own-role';
import { readPermissions, readRole, RoleSource } from './read-role';
import type { Rule } from './rule';
import { RULES } from './rules';
import { findingsOfRole } from './run-rules';
import { toldIssuers } from './trusts';
import { warn } from './warning';
import { maskUnresolved, UNRESOLVED } from '../github/text';
import { unknownText } from '../github/unknown-text';
import { partitionFor } from '../provider/facts';
import { placementOf } from '../provider/placement';
import { renderConditions } from '../trust/render';
import { TrustOptions } from '../trust/trust-options';
import { TrustStatement } from '../trust/trust-statement';

const [OF_TRUST, OF_PERMISSIONS] = [false, true].map(isAboutPermissions =>
  RULES.filter(({ severity, ...rule }) => severity === 'warning' && (rule.isAboutPermissions ?? false) === isAboutPermissions));
const UNKNOWN = unknownText('known only at deployment');

/** What is legal but risky in whom a role trusts, told by the role as soon as it is made. */
export function warnOfTrust(role: GithubRole, trust: TrustOptions, statements: readonly TrustStatement[]): void {
  tell(role, OF_TRUST, { trust, statements });
}

/** What its permissions make of that, once they are known. */
export function warnOfPermissions(role: GithubRole, trust: TrustOptions, statements: readonly TrustStatement[]): void {
  const stack = Stack.of(role);
  const known = asText(stack.resolve(role.node.findAll().filter(CfnResource.isCfnResource).map(policyOf)), NOTHING_KNOWN) as PolicySource[];
  tell(role, OF_PERMISSIONS, {
    trust,
    statements,
    permissions: known.flatMap(({ documents }) => documents.flatMap(document => readPermissions(document, 'its policies'))),
    managedPolicies: known.flatMap(({ managedPolicies }) => managedPolicies).filter(arn => typeof arn === 'string'),
  });
}

type GithubRole = iam.Role & OwnRole & { readonly provider: iam.IOIDCProviderRef };

interface Known extends Partial<Pick<RoleSource, 'permissions' | 'managedPolicies'>> {
  readonly trust: TrustOptions;
  readonly statements: readonly TrustStatement[];
}

function tell(role: GithubRole, rules: readonly Rule[], known: Known): void {
  const { trust: { issuer, quota }, statements, permissions = [], managedPolicies = [] } = known;
  // Under iam.Role.customizeRoles() there is no resource.
  const { roleName, maxSessionDuration } = (role.node.defaultChild ?? {}) as Partial<iam.CfnRole>;
  const checked = readRole({
    path: role.node.path,
    properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: statements.map(statement => ({
          Sid: statement.sid,
          Effect: 'Allow',
          Principal: { Federated: quota!.providerArn },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: withoutTokens(renderConditions(statement, issuer.conditionKeyPrefix)),
        })),
      },
      RoleName: Token.isUnresolved(roleName) ? undefined : roleName,
      MaxSessionDuration: Token.isUnresolved(maxSessionDuration) ? undefined : maxSessionDuration,
    },
    account: placementOf(role).account,
    partition: partitionFor(role, role.provider),
    quota: quota!.characters,
    permissions,
    managedPolicies,
    steers: [],
    providers: [],
    told: toldIssuers([issuer]),
  });
  for (const { ruleId, message, fix } of checked ? findingsOfRole(checked, rules) : []) {
    warn(role, ruleId, `${message}; ${fix}`);
  }
}

interface PolicySource {
  readonly documents: readonly unknown[];
  readonly managedPolicies: readonly unknown[];
}

function policyOf(resource: CfnResource): PolicySource {
  switch (resource.cfnResourceType) {
    case 'AWS::IAM::Role': {
      const { policies, managedPolicyArns } = resource as iam.CfnRole;
      const inline = Array.isArray(policies) ? policies.map(policy => (policy as iam.CfnRole.PolicyProperty).policyDocument) : [];
      return { documents: inline, managedPolicies: managedPolicyArns ?? [] };
    }
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::ManagedPolicy':
      return { documents: [(resource as iam.CfnPolicy).policyDocument], managedPolicies: [] };
    default: return { documents: [], managedPolicies: [] };
  }
}

/** Names of resources would be guesses before the templates stand. */
const NOTHING_KNOWN: References = {
  valueOf: logicalId => new Map([['AWS::Partition', 'aws']]).get(logicalId), importedAs: () => undefined, nameOf: logicalId => logicalId,
};

function withoutTokens(conditions: Record<string, Record<string, unknown>>): unknown {
  const text = (value: unknown): unknown => Array.isArray(value) ? value.map(text)
    : typeof value === 'string' ? maskUnresolved(value).replaceAll(UNRESOLVED, UNKNOWN) : value;
  return Object.fromEntries(Object.entries(conditions).map(([operator, block]) =>
    [operator, Object.fromEntries(Object.entries(block).map(([key, values]) => [key, text(values)]))]));
}
