import * as fc from 'fast-check';
import { admits } from '../../src/checks/admissions';
import { CheckedRole } from '../../src/checks/checked-role';
import { RuleCase } from '../../src/checks/rule';
import { findingsOfRole } from '../../src/checks/run-rules';
import { anchorOf, subjectsOf } from '../../src/checks/trusted-subjects';
import { roleOf } from '../support/rule-case';
import { SUBJECT_RULES } from '../support/subject-rules';
import { GITHUB_COM, Job, job, mint, readByAws } from '../support/universe';

const HEADS = [
  'repo:octo/app', 'repo:octo@1/app@11', 'repo:octo@*/app@*', 'repo:octo@1/app@*', 'repo:octo/*', 'repo:octo@1/*', 'repo:octo/app*', 'repo:octo/*p', 'repo:o?to/app', 'repo:octo*',
  'repository_id:11', 'repository_owner:octo', 'repository_owner_id:1', 'repository:octo/app',
];
const TAILS = [
  '', ':*', '*', ':pull_request', ':pull*', ':*request', ':p*t', ':ref:*', ':ref:refs/heads/*', ':ref:refs/heads/main', ':ref:refs/heads/main*', ':ref:refs/pull/*', ':environment:*',
  ':environment:prod*', ':environment:prod', ':*:environment:prod', ':event_name:*', ':event_name:push',
];
const CLAIMS: Readonly<Record<string, readonly string[]>> = {
  environment: ['prod', 'prod*', '*'],
  ref: ['refs/heads/main', 'refs/heads/*', 'refs/pull/*', 'refs/pull/7/merge', 'refs/*'],
  repository_id: ['11', '12'],
  repository_owner_id: ['1', '2'],
  repository: ['octo/app', 'octo/*'],
  actor: ['octocat'],
};

const given: fc.Arbitrary<RuleCase> = fc.record({
  head: fc.constantFrom(...HEADS),
  tail: fc.constantFrom(...TAILS),
  claims: fc.subarray(Object.keys(CLAIMS), { maxLength: 2 })
    .chain(names => fc.record(Object.fromEntries(names.map(name => [name, fc.constantFrom(...CLAIMS[name])])))),
  denied: fc.constantFrom(undefined, { StringLike: 'repo:*:pull_request' }, { StringNotLike: 'repo:octo*' }, { StringNotLike: '*:environment:prod' }),
}).map(({ head, tail, claims, denied }): RuleCase => ({
  conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: `${head}${tail}`, ...claims } },
  more: denied && [{
    Effect: 'Deny',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: '*',
    Condition: Object.fromEntries(Object.entries(denied).map(([operator, sub]) => [operator, { 'token.actions.githubusercontent.com:sub': sub }])),
  }],
}));

/** A run of the repository that the subjects name, by its own workflow. */
const own: fc.Arbitrary<Job> = job.map(one =>
  ({ ...one, owner: 'octo', name: 'app', ownerId: '1', id: '11', calledWorkflow: undefined, issuer: GITHUB_COM, audience: 'sts.amazonaws.com', template: ['repo', 'context'] }));

/** Whether the role lets the job in, and no error says that it lets in strangers as well. */
function letsIn(role: CheckedRole, one: Job): boolean {
  const token = mint(one);
  return token !== undefined && role.trusts.some(trust => admits(trust, readByAws(token)) && subjectsOf(trust).every(subject => anchorOf(subject) === 'owner'));
}

function findingsIn(role: CheckedRole): string[] {
  return findingsOfRole(role, SUBJECT_RULES).map(({ ruleId }) => ruleId);
}

function expectTold(cases: fc.Arbitrary<Job>, oneOf: readonly string[]): void {
  let count = 0;
  fc.assert(fc.property(given, cases, (rule, one) => {
    const role = roleOf(rule);
    if (letsIn(role, one)) {
      count += 1;
      expect(findingsIn(role).filter(id => oneOf.includes(id))).not.toEqual([]);
    }
  }), { numRuns: 3_000 });
  expect(count).toBeGreaterThan(3);
}

test('where a pull request gets in, a rule says so', () => {
  const pullRequest = own.map((one): Job => ({ ...one, event: 'pull_request', ref: 'refs/pull/7/merge', environment: undefined }));
  expectTold(pullRequest, ['PullRequestTrusted', 'AnyContextTrusted', 'AnyBranchTrusted']);
});

test('where a branch that nobody named gets in, a rule says so', () => {
  const branch = own.map((one): Job => ({ ...one, event: 'push', ref: 'refs/heads/some-branch', environment: undefined }));
  expectTold(branch, ['AnyContextTrusted', 'AnyBranchTrusted']);
});

test('where an environment that nobody named gets in on such a branch, a rule says so', () => {
  const environment = own.map((one): Job => ({ ...one, event: 'push', ref: 'refs/heads/some-branch', environment: 'some-environment' }));
  expectTold(environment, ['AnyContextTrusted', 'AnyBranchTrusted', 'EnvironmentWildcard']);
});

test("where the owner's next repository gets in, a rule says so", () => {
  const sibling = own.map((one): Job => ({ ...one, name: 'some-repository', id: '99' }));
  expectTold(sibling, ['AnyRepositoryTrusted', 'RepositoryUnanchored', 'WildcardIds']);
});

test("where the name's next holder gets in, a rule says so", () => {
  const stranger = own.map((one): Job => ({ ...one, ownerId: '98', id: '99' }));
  expectTold(stranger, ['MutableSubject', 'WildcardIds']);
});
