import { CheckedRole } from '../../src/checks/checked-role';
import { readPermissions, readRole } from '../../src/checks/read-role';
import { RuleCase } from '../../src/checks/rule';
import { ToldIssuers } from '../../src/checks/trusts';
import { GithubIssuer } from '../../src/github/issuer';

const SOUND = { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } };
const REQUEST_KEY = /^[a-z0-9-]+:|\.[a-z]/i;

/** The role that a case describes: whatever it leaves out is sound. */
export function roleOf(given: RuleCase, told: ToldIssuers = new Map()): CheckedRole {
  const role = tryRoleOf(given, told);
  if (!role) { throw new Error('the case trusts no GitHub issuer'); }
  return role;
}

export function tryRoleOf({ conditions = SOUND, ...given }: RuleCase, told: ToldIssuers = new Map()): CheckedRole | undefined {
  const { account = '111111111111', partition = 'aws', issuer = GithubIssuer.GITHUB_COM.conditionKeyPrefix } = given;
  const condition = Object.fromEntries(Object.entries(conditions).map(([operator, block]) =>
    [operator, Object.fromEntries(Object.entries(block).map(([key, values]) => [REQUEST_KEY.test(key) ? key : `${issuer}:${key}`, values]))]));
  const statement = {
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${issuer}` },
    Condition: condition,
    ...given.statement,
  };
  const { ManagedPolicyArns: managedPolicies = [], PermissionsBoundary: boundary } = given.properties ?? {};
  const role = readRole({
    path: 'Stack/Role/Resource',
    properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [statement, ...given.more ?? []] }, ...given.properties },
    account,
    partition,
    quota: 2048,
    permissions: readPermissions({ Statement: given.permissions ?? [] }, 'inline policy'),
    managedPolicies: managedPolicies as string[],
    boundaries: boundary === undefined ? [] : [{ arn: boundary as string }],
    steers: [],
    providers: given.providers ?? [],
    told,
  });
  return role && { ...role, unread: given.unread ?? role.unread };
}
