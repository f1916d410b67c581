import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The native resource, and the Lambda-backed one of `iam.OpenIdConnectProvider`. */
export const PROVIDER_TYPES = ['AWS::IAM::OIDCProvider', 'Custom::AWSCDKOpenIdConnectProvider'];

/** The URL of an IAM OIDC provider's resource, if it is one and its URL is literal. */
export function urlOfResource(construct: IConstruct): string | undefined {
  const url = propertiesOf(construct)?.Url;
  return typeof url === 'string' && !Token.isUnresolved(url) ? url : undefined;
}

/** The audiences of an IAM OIDC provider's resource, if it is one and they are literal. The Lambda-backed one spells the property in its own way. */
export function audiencesOfResource(construct: IConstruct): string[] | undefined {
  const { ClientIdList: list, ClientIDList: lambdaBacked } = propertiesOf(construct) ?? {};
  const audiences: unknown = list ?? lambdaBacked;
  return Array.isArray(audiences) && audiences.every(audience => typeof audience === 'string') ? audiences : undefined;
}

function propertiesOf(construct: IConstruct): Record<string, unknown> | undefined {
  if (!CfnResource.isCfnResource(construct) || !PROVIDER_TYPES.includes(construct.cfnResourceType)) {
    return undefined;
  }
  // The one way to a custom resource's properties.
  const rendered = Stack.of(construct).resolve((construct as unknown as { _toCloudFormation(): any })._toCloudFormation());
  const [{ Properties: properties }] = Object.values<any>(rendered.Resources);
  return properties;
}
