import * as fc from 'fast-check';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubOidcToken } from '../../src/github/oidc-token';
import { GithubOidcTrust } from '../../src/oidc-trust';
import { evaluate, EvaluationOptions, PolicyStatementJson, TrustPolicy as ReadPolicy } from '../../src/trust/evaluate';
import { Claims, letsInByIndependentEngine, providerArn, TrustPolicy } from '../support/arbitraries';

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

/** What a policy decides, with what failed, and without the hints on what to do about it. */
function decisionOn(statements: Partial<PolicyStatementJson>[], claims: Claims = CLAIMS, options?: EvaluationOptions) {
  const { allowed, decidedBy, undecided, reasons } = evaluate(statements.map(statement), GithubOidcToken.fromClaims(claims), options);
  return { allowed, decidedBy, undecided, reasons: reasons.map(one => ({ ...one, reason: one.reason.split('; ')[0] })) };
}

function admits(condition: Condition, claims: Claims = CLAIMS): boolean {
  return decisionOn([{ Condition: condition }], claims).allowed;
}

/** What a policy decides, without its reasons. */
function verdictOn(...statements: Partial<PolicyStatementJson>[]): 'allowed' | 'undecided' | 'denied' {
  const { allowed, undecided } = decisionOn(statements);
  expect([allowed, undecided]).not.toEqual([true, true]);
  return allowed ? 'allowed' : undecided ? 'undecided' : 'denied';
}

function reasonsOf(...statements: Partial<PolicyStatementJson>[]): string[] {
  return decisionOn(statements).reasons.map(({ reason }) => reason);
}

function refusalOf(...statements: Partial<PolicyStatementJson>[]): { name: string; message: string } {
  try {
    decisionOn(statements);
  } catch (error) {
    return { name: (error as Error).name, message: (error as Error).message };
  }
  throw new Error('nothing was refused');
}

