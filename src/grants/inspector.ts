import * as iam from 'aws-cdk-lib/aws-iam';
import { allow } from './allow';
import { Granted } from './granted';

/** The one call of Amazon Inspector's action; AWS offers neither a resource nor a condition key for it. */
export function grantInspectorScan(grantee: iam.IGrantable): Granted {
  // https://github.com/aws-actions/vulnerability-scan-github-action-for-amazon-inspector/blob/main/entrypoint/entrypoint/orchestrator.py
  return { grant: allow(grantee, [{ actions: ['inspector-scan:ScanSbom'], resources: ['*'] }]), resources: ['*'], steers: [] };
}
