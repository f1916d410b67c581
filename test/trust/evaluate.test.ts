import * as fc from 'fast-check';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubOidcToken } from '../../src/github/oidc-token';
import { GithubOidcTrust } from '../../src/oidc-trust';
import { Decision, evaluate, PolicyStatementJson } from '../../src/trust/evaluate';
import { Claims, letsInByIndependentEngine, letsInByOurs, providerArn, TrustPolicy } from '../support/arbitraries';

const KEYS = 'token.actions.githubusercontent.com';
const ACTION = 'sts:AssumeRoleWithWebIdentity';
const PROVIDER = providerArn(GithubIssuer.GITHUB_COM);
const CLAIMS = {
  iss: `https://${KEYS}`,
  aud: 'sts.amazonaws.com',
  sub: 'repo:octo-org/octo-repo:ref:refs/heads/main',
  repository: 'octo-org/octo-repo',
  repository_id: '74',
  repository_owner: 'octo-org',
  repository_owner_id: '65',
  ref: 'refs/heads/main',
  actor: 'octocat',
  actor_id: '12',
  enterprise_id: '2',
  workflow: 'deploy',
  job_workflow_ref: 'octo-org/octo-repo/.github/workflows/deploy.yml@refs/heads/main',
  event_name: 'push',
  runner_environment: 'github-hosted',
};
const UNKNOWN = { 'Fn::ImportValue': 'subject' };

type Condition = PolicyStatementJson['Condition'];

function statement(more: Partial<PolicyStatementJson> = {}): PolicyStatementJson {
  return { Effect: 'Allow', Action: ACTION, Principal: { Federated: PROVIDER }, ...more };
}

function decisionOn(statements: Partial<PolicyStatementJson>[], claims: Claims = CLAIMS): Decision {
  return evaluate(statements.map(statement), GithubOidcToken.fromClaims(claims));
}

function admits(condition: Condition, claims: Claims = CLAIMS): boolean {
  return decisionOn([{ Condition: condition }], claims).allowed;
}

function refusalOf(...statements: Partial<PolicyStatementJson>[]): { name: string; message: string } {
  try {
    decisionOn(statements);
  } catch (error) {
    return { name: (error as Error).name, message: (error as Error).message };
  }
  throw new Error('nothing was refused');
}

function onSubject(operator: string, value: unknown): Condition {
  return { [operator]: { [`${KEYS}:sub`]: value } };
}

describe('an operator in a condition', () => {
  const sub = CLAIMS.sub;
  test.each<[string, unknown, boolean]>([
    ['StringEquals', sub, true],
    ['StringEquals', sub.toUpperCase(), false],
    ['StringEquals', 'repo:octo-org/*', false],
    ['StringEquals', ['x', sub], true],
    ['StringEquals', ['x', 'y'], false],
    ['StringEquals', [], false],
    ['StringNotEquals', sub, false],
    ['StringNotEquals', 'x', true],
    ['StringNotEquals', ['x', sub], false],
    ['StringNotEquals', ['x', 'y'], true],
    ['StringNotEquals', 'repo:octo-org/*', true],
    ['StringEqualsIgnoreCase', sub.toUpperCase(), true],
    ['StringEqualsIgnoreCase', 'REPO:OCTO-ORG/*', false],
    ['StringEqualsIgnoreCase', ['x', sub.toUpperCase()], true],
    ['StringNotEqualsIgnoreCase', sub.toUpperCase(), false],
    ['StringNotEqualsIgnoreCase', ['x', 'y'], true],
    ['StringLike', 'repo:octo-org/*', true],
    ['StringLike', 'repo:OCTO-ORG/*', false],
    ['StringLike', 'repo:octo-org/octo-repo:ref:refs/heads/mai?', true],
    ['StringLike', ['x*', 'repo:*:ref:*'], true],
    ['StringLike', ['x*', 'y*'], false],
    ['StringNotLike', 'repo:octo-org/*', false],
    ['StringNotLike', 'repo:OCTO-ORG/*', true],
    ['StringNotLike', ['x*', '*main'], false],
    ['StringNotLike', ['x*', 'y*'], true],
  ])('%s with %j holds: %p', (operator, value, holds) => {
    expect(admits(onSubject(operator, value))).toBe(holds);
  });

  test.each<[string, boolean]>([
    ['StringEquals', false], ['StringEqualsIgnoreCase', false], ['StringLike', false],
    ['StringNotEquals', true], ['StringNotEqualsIgnoreCase', true], ['StringNotLike', true],
  ])('%s on an absent claim holds: %p', (operator, holds) => {
    expect(admits({ [operator]: { [`${KEYS}:environment`]: '*' } })).toBe(holds);
  });

  test('reads a number or a truth value as its text', () => {
    expect(admits({ StringEquals: { [`${KEYS}:repository_id`]: 74 } })).toBe(true);
    expect(admits({ StringEquals: { [`${KEYS}:actor`]: true } }, { ...CLAIMS, actor: 'true' })).toBe(true);
  });

  test('is ANDed with the others, and so are the keys of one operator', () => {
    const holds = { [`${KEYS}:sub`]: CLAIMS.sub };
    const fails = { [`${KEYS}:aud`]: 'x' };
    expect(admits({ StringEquals: holds, StringLike: { [`${KEYS}:aud`]: '*' } })).toBe(true);
    expect(admits({ StringEquals: holds, StringLike: fails })).toBe(false);
    expect(admits({ StringEquals: { ...holds, ...fails } })).toBe(false);
  });

  test('that stands nowhere lets everybody of the issuer in', () => {
    expect(admits(undefined)).toBe(true);
    expect(admits({})).toBe(true);
  });
});