const aboutOthers = (action: string) => `it is about '${action}', and not about sts:AssumeRoleWithWebIdentity`;
const trustsOther = (provider: string) => `it trusts '${provider}', and not the provider of https://${KEYS}`;

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

  test.each<[string, unknown, boolean, boolean]>([
    ['StringEqualsIfExists', 'prod', true, true], ['StringEqualsIfExists', 'x', true, false],
    ['StringNotLikeIfExists', 'p*', true, false], ['StringNotLikeIfExists', 'x*', true, true],
    ['ForAnyValue:StringEquals', 'prod', false, true], ['ForAnyValue:StringNotEquals', 'x', false, true],
    ['ForAllValues:StringEquals', 'prod', true, true], ['ForAllValues:StringNotEquals', 'prod', true, false],
    ['Null', 'true', true, false], ['Null', false, false, true], ['Bool', true, false, false], ['BoolIfExists', 'false', true, false],
  ])('%s with %j holds on an absent environment: %p, and on prod: %p', (operator, value, onAbsent, onProduction) => {
    const conditions = { [operator]: { [`${KEYS}:environment`]: value } };
    expect(admits(conditions)).toBe(onAbsent);
    expect(admits(conditions, { ...CLAIMS, environment: 'prod' })).toBe(onProduction);
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

  test.each(['iss', 'repository_owner', 'event_name', 'runner_environment'] as const)(
    'of the claim %s is none that AWS reads, so it counts as absent', claim => {
      expect(admits({ StringEquals: { [`${KEYS}:${claim}`]: CLAIMS[claim] } })).toBe(false);
      expect(admits({ StringNotEquals: { [`${KEYS}:${claim}`]: CLAIMS[claim] } })).toBe(true);
    },
  );

  test('of another issuer counts as absent', () => {
    expect(admits({ StringEquals: { [`${KEYS}/octo-inc:sub`]: CLAIMS.sub } })).toBe(false);
    expect(admits({ StringNotEquals: { [`${KEYS}/octo-inc:sub`]: CLAIMS.sub } })).toBe(true);
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
    expect(decisionOn([allow, deny])).toEqual({ allowed: false, decidedBy: 'No', undecided: false, reasons: [] });
    expect(decisionOn([deny, allow])).toEqual({ allowed: false, decidedBy: 'No', undecided: false, reasons: [] });
  });

  test('that does not apply leaves the Allow standing', () => {
    const decision = decisionOn([{ ...deny, Condition: onSubject('StringLike', 'repo:evil/*') }, allow]);
    expect([decision.allowed, decision.decidedBy]).toEqual([true, 'Yes']);
  });

  test('applies if a claim that it negates is absent', () => {
    expect(decisionOn([allow, { ...deny, Condition: { StringNotEquals: { [`${KEYS}:environment`]: 'prod' } } }]).allowed).toBe(false);
  });

  test.each(['sts:*', '*', 'STS:assumerolewith*', ['sts:TagSession', 'sts:AssumeRole*']])('applies if its action is the pattern %j', action => {
    expect(decisionOn([allow, { ...deny, Action: action }])).toEqual({ allowed: false, decidedBy: 'No', undecided: false, reasons: [] });
  });

  test.each<[string, object]>([
    ['*', { AWS: '*' }], ['*', { AWS: ['*', 'arn:aws:iam::111111111111:root'] }], ['*', { AWS: '*', Federated: 'accounts.google.com' }],
    // Whether an account's principals and a web identity can be the same is nowhere said; another engine says so.
    ['arn:aws:iam::111111111111:root', { AWS: 'arn:aws:iam::111111111111:root' }], ['111111111111', { AWS: '111111111111' }],
    [PROVIDER, { AWS: PROVIDER }], ['*', { Service: '*' }], ['*', { CanonicalUser: '*' }],
  ])("is an error if nothing shows whom it denies: the principal '%s' of %j", (shown, principal) => {
    expect(refusalOf(allow, { ...deny, Principal: principal })).toEqual({
      name: 'TrustNotUnderstood',
      message: `a Deny statement has the principal '${shown}', so nothing shows whom it denies, which this evaluation does not decide; write it out`,
    });
  });

  test("applies to the provider that it names, also beside the principal '*'", () => {
    expect(decisionOn([allow, { ...deny, Principal: { AWS: '*', Federated: PROVIDER } }]).decidedBy).toBe('No');
    expect(decisionOn([allow, { ...deny, Principal: { Federated: [PROVIDER], Service: '*' } }]).decidedBy).toBe('No');
  });

  test.each([
    { Service: 'ec2.amazonaws.com' }, { Federated: 'accounts.google.com' }, { Federated: 'arn:aws:iam::111111111111:saml-provider/x' },
    { Federated: 'arn:aws:iam::111111111111:oidc-provider/other.example.com' },
  ])('for others, as of %j, leaves the Allow standing', principal => {
    expect(decisionOn([{ ...deny, Principal: principal }, allow]).decidedBy).toBe('Yes');
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
    for (const action of ['sts:AssumeRole', 'sts:TagSession', ['sts:AssumeRole', 'sts:AssumeRoleWithSAML'], [], '']) {
      expect(verdictOn({ Action: action })).toBe('denied');
    }
  });

  test.each([
    'sts:*', '*', 'sts:AssumeRole*', 'sts:AssumeRoleWith*', 'STS:ASSUMEROLE*', 'Sts:assumeRoleWithWebIdentit?', 's?s:*Web*', '*Identity',
    ['sts:TagSession', 'sts:*'],
  ])('an action may be the pattern %j', action => {
    expect(verdictOn({ Action: action })).toBe('allowed');
  });

  test.each(['sts:AssumeRole?', 'sts:Get*', 's3:*', 'sts', 'sts:', 'sts:*Saml', 'sts:AssumeRoleWithWebIdentity?', ['sts:Tag*', 'iam:*']])(
    'an action that is the pattern %j is another', action => {
      expect(verdictOn({ Action: action })).toBe('denied');
      expect(reasonsOf({ Action: action })).toEqual([`it is about '${[action].flat().join("', '")}', and not about sts:AssumeRoleWithWebIdentity`]);
    },
  );

  test('a provider may be a text or a list', () => {
    const other = providerArn(GithubIssuer.enterprise('octo-inc'));
    for (const provider of [PROVIDER, [PROVIDER], [other, PROVIDER]]) {
      expect(decisionOn([{ Principal: { Federated: provider } }]).allowed).toBe(true);
    }
    for (const provider of [other, [other], [], `${PROVIDER}x`, `${PROVIDER}/x`, `arn:aws:iam::111111111111:oidc-provider/x.${KEYS}`]) {
      expect(verdictOn({ Principal: { Federated: provider } })).toBe('denied');
    }
  });

  test('a provider counts in any account and partition', () => {
    for (const provider of [`arn:aws-us-gov:iam::222222222222:oidc-provider/${KEYS}`, `arn:aws-cn:iam::333333333333:oidc-provider/${KEYS}`]) {
      expect(decisionOn([{ Principal: { Federated: provider } }]).allowed).toBe(true);
    }
  });

  test('a principal that is no provider does not admit a web identity, not even AWS: *', () => {
    const others = [{ AWS: '*' }, { AWS: 'arn:aws:iam::111111111111:root' }, { Service: 'ec2.amazonaws.com' }, { CanonicalUser: '79a59d' }, {}];
    for (const principal of others) {
      expect(verdictOn({ Principal: principal })).toBe('denied');
    }
    expect(decisionOn([{ Principal: { AWS: 'arn:aws:iam::111111111111:root', Federated: PROVIDER } }]).allowed).toBe(true);
  });

  test('a policy may hold one statement or a list', () => {
    const token = GithubOidcToken.fromClaims(CLAIMS);
    expect(GithubOidcTrust.ofPolicy({ Statement: statement() }).evaluate(token).allowed).toBe(true);
    expect(GithubOidcTrust.ofPolicy({ Statement: [statement({ Action: 'sts:AssumeRole' }), statement()] }).evaluate(token).allowed).toBe(true);
    expect(GithubOidcTrust.ofPolicy({ Statement: [] }).evaluate(token).allowed).toBe(false);
  });
});

