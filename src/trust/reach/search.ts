import { DEAD, Machine, run } from './machine';
import { END_OF_NAME, PROPERTY, TemplateKey } from './template-keys';

/** What a search may cost, over all that is searched for one statement. */
export interface Budget {
  left: number;
}

/** A key of a template with the text of its value. */
export interface Segment {
  readonly key: TemplateKey;
  readonly value: string;
}

export interface Quest {
  /** What `sub` has to be. */
  readonly sub: Machine;
  readonly keys: readonly TemplateKey[];
  /** A character that nothing in `sub` is compared with. */
  readonly fresh: string;
  readonly encodesColons: boolean;
}

interface Place {
  readonly sub: number;
  /** The key whose value is being written. */
  readonly key?: TemplateKey;
  /** Where in the value. */
  readonly state: number;
  /** The slots that are taken. */
  readonly taken: readonly number[];
  readonly before?: Place;
  readonly character: string;
}

/** How a character of a value stands in `sub`. */
export function inSubject(character: string, { encodesColons }: Pick<Quest, 'encodesColons'>): string {
  return character === END_OF_NAME ? ':' : character === ':' && encodesColons ? '%3A' : character;
}

/**
 * The segments of a shortest `sub` that is accepted, each value by itself what a foreign owner could have. Two values of one variable may differ:
 * that is left to the caller. Undefined where there is none, or where the budget is spent.
 *
 * @param starts takes down where in `sub` a variable's text may begin; then the search goes on to the end
 */
export function search(quest: Quest, budget: Budget, starts?: Map<string, Set<number>>): Segment[] | undefined {
  const { sub: over } = quest;
  const seen = new Map<string, (readonly number[])[]>();
  const places: Place[] = over.start === DEAD ? [] : [{ sub: over.start, state: 0, taken: [], character: '' }];
  const reach = (place: Place) => {
    if (place.sub === DEAD || place.state === DEAD) {
      return;
    }
    const name = `${place.sub} ${place.key ? quest.keys.indexOf(place.key) : ''} ${place.state}`;
    const before = seen.get(name) ?? [];
    // Whoever came here with fewer keys taken can go on in the same ways, and in more.
    if (!before.some(taken => taken.every(slot => place.taken.includes(slot)))) {
      seen.set(name, [...before, place.taken]);
      places.push(place);
    }
  };
  for (const place of places) {
    budget.left -= 1;
    if (budget.left < 0) {
      return undefined;
    }
    const { key, sub, state, taken } = place;
    const value = key?.value?.();
    if (value) {
      const variable = starts && value.begins(state);
      if (variable !== undefined) { starts!.set(variable, (starts!.get(variable) ?? new Set()).add(sub)); }
      if (value.accepts(state)) {
        reach({ sub, state: 0, taken: withSlot(taken, key!), before: place, character: '' });
      }
      for (const character of value.characters(state)) {
        reach({ sub: run(over, sub, inSubject(character, quest)), key, state: value.step(state, character), taken, before: place, character });
      }
    } else if (place.before && over.accepts(sub) && !starts) {
      return segmentsTo(place);
    } else {
      nextKeys(quest, place).forEach(reach);
    }
  }
  return undefined;
}

function nextKeys({ sub: over, keys, fresh }: Quest, place: Place): Place[] {
  const from = place.before ? over.step(place.sub, ':') : place.sub;
  // A custom property can be anything, so that a key which leads no further than one is not worth a try.
  const anyProperty = run(over, from, `${PROPERTY}${fresh}:`);
  return keys
    .filter(({ slot, follows }) => !place.taken.includes(slot) && (follows === undefined || place.taken.includes(follows)))
    .map(key => ({ sub: run(over, from, key.text), key, state: 0, taken: key.value ? place.taken : withSlot(place.taken, key), before: place, character: '' }))
    .filter(({ sub, key }) => sub !== DEAD && (sub !== anyProperty || !key.value || key.name === PROPERTY))
    .map(next => ({ ...next, state: next.key.value?.().start ?? 0 }));
}

/** There is no end of custom properties. */
function withSlot(taken: readonly number[], { name, slot }: TemplateKey): readonly number[] {
  return name === PROPERTY ? taken : [...taken, slot];
}

function segmentsTo(last: Place): Segment[] {
  const segments: Segment[] = [];
  let value = '';
  for (let place: Place | undefined = last; place; place = place.before) {
    value = place.character + value;
    if (place.key && place.before?.key !== place.key) {
      segments.unshift({ key: place.key, value });
      value = '';
    }
  }
  return segments;
}
