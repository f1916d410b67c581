import type { CfnResource } from 'aws-cdk-lib';
import type { AppTemplate } from './template';
import { hasUnknown, unknownText } from '../../github/unknown-text';
import { remembered } from '../../trust/remembered';

/** What a role's resource is known by elsewhere in the app. */
export interface RoleNames {
  readonly names: readonly string[];
  readonly arns: readonly string[];
}

/** How the rest of the app refers to a role: by reference, or by its name or ARN. What is unknown there may differ from template to template. */
export function namesOf(template: AppTemplate, logicalId: string, { RoleName: name, Path: path = '/' }: Readonly<Record<string, unknown>>): RoleNames {
  const reference = pathOf(template, logicalId);
  const given = typeof name === 'string' ? [name] : [];
  const known = (text: string) => hasUnknown(`${name}${path}`) ? withinTemplate(template, text) : text;
  return {
    names: [unknownText(reference), ...given.map(known)],
    arns: [unknownText(`${reference}.Arn`), `role${path}${unknownText(reference)}`, ...given.map(one => known(arnIn(template, `role${path}${one}`)))],
  };
}

export function arnIn({ account = unknownText('AWS::AccountId'), partition }: Pick<AppTemplate, 'account' | 'partition'>, resource: string): string {
  return `arn:${partition}:iam::${account}:${resource}`;
}

/** The end of an ARN that has its name by reference, whatever stands for the account that it is in; undefined for others. */
export function endOfArn({ account }: AppTemplate, text: string): string | undefined {
  const [, where, end] = /^arn:.*?:iam::(.*?):(role\/.*)$/.exec(text) ?? [];
  return end && hasUnknown(end) && (account === undefined || hasUnknown(where) || where === account) ? end : undefined;
}

/** A text that stands for one thing in a template only. */
export function withinTemplate({ file }: AppTemplate, text: string): string {
  return `${file}\n${text}`;
}

/** The construct that a reader knows: the one around a construct's main resource. */
export function pathOf({ constructs }: AppTemplate, logicalId: string): string {
  const construct = constructs.get(logicalId);
  return construct ? shownPath(construct) : logicalId;
}

const shownPath = remembered(({ node }: CfnResource) => node.path.replace(/\/Resource$/, ''));
