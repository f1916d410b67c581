import { Arn, ArnFormat, Resource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { GithubIssuer } from '../github/issuer';
import { Misuse } from '../misuse';
import type { IGithubOidcProvider } from '../provider';

/** A provider that the app refers to and does not make. */
export class ExistingProvider extends Resource implements IGithubOidcProvider {
  public readonly oidcProviderArn: string;
  public readonly oidcProviderIssuer: string;
  public readonly openIdConnectProviderArn: string;
  public readonly openIdConnectProviderIssuer: string;

  constructor(scope: Construct, id: string, public readonly issuer: GithubIssuer, account?: string) {
    if (account !== undefined && !Token.isUnresolved(account) && !/^[0-9]{12}$/.test(account)) {
      throw new Misuse('AccountInvalid', `the account of '${scope.node.path}/${id}' is '${account}'; an AWS account ID has 12 digits`);
    }
    super(scope, id, { account });
    this.oidcProviderArn = providerArn(Stack.of(this), issuer, account);
    this.oidcProviderIssuer = issuer.conditionKeyPrefix;
    this.openIdConnectProviderArn = this.oidcProviderArn;
    this.openIdConnectProviderIssuer = this.oidcProviderIssuer;
  }

  public get oidcProviderRef(): iam.OIDCProviderReference {
    return { oidcProviderArn: this.oidcProviderArn };
  }
}

/** The ARN as text: it needs no reference to the provider's stack. */
export function providerArn(stack: Stack, issuer: GithubIssuer, account?: string): string {
  return Arn.format({
    service: 'iam', region: '', account, resource: 'oidc-provider', resourceName: issuer.conditionKeyPrefix, arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  }, stack);
}