describe('a condition key', () => {
  test('is read in any case, its value is not', () => {
    expect(admits({ StringEquals: { [`${KEYS.toUpperCase()}:SUB`]: CLAIMS.sub } })).toBe(true);
    expect(admits({ StringEquals: { [`${KEYS}:Repository_ID`]: '74' } })).toBe(true);
    expect(admits({ StringEquals: { [`${KEYS}:sub`]: CLAIMS.sub.replace('octo-org', 'Octo-Org') } })).toBe(false);
  });

  test.each([
    'aud', 'sub', 'actor', 'actor_id', 'enterprise_id', 'job_workflow_ref', 'ref', 'repository', 'repository_id', 'repository_owner_id', 'workflow',
  ] as const)('of the claim %s is one that AWS reads', claim => {
    expect(admits({ StringEquals: { [`${KEYS}:${claim}`]: CLAIMS[claim] } })).toBe(true);
  });

  test('of the claim environment is one that AWS reads', () => {
    expect(admits({ StringEquals: { [`${KEYS}:environment`]: 'prod' } }, { ...CLAIMS, environment: 'prod' })).toBe(true);
  });

  test.each(['iss', 'repository_owner', 'event_name', 'runner_environment'] as const)('of the claim %s is none that AWS reads, so it counts as absent', claim => {
    expect(admits({ StringEquals: { [`${KEYS}:${claim}`]: CLAIMS[claim] } })).toBe(false);
    expect(admits({ StringNotEquals: { [`${KEYS}:${claim}`]: CLAIMS[claim] } })).toBe(true);
  });

  test('of another issuer counts as absent', () => {
    expect(admits({ StringEquals: { [`${KEYS}/octo-inc:sub`]: CLAIMS.sub } })).toBe(false);
    expect(admits({ StringEquals: { sub: CLAIMS.sub } })).toBe(false);
  });

  test('of GitHub Enterprise Server is read for audience and subject alone', () => {
    const server = GithubIssuer.server('github.example.com');
    const decide = (claim: 'sub' | 'repository_id') => decisionOn([{
      Principal: { Federated: providerArn(server) }, Condition: { StringEquals: { [`${server.conditionKeyPrefix}:${claim}`]: CLAIMS[claim] } },
    }], { ...CLAIMS, iss: server.url }).allowed;
    expect(decide('sub')).toBe(true);
    expect(decide('repository_id')).toBe(false);
  });
});

describe('a Deny', () => {
  const deny = { Sid: 'No', Effect: 'Deny' };
  const allow = { Sid: 'Yes' };

  test('that applies wins over an Allow, in any order', () => {
    expect(decisionOn([allow, deny])).toEqual({ allowed: false, decidedBy: 'No', reasons: [] });
    expect(decisionOn([deny, allow])).toEqual({ allowed: false, decidedBy: 'No', reasons: [] });
  });

  test('that does not apply leaves the Allow standing', () => {
    const decision = decisionOn([{ ...deny, Condition: onSubject('StringLike', 'repo:evil/*') }, allow]);
    expect([decision.allowed, decision.decidedBy]).toEqual([true, 'Yes']);
  });

  test('applies if a claim that it negates is absent', () => {
    expect(decisionOn([allow, { ...deny, Condition: { StringNotEquals: { [`${KEYS}:environment`]: 'prod' } } }]).allowed).toBe(false);
  });

  test('alone allows nobody', () => {
    expect(decisionOn([{ ...deny, Condition: onSubject('StringEquals', 'x') }]).allowed).toBe(false);
  });
});

