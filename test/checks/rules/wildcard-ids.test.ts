import { RuleCase } from '../../../src/checks/rule';
import { wildcardIds } from '../../../src/checks/rules/wildcard-ids';
import { denying, equal, like, wordsBy } from '../../support/subject-case';

test.each([
  'repo:octo-org@*/octo-repo@*:environment:production', 'repo:octo-org@123456/octo-repo@*:environment:production', 'repo:octo-org@123456/octo-repo@*',
  'repo:octo-org@*/octo-repo@456789:*', 'repo:octo-org@*/*', 'repo:octo-org@*', 'repo:octo-org@1*/octo-repo@4*:pull_request', 'repo:octo-org@??????/octo-repo@??????:pull_request',
  'repo:octo-org@123456/octo-repo@456789*',
])("'%s' leaves an ID open", sub => {
  expect(wordsBy(wildcardIds, like(sub))).toEqual([expect.stringContaining(`'${sub}'`)]);
});

test.each<[string, RuleCase]>([
  ['whole IDs', like('repo:octo-org@123456/octo-repo@456789:*')],
  ['any repository of an owner with its ID', like(['repo:octo-org@123456/*', 'repo:octo-org@123456/app*', 'repo:octo-org@123456/*@*:pull_request'])],
  ["an owner's open ID that covers no more, so that the repository's ID tells", like('repo:octo-org@??????/octo-repo@456789:pull_request')],
  ['names without IDs', like('repo:octo-org/octo-repo:*')],
  ['any owner, which is another rule', like(['repo:*@*/*@*', 'repo:*@1/*@2:pull_request'])],
  ['a wildcard that is taken to the letter', equal('repo:octo-org@*/octo-repo@*:pull_request')],
  ['IDs that are demanded beside it', like('repo:octo-org@*/octo-repo@*:*', { repository_id: '456789', repository_owner_id: '123456' })],
  ["a repository's ID, which is nobody else's", like('repo:octo-org@*/octo-repo@*:*', { repository_id: '456789' })],
  ["an owner's ID beside all of its repositories", like('repo:octo-org@*/*', { repository_owner_id: '123456' })],
  ['a Deny statement for other IDs', denying({ StringNotEquals: { repository_id: '456789' } }, like('repo:octo-org@*/octo-repo@*:*'))],
])('nothing is told of %s', (_, given) => {
  expect(wordsBy(wildcardIds, given)).toEqual([]);
});

test("an owner's ID does not tell one of its repositories from the next of that name", () => {
  expect(wordsBy(wildcardIds, like('repo:octo-org@*/octo-repo@*:*', { repository_owner_id: '123456' }))).toHaveLength(1);
});

test('every value of a list counts, and the message has the value and the remedy', () => {
  expect(wordsBy(wildcardIds, like(['repo:octo-org@123456/octo-repo@456789:*', 'repo:octo-org@*/octo-repo@*:ref:refs/heads/main', 'repo:acme@7/app@*']))).toEqual([
    "statement 1: any ID fits 'repo:octo-org@*/octo-repo@*:ref:refs/heads/main', 'repo:acme@7/app@*', so whoever registers the name next gets in; "
    + "write the IDs out, such as 'repo:OWNER@OWNER_ID/REPO@REPO_ID:…', or demand them as repository_id and repository_owner_id",
  ]);
});
