import { Member, Parameter, Type, Types } from './declarations';
import { afterClosing, partsOf, Token } from './tokens';

/** A C# program, and what is known of it so far. */
export interface Program {
  readonly types: Types;
  readonly tokens: readonly Token[];
  readonly namespaces: readonly string[];
  readonly variables: Map<string, string>; // each with its type, '' where that is not known
  readonly mistakes: Set<string>;
}

export const isName = (token: Token | undefined) => token?.kind === 'name';

/** The type that a name stands for by the namespaces that the program uses: undefined where there is none, and '' where there are several. */
export function find({ types, namespaces }: Program, name: string): string | undefined {
  const found = namespaces.map(namespace => `${namespace}.${name}`).filter(qualified => types.has(qualified));
  return found.length > 1 ? '' : found[0];
}

/** The type of the expression that begins here, whose names are checked on the way; '' where it is not known. */
export function expression(program: Program, at: number): string {
  const { tokens, variables } = program;
  const { text } = tokens[at];
  if (text === 'new') { return isName(tokens[at + 1]) ? created(program, at + 1) : ''; }
  const variable = variables.get(text);
  if (variable !== undefined) { return followed(program, at + 1, variable, false); }
  const type = find(program, text);
  return type === undefined ? '' : followed(program, at + 1, type, true);
}

/** `new Type(…) { … }`, and what follows it. */
function created(program: Program, at: number): string {
  const { tokens, types } = program;
  const type = find(program, tokens[at].text) ?? '';
  if (type === '' || tokens[at + 1].text === '[') { return ''; }
  const { constructors } = types.get(type) as Type;
  checkArguments(program, at, constructors);
  const initializer = afterArguments(tokens, at + 1);
  if (tokens[initializer]?.text !== '{') { return followed(program, initializer, type, false); }
  const end = afterClosing(tokens, initializer);
  for (const [name, equals] of partsOf(tokens, initializer + 1, end - 1)) {
    if (isName(name) && equals?.text === '=' && membersOf(types, type, name.text)?.length === 0) {
      program.mistakes.add(`line ${name.line}: ${type} has no member '${name.text}'`);
    }
  }
  return followed(program, end, type, false);
}

/** What follows a value or a type: `.Member`, `.Method(…)`, again and again. Tells the type at the end. */
function followed(program: Program, start: number, type: string, isStatic: boolean): string {
  const { tokens, types } = program;
  const [sign, name] = tokens.slice(start, start + 2);
  if (sign?.text === '!') { return followed(program, start + 1, type, isStatic); }
  if (sign?.text === '[') { return ''; }
  if (!['.', '?.'].includes(sign?.text)) { return type; }
  const found = membersOf(types, type, name.text)?.filter(member => member.isStatic === isStatic);
  if (found !== undefined) { checkMember(program, start + 1, type, isStatic, found); }
  return followed(program, afterArguments(tokens, start + 2), found?.[0]?.type ?? '', false);
}

function checkMember(program: Program, at: number, type: string, isStatic: boolean, found: readonly Member[]): void {
  const { tokens, mistakes } = program;
  const { line, text } = tokens[at];
  const signatures = found.flatMap(({ parameters }) => parameters === undefined ? [] : [parameters]);
  const isCalled = tokens[at + 1]?.text === '(';
  if (found.length === 0) {
    mistakes.add(`line ${line}: ${type} has no ${isStatic ? 'static ' : ''}member '${text}'`);
  } else if (isCalled !== signatures.length > 0) {
    mistakes.add(`line ${line}: ${type}.${text} is ${isCalled ? 'no' : 'a'} method`);
  } else if (isCalled) {
    checkArguments(program, at, signatures);
  }
}

/** The members of that name, also inherited; undefined where it may have one from a type that is not known. */
function membersOf(types: Types, name: string, memberName: string): readonly Member[] | undefined {
  const type = types.get(name);
  const own = type?.members.filter(member => member.name === memberName);
  if (type === undefined || own!.length > 0) { return own; }
  const inherited = type.bases.filter(base => base !== 'DeputyBase').map(base => membersOf(types, base, memberName));
  return inherited.find(found => found !== undefined && found.length > 0) ?? (inherited.includes(undefined) ? undefined : []);
}

function checkArguments({ tokens, mistakes }: Program, at: number, signatures: readonly (readonly Parameter[])[]): void {
  const given = tokens[at + 1]?.text === '(' ? partsOf(tokens, at + 2, afterArguments(tokens, at + 1) - 1).length : 0;
  if (!signatures.some(parameters => takes(parameters, given))) {
    mistakes.add(`line ${tokens[at].line}: ${tokens[at].text} does not take ${given} arguments`);
  }
}

function takes(parameters: readonly Parameter[], given: number): boolean {
  const least = parameters.filter(({ optional, variadic }) => !optional && !variadic).length;
  return least <= given && (given <= parameters.length || parameters.some(({ variadic }) => variadic));
}

function afterArguments(tokens: readonly Token[], at: number): number {
  return tokens[at]?.text === '(' ? afterClosing(tokens, at) : at;
}