describe('a Deny for the provider of another account', () => {
  const at = (account: string) => ({ Federated: PROVIDER.replace(/::[0-9]+:/, `::${account}:`) });
  const policy = (allowed: string, denied: string) => [{ Principal: at(allowed) }, { Principal: at(denied), Effect: 'Deny' }];

  test('is an error, since it denies nobody who comes by that of the role', () => {
    expect(() => decisionOn(policy('222222222222', '999999999999'))).toThrow(expect.objectContaining({
      name: 'TrustNotUnderstood', message: expect.stringMatching(/the provider '.*::999999999999:.*', and what allows tokens the provider '.*::222222222222:.*name the same in both$/),
    }));
  });

  test.each([['111111111111', '999999999999'], ['222222222222', '111111111111']])('whichever they are: %s and %s', (allowed, denied) => {
    expect(() => decisionOn(policy(allowed, denied))).toThrow('name the same in both');
  });

  test('is an error in another partition too', () => {
    const [allow, deny] = policy('222222222222', '222222222222');
    const there = { Federated: deny.Principal.Federated.replace('arn:aws:', 'arn:aws-cn:') };
    expect(() => decisionOn([allow, { ...deny, Principal: there }])).toThrow('name the same in both');
  });

  test('is none where that of the role is among them', () => {
    const [allow, deny] = policy('222222222222', '222222222222');
    const others = { Federated: [deny.Principal.Federated, at('333333333333').Federated] };
    expect(decisionOn([allow, deny]).allowed).toBe(false);
    expect(decisionOn([allow, { ...deny, Principal: others }]).allowed).toBe(false);
    expect(decisionOn([{ ...allow, Principal: others }, { ...deny, Principal: others }]).allowed).toBe(false);
  });
});

describe('what the evaluation does not cover', () => {
  test.each(['NotPrincipal', 'NotAction'])('is an error: %s', element => {
    const { name, message } = refusalOf({ [element]: 'x' });
    expect(name).toBe('TrustNotUnderstood');
    expect(message)
      .toBe(`the policy uses ${element}, which this evaluation does not decide; write it with ${element.replace('Not', '')}`);
  });

  // A condition under another name would be none.
  test.each(['Conditions', 'condition', 'Conditon', 'Resource', 'NotResource', 'notPrincipal', 'Fn::If'])('is an error: the element %s', element => {
    for (const effect of ['Allow', 'Deny']) {
      expect(refusalOf({ Effect: effect, [element]: {} })).toEqual({
        name: 'TrustNotUnderstood',
        message: `the policy uses ${element}, which this evaluation does not decide; a trust policy's statement has Sid, Effect, Principal, Action, Condition`,
      });
    }
  });

  test('is an error: a statement without an Action, which as a Deny would deny nobody', () => {
    for (const effect of ['Allow', 'Deny']) {
      expect(refusalOf({ Effect: effect, Action: undefined }).message).toContain('a statement without an Action');
    }
  });

  test.each(['*', 'token.actions.githubusercontent.com', 'arn:aws:iam::111111111111:oidc-provider/*', 'arn:aws:iam::*:oidc-provider/x', 'junk:oidc-provider/x', ''])(
    "is an error: the provider '%s', which is no ARN of one", provider => {
      for (const effect of ['Allow', 'Deny']) {
        expect(refusalOf({ Effect: effect, Principal: { Federated: [PROVIDER, provider] } })).toEqual({
          name: 'TrustNotUnderstood',
          message: `the policy's provider is '${provider}', no ARN of one provider, which this evaluation does not decide; `
            + 'write it as arn:PARTITION:iam::ACCOUNT:oidc-provider/HOST',
        });
      }
    },
  );

  test.each<[string, unknown]>([
    ['a Map', new Map([['StringEquals', { [`${KEYS}:sub`]: 'x' }]])], ['a Date', new Date(0)], ['a list', []], ['a text', 'x'],
    ['an operator with a Map', { StringEquals: new Map([[`${KEYS}:sub`, 'x']]) }], ['an operator without a key', { StringEquals: {} }],
    ['a function as a value', onSubject('StringNotEquals', () => 'x')], ['a symbol as a value', onSubject('StringNotEquals', Symbol('x'))],
  ])('is an error: conditions that are %s, and would be none', (_, conditions) => {
    for (const effect of ['Allow', 'Deny']) {
      expect(refusalOf({ Effect: effect, Condition: conditions }).name).toBe('TrustNotUnderstood');
    }
  });

  test.each([
    'ArnLike', 'IpAddress', 'NullIfExists', 'ForAnyValue:StringLikeIfExists', 'ForAllValues:NullIfExists', 'stringequals', 'Fn::If', '__proto__', '',
  ])('is an error: the operator %j', operator => {
    for (const effect of ['Allow', 'Deny']) {
      const { name, message } = refusalOf({ Effect: effect, Condition: Object.fromEntries([[operator, { [`${KEYS}:sub`]: 'true' }]]) });
      expect(name).toBe('TrustNotUnderstood');
      expect(message).toContain(`the policy uses the condition operator '${operator}', which this evaluation does not decide; it knows StringEquals`);
    }
  });

  test.each(['2012-10-18', '2008', '', 'latest', null])('is an error: the version %j', version => {
    let refusal: unknown;
    try {
      decisionOn([{}], CLAIMS, { version: version as string });
    } catch (error) {
      refusal = { name: (error as Error).name, message: (error as Error).message };
    }
    expect(refusal).toEqual({
      name: 'TrustNotUnderstood',
      message: `the policy has the version '${version}', which this evaluation does not decide; write 2008-10-17 or 2012-10-17`,
    });
  });

  test.each<[unknown]>([[null], [[]], [[{}]], ['StringEquals'], [''], [7], [true]])(
    'is an error: the conditions %j, which are no map', conditions => {
      const message = `the policy has ${JSON.stringify(conditions)} for a map of conditions, which this evaluation does not decide; `
        + 'write operators, condition keys and values';
      for (const effect of ['Allow', 'Deny']) {
        expect(refusalOf({ Effect: effect, Condition: conditions })).toEqual({ name: 'TrustNotUnderstood', message });
        expect(refusalOf({ Effect: effect, Condition: { StringLike: conditions } })).toEqual({ name: 'TrustNotUnderstood', message });
      }
    },
  );

  test('is an error: an operator whose map is undefined', () => {
    expect(refusalOf({ Condition: { StringEquals: undefined } }))
      .toEqual({ name: 'TrustNotUnderstood', message: expect.stringContaining('the policy has undefined for a map of conditions') });
  });

  test.each([
    'sub', '', ':', `${KEYS}:`, ':sub', `${KEYS}:sub:x`, `https://${KEYS}:sub`, 'Ref', 'Fn::If',
    '${Token[TOKEN.12]}:sub', `${KEYS}:\${Token[TOKEN.12]}`, '${Token[TOKEN.12]}', '$x:sub', `{${KEYS}}:sub`,
  ])("is an error: the condition key '%s', which is not of the form ISSUER:CLAIM", key => {
    for (const operator of ['StringEquals', 'StringNotEquals', 'StringLike']) {
      expect(refusalOf({ Condition: { [operator]: { [key]: 'x' } } })).toEqual({
        name: 'TrustNotUnderstood',
        message: `the policy has the condition key '${key}', which this evaluation does not decide; write the keys as ISSUER:CLAIM`,
      });
    }
  });

  test.each<[unknown, unknown]>([[null, null], [[null], null], [['x', null], null], [[undefined], undefined], [['x', undefined], undefined]])(
    'is an error: the value %j of a condition', (value, missing) => {
      for (const effect of ['Allow', 'Deny']) {
        for (const operator of ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike']) {
          expect(refusalOf({ Effect: effect, Condition: onSubject(operator, value) })).toEqual({
            name: 'TrustNotUnderstood',
            message: `the policy compares ${KEYS}:sub with ${missing}, which this evaluation does not decide; write the value`,
          });
        }
      }
    },
  );

  // As an empty list it would let every token in under StringNotEquals, and a Deny would deny nobody.
  test.each(['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'])('is an error: the value undefined under %s', operator => {
    expect(refusalOf({ Condition: onSubject(operator, undefined) }).name).toBe('TrustNotUnderstood');
  });

  test.each(['aws:SourceIp', 'AWS:RequestedRegion', 'sts:ExternalId', 'STS:RoleSessionName'])(
    'is an error unless the caller gives it: the key %s, which is of the request', key => {
      for (const operator of ['StringEquals', 'StringNotEquals', 'StringEqualsIfExists', 'ForAllValues:StringLike', 'ForAnyValue:StringEquals']) {
        const conditions = { [operator]: { [key]: 'x' } };
        expect(refusalOf({ Condition: conditions })).toEqual({
          name: 'TrustNotUnderstood', message: expect.stringContaining(`the policy uses ${key}, which no token holds`),
        });
        expect(decisionOn([{ Condition: conditions }], CLAIMS, { requestContext: { [key]: ['x'] } }).allowed).toBe(operator !== 'StringNotEquals');
      }
    },
  );

  test.each([`\${${KEYS}:sub}`, 'repo:${*}', ['x', 'repo:${aws:username}/*']])('is an error: the policy variable in %j', value => {
    for (const operator of ['StringEquals', 'StringLike', 'StringNotLike']) {
      expect(refusalOf({ Condition: onSubject(operator, value) })).toEqual({
        name: 'TrustNotUnderstood', message: expect.stringContaining(', a policy variable'),
      });
    }
  });

  test.each<[unknown]>([
    ['*'], [undefined], [null], [PROVIDER], [''], [7], [[PROVIDER]], [[{ Federated: PROVIDER }]], [[]], [{ Ref: 'Principal' }],
    [{ 'Fn::If': ['Condition', { Federated: PROVIDER }, { AWS: '*' }] }], [{ federated: PROVIDER }], [{ constructor: PROVIDER }],
    [{ Federated: PROVIDER, Ref: 'Principal' }], [{ Federated: PROVIDER, aws: '*' }],
  ])('is an error: the principal %j, which is no map of principals by their type', principal => {
    for (const effect of ['Allow', 'Deny']) {
      expect(refusalOf({ Effect: effect, Principal: principal })).toEqual({
        name: 'TrustNotUnderstood',
        message: `the policy's principal is ${JSON.stringify(principal)}, which this evaluation does not decide; name the provider as Federated`,
      });
    }
  });

  test.each(['allow', 'DENY', '', undefined])('is an error: the effect %p', effect => {
    expect(refusalOf({ Effect: effect })).toEqual({
      name: 'TrustNotUnderstood', message: `the policy has the effect '${effect}', which this evaluation does not decide; write Allow or Deny`,
    });
  });

  test('is an error in any statement, even behind one that allows', () => {
    expect(refusalOf({}, { Condition: onSubject('NullIfExists', 'true') }).name).toBe('TrustNotUnderstood');
  });

  test('is of no concern in the conditions of a statement about other calls, or of others only', () => {
    for (const action of ['sts:AssumeRole', ['sts:TagSession', 'sts:SetSourceIdentity'], ACTION]) {
      const principal = action === ACTION ? { Federated: 'cognito-identity-us-gov.amazonaws.com' } : { AWS: 'arn:aws:iam::111111111111:root' };
      const people = { Sid: 'People', Action: action, Principal: principal };
      for (const conditions of [
        { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }, { StringEquals: { 'aws:username': '${aws:username}' } }, { StringEquals: { 'Fn::GetAtt': ['CfnJson', 'Value'] } },
      ]) {
        expect(decisionOn([{ ...people, Condition: conditions }, { Sid: 'Yes' }]).decidedBy).toBe('Yes');
      }
    }
  });

  test('is an error also in a statement that something else keeps from applying', () => {
    for (const other of [{ Action: 'sts:*' }, { Principal: { Federated: UNKNOWN } }, { Action: UNKNOWN }]) {
      expect(refusalOf({ ...other, Condition: onSubject('NullIfExists', 'true') }).name).toBe('TrustNotUnderstood');
      expect(refusalOf({ ...other, Condition: null }).name).toBe('TrustNotUnderstood');
    }
    expect(refusalOf({ Action: 'sts:TagSession', Principal: '*' }).name).toBe('TrustNotUnderstood');
  });
});

describe('a value that is known only at deployment', () => {
  test.each(['StringEquals', 'StringEqualsIgnoreCase', 'StringLike'])('is no match under %s', operator => {
    expect(admits(onSubject(operator, UNKNOWN))).toBe(false);
    expect(admits(onSubject(operator, [UNKNOWN]))).toBe(false);
  });

  test.each(['StringNotEquals', 'StringNotEqualsIgnoreCase', 'StringNotLike'])(
    'is no lack of a match under %s, not even where the claim is absent', operator => {
      expect(admits(onSubject(operator, UNKNOWN))).toBe(false);
      expect(admits(onSubject(operator, ['x', UNKNOWN]))).toBe(false);
      expect(admits({ [operator]: { [`${KEYS}:environment`]: UNKNOWN } })).toBe(false);
    },
  );

  test('does not spoil a known value beside it', () => {
    expect(admits(onSubject('StringEquals', [UNKNOWN, CLAIMS.sub]))).toBe(true);
    expect(admits(onSubject('StringNotEquals', [UNKNOWN, CLAIMS.sub]))).toBe(false);
  });

  test.each(['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'])(
    'in a Deny under %s is an error, since nothing shows whom it denies', operator => {
      const { name, message } = refusalOf({ Effect: 'Deny', Condition: onSubject(operator, ['x', UNKNOWN]) });
      expect(name).toBe('TrustNotUnderstood');
      expect(message).toBe(`a Deny statement has ${KEYS}:sub compared with a value that is known only at deployment, `
        + 'so nothing shows whom it denies, which this evaluation does not decide; write it out');
    },
  );

  test('as an action or a principal of a Deny is an error too', () => {
    const refusal = (what: string) => ({
      name: 'TrustNotUnderstood',
      message: `a Deny statement has ${what}, so nothing shows whom it denies, which this evaluation does not decide; write it out`,
    });
    for (const unknown of [UNKNOWN, [UNKNOWN], ['accounts.google.com', UNKNOWN], ['#{Token[TOKEN.7]}']]) {
      expect(refusalOf({}, { Effect: 'Deny', Action: unknown })).toEqual(refusal('an action that is known only at deployment'));
      expect(refusalOf({}, { Effect: 'Deny', Principal: { Federated: unknown } })).toEqual(refusal('a principal that is known only at deployment'));
      expect(refusalOf({}, { Effect: 'Deny', Principal: { AWS: [unknown].flat().slice(-1) } })).toEqual(refusal('a principal that is known only at deployment'));
    }
  });

  test('in a Deny is an error also where something else keeps it from applying', () => {
    const elsewhere = { Effect: 'Deny', Condition: onSubject('StringEquals', 'x') };
    expect(refusalOf({ ...elsewhere, Action: UNKNOWN }).name).toBe('TrustNotUnderstood');
    expect(refusalOf({ ...elsewhere, Principal: { Federated: UNKNOWN } }).name).toBe('TrustNotUnderstood');
    expect(refusalOf({ Effect: 'Deny', Action: ['sts:TagSession', 'sts:*'], Condition: onSubject('StringEquals', UNKNOWN) }).name).toBe('TrustNotUnderstood');
  });

  test('as a provider admits nobody', () => {
    expect(decisionOn([{ Sid: 'Yes', Principal: { Federated: { Ref: 'Provider' } } }])).toEqual({
      allowed: false, decidedBy: undefined, undecided: true, reasons: [{ statement: 'Yes', reason: 'its provider is known only at deployment' }],
    });
  });

  test.each([{ unknown: UNKNOWN }, { unknown: [UNKNOWN] }, { unknown: ['sts:TagSession', UNKNOWN] }])(
    'as an action admits nobody, as in %j', ({ unknown }) => {
      expect(decisionOn([{ Sid: 'Yes', Action: unknown }])).toEqual({
        allowed: false, decidedBy: undefined, undecided: true, reasons: [{ statement: 'Yes', reason: 'its action is known only at deployment' }],
      });
    },
  );

  test('as an action does not spoil a known one beside it', () => {
    for (const effect of ['Allow', 'Deny']) {
      expect(decisionOn([{ Sid: 'It', Effect: effect, Action: [UNKNOWN, ACTION] }]).decidedBy).toBe('It');
      expect(decisionOn([{ Sid: 'It', Effect: effect, Action: ['sts:*', UNKNOWN] }]).decidedBy).toBe('It');
    }
  });

  test('as a principal that is no provider leaves nothing open', () => {
    expect(verdictOn({ Principal: { AWS: UNKNOWN } })).toBe('denied');
    expect(verdictOn({ Principal: { AWS: UNKNOWN, Federated: 'accounts.google.com' } })).toBe('denied');
    expect(verdictOn({ Principal: { Service: UNKNOWN } })).toBe('denied');
    expect(verdictOn({ Principal: { AWS: UNKNOWN, Federated: PROVIDER } })).toBe('allowed');
  });

  test.each([
    { Action: '${Token[TOKEN.12]}' }, { Action: 'sts:${Token[TOKEN.12]}' }, { Principal: { Federated: '${Token[TOKEN.12]}' } },
  ])('is noticed as the text that the CDK writes for it in an Allow: %j', unknown => {
    let outcome: string;
    try {
      outcome = verdictOn(unknown);
    } catch (error) {
      outcome = (error as Error).name;
    }
    expect(['undecided', 'TrustNotUnderstood']).toContain(outcome);
  });

  test.each([
    { Action: '${Token[TOKEN.12]}' }, { Action: 'sts:${Token[TOKEN.12]}' }, { Principal: { Federated: '${Token[TOKEN.12]}' } },
  ])('is noticed as the text that the CDK writes for it in a Deny: %j', unknown => {
    expect(refusalOf({}, { Effect: 'Deny', ...unknown }).name).toBe('TrustNotUnderstood');
  });

  test('as a provider does not spoil a known one beside it', () => {
    for (const effect of ['Allow', 'Deny']) {
      expect(decisionOn([{ Sid: 'It', Effect: effect, Principal: { Federated: [{ Ref: 'Provider' }, PROVIDER] } }]).decidedBy).toBe('It');
    }
  });
});

describe('a decision is left open', () => {
  const open = onSubject('StringEquals', UNKNOWN);

  test.each<[string, Partial<PolicyStatementJson>]>([
    ['the action', { Action: UNKNOWN }],
    ['the action, one of several', { Action: ['sts:TagSession', UNKNOWN] }],
    ['the provider', { Principal: { Federated: UNKNOWN } }],
    ['the provider, one of several', { Principal: { Federated: ['accounts.google.com', UNKNOWN] } }],
    ['the provider, beside other principals', { Principal: { AWS: 'arn:aws:iam::111111111111:root', Federated: UNKNOWN } }],
    ['a wanted value', { Condition: open }],
    ['a wanted value, one of several', { Condition: onSubject('StringEqualsIgnoreCase', ['x', UNKNOWN]) }],
    ['a wanted pattern', { Condition: onSubject('StringLike', ['x*', UNKNOWN]) }],
    ['a refused value', { Condition: onSubject('StringNotEquals', UNKNOWN) }],
    ['a refused value, one of several', { Condition: onSubject('StringNotEqualsIgnoreCase', ['x', UNKNOWN]) }],
    ['a refused pattern', { Condition: onSubject('StringNotLike', [UNKNOWN, 'x*']) }],
    ['everything', { Action: UNKNOWN, Principal: { Federated: UNKNOWN }, Condition: open }],
    ['a value beside conditions that hold', { Condition: { StringEquals: { [`${KEYS}:aud`]: CLAIMS.aud, [`${KEYS}:sub`]: UNKNOWN } } }],
  ])('where only what is known at deployment keeps a statement from applying: %s', (_what, more) => {
    expect(verdictOn(more)).toBe('undecided');
    expect(verdictOn({ Action: 'sts:TagSession' }, more, { Condition: onSubject('StringEquals', 'x') })).toBe('undecided');
  });

  test.each<[string, Partial<PolicyStatementJson>, string]>([
    ['action', { Action: 'sts:TagSession', Principal: { Federated: UNKNOWN }, Condition: open }, aboutOthers('sts:TagSession')],
    ['provider', { Action: UNKNOWN, Principal: { Federated: 'accounts.google.com' }, Condition: open }, trustsOther('accounts.google.com')],
    [
      'condition behind an unknown action and provider',
      { Action: UNKNOWN, Principal: { Federated: UNKNOWN }, Condition: onSubject('StringEquals', 'x') },
      `sub is '${CLAIMS.sub}', the policy wants 'x'`,
    ],
    [
      'condition behind an unknown condition', { Condition: { StringEquals: { [`${KEYS}:sub`]: UNKNOWN, [`${KEYS}:aud`]: 'x' } } },
      "aud is 'sts.amazonaws.com', the policy wants 'x'",
    ],
    [
      'condition under another operator', { Condition: { StringEquals: { [`${KEYS}:sub`]: UNKNOWN }, StringNotLike: { [`${KEYS}:aud`]: 'sts*' } } },
      "aud is 'sts.amazonaws.com', the policy refuses the pattern 'sts*'",
    ],
    [
      'absent claim, of which no value can be right', { Condition: { StringEquals: { [`${KEYS}:environment`]: UNKNOWN } } },
      'environment is absent, the policy wants a value known only at deployment',
    ],
    [
      'refused value beside an unknown one', { Condition: onSubject('StringNotEquals', [UNKNOWN, CLAIMS.sub]) },
      `sub is '${CLAIMS.sub}', the policy refuses a value known only at deployment or '${CLAIMS.sub}'`,
    ],
  ])('unless something known keeps the statement from applying as well, which is then the reason: %s', (_what, more, reason) => {
    expect(verdictOn(more)).toBe('denied');
    expect(reasonsOf(more)).toEqual([reason]);
  });

  test('with the first unknown thing as the reason', () => {
    expect(reasonsOf(
      { Action: UNKNOWN, Principal: { Federated: UNKNOWN }, Condition: open },
      { Principal: { Federated: UNKNOWN }, Condition: open },
      { Condition: open },
    )).toEqual([
      'its action is known only at deployment',
      'its provider is known only at deployment',
      `sub is '${CLAIMS.sub}', the policy wants a value known only at deployment`,
    ]);
  });

  test('unless another statement applies', () => {
    expect(decisionOn([{ Condition: open }, { Sid: 'Yes' }])).toMatchObject({ allowed: true, decidedBy: 'Yes', undecided: false });
    expect(decisionOn([{ Condition: open }, { Sid: 'No', Effect: 'Deny' }])).toMatchObject({ allowed: false, decidedBy: 'No', undecided: false });
  });

  test('also beside a Deny that does not apply', () => {
    expect(verdictOn({ Condition: open }, { Effect: 'Deny', Condition: onSubject('StringEquals', 'x') })).toBe('undecided');
  });

  test('by no policy in which everything is known', () => {
    expect(verdictOn()).toBe('denied');
    expect(verdictOn({ Condition: onSubject('StringEquals', 'x') })).toBe('denied');
    expect(verdictOn({ Condition: onSubject('StringEquals', []) })).toBe('denied');
  });

  // A negated operator holds on an absent claim whatever the value is, so AWS lets the token in.
  test.each(['StringNotEquals', 'StringNotEqualsIgnoreCase', 'StringNotLike'])(
    'or allows, where %s refuses an unknown value of an absent claim', operator => {
      expect(verdictOn({ Condition: { [operator]: { [`${KEYS}:environment`]: UNKNOWN } } })).not.toBe('denied');
    },
  );
});

describe('the reasons of a decision', () => {
  test('name for each statement the first thing that failed, by its id or its place', () => {
    expect(decisionOn([
      { Sid: 'Saml', Action: 'sts:AssumeRoleWithSAML' },
      { Principal: { Federated: providerArn(GithubIssuer.enterprise('octo-inc')) } },
      {
        Sid: 'Main',
        Condition: { StringEquals: { [`${KEYS}:aud`]: 'sts.amazonaws.com', [`${KEYS}:sub`]: ['repo:o/a:pull_request', 'repo:o/b:pull_request'] } },
      },
      { Sid: 'Unknown', Condition: onSubject('StringLike', UNKNOWN) },
      { Sid: 'Environment', Condition: { StringEquals: { [`${KEYS}:environment`]: 'production' } } },
      { Sid: 'NoMain', Condition: onSubject('StringNotLike', '*main') },
    ])).toEqual({
      allowed: false,
      decidedBy: undefined,
      undecided: true,
      reasons: [
        { statement: 'Saml', reason: aboutOthers('sts:AssumeRoleWithSAML') },
        { statement: 'statement 2', reason: trustsOther(providerArn(GithubIssuer.enterprise('octo-inc'))) },
        { statement: 'Main', reason: `sub is '${CLAIMS.sub}', the policy wants 'repo:o/a:pull_request' or 'repo:o/b:pull_request'` },
        { statement: 'Unknown', reason: `sub is '${CLAIMS.sub}', the policy wants the pattern a value known only at deployment` },
        { statement: 'Environment', reason: "environment is absent, the policy wants 'production'" },
        { statement: 'NoMain', reason: `sub is '${CLAIMS.sub}', the policy refuses the pattern '*main'` },
      ],
    });
  });

  test('name the first statement that allowed', () => {
    expect(decisionOn([{ Sid: 'No', Action: 'sts:AssumeRole' }, {}, { Sid: 'Later' }])).toEqual({
      allowed: true,
      decidedBy: 'statement 2',
      undecided: false,
      reasons: [{ statement: 'No', reason: aboutOthers('sts:AssumeRole') }],
    });
  });

  test('may end in what to do about it, behind a semicolon', () => {
    const [{ reason }] = evaluate([statement({ Condition: { StringEquals: { [`${KEYS}:aud`]: 'x' } } })], GithubOidcToken.fromClaims(CLAIMS)).reasons;
    expect(reason).toMatch(/^aud is 'sts\.amazonaws\.com', the policy wants 'x'; have the policy want 'sts\.amazonaws\.com', .* or the job ask for 'x'$/);
  });

  test('are the same each time, and those of one decision whatever is decided later', () => {
    const policy = new ReadPolicy([statement({ Sid: 'It', Condition: { StringEquals: { [`${KEYS}:actor`]: 'x' } } })]);
    const [first, second] = ['mona', 'hubot'].map(actor => policy.decide(GithubOidcToken.fromClaims({ ...CLAIMS, actor })));
    for (const [decision, actor] of [[second, 'hubot'], [first, 'mona'], [first, 'mona']] as const) {
      expect(decision.reasons).toEqual([{ statement: 'It', reason: `actor is '${actor}', the policy wants 'x'` }]);
    }
  });

  test('name a list of values by the three that are most like the claim', () => {
    const branches = ['a', 'b', 'c', 'main-x', 'mainly', 'main2', 'z'].map(branch => `refs/heads/${branch}`);
    expect(reasonsOf({ Condition: { StringEquals: { [`${KEYS}:ref`]: branches } } })).toEqual([
      "ref is 'refs/heads/main', the policy wants 'refs/heads/main-x' or 'refs/heads/mainly' or 'refs/heads/main2' or 4 more",
    ]);
  });

  test('name every value of a key that has several', () => {
    const { reasons } = evaluate([statement({ Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } } })],
      GithubOidcToken.fromClaims(CLAIMS), { requestContext: { 'aws:TagKeys': ['team', 'stage'] } });
    expect(reasons).toEqual([{ statement: 'statement 1', reason: "TagKeys is 'team', 'stage', the policy wants of all of its values 'team'" }]);
  });

  test('are none for a policy without statements, which allows nobody', () => {
    expect(decisionOn([])).toEqual({ allowed: false, decidedBy: undefined, undecided: false, reasons: [] });
  });
});

