import { RuleCase } from '../../../src/checks/rule';
import { withdrawnIdFormat } from '../../../src/checks/rules/withdrawn-id-format';
import { equal, like, wordsBy } from '../../support/subject-case';

const WITHDRAWN = 'repo:octo-org-123456/octo-repo-456789:environment:production';
const IDS = { repository_id: '456789', repository_owner_id: '123456' };

test.each<[string, RuleCase]>([
  ['claims', equal(WITHDRAWN, IDS)],
  ['claims among others', equal(WITHDRAWN, { repository_id: ['1', '456789'], repository_owner_id: ['123456', '2'] })],
  ["the form with '@'", equal([WITHDRAWN, 'repo:octo-org@123456/octo-repo@456789:environment:production'])],
  ['a pattern', like('repo:octo-org-123456/octo-repo-456789*', IDS)],
  ['all of an owner', like('repo:octo-org-123456/*', IDS)],
  ['a template', equal('repository:octo-org-123456/octo-repo-456789:ref:refs/heads/main', IDS)],
])('numbers that the policy calls IDs are found by %s', (_, given) => {
  expect(wordsBy(withdrawnIdFormat, given)).toHaveLength(1);
});

test('also where another statement says so', () => {
  const prefix = 'token.actions.githubusercontent.com';
  const principal = { Federated: `arn:aws:iam::111111111111:oidc-provider/${prefix}` };
  const more = [{
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: principal,
    Condition: { StringEquals: { [`${prefix}:aud`]: 'sts.amazonaws.com', [`${prefix}:sub`]: 'repo:octo-org@123456/octo-repo@456789:pull_request' } },
  }];
  expect(wordsBy(withdrawnIdFormat, { ...equal(WITHDRAWN), more })).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['names that end in digits', equal(['repo:team-2024/app-1:pull_request', WITHDRAWN])],
  ['names that end in digits, beside their IDs', equal('repo:team-2024/app-1:pull_request', { repository_id: '77', repository_owner_id: '88' })],
  ["an owner's number alone", equal('repo:octo-org-123456/octo-repo:pull_request', IDS)],
  ["a repository's number alone", equal('repo:octo-org/octo-repo-456789:pull_request', IDS)],
  ["a repository's number, where the policy does not say the owner's", equal('repo:team-2024/app-1:pull_request', { repository_id: '1' })],
  ['numbers that changed places', equal('repo:octo-org-456789/octo-repo-123456:pull_request', IDS)],
  ['names that are longer', equal('repo:octo-org-x123456/octo-repo-9456789:pull_request', IDS)],
  ["the form with '@'", equal('repo:octo-org@123456/octo-repo@456789:pull_request', IDS)],
])('nothing is told of %s', (_, given) => {
  expect(wordsBy(withdrawnIdFormat, given)).toEqual([]);
});

test('every value of a list counts, and the message has the value and the remedy', () => {
  expect(wordsBy(withdrawnIdFormat, equal(['repo:octo-org@123456/octo-repo@456789:pull_request', WITHDRAWN]))).toEqual([
    `statement 1: '${WITHDRAWN}' joins name and ID by '-': GitHub withdrew that form, no token has it, and anybody can register such a name; `
    + "write 'repo:OWNER@OWNER_ID/REPO@REPO_ID:…', with '@' before each ID",
  ]);
});
