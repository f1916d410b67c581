import { afterClosing, partsOf, tokensOf } from './tokens';

const texts = (source: string) => tokensOf(source).map(({ text }) => text);

test('comments and what is for the preprocessor are no words', () => {
  expect(texts('#pragma warning disable\nint a; // b\n/* c\n d */ /// <e/>\nf')).toEqual(['int', 'a', ';', 'f']);
});

test.each(['"a // b"', '"a \\" b"', '@"a "" \\"', '$"a {b}"', "'\\''", '1.5', '0x1F'])('%s is one literal', literal => {
  expect(tokensOf(`x = ${literal};`)[2]).toEqual({ kind: 'literal', text: literal, line: 1 });
});

test('each word knows its line', () => {
  expect(tokensOf('a\n/*\n*/ b =>\nc?.D').map(({ kind, text, line }) => `${line} ${kind} ${text}`)).toEqual([
    '1 name a', '3 name b', '3 sign =>', '4 name c', '4 sign ?.', '4 name D',
  ]);
});

test('a bracket is closed by its own kind', () => {
  const tokens = tokensOf('f(a, (b), "(") { }');
  expect(tokens[afterClosing(tokens, 1)].text).toBe('{');
});

test('parts lie between the commas that no bracket holds', () => {
  const tokens = tokensOf('a, f(b, c), new D<e, g> { h, i }');
  expect(partsOf(tokens, 0, tokens.length).map(part => part.length)).toEqual([1, 6, 12]);
  expect(partsOf([], 0, 0)).toEqual([]);
});
