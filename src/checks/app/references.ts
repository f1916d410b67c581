import { References } from './as-text';
import { mappedValues, possibleValues } from './parameters';
import { arnIn, pathOf } from './role-names';
import type { AppTemplate, AppTemplates } from './template';
import { hasUnknown } from '../../github/unknown-text';
import { PROVIDER_TYPES } from '../../provider/resource';
import { isPlainObject } from '../../trust/plain';

/**
 * What stands behind the references of a template: as much as the app's other templates tell.
 *
 * @param choice which of its possible values a parameter or a mapping has; with 0, none
 */
export function referencesOf(template: AppTemplate, templates: AppTemplates, choice: number): References {
  const { account, region, partition } = template;
  const pseudo = new Map([
    ['AWS::AccountId', account],
    ['AWS::Partition', partition],
    ['AWS::Region', region],
    ['AWS::URLSuffix', partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'],
  ]);
  const textOf: TextOf = (from, value) => templates.textOf(from, value, choice);
  // Where it has fewer values than others, the last.
  const chosen = (values: readonly unknown[]) => {
    templates.countValues(values.length);
    return choice === 0 ? undefined : values[choice - 1] ?? values.at(-1);
  };
  return {
    valueOf: (logicalId, attribute) => {
      const parameter = template.parameters[logicalId];
      return pseudo.get(logicalId) ?? providerArn(template, logicalId, attribute, textOf)
        ?? handedOver(template, logicalId, attribute, templates, textOf)
        ?? (parameter && chosen(possibleValues(parameter)));
    },
    mappedTo: ([name, first, second, otherwise]) => {
      const keys = [name, first, second].map(key => templates.textOf(template, key));
      const found = mappedValues(template.mappings, keys);
      const isMissing = found.length === 0 || keys.some(key => hasUnknown(String(key)));
      const values = isMissing && isPlainObject(otherwise) ? [...found, textOf(template, otherwise.DefaultValue)] : found;
      return values.length === 1 ? values[0] : chosen(values);
    },
    importedAs: exportName => templates.importedAs(exportName, choice),
    nameOf: logicalId => pathOf(template, logicalId),
  };
}

type TextOf = (template: AppTemplate, value: unknown) => unknown;

/** A provider whose URL is known has an ARN that is known, but for its account. */
function providerArn(template: AppTemplate, logicalId: string, attribute: string | undefined, textOf: TextOf): string | undefined {
  const { Type: type, Properties: properties } = template.resources[logicalId] ?? {};
  if (type === undefined || !PROVIDER_TYPES.includes(type) || (attribute !== undefined && attribute !== 'Arn')) {
    return undefined;
  }
  const url = textOf(template, properties?.Url);
  return typeof url === 'string' && !hasUnknown(url) ? arnIn(template, `oidc-provider/${url.replace(/^https:\/\//, '')}`) : undefined;
}

/** What a parent hands to a nested stack as a parameter, and a nested stack to its parent as an output. */
function handedOver(template: AppTemplate, logicalId: string, attribute: string | undefined, templates: AppTemplates, textOf: TextOf): unknown {
  const { nestedStackParent: parent, nestedStackResource: resource } = template.stack;
  if (attribute === undefined && parent && resource) {
    const from = templates.of(parent);
    const handed = from?.resources[parent.getLogicalId(resource)]?.Properties?.Parameters;
    return from && isPlainObject(handed) && Object.hasOwn(handed, logicalId) ? textOf(from, handed[logicalId]) : undefined;
  }
  if (attribute?.startsWith('Outputs.')) {
    const nested = templates.all.find(({ stack }) => stack.nestedStackParent === template.stack
      && stack.nestedStackResource && template.stack.getLogicalId(stack.nestedStackResource) === logicalId);
    return nested && textOf(nested, nested.outputs[attribute.slice('Outputs.'.length)]?.Value);
  }
  return undefined;
}
