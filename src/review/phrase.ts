/** Words of ours with values of the user's between them, which every form of the page shows as code. */
export type Phrase = readonly (string | { readonly code: string })[];

/** Texts between the words are values; phrases are taken in. */
export function phrase(words: TemplateStringsArray, ...values: (string | Phrase)[]): Phrase {
  return words.flatMap((word, index) => {
    const value = values[index];
    return [...(word === '' ? [] : [word]), ...(value === undefined ? [] : typeof value === 'string' ? [{ code: value }] : value)];
  });
}

export function joined(phrases: readonly Phrase[], separator: string, last = separator): Phrase {
  return phrases.flatMap((one, index) => index === 0 ? one : [index === phrases.length - 1 ? last : separator, ...one]);
}

/** Sentences of checks quote their values. */
export function quoted(sentence: string): Phrase {
  const parts = sentence.split(/(?<![A-Za-z0-9])'([^']*)'(?![A-Za-z0-9])/);
  return parts.flatMap((text, index): Phrase => index % 2 === 1 ? [{ code: text }] : text === '' ? [] : [text]);
}
