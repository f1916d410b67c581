import { unknownText } from '../../src/github/unknown-text';
import { readPolicy } from '../../src/trust/read-policy';

const ACTION = 'sts:AssumeRoleWithWebIdentity';

function only(statement: Record<string, unknown>) {
  const statements = readPolicy({ Statement: [{ Effect: 'Allow', ...statement }] });
  expect(statements).toHaveLength(1);
  return statements[0];
}

describe('statements', () => {
  test('one that stands alone, and a list', () => {
    expect(readPolicy({ Statement: { Sid: 'One' } }).map(({ name }) => name)).toEqual(['One']);
    expect(readPolicy({ Statement: [{ Sid: 'One' }, {}, { Sid: '' }] }).map(({ name }) => name)).toEqual(['One', 'statement 2', 'statement 3']);
  });

  test.each([undefined, null, 'text', 7, [], {}, { Statement: 'text' }, { Statement: [null, 'x', 7] }])('%j has none, and is no error', document => {
    expect(readPolicy(document)).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, boolean]>([
    ['the action', { Action: ACTION }, true],
    ['a list with it', { Action: ['sts:TagSession', ACTION] }, true],
    ['any case', { Action: 'STS:assumerolewithwebidentity' }, true],
    ['a pattern', { Action: 'sts:*' }, true],
    ['everything', { Action: '*' }, true],
    ['another action', { Action: 'sts:AssumeRole' }, false],
    ['a longer action', { Action: `${ACTION}s` }, false],
    ['all but another', { NotAction: 'sts:AssumeRole' }, true],
    ['all but it', { NotAction: ['sts:AssumeRole', 'sts:assume*WithWebIdentity'] }, false],
    ['nothing', {}, false],
    ['an unknown action, allowed', { Action: unknownText('Action') }, true],
    ['an action of an unknown name, allowed', { Action: `sts:${unknownText('Name')}` }, true],
    ["another service's unknown action, allowed", { Action: `s3:${unknownText('Name')}` }, false],
    ['an unknown action, denied', { Effect: 'Deny', Action: unknownText('Action') }, false],
    ['all but an unknown action, allowed', { NotAction: unknownText('Action') }, true],
    ['all but an unknown action, denied', { Effect: 'Deny', NotAction: unknownText('Action') }, false],
  ])('about web identities: %s', (_, statement, expected) => {
    expect(only(statement).isAboutWebIdentity).toBe(expected);
  });

  test('only Deny denies', () => {
    expect([only({ Effect: 'Deny' }), only({ Effect: 'Allow' }), only({ Effect: 'deny' })].map(({ isDeny }) => isDeny)).toEqual([true, false, false]);
  });
});

describe('principals', () => {
  const nobody = { federated: [], aws: [], others: [], isAnybody: false, isNegated: false };

  test.each<[string, Record<string, unknown>, Partial<typeof nobody>]>([
    ['a provider', { Principal: { Federated: 'arn:p' } }, { federated: ['arn:p'] as never }],
    ['several', { Principal: { Federated: ['arn:p', 'arn:q'], AWS: '*' } }, { federated: ['arn:p', 'arn:q'], aws: ['*'] } as never],
    ['anybody', { Principal: '*' }, { isAnybody: true }],
    ['all but one', { NotPrincipal: { Federated: 'arn:p' } }, { federated: ['arn:p'], isNegated: true } as never],
    ['none', {}, {}],
    ['something else', { Principal: 7 }, {}],
    ['what only deployment knows', { Principal: unknownText('P') }, { federated: [unknownText('P')] } as never],
  ])('%s', (_, statement, expected) => {
    expect(only(statement).principals).toEqual({ ...nobody, ...expected });
  });
});

describe('conditions', () => {
  const conditionOf = (operator: string, key: string, values: unknown) => only({ Condition: { [operator]: { [key]: values } } }).conditions[0];

  test.each<[string, Record<string, unknown>]>([
    ['StringEquals', { base: 'StringEquals', ifExists: false, isNegated: false }],
    ['StringNotLike', { base: 'StringNotLike', ifExists: false, isNegated: true }],
    ['StringNotEqualsIgnoreCase', { base: 'StringNotEqualsIgnoreCase', isNegated: true }],
    ['StringLikeIfExists', { base: 'StringLike', ifExists: true }],
    ['ForAllValues:StringLike', { base: 'StringLike', set: 'ForAllValues' }],
    ['ForAnyValue:StringNotEqualsIfExists', { base: 'StringNotEquals', set: 'ForAnyValue', ifExists: true, isNegated: true }],
    ['Null', { base: 'Null', isNegated: false }],
    ['NotIpAddress', { base: 'NotIpAddress', isNegated: true }],
    ['Nonsense', { base: 'Nonsense', isNegated: false }],
  ])('%s is taken apart', (operator, expected) => {
    expect(conditionOf(operator, 'issuer.example.com:sub', 'x')).toMatchObject({ operator, ...expected });
  });

  test.each<[string, string, string]>([
    ['token.actions.githubusercontent.com:sub', 'token.actions.githubusercontent.com', 'sub'],
    ['token.actions.githubusercontent.com/Octo:Repository_ID', 'token.actions.githubusercontent.com/octo', 'repository_id'],
    ['aws:RequestTag/a:b', 'aws', 'requesttag/a:b'],
    ['nonsense', '', 'nonsense'],
  ])('the key %s', (key, prefix, claim) => {
    expect(conditionOf('StringEquals', key, 'x')).toMatchObject({ key, prefix, claim });
  });

  test.each<[unknown, string[]]>([
    ['x', ['x']], [['x', 'y'], ['x', 'y']], [true, ['true']], [[1, 'x'], ['1', 'x']], [[], []], [null, []], [[null, { Ref: 'X' }, 'x'], ['x']],
  ])('the values %j', (values, expected) => {
    expect(conditionOf('StringEquals', 'a.b:sub', values).values).toEqual(expected);
  });

  test('what is no block of conditions is passed over', () => {
    expect(only({ Condition: { StringEquals: 'x', StringLike: { 'a.b:sub': 'y' } } }).conditions).toHaveLength(1);
    expect(only({ Condition: 'x' }).conditions).toEqual([]);
  });
});
