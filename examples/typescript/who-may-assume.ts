import { app } from './app';
import { GithubOidcRole, GithubOidcToken, GithubOidcTrust, GithubRepository } from 'cdk-github-actions-oidc';

const source = GithubRepository.of('octo-org@123456/octo-repo@456789');
const tokens: Record<string, GithubOidcToken> = {
  'environment production': GithubOidcToken.forEnvironment(source, 'production'),
  'environment staging': GithubOidcToken.forEnvironment(source, 'staging'),
  'branch main': GithubOidcToken.forBranch(source, 'main'),
  'tag v1.2.3': GithubOidcToken.forTag(source, 'v1.2.3'),
  'pull request': GithubOidcToken.forPullRequest(source),
  'production, before IDs in sub': GithubOidcToken.forEnvironment(source, 'production', { useImmutableSubject: false }),
  'production, other audience': GithubOidcToken.forEnvironment(source, 'production', { audience: 'https://github.com/octo-org' }),
  'production of octo-org-evil': GithubOidcToken.forEnvironment(GithubRepository.of('octo-org-evil@666/octo-repo@667'), 'production'),
  'production of a name registered again': GithubOidcToken.forEnvironment(
    GithubRepository.of('octo-org@666/octo-repo@667'), 'production', { useImmutableSubject: false }),
};

app.synth();
for (const construct of app.node.findAll()) {
  if (construct instanceof GithubOidcRole) {
    const trust = GithubOidcTrust.ofRole(construct);
    console.log(`\n${construct.node.path} may be assumed by ${construct.subjects.join(', ')}\n`);
    for (const [name, token] of Object.entries(tokens)) {
      const { allowed, explanation } = trust.evaluate(token);
      console.log(`  ${allowed ? 'yes' : 'no '}  ${name.padEnd(38)}  ${explanation}`);
    }
  }
}
