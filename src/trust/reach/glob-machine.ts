import { DEAD, machine, telling, TellingMachine } from './machine';
import { after, ANY_TEXT, Glob } from '../glob';

/** The texts that one of the globs matches. */
export function oneOf(globs: readonly Glob[]): TellingMachine {
  return together(globs, true);
}

/** The texts that none of the globs matches. */
export function noneOf(globs: readonly Glob[]): TellingMachine {
  return together(globs, false);
}

const EVERYTHING = 'everything';

/** A state holds where the text has come to in each glob that it may still match, or says that what follows no longer matters. */
function together(globs: readonly Glob[], isWanted: boolean): TellingMachine {
  const each = globs.map(globMachine);
  /** One number for a glob and its state. */
  const joined = (glob: number, state: number) => state * each.length + glob;
  const globOf = (place: number) => each[place % each.length];
  const stateOf = (place: number) => Math.floor(place / each.length);
  const settle = (places: readonly number[]) => {
    const isAll = places.some(place => globOf(place).valueOf(stateOf(place)) === EVERYTHING);
    return isAll ? (isWanted ? EVERYTHING : undefined) : places.length > 0 ? places : isWanted ? undefined : EVERYTHING;
  };
  const alive = (states: readonly (readonly [glob: number, state: number])[]) =>
    settle(states.filter(([, state]) => state !== DEAD).map(([glob, state]) => joined(glob, state)));
  const over = machine<readonly number[] | typeof EVERYTHING>({
    start: alive(each.map(({ start }, glob) => [glob, start])),
    step: (places, character) => places === EVERYTHING ? places
      : alive(places.map(place => [place % each.length, globOf(place).step(stateOf(place), character)])),
    accepts: places => places === EVERYTHING || places.some(place => globOf(place).accepts(stateOf(place))) === isWanted,
  });
  const tellingOf = (place: number) => [...globOf(place).telling(stateOf(place))];
  return { ...over, telling: telling(over, places => places === EVERYTHING ? [] : places.flatMap(tellingOf)) };
}

/** A state holds the places in the glob that a text may have come to. */
function globMachine(glob: Glob) {
  const over = machine<readonly number[] | typeof EVERYTHING>({
    start: leading(glob, [0]),
    step: (places, character) => places === EVERYTHING ? places
      : leading(glob, places.flatMap(place => after(glob[place], place, character))),
    accepts: places => places === EVERYTHING || places.includes(glob.length),
  });
  const named = (place: number) => typeof glob[place] === 'string' ? [...glob[place]] : [];
  return { ...over, telling: telling(over, places => places === EVERYTHING ? [] : places.flatMap(named)) };
}

/** Without the places before the last `*` that is reached: from there every text goes on that could from them. */
function leading(glob: Glob, places: readonly number[]): readonly number[] | typeof EVERYTHING | undefined {
  const all = new Set(places);
  // A set goes on to what is added meanwhile.
  for (const place of all) {
    if (glob[place] === ANY_TEXT) { all.add(place + 1); }
  }
  const last = Math.max(0, ...[...all].filter(place => glob[place] === ANY_TEXT));
  const kept = [...all].filter(place => place >= last).sort((one, other) => one - other);
  return kept.length === 0 ? undefined : glob[last] === ANY_TEXT && last === glob.length - 1 ? EVERYTHING : kept;
}
