import { GithubOidcToken } from '../../src/github/oidc-token';
import { GithubOidcTrust } from '../../src/oidc-trust';
import { readConditions, Verdict, verdictOf } from '../../src/trust/condition';
import { mayAssume } from '../support/independent-engine';
import { refusalOf } from '../support/refusal';

const KEYS = 'token.actions.githubusercontent.com';
const SUB = 'repo:octo-org/octo-repo:ref:refs/heads/main';
const CLAIMS = { iss: `https://${KEYS}`, aud: 'sts.amazonaws.com', sub: SUB };
const UNKNOWN = { 'Fn::ImportValue': 'it' };

type Actual = string | readonly string[] | undefined;

function policyOn(operator: string, key: string, value: unknown, more: object = { Version: '2012-10-17' }) {
  return {
    ...more,
    Statement: [{
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${KEYS}` },
      Condition: Object.fromEntries([[operator, { [key]: value }]]),
    }],
  };
}

function admits(policy: ReturnType<typeof policyOn>, claims: Record<string, string> = {}, requestContext?: Record<string, string[]>): boolean {
  return GithubOidcTrust.ofPolicy(policy).evaluate(GithubOidcToken.fromClaims({ ...CLAIMS, ...claims }), { requestContext }).allowed;
}

function verdictOn(operator: string, value: unknown, actual: Actual): Verdict {
  return verdictOf(readConditions({ [operator]: { [`${KEYS}:actor`]: value } }, true)[0], actual);
}

/** Whether the condition holds, by all ways to ask, and by the engine that is not ours. */
function holds(operator: string, value: unknown, actual: Actual): boolean {
  const verdict = verdictOn(operator, value, actual);
  const values = [actual ?? []].flat();
  const answers = [
    admits(policyOn(operator, 'aws:TagKeys', value), {}, { 'aws:TagKeys': [...values] }),
    mayAssume(policyOn(operator, `${KEYS}:tagkeys`, value), KEYS, (actual === undefined ? {} : { tagkeys: actual }) as Record<string, string>),
    ...typeof actual !== 'object' ? [admits(policyOn(operator, `${KEYS}:actor`, value), actual === undefined ? {} : { actor: actual })] : [],
  ];
  expect({ verdict, answers }).toEqual({ verdict, answers: answers.map(() => verdict === 'yes') });
  expect(verdict).not.toBe('maybe');
  return verdict === 'yes';
}

interface Base {
  readonly base: string;
  readonly wanted: string;
  /** Beside the wanted value it changes nothing. */
  readonly noise: string;
  readonly match: string;
  readonly other: string;
  readonly negated: boolean;
}

const TEXTS = { wanted: 'main', noise: 'x', match: 'main', other: 'Main' };
const IN_ANY_CASE = { wanted: 'MAIN', noise: 'x', match: 'maiN', other: 'main2' };
const PATTERNS = { wanted: 'm*/?', noise: 'x*', match: 'main/x', other: 'main/xy' };
const BASES: readonly Base[] = [
  { base: 'StringEquals', ...TEXTS, negated: false },
  { base: 'StringNotEquals', ...TEXTS, negated: true },
  { base: 'StringEqualsIgnoreCase', ...IN_ANY_CASE, negated: false },
  { base: 'StringNotEqualsIgnoreCase', ...IN_ANY_CASE, negated: true },
  { base: 'StringLike', ...PATTERNS, negated: false },
  { base: 'StringNotLike', ...PATTERNS, negated: true },
  { base: 'Bool', wanted: 'true', noise: 'true', match: 'True', other: 'false', negated: false },
];

type Kind = 'an absent key' | 'a match' | 'no match' | 'two matches' | 'a match among others' | 'several without a match';

function actualOf(kind: Kind, { match, other }: Base): Actual {
  switch (kind) {
    case 'an absent key': return undefined;
    case 'a match': return match;
    case 'no match': return other;
    case 'two matches': return [match, match];
    case 'a match among others': return [other, match, other];
    case 'several without a match': return [other, other];
  }
}

const FORMS: Record<string, (base: string) => string> = {
  'plain': base => base,
  'IfExists': base => `${base}IfExists`,
  'ForAnyValue:': base => `ForAnyValue:${base}`,
  'ForAllValues:': base => `ForAllValues:${base}`,
};

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html */
const TABLE: [form: string, kind: Kind, holds: boolean, negatedHolds: boolean][] = [
  ['plain', 'an absent key', false, true],
  ['plain', 'a match', true, false],
  ['plain', 'no match', false, true],
  ['IfExists', 'an absent key', true, true],
  ['IfExists', 'a match', true, false],
  ['IfExists', 'no match', false, true],
  ['ForAnyValue:', 'an absent key', false, false],
  ['ForAnyValue:', 'a match', true, false],
  ['ForAnyValue:', 'no match', false, true],
  ['ForAnyValue:', 'two matches', true, false],
  ['ForAnyValue:', 'a match among others', true, true],
  ['ForAnyValue:', 'several without a match', false, true],
  ['ForAllValues:', 'an absent key', true, true],
  ['ForAllValues:', 'a match', true, false],
  ['ForAllValues:', 'no match', false, true],
  ['ForAllValues:', 'two matches', true, false],
  ['ForAllValues:', 'a match among others', false, false],
  ['ForAllValues:', 'several without a match', false, true],
];

describe.each(BASES)('$base', one => {
  const { base, wanted, noise, negated } = one;

  test.each(TABLE)('%s on %s', (form, kind, positive, negative) => {
    for (const value of [wanted, [wanted], [noise, wanted], [wanted, noise]]) {
      expect(holds(FORMS[form](base), value, actualOf(kind, one))).toBe(negated ? negative : positive);
    }
  });

  test.each(['plain', 'IfExists'])('%s is refused for a key of several values', form => {
    const operator = FORMS[form](base);
    for (const values of [actualOf('two matches', one), actualOf('several without a match', one)]) {
      expect(refusalOf(() => admits(policyOn(operator, 'aws:TagKeys', wanted), {}, { 'aws:TagKeys': [...values!] }))).toEqual({
        name: 'TrustNotUnderstood',
        message: `the policy compares aws:TagKeys, which has several values, by ${operator}, which this evaluation does not decide; `
          + 'use ForAnyValue: or ForAllValues:',
      });
    }
  });

  test.each(Object.keys(FORMS))('%s without a value matches nothing', form => {
    expect(holds(FORMS[form](base), [], actualOf('a match', one))).toBe(negated);
  });

  test.each(Object.keys(FORMS))('%s never takes an unknown value for a match, nor for the lack of one', form => {
    const verdict = (value: unknown, kind: Kind) => verdictOn(FORMS[form](base), value, actualOf(kind, one));
    for (const value of [UNKNOWN, [UNKNOWN], [noise, UNKNOWN], [UNKNOWN, UNKNOWN]].slice(0, base === 'Bool' ? 2 : 4)) {
      expect(verdict(value, 'a match')).toBe('maybe');
      expect(verdict(value, 'no match')).toBe('maybe');
    }
    expect(verdict([UNKNOWN, wanted], 'no match')).toBe('maybe');
    expect(verdict([UNKNOWN, wanted], 'a match')).toBe(negated ? 'no' : 'yes');
  });

  test.each(Object.keys(FORMS))('%s on an absent key does not mind what is unknown, except that what is refused is never sure', form => {
    const [, , positive, negative] = TABLE.find(([name, kind]) => name === form && kind === 'an absent key')!;
    const expected = negated ? (negative ? 'maybe' : 'no') : (positive ? 'yes' : 'no');
    expect(verdictOn(FORMS[form](base), UNKNOWN, undefined)).toBe(expected);
    expect(verdictOn(FORMS[form](base), [UNKNOWN, wanted], undefined)).toBe(expected);
  });

  test.each(Object.keys(FORMS))('%s may vanish with a value that may turn out to be none', form => {
    const nothing = { 'Fn::If': ['Condition', wanted, { Ref: 'AWS::NoValue' }] };
    for (const kind of ['an absent key', 'a match', 'no match'] as const) {
      expect(verdictOn(FORMS[form](base), nothing, actualOf(kind, one))).not.toBe('no');
    }
  });

  test.each(Object.keys(FORMS))('%s with an unknown value is refused in a Deny', form => {
    const policy = policyOn(FORMS[form](base), `${KEYS}:sub`, [wanted, UNKNOWN]);
    const deny = { ...policy, Statement: policy.Statement.map(statement => ({ ...statement, Effect: 'Deny' })) };
    expect(refusalOf(() => admits(deny))).toEqual({
      name: 'TrustNotUnderstood',
      message: `a Deny statement has ${KEYS}:sub compared with a value that is known only at deployment, so nothing shows whom it denies, `
        + 'which this evaluation does not decide; write it out',
    });
  });

  test.each(Object.keys(FORMS))('%s with a policy variable is refused where the version has them', form => {
    for (const text of [`\${${KEYS}:sub}`, 'a${*}', '${']) {
      expect(refusalOf(() => admits(policyOn(FORMS[form](base), `${KEYS}:sub`, [wanted, text])))).toEqual({
        name: 'TrustNotUnderstood',
        message: `the policy compares ${KEYS}:sub with '${text}', a policy variable, which this evaluation does not decide; write the value`,
      });
    }
  });
});

describe('several values under ForAnyValue: and ForAllValues:', () => {
  test.each<[string, string[], string[], boolean]>([
    ['ForAnyValue:StringEquals', ['a', 'b'], ['b', 'c'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'd'], false],
    ['ForAllValues:StringEquals', ['a', 'b'], ['b', 'a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['b', 'c'], false],
    ['ForAllValues:StringEquals', ['a', 'b', 'c'], ['b'], true],
    // Each value is refused if it is any of the policy's.
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], false],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'c'], true],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], true],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'b'], false],
    ['ForAllValues:StringLike', ['a*', 'b?'], ['ax', 'bx'], true],
    ['ForAllValues:StringLike', ['a*', 'b?'], ['ax', 'bxx'], false],
    ['ForAnyValue:StringNotLike', ['a*', 'b?'], ['ax', 'bxx'], true],
    ['ForAllValues:StringEqualsIgnoreCase', ['TEAM', 'Stage'], ['team', 'stage'], true],
    ['ForAnyValue:StringNotEqualsIgnoreCase', ['TEAM', 'Stage'], ['team', 'stage'], false],
    ['ForAnyValue:Bool', ['true'], ['false', 'TRUE'], true],
    ['ForAllValues:Bool', ['true'], ['false', 'true'], false],
    ['ForAllValues:Bool', ['true', 'false'], ['false', 'true'], true],
  ])('%s with %j on %j: %p', (operator, wanted, actual, expected) => {
    expect(holds(operator, wanted, actual)).toBe(expected);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
  test.each<[string, Verdict, Verdict]>([
    ['ForAllValues:StringEquals', 'yes', 'yes'],
    ['ForAllValues:StringLike', 'yes', 'yes'],
    ['ForAllValues:StringNotEquals', 'yes', 'yes'],
    ['ForAnyValue:StringEquals', 'no', 'no'],
    ['ForAnyValue:StringLike', 'no', 'no'],
    ['ForAnyValue:StringNotEquals', 'no', 'no'],
    ['StringEquals', 'no', 'yes'],
    ['StringNotEquals', 'yes', 'no'],
    ['StringLike', 'no', 'yes'],
    ['StringEqualsIfExists', 'no', 'yes'],
  ])('take an empty text for no value, and other operators for one: %s', (operator, againstText, againstEmpty) => {
    expect(verdictOn(operator, 'a', '')).toBe(againstText);
    expect(verdictOn(operator, '', '')).toBe(againstEmpty);
  });

  test('are never taken for a match or the lack of one where a value is unknown', () => {
    expect(verdictOn('ForAllValues:StringEquals', ['a', UNKNOWN], ['a', 'a'])).toBe('yes');
    expect(verdictOn('ForAllValues:StringEquals', ['a', UNKNOWN], ['a', 'b'])).toBe('maybe');
    expect(verdictOn('ForAnyValue:StringEquals', ['a', UNKNOWN], ['b', 'a'])).toBe('yes');
    expect(verdictOn('ForAnyValue:StringEquals', ['a', UNKNOWN], ['b', 'c'])).toBe('maybe');
    expect(verdictOn('ForAllValues:StringNotEquals', ['a', UNKNOWN], ['b', 'a'])).toBe('no');
    expect(verdictOn('ForAllValues:StringNotEquals', ['a', UNKNOWN], ['b', 'c'])).toBe('maybe');
    expect(verdictOn('ForAnyValue:StringNotEquals', ['a', UNKNOWN], ['a', 'a'])).toBe('no');
    expect(verdictOn('ForAnyValue:StringNotEquals', ['a', UNKNOWN], ['a', 'b'])).toBe('maybe');
  });
});

describe('Bool', () => {
  test.each<[unknown, string, boolean]>([
    ['true', 'true', true], ['true', 'TRUE', true], ['true', 'false', false], ['true', 'yes', false], ['true', '1', false], ['true', 'tru', false],
    ['false', 'false', true], ['false', 'False', true], ['false', 'true', false], ['false', 'no', false], ['false', '0', false],
    ['TRUE', 'true', true], ['False', 'false', true], ['False', 'true', false],
    [true, 'true', true], [true, 'false', false], [false, 'false', true], [false, 'true', false], [[true], 'true', true], [[false], 'true', false],
    [[true, false], 'true', true], [['false', true], 'true', true], [[true, false], 'maybe', false],
  ])('with %j holds on %j: %p', (value, actual, expected) => {
    for (const form of Object.values(FORMS)) {
      expect(holds(form('Bool'), value, actual)).toBe(expected);
    }
  });
});

describe('Null', () => {
  test.each<[unknown, boolean, boolean]>([
    ['true', true, false], ['TRUE', true, false], [true, true, false], [['true'], true, false], [[true], true, false],
    ['false', false, true], ['False', false, true], [false, false, true], [['false'], false, true],
    [['true', 'false'], true, true], [[true, false], true, true], [[], false, false],
  ])('with %j holds on an absent key: %p, and on one with a value: %p', (value, onAbsent, onPresent) => {
    expect(holds('Null', value, undefined)).toBe(onAbsent);
    for (const actual of ['main', 'true', 'false']) {
      expect(holds('Null', value, actual)).toBe(onPresent);
    }
  });

  test('sees a claim that AWS does not read as absent', () => {
    for (const claim of ['event_name', 'repository_owner', 'iss']) {
      expect(admits(policyOn('Null', `${KEYS}:${claim}`, 'true'), { [claim]: CLAIMS.iss })).toBe(true);
      expect(admits(policyOn('Null', `${KEYS}:${claim}`, 'false'), { [claim]: CLAIMS.iss })).toBe(false);
    }
  });

  test('with an unknown value is never sure, unless a known one decides', () => {
    for (const actual of [undefined, 'main']) {
      expect(verdictOn('Null', UNKNOWN, actual)).toBe('maybe');
      expect(verdictOn('Null', [UNKNOWN, 'true', 'false'], actual)).toBe('yes');
    }
    expect(verdictOn('Null', [UNKNOWN, 'true'], undefined)).toBe('yes');
    expect(verdictOn('Null', [UNKNOWN, 'true'], 'main')).toBe('maybe');
  });
});

const TRUTH_OPERATORS = ['Bool', 'Null', 'BoolIfExists', 'ForAnyValue:Bool', 'ForAllValues:Bool'];

test.each(TRUTH_OPERATORS)('%s is refused with what is neither true nor false', operator => {
  for (const text of ['yes', '1', '', 'true ', ' false', 'truefalse', 'null', 1, 0]) {
    for (const value of [text, ['true', text]]) {
      expect(refusalOf(() => admits(policyOn(operator, `${KEYS}:sub`, value)))).toEqual({
        name: 'TrustNotUnderstood',
        message: `the policy compares ${KEYS}:sub with '${text}' as a truth value, which this evaluation does not decide; write 'true' or 'false'`,
      });
    }
  }
});

test.each([
  'NullIfExists', 'ForAnyValue:NullIfExists', 'ForAllValues:NullIfExists',
  ...BASES.flatMap(({ base }) => [`ForAnyValue:${base}IfExists`, `ForAllValues:${base}IfExists`]),
])('%s is refused, since nothing says what it means', operator => {
  for (const value of ['true', [], UNKNOWN]) {
    const { name, message } = refusalOf(() => admits(policyOn(operator, `${KEYS}:sub`, value)));
    expect(name).toBe('TrustNotUnderstood');
    expect(message).toContain(`the policy uses the condition operator '${operator}', which this evaluation does not decide; it knows `);
    expect(message).toMatch(/, all also with ForAnyValue: or ForAllValues:, and all but Null with IfExists$/);
  }
});

describe('a condition key', () => {
  const refusalOfKeys = (operator: string, first: string, second: string) => {
    const policy = policyOn(operator, first, 'true');
    const [statement] = policy.Statement;
    const conditions = { [operator]: { [first]: 'true', [second]: 'true' } };
    return ['Allow', 'Deny'].map(effect => refusalOf(() => admits({
      ...policy, Statement: [{ ...statement, Effect: effect, Condition: conditions }],
    })));
  };

  test.each([...BASES.map(({ base }) => base), 'StringLikeIfExists', 'ForAnyValue:StringEquals', 'ForAllValues:StringNotEquals', 'Null'])(
    'spelled twice under %s is refused', operator => {
      const twice: [string, string][] = [
        [`${KEYS}:sub`, `${KEYS}:Sub`], [`${KEYS}:SUB`, `${KEYS}:sub`], [`${KEYS}:sub`, `${KEYS.toUpperCase()}:sub`],
        ['aws:SourceIp', 'AWS:sourceip'],
      ];
      for (const [first, second] of twice) {
        for (const refusal of refusalOfKeys(operator, first, second)) {
          expect(refusal).toEqual({
            name: 'TrustNotUnderstood',
            message: `the policy spells the condition key '${second}' twice under ${operator}, which this evaluation does not decide; `
              + 'write it once, with all its values',
          });
        }
      }
    },
  );

  test('may stand under several operators, and beside the same claim of another issuer', () => {
    const policy = policyOn('StringEquals', `${KEYS}:sub`, SUB);
    const policyWith = (conditions: object) => ({ ...policy, Statement: [{ ...policy.Statement[0], Condition: conditions }] }) as typeof policy;
    const both = policyWith({ StringLike: { [`${KEYS}:sub`]: 'repo:*' }, StringNotLike: { [`${KEYS}:SUB`]: '*:pull_request' } });
    expect(admits(both)).toBe(true);
    expect(admits(both, { sub: 'repo:octo-org/octo-repo:pull_request' })).toBe(false);
    expect(admits(policyWith({ StringNotEquals: { [`${KEYS}:sub`]: 'x', [`${KEYS}/octo-inc:sub`]: 'x' } }))).toBe(true);
  });
});

describe("a policy variable's text", () => {
  const OLD: [string, object][] = [['2008-10-17', { Version: '2008-10-17' }], ['no version', {}]];

  test.each(OLD)('is literal in a policy of %s', (_, version) => {
    const actor = '${aws:username}';
    const decide = (operator: string, value: string, actual: string) =>
      admits(policyOn(operator, `${KEYS}:actor`, value, version), { actor: actual });
    expect(decide('StringEquals', actor, actor)).toBe(true);
    expect(decide('StringEquals', actor, 'octocat')).toBe(false);
    expect(decide('StringNotEquals', actor, actor)).toBe(false);
    expect(decide('StringNotEquals', actor, 'octocat')).toBe(true);
    expect(decide('StringEqualsIgnoreCase', actor, actor.toUpperCase())).toBe(true);
    expect(decide('ForAllValues:StringEquals', actor, actor)).toBe(true);
    // The wildcards in it are wildcards.
    expect(decide('StringLike', 'octo${*}', 'octo${cat}')).toBe(true);
    expect(decide('StringLike', 'octo${*}', 'octo*')).toBe(false);
    expect(decide('StringNotLike', 'octo${?}', 'octo?')).toBe(true);
  });

  test.each(OLD)('lets nobody in by their own subject in a policy of %s', (_, version) => {
    expect(admits(policyOn('StringEquals', `${KEYS}:sub`, `\${${KEYS}:sub}`, version))).toBe(false);
  });

  test.each(OLD)('is no truth value in a policy of %s', (_, version) => {
    expect(refusalOf(() => admits(policyOn('Bool', `${KEYS}:sub`, '${aws:SecureTransport}', version)))).toEqual({
      name: 'TrustNotUnderstood', message: expect.stringContaining("with '${aws:SecureTransport}' as a truth value"),
    });
  });
});
