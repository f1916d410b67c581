import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The native resource, and the Lambda-backed one of `iam.OpenIdConnectProvider`. */
export const PROVIDER_TYPES = ['AWS::IAM::OIDCProvider', 'Custom::AWSCDKOpenIdConnectProvider'];

/** The URL of an IAM OIDC provider's resource, if it is one and its URL is literal. */
export function urlOfResource(construct: IConstruct): string | undefined {
  if (!CfnResource.isCfnResource(construct) || !PROVIDER_TYPES.includes(construct.cfnResourceType)) {
    return undefined;
  }
  // The one way to a custom resource's properties.
  const rendered = Stack.of(construct).resolve((construct as unknown as { _toCloudFormation(): any })._toCloudFormation());
  const [{ Properties: { Url: url } }] = Object.values<any>(rendered.Resources);
  return typeof url === 'string' && !Token.isUnresolved(url) ? url : undefined;
}
