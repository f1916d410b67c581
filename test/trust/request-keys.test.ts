import { GithubIssuer } from '../../src/github/issuer';
import { GithubOidcToken } from '../../src/github/oidc-token';
import { GithubRepository } from '../../src/github/repository';
import { GithubOidcTrust } from '../../src/oidc-trust';
import { isRequestKey } from '../../src/trust/is-request-key';
import { readRequestKeys } from '../../src/trust/request-keys';
import { refusalOf } from '../support/refusal';

const KEYS = 'token.actions.githubusercontent.com';
const TOKEN = GithubOidcToken.forBranch(GithubRepository.of('octo-org@65/octo-repo@74'), 'main');
const HOLDS = { StringEquals: { [`${KEYS}:aud`]: 'sts.amazonaws.com' } };

function statementOf(conditions: object, effect = 'Allow') {
  return {
    Effect: effect,
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${KEYS}` },
    Condition: conditions,
  };
}

function trustOf(...statements: object[]): GithubOidcTrust {
  return GithubOidcTrust.ofPolicy({ Version: '2012-10-17', Statement: statements });
}

function admits(conditions: object, requestContext?: Record<string, string[]>): boolean {
  return trustOf(statementOf(conditions)).evaluate(TOKEN, { requestContext }).allowed;
}

function missing(key: string) {
  return {
    name: 'TrustNotUnderstood',
    message: `the policy uses ${key}, which no token holds, so the decision depends on the request, which this evaluation does not decide; `
      + `say what the request has: requestContext: { '${key}': ['VALUE'] }, or [] where it is absent`,
  };
}

const OPERATORS = ['StringEquals', 'StringNotLike', 'StringEqualsIfExists', 'ForAnyValue:StringLike', 'ForAllValues:StringEquals', 'Null', 'Bool'];

describe('a key of the request, which no token holds', () => {
  test.each(['sts:RoleSessionName', 'aws:SourceIp', 'AWS:SecureTransport', 'aws:RequestTag/team', 'sts:ExternalId', 'saml:aud'])(
    'is an error where the caller does not say what it is: %s', key => {
      for (const operator of OPERATORS) {
        const trust = trustOf(statementOf({ [operator]: { [key]: 'true' } }));
        const other = { 'aws:TagKeys': ['x'], [`${key}x`]: ['x'] };
        for (const options of [undefined, {}, { requestContext: {} }, { requestContext: other }]) {
          expect(refusalOf(() => trust.evaluate(TOKEN, options))).toEqual(missing(key));
          expect(refusalOf(() => trust.assertAllows(TOKEN, options))).toEqual(missing(key));
          expect(refusalOf(() => trust.assertDenies(TOKEN, options))).toEqual(missing(key));
        }
      }
    },
  );

  test('is an error also where something else decides already', () => {
    const uses = { StringEquals: { 'sts:RoleSessionName': 'x' } };
    for (const trust of [
      trustOf(statementOf(HOLDS), statementOf(uses)),
      trustOf(statementOf(HOLDS), statementOf(uses, 'Deny')),
      trustOf(statementOf(HOLDS, 'Deny'), statementOf(uses)),
      trustOf(statementOf({ StringEquals: { [`${KEYS}:aud`]: 'x', 'sts:RoleSessionName': 'x' } })),
      trustOf({ ...statementOf(uses), Action: ['sts:TagSession', 'sts:AssumeRoleWith*'] }),
      trustOf({ ...statementOf(uses), Action: { Ref: 'Action' } }),
    ]) {
      expect(refusalOf(() => trust.evaluate(TOKEN))).toEqual(missing('sts:RoleSessionName'));
    }
  });

  test('is not asked for where the statement is about other calls, or trusts another provider', () => {
    const uses = statementOf({ StringEquals: { 'aws:requestTag/team': 'x' } });
    const others = { ...uses, Principal: { Federated: 'cognito-identity.amazonaws.com' } };
    expect(trustOf(statementOf(HOLDS), others).evaluate(TOKEN).allowed).toBe(true);
    const account = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::111111111111:root' } };
    const trust = trustOf(statementOf(HOLDS), { ...account, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } });
    expect(trust.evaluate(TOKEN).allowed).toBe(true);
    expect(trustOf({ ...statementOf({ StringEquals: { 'sts:RoleSessionName': 'x' } }), Action: 'sts:TagSession' }).evaluate(TOKEN).allowed).toBe(false);
  });

  test.each<[string, unknown, string[], boolean]>([
    ['StringEquals', 'deploy', ['deploy'], true],
    ['StringEquals', 'deploy', ['Deploy'], false],
    ['StringEquals', 'deploy', [], false],
    ['StringNotEquals', 'deploy', ['deploy'], false],
    ['StringNotEquals', 'deploy', [], true],
    ['StringEqualsIfExists', 'deploy', [], true],
    ['StringEqualsIfExists', 'deploy', ['x'], false],
    ['StringLike', 'dep*', ['deploy'], true],
    ['StringEqualsIgnoreCase', 'DEPLOY', ['deploy'], true],
    ['Null', 'true', [], true],
    ['Null', 'true', ['x'], false],
    ['Null', 'false', ['x'], true],
    ['Null', 'false', ['x', 'y'], true],
    ['Null', 'true', ['x', 'y'], false],
    ['Bool', 'true', ['true'], true],
    ['Bool', 'true', ['false'], false],
    ['Bool', 'true', [], false],
    ['BoolIfExists', 'true', [], true],
    ['ForAnyValue:StringEquals', 'deploy', [], false],
    ['ForAllValues:StringEquals', 'deploy', [], true],
    ['ForAllValues:StringEquals', ['deploy', 'x'], ['x', 'deploy'], true],
    ['ForAnyValue:StringEquals', 'deploy', ['x', 'deploy'], true],
  ])('is compared by %s with %j, and is %j: %p', (operator, value, given, expected) => {
    expect(admits({ [operator]: { 'sts:RoleSessionName': value } }, { 'sts:RoleSessionName': given })).toBe(expected);
  });

  test('is read in any case, in the policy and from the caller', () => {
    for (const [inPolicy, given] of [['aws:sourceip', 'AWS:SourceIp'], ['AWS:SOURCEIP', 'aws:SourceIp'], ['aws:SourceIp', 'aws:sourceIP']]) {
      expect(admits({ StringEquals: { [inPolicy]: 'a' } }, { [given]: ['a'] })).toBe(true);
      expect(admits({ StringEquals: { [inPolicy]: 'a' } }, { [given]: ['A'] })).toBe(false);
    }
  });

  test('may be given in vain', () => {
    const options = { requestContext: { 'sts:RoleSessionName': ['x'], 'aws:TagKeys': ['a', 'b'] } };
    expect(trustOf(statementOf(HOLDS)).evaluate(TOKEN, options)).toMatchObject({ allowed: true, undecided: false });
  });

  test('decides for one request, and anew for the next', () => {
    const trust = trustOf(statementOf(HOLDS), statementOf({ StringNotEquals: { 'sts:RoleSessionName': 'deploy' } }, 'Deny'));
    trust.assertAllows(TOKEN, { requestContext: { 'sts:RoleSessionName': ['deploy'] } });
    trust.assertDenies(TOKEN, { requestContext: { 'sts:RoleSessionName': ['x'] } });
    expect(refusalOf(() => trust.evaluate(TOKEN))).toEqual(missing('sts:RoleSessionName'));
    trust.assertAllows(TOKEN, { requestContext: { 'STS:RoleSessionName': ['deploy'] } });
  });

  test('is named with what it was', () => {
    const trust = trustOf(statementOf({ StringEquals: { 'sts:RoleSessionName': 'deploy' } }));
    const explain = (values: string[]) => trust.evaluate(TOKEN, { requestContext: { 'sts:RoleSessionName': values } }).explanation;
    expect(explain(['x'])).toBe("denied: statement 1: RoleSessionName is 'x', the policy wants 'deploy'");
    expect(explain([])).toBe("denied: statement 1: RoleSessionName is absent, the policy wants 'deploy'");
  });
});

describe('a key of the token', () => {
  test.each([
    `${KEYS}:sub`, `${KEYS}:aud`, `${KEYS.toUpperCase()}:SUB`, `${KEYS}/octo-inc:sub`, 'token.actions.octocorp.ghe.com:sub',
    'github.example.com/_services/token:sub', 'accounts.google.com:aud', 'sub', 'aud', 'repository_id', '', ':',
    `https://${KEYS}:sub`, `HTTPS://${KEYS}:aud`,
  ])('is not taken from the caller: %j', key => {
    for (const conditions of [HOLDS, { StringEquals: { [`${KEYS}:sub`]: 'x' } }]) {
      expect(refusalOf(() => admits(conditions, { [key]: ['x'] }))).toEqual({
        name: 'RequestContextInvalid',
        message: `requestContext has '${key}'; it takes keys of the request, such as 'sts:RoleSessionName': what the token says belongs into the token`,
      });
    }
  });

  test('is not asked of the caller, whoever the issuer is', () => {
    const server = GithubIssuer.server('github.example.com');
    for (const key of [`${KEYS}/octo-inc:sub`, `${server.conditionKeyPrefix}:sub`, 'accounts.google.com:aud', 'token.actions.octocorp.ghe.com:sub']) {
      expect(admits({ StringEquals: { [key]: 'x' } })).toBe(false);
      expect(admits({ StringEqualsIfExists: { [key]: 'x' } })).toBe(true);
      expect(admits({ Null: { [key]: true } })).toBe(true);
    }
  });
});

