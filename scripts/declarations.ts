import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import * as ts from 'typescript';

/** The declaration files that one needs, itself or through others, by their paths: each without what no user may use, and what only that names. */
export function publicDeclarations(file: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(file)) { return seen; }
  const text = withoutUnusedImports(withoutInternals(readFileSync(file, 'utf8')));
  seen.set(file, text);
  for (const { fileName } of ts.preProcessFile(text).importedFiles) {
    if (fileName.startsWith('.')) { publicDeclarations(declarationsOf(join(dirname(file), fileName)), seen); }
  }
  return seen;
}

/** The file of a module, or of a folder that is one. Without it a user would get `any`, and no error. */
function declarationsOf(module: string): string {
  const file = [`${module}.d.ts`, join(module, 'index.d.ts')].find(existsSync);
  if (file === undefined) { throw new Error(`there are no declarations of '${module}'`); }
  return file;
}

/**
 * The index offers no function, and a member marked as internal is for this package. A whole class that is marked stays: jsii hoists it, and
 * TypeScript has it as a base. TypeScript's own `stripInternal` would take it, too.
 */
function withoutInternals(text: string): string {
  const source = parse(text);
  const types = source.statements.filter(statement => ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement));
  const internal = types.flatMap(({ members }): readonly ts.Node[] => members)
    .filter(member => !ts.isConstructorDeclaration(member) && isInternal(member));
  return cut(text, [...source.statements.filter(ts.isFunctionDeclaration), ...internal]);
}

function withoutUnusedImports(text: string): string {
  const imports = parse(text).statements.filter(ts.isImportDeclaration);
  const rest = cut(text, imports);
  const used = (name: string) => new RegExp(`\\b${name}\\b`).test(rest);
  return cut(text, imports.filter(({ importClause }) => {
    const bindings = importClause?.namedBindings;
    const names = bindings === undefined ? [] : ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : [bindings.name.text];
    return importClause?.name === undefined && !names.some(used);
  }));
}

function isInternal(node: ts.Node): boolean {
  return ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal');
}

function cut(text: string, nodes: readonly ts.Node[]): string {
  return [...nodes].sort((one, other) => other.pos - one.pos).reduce((rest, { pos, end }) => rest.slice(0, pos) + rest.slice(end), text);
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('declarations.d.ts', text, ts.ScriptTarget.ES2022, true);
}
