import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { GithubOidcProvider, GithubOidcRole, GithubRepository } from '../../src';

export const ENV = { account: '111111111111', region: 'eu-west-1' };

/** The role of a job, in a stack: the least that a grant needs. */
export function newRole(app = new App(), id = 'Stack', env: { account?: string; region?: string } = ENV) {
  const stack = new Stack(app, id, { env });
  return { stack, role: new iam.Role(stack, 'Role', { roleName: 'job', assumedBy: new iam.AccountRootPrincipal() }) };
}

/** The same with all that a job's role has. */
export function newGithubRole(app = new App(), id = 'Stack', env: { account?: string; region?: string } = ENV) {
  const stack = new Stack(app, id, { env });
  const provider = GithubOidcProvider.fromAccount(stack, 'Provider');
  const subjects = [GithubRepository.of('octo-org@123456/octo-repo@456789').environment('production')];
  return { stack, role: new GithubOidcRole(stack, 'Role', { roleName: 'job', provider, subjects }) };
}
