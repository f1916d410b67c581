import { Rule } from '../rule';
import { isOpenWithoutSubject, workflowsOfOneOwner } from '../without-subject';
import { quoted } from '../words';

export const reusableWorkflowWithoutOwner: Rule = {
  id: 'ReusableWorkflowWithoutOwner',
  severity: 'error',
  summary: 'A statement that trusts a reusable workflow, whoever calls it: anybody may call a public one, with inputs of their own.',
  fix: "demand the caller too: sub, such as 'repo:OWNER@OWNER_ID/*' by StringLike, and the owner's ID as repository_owner_id",
  link: 'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-with-reusable-workflows',
  ofRole: ({ trusts }) => trusts.filter(isOpenWithoutSubject).flatMap(trust => {
    const workflows = workflowsOfOneOwner(trust);
    return workflows.length === 0 ? [] : [{
      statement: trust.statement.name,
      message: `job_workflow_ref is ${quoted(workflows)}, and nothing says whose job calls that workflow, so that of any repository of ${trust.issuer.url} may`,
    }];
  }),
  compliant: {
    conditions: {
      StringEquals: {
        aud: 'sts.amazonaws.com',
        job_workflow_ref: 'octo-org/workflows/.github/workflows/deploy.yml@refs/heads/main',
        repository_owner_id: '123456',
      },
    },
  },
  nonCompliant: {
    conditions: { StringEquals: { aud: 'sts.amazonaws.com', job_workflow_ref: 'octo-org/workflows/.github/workflows/deploy.yml@refs/heads/main' } },
  },
};
