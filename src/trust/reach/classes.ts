import { Plain } from './language';
import { DEAD, run } from './machine';
import { Budget, inSubject, Quest } from './search';

/** The shortest text of a language, and of those the first. Undefined where there is none, or the budget is spent. */
export function shortest(language: Plain, budget: Budget): string | undefined {
  return walk(language, [], () => [], budget).next().value ?? undefined;
}

/**
 * Texts of a variable, the shortest of each kind: those of one kind do the same to `sub` wherever they stand in it.
 *
 * @param starts where in `sub` the variable's text may begin
 */
export function classesOf(language: Plain, starts: readonly number[], quest: Quest, budget: Budget): Generator<string, void> {
  return walk(language, starts, (states, character) => states.map(state => run(quest.sub, state, inSubject(character, quest))), budget);
}

type Step = (states: readonly number[], character: string) => readonly number[];

function* walk(language: Plain, starts: readonly number[], step: Step, budget: Budget): Generator<string, void> {
  const queue = language.start === DEAD ? [] : [{ state: language.start, states: starts, text: '' }];
  const seen = new Set<string>();
  for (const { state, states, text } of queue) {
    budget.left -= 1;
    if (budget.left < 0) {
      return;
    }
    if (language.accepts(state)) {
      yield text;
    }
    for (const character of language.characters(state)) {
      const next = { state: language.step(state, character), states: step(states, character), text: text + character };
      const name = `${next.state} ${next.states.join()}`;
      if (next.state !== DEAD && !seen.has(name)) {
        seen.add(name);
        queue.push(next);
      }
    }
  }
}
