import { RuleCase } from '../../../src/checks/rule';
import { repositoryUnanchored } from '../../../src/checks/rules/repository-unanchored';
import { denying, equal, like, wordsBy } from '../../support/subject-case';

test.each([
  'repo:octo-org/octo-repo*', 'repo:octo-org@123456/octo-repo*', 'repo:octo-org/app-*:environment:production', 'repo:octo-org/app-?:environment:production',
  'repo:octo-org@123456/app*@456789:pull_request', 'repository:octo-org/app*:ref:refs/heads/main', 'repository_owner_id:65:repo:octo-org/app*',
])("'%s' begins a repository and does not end it", sub => {
  expect(wordsBy(repositoryUnanchored, like(sub))).toEqual([expect.stringContaining(`'${sub}'`)]);
});

function likeAll(claims: Record<string, string>, pinned: Record<string, string> = {}): RuleCase {
  return { conditions: { StringEquals: { aud: 'sts.amazonaws.com', ...pinned }, StringLike: claims } };
}

test.each<[string, RuleCase]>([
  ['a subject of any repository', likeAll({ sub: 'repo:octo-org@123456/*:environment:production', repository: 'octo-org/app*' })],
  ["the owner's ID", likeAll({ sub: 'repo:octo-org/*', repository: 'octo-org/app-*' }, { repository_owner_id: '123456' })],
  ["a template that names the owner's ID", likeAll({ sub: 'repository_owner_id:65:*', repository: 'octo-org/app-?' })],
  ['a Deny statement for what begins otherwise', denying({ StringNotLike: { repository: 'octo-org/app*' } }, like('repo:octo-org@123456/*:environment:production'))],
])('a claim that begins a repository beside %s does not end it', (_, given) => {
  expect(wordsBy(repositoryUnanchored, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['a claim that begins one beside its whole name', likeAll({ sub: 'repo:octo-org/octo-repo:*', repository: 'octo-org/octo*' })],
  ['a claim that begins one beside its ID', likeAll({ sub: 'repo:octo-org/*', repository: 'octo-org/octo*' }, { repository_id: '1' })],
  ['a name that ends before the wildcard', like(['repo:octo-org/octo-repo:*', 'repo:octo-org@123456/octo-repo@456789:*'])],
  ['any repository, which is another rule', like(['repo:octo-org/*', 'repo:octo-org@123456/*:environment:production', 'repo:octo-org/*-infra:environment:x'])],
  ['an open ID, which is another rule', like('repo:octo-org@123456/octo-repo@*:pull_request')],
  ['an open owner, which is another rule', like('repo:octo-org*/app*')],
  ['IDs beside it', like('repo:octo-org/app*', { repository_id: ['1', '2'] })],
  ['the name beside it', like('repo:octo-org/app*', { repository: 'octo-org/app' })],
  ['a wildcard that is taken to the letter', equal('repo:octo-org/app*')],
  ['a Deny statement for others', denying({ StringNotLike: { sub: 'repo:octo-org/app:*' } }, like('repo:octo-org/app*'))],
])('nothing is told of %s', (_, given) => {
  expect(wordsBy(repositoryUnanchored, given)).toEqual([]);
});

test('every value of a list counts, and the message has the value and the remedy', () => {
  expect(wordsBy(repositoryUnanchored, like(['repo:octo-org@123456/docs@1:*', 'repo:octo-org@123456/app*', 'repo:octo-org/web-*:pull_request']))).toEqual([
    "statement 1: repositories that only begin alike get in by 'repo:octo-org@123456/app*', 'repo:octo-org/web-*:pull_request', so whoever may make one for the owner can assume the role; "
    + "end the repository before the wildcard, such as 'repo:OWNER@OWNER_ID/REPO@REPO_ID:…'",
  ]);
});
