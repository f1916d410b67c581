import { isUnresolved } from './text';

/** The command that prints a repository with its IDs, as `GithubRepository.of()` takes it. */
export function idCommand(fullName: string): string {
  return `gh api repos/${isUnresolved(fullName) ? 'OWNER/REPO' : fullName} --jq '"\\(.owner.login)@\\(.owner.id)/\\(.name)@\\(.id)"'`;
}
