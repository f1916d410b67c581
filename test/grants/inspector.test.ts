import { App } from 'aws-cdk-lib';
import { grantInspectorScan } from '../../src/grants/inspector';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, statementsIn } from '../support/deployed';
import { newRole } from '../support/job-role';

// https://github.com/aws-actions/vulnerability-scan-github-action-for-amazon-inspector/blob/main/entrypoint/entrypoint/orchestrator.py
// https://docs.aws.amazon.com/inspector/latest/user/configure-cicd-account.html#cicd-iam-role
const SCAN: Call[] = [['inspector-scan scan-sbom', 'inspector-scan:ScanSbom', '*']];
const NEVER: Call[] = [
  ...['ListFindings', 'Enable', 'Disable', 'CreateFilter', 'UpdateConfiguration', 'CreateSbomExport', 'BatchGetAccountStatus'].map((action): Call =>
    [action, `inspector2:${action}`, '*']),
  ['pull the image', 'ecr:BatchGetImage', 'arn:aws:ecr:eu-west-1:111111111111:repository/images'],
  ['assume a role', 'sts:AssumeRole', 'arn:aws:iam::111111111111:role/any'],
];

test.each([false, true])('grantInspectorScan renders the one call, once, for which AWS has no resource (minimised: %s)', async minimizePolicies => {
  const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
  const { grant, resources, steers } = grantInspectorScan(role);
  grantInspectorScan(role);

  grant.assertSuccess();
  expect(statementsIn(stack)).toEqual([{ Effect: 'Allow', Action: 'inspector-scan:ScanSbom', Resource: '*' }]);
  expect([resources, steers]).toEqual([['*'], []]);
  expect(await apiMisfits(statementsIn(stack))).toEqual([]);
});

test('with the rendered permissions, decided by an engine that is not ours, a job scans, and does nothing else', () => {
  const { stack, role } = newRole();
  grantInspectorScan(role);
  expect(allowedOf(policiesIn(stack), [...SCAN, ...NEVER])).toEqual(wordsOf(SCAN));
});
