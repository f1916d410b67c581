import type { GithubIssuer } from './issuer';
import { isUnresolved } from './text';

/** The command that prints a repository or, for `OWNER/*`, an owner with its IDs, as `GithubRepository` takes it. */
export function idCommand(fullName: string, issuer?: GithubIssuer): string {
  const [owner, name] = (isUnresolved(fullName) ? 'OWNER/REPO' : fullName).split('/');
  return name === '*'
    ? `${ghApi(issuer)} users/${owner} --jq '"\\(.login)@\\(.id)"'`
    : `${ghApi(issuer)} repos/${owner}/${name} --jq '"\\(.owner.login)@\\(.owner.id)/\\(.name)@\\(.id)"'`;
}

/** The command that prints how the subjects of a repository begin, with IDs where it mints them so. */
export function subjectPrefixCommand(fullName: string, issuer: GithubIssuer): string {
  return `${ghApi(issuer)} repos/${fullName}/actions/oidc/customization/sub --jq .sub_claim_prefix`;
}

function ghApi(issuer?: GithubIssuer): string {
  const [host] = (issuer?.conditionKeyPrefix ?? '').split('/');
  const own = /^token\.actions\.(.+\.ghe\.com)$/.exec(host)?.[1] ?? host;
  return ['', 'token.actions.githubusercontent.com'].includes(own) ? 'gh api' : `gh api --hostname ${own}`;
}
