import { RuleCase } from '../../../src/checks/rule';
import { unresolvedSubject } from '../../../src/checks/rules/unresolved-subject';
import { unknownText } from '../../../src/github/unknown-text';
import { equal, like, wordsBy } from '../../support/subject-case';

const VALUE = unknownText('Value');

test.each<[string, RuleCase]>([
  ['a repository', equal(`repo:${VALUE}:environment:production`)],
  ['a whole subject', equal(VALUE)],
  ['an environment', equal(`repo:octo-org@123456/octo-repo@456789:environment:${VALUE}`)],
  ['a pattern', like(`repo:octo-org@123456/octo-repo@456789:${VALUE}*`)],
  ["a value beside the owner's ID", equal(`repo:${VALUE}:pull_request`, { repository_owner_id: '123456' })],
  ['a value beside an ID that is not known either', equal(`repo:${VALUE}:pull_request`, { repository_id: VALUE })],
  ['a value beside an ID that may be any', { conditions: { StringEquals: { aud: 'a', sub: `repo:${VALUE}:pull_request` }, StringLike: { repository_id: '*' } } }],
])('%s is known only at deployment', (_, given) => {
  expect(wordsBy(unresolvedSubject, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['literal subjects', equal('repo:octo-org@123456/octo-repo@456789:environment:production')],
  ['a literal ID beside the value', equal(`repo:${VALUE}:pull_request`, { repository_id: ['456789', '456790'] })],
  ['an audience', { conditions: { StringEquals: { aud: VALUE, sub: 'repo:octo-org@123456/octo-repo@456789:pull_request' } } }],
  ['what AWS fills in', equal(`repo:octo-org@123456/octo-repo@456789:environment:${unknownText('AWS::AccountId')}-${unknownText('AWS::Region')}`)],
])('nothing is told of %s', (_, given) => {
  expect(wordsBy(unresolvedSubject, given)).toEqual([]);
});

test('all subjects of a role are told of at once, each value by its name', () => {
  const environment = `repo:o@1/r@2:environment:${unknownText('AWS::Region')}${VALUE}`;
  expect(wordsBy(unresolvedSubject, equal([`repo:${VALUE}:pull_request`, 'repo:o@1/r@2:pull_request', environment]))).toEqual([
    "'repo:<Value>:pull_request', 'repo:o@1/r@2:environment:<AWS::Region><Value>' is known only at deployment, and a value such as an IAM policy variable would let everybody in; "
    + 'write it into the program, give the IDs literally, or limit a parameter by its allowedPattern',
  ]);
});
