import { App, Stack } from 'aws-cdk-lib';
import { GithubOidcRole, GithubOidcToken, GithubOidcTrust, GithubRepository } from 'cdk-github-actions-oidc';

const repository = GithubRepository.of('octo-org@123456/octo-repo@456789');
const role = new GithubOidcRole(new Stack(new App(), 'Delivery'), 'Deploy', {
  subjects: [repository.environment('production')],
});

const trust = GithubOidcTrust.ofRole(role); // or .ofTemplate(Template.fromStack(stack)), or .ofPolicy(json)
trust.assertAllows(GithubOidcToken.forEnvironment(repository, 'production'));
trust.assertDenies(GithubOidcToken.forBranch(repository, 'main'));
trust.assertDenies(GithubOidcToken.forEnvironment(GithubRepository.of('octo-org-evil@9/octo-repo@8'), 'production'));

console.log(trust.evaluate(GithubOidcToken.forPullRequest(repository)).explanation);
