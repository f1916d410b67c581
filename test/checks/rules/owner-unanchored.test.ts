import { RuleCase } from '../../../src/checks/rule';
import { ownerUnanchored } from '../../../src/checks/rules/owner-unanchored';
import { denying, equal, like, wordsBy } from '../../support/subject-case';

test.each([
  'repo:octo-org*', 'repo:octo-org-*', 'repo:octo-org*/*', 'repo:octo-org-*/x:environment:production', 'repo:octo-org?/x:pull_request', 'repo:o*@1/x:*', 'repo:octo-org?x*', 'repo:octo?org?x:pull_request',
  'repository:octo-org*/app:ref:refs/heads/main', 'repository_owner:octo*', 'repository_owner:octo*:environment:production', 'repository_owner_id:12*',
  'environment:production:repo:octo*',
])("'%s' begins an owner and does not end it", sub => {
  expect(wordsBy(ownerUnanchored, like(sub))).toEqual([expect.stringContaining(`'${sub}'`)]);
});

test.each<[string, RuleCase]>([
  ['an owner that ends before the wildcard', like('repo:octo-org/*')],
  ['a sign that can only be the slash', like(['repo:octo-org?octo-repo:*', 'repo:octo-org?octo-repo'])],
  ['an owner with its ID', like('repo:octo-org@123456/*')],
  ['an owner whose ID is open, which is another rule', like('repo:octo-org@*/octo-repo@*:environment:production')],
  ['an owner by its template', like('repository_owner:octo-org:*')],
  ['an owner by its ID', like('repository_owner_id:123456:*')],
  ['an owner that stands before it', like('repository_owner_id:123456:repo:octo*')],
  ['any owner, which is another rule', like(['repo:*', '*', 'repo:*/octo-repo:*'])],
  ['a wildcard that is taken to the letter, which is another rule', equal('repo:octo-org*')],
  ['an ID beside it', like('repo:octo-org*', { repository_owner_id: '123456' })],
  ["a repository's ID beside it", like('repo:octo-org*', { repository_id: '456789' })],
  ['a second condition on the subject', { conditions: { StringEquals: { aud: 'a', sub: 'repo:octo-org/octo-repo:pull_request' }, StringLike: { sub: 'repo:octo*' } } }],
  ['a Deny statement for other owners', denying({ StringNotEquals: { repository_owner_id: '123456' } }, like('repo:octo-org*'))],
])('nothing is told of %s', (_, given) => {
  expect(wordsBy(ownerUnanchored, given)).toEqual([]);
});

test.each<[string, RuleCase]>([
  ['a reusable workflow, which strangers may call', like('repo:octo-org*', { job_workflow_ref: 'octo-org/automation/.github/workflows/deploy.yml@refs/heads/main' })],
  ['an environment, which strangers may have too', like('repo:octo-org*', { environment: 'production' })],
  ['a Deny statement for other environments', denying({ StringNotEquals: { environment: 'production' } }, like('repo:octo-org*'))],
])('%s pins no owner', (_, given) => {
  expect(wordsBy(ownerUnanchored, given)).toHaveLength(1);
});

test('every value of a list counts, and the message has the value and the remedy', () => {
  expect(wordsBy(ownerUnanchored, like(['repo:octo-org@123456/*', 'repo:octo-org*/app:*', 'repo:acme*']))).toEqual([
    "statement 1: owners that only begin alike get in by 'repo:octo-org*/app:*', 'repo:acme*', and anybody can register such a one; "
    + "end the owner before the wildcard, such as 'repo:OWNER@OWNER_ID/*' or 'repo:OWNER/*'",
  ]);
});
