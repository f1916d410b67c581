import { readGlob } from '../../../src/trust/glob';
import { shortest } from '../../../src/trust/reach/classes';
import { oneOf } from '../../../src/trust/reach/glob-machine';
import { choice, either, sequence, within } from '../../../src/trust/reach/language';
import { acceptsText } from '../../../src/trust/reach/machine';

const texts = ['', 'a', 'b', 'ab', 'abc', 'ac', 'a-b', 'ab-abc', 'abc-a'];
const accepted = (language: Parameters<typeof acceptsText>[0]) => texts.filter(text => acceptsText(language, text));

test('languages choose among texts', () => {
  expect(accepted(choice(['ab', 'abc', 'b']))).toEqual(['b', 'ab', 'abc']);
  expect(accepted(choice([]))).toEqual([]);
  expect(accepted(either(choice(['a']), choice(['ab', 'b'])))).toEqual(['a', 'b', 'ab']);
  expect(accepted(either(choice([]), choice(['b'])))).toEqual(['b']);
});

test('say which characters go on', () => {
  const language = either(choice(['ab', 'abc', 'b']), choice(['ac']));
  const next = (text: string) => [...language.characters([...text].reduce((state, character) => language.step(state, character), language.start))];
  expect([next(''), next('a'), next('ab'), next('abc')]).toEqual([['a', 'b'], ['b', 'c'], ['c'], []]);
});

test('stand one behind the other, and are read apart', () => {
  const language = sequence([
    { language: choice(['a', 'ab']), variable: 'one' }, { language: choice(['-']), isUnbound: true }, { language: choice(['a', 'b', 'abc']), variable: 'two' },
  ]);
  expect(accepted(language)).toEqual(['a-b', 'ab-abc']);
  expect(language.read('ab-abc')).toEqual({ one: 'ab', two: 'abc' });
  const begins = ['', 'a', 'a-', 'a-a'].map(text => language.begins([...text].reduce((state, character) => language.step(state, character), language.start)));
  expect(begins).toEqual(['one', undefined, 'two', undefined]);
  expect(accepted(sequence([{ language: choice([]) }, { language: choice(['a']) }]))).toEqual([]);
  expect(accepted(sequence([{ language: choice(['a']) }, { language: choice([]) }]))).toEqual([]);
});

test('can be bound, but for some parts', () => {
  const parts = [{ language: choice(['a', 'ab']) }, { language: choice(['-']), isUnbound: true }, { language: choice(['b', 'abc']) }];
  expect(accepted(sequence(parts, oneOf([readGlob('ab?bc', 'StringLike'), readGlob('ab', 'StringLike')])))).toEqual(['a-b', 'ab-abc']);
  expect(accepted(sequence(parts, oneOf([readGlob('ab', 'StringLike')])))).toEqual(['a-b']);
  expect(accepted(sequence(parts, oneOf([])))).toEqual([]);
  expect(accepted(within(choice(['a', 'ab', 'b']), [oneOf([readGlob('a*', 'StringLike')])]))).toEqual(['a', 'ab']);
});

test('the shortest text is found within the budget', () => {
  expect(shortest(within(choice(['ab', 'abc']), [oneOf([readGlob('*c', 'StringLike')])]), { left: 10_000 })).toBe('abc');
  expect(shortest(choice([]), { left: 10_000 })).toBeUndefined();
  const budget = { left: 1 };
  expect(shortest(choice(['abc']), budget)).toBeUndefined();
  expect(budget.left).toBeLessThan(0);
});
