import { isUnresolved } from './text';

/** The command that prints a repository or, for `OWNER/*`, an owner with its IDs, as `GithubRepository` takes it. */
export function idCommand(fullName: string): string {
  const [owner, name] = (isUnresolved(fullName) ? 'OWNER/REPO' : fullName).split('/');
  return name === '*'
    ? `gh api users/${owner} --jq '"\\(.login)@\\(.id)"'`
    : `gh api repos/${owner}/${name} --jq '"\\(.owner.login)@\\(.owner.id)/\\(.name)@\\(.id)"'`;
}
