import { RuleCase } from '../../../src/checks/rule';
import { refPrefixCollision } from '../../../src/checks/rules/ref-prefix-collision';
import { denying, equal, like, wordsBy } from '../../support/subject-case';

const REPO = 'repo:octo-org@123456/octo-repo@456789';

test.each(['main*', 'release*', 'main?', 'release/1*', 'team/main*', 'v1*', 'dev*/x', 'prev*'])("'%s' continues a word", branch => {
  expect(wordsBy(refPrefixCollision, like(`${REPO}:ref:refs/heads/${branch}`))).toHaveLength(1);
});

test('also as the claim', () => {
  expect(wordsBy(refPrefixCollision, { conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: `${REPO}:*`, ref: 'refs/heads/main*' } } })).toHaveLength(1);
});

test.each(['release/*', 'release-*', 'release_*', 'release/1.*', 'v*', 'v?', 'release/v*', 'release-v*', '*-main', '*'])("'%s' means a family", branch => {
  expect(wordsBy(refPrefixCollision, like(`${REPO}:ref:refs/heads/${branch}`))).toEqual([]);
});

test.each<[string, RuleCase]>([
  ['a branch', equal(`${REPO}:ref:refs/heads/main`)],
  ['tags, of which each release has another', like([`${REPO}:ref:refs/tags/v*`, `${REPO}:ref:refs/tags/release*`])],
  ['a wildcard that is taken to the letter', equal(`${REPO}:ref:refs/heads/main*`)],
  ['the branch as the claim', like(`${REPO}:ref:refs/heads/main*`, { ref: 'refs/heads/main' })],
  ['a Deny statement for others', denying({ StringNotEquals: { ref: 'refs/heads/main' } }, like(`${REPO}:ref:refs/heads/main*`))],
])('nothing is told of %s', (_, given) => {
  expect(wordsBy(refPrefixCollision, given)).toEqual([]);
});

test('every value of a list counts, and the message has the value and the remedy', () => {
  expect(wordsBy(refPrefixCollision, like([`${REPO}:ref:refs/heads/main`, `${REPO}:ref:refs/heads/main*`, 'repo:octo-org/docs:ref:refs/heads/dev*']))).toEqual([
    `statement 1: branches that only begin alike get in by '${REPO}:ref:refs/heads/main*', 'repo:octo-org/docs:ref:refs/heads/dev*', and whoever may push to the repository can make one; `
    + "write the branch out, or end the beginning in a sign, such as 'release/*'",
  ]);
});
