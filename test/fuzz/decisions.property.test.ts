import * as fc from 'fast-check';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubOidcToken } from '../../src/github/oidc-token';
import { GithubOidcTrust } from '../../src/oidc-trust';
import { providerArn } from '../support/arbitraries';
import { fuzz, Tally, TIMEOUT } from '../support/fuzz';
import { mayAssume } from '../support/independent-engine';
import {
  ACTORS, BRANCHES, Claims, ENVIRONMENTS, GITHUB_COM, IDS, job, mint, readByAws, Token, variation, varied, WORKFLOWS,
} from '../support/universe';

/*
 * The engine differs from AWS in two things. Its `*` does not cross a line end: no value here has one. Its `AWS: "*"` admits web identities:
 * no principal here is that, and the last test tells the difference. What ours refuses to decide, such as a policy variable, is not here either.
 */

const ACTION = 'sts:AssumeRoleWithWebIdentity';
const TEXT_OPERATORS = [
  'StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike',
] as const;
/** What an operator is of: its base, and its form. */
const TRAITS = [...TEXT_OPERATORS, 'Bool', 'Null', 'plain', 'IfExists', 'ForAnyValue', 'ForAllValues'] as const;

function traitsOf(operator: string): string[] {
  const base = operator.replace(/^For.*:|IfExists$/g, '');
  const form = operator === base ? 'plain' : operator.split(':').length > 1 ? operator.split(':')[0] : 'IfExists';
  return base === 'Null' ? [base] : [base, form];
}

const FORMS: readonly ((base: string) => string)[] = [
  base => base, base => base, base => `${base}IfExists`, base => `ForAnyValue:${base}`, base => `ForAllValues:${base}`,
];

type Value = string | number | boolean;
type Conditions = Record<string, Record<string, Value | Value[]>>;
/** What the request says beside the token. */
type Request = Record<string, string[]>;

const REQUEST_KEYS = ['sts:RoleSessionName', 'aws:SecureTransport', 'aws:TagKeys'] as const;
const request: fc.Arbitrary<Request> = fc.record({
  'sts:RoleSessionName': fc.constantFrom(['main'], ['octo'], ['11'], []),
  'aws:SecureTransport': fc.constantFrom(['true'], ['false'], ['True'], ['yes'], []),
  'aws:TagKeys': fc.array(fc.constantFrom('main', 'Main', 'prod', '11', 'true', 'false'), { maxLength: 3 }),
});

/** A value, as it is made of the one that the token or the request has, so that matches happen. */
type Likeness = (actual: string, other: string) => Value;
const LIKENESSES: readonly Likeness[] = [
  actual => actual,
  actual => actual,
  (_, other) => other,
  actual => actual.toUpperCase(),
  actual => `${actual.slice(0, Math.ceil(actual.length / 2))}*`,
  actual => `*${actual.slice(Math.ceil(actual.length / 2))}`,
  actual => `${actual.slice(0, 1)}*${actual.slice(-1)}`,
  actual => actual.replace(/[a-z:/]/, '?'),
  actual => `${actual}?`,
  actual => actual.replace(/[:/].*$/, ''),
  () => '*',
  (_, other) => `*${other}*`,
  actual => /^[0-9]+$/.test(actual) ? Number(actual) : 11,
  actual => actual === 'true',
];
const values = fc.record({
  items: fc.array(fc.record({
    likeness: fc.constantFrom(...LIKENESSES),
    other: fc.constantFrom<string>(...BRANCHES, ...ENVIRONMENTS, ...WORKFLOWS, ...ACTORS, ...IDS, 'true', ''),
  }), { minLength: 1, maxLength: 3 }),
  isList: fc.boolean(),
});
const truths = fc.oneof(
  fc.constantFrom<Value>('true', 'false', 'True', 'FALSE', true, false),
  fc.array(fc.constantFrom<Value>('true', 'false', true, false), { maxLength: 2 }),
);

