import { globMatches, readGlob } from '../../../src/trust/glob';
import { noneOf, oneOf } from '../../../src/trust/reach/glob-machine';
import { acceptsText, all, DEAD, run } from '../../../src/trust/reach/machine';

const LISTS = [
  [], ['*'], [''], ['a'], ['a*'], ['*a'], ['a?b'], ['*ab*'], ['*a*b'], ['a*', '*b'], ['ab', 'ac', 'b'], ['?'], ['??*'], ['a**', 'b'], ['*aab', 'ba*'], ['*?a'],
  ['a*b*c', 'c*b*a'],
];
const TEXTS = ['', ...'abc', ...'abc'.split('').flatMap(one => [...'abc'].map(other => one + other)), 'aab', 'abab', 'aaab', 'bbab', 'abcabc', 'cba', 'aabaab'];

function globs(values: readonly string[]) {
  return values.map(value => readGlob(value, 'StringLike'));
}

test.each(LISTS.map(values => ({ values })))('the texts that one of $values matches, and the others', ({ values }) => {
  const matched = TEXTS.filter(text => globs(values).some(glob => globMatches(glob, text)));
  expect(TEXTS.filter(text => acceptsText(oneOf(globs(values)), text))).toEqual(matched);
  expect(TEXTS.filter(text => acceptsText(noneOf(globs(values)), text))).toEqual(TEXTS.filter(text => !matched.includes(text)));
});

test('a text that can only fail is dead, and what can only hold stays', () => {
  const one = oneOf(globs(['ab', 'c*']));
  expect([run(one, one.start, 'b'), run(one, one.start, 'abc'), one.step(DEAD, 'a')]).toEqual([DEAD, DEAD, DEAD]);
  expect(run(one, one.start, 'c')).toBe(run(one, one.start, 'cab'));
  const none = noneOf(globs(['ab', 'c*']));
  expect([run(none, none.start, 'c'), noneOf(globs(['*'])).start, oneOf([]).start]).toEqual([DEAD, DEAD, DEAD]);
  expect(run(none, none.start, 'b')).toBe(run(none, none.start, 'abc'));
});

test('states stay few: what comes before the last wildcard no longer counts', () => {
  const one = oneOf(globs(['*a*b*c*d']));
  const states = new Set(TEXTS.concat('abcd', 'aabbccdd', 'abcabcabc').map(text => run(one, one.start, text)));
  expect(states.size).toBeLessThanOrEqual(5);
});

test('machines together accept what each accepts', () => {
  const both = all([oneOf(globs(['a*'])), noneOf(globs(['*b']))]);
  expect(TEXTS.filter(text => acceptsText(both, text))).toEqual(TEXTS.filter(text => text.startsWith('a') && !text.endsWith('b')));
  expect(run(both, both.start, 'b')).toBe(DEAD);
  expect(acceptsText(all([]), 'abc')).toBe(true);
  expect(all([oneOf([]), noneOf([])]).start).toBe(DEAD);
});
