import { withUnknowns } from '../../github/unknown-text';
import { hasWildcard } from '../../github/wildcard';
import { PolicyCondition, PolicyStatement } from '../../trust/policy';
import { isDemand } from '../demands';
import { Rule } from '../rule';

export const principalTooBroad: Rule = {
  id: 'PrincipalTooBroad',
  severity: 'error',
  summary: 'A principal that stands for anybody: `*`, a provider with a wildcard, or `NotPrincipal`.',
  fix: "name the one provider as Federated, 'arn:PARTITION:iam::ACCOUNT:oidc-provider/HOST'",
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  ofRole: ({ statements }) => statements.filter(({ isDeny }) => !isDeny).flatMap(statement => broadPrincipals(statement).map(principal => ({
    statement: statement.name,
    message: `the principal is ${principal}, which is not the provider alone`,
  }))),
  compliant: { statement: { Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com' } } },
  nonCompliant: { statement: { Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/*' } } },
};

function broadPrincipals(statement: PolicyStatement): string[] {
  const { isAboutWebIdentity, principals: { federated, aws, isAnybody, isNegated } } = statement;
  if (isNegated) {
    return ["anybody but those of 'NotPrincipal'"];
  }
  // Of any account, a condition may still say which.
  const isBounded = !isAboutWebIdentity
    && statement.conditions.some(condition => isOfCaller(condition) && (isDemand(condition) || isArnDemand(condition)));
  return isBounded ? [] : [
    ...isAnybody ? ["'*'"] : [],
    ...federated.filter(provider => hasWildcard(withUnknowns(provider, () => ''))).map(provider => `the provider '${provider}'`),
    ...aws.includes('*') ? ["'AWS: *'"] : [],
  ];
}

function isArnDemand({ base, ifExists, set }: PolicyCondition): boolean {
  return ['ArnEquals', 'ArnLike'].includes(base) && !ifExists && set !== 'ForAllValues';
}

function isOfCaller({ prefix, claim }: PolicyCondition): boolean {
  return prefix === 'aws' && /^(?:principal|source)/.test(claim);
}
