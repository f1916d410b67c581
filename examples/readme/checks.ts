import { App, Validations } from 'aws-cdk-lib';
import { GithubOidcChecks, GithubOidcReview } from 'cdk-github-actions-oidc';

const app = new App();
// … the app's stacks
Validations.of(app).addPlugins(new GithubOidcChecks());
new GithubOidcReview(app, 'GithubOidcReview');
