import { GithubIssuer } from '../../github/issuer';
import { isRefusedByIam } from '../../trust/iam-acceptance';
import { PolicyStatement } from '../../trust/policy';
import { CheckedRole } from '../checked-role';
import { Rule } from '../rule';
import { isUnknownProvider, prefixOfProvider } from '../trusts';
import { quoted } from '../words';

const ACTION = 'sts:AssumeRoleWithWebIdentity';
const SAME_ACTION = ACTION.toLowerCase();

export const iamRefusesTrustPolicy: Rule = {
  id: 'IamRefusesTrustPolicy',
  severity: 'error',
  summary: 'A trust policy that IAM itself refuses when the role is made or changed.',
  fix: "demand sub by StringEquals or StringLike, with a first value that begins with the owner, such as 'repo:OWNER@OWNER_ID/'",
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html',
  ofRole: role => role.statements.filter(({ isDeny, isAboutWebIdentity }) => !isDeny && isAboutWebIdentity).flatMap(statement => {
    const prefix = judgedPrefix(statement, role);
    return prefix === undefined ? [] : [
      ...statement.actions.filter(isRefusedAction).map(action => ({
        statement: statement.name,
        message: `IAM refuses the action '${action}' in a trust policy`,
        fix: `write '${ACTION}'`,
      })),
      ...isRefusedByIam(statement.conditionElement, { conditionKeyPrefix: prefix })
        ? [{ statement: statement.name, message: `IAM refuses a trust policy in which ${whyOf(statement, prefix)}` }]
        : [],
    ];
  }),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: ['repo:octo-org@123456/octo-repo@456789:environment:production'] } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', repository_id: '456789', repository_owner_id: '123456' } } },
};

/** IAM looks at the beginning of the issuer. A provider that is known only at deployment is that of the condition keys. */
function judgedPrefix(statement: PolicyStatement, { trusts }: CheckedRole): string | undefined {
  const { federated, isNegated } = statement.principals;
  const byKey = trusts.filter(trust => trust.statement === statement && trust.providerArn === undefined)
    .map(({ issuer }) => issuer.conditionKeyPrefix);
  const prefixes = isNegated ? [] : federated.flatMap(arn => isUnknownProvider(arn) ? byKey : prefixOfProvider(arn) ?? []);
  return prefixes.find(prefix => prefix.startsWith(GithubIssuer.GITHUB_COM.conditionKeyPrefix));
}

/** As published: wildcards for all of it, and any other spelling of the one action that is meant. */
function isRefusedAction(action: string): boolean {
  return ['*', 'sts:*'].includes(action.toLowerCase()) || (action !== ACTION && action.toLowerCase() === SAME_ACTION);
}

function whyOf({ conditions }: PolicyStatement, prefix: string): string {
  const judged = conditions.filter(condition => condition.prefix === prefix.toLowerCase() && ['sub', 'job_workflow_ref'].includes(condition.claim));
  return judged.length === 0
    ? `nothing is demanded of '${prefix}:sub'`
    : judged.map(({ operator, claim, values }) => `${claim} is ${quoted(values, 1) || 'nothing'} under '${operator}'`).join(' and ');
}
