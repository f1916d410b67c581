import { compare, sortedUnique } from '../../src/trust/order';

const [FIRST, SECOND] = ['${Token[TOKEN.999]}', '${Token[TOKEN.1000]}'];

describe('the order of values', () => {
  test.each([
    ['a', 'b', -1], ['b', 'a', 1], ['a', 'a', 0],
    ['Z', 'a', -1], ['octo-org/r', 'octo-org@1/r', -1], ['\u00e9', 'f', 1],
    [FIRST, SECOND, 0], [SECOND, FIRST, 0], [`a${SECOND}`, `b${FIRST}`, -1], [`b${FIRST}`, `a${SECOND}`, 1],
  ])('compares %j with %j by code unit, unresolved values as equal: %d', (one, other, expected) => {
    expect(compare(one, other)).toBe(expected);
  });

  test('is the same for every order of literal values, and has each once', () => {
    expect(sortedUnique(['b', 'a', 'c', 'a'])).toEqual(['a', 'b', 'c']);
    expect(sortedUnique(['c', 'b', 'a'])).toEqual(['a', 'b', 'c']);
  });

  test('leaves unresolved values as the caller has them', () => {
    expect(sortedUnique([SECOND, FIRST, SECOND])).toEqual([SECOND, FIRST]);
  });
});
