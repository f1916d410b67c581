import { UNRESOLVED } from '../github/text';
import { withUnknowns } from '../github/unknown-text';

/** Any text, also none. */
export const ANY_TEXT = 0;
/** Any one character. */
export const ANY_CHARACTER = 1;
/** One sign of a condition's value: a text names the characters that it stands for, in both cases where case does not matter. */
export type Sign = typeof ANY_TEXT | typeof ANY_CHARACTER | string;
export type Glob = readonly Sign[];

const SIGNS = /\$\{([*?$])\}|(\$\{[^}]*\}?)|[^]/gu;
const WILDCARDS: Readonly<Record<string, Sign>> = { '*': ANY_TEXT, '?': ANY_CHARACTER };

/**
 * What a value of a condition matches, under the base of its operator. A policy variable may turn out to be any text, but for `${*}`, `${?}`
 * and `${$}`, which are those characters. What only deployment knows is a character that no token has.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function readGlob(value: string, base: string): Glob {
  const isPattern = base.endsWith('Like');
  const isFolded = base.endsWith('IgnoreCase') || base === 'Bool';
  return Array.from(withUnknowns(value, () => UNRESOLVED).matchAll(SIGNS), ([sign, escaped, variable]): Sign => {
    switch (true) {
      case escaped !== undefined: return escaped;
      case variable !== undefined: return ANY_TEXT;
      case isPattern && sign in WILDCARDS: return WILDCARDS[sign];
      default: return isFolded ? bothCases(sign) : sign;
    }
  });
}

/** Whether a value holds a policy variable, or one of the three characters that are written like one. */
export function hasDollarBrace(value: string): boolean {
  return value.includes('${');
}

/** Whether what a value stands for depends on more than the value. */
export function hasVariable(value: string): boolean {
  return hasDollarBrace(value) && hasDollarBrace(value.replace(/\$\{[*?$]\}/g, ''));
}

export function globMatches(glob: Glob, text: string): boolean {
  let places = closed(glob, [0]);
  for (const character of text) {
    places = closed(glob, places.flatMap(place => after(glob[place], place, character)));
  }
  return places.includes(glob.length);
}

/** The places in a glob behind one character. */
export function after(sign: Sign | undefined, place: number, character: string): number[] {
  switch (sign) {
    case undefined: return [];
    case ANY_TEXT: return [place];
    case ANY_CHARACTER: return [place + 1];
    default: return sign.includes(character) ? [place + 1] : [];
  }
}

/** With the places behind those that any text may skip. */
function closed(glob: Glob, places: readonly number[]): number[] {
  const all = new Set(places);
  // A set goes on to what is added meanwhile.
  for (const place of all) {
    if (glob[place] === ANY_TEXT) { all.add(place + 1); }
  }
  return [...all];
}

function bothCases(character: string): string {
  const lower = character.toLowerCase();
  return [...new Set([character, lower, character.toUpperCase()])].filter(one => one.toLowerCase() === lower).join('');
}
