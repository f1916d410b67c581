/** A function that works out each answer once: several rules ask the same of one policy. */
export function remembered<Question extends object, Answer>(answer: (question: Question) => Answer): (question: Question) => Answer {
  const known = new WeakMap<Question, Answer>();
  return question => {
    if (!known.has(question)) {
      known.set(question, answer(question));
    }
    return known.get(question)!;
  };
}
