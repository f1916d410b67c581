import { isPlainObject } from './plain';
import { PolicyCondition, PolicyPrincipals, PolicyStatement } from './policy';
import { lazyByName } from './reach/lazy';
import { hasUnknown, withUnknowns } from '../github/unknown-text';
import { like } from '../github/wildcard';

const ACTION = 'sts:assumerolewithwebidentity';

/**
 * The statements of a policy document whose intrinsics are text already.
 *
 * @param conditional those of its statements that a condition of the template decides on
 */
export function readPolicy(document: unknown, conditional: ReadonlySet<unknown> = new Set()): PolicyStatement[] {
  const { Statement: statements, Version: version } = isPlainObject(document) ? document : {};
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
  const hasVariables = version === '2012-10-17';
  return listOf(statements).filter(isPlainObject)
    .map((statement, index) => readStatement(statement, index, hasVariables, conditional.has(statement)));
}

function readStatement(statement: Record<string, unknown>, index: number, hasVariables: boolean, isChosen: boolean): PolicyStatement {
  const { Sid: sid, Effect: effect, Action: action, NotAction: notAction } = statement;
  const isNegated = action === undefined && notAction !== undefined;
  const isDeny = effect === 'Deny';
  const actions = textsOf(isNegated ? notAction : action);
  const readAs = (pattern: string) => isDeny === isNegated ? withUnknowns(pattern, () => '*') : pattern;
  return {
    name: typeof sid === 'string' && sid !== '' ? sid : `statement ${index + 1}`,
    isDeny,
    isConditional: isChosen || !isReadable(statement.Condition),
    actions,
    isAboutWebIdentity: actions.some(pattern => like(ACTION, readAs(pattern).toLowerCase())) !== isNegated,
    principals: readPrincipals(statement),
    hasVariables,
    ...readConditions(statement.Condition),
  };
}

function readPrincipals({ Principal: principal, NotPrincipal: notPrincipal }: Record<string, unknown>): PolicyPrincipals {
  const isNegated = principal === undefined && notPrincipal !== undefined;
  const given = isNegated ? notPrincipal : principal;
  const byType = isPlainObject(given) ? given : {};
  const [named, aws, others] = [['Federated'], ['AWS'], ['Service', 'CanonicalUser']].map(types => types.flatMap(type => textsOf(byType[type])));
  // A principal that only deployment knows may be a provider.
  const federated = typeof given === 'string' && hasUnknown(given) ? [given] : named;
  return { federated, aws, others, isAnybody: given === '*', isNegated };
}

export function readConditions(element: unknown): Pick<PolicyStatement, 'conditions' | 'conditionElement'> {
  const blocks = Object.entries(isPlainObject(element) ? element : {})
    .filter((entry): entry is [string, Record<string, unknown>] => isPlainObject(entry[1]));
  return {
    conditions: blocks.flatMap(([operator, block]) => Object.entries(block).map(([key, values]) => readCondition(operator, key, values))),
    conditionElement: Object.fromEntries(blocks),
  };
}

/** Whether a `Condition` element is one. */
export function isReadable(element: unknown): boolean {
  return element === undefined || (isPlainObject(element) && Object.values(element).every(isPlainObject));
}

function readCondition(operator: string, key: string, values: unknown): PolicyCondition {
  const { base, set, ifExists, isNegated } = takenApart(operator);
  // An issuer's prefix holds no colon, and neither does a service's.
  const colon = key.indexOf(':');
  return {
    operator,
    base,
    set,
    ifExists,
    isNegated,
    key,
    prefix: key.slice(0, Math.max(colon, 0)).toLowerCase(),
    claim: key.slice(colon + 1).toLowerCase(),
    values: textsOf(values),
  };
}

/** Policies use few. */
const takenApart = lazyByName((operator: string): Pick<PolicyCondition, 'base' | 'set' | 'ifExists' | 'isNegated'> => {
  const [, set, base, ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/s.exec(operator)!;
  return { base, set: set as PolicyCondition['set'], ifExists: ifExists !== undefined, isNegated: /Not(?!$)/.test(base) };
});

function textsOf(value: unknown): string[] {
  return listOf(value).filter(one => one !== null && typeof one !== 'object').map(String);
}

function listOf(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
