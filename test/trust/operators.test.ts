import * as fc from 'fast-check';
import { like } from '../../src/github/wildcard';
import { OPERATORS, operatorNamed } from '../../src/trust/operators';

const POSITIVE = ['StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'Bool'];
const NEGATED = ['StringNotEquals', 'StringNotEqualsIgnoreCase', 'StringNotLike'];
const BASES = [...POSITIVE, ...NEGATED];

/** Whether the text matches one of those that the policy lists, before a negated operator turns it round. */
function matches(operator: string, actual: string, ...expected: string[]): boolean {
  return operatorNamed(operator).matcherOf(expected)(actual);
}

function refusalOf(name: string): unknown {
  try {
    return operatorNamed(name);
  } catch (error) {
    return { name: (error as Error).name, message: (error as Error).message };
  }
}

/** What an operator is, beside how it compares. */
function partsOf(name: string) {
  const { matcherOf, words, ...parts } = operatorNamed(name);
  return parts;
}

describe('an operator by its name', () => {
  const plain = { set: undefined, ifExists: false, isNull: false, isTruth: false };

  test('is one of the six for texts, of Bool and of Null', () => {
    expect([...OPERATORS.keys()].sort()).toEqual([...BASES, 'Null'].sort());
  });

  test.each(BASES)('is %s plain, with IfExists, or of any or all values', base => {
    const own = { ...plain, negated: NEGATED.includes(base), isTruth: base === 'Bool' };
    expect(partsOf(base)).toEqual({ ...own, name: base });
    expect(partsOf(`${base}IfExists`)).toEqual({ ...own, name: `${base}IfExists`, ifExists: true });
    expect(partsOf(`ForAnyValue:${base}`)).toEqual({ ...own, name: `ForAnyValue:${base}`, set: 'any' });
    expect(partsOf(`ForAllValues:${base}`)).toEqual({ ...own, name: `ForAllValues:${base}`, set: 'all' });
  });

  test('is Null plain, or of any or all values, which asks the same', () => {
    const own = { ...plain, negated: false, isNull: true, isTruth: true };
    expect(partsOf('Null')).toEqual({ ...own, name: 'Null' });
    expect(partsOf('ForAnyValue:Null')).toEqual({ ...own, name: 'ForAnyValue:Null', set: 'any' });
    expect(partsOf('ForAllValues:Null')).toEqual({ ...own, name: 'ForAllValues:Null', set: 'all' });
  });

  test.each(BASES)('compares the same in every form of %s', base => {
    for (const name of [base, `${base}IfExists`, `ForAnyValue:${base}`, `ForAllValues:${base}`]) {
      expect(matches(name, 'true', 'false', 'true')).toBe(true);
      expect(matches(name, 'true', 'false')).toBe(false);
    }
  });

  test.each([
    // It would ask nothing.
    'NullIfExists',
    // No document says what these mean.
    ...BASES.flatMap(base => [`ForAnyValue:${base}IfExists`, `ForAllValues:${base}IfExists`]),
    'ForAnyValue:NullIfExists', 'ForAllValues:NullIfExists',
    // These exist, and compare what is no text.
    'ArnLike', 'IpAddress', 'NumericEquals', 'DateLessThan', 'BinaryEquals', 'ForAnyValue:ArnEquals', 'IpAddressIfExists',
    // These do not exist.
    'stringequals', 'STRINGLIKE', 'bool', 'null', 'BoolNot', 'StringNotEqualsIfexists', 'StringEqualsIfExistsIfExists', 'IfExists', 'IfExistsNull',
    'ForAnyValue:', 'ForAllValues:', ':StringEquals', 'foranyvalue:StringEquals', 'ForAnyValues:StringEquals', 'ForAllValue:StringEquals',
    'ForAnyValue:ForAllValues:StringEquals', 'ForAnyValue: StringEquals', ' StringEquals', 'StringEquals\n', 'StringEquals\nIfExists', 'Fn::If', '',
    'constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'constructorIfExists', 'ForAnyValue:__proto__',
  ])('is refused: %j', name => {
    expect(refusalOf(name)).toEqual({
      name: 'TrustNotUnderstood',
      message: `the policy uses the condition operator '${name}', which this evaluation does not decide; it knows StringEquals, StringNotEquals, `
        + 'StringEqualsIgnoreCase, StringNotEqualsIgnoreCase, StringLike, StringNotLike, Bool, Null, '
        + 'all also with ForAnyValue: or ForAllValues:, and all but Null with IfExists',
    });
  });

  test('has words for a sentence, no two alike', () => {
    const named = [...BASES.flatMap(base => [base, `${base}IfExists`, `ForAnyValue:${base}`, `ForAllValues:${base}`]), 'Null'];
    // Where values are true and false, no case has to be told.
    const words = named.filter(name => !name.includes('Bool')).map(name => operatorNamed(name).words);
    expect(new Set(words).size).toBe(words.length);
    expect(BASES.map(base => operatorNamed(base).words)).toEqual([
      'wants', 'wants, in any case,', 'wants the pattern', 'wants', 'refuses', 'refuses, in any case,', 'refuses the pattern',
    ]);
  });
});

describe('a list of values', () => {
  test.each<[string, string[], boolean]>([
    ['StringEquals', ['x', 'main', 'y'], true],
    ['StringEquals', ['x', 'y'], false],
    ['StringEquals', [], false],
    ['StringNotEquals', ['x', 'main'], true],
    ['StringNotEquals', [], false],
    ['StringEqualsIgnoreCase', ['x', 'MAIN'], true],
    ['StringNotEqualsIgnoreCase', ['x', 'y'], false],
    ['StringLike', ['x*', 'm*', 'y*'], true],
    ['StringLike', ['x*', 'y*'], false],
    ['StringNotLike', ['x*', '*n'], true],
    ['StringNotLike', [], false],
  ])('is compared by %s with any of %j: %p', (operator, expected, match) => {
    expect(matches(operator, 'main', ...expected)).toBe(match);
  });
});

describe.each(['Bool', 'Null'])('%s', operator => {
  test.each<[string, string, boolean]>([
    ['true', 'true', true],
    ['TRUE', 'true', true],
    ['false', 'False', true],
    ['true', 'false', false],
    ['false', 'true', false],
    ['1', 'true', false],
    ['yes', 'true', false],
    ['0', 'false', false],
    ['', 'false', false],
    ['no truth value', 'false', false],
  ])('compares %j with %j in any case: %p', (actual, expected, match) => {
    expect(matches(operator, actual, expected)).toBe(match);
  });
});

describe('the comparison with a pattern', () => {
  test('agrees with a regular expression on small alphabets', () => {
    const actual = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '*'), maxLength: 7 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '*', '*', '?'), maxLength: 6 });
    fc.assert(fc.property(actual, pattern, (text, signs) => {
      const parts = [...signs].map(sign => ({ '*': '[^]*', '?': '[^]' })[sign] ?? sign);
      expect(like(text, signs)).toBe(new RegExp(`^${parts.join('')}$`).test(text));
    }), { numRuns: 3_000 });
  });
});