describe('the elements of a statement', () => {
  test('an action may be a text or a list, in any case', () => {
    for (const action of [ACTION, [ACTION], ['sts:TagSession', ACTION], ACTION.toUpperCase(), ACTION.toLowerCase()]) {
      expect(decisionOn([{ Action: action }]).allowed).toBe(true);
    }
    for (const action of ['sts:AssumeRole', 'sts:TagSession', ['sts:AssumeRole', 'sts:AssumeRoleWithSAML'], [], undefined]) {
      expect(decisionOn([{ Action: action }]).allowed).toBe(false);
    }
  });

  test('a provider may be a text or a list', () => {
    const other = providerArn(GithubIssuer.enterprise('octo-inc'));
    for (const provider of [PROVIDER, [PROVIDER], [other, PROVIDER]]) {
      expect(decisionOn([{ Principal: { Federated: provider } }]).allowed).toBe(true);
    }
    for (const provider of [other, [other], [], `${PROVIDER}x`, `${PROVIDER}/x`, `arn:aws:iam::111111111111:oidc-provider/x.${KEYS}`, KEYS]) {
      expect(decisionOn([{ Principal: { Federated: provider } }]).allowed).toBe(false);
    }
  });

  test('a provider counts in any account and partition', () => {
    for (const provider of [`arn:aws-us-gov:iam::222222222222:oidc-provider/${KEYS}`, `arn:aws-cn:iam::333333333333:oidc-provider/${KEYS}`]) {
      expect(decisionOn([{ Principal: { Federated: provider } }]).allowed).toBe(true);
    }
  });

  test('a principal that is no provider does not admit a web identity, not even AWS: *', () => {
    for (const principal of [{ AWS: '*' }, { AWS: 'arn:aws:iam::111111111111:root' }, { Service: 'ec2.amazonaws.com' }]) {
      expect(decisionOn([{ Principal: principal }]).allowed).toBe(false);
    }
    expect(decisionOn([{ Principal: { AWS: 'arn:aws:iam::111111111111:root', Federated: PROVIDER } }]).allowed).toBe(true);
  });

  test('a policy may hold one statement or a list', () => {
    const token = GithubOidcToken.fromClaims(CLAIMS);
    expect(GithubOidcTrust.ofPolicy({ Statement: statement() }).evaluate(token).allowed).toBe(true);
    expect(GithubOidcTrust.ofPolicy({ Statement: [statement({ Action: 'sts:AssumeRole' }), statement()] }).evaluate(token).allowed).toBe(true);
    expect(GithubOidcTrust.ofPolicy({ Statement: [] }).evaluate(token).allowed).toBe(false);
    expect(GithubOidcTrust.ofPolicy({}).evaluate(token).allowed).toBe(false);
  });
});

describe('what the evaluation does not cover', () => {
  test.each(['NotPrincipal', 'NotAction', 'NotResource'])('is an error: %s', element => {
    const { name, message } = refusalOf({ [element]: 'x' });
    expect(name).toBe('TrustNotUnderstood');
    expect(message).toContain(`the policy uses ${element}`);
  });

  test.each([
    'StringEqualsIfExists', 'ForAllValues:StringLike', 'ForAnyValue:StringEquals', 'Null', 'Bool', 'ArnLike', 'IpAddress', 'stringequals', 'Fn::If',
  ])('is an error: the operator %s', operator => {
    const { name, message } = refusalOf({ Condition: onSubject(operator, CLAIMS.sub) });
    expect(name).toBe('TrustNotUnderstood');
    expect(message).toBe(`the policy uses the condition operator '${operator}'; this evaluation covers StringEquals, StringNotEquals, `
      + 'StringEqualsIgnoreCase, StringNotEqualsIgnoreCase, StringLike, StringNotLike');
  });

  test.each(['aws:SourceIp', 'AWS:RequestedRegion', 'sts:ExternalId', 'STS:RoleSessionName'])('is an error: the key %s, which is of the request', key => {
    for (const operator of ['StringEquals', 'StringNotEquals']) {
      expect(refusalOf({ Condition: { [operator]: { [key]: 'x' } } })).toEqual({ name: 'TrustNotUnderstood', message: expect.stringContaining(`uses ${key}`) });
    }
  });

  test.each([`\${${KEYS}:sub}`, 'repo:${*}', ['x', 'repo:${aws:username}/*']])('is an error: the policy variable in %j', value => {
    for (const operator of ['StringEquals', 'StringLike', 'StringNotLike']) {
      expect(refusalOf({ Condition: onSubject(operator, value) })).toEqual({ name: 'TrustNotUnderstood', message: expect.stringContaining('policy variable') });
    }
  });

  test.each(['*', undefined, null, PROVIDER])('is an error: the principal %p, which names no provider', principal => {
    expect(refusalOf({ Principal: principal })).toEqual({ name: 'TrustNotUnderstood', message: expect.stringContaining(`principal is '${principal}'`) });
  });

  test.each(['allow', 'DENY', '', undefined])('is an error: the effect %p', effect => {
    expect(refusalOf({ Effect: effect })).toEqual({ name: 'TrustNotUnderstood', message: expect.stringContaining('allowed are Allow and Deny') });
  });

  test('is an error in any statement, even behind one that allows', () => {
    expect(refusalOf({}, { Condition: onSubject('Null', 'true') }).name).toBe('TrustNotUnderstood');
  });
});

