import { like } from '../../src/github/wildcard';
import { globMatches, hasVariable, readGlob } from '../../src/trust/glob';

test.each([
  // base, value, texts that match, texts that do not
  ['StringEquals', 'repo:*', ['repo:*'], ['repo:x', 'repo:']],
  ['StringEquals', 'repo:?', ['repo:?'], ['repo:x']],
  ['StringLike', 'repo:*', ['repo:', 'repo:x/y:z', 'repo:\n'], ['rep', 'xrepo:']],
  ['StringLike', 'a?c', ['abc', 'a\nc', 'a😀c'], ['ac', 'abbc']],
  ['StringLike', '**b*', ['b', 'ab', 'abc'], ['', 'a']],
  ['StringNotLike', '*:b', ['a:b', ':b'], ['a:bc']],
  ['StringLike', 'Repo', ['Repo'], ['repo']],
  ['StringEqualsIgnoreCase', 'Repo:ß*', ['rEPO:ß*'], ['repo:ss*', 'repo:ßx']],
  ['StringNotEqualsIgnoreCase', 'É', ['é', 'É'], ['e']],
  ['Bool', 'TRUE', ['true', 'True'], ['false']],
  ['StringLike', '${*}x${?}${$}', ['*x?$'], ['ax?$', '*x?', '*xy$']],
  ['StringEquals', 'repo:${aws:username}/x', ['repo:/x', 'repo:a/b/x'], ['repo:a/y']],
  ['StringEquals', "${aws:x, 'd'}:y", [':y', 'd:y'], ['d:z']],
  ['StringEquals', 'a${aws:x', ['a', 'abc'], ['b']],
  ['StringLike', '$x{y}', ['$x{y}'], ['x']],
  ['StringLike', 'repo:\ue000A*B\ue001/*', ['repo:\ue000/x'], ['repo:A/x', 'repo:AB/x']],
  ['StringEquals', '', [''], ['x']],
])('%s %j', (base, value, matching, others) => {
  const glob = readGlob(value, base);
  expect(matching.filter(text => !globMatches(glob, text))).toEqual([]);
  expect(others.filter(text => globMatches(glob, text))).toEqual([]);
});

test('wildcards match as everywhere else', () => {
  const texts = ['', 'a', 'b', 'ab', 'ba', 'aab', 'abab', 'bbaab'];
  const patterns = ['', '*', '?', 'a*', '*b', '*a*', 'a?', '?b', '*ab', '?*', 'a*b', '*a?b', '**', '*a*b*'];
  const pairs = patterns.flatMap(pattern => texts.map(text => [pattern, text] as const));
  expect(pairs.filter(([pattern, text]) => globMatches(readGlob(pattern, 'StringLike'), text) !== like(text, pattern))).toEqual([]);
});

test.each([
  ['repo:*', false], ['${*}${?}${$}', false], ['${aws:username}', true], ['${*}${x}', true], ['$', false], ['${', true],
])('%j holds a variable: %p', (value, expected) => {
  expect(hasVariable(value)).toBe(expected);
});
