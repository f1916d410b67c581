import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

const PSEUDO: Record<string, string> = {
  'AWS::Partition': 'aws', 'AWS::AccountId': '111111111111', 'AWS::Region': 'eu-west-1', 'AWS::URLSuffix': 'amazonaws.com',
};

/**
 * A template as AWS would see it: references to OIDC providers and repositories become ARNs of account 111111111111 in eu-west-1.
 */
export function resolved(template: Template | Record<string, any>): any {
  const json = template instanceof Template ? template.toJSON() : template;
  const arnOf = (logicalId: string): string => {
    const { Type: type, Properties: properties = {} } = json.Resources?.[logicalId] ?? {};
    switch (type) {
      case 'AWS::IAM::OIDCProvider': return `arn:aws:iam::111111111111:oidc-provider/${properties.Url.replace('https://', '')}`;
      case 'AWS::ECR::Repository': return `arn:aws:ecr:eu-west-1:111111111111:repository/${properties.RepositoryName ?? logicalId.toLowerCase()}`;
      default: return `unresolved:${logicalId}`;
    }
  };
  const visit = (value: any): any => {
    if (Array.isArray(value)) { return value.map(visit); }
    if (typeof value !== 'object' || value === null) { return value; }
    if (typeof value.Ref === 'string') { return PSEUDO[value.Ref] ?? arnOf(value.Ref); }
    if (value['Fn::GetAtt']) { return arnOf(value['Fn::GetAtt'][0]); }
    if (value['Fn::Join']) { return visit(value['Fn::Join'][1]).join(value['Fn::Join'][0]); }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
  };
  return visit(json);
}

/** The trust policy of a template's only role, or of one by logical id prefix. */
export function trustPolicyIn(stack: Stack, rolePrefix = ''): any {
  return resourceIn(stack, 'AWS::IAM::Role', rolePrefix).AssumeRolePolicyDocument;
}

/** Every identity policy document of a stack. */
export function identityPoliciesIn(stack: Stack): any[] {
  return Object.values<any>(resolved(Template.fromStack(stack)).Resources)
    .filter(({ Type: type }) => type === 'AWS::IAM::Policy' || type === 'AWS::IAM::ManagedPolicy')
    .map(({ Properties: properties }) => properties.PolicyDocument);
}

export function resourceIn(stack: Stack, type: string, prefix = ''): any {
  const resources = Object.entries<any>(resolved(Template.fromStack(stack)).Resources);
  const found = resources.filter(([id, resource]) => resource.Type === type && id.startsWith(prefix));
  if (found.length !== 1) {
    throw new Error(`expected one ${type} '${prefix}', found ${found.length}`);
  }
  return found[0][1].Properties;
}

/** The warnings that constructs carry, by path: all, or those of one rule. */
export function warningsOf(app: App, ruleId = ''): Record<string, string[]> {
  const warnings: Record<string, string[]> = {};
  for (const construct of app.node.findAll()) {
    const texts = construct.node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data))
      .filter(text => text.includes(`[ack: GithubOidcChecks::${ruleId}`) || ruleId === '');
    if (texts.length > 0) { warnings[construct.node.path] = texts; }
  }
  return warnings;
}
