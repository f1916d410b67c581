import { machine, Machine } from './machine';
import { after, ANY_TEXT, Glob } from '../glob';

/** The texts that one of the globs matches. */
export function oneOf(globs: readonly Glob[]): Machine {
  return globMachine(globs, true);
}

/** The texts that none of the globs matches. */
export function noneOf(globs: readonly Glob[]): Machine {
  return globMachine(globs, false);
}

const EVERYTHING = 'everything';

/** A state holds the places that a text has come to in all globs, one behind the other, or says that what follows no longer matters. */
function globMachine(globs: readonly Glob[], isWanted: boolean): Machine {
  const signs = globs.flatMap(glob => [...glob, undefined]);
  const starts = globs.map((_, index) => globs.slice(0, index).reduce((sum, { length }) => sum + length + 1, 0));
  const globAt = globs.flatMap((glob, index) => Array<number>(glob.length + 1).fill(index));
  const settle = (places: readonly number[]) => {
    const kept = leading(places);
    const isAll = kept.some(place => signs[place] === ANY_TEXT && signs[place + 1] === undefined);
    return isAll ? (isWanted ? EVERYTHING : undefined) : kept.length > 0 ? kept : isWanted ? undefined : EVERYTHING;
  };
  /** Without the places before the last `*` that a glob has come to: from there every text goes on that could from them. */
  const leading = (places: readonly number[]) => {
    const closed = new Set(places);
    // A set goes on to what is added meanwhile.
    for (const place of closed) {
      if (signs[place] === ANY_TEXT) { closed.add(place + 1); }
    }
    const last = new Map<number, number>();
    for (const place of closed) {
      if (signs[place] === ANY_TEXT) { last.set(globAt[place], Math.max(place, last.get(globAt[place]) ?? 0)); }
    }
    return [...closed].filter(place => place >= (last.get(globAt[place]) ?? 0)).sort((one, other) => one - other);
  };
  return machine<readonly number[] | typeof EVERYTHING>({
    start: settle(starts),
    step: (places, character) => places === EVERYTHING ? places : settle(places.flatMap(place => after(signs[place], place, character))),
    accepts: places => places === EVERYTHING || places.some(place => signs[place] === undefined) === isWanted,
  });
}
