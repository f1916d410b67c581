import { admits } from '../admissions';
import { Trust } from '../checked-role';
import { claimsOf, demandsOf, isPositive, textConditionsOn } from '../demands';
import { exampleToken, strangersToken, withoutClaim } from '../example-tokens';
import { Problem } from '../finding';
import { Rule } from '../rule';
import { quoted } from '../words';

export const vacuousCondition: Rule = {
  id: 'VacuousCondition',
  severity: 'error',
  summary: 'A condition that looks like a bound and is none: `ForAllValues` and `IfExists` pass for a token without the claim, negated operators for whoever they do not list.',
  fix: 'demand what the claim has to be, by StringEquals, or by StringLike where it is a pattern',
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html',
  ofRole: ({ trusts }) => trusts.flatMap(trust => claimsOf(trust).filter(claim => demandsOf(trust, claim).length === 0)
    .flatMap(claim => problemsOf(trust, claim))),
  compliant: {
    conditions: {
      StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' },
      StringNotLike: { ref: 'refs/heads/dependabot/*' },
    },
  },
  nonCompliant: {
    conditions: {
      'ForAllValues:StringEquals': { aud: 'sts.amazonaws.com' },
      'StringEquals': { sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' },
    },
  },
};

function problemsOf(trust: Trust, claim: string): Problem[] {
  const passesWithoutClaim = () => admits(trust, withoutClaim(exampleToken(trust), claim));
  return textConditionsOn(trust, claim).flatMap(condition => {
    const { key, operator, values } = condition;
    const { statement: { name: statement } } = trust;
    if (isPositive(condition)) {
      return passesWithoutClaim() ? [{ statement, message: `'${operator}' compares '${key}' with ${quoted(values)}, and passes for a token without the claim too` }] : [];
    }
    return letsOthersIn(trust, claim) ? [{ statement, message: `'${operator}' only says what '${key}' must not be, ${quoted(values)}, so that all others get in` }] : [];
  });
}

/** Of other claims than the two that bound a statement, to leave some values out narrows it. */
function letsOthersIn(trust: Trust, claim: string): boolean {
  switch (claim) {
    case 'sub': return admits(trust, strangersToken(trust));
    case 'aud': return admits(trust, { ...exampleToken(trust), aud: 'https://example.com/another-service' });
    default: return false;
  }
}
