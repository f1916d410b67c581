import { hasUnknown } from '../../github/unknown-text';
import { NEVER_THERE } from '../../trust/admits';
import { PolicyCondition } from '../../trust/policy';
import { Trust } from '../checked-role';
import { claimsOf, demandsOf, isPattern, passesWithoutKey, takes } from '../demands';
import { Problem } from '../finding';
import { Rule } from '../rule';
import { quoted } from '../words';

export const conditionNeverMet: Rule = {
  id: 'ConditionNeverMet',
  severity: 'error',
  summary: 'A condition that no token meets, so that nobody gets in: on what a web identity never carries, or two of one claim that contradict each other.',
  fix: 'leave one of the conditions out',
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html',
  ofRole: ({ trusts }) => trusts.flatMap(trust =>
    [...absentKeys(trust), ...absentClaims(trust), ...contradictions(trust)].map(problem => ({ ...problem, statement: trust.statement.name }))),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: 'repo:octo-org@123456/octo-repo@456789:ref:refs/tags/v*' } } },
  nonCompliant: {
    conditions: {
      StringEquals: { 'aud': 'sts.amazonaws.com', 'sub': 'repo:octo-org@123456/octo-repo@456789:environment:production', 'sts:ExternalId': 'octo' },
    },
  },
};

function absentKeys({ statement }: Trust): Problem[] {
  return statement.conditions.filter(condition => NEVER_THERE.has(`${condition.prefix}:${condition.claim}`) && !passesWithoutKey(condition)).map(({ key, operator, values }) => ({
    message: `'${operator}' demands ${quoted(values)} as '${key}', which a web identity never carries`,
    fix: `leave '${key}' out`,
  }));
}

/** Every token has both. */
function absentClaims({ claims }: Trust): Problem[] {
  return claims.filter(({ base, claim, values }) => base === 'Null' && ['aud', 'sub'].includes(claim) && values.every(value => value.toLowerCase() === 'true'))
    .map(({ key }) => ({ message: `'Null' demands that there is no '${key}', and every token has it`, fix: 'demand what it has to be, by StringEquals' }));
}

function contradictions(trust: Trust): Problem[] {
  return claimsOf(trust).flatMap(claim => {
    const conditions = trust.claims.filter(condition => condition.claim === claim && condition.base !== 'Null');
    const exact = conditions.length === 1 && conditions[0].values.length > 0 ? undefined : literalDemand(demandsOf(trust, claim));
    const isOpen = conditions.some(({ values }) => values.some(value => hasUnknown(value) || value.includes('${')));
    return exact === undefined || isOpen || exact.values.some(value => conditions.every(condition => meets(condition, value, exact))) ? [] : [{
      message: `no value of '${exact.key}' meets ${conditions.map(({ operator, values }) => `'${operator}' with ${quoted(values) || 'no value'}`).join(' and ')}`,
    }];
  });
}

/** A demand whose values are all that there can be. */
function literalDemand(demands: readonly PolicyCondition[]): PolicyCondition | undefined {
  return demands.find(demand => demand.values.every(value => !isPattern(demand, value)));
}

/** A value that may come in any case meets what some spelling of it meets. */
function meets(condition: PolicyCondition, value: string, { base }: PolicyCondition): boolean {
  const ignoresCase = base === 'StringEqualsIgnoreCase';
  if (!ignoresCase) {
    return takes(condition, value);
  }
  const lower = { ...condition, values: condition.values.map(one => one.toLowerCase()) };
  return condition.isNegated || takes(lower, value.toLowerCase());
}
