import { Phrase } from './phrase';
import { visible, visibleProse } from './visible';

/** Markup that is safe: made by `html`, which escapes every text that it takes in. */
export class Html {
  constructor(public readonly markup: string) {}
}

type Part = Html | string | number | undefined | readonly Part[];

export function html(markup: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(markup.map((piece, index) => piece + (index < parts.length ? markupOf(parts[index]) : '')).join(''));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function markupOf(part: Part): string {
  if (part instanceof Html) {
    return part.markup;
  }
  return typeof part === 'object' ? part.map(markupOf).join('') : visibleProse(String(part ?? '')).replace(/[&<>"']/g, sign => ENTITIES[sign]);
}

/** A value, its wildcards and what only deployment knows told apart. */
export function codeHtml(value: string): Html {
  const parts = visible(value).split(/([*?]+|<[^<>]*>)/);
  return html`<code>${parts.map((part, index) => index % 2 === 0 ? part : part.startsWith('<') ? html`<i>${part}</i>` : html`<b>${part}</b>`)}</code>`;
}

export function htmlOf(phrase: Phrase): Html {
  return html`${phrase.map(word => typeof word === 'string' ? word : codeHtml(word.code))}`;
}
