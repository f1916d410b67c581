import * as fc from 'fast-check';
import { like } from '../../src/github/wildcard';
import { OPERATORS } from '../../src/trust/operators';

/** Whether the two texts match, before a negated operator turns it round. */
function matches(operator: string, actual: string, expected: string): boolean {
  return OPERATORS.get(operator)!.compare(actual, expected);
}

describe('the operators', () => {
  test('are the six for texts, and the three with Not are negated', () => {
    expect([...OPERATORS].map(([name, { negated }]) => [name, negated])).toEqual([
      ['StringEquals', false],
      ['StringNotEquals', true],
      ['StringEqualsIgnoreCase', false],
      ['StringNotEqualsIgnoreCase', true],
      ['StringLike', false],
      ['StringNotLike', true],
    ]);
  });

  test('have words of their own for a sentence', () => {
    const words = [...OPERATORS.values()].map(operator => operator.words);
    expect(words).toEqual(['wants', 'refuses', 'wants, in any case,', 'refuses, in any case,', 'wants the pattern', 'refuses the pattern']);
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'stringequals', ''])('have none named %p', name => {
    expect(OPERATORS.get(name)).toBeUndefined();
    expect(OPERATORS.has(name)).toBe(false);
  });
});

describe('the comparison with a pattern', () => {
  test('is the one of StringLike and StringNotLike', () => {
    expect(OPERATORS.get('StringLike')!.compare).toBe(like);
    expect(OPERATORS.get('StringNotLike')!.compare).toBe(like);
  });

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
