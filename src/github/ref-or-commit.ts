import { maskUnresolved, requirePolicyText } from './text';
import { Misuse } from '../misuse';

/** A commit of either of git's hashes. */
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** A branch's or tag's short name is no ref: no token would ever have it. */
export function requireRefOrCommit(what: string, gitRef: unknown): void {
  if (gitRef === undefined || gitRef === null || gitRef === '') {
    throw new Misuse('GithubClaimInvalid', `${what} is missing, so any branch's version of the file would do; pass one, such as 'refs/heads/main'`);
  }
  requirePolicyText(what, gitRef);
  if (!/^refs\/./.test(gitRef) && !COMMIT.test(gitRef) && maskUnresolved(gitRef) === gitRef) {
    const name = gitRef.replace(/^(?:refs\/)?(?:(?:heads|tags)\/)?/, '') || 'main';
    throw new Misuse('GithubClaimInvalid', `${what} is '${gitRef}'; pass a full ref, such as 'refs/heads/${name}' or 'refs/tags/${name}', or a commit's full hash`);
  }
}
