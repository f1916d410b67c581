import { IResolveContext, Lazy, Token } from 'aws-cdk-lib';
import { requirePolicyText } from '../github/text';
import { Misuse } from '../misuse';

type Conditions = Record<string, Record<string, unknown>>;

/**
 * Conditions whose unresolved values are looked at again when they are known: a value that turns out to be nothing would take its whole
 * condition with it, and let more in.
 */
export function guardConditions(conditions: Conditions): Conditions {
  const guardBlock = (operator: string, block: Record<string, unknown>) => Object.fromEntries(Object.entries(block).map(([key, value]) =>
    [key, Array.isArray(value) ? value.map(one => guard(`${operator} ${key}`, one)) : guard(`${operator} ${key}`, value)]));
  return Object.fromEntries(Object.entries(conditions).map(([operator, block]) => [operator, guardBlock(operator, block)]));
}

function guard(what: string, value: unknown): unknown {
  return Token.isUnresolved(value) ? Lazy.uncachedAny({ produce: context => requireValue(what, value, context) }) : value;
}

function requireValue(what: string, value: unknown, context: IResolveContext): unknown {
  const resolved = context.resolve(value);
  if (resolved === undefined || resolved === null || JSON.stringify(resolved).includes('"AWS::NoValue"')) {
    throw new Misuse('ConditionVanishes',
      `the condition ${what} has a value that is, or may turn out to be, nothing: it would leave the trust policy, and let more in; give it a value in every case`);
  }
  if (typeof resolved === 'string') {
    requirePolicyText(`the condition ${what}`, resolved);
  }
  return resolved;
}
