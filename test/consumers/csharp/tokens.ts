export interface Token {
  readonly kind: 'name' | 'literal' | 'sign';
  readonly text: string;
  readonly line: number;
}

const SKIPPED = /\/\/[^\n]*|\/\*[^]*?\*\/|^[ \t]*#[^\n]*|\s+/.source;
const LITERAL = /\$?@"(?:[^"]|"")*"|\$?"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'|\d[\w.]*/.source;
const NAME = /@?[A-Za-z_]\w*/.source;
const SIGN = /=>|\?\.|\?\?|[^\s]/.source;
const WORDS = new RegExp(`(${SKIPPED})|(${LITERAL})|(${NAME})|(?:${SIGN})`, 'gm');

/** The words and signs of a C# text, without its comments and what is for the preprocessor. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const [text, skipped, literal, name] of source.matchAll(WORDS)) {
    if (skipped === undefined) {
      tokens.push({ kind: literal !== undefined ? 'literal' : name !== undefined ? 'name' : 'sign', text, line });
    }
    line += text.split('\n').length - 1;
  }
  return tokens;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };

/** The place after the bracket that closes the one at `start`. */
export function afterClosing(tokens: readonly Token[], start: number): number {
  const open = tokens[start].text;
  let depth = 0;
  for (let i = start; i < tokens.length; i++) {
    depth += tokens[i].text === open ? 1 : tokens[i].text === CLOSING[open] ? -1 : 0;
    if (depth === 0) { return i + 1; }
  }
  return tokens.length;
}

/** What stands between `start` and `end`, parted at the commas that no bracket holds. */
export function partsOf(tokens: readonly Token[], start: number, end: number): readonly (readonly Token[])[] {
  const parts: Token[][] = [];
  let part: Token[] = [];
  let depth = 0;
  for (const token of tokens.slice(start, end)) {
    if (token.kind === 'sign') { depth += '([{<'.includes(token.text) ? 1 : ')]}>'.includes(token.text) ? -1 : 0; }
    if (token.text === ',' && depth === 0) {
      parts.push(part);
      part = [];
    } else {
      part.push(token);
    }
  }
  return part.length > 0 ? [...parts, part] : parts;
}