describe('a value that is known only at deployment', () => {
  test.each(['StringEquals', 'StringEqualsIgnoreCase', 'StringLike'])('is no match under %s', operator => {
    expect(admits(onSubject(operator, UNKNOWN))).toBe(false);
    expect(admits(onSubject(operator, [UNKNOWN]))).toBe(false);
  });

  test.each(['StringNotEquals', 'StringNotEqualsIgnoreCase', 'StringNotLike'])('is no lack of a match under %s, not even where the claim is absent', operator => {
    expect(admits(onSubject(operator, UNKNOWN))).toBe(false);
    expect(admits(onSubject(operator, ['x', UNKNOWN]))).toBe(false);
    expect(admits({ [operator]: { [`${KEYS}:environment`]: UNKNOWN } })).toBe(false);
  });

  test('does not spoil a known value beside it', () => {
    expect(admits(onSubject('StringEquals', [UNKNOWN, CLAIMS.sub]))).toBe(true);
    expect(admits(onSubject('StringNotEquals', [UNKNOWN, CLAIMS.sub]))).toBe(false);
  });

  test.each(['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'])('in a Deny under %s is an error, since nothing shows whom it denies', operator => {
    const { name, message } = refusalOf({ Effect: 'Deny', Condition: onSubject(operator, ['x', UNKNOWN]) });
    expect(name).toBe('TrustNotUnderstood');
    expect(message).toContain(`a Deny statement compares ${KEYS}:sub with a value that is known only at deployment`);
  });

  test('as a provider admits nobody, and in a Deny it is an error', () => {
    expect(decisionOn([{ Sid: 'Yes', Principal: { Federated: { Ref: 'Provider' } } }])).toEqual({
      allowed: false, decidedBy: undefined, reasons: [{ statement: 'Yes', reason: 'its provider is known only at deployment' }],
    });
    expect(refusalOf({ Effect: 'Deny', Principal: { Federated: [{ Ref: 'Provider' }] } }).name).toBe('TrustNotUnderstood');
  });

  test('as a provider does not spoil a known one beside it', () => {
    for (const effect of ['Allow', 'Deny']) {
      expect(decisionOn([{ Sid: 'It', Effect: effect, Principal: { Federated: [{ Ref: 'Provider' }, PROVIDER] } }]).decidedBy).toBe('It');
    }
  });
});

