import { Stack, Token } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { asText, referencesTo } from './app/as-text';
import { arnIn } from './app/role-names';
import { Boundary, CheckedRole } from './checked-role';
import { Finding } from './finding';
import { OwnPolicy } from './own-policies';
import { readPermissions, readRole } from './read-role';
import { RULES_OF_PERMISSIONS } from './rules-by-subject';
import { findingsOfRole } from './run-rules';
import { findingsOfTrust } from './told-of-trust';
import { toldIssuers } from './trusts';
import { liftAcknowledgements, warn } from './warning';
import { isUnresolved, maskUnresolved, UNRESOLVED } from '../github/text';
import { unknownText } from '../github/unknown-text';
import { Misuse } from '../misuse';
import { partitionFor } from '../provider/facts';
import { placementOf } from '../provider/placement';
import { isPlainObject } from '../trust/plain';
import { renderConditions } from '../trust/render';
import { TrustOptions } from '../trust/trust-options';
import { TrustStatement } from '../trust/trust-statement';

const NOTHING_KNOWN = referencesTo({ 'AWS::Partition': 'aws' });
const UNKNOWN = unknownText('known only at deployment');

type GithubRole = iam.Role & { readonly provider: iam.IOIDCProviderRef };

/** A role of this package as the rules see it, before its templates stand. */
export function checkedOwnRole(role: GithubRole, { issuer, quota }: TrustOptions, statements: readonly TrustStatement[]): CheckedRole {
  // Under iam.Role.customizeRoles() there is no resource.
  const { roleName, maxSessionDuration } = (role.node.defaultChild ?? {}) as Partial<iam.CfnRole>;
  const { account } = placementOf(role);
  const partition = partitionFor(role, role.provider);
  // As the template has it.
  const providerArn = arnIn({ account, partition }, `oidc-provider/${issuer.conditionKeyPrefix}`);
  return readRole({
    path: role.node.path,
    properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: statements.map(statement => ({
          Sid: statement.sid,
          Effect: 'Allow',
          Principal: { Federated: providerArn },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: withoutTokens(renderConditions(statement, issuer.conditionKeyPrefix)),
        })),
      },
      RoleName: Token.isUnresolved(roleName) ? undefined : roleName,
      MaxSessionDuration: Token.isUnresolved(maxSessionDuration) ? undefined : maxSessionDuration,
    },
    account,
    partition,
    quota: quota!.characters,
    permissions: [],
    managedPolicies: [],
    steers: [],
    providers: [],
    told: toldIssuers([issuer]),
  })!;
}

/** What is legal but risky in whom a role trusts, told by the role as soon as it is made. No role of ours comes to be that the rules call wrong. */
export function warnOfTrust(role: iam.Role, checked: CheckedRole): void {
  const findings = findingsOfTrust(role, checked);
  const error = findings.find(({ severity, isFailure }) => severity === 'error' && !isFailure);
  if (error) {
    throw new Misuse(error.ruleId, `${error.message}; ${error.fix}`);
  }
  tell(role, findings.filter(({ severity }) => severity === 'warning'));
}

/** What its permissions make of that, once they are known. */
export function warnOfPermissions(role: iam.Role, checked: CheckedRole, policies: readonly OwnPolicy[]): void {
  const { policies: inline = [], managedPolicyArns = [] } = (role.node.defaultChild ?? {}) as Partial<iam.CfnRole>;
  const rendered = (value: unknown) => asText(Stack.of(role).resolve(value), NOTHING_KNOWN);
  const documents = [...policies.map(({ document }) => asText(document, NOTHING_KNOWN)), ...[rendered(inline) ?? []].flat().map(documentOf)];
  tell(role, findingsOfRole({
    ...checked,
    permissions: documents.flatMap(document => readPermissions(document, 'its policies')),
    managedPolicies: [rendered(managedPolicyArns) ?? []].flat().filter((arn): arn is string => typeof arn === 'string'),
    // To render the whole resource is dear, and few roles may do everything.
    get boundaries() { return boundariesOf(role, rendered); },
  }, RULES_OF_PERMISSIONS));
  if (role.node.defaultChild) {
    liftAcknowledgements(role, role.node.defaultChild);
  }
}

/** As the template will have it: an aspect may give the role a boundary, or take it away. */
function boundariesOf({ node: { defaultChild }, permissionsBoundary: given }: iam.Role, rendered: (value: unknown) => unknown): Boundary[] {
  const resource = defaultChild as iam.CfnRole | undefined;
  const template: any = resource && rendered(resource._toCloudFormation());
  const arn = template?.Resources[Stack.of(resource!).resolve(resource!.logicalId)].Properties?.PermissionsBoundary;
  if (arn === undefined) {
    return [];
  }
  const document = given && arn === rendered(given.managedPolicyArn) && 'document' in given ? rendered(given.document) : undefined;
  return [{ arn, ...isPlainObject(document) && { permissions: readPermissions(document, 'its boundary'), isPartial: ![document.Statement ?? []].flat().every(isPlainObject) } }];
}

function documentOf(policy: unknown): unknown {
  return isPlainObject(policy) ? policy.policyDocument ?? policy.PolicyDocument : undefined;
}

function tell(role: iam.Role, findings: readonly Finding[]): void {
  for (const { ruleId, message, fix } of findings) {
    warn(role, ruleId, `${message}; ${fix}`);
  }
}

function withoutTokens(conditions: Record<string, Record<string, string | string[]>>): unknown {
  const text = (value: string) => isUnresolved(value) ? maskUnresolved(value).replaceAll(UNRESOLVED, UNKNOWN) : value;
  return Object.fromEntries(Object.entries(conditions).map(([operator, block]) =>
    [operator, Object.fromEntries(Object.entries(block).map(([key, values]) => [key, Array.isArray(values) ? values.map(text) : text(values)]))]));
}
