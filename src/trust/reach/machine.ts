/** A finite automaton over the characters of a text. Its states are numbers, made as they are met. */
export interface Machine {
  readonly start: number;
  /** `DEAD` where no text that goes on so is accepted. */
  readonly step: (state: number, character: string) => number;
  readonly accepts: (state: number) => boolean;
}

/** A machine that also says which characters it tells from the others in a state. */
export interface TellingMachine extends Machine {
  readonly telling: (state: number) => ReadonlySet<string>;
}

export const DEAD = -1;

interface Definition<T> {
  /** Undefined where no text is accepted. */
  readonly start: T | undefined;
  readonly step: (state: T, character: string) => T | undefined;
  readonly accepts: (state: T) => boolean;
}

/** A machine whose states stand for values that are equal where their texts are. */
export interface MachineOf<T> extends Machine {
  readonly valueOf: (state: number) => T;
}

export function machine<T>({ start, step, accepts }: Definition<T>): MachineOf<T> {
  const numbers = new Map<string, number>();
  const values: T[] = [];
  const steps: Map<string, number>[] = [];
  const numberOf = (value: T | undefined) => {
    if (value === undefined) {
      return DEAD;
    }
    const name = String(value);
    const known = numbers.get(name);
    if (known !== undefined) {
      return known;
    }
    numbers.set(name, values.length);
    steps.push(new Map());
    return values.push(value) - 1;
  };
  return {
    start: numberOf(start),
    step: (state, character) => {
      if (state === DEAD) {
        return DEAD;
      }
      const known = steps[state].get(character);
      if (known !== undefined) {
        return known;
      }
      const next = numberOf(step(values[state], character));
      steps[state].set(character, next);
      return next;
    },
    accepts: state => state !== DEAD && accepts(values[state]),
    valueOf: state => values[state],
  };
}

/** What all of them accept. */
export function all(machines: readonly Machine[]): MachineOf<readonly number[]> {
  const alive = (states: readonly number[]) => states.includes(DEAD) ? undefined : states;
  return machine({
    start: alive(machines.map(({ start }) => start)),
    step: (states, character) => alive(machines.map((one, index) => one.step(states[index], character))),
    accepts: states => machines.every((one, index) => one.accepts(states[index])),
  });
}

export function allTelling(machines: readonly TellingMachine[]): TellingMachine {
  const over = all(machines);
  return { ...over, telling: telling(over, states => states.flatMap((state, index) => [...machines[index].telling(state)])) };
}

/** Found once for each state. */
export function telling<T>(over: MachineOf<T>, charactersIn: (value: T) => Iterable<string>): TellingMachine['telling'] {
  const known: ReadonlySet<string>[] = [];
  return state => known[state] ??= new Set(charactersIn(over.valueOf(state)));
}

export function run(over: Machine, from: number, text: string): number {
  let state = from;
  for (const character of text) {
    state = over.step(state, character);
  }
  return state;
}

export function acceptsText(over: Machine, text: string): boolean {
  return over.accepts(run(over, over.start, text));
}