const condition = fc.record({
  kind: fc.constantFrom('text', 'text', 'text', 'Bool', 'Null'),
  base: fc.constantFrom(...TEXT_OPERATORS),
  form: fc.constantFrom(...FORMS),
  claim: fc.constantFrom(
    'sub', 'sub', 'aud', 'repository_id', 'repository_owner_id', 'repository', 'ref', 'environment', 'environment', 'actor', 'enterprise_id',
    'workflow', 'job_workflow_ref', 'repository_owner', 'event_name', 'iss',
  ),
  requestKey: fc.constantFrom(...REQUEST_KEYS),
  // One in four is of the request, where truth values are two in three, and one in twelve of another issuer.
  where: fc.integer({ min: 0, max: 11 }),
  isUpperCase: fc.integer({ min: 0, max: 5 }).map(dice => dice === 0),
  values,
  truths,
});
type Of<T> = T extends fc.Arbitrary<infer U> ? U : never;

const statement = fc.record({
  effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  action: fc.constantFrom<string | string[]>(
    ACTION, ACTION, ACTION, [ACTION], ['sts:TagSession', ACTION.toLowerCase()], 'sts:*', '*', 'STS:assumerolewith*', 'sts:AssumeRole', 'sts:Tag*',
  ),
  hasOtherProvider: fc.integer({ min: 0, max: 9 }),
  conditions: fc.array(condition, { maxLength: 3 }),
});

/** Nothing but its condition keeps anybody out. */
const alone: fc.Arbitrary<Of<typeof statement>[]> = condition.map(one => [
  { effect: 'Allow', action: ACTION, hasOtherProvider: 9, conditions: [one] },
]);

const cases = fc.record({
  job,
  variation,
  request,
  statements: fc.oneof({ weight: 2, arbitrary: fc.array(statement, { minLength: 1, maxLength: 4 }) }, { weight: 1, arbitrary: alone }),
});

/** The `Condition` element. A key stands once under an operator, and one of several values only where that is decided. */
function conditionsOf(drawn: readonly Of<typeof condition>[], claims: Claims, prefix: string, given: Request): Conditions {
  const conditions: Conditions = {};
  for (const { kind, base, form, claim, requestKey, where, isUpperCase, values: { items, isList }, truths: truth } of drawn) {
    const isOfRequest = where < (kind === 'Bool' ? 8 : 3);
    const key = isOfRequest ? requestKey : `${where === 11 ? `${prefix}/other` : prefix}:${claim}`;
    const operator = kind === 'Null' ? form(kind).replace('IfExists', '') : form(kind === 'Bool' ? kind : base);
    const block = conditions[operator] ??= {};
    if (Object.keys(block).some(other => other.toLowerCase() === key.toLowerCase()) || (key === 'aws:TagKeys' && !operator.startsWith('For'))) {
      continue;
    }
    const actual = (isOfRequest ? given[key][0] : claims[claim]) ?? 'absent';
    const wanted = items.map(({ likeness, other }) => likeness(actual, other));
    block[isUpperCase ? key.toUpperCase() : key] = kind !== 'text' ? truth : isList ? wanted : wanted[0];
  }
  // An operator without a key is refused.
  return Object.fromEntries(Object.entries(conditions).filter(([, block]) => Object.keys(block).length > 0));
}

interface Policy {
  readonly Version: string;
  readonly Statement: { readonly Effect: string; readonly Action: unknown; readonly Principal: unknown; readonly Condition: Conditions }[];
}

/** A policy on what the token and the request have. */
function policyOf({ statements, request: given }: Of<typeof cases>, { job: { issuer }, claims }: Token): Policy {
  const prefix = issuer.url.slice('https://'.length);
  const arns = [prefix, `${prefix}/other`].map(name => `arn:aws:iam::111111111111:oidc-provider/${name}`);
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ effect, action, hasOtherProvider, conditions }) => ({
      Effect: effect,
      Action: action,
      Principal: { Federated: hasOtherProvider === 0 ? arns[1] : hasOtherProvider < 3 ? [arns[1], arns[0]] : arns[0] },
      Condition: conditionsOf(conditions, claims, prefix, given),
    })),
  };
}

/** The operators of a policy that has no other statement, and no other condition, than one. */
function operatorsAlone({ Statement: [{ Effect: effect, Condition: conditions }, ...others] }: Policy): string[] {
  const named = Object.entries(conditions).flatMap(([operator, block]) => Object.keys(block).map(() => operator));
  return effect === 'Allow' && others.length === 0 && named.length === 1 ? named : [];
}