describe.each(['StringEquals', 'StringNotEquals'])('%s', operator => {
  test.each<[string, string, boolean]>([
    ['main', 'main', true],
    ['', '', true],
    ['main', 'Main', false],
    ['main', 'main ', false],
    ['main', 'mai', false],
    ['mai', 'main', false],
    ['main', 'm*', false],
    ['main', 'mai?', false],
    ['m*', 'm*', true],
    ['straße', 'straße', true],
    ['\u00e9', 'e\u0301', false],
  ])('compares %j with %j to the letter: %p', (actual, expected, match) => {
    expect(matches(operator, actual, expected)).toBe(match);
  });
});

describe.each(['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'])('%s', operator => {
  test.each<[string, string, boolean]>([
    ['main', 'MAIN', true],
    ['Octo-Org', 'octo-oRG', true],
    ['É', 'é', true],
    ['', '', true],
    ['main', 'main2', false],
    ['main', 'm*', false],
    ['mai_', 'mai?', false],
  ])('compares %j with %j in any case, without patterns: %p', (actual, expected, match) => {
    expect(matches(operator, actual, expected)).toBe(match);
  });
});

describe.each(['StringLike', 'StringNotLike'])('%s', operator => {
  test.each<[string, string, boolean]>([
    ['', '', true],
    ['a', '', false],
    ['', 'a', false],
    ['main', 'main', true],
    ['main', 'Main', false],
    ['mainly', 'main', false],
    ['domain', 'main', false],
  ])('without a wildcard compares %j with %j to the letter: %p', (actual, pattern, match) => {
    expect(matches(operator, actual, pattern)).toBe(match);
  });

  test.each<[string, string, boolean]>([
    ['', '*', true],
    ['', '***', true],
    ['anything', '*', true],
    ['ab', 'a*b', true],
    ['a/x:y/b', 'a*b', true],
    ['a\nb', 'a*b', true],
    ['a\r\n\u2028b', 'a*b', true],
    ['refs/heads/feature/x', 'refs/*/x', true],
    ['repo:o/r:ref:refs/heads/main', 'repo:o/*/main', true],
    ['repo:o/r:environment:prod', 'repo:*:environment:*', true],
    ['abab', 'a*b', true],
    ['aba', 'a*b', false],
    ['xab', 'a*b', false],
    ['abcabc', '*abc', true],
    ['abcabd', '*abc', false],
    ['abc', 'abc*', true],
    ['ab', 'abc*', false],
    ['aXbYc', 'a*b*c', true],
    ['aXcYb', 'a*b*c', false],
    ['mississippi', 'm*iss*pi', true],
    ['mississippi', 'm*iss*pp', false],
  ])('takes * as any text, also none, across /, : and line ends: %j, %j: %p', (actual, pattern, match) => {
    expect(matches(operator, actual, pattern)).toBe(match);
  });

  test.each<[string, string, boolean]>([
    ['a', '?', true],
    ['', '?', false],
    ['ab', '?', false],
    ['ab', '??', true],
    ['/', '?', true],
    [':', '?', true],
    ['v1', 'v?', true],
    ['v', 'v?', false],
    ['v12', 'v?', false],
    ['v12', 'v?*', true],
    ['v', 'v?*', false],
    ['v1', 'v*?', true],
    ['v', 'v*?', false],
    ['xay', '*?a?*', true],
    ['ay', '*?a?*', false],
    ['é', '?', true],
  ])('takes ? as exactly one character: %j, %j: %p', (actual, pattern, match) => {
    expect(matches(operator, actual, pattern)).toBe(match);
  });

  test.each<[string, string, boolean]>([
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
    ['a+b', 'a+b', true],
    ['aab', 'a+b', false],
    ['(x)|[y]^$', '(x)|[y]^$', true],
    ['a\\b', 'a\\b', true],
    ['a*', 'a\\*', false],
    ['a\\x', 'a\\*', true],
    ['*', '?', true],
    ['?', '*', true],
    ['a*b', 'a*b', true],
    ['a?b', 'a?b', true],
    ['*a', 'x*', false],
  ])('gives no meaning to any other character, nor to * and ? in the token: %j, %j: %p', (actual, pattern, match) => {
    expect(matches(operator, actual, pattern)).toBe(match);
  });

  test('finishes on patterns that make a backtracking matcher give up', () => {
    const many = 'a'.repeat(2_000);
    expect(matches(operator, many, '*a'.repeat(500))).toBe(true);
    expect(matches(operator, many, `${'*a'.repeat(500)}*b`)).toBe(false);
    expect(matches(operator, `${many}b`, `${'*a'.repeat(500)}*b`)).toBe(true);
    expect(matches(operator, many, `${'*?'.repeat(1_000)}*`)).toBe(true);
    expect(matches(operator, many, `${'*?'.repeat(2_001)}`)).toBe(false);
    expect(matches(operator, many, `${'*aa'.repeat(200)}*ab*`)).toBe(false);
    expect(matches(operator, many, `${'*'.repeat(2_000)}b`)).toBe(false);
  });
});
