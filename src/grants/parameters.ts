import * as iam from 'aws-cdk-lib/aws-iam';
import type { IParameterRef } from 'aws-cdk-lib/aws-ssm';
import { allow } from './allow';
import { requireAny } from './given-name';
import { Granted } from './granted';
import { decryption, keyArnFor } from './key-use';
import { referenceArn } from './reference';

/** `aws ssm get-parameter` and `get-parameters` of these parameters. */
export function grantParametersRead(grantee: iam.IGrantable, parameters: readonly IParameterRef[]): Granted {
  const encrypted = requireAny('parameter', parameters)
    .map(parameter => ({ arn: parameterArn(parameter), keyArn: keyArnFor(parameter) }));
  const resources = [...new Set(encrypted.map(({ arn }) => arn))];
  return {
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
    grant: allow(grantee, [
      { actions: ['ssm:GetParameter', 'ssm:GetParameters'], resources },
      // https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html#parameter-store-encryption-context
      ...decryption('PARAMETER_ARN', encrypted),
    ]),
    resources,
    steers: [],
  };
}

function parameterArn(parameter: IParameterRef): string {
  return referenceArn(['ssm', /^parameter\/?[^/]/], 'one of the parameters',
    'an SSM parameter; pass an ssm.StringParameter, an ssm.CfnParameter or an imported one', parameter, ({ parameterRef }: IParameterRef) => parameterRef?.parameterArn);
}