describe('decisions on values that are known only at deployment', () => {
  // A small alphabet, so that matches happen. Two things are kept out, where the engine is known to differ from AWS: its `*` does not cross
  // a newline, so no value holds one, and its `AWS: "*"` admits web identities, so every principal is a provider.
  const value = fc.string({ unit: fc.constantFrom('a', 'b', 'A', ':', '/', '.'), minLength: 1, maxLength: 4 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', 'A', ':', '/', '.', '*', '*', '?'), minLength: 1, maxLength: 5 });
  const claim = fc.constantFrom('aud', 'sub', 'repository_id', 'ref', 'environment', 'repository_owner');
  const key = fc.tuple(claim, fc.constantFrom(KEYS, KEYS, KEYS, KEYS.toUpperCase(), `${KEYS}/octo-inc`)).map(([name, prefix]) => `${prefix}:${name}`);
  const values = fc.oneof(pattern, value, fc.array(fc.oneof(pattern, value), { minLength: 1, maxLength: 3 }));
  /** No key stands there twice, in whatever case. */
  const blockOf = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> => fc.uniqueArray(
    fc.tuple(key, of), { minLength: 1, maxLength: 2, selector: ([name]) => name.toLowerCase() },
  ).map(entries => Object.fromEntries(entries));
  const base = fc.constantFrom(
    'StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike',
  );
  const operator = fc.oneof(
    { weight: 4, arbitrary: base },
    base.map(name => `${name}IfExists`), base.map(name => `ForAnyValue:${name}`), base.map(name => `ForAllValues:${name}`),
  );
  const provider = fc.constantFrom(PROVIDER, PROVIDER, PROVIDER, providerArn(GithubIssuer.enterprise('octo-inc')));
  const action = fc.constantFrom(
    ACTION, ACTION, ACTION, ACTION.toUpperCase(), 'sts:*', '*', 'sts:AssumeRole*', 'STS:assumerolewith*',
    'sts:AssumeRole', 'sts:TagSession', 'sts:Tag*',
  );
  const oneOrMany = (item: fc.Arbitrary<string>) => fc.oneof(item, fc.array(item, { minLength: 1, maxLength: 2 }));
  const anyStatement: fc.Arbitrary<PolicyStatementJson> = fc.record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    Action: oneOrMany(action),
    Principal: oneOrMany(provider).map(Federated => ({ Federated })),
    Condition: fc.dictionary(operator, blockOf(values), { maxKeys: 2 }),
  });
  const claims: fc.Arbitrary<Claims> = fc.record(
    { iss: fc.constant(CLAIMS.iss), aud: value, sub: value, repository_id: value, ref: value, environment: value, repository_owner: value },
    { requiredKeys: ['iss'] },
  ).map(given => ({ ...given }) as Claims);

  /** What stands in a policy's place for a value that is known only at deployment. */
  const HOLE = '<hole>';
  const withHoles = (item: fc.Arbitrary<string>) => oneOrMany(fc.oneof(
    { weight: 2, arbitrary: item }, { weight: 1, arbitrary: fc.constant(HOLE) },
  ));
  const openStatement: fc.Arbitrary<PolicyStatementJson> = fc.record({
    Effect: fc.constant('Allow'),
    Action: withHoles(action),
    Principal: withHoles(provider).map(Federated => ({ Federated })),
    Condition: fc.dictionary(operator, blockOf(withHoles(fc.oneof(pattern, value))), { maxKeys: 2 }),
  });
  const openPolicies: fc.Arbitrary<TrustPolicy> = fc.array(
    fc.oneof({ weight: 3, arbitrary: openStatement }, { weight: 1, arbitrary: anyStatement }), { minLength: 1, maxLength: 3 },
  ).map(Statement => ({ Version: '2012-10-17', Statement }));

  const NEVER = 'no claim has this value';
  interface Filling {
    readonly action: unknown;
    readonly provider: unknown;
    readonly condition: (operatorName: string, at: string) => unknown;
  }

  /** Fills each hole of a policy, by the place where it stands. */
  function filled(policy: TrustPolicy, fill: Filling): TrustPolicy {
    const put = (given: unknown, into: unknown) => Array.isArray(given) ? given.map(one => one === HOLE ? into : one) : given === HOLE ? into : given;
    const mapped = (map: unknown, to: (name: string, inner: unknown) => unknown) =>
      Object.fromEntries(Object.entries(map as object).map(([name, inner]) => [name, to(name, inner)]));
    return {
      ...policy,
      Statement: policy.Statement.map(one => ({
        ...one,
        Action: put(one.Action, fill.action),
        Principal: mapped(one.Principal, (_, inner) => put(inner, fill.provider)),
        Condition: mapped(one.Condition, (name, keys) => mapped(keys, (at, inner) => put(inner, fill.condition(name, at)))),
      })),
    };
  }

  /** The claim that the key reads of a token of GitHub.com. */
  function readBy(at: string, given: Claims): string | undefined {
    const [prefix, name] = at.split(':');
    return prefix.toLowerCase() === KEYS && name !== 'repository_owner' ? given[name] : undefined;
  }

  test('leave open exactly what the best values would let in, and allow nothing that the worst would not', () => {
    const decided = { allowed: 0, undecided: 0, denied: 0 };
    fc.assert(fc.property(openPolicies, claims, (policy, given) => {
      const isNegated = (name: string) => name.includes('Not');
      // A negated operator on an absent claim holds whatever its values are; that has a test of its own.
      fc.pre(!policy.Statement.some(({ Condition: blocks }) => Object.entries(blocks as object).some(([name, keys]) =>
        isNegated(name) && Object.entries(keys).some(([at, inner]) => [inner].flat().includes(HOLE) && readBy(at, given) === undefined))));
      const best = filled(policy, {
        action: ACTION, provider: PROVIDER, condition: (name, at) => isNegated(name) ? NEVER : readBy(at, given) ?? NEVER,
      });
      const worst = filled(policy, {
        action: 'sts:TagSession',
        provider: providerArn(GithubIssuer.enterprise('octo-inc')),
        condition: (name, at) => isNegated(name) ? readBy(at, given) : NEVER,
      });
      const { allowed, undecided } = evaluate(
        filled(policy, { action: UNKNOWN, provider: UNKNOWN, condition: () => UNKNOWN }).Statement, GithubOidcToken.fromClaims(given),
      );
      decided[allowed ? 'allowed' : undecided ? 'undecided' : 'denied'] += 1;
      expect([allowed, undecided]).not.toEqual([true, true]);
      expect(allowed || undecided).toBe(letsInByIndependentEngine(best, given));
      expect(allowed).toBe(letsInByIndependentEngine(worst, given));
    }), { numRuns: 2_000 });
    expect(Math.min(decided.allowed, decided.undecided, decided.denied)).toBeGreaterThan(100);
  });
});
