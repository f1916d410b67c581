import { References } from './as-text';
import type { AppTemplate, AppTemplates } from './template';
import { hasUnknown, unknownText } from '../../github/unknown-text';
import { PROVIDER_TYPES } from '../../provider/resource';
import { isPlainObject } from '../../trust/plain';

/** What stands behind the references of a template: as much as the app's other templates tell. */
export function referencesOf(template: AppTemplate, templates: AppTemplates): References {
  const { account, region, partition } = template;
  const pseudo = new Map([
    ['AWS::AccountId', account],
    ['AWS::Partition', partition],
    ['AWS::Region', region],
    ['AWS::URLSuffix', partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'],
  ]);
  return {
    valueOf: (logicalId, attribute) =>
      pseudo.get(logicalId) ?? providerArn(template, logicalId, attribute, templates) ?? handedOver(template, logicalId, attribute, templates),
    importedAs: exportName => templates.importedAs(exportName),
    nameOf: logicalId => nameOf(template, logicalId),
  };
}

/** A provider whose URL is known has an ARN that is known, but for its account. */
function providerArn(template: AppTemplate, logicalId: string, attribute: string | undefined, templates: AppTemplates): string | undefined {
  const { Type: type, Properties: properties } = template.resources[logicalId] ?? {};
  if (type === undefined || !PROVIDER_TYPES.includes(type) || (attribute !== undefined && attribute !== 'Arn')) {
    return undefined;
  }
  const url = templates.textOf(template, properties?.Url);
  return typeof url === 'string' && !hasUnknown(url)
    ? `arn:${template.partition}:iam::${template.account ?? unknownText('AWS::AccountId')}:oidc-provider/${url.replace(/^https:\/\//, '')}`
    : undefined;
}

/** What a parent hands to a nested stack as a parameter, and a nested stack to its parent as an output. */
function handedOver(template: AppTemplate, logicalId: string, attribute: string | undefined, templates: AppTemplates): unknown {
  const { nestedStackParent: parent, nestedStackResource: resource } = template.stack;
  if (attribute === undefined && parent && resource) {
    const from = templates.of(parent);
    const handed = from?.resources[parent.getLogicalId(resource)]?.Properties?.Parameters;
    return from && isPlainObject(handed) && Object.hasOwn(handed, logicalId) ? templates.textOf(from, handed[logicalId]) : undefined;
  }
  if (attribute?.startsWith('Outputs.')) {
    const nested = templates.all.find(({ stack }) => stack.nestedStackParent === template.stack
      && stack.nestedStackResource && template.stack.getLogicalId(stack.nestedStackResource) === logicalId);
    return nested && templates.textOf(nested, nested.outputs[attribute.slice('Outputs.'.length)]?.Value);
  }
  return undefined;
}

function nameOf({ constructs }: AppTemplate, logicalId: string): string {
  return constructs.get(logicalId)?.node.path.replace(/\/Resource$/, '') ?? logicalId;
}
