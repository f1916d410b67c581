import { demandsOf, isPattern, isPinned } from '../demands';
import { Rule } from '../rule';

export const workflowRefUnpinned: Rule = {
  id: 'WorkflowRefUnpinned',
  severity: 'warning',
  summary: 'A reusable workflow at no certain git ref: whoever can push a branch to its repository can run another version of the file.',
  fix: "pin the ref, as in 'OWNER/REPO/.github/workflows/FILE@refs/heads/main', by StringEquals",
  link: 'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-with-reusable-workflows',
  ofRole: ({ trusts }) => trusts.flatMap(trust => demandsOf(trust, 'job_workflow_ref').flatMap(demand => demand.values.flatMap(value => {
    const isOpen = isPattern(demand, value);
    // Beside a value that is pinned, a pattern opens nothing.
    const why = isOpen && isPinned(trust, 'job_workflow_ref') ? undefined : whyUnpinned(value, isOpen);
    return why === undefined ? [] : [{ statement: trust.statement.name, message: `job_workflow_ref is '${value}', ${why}` }];
  }))),
  compliant: {
    conditions: {
      StringEquals: {
        aud: 'sts.amazonaws.com',
        sub: 'repo:octo-org@123456/octo-repo@456789:environment:production',
        job_workflow_ref: 'octo-org/workflows/.github/workflows/deploy.yml@refs/heads/main',
      },
    },
  },
  nonCompliant: {
    conditions: {
      StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' },
      StringLike: { job_workflow_ref: 'octo-org/workflows/.github/workflows/deploy.yml@*' },
    },
  },
};

/** Text right of a wildcard proves nothing: a branch's name may hold `@refs/heads/main`. */
function whyUnpinned(value: string, isOpen: boolean): string | undefined {
  if (!value.includes('@')) {
    return isOpen ? 'which names no git ref, so that any version of the file will do' : "without '@' and a git ref, which no token has";
  }
  if (!isOpen) {
    return undefined;
  }
  return value.search(/[*?]/) < value.indexOf('@')
    ? "and what stands behind a wildcard pins no git ref: a branch's name may hold it too"
    : 'so that the file of more than one git ref will do';
}
