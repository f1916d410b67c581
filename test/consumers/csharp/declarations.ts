import { afterClosing, partsOf, Token, tokensOf } from './tokens';

export interface Parameter {
  readonly name: string;
  readonly optional: boolean;
  readonly variadic: boolean;
}

export interface Member {
  readonly name: string;
  readonly isStatic: boolean;
  readonly type: string;
  readonly parameters?: readonly Parameter[]; // of a method
}

export interface Type {
  readonly bases: readonly string[];
  readonly members: readonly Member[];
  /** For each public constructor its parameters. */
  readonly constructors: readonly (readonly Parameter[])[];
}

/** By the name with its namespace. */
export type Types = ReadonlyMap<string, Type>;

const MODIFIERS = ['public', 'protected', 'internal', 'private', 'static', 'virtual', 'override', 'abstract', 'sealed', 'new', 'readonly'];
const words = (tokens: readonly Token[]) => tokens.map(({ text }) => text).join('');
const typeName = (tokens: readonly Token[]) => words(tokens).replace(/\?/g, '');

function parameter(tokens: readonly Token[]): Parameter {
  const start = tokens[0].text === '[' ? afterClosing(tokens, 0) : 0;
  const equals = tokens.findIndex(({ text }) => text === '=');
  const declared = tokens.slice(start, equals < 0 ? tokens.length : equals);
  return { name: declared[declared.length - 1].text, optional: equals >= 0, variadic: declared[0].text === 'params' };
}

const parameters = (tokens: readonly Token[], open: number) => partsOf(tokens, open + 1, afterClosing(tokens, open) - 1).map(parameter);

/** Each member of a body, up to its own body or semicolon. */
function signatures(body: readonly Token[]): readonly (readonly Token[])[] {
  const found: Token[][] = [];
  let current: Token[] = [];
  for (let i = 0; i < body.length;) {
    const { text } = body[i];
    if (text === '[' && current.length === 0) {
      i = afterClosing(body, i);
    } else if (text === '{' || text === ';' || text === '=>') {
      if (current.length > 0) { found.push(current); }
      current = [];
      i = text === '{' ? afterClosing(body, i) : text === ';' ? i + 1 : body.findIndex((token, at) => at > i && token.text === ';') + 1;
    } else {
      current.push(body[i++]);
    }
  }
  return found;
}

function typeOf(kind: string, name: string, bases: readonly string[], body: readonly Token[]): Type {
  if (kind === 'enum') {
    const values = partsOf(body, 0, body.length).map(part => part[part[0].text === '[' ? afterClosing(part, 0) : 0].text);
    return { bases, constructors: [], members: values.map(value => ({ name: value, isStatic: true, type: name })) };
  }
  const members: Member[] = [];
  const constructors: (readonly Parameter[])[] = [];
  let constructible = kind === 'class';
  for (const signature of signatures(body)) {
    const modifiers = signature.slice(0, signature.findIndex(({ text }) => !MODIFIERS.includes(text))).map(({ text }) => text);
    const declared = signature.slice(modifiers.length);
    const open = declared.findIndex(({ text }) => text === '(');
    const named = declared[(open < 0 ? declared.length : open) - 1];
    const isPublic = kind === 'interface' ? modifiers.length === 0 : modifiers.includes('public');
    if (open === 1) {
      constructible = false;
      if (isPublic) { constructors.push(parameters(declared, open)); }
    } else if (isPublic && named?.kind === 'name' && !['class', 'interface', 'enum'].includes(declared[0].text)) {
      members.push({
        name: named.text,
        isStatic: modifiers.includes('static'),
        type: typeName(declared.slice(0, (open < 0 ? declared.length : open) - 1)),
        ...(open < 0 ? {} : { parameters: parameters(declared, open) }),
      });
    }
  }
  return { bases, members, constructors: constructible ? [[]] : constructors };
}

/** The public types that a C# file declares, in one namespace. */
export function declarationsIn(source: string): Types {
  const tokens = tokensOf(source);
  const types = new Map<string, Type>();
  const start = tokens.findIndex(({ text }) => text === 'namespace');
  const open = tokens.findIndex(({ text }, i) => i > start && text === '{');
  const namespace = words(tokens.slice(start + 1, open));
  for (let i = open + 1; start >= 0 && i < tokens.length; i++) {
    if (tokens[i].text === '[') {
      i = afterClosing(tokens, i) - 1;
    } else if (['class', 'interface', 'enum'].includes(tokens[i].text)) {
      const body = tokens.findIndex(({ text }, at) => at > i && text === '{');
      const end = afterClosing(tokens, body);
      const name = `${namespace}.${tokens[i + 1].text}`;
      types.set(name, typeOf(tokens[i].text, name, partsOf(tokens, i + 3, body).map(typeName), tokens.slice(body + 1, end - 1)));
      i = end - 1;
    }
  }
  return types;
}