describe('the reasons of a decision', () => {
  test('name for each statement the first thing that failed, by its id or its place', () => {
    expect(decisionOn([
      { Sid: 'Saml', Action: 'sts:AssumeRoleWithSAML' },
      { Principal: { Federated: providerArn(GithubIssuer.enterprise('octo-inc')) } },
      { Sid: 'Main', Condition: { StringEquals: { [`${KEYS}:aud`]: 'sts.amazonaws.com', [`${KEYS}:sub`]: ['repo:o/a:pull_request', 'repo:o/b:pull_request'] } } },
      { Sid: 'Unknown', Condition: onSubject('StringLike', UNKNOWN) },
      { Sid: 'Environment', Condition: { StringEquals: { [`${KEYS}:environment`]: 'production' } } },
      { Sid: 'NoMain', Condition: onSubject('StringNotLike', '*main') },
    ])).toEqual({
      allowed: false,
      decidedBy: undefined,
      reasons: [
        { statement: 'Saml', reason: 'it is not about sts:AssumeRoleWithWebIdentity' },
        { statement: 'statement 2', reason: 'it does not trust the provider of https://token.actions.githubusercontent.com' },
        { statement: 'Main', reason: `sub is '${CLAIMS.sub}', the policy wants 'repo:o/a:pull_request' or 'repo:o/b:pull_request'` },
        { statement: 'Unknown', reason: `sub is '${CLAIMS.sub}', the policy wants the pattern a value known only at deployment` },
        { statement: 'Environment', reason: "environment is absent, the policy wants 'production'" },
        { statement: 'NoMain', reason: `sub is '${CLAIMS.sub}', the policy refuses the pattern '*main'` },
      ],
    });
  });

  test('name the first statement that allowed', () => {
    expect(decisionOn([{ Sid: 'No', Action: 'sts:AssumeRole' }, {}, { Sid: 'Later' }])).toEqual({
      allowed: true, decidedBy: 'statement 2', reasons: [{ statement: 'No', reason: 'it is not about sts:AssumeRoleWithWebIdentity' }],
    });
  });

  test('are none for a policy without statements, which allows nobody', () => {
    expect(decisionOn([])).toEqual({ allowed: false, decidedBy: undefined, reasons: [] });
  });
});

describe('our evaluation and the independent engine', () => {
  // A small alphabet, so that matches happen. Two things are kept out, where the engine is known to differ from AWS: its `*` does not cross
  // a newline, so no value holds one, and its `AWS: "*"` admits web identities, so every principal is a provider.
  const value = fc.string({ unit: fc.constantFrom('a', 'b', 'A', ':', '/', '.'), minLength: 1, maxLength: 4 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', 'A', ':', '/', '.', '*', '*', '?'), minLength: 1, maxLength: 5 });
  const claim = fc.constantFrom('aud', 'sub', 'repository_id', 'ref', 'environment', 'repository_owner');
  const key = fc.tuple(claim, fc.constantFrom(KEYS, KEYS, KEYS, KEYS.toUpperCase(), `${KEYS}/octo-inc`)).map(([name, prefix]) => `${prefix}:${name}`);
  const values = fc.oneof(pattern, value, fc.array(fc.oneof(pattern, value), { minLength: 1, maxLength: 3 }));
  const block = fc.dictionary(key, values, { minKeys: 1, maxKeys: 2 });
  const operator = fc.constantFrom('StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike');
  const provider = fc.constantFrom(PROVIDER, PROVIDER, PROVIDER, providerArn(GithubIssuer.enterprise('octo-inc')));
  const action = fc.constantFrom(ACTION, ACTION, ACTION, ACTION.toUpperCase(), 'sts:AssumeRole', 'sts:TagSession');
  const oneOrMany = (item: fc.Arbitrary<string>) => fc.oneof(item, fc.array(item, { minLength: 1, maxLength: 2 }));
  const anyStatement: fc.Arbitrary<PolicyStatementJson> = fc.record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    Action: oneOrMany(action),
    Principal: oneOrMany(provider).map(Federated => ({ Federated })),
    Condition: fc.dictionary(operator, block, { maxKeys: 2 }),
  });
  const policies: fc.Arbitrary<TrustPolicy> = fc.array(anyStatement, { minLength: 1, maxLength: 3 })
    .map(Statement => ({ Version: '2012-10-17', Statement }));
  const claims: fc.Arbitrary<Claims> = fc.record(
    { iss: fc.constant(CLAIMS.iss), aud: value, sub: value, repository_id: value, ref: value, environment: value, repository_owner: value },
    { requiredKeys: ['iss'] },
  ).map(given => ({ ...given }) as Claims);

  test('decide alike on random policies and tokens', () => {
    const decided = { allowed: 0, denied: 0 };
    fc.assert(fc.property(policies, claims, (policy, given) => {
      const allowed = letsInByIndependentEngine(policy, given);
      decided[allowed ? 'allowed' : 'denied'] += 1;
      expect(letsInByOurs(policy, given)).toBe(allowed);
    }), { numRuns: 3_000 });
    // Neither answer is so rare that agreeing on it would mean nothing.
    expect(Math.min(decided.allowed, decided.denied)).toBeGreaterThan(300);
  });
});
