import { ReviewedCondition, ReviewedRole, SampleKind, TrustedJobs } from '../../src/review/model';
import { Phrase } from '../../src/review/phrase';
import { reviewOf } from '../../src/review/review-of';
import { conditionInWords, conditionsInWords, jobsInWords, listInWords, placeInWords, samplesInWords, statementInWords, steerInWords } from '../../src/review/words';
import { octoInput } from '../support/review-case';

/** Values between « and ». */
function text(words: Phrase): string {
  return words.map(word => typeof word === 'string' ? word : `«${word.code}»`).join('');
}

test.each<[string, TrustedJobs]>([
  ['«o/r» in the environment «prod»', { repository: 'o/r', run: 'environment', value: 'prod' }],
  ['«o/r» in environments like «prod-*»', { repository: 'o/r', run: 'environment', value: 'prod-*', isPattern: true }],
  ['«o/r» on the branch «main»', { repository: 'o/r', run: 'branch', value: 'main' }],
  ['«o/r» on branches like «rel/*»', { repository: 'o/r', run: 'branch', value: 'rel/*', isPattern: true }],
  ['«o/r» at the tag «v1»', { repository: 'o/r', run: 'tag', value: 'v1' }],
  ['«o/r» at tags like «v*»', { repository: 'o/r', run: 'tag', value: 'v*', isPattern: true }],
  ['«o/r» at the ref «refs/x»', { repository: 'o/r', run: 'ref', value: 'refs/x' }],
  ['«o/r» at refs like «*»', { repository: 'o/r', run: 'ref', value: '*', isPattern: true }],
  ['pull requests of «o/r»', { repository: 'o/r', run: 'pull_request' }],
  ['any job of «o/r», pull requests included', { repository: 'o/r', run: 'any' }],
  ['any job of any repository, pull requests included', { run: 'any' }],
  ['any job of any repository of «o», pull requests included', { repository: 'o/*', run: 'any' }],
  ['pull requests of repositories like «o/app-*»', { repository: 'o/app-*', run: 'pull_request' }],
  ['pull requests of 2 repositories by ID of «o»', { repository: 'o/*', ids: ['1', '2'], run: 'pull_request' }],
  ['pull requests of the repository with the ID «1» like «o/app-*»', { repository: 'o/app-*', ids: ['1'], run: 'pull_request' }],
  ['any job of the repository with the ID «1», pull requests included', { ids: ['1'], run: 'any' }],
  ['«o/r» where the subject goes on «workflow:x»', { repository: 'o/r', run: 'other', value: 'workflow:x' }],
  ['«o/r» where the subject goes on like «x*»', { repository: 'o/r', run: 'other', value: 'x*', isPattern: true }],
  ['«o/r» where the subject names no run', { repository: 'o/r', run: 'other', value: '' }],
  ['whoever has a subject «environment:x»', { run: 'other', value: 'environment:x' }],
  ['whoever has a subject like «repo:*»', { run: 'other', value: 'repo:*', isPattern: true }],
])('%s', (expected, jobs) => {
  expect(text(jobsInWords(jobs))).toBe(expected);
});

test.each<[string, string, string[]]>([
  ['«k» is «a»', 'StringEquals', ['a']],
  ['«k» is «a» or «b»', 'StringEquals', ['a', 'b']],
  ['«k» is like «a», «b» or «c»', 'StringLike', ['a', 'b', 'c']],
  ['«k» is not «a»', 'StringNotEquals', ['a']],
  ['«k» is none of «a» or «b»', 'StringNotEquals', ['a', 'b']],
  ['«k» is not like «a»', 'StringNotLike', ['a']],
  ['«k» is, in any case, «a»', 'StringEqualsIgnoreCase', ['a']],
  ['«k» is like «a»', 'ArnLike', ['a']],
  ['«k» is «true»', 'Bool', ['true']],
  ['«k» is within «10.0.0.0/8»', 'IpAddress', ['10.0.0.0/8']],
  ['«k» is outside all of «a» or «b»', 'NotIpAddress', ['a', 'b']],
  ['«k» is absent', 'Null', ['True']],
  ['«k» is there', 'Null', ['false']],
  ['«k» meets «Null» «true» or «false»', 'Null', ['true', 'false']],
  ['«k» is «a» or is absent', 'StringEqualsIfExists', ['a']],
  ['any value of «k» is «a»', 'ForAnyValue:StringEquals', ['a']],
  ['every value of «k», if any, is like «a» or is absent', 'ForAllValues:StringLikeIfExists', ['a']],
  ['«k» meets «DateLessThan» «2020-01-01»', 'DateLessThan', ['2020-01-01']],
  ['«k» meets «toString» «a»', 'toString', ['a']],
  ['«k» is no value', 'StringEquals', []],
])('%s', (expected, operator, values) => {
  const condition: ReviewedCondition = { operator, key: 'k', values };
  expect(text(conditionInWords(condition))).toBe(expected);
});

test('conditions hold together, and a long list is shortened', () => {
  expect(text(conditionsInWords(['a', 'b', 'c'].map(key => ({ operator: 'Bool', key, values: ['true'] }))))).toBe('«a» is «true», and «b» is «true», and «c» is «true»');
  expect(text(listInWords(['1', '2', '3', '4', '5', '6', '7', '8']))).toBe('«1», «2», «3», «4», «5», «6» or 2 more');
});

test.each<[string, TrustedJobs['run'][], SampleKind[], string]>([
  ['a kind of which it trusts some', ['branch', 'tag', 'environment'], ['branches', 'tags', 'environments'], 'other branches, other tags, other environments on other refs'],
  ['environments, whatever the ref', ['environment', 'pull_request'], ['environments'], 'other environments'],
  ['a kind of which it trusts none', ['pull_request'], ['branches', 'tags', 'environments'], 'branches, tags, environments'],
  ['the others', ['branch'], ['pull-requests', 'repositories', 'registered-again', 'owners'],
    'pull requests, other repositories of the same owner, the same names registered anew by somebody else, other owners'],
])('samples: %s', (_, runs, kinds, expected) => {
  const role = { trusts: [{ jobs: runs.map(run => ({ run })) }], samples: kinds.map(jobs => ({ jobs, admitted: false })) } as unknown as ReviewedRole;
  expect([samplesInWords(role, false), samplesInWords(role, true)]).toEqual([expected, '']);
});

test('where a role is, whom it acts through, and other statements', () => {
  const [, role] = reviewOf(octoInput()).roles;
  expect(placeInWords(role).map(text)).toEqual(['with a generated name', 'account «111111111111»', 'region «eu-west-1»']);
  expect(placeInWords({ ...role, name: 'x', partition: 'aws-cn', maxSessionSeconds: 7200 }).map(text).filter(words => !/account|region/.test(words)))
    .toEqual(['named «x»', 'partition «aws-cn»', 'sessions of up to 7200 seconds']);
  expect(text(steerInWords({ by: 'grantX', role: 'arn:r', how: 'runs code as it' }))).toBe('«arn:r»: by «grantX», a job runs code as it');
  expect(text(steerInWords({ by: 'grantX', how: 'runs code as it' }))).toBe('by «grantX», a job runs code as it');
  expect(text(statementInWords({ statement: 'One', principals: ['p', 'q'], actions: ['a', 'b'], conditions: [{ operator: 'Bool', key: 'k', values: ['true'] }] })))
    .toBe('«p», «q» for «a», «b», only if «k» is «true» (One)');
  expect(text(statementInWords({ statement: 'One', principals: ['*'], actions: ['*'], conditions: [] }))).toBe('anybody for any action (One)');
});
