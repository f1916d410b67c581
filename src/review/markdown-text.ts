import { Phrase } from './phrase';
import { visible, visibleProse } from './visible';

/** A value. Inside a code span nothing is markup, mentions nobody and links nowhere; only a longer run of backticks ends it. */
export function code(value: string): string {
  const text = visible(value);
  if (text === '') {
    return '(empty)';
  }
  const fence = '`'.repeat(longestRun(text) + 1);
  const pad = /^[` ]|[` ]$/.test(text) ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Prose that may hold anything. A backslash takes the meaning from punctuation, but GitHub still links names, issues and addresses. */
export function prose(text: string): string {
  return visibleProse(text).replace(/[@#]|:(?=\/\/)|(?<=www)\.|(?<=gh)-|[`*_{}[\]<>|~&\\!$]/gi, sign => /[@#:.-]/.test(sign) ? `<span>${sign}</span>` : `\\${sign}`);
}

export function markdownOf(phrase: Phrase): string {
  return phrase.map(word => typeof word === 'string' ? prose(word) : code(word.code)).join('');
}

/** Lines that GitHub colours by their first character. */
export function diff(lines: readonly string[]): string {
  const texts = lines.map(visible);
  const fence = '`'.repeat(Math.max(3, ...texts.map(text => longestRun(text) + 1)));
  return [`${fence}diff`, ...texts, fence].join('\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
