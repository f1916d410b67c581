import { Plain } from './language';
import { DEAD, run } from './machine';
import { Budget, differing, inSubject, Quest } from './search';

/** The shortest text of a language, and of those the first. Undefined where there is none, or the budget is spent. */
export function shortest(language: Plain, budget: Budget): string | undefined {
  return walk(language, [], undefined, budget).next().value ?? undefined;
}

/**
 * Texts of a variable, the shortest of each kind: those of one kind do the same to `sub` wherever they stand in it.
 *
 * @param starts where in `sub` the variable's text may begin
 */
export function classesOf(language: Plain, starts: readonly number[], quest: Quest, budget: Budget): Generator<string, void> {
  return walk(language, starts, quest, budget);
}

function* walk(language: Plain, starts: readonly number[], quest: Quest | undefined, budget: Budget): Generator<string, void> {
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
    const telling = states.filter(one => one !== DEAD).map(one => quest!.sub.telling(one));
    for (const [character, next] of differing(language, state, telling)) {
      const after = states.map(one => run(quest!.sub, one, inSubject(character, quest!)));
      const name = `${next} ${after.join()}`;
      if (!seen.has(name)) {
        seen.add(name);
        queue.push({ state: next, states: after, text: text + character });
      }
    }
  }
}
