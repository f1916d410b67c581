import { lazy } from './lazy';
import { all, DEAD, machine, Machine } from './machine';

/** A machine that also says which characters may come next, so that a search need not try all. */
export interface Language extends Machine {
  readonly characters: (state: number) => readonly string[];
  /** The variable whose text begins in a state. */
  readonly begins: (state: number) => string | undefined;
  /** The text of each variable in an accepted text. */
  readonly read: (text: string) => Readonly<Record<string, string>>;
}

/** The value of one variable, such as a branch's name or an owner's ID, or text that stands between. */
export interface Part {
  readonly language: Pick<Language, keyof Machine | 'characters'>;
  readonly variable?: string;
  /** Whether the bound of the whole leaves it out. */
  readonly isUnbound?: boolean;
}

export type Plain = Part['language'];

/** The steps from one state, by the characters that make them. */
export type Row = readonly (readonly [RegExp, number])[];

/**
 * Texts by a table of steps: from each state, the state behind a character that one of the patterns matches.
 *
 * @param characters those to try
 * @param table for each state, pairs of a set of characters and the next state
 */
export function format(characters: readonly string[], table: readonly Row[], accepting: readonly number[]): Plain {
  const step = (state: number, character: string) => table[state].find(([set]) => set.test(character))?.[1] ?? DEAD;
  const next = table.map((_, state) => lazy(() => characters.filter(character => step(state, character) !== DEAD)));
  return {
    start: 0,
    step: (state, character) => state === DEAD ? DEAD : step(state, character),
    accepts: state => accepting.includes(state),
    characters: state => next[state](),
  };
}

/** One of these texts. */
export function choice(texts: readonly string[]): Plain {
  const over = machine<string>({
    start: texts.length > 0 ? '' : undefined,
    step: (begun, character) => texts.some(text => text.startsWith(begun + character)) ? begun + character : undefined,
    accepts: begun => texts.includes(begun),
  });
  return {
    ...over,
    characters: state => {
      const begun = over.valueOf(state);
      return [...new Set(texts.filter(text => text.startsWith(begun) && text !== begun).map(text => [...text.slice(begun.length)][0]))];
    },
  };
}

export function either(one: Plain, other: Plain): Plain {
  const both = machine<readonly [number, number]>({
    start: [one.start, other.start],
    step: ([left, right], character) => {
      const next = [one.step(left, character), other.step(right, character)] as const;
      return next.every(state => state === DEAD) ? undefined : next;
    },
    accepts: ([left, right]) => one.accepts(left) || other.accepts(right),
  });
  return {
    ...both,
    characters: state => {
      const [left, right] = both.valueOf(state);
      return [...new Set([...left === DEAD ? [] : one.characters(left), ...right === DEAD ? [] : other.characters(right)])];
    },
  };
}

/** The texts of a language that the machines accept too. */
export function within(language: Plain, machines: readonly Machine[]): Plain {
  if (machines.length === 0) {
    return language;
  }
  const both = all([language, ...machines]);
  return { ...both, characters: state => language.characters(both.valueOf(state)[0]) };
}

/**
 * Texts of several parts. No part can go on with what the next one begins with.
 *
 * @param bound accepts the text without its unbound parts
 */
export function sequence(parts: readonly Part[], bound: Machine = ANYTHING): Language {
  const over = machine<readonly [part: number, inner: number, bound: number]>({
    start: [parts[0].language.start, bound.start].includes(DEAD) ? undefined : [0, parts[0].language.start, bound.start],
    step: ([part, inner, state], character) => {
      const next = stepIn(parts, part, inner, character);
      const nextBound = next && (parts[next[0]].isUnbound ? state : bound.step(state, character));
      return nextBound === undefined || nextBound === DEAD ? undefined : [...next!, nextBound];
    },
    accepts: ([part, inner, state]) => part === parts.length - 1 && parts[part].language.accepts(inner) && bound.accepts(state),
  });
  const following = (part: number, inner: number) => parts[part].language.accepts(inner) ? parts[part + 1] : undefined;
  return {
    ...over,
    characters: state => {
      const [part, inner] = over.valueOf(state);
      const next = following(part, inner)?.language;
      return [...parts[part].language.characters(inner), ...next && next.start !== DEAD ? next.characters(next.start) : []];
    },
    begins: state => {
      const [part, inner] = over.valueOf(state);
      return part === 0 && inner === parts[0].language.start ? parts[0].variable : following(part, inner)?.variable;
    },
    read: text => {
      const found: Record<string, string> = {};
      let state = over.start;
      for (const character of text) {
        state = over.step(state, character);
        const { variable } = parts[over.valueOf(state)[0]];
        if (variable !== undefined) { found[variable] = (found[variable] ?? '') + character; }
      }
      return found;
    },
  };
}

const ANYTHING: Machine = { start: 0, step: state => state, accepts: () => true };

function stepIn(parts: readonly Part[], part: number, inner: number, character: string): [number, number] | undefined {
  const { language } = parts[part];
  const next = language.step(inner, character);
  if (next !== DEAD) {
    return [part, next];
  }
  const following = language.accepts(inner) ? parts[part + 1]?.language : undefined;
  const first = following ? following.step(following.start, character) : DEAD;
  return first === DEAD ? undefined : [part + 1, first];
}

