import { IResolveContext, Lazy, Token } from 'aws-cdk-lib';
import { Conditions, mapConditions } from './conditions';
import { requirePolicyText } from '../github/text';
import { Misuse } from '../misuse';

/**
 * Conditions whose unresolved values are looked at again when they are known: a value that turns out to be nothing would take its whole
 * condition with it, and let more in.
 */
export function guardConditions(conditions: Conditions): Conditions {
  return mapConditions(conditions, (value, condition) =>
    Token.isUnresolved(value) ? Lazy.uncachedAny({ produce: context => requireValue(condition, value, context) }) : value);
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
