import * as fc from 'fast-check';
import { SampleKind } from '../../src/review/model';
import { samplesOf } from '../../src/review/samples';
import { mayAssume } from '../support/independent-engine';
import { roleOf } from '../support/rule-case';
import { GITHUB_COM, Job, job, mint, readByAws } from '../support/universe';

const KEYS = 'token.actions.githubusercontent.com';
const CALLED = 'octo/auto/.github/workflows/ci.yml@refs/heads/main';

const HEADS = [
  'repo:octo@1/app@11', 'repo:octo/app', 'repo:octo@1/*', 'repo:octo/*', 'repo:*', 'repo:octo*', '*', 'repo:octo@1?app@11', 'repository_owner:octo', 'repository_owner_id:1',
  'repository_id:11', 'repository_owner:octo:repository:octo/app', 'REPO:octo@1/app@11', 'repo:octo@*/app@*',
];
const TAILS = [
  '', ':*', ':pull_request', ':PULL_REQUEST', ':pull*', ':ref:refs/heads/main', ':ref:refs/heads/*', ':ref:refs/tags/v*', ':ref:refs/pull/7/merge', ':ref:*', ':*:refs/heads/main',
  ':environment:prod', ':environment:*', ':*:prod', ':*:environment:prod', ':*:pull_request', ':acto*', `:job_workflow_ref:${CALLED}`, `:pull_request:job_workflow_ref:${CALLED}`,
  ':pull_request:ref:refs/pull/7/merge', ':event_name:pull_request', ':*:environment:pull_request', '?pull_request',
];
const CLAIMS: Readonly<Record<string, readonly string[]>> = {
  repository_owner_id: ['1'], repository_id: ['11'], environment: ['prod', '*'], ref: ['refs/heads/main', 'refs/pull/*', 'refs/tags/*'], job_workflow_ref: [CALLED],
};

