import { Problem } from '../finding';
import { malformationOf } from '../malformation';
import { Rule } from '../rule';
import { subjectsOf } from '../trusted-subjects';
import { quoted } from '../words';

export const malformedSubject: Rule = {
  id: 'MalformedSubject',
  severity: 'error',
  summary: 'A subject that no token has, by any subject template: an empty owner or repository, a missing `repo:`, a branch without `refs/heads/`.',
  fix: "write 'repo:OWNER@OWNER_ID/REPO@REPO_ID:environment:NAME', or ':ref:refs/heads/BRANCH', ':ref:refs/tags/TAG' or ':pull_request' behind the repository",
  link: 'https://docs.github.com/en/actions/reference/security/oidc',
  ofRole: ({ trusts }) => trusts.flatMap(trust => subjectsOf(trust).flatMap((subject): Problem[] => {
    const found = malformationOf(subject);
    return found ? [{ statement: trust.statement.name, message: `no token has the subject ${quoted([subject.text])}: ${found.reason}`, fix: found.fix }] : [];
  })),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:ref:main' } } },
};