describe('what the caller says of a key', () => {
  test.each<[unknown, string]>([
    ['x', 'x'], [7, '7'], [true, 'true'], [undefined, 'undefined'], [null, 'null'], [{ 0: 'x' }, '[object Object]'], [[7], '7'], [['x', null], 'x,'],
    [[true], 'true'], [['x', ['y']], 'x,y'], [[undefined], ''], [[''], ''], [['x', ''], 'x,'], ['', ''],
  ])('is a list of texts, and not %j', (value, text) => {
    expect(refusalOf(() => admits(HOLDS, { 'aws:SourceIp': value as string[] }))).toEqual({
      name: 'RequestContextInvalid',
      message: `requestContext has 'aws:SourceIp' as '${text}'; pass a list of texts, such as ['VALUE'], or [] where the request does not have the key`,
    });
  });

  test.each([['aws:SourceIp', 'AWS:sourceip'], ['AWS:sourceip', 'aws:SourceIp']])('is not said twice, as %s and %s', (one, other) => {
    for (const values of [['x'], ['y'], []]) {
      expect(refusalOf(() => admits(HOLDS, { [one]: ['x'], [other]: values }))).toEqual({
        name: 'RequestContextInvalid', message: `requestContext has '${other}' in two spellings, and case does not tell keys apart; name it once`,
      });
    }
  });

  test('is kept by the key in lower case', () => {
    expect([...readRequestKeys({ 'aws:SourceIp': ['A'], 'STS:RoleSessionName': [], 'aws:TagKeys': ['b', 'a'] })])
      .toEqual([['aws:sourceip', ['A']], ['sts:rolesessionname', []], ['aws:tagkeys', ['b', 'a']]]);
    expect([...readRequestKeys()]).toEqual([]);
    expect([...readRequestKeys({})]).toEqual([]);
  });

  test('may be nothing, also as null', () => {
    expect([...readRequestKeys(null)]).toEqual([]);
    expect(trustOf(statementOf(HOLDS)).evaluate(TOKEN, { requestContext: null as never }).allowed).toBe(true);
    const asked = trustOf(statementOf({ StringEquals: { 'aws:SourceIp': 'x' } }));
    expect(refusalOf(() => asked.evaluate(TOKEN, { requestContext: null as never }))).toEqual(missing('aws:SourceIp'));
  });
});

test.each<[string, boolean]>([
  ['aws:SourceIp', true], ['AWS:PrincipalTag/team', true], ['sts:RoleSessionName', true], ['s3-object-lambda:x', true],
  [`https://${KEYS}:sub`, false], [`${KEYS}:sub`, false], ['accounts.google.com:sub', false],
  ['github.example.com/_services/token:sub', false], ['localhost/_services/token:sub', false],
  ['sub', false], ['', false], [':x', false], [' aws:x', false], ['${aws}:x', false],
])('the key %j is of the request and not of an issuer: %p', (key, expected) => {
  expect(isRequestKey(key)).toBe(expected);
});
