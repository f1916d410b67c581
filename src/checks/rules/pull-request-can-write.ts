import { sortedUnique } from '../../trust/order';
import { CheckedRole, Trust } from '../checked-role';
import { Rule } from '../rule';
import { UNNAMED } from '../sample-texts';
import { admittedTokens, pullRequestRuns } from '../sample-tokens';
import { contextStart, subjectsOf } from '../trusted-subjects';
import { quoted } from '../words';
import { lookupRoles, writeAccess } from '../write-access';

export const pullRequestCanWrite: Rule = {
  id: 'PullRequestCanWrite',
  severity: 'warning',
  summary: 'A role that pull requests can assume, whose code nobody has reviewed yet, and that may change something or read the whole account.',
  fix: 'give pull requests a role of their own that only reads, and keep this one for a branch or an environment',
  link: 'https://docs.github.com/en/actions/reference/security/oidc',
  dependsOn: 'permissions',
  ofRole: role => {
    const repositories = repositoriesOfPullRequests(role);
    const [writes, lookups] = repositories.length === 0 ? [[], []] : [writeAccess(role), lookupRoles(role)];
    const who = `pull requests of ${quoted(repositories)} can assume the role`;
    return [
      ...writes.length === 0 ? [] : [{ message: `${who}, which may do more than read: ${quoted(writes)}` }],
      ...lookups.length === 0 ? [] : [{
        message: `${who}, and by it ${quoted(lookups)}, which reads nearly everything in its account`,
        fix: "run 'cdk diff' where the code has been reviewed, or bootstrap with a lookup role that reads less",
      }],
    ];
  },
  compliant: {
    conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } },
    permissions: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::site/*' }],
  },
  nonCompliant: {
    conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:pull_request' } },
    permissions: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::site/*' }],
  },
};

function repositoriesOfPullRequests({ trusts }: CheckedRole): string[] {
  return sortedUnique(trusts.filter(mayTrustPullRequests).flatMap(trust =>
    pullRequestRuns(trust).filter(({ event }) => event === 'pull_request').flatMap(run => admittedTokens(trust, run)).map(({ repository }) => repository.replaceAll(UNNAMED, '*'))));
}

/** Most statements name another context, and need no sample. */
function mayTrustPullRequests(trust: Trust): boolean {
  const subjects = subjectsOf(trust);
  return subjects.length === 0 || subjects.some(subject => 'pull_request'.startsWith(contextStart(subject)));
}
