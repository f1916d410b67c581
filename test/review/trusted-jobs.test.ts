import { unknownText } from '../../src/github/unknown-text';
import { TrustedJobs } from '../../src/review/model';
import { trustedJobs } from '../../src/review/trusted-jobs';
import { roleOf } from '../support/rule-case';

type Conditions = Record<string, Record<string, string | string[]>>;

function jobsOf(conditions: Conditions): TrustedJobs[] {
  return trustedJobs(roleOf({ conditions }).trusts[0]);
}

const REPOSITORY = unknownText('Stack/Repository');

test.each<[string, TrustedJobs]>([
  ['repo:o/r:environment:prod', { repository: 'o/r', run: 'environment', value: 'prod' }],
  ['repo:o@1/r@2:environment:prod', { repository: 'o/r', run: 'environment', value: 'prod' }],
  ['repo:o/r:ref:refs/heads/main', { repository: 'o/r', run: 'branch', value: 'main' }],
  ['repo:o/r:ref:refs/heads/a/b', { repository: 'o/r', run: 'branch', value: 'a/b' }],
  ['repo:o/r:ref:refs/tags/v1', { repository: 'o/r', run: 'tag', value: 'v1' }],
  ['repo:o/r:ref:refs/pull/1/merge', { repository: 'o/r', run: 'ref', value: 'refs/pull/1/merge' }],
  ['repo:o/r:pull_request', { repository: 'o/r', run: 'pull_request' }],
  ['repo:o/r', { repository: 'o/r', run: 'other', value: '' }],
  ['repo:o/r:environment:prod:workflow:x', { repository: 'o/r', run: 'other', value: 'environment:prod:workflow:x' }],
  ['repository_owner_id:1:environment:prod', { run: 'other', value: 'repository_owner_id:1:environment:prod' }],
  ['repo:o', { run: 'other', value: 'repo:o' }],
  // To the letter, no token has these.
  ['repo:o/*', { run: 'other', value: 'repo:o/*' }],
  ['*', { run: 'other', value: '*' }],
  [`repo:o/${REPOSITORY}:environment:prod`, { repository: 'o/<Stack/Repository>', run: 'environment', value: 'prod' }],
  [`repo:o/r:environment:${unknownText('Stack/A:B')}`, { repository: 'o/r', run: 'environment', value: '<Stack/A:B>' }],
  [REPOSITORY, { run: 'other', value: '<Stack/Repository>' }],
])('exactly %j', (sub, expected) => {
  expect(jobsOf({ StringEquals: { sub } })).toEqual([expected]);
});

test.each<[string, TrustedJobs]>([
  ['repo:o/*', { repository: 'o/*', run: 'any' }],
  ['repo:o/r*', { repository: 'o/r*', run: 'any' }],
  ['repo:o/r:*', { repository: 'o/r', run: 'any' }],
  ['repo:o/*:environment:prod', { repository: 'o/*', run: 'environment', value: 'prod' }],
  ['repo:o@1/*:environment:prod-*', { repository: 'o/*', run: 'environment', value: 'prod-*', isPattern: true }],
  ['repo:o/r:ref:refs/heads/*', { repository: 'o/r', run: 'branch', value: '*', isPattern: true }],
  ['repo:o/r:ref:*', { repository: 'o/r', run: 'ref', value: '*', isPattern: true }],
  ['repo:o/r:env*', { repository: 'o/r', run: 'other', value: 'env*', isPattern: true }],
  ['*', { run: 'any' }],
  ['repo:*', { run: 'other', value: 'repo:*', isPattern: true }],
  ['repo:*/r:environment:prod', { run: 'other', value: 'repo:*/r:environment:prod', isPattern: true }],
  ['repo:o@*/r@2:environment:prod', { run: 'other', value: 'repo:o@*/r@2:environment:prod', isPattern: true }],
  ['repo:o/r:environment:prod', { repository: 'o/r', run: 'environment', value: 'prod' }],
])('like %j', (sub, expected) => {
  expect(jobsOf({ StringLike: { sub } })).toEqual([expected]);
});

test('both forms of a subject are the same jobs', () => {
  expect(jobsOf({ StringEquals: { sub: ['repo:o/r:pull_request', 'repo:o@1/r@2:pull_request'] } })).toEqual([{ repository: 'o/r', run: 'pull_request' }]);
});

test('IDs that are demanded tell which repositories a pattern means', () => {
  const conditions = { StringLike: { sub: ['repo:o/*:pull_request', 'repo:o@1/*:pull_request'] }, StringEquals: { repository_id: ['3', '2'] } };
  expect(jobsOf(conditions)).toEqual([{ repository: 'o/*', ids: ['2', '3'], run: 'pull_request' }]);
  expect(jobsOf({ ...conditions, StringEquals: { repository_id: '*' } })).toEqual([{ repository: 'o/*', run: 'pull_request' }]);
  expect(jobsOf({ StringEquals: { sub: 'repo:o/r:pull_request', repository_id: '2' } })).toEqual([{ repository: 'o/r', run: 'pull_request' }]);
});

test.each<[string, Conditions, TrustedJobs[]]>([
  ['nothing', {}, [{ run: 'any' }]],
  ['what a subject is not', { StringNotLike: { sub: 'repo:evil/*' } }, [{ run: 'any' }]],
  ['a subject if there is one', { StringLikeIfExists: { sub: 'repo:o/r:*' } }, [{ run: 'any' }]],
  ['no subject at all', { StringEquals: { sub: [] } }, []],
  ['a repository', { StringEquals: { repository: ['o/r', 'o/s'] } }, [{ repository: 'o/r', run: 'any' }, { repository: 'o/s', run: 'any' }]],
  ['an ID', { StringEquals: { repository_id: '7' } }, [{ ids: ['7'], run: 'any' }]],
  ['two subjects at once: the first tells', { StringEquals: { sub: 'repo:o/r:pull_request' }, StringLike: { sub: 'repo:o/*' } }, [{ repository: 'o/r', run: 'pull_request' }]],
])('%s', (_, conditions, expected) => {
  expect(jobsOf(conditions)).toEqual(expected);
});
