import { RuleCase } from '../../../src/checks/rule';
import { environmentWildcard } from '../../../src/checks/rules/environment-wildcard';
import { denying, equal, like, wordsBy } from '../../support/subject-case';

const REPO = 'repo:octo-org@123456/octo-repo@456789';

test.each<[string, RuleCase]>([
  ['any', like(`${REPO}:environment:*`)],
  ['a beginning', like(`${REPO}:environment:prod*`)],
  ['an end', like(`${REPO}:environment:*-eu`)],
  ['one sign', like(`${REPO}:environment:prod-?`)],
  ['a key that is cut off', like(`${REPO}:env*`)],
  ['a template', like('repository_id:7:environment:prod*:repository_visibility:private')],
  ['the claim', { conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: `${REPO}:*`, environment: 'prod*' } } }],
  ['both', { conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: `${REPO}:environment:a%3A*`, environment: 'a:*' } } }],
])('environments get in by %s', (_, given) => {
  expect(wordsBy(environmentWildcard, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['a name', equal(`${REPO}:environment:production`)],
  ['a name in all of an owner', like('repo:octo-org@123456/*:environment:production')],
  ['any context, which is another rule', like(`${REPO}:*`)],
  ['a name as the claim', like(`${REPO}:environment:*`, { environment: 'production' })],
  ['a branch beside it', like(`${REPO}:environment:*`, { ref: 'refs/heads/main' })],
  ['a branch behind it', like(`${REPO}:environment:prod*:ref:refs/heads/main`)],
  ['a reusable workflow beside it', like(`${REPO}:environment:*`, { job_workflow_ref: 'octo-org/automation/.github/workflows/deploy.yml@refs/heads/main' })],
  ['a wildcard that is taken to the letter', equal(`${REPO}:environment:*`)],
  ['a Deny statement for others', denying({ StringNotLike: { sub: '*:environment:production' } }, like(`${REPO}:environment:*`))],
])('nothing is told of %s', (_, given) => {
  expect(wordsBy(environmentWildcard, given)).toEqual([]);
});

test('every value of a list counts, and the message has the value and the remedy', () => {
  expect(wordsBy(environmentWildcard, like([`${REPO}:environment:staging`, `${REPO}:environment:prod*`, 'repo:octo-org/docs:environment:*']))).toEqual([
    `statement 1: environments that nobody wrote down get in by '${REPO}:environment:prod*', 'repo:octo-org/docs:environment:*', `
    + 'and a workflow that names such a one creates it without any protection; name each environment, and protect it on GitHub',
  ]);
});
