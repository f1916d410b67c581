import { readGlob } from '../../../src/trust/glob';
import { alphabetOf } from '../../../src/trust/reach/alphabet';

test('an alphabet has what is named and something fresh, and never what only deployment knows', () => {
  const { characters, fresh } = alphabetOf([readGlob('xy7*?\ue000A\ue001', 'StringLike'), readGlob('B', 'StringEqualsIgnoreCase')]);
  expect(characters).toEqual(['z', '8', '7', 'B', 'b', 'x', 'y']);
  expect(fresh.slice(0, 3)).toEqual(['z', 'q', 'k']);
  expect(fresh).not.toContain('b');
  expect(alphabetOf([readGlob('0123456789', 'StringEquals')]).characters).toEqual(['x', ...'0123456789']);
});
