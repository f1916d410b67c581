/** A function that works out each answer once: several rules ask the same of one policy. */
export function remembered<Question extends object, Answer>(answer: (question: Question) => Answer): (question: Question) => Answer {
  const known = new WeakMap<Question, { readonly answer: Answer }>();
  return question => {
    let found = known.get(question);
    if (!found) {
      found = { answer: answer(question) };
      known.set(question, found);
    }
    return found.answer;
  };
}
