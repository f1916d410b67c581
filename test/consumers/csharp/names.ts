import { expression, find, isName, Program } from './chains';
import { Types } from './declarations';
import { Token, tokensOf } from './tokens';

/** What a program may name of .NET itself, and of what comes with jsii. */
const DOTNET = ['Console', 'Dictionary', 'Exception', 'File', 'IDictionary', 'List', 'Newtonsoft', 'System'];
const NO_TYPES = ['class', 'else', 'in', 'namespace', 'new', 'private', 'public', 'return', 'using', 'var'];

/**
 * Where a C# program names what no assembly has: a namespace, a type or a member, or where it gives too few or too many arguments. It knows
 * the type of what is declared with one, made by `new`, or returned by a member that it knows, and says nothing of what has another.
 */
export function mistakesIn(source: string, types: Types): readonly string[] {
  const tokens = tokensOf(source);
  const { namespaces, end } = usings(tokens);
  const classes = tokens.filter((_, i) => ['class', 'record', 'struct'].includes(tokens[i - 1]?.text)).map(({ text }) => text);
  const program: Program = { types, tokens, namespaces: ['', ...namespaces], variables: new Map(), mistakes: new Set() };
  const known = [...types.keys()];
  namespaces.filter(namespace => !namespace.startsWith('System') && !known.some(name => name.startsWith(`${namespace}.`)))
    .forEach(namespace => program.mistakes.add(`there is no namespace ${namespace}`));
  tokens.forEach((token, at) => {
    if (at >= end && isName(token) && !['.', '?.'].includes(tokens[at - 1]?.text)) {
      visit(program, at, [...classes, ...DOTNET]);
    }
  });
  return [...program.mistakes];
}

/** The namespaces that a program uses, and where what it does with them begins. */
function usings(tokens: readonly Token[]): { readonly namespaces: readonly string[]; readonly end: number } {
  const namespaces: string[] = [];
  let end = 0;
  tokens.forEach(({ text }, start) => {
    if (text === 'using') {
      const semicolon = tokens.findIndex((token, at) => at > start && token.text === ';');
      namespaces.push(tokens.slice(start + 1, semicolon).map(token => token.text).join(''));
      end = semicolon + 1;
    }
  });
  return { namespaces, end };
}

function visit(program: Program, at: number, declared: readonly string[]): void {
  const { tokens, variables } = program;
  const { text, line } = tokens[at];
  const [before, after] = [tokens[at - 1]?.text, tokens[at + 1]?.text];
  declare(program, at);
  if (text === 'var' && tokens[at + 2]?.text === '=') {
    variables.set(after, expression(program, at + 3));
  } else if (text === 'new' || (before !== 'new' && ['.', '?.'].includes(after))) {
    expression(program, at);
  }
  const isKnown = variables.has(text) || declared.includes(text) || find(program, text) !== undefined;
  const isCallOrKey = ['=', ':'].includes(after) || (after === '(' && before !== 'new');
  if (/^[A-Z]/.test(text) && !isKnown && !isCallOrKey) {
    program.mistakes.add(`line ${line}: there is no type ${text}`);
  }
}

/** Variables, parameters, fields and properties that have a written type. */
function declare(program: Program, at: number): void {
  const { tokens, variables } = program;
  const [{ text: type }, name, next] = tokens.slice(at, at + 3);
  if (isName(name) && !NO_TYPES.includes(type) && ['=', ';', ',', ')', '{', '=>'].includes(next?.text)) {
    variables.set(name.text, find(program, type) ?? '');
  }
}
