import { Rule } from '../rule';
import { isOpenWithoutSubject, workflowsOfOneOwner } from '../without-subject';

export const subjectMissing: Rule = {
  id: 'SubjectMissing',
  severity: 'error',
  summary: 'A statement that does not say whose jobs it trusts: neither by `sub` nor by the claims that name a repository, its owner or a workflow.',
  fix: "demand sub by StringEquals, such as 'repo:OWNER@OWNER_ID/REPO@REPO_ID:environment:NAME'",
  link: 'https://docs.github.com/en/actions/reference/security/oidc',
  ofRole: ({ trusts }) => trusts.filter(isOpenWithoutSubject).filter(trust => workflowsOfOneOwner(trust).length === 0)
    .map(({ statement, issuer }) => ({
      statement: statement.name,
      message: `no condition demands '${issuer.conditionKeyPrefix}:sub', so a job of any repository of ${issuer.url} can assume the role`,
    })),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com' } } },
};