/** The way to the engine takes one prefix of condition keys, so that the request's stand below the issuer's too. */
function letsInByTheEngine(policy: Policy, token: Token, given: Request): boolean {
  const prefix = token.job.issuer.url.slice('https://'.length);
  const isOfRequest = (key: string) => REQUEST_KEYS.some(one => one.toLowerCase() === key.toLowerCase());
  const renamed = (key: string) => isOfRequest(key) ? `${prefix}:request-${key.replace(':', '-')}` : key;
  const statements = policy.Statement.map(one => ({
    ...one,
    Condition: Object.fromEntries(Object.entries(one.Condition).map(([operator, block]) =>
      [operator, Object.fromEntries(Object.entries(block).map(([key, value]) => [renamed(key), value]))])),
  }));
  const ofRequest = Object.entries(given).filter(([, all]) => all.length > 0)
    .map(([key, all]) => [`request-${key.replace(':', '-')}`, key === 'aws:TagKeys' ? all : all[0]]);
  return mayAssume({ ...policy, Statement: statements }, prefix, { ...readByAws(token), ...Object.fromEntries(ofRequest) as Claims });
}

test('our evaluation decides as the engine that is not ours', () => {
  const [answers, ofTrait] = [new Tally(), new Tally()];
  fuzz('decisions', cases, one => {
    const original = mint(one.job);
    // A template may ask for an environment that the job does not name.
    if (!original) {
      return;
    }
    const policy = policyOf(one, original);
    const trust = GithubOidcTrust.ofPolicy(policy);
    for (const token of [original, mint({ ...varied(one.job, one.variation), issuer: one.job.issuer }) ?? original]) {
      const expected = letsInByTheEngine(policy, token, one.request);
      const { allowed, undecided } = trust.evaluate(GithubOidcToken.fromClaims(token.claims), { requestContext: one.request });
      // To expect is dear.
      if (allowed !== expected || undecided) {
        const { claims } = token;
        expect({ allowed, undecided, policy, claims, request: one.request })
          .toEqual({ allowed: expected, undecided: false, policy, claims, request: one.request });
      }
      answers.add(`${token.job.issuer.isReadByAws ? '' : 'few claims, '}${allowed ? 'in' : 'out'}`);
      for (const trait of operatorsAlone(policy).flatMap(traitsOf)) {
        ofTrait.add(`${trait} ${allowed ? 'in' : 'out'}`);
      }
    }
  });
  process.stderr.write(`${answers}\n${ofTrait}\n`);

  // No answer is so rare that agreeing on it would mean nothing, also where one condition alone decides.
  expect(answers.share('in', 'few claims, in')).toBeGreaterThan(0.2);
  expect(answers.share('out', 'few claims, out')).toBeGreaterThan(0.2);
  expect(answers.share('few claims, in')).toBeGreaterThan(0.05);
  expect(TRAITS.flatMap(trait => [`${trait} in`, `${trait} out`]).filter(what => ofTrait.count(what) === 0)).toEqual([]);
}, TIMEOUT);

describe('the engine that is not ours differs', () => {
  const policyWith = (principal: unknown, conditions: Conditions = {}) => ({
    Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ACTION, Principal: principal, Condition: conditions }],
  });
  const claims = { iss: GITHUB_COM.url, aud: 'sts.amazonaws.com', sub: 'repo:octo/app:environment:a\nb' };
  const prefix = GITHUB_COM.url.slice('https://'.length);
  const token = GithubOidcToken.fromClaims(claims);

  test.each(['*', ['*'], ['arn:aws:iam::111111111111:root', '*']].map(AWS => ({ AWS })))(
    'in that it lets web identities in by the principal %j, which AWS does not', principal => {
      expect(mayAssume(policyWith(principal), prefix, claims)).toBe(true);
      expect(GithubOidcTrust.ofPolicy(policyWith(principal)).evaluate(token)).toMatchObject({ allowed: false, undecided: false });
    },
  );

  test.each([
    ['StringLike', 'repo:octo/app:*', true], ['StringLike', 'repo:octo/app:environment:a?b', true], ['StringNotLike', 'repo:octo/app:*', false],
  ])('in that its wildcards do not cross a line end, which those of AWS do: %s with %j', (operator, pattern, allowed) => {
    const policy = policyWith({ Federated: providerArn(GithubIssuer.GITHUB_COM) }, { [operator]: { [`${prefix}:sub`]: pattern } });
    expect(mayAssume(policy, prefix, claims)).toBe(!allowed);
    expect(GithubOidcTrust.ofPolicy(policy).evaluate(token).allowed).toBe(allowed);
  });
});