const subject = fc.tuple(fc.constantFrom(...HEADS), fc.constantFrom(...TAILS)).map(parts => parts.join(''));
const statement = fc.record({
  operator: fc.constantFrom('StringLike', 'StringLike', 'StringEquals', 'StringEqualsIgnoreCase'),
  sub: fc.array(subject, { minLength: 1, maxLength: 2 }),
  claims: fc.subarray(Object.keys(CLAIMS), { maxLength: 2 })
    .chain(names => fc.record(Object.fromEntries(names.map(name => [name, fc.constantFrom(...CLAIMS[name])])))),
}).map(({ operator, sub, claims }) => {
  const inFull = Object.fromEntries(Object.entries(claims).map(([claim, value]) => [`${KEYS}:${claim}`, value]));
  return {
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${KEYS}` },
    Condition: { ...operator === 'StringLike' ? {} : { StringLike: inFull }, [operator]: { [`${KEYS}:sub`]: sub, ...operator === 'StringLike' && inFull } },
  };
});
const statements = fc.array(statement, { minLength: 1, maxLength: 2 });

/** Of claims and operators that differ in what absence and a list mean to them. */
const DENIED: Readonly<Record<string, readonly string[]>> = {
  ...CLAIMS,
  sub: ['*:ref:refs/tags/*', '*:pull_request', '*:environment:*', 'repo:octo@1/app@11:*', 'repo:octo@1/app@11:environment:prod', 'repo:octo/app:ref:refs/heads/main', 'repo:*'],
  ref: ['refs/tags/*', 'refs/heads/*', 'refs/pull/*', 'refs/*', 'refs/heads/main', 'refs/tags/v*', '*'],
  environment: ['*', 'prod'],
  actor: ['octocat', '*'],
};
const denial = fc.array(fc.constantFrom(...Object.keys(DENIED)).chain(claim => fc.record({
  claim: fc.constant(claim),
  operator: fc.constantFrom('StringLike', 'StringLike', 'StringNotLike', 'StringNotLike', 'StringEquals', 'StringNotEquals', 'StringLikeIfExists', 'ForAnyValue:StringNotLike', 'ForAllValues:StringLike'),
  values: fc.subarray([...DENIED[claim]], { minLength: 1, maxLength: Math.min(2, DENIED[claim].length) }),
})), { minLength: 1, maxLength: 2 }).map(conditions => ({
  Effect: 'Deny',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: '*',
  Condition: conditions.reduce<Record<string, object>>((all, { claim, operator, values }) => ({ ...all, [operator]: { ...all[operator], [`${KEYS}:${claim}`]: values } }), {}),
}));
const denials = fc.array(denial, { maxLength: 2 });

const PULL_REQUEST = { event: 'pull_request', ref: 'refs/pull/7/merge', environment: undefined };
/** What makes a job one of a kind, if nobody wrote its names into a policy. */
const KINDS: Readonly<Record<SampleKind, Partial<Job>>> = {
  'pull-requests': PULL_REQUEST,
  'branches': { event: 'push', ref: 'refs/heads/some-branch', environment: undefined },
  'tags': { event: 'push', ref: 'refs/tags/some-tag', environment: undefined },
  'environments': { event: 'push', ref: 'refs/heads/some-branch', environment: 'some-environment' },
  'repositories': { name: 'some-repository', id: '99' },
  'registered-again': { ownerId: '98', id: '99' },
  'owners': { owner: 'some-owner', ownerId: '98', id: '99' },
};

const TEMPLATES = [
  ['repo', 'context'], ['repo'], ['repo', 'actor'], ['repo', 'job_workflow_ref'], ['repo', 'context', 'job_workflow_ref'], ['repo', 'context', 'ref'], ['repo', 'workflow', 'context'],
  ['repo', 'ref'], ['repo', 'ref', 'context'], ['repo', 'actor', 'ref'], ['repository_owner', 'context'], ['repository_owner_id', 'context'], ['repository_id', 'context'], ['repository_owner', 'repository', 'context'], ['repo', 'event_name'],
];
const own: fc.Arbitrary<Job> = fc.tuple(job, fc.constantFrom(...TEMPLATES), fc.constantFrom(undefined, CALLED), fc.constantFrom('deploy', 'environment')).map(
  ([one, template, calledWorkflow, workflow]): Job => ({
    ...one, owner: 'octo', name: 'app', ownerId: '1', id: '11', template, calledWorkflow, workflow, issuer: GITHUB_COM, audience: 'sts.amazonaws.com',
  }));

test('what is said not to be let in is not let in, by another engine', () => {
  const tried = new Set<string>();
  let [admitted, deniedOut] = [0, 0];
  fc.assert(fc.property(statements, denials, fc.array(own, { minLength: 6, maxLength: 6 }), ([first, ...others], denied, jobs) => {
    const more = [...others, ...denied];
    const role = roleOf({ statement: first, more });
    const policy = { Version: '2012-10-17', Statement: [first, ...more] };
    const samples = new Map(samplesOf(role).map(({ jobs: kind, admitted: isIn }) => [kind, isIn]));
    for (const [kind, like] of Object.entries(KINDS)) {
      const isOut = samples.get(kind as SampleKind) === false;
      const tokens = jobs.flatMap(one => mint({ ...one, ...like }) ?? []);
      const getsIn = isOut ? tokens.filter(token => mayAssume(policy, KEYS, readByAws(token))) : [];
      expect({ kind, subjects: getsIn.map(({ claims: { sub } }) => sub) }).toEqual({ kind, subjects: [] });
      if (isOut) { tried.add(kind); }
      deniedOut += isOut && denied.length > 0 ? 1 : 0;
      admitted += samples.get(kind as SampleKind) === true ? 1 : 0;
    }
  }), { numRuns: 400 });
  expect([...tried].sort()).toEqual(Object.keys(KINDS).sort());
  expect(admitted).toBeGreaterThan(50);
  expect(deniedOut).toBeGreaterThan(50);
});
