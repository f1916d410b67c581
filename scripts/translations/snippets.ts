export type Language = 'python' | 'java' | 'csharp';

/** One example: its TypeScript, and what Rosetta makes of that. */
export type Snippet = Readonly<Record<Language | 'name' | 'typescript', string>>;

/** A page whose examples stand in the README that Rosetta reads. */
export interface Page {
  readonly name: string;
  readonly text: string;
}

// Rosetta has no words for a function, and makes keyword arguments of the structs that a method takes any number of.
const UNTRANSLATABLE = /=>|\.acknowledge\(/;

/** Pages as one text, without the examples that Rosetta cannot translate. A line of it stands in the page at the same place. */
export function asOnePage(pages: readonly Page[]): string {
  return pages.map(({ text }) => withoutUntranslatable(text)).join('\n');
}

function withoutUntranslatable(text: string): string {
  return text.replace(/^```ts\n[^]*?^```$/gm, block => UNTRANSLATABLE.test(block) ? block.replace('```ts', '```text') : block);
}

/** The page and line of a line of them all. */
export function placeOf(pages: readonly Page[], line: number): string {
  let start = 0;
  for (const { name, text } of pages) {
    const length = text.split('\n').length;
    if (line <= start + length) { return `${name}-${line - start}`; }
    start += length;
  }
  throw new Error(`the pages have no line ${line}`);
}

/** What Rosetta shows as a comment, since Python has no declaration without a value. */
export function pythonProgram(source: string): string {
  return `${source.replace(/^# (\w+: )(lambda\b)?([\w.]+)$/gm, (_, name, lambda, type) => `${name}${lambda === undefined ? '' : 'lambda_'}${type}`)}\n`;
}

// Rosetta imports what TypeScript does, and no type that has no name there.
const JAVA_IMPORTS = ['import java.util.*;', 'import io.github.cdkgithubactionsoidc.*;'];

/** A file of its own: imports, and statements in a method. What is only declared has a value. */
export function javaProgram({ name, typescript, java }: Snippet): string {
  const lines = withModules(java, typescript).replace(/^([\w.]+ \w+);$/gm, '$1 = null;').split('\n');
  const isImport = (line: string) => line.startsWith('import ');
  return [
    ...lines.filter(isImport), ...JAVA_IMPORTS, `class ${name.replace(/\W/g, '_')} {`, 'void run() {', ...lines.filter(line => !isImport(line)), '}', '}', '',
  ].join('\n');
}

/** Rosetta drops the module of a declared type, and several modules that it imports may have one of that name. */
function withModules(java: string, typescript: string): string {
  const modules = new Map([...typescript.matchAll(/^import (?:type )?\* as (\w+) from 'aws-cdk-lib\/aws-(\w+)';$/gm)].map(([, name, module]) => [name, module]));
  return [...typescript.matchAll(/^declare const (\w+): (\w+)\.(\w+);$/gm)].reduce((text, [, name, module, type]) =>
    text.replace(new RegExp(`^(?=${type} ${name};$)`, 'm'), `software.amazon.awscdk.services.${modules.get(module)}.`), java);
}

/** The same examples, of which the first that can has a mistake. */
export function withMistake(snippets: readonly Snippet[], language: Language, right: string, wrong: string): Snippet[] {
  const changed = snippets.find(snippet => snippet[language].includes(right));
  if (changed === undefined) { throw new Error(`no example has '${right}' in ${language}`); }
  return snippets.map(snippet => snippet === changed ? { ...snippet, [language]: snippet[language].replace(right, wrong) } : snippet);
}
