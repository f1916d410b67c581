import { canonical, firstDifference } from './canonical';

describe('canonical JSON', () => {
  test.each([
    ['the order of keys', '{"b":{"d":1,"c":2},"a":3}', '{"a":3,"b":{"c":2,"d":1}}'],
    ['white space', '{ "a" : [ 1,\n 2 ] }', '{"a":[1,2]}'],
    ['how a text is escaped', '{"a":"caf\\u00e9"}', '{"a":"caf\u00e9"}'],
    ['keys of every kind', '{"__proto__":1,"a":2}', '{"a":2,"__proto__":1}'],
  ])('does not depend on %s', (_, one, other) => {
    expect(canonical(one)).toEqual(canonical(other));
  });

  test.each([
    ['a value', '{"a":1}', '{"a":2}'],
    ['the type of a value', '{"a":1}', '{"a":"1"}'],
    ['the order of a list', '{"a":[1,2]}', '{"a":[2,1]}'],
    ['a key that is missing', '{"a":null}', '{}'],
    ['a key named __proto__', '{"__proto__":{"a":1}}', '{}'],
  ])('depends on %s', (_, one, other) => {
    expect(canonical(one)).not.toEqual(canonical(other));
  });

  test('is sorted by code unit', () => {
    expect(canonical('{"a":1,"B":2,"\u00e9":3,"_":4}')).toEqual('{\n "B": 2,\n "_": 4,\n "a": 1,\n "\u00e9": 3\n}\n');
  });
});

test.each([
  ['a\nb', 'a\nb', undefined],
  ['a\n  b', 'a\n  c', "line 2 is 'b', not 'c'"],
  ['a', 'a\nb', "line 2 is '', not 'b'"],
  ['a\nb', 'a', "line 2 is 'b', not ''"],
])('between %j and %j the first difference is %j', (actual, expected, difference) => {
  expect(firstDifference(actual, expected)).toBe(difference);
});
