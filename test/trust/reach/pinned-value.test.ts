import { GithubIssuer } from '../../../src/github/issuer';
import { isPinnedValue } from '../../../src/trust/reach/pinned-value';
import { OLD_SERVER } from '../../support/gates';

function isPinned(claim: string, base: string, value: string, issuer = GithubIssuer.GITHUB_COM): boolean {
  return isPinnedValue({ claim, base }, value, issuer);
}

test.each([
  ['sub', 'StringLike', 'repo:octo/*'],
  ['sub', 'StringLike', 'repo:octo@*'],
  ['sub', 'StringLike', 'repository:octo/*'],
  ['sub', 'StringLike', 'workflow_ref:octo/*'],
  ['sub', 'StringLike', 'repository_owner:octo:*'],
  ['sub', 'StringEquals', 'repository_owner:octo'],
  ['sub', 'StringLike', 'repository_owner:octo'],
  ['sub', 'StringLike', 'repository_owner_id:1:*'],
  ['sub', 'StringEquals', 'repository_id:1'],
  ['sub', 'StringEquals', 'enterprise:octo'],
  ['sub', 'StringEquals', 'enterprise_id:1'],
  ['sub', 'StringLike', 'environment:prod:repo:octo/*'],
  ['sub', 'StringLike', 'pull_request:repo:octo/*'],
  ['sub', 'StringEquals', 'repo:octo/${aws:username}'],
  ['sub', 'StringEqualsIgnoreCase', 'REPO:OCTO/APP'],
  ['sub', 'StringNotLike', 'repo:octo/*'],
  ['sub', 'StringEquals', '\ue000Subject\ue001'],
  ['sub', 'StringLike', 'environment:\ue000Name\ue001*'],
  ['repository', 'StringLike', 'octo/*'],
  ['repository_owner_id', 'StringEquals', '1'],
  ['repository_owner_id', 'StringEquals', '1*'],
  ['repository_id', 'StringLike', '1'],
  ['enterprise_id', 'StringEquals', '1'],
  ['environment', 'StringEquals', '\ue000Name\ue001'],
])('no foreign owner has the %s of %s %j', (claim, base, value) => {
  expect(isPinned(claim, base, value)).toBe(true);
});

test.each([
  ['sub', 'StringLike', 'repo:octo*'],
  ['sub', 'StringLike', 'repo:*/app'],
  ['sub', 'StringLike', '*repo:octo/app'],
  ['sub', 'StringLike', 'repository_owner:octo*'],
  ['sub', 'StringLike', 'repository_owner_id:1*'],
  ['sub', 'StringLike', 'workflow:*:repo:octo/app'],
  ['sub', 'StringEquals', 'environment:repo:octo/app'],
  ['sub', 'StringEquals', 'pull_request'],
  ['sub', 'StringEquals', 'job_workflow_ref:octo/app'],
  ['sub', 'StringEquals', 'repo:${aws:username}/x'],
  ['sub', 'StringEquals', 'REPO:OCTO/APP'],
  ['sub', 'StringLike', '*\ue000Subject\ue001'],
  ['repository', 'StringLike', 'octo*/app'],
  ['repository_owner_id', 'StringLike', '1*'],
  ['repository_id', 'StringEquals', '${aws:username}'],
  ['environment', 'StringEquals', 'prod'],
  ['actor_id', 'StringEquals', '12'],
])('one may have the %s of %s %j, as far as its beginning shows', (claim, base, value) => {
  expect(isPinned(claim, base, value)).toBe(false);
});

test('where values may hold colons, only the first key shows it', () => {
  expect(isPinned('sub', 'StringLike', 'repo:octo/*', OLD_SERVER)).toBe(true);
  expect(isPinned('sub', 'StringLike', 'environment:prod:repo:octo/*', OLD_SERVER)).toBe(false);
});
