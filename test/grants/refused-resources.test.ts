import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { statementsIn } from '../support/deployed';
import { newGithubRole } from '../support/job-role';
import { refusalOf } from '../support/refusal';

const VARIABLE = '${aws:PrincipalTag/team}';

describe('what stands for several resources, or for none, is refused', () => {
  test.each<[string, (stack: Stack) => Parameters<ReturnType<typeof newGithubRole>['role']['grantParametersRead']>[0]]>([
    ['a parameter', stack => ssm.StringParameter.fromStringParameterName(stack, 'Parameter', `/a/${VARIABLE}`)],
  ])('a policy variable in the name of %s', (_, parameterFor) => {
    const { stack, role } = newGithubRole();
    expect(refusalOf(() => role.grantParametersRead(parameterFor(stack)))).toEqual({
      name: 'GrantOptionInvalid', message: expect.stringContaining("IAM reads '${' as the start of a policy variable"),
    });
    expect(statementsIn(stack)).toEqual([]);
  });

  test('a policy variable in the role to pass', () => {
    const { stack, role } = newGithubRole();
    const executionRole = iam.Role.fromRoleArn(stack, 'Execution', `arn:aws:iam::111111111111:role/${VARIABLE}`);
    expect(refusalOf(() => role.grantCloudFormationDeploy('my-app', { executionRole })).name).toBe('GrantOptionInvalid');
    expect(refusalOf(() => role.grantEcrPull(ecr.Repository.fromRepositoryName(stack, 'Images', VARIABLE))).name).toBe('GrantOptionInvalid');
    expect(statementsIn(stack)).toEqual([]);
  });

  test('a key by the ARN of its alias, which IAM does not ask about', () => {
    const { stack, role } = newGithubRole();
    const alias = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:alias/signer');
    expect(refusalOf(() => role.grantImageSigning(alias))).toEqual({
      name: 'ResourceInvalid', message: expect.stringMatching(/^the signing key is 'arn:[^']*:alias\/signer', an alias, and IAM decides on the key behind it; pass the key$/),
    });
    expect(statementsIn(stack)).toEqual([]);
  });

  test('a folder whose end is literal and no slash, also behind a parameter', () => {
    const { stack, role } = newGithubRole();
    const bucket = s3.Bucket.fromBucketName(stack, 'Site', 'site');
    const { valueAsString: folder } = new CfnParameter(stack, 'Folder');
    expect(refusalOf(() => role.grantStaticSiteDeploy(bucket, { keyPrefix: `${folder}/docs` })).message).toContain("it must end, and must not start, with '/'");
    role.grantStaticSiteDeploy(bucket, { keyPrefix: `${folder}/docs/` }).assertSuccess();
    role.grantStaticSiteDeploy(bucket, { keyPrefix: folder }).assertSuccess();
  });

  test.each<[string, eks.CfnCluster.AccessConfigProperty | undefined]>([['none', undefined], ['CONFIG_MAP', { authenticationMode: 'CONFIG_MAP' }]])(
    'an L1 cluster that knows no access entries: the mode %s', (_, accessConfig) => {
      const { stack, role } = newGithubRole(new App());
      const cluster = new eks.CfnCluster(stack, 'Cluster', {
        roleArn: 'arn:aws:iam::111111111111:role/eks', resourcesVpcConfig: { subnetIds: ['subnet-1'] }, accessConfig,
      });
      expect(refusalOf(() => role.grantEksAccess(cluster, { accessPolicies: ['AmazonEKSEditPolicy'] })).name).toBe('EksAccessEntriesOff');
      role.grantEksAccess(cluster).assertSuccess();
    },
  );
});
