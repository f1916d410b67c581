import { Trust } from '../../src/checks/checked-role';
import { RuleCase } from '../../src/checks/rule';
import { anchorOf, ownedSubjects, subjectsOf } from '../../src/checks/trusted-subjects';
import { roleOf } from '../support/rule-case';
import { equal, like } from '../support/subject-case';

function trustOf(given: RuleCase): Trust {
  return roleOf(given).trusts[0];
}

test.each([
  ['repo:o/*', 'owner'], ['repo:o@1*', 'owner'], ['repo:o:*', 'owner'], ['repo:o*', 'beginning'], ['repo:*', 'nothing'], ['*', 'nothing'], ['repository_owner:o', 'owner'],
  ['repository_owner:o:*', 'owner'], ['repository_owner:o*', 'beginning'], ['repository_owner_id:1:*', 'owner'], ['repository_id:7', 'owner'], ['repository_id:7*', 'nothing'],
  ['environment:x:repo:o/*', 'owner'], ['environment:*:repo:o/r', 'nothing'], ['pull_request:repo:o/*', 'owner'], ['ref:refs/heads/repo:o*', 'nothing'],
])("left of its first wildcard, '%s' tells: %s", (sub, anchor) => {
  expect(subjectsOf(trustOf(like(sub))).map(anchorOf)).toEqual([anchor]);
});

test('each value is judged as if it were the only one', () => {
  const trust = trustOf({ conditions: { StringEquals: { aud: 'a', sub: ['repo:o/r:pull_request', 'repo:o/r:pull_request'] }, StringLike: { sub: 'repo:o/*' } } });
  const values = subjectsOf(trust).map(({ text, isPattern, trust: { statement } }) =>
    [text, isPattern, statement.conditions.filter(({ claim }) => claim === 'sub').map(condition => condition.values)]);
  expect(values).toEqual([
    ['repo:o/r:pull_request', false, [['repo:o/r:pull_request'], ['repo:o/*']]],
    ['repo:o/*', true, [['repo:o/*'], ['repo:o/r:pull_request', 'repo:o/r:pull_request']]],
  ]);
});

test.each<[string, RuleCase, string[]]>([
  ['without an owner', like(['repo:o/*', 'repo:*', 'repo:o*']), ['repo:o/*']],
  ['whose owner an ID tells', like(['repo:o/*', 'repo:*', 'repo:o*'], { repository_id: '7' }), ['repo:o/*', 'repo:*', 'repo:o*']],
  ['that no token has', equal(['repo:o/r:pull_request', 'repo:o/r:main', 'o/r']), ['repo:o/r:pull_request']],
])('of subjects %s, those remain whose owner is told', (_, given, expected) => {
  expect(ownedSubjects(trustOf(given)).map(({ text }) => text)).toEqual(expected);
});
