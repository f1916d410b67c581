import { Glob } from '../glob';

/** The characters that tell texts apart; any other one is like a fresh one. */
export interface Alphabet {
  readonly characters: readonly string[];
  /** Characters that no glob names, letters first. */
  readonly fresh: readonly string[];
}

/** No token has those that stand for what only deployment knows. */
const PRIVATE = /[\ue000-\uf8ff]/;
const LETTERS = 'xyzqkwvjubcdefgahilmnoprst';
const DIGITS = '7894561230';
const POOL = [...LETTERS, ...LETTERS.toUpperCase(), ...DIGITS, ...'_~!$&+,;=^|'];

export function alphabetOf(globs: readonly Glob[]): Alphabet {
  const named = new Set(globs.flatMap(glob => glob.flatMap(sign => typeof sign === 'string' ? [...sign] : [])).filter(sign => !PRIVATE.test(sign)));
  const fresh = POOL.filter(character => !named.has(character));
  const digit = fresh.filter(character => DIGITS.includes(character));
  return { characters: [...new Set([...fresh.slice(0, 1), ...digit.slice(0, 1), ...[...named].sort()])], fresh };
}
