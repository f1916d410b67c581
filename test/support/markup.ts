/** A tag of a page, read by rules stricter than a browser's: whatever they don't allow is an error. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Page {
  readonly tags: readonly Tag[];
  /** The texts between tags, decoded. */
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { 'amp': '&', 'lt': '<', 'gt': '>', 'quot': '"', '#39': "'" };
const VOID = new Set(['!doctype', 'meta', 'link', 'br', 'input']);
const RAW = /<(script|style)>([^]*?)<\/\1>/g;

/** Throws where a text could have become markup: at a stray sign, an open tag, an unquoted attribute. */
export function readMarkup(markup: string): Page {
  const tags: Tag[] = [];
  const open: string[] = [];
  const withoutRaw = markup.replace(RAW, '<$1></$1>');
  const text = withoutRaw.replace(/<(\/?)([!a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>]*")?)*)\/?>/gi, (whole, slash: string, name: string, attributes: string) => {
    if (slash !== '') {
      if (open.pop() !== name) { throw new Error(`</${name}> closes nothing`); }
      return '';
    }
    tags.push({ name, attributes: attributesOf(attributes) });
    if (!VOID.has(name) && !whole.endsWith('/>')) { open.push(name); }
    return '';
  });
  if (open.length > 0) { throw new Error(`<${open.join('><')}> is not closed`); }
  return { tags, text: decoded(text) };
}

function attributesOf(text: string): Record<string, string> {
  const all = [...text.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/gi)];
  return Object.fromEntries(all.map(([, name, value = '']) => [name, decoded(value)]));
}

function decoded(text: string): string {
  const stray = /[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/.exec(text);
  if (stray) { throw new Error(`a stray ${stray[0]} in: ${text.slice(Math.max(0, stray.index - 40), stray.index + 40)}`); }
  return text.replace(/&([a-z0-9#]+);/g, (_, name: string) => ENTITIES[name]);
}
