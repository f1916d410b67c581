/**
 * Checks what Rosetta makes of the examples of the README, of the API's documentation and of docs/: as Python its types, as Java its syntax, as
 * C# its names. A mistake planted in each has to be found. `npm run test:consumers python` leaves the Python that has the package.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { translationsOf } from './translations/rosetta';
import { javaProgram, Language, pythonProgram, Snippet, withMistake } from './translations/snippets';
import { mistakesIn } from '../test/consumers/csharp/names';
import { csharpTypes, PACKAGE } from '../test/consumers/csharp-package';
import { execute, whyNot } from '../test/consumers/execute';
import { cacheFolder, workFolder } from '../test/consumers/folders';

const ROOT = join(__dirname, '..');
const BUILD = join(ROOT, 'build', 'translations');

/** What is wrong with the translations to a language; undefined where nothing is. */
type Check = (snippets: readonly Snippet[]) => string | undefined;

function files(folder: string, texts: readonly { readonly name: string; readonly text: string }[]): string[] {
  rmSync(join(BUILD, folder), { recursive: true, force: true });
  mkdirSync(join(BUILD, folder), { recursive: true });
  return texts.map(({ name, text }) => {
    writeFileSync(join(BUILD, folder, name), text);
    return join(BUILD, folder, name);
  });
}

const python: Check = snippets => {
  const mypy = join(workFolder(ROOT, 'python'), 'venv', 'bin', 'mypy');
  if (!existsSync(mypy)) { throw new Error('there is no Python that has the package; run npm run test:consumers python'); }
  const programs = files('python', snippets.map(snippet => ({ name: `${snippet.name.replace(/\W/g, '_')}.py`, text: pythonProgram(snippet.python) })));
  return whyNot(() => execute(mypy, ['--strict', '--no-error-summary', '--cache-dir', join(cacheFolder('python'), 'mypy'), ...programs]));
};

const java: Check = snippets => {
  const programs = files('java', snippets.map(snippet => ({ name: `${snippet.name}.java`, text: javaProgram(snippet.name, snippet.java) })));
  return whyNot(() => execute('java', [join(__dirname, 'translations', 'Parse.java'), ...programs]));
};

function csharp(): Check {
  execute(join(ROOT, 'node_modules', '.bin', 'jsii-pacmak'), ['--code-only', '--targets', 'dotnet', '--outdir', BUILD], { cwd: ROOT });
  const types = csharpTypes(ROOT, join(BUILD, 'dotnet', PACKAGE));
  return snippets => snippets.flatMap(snippet => mistakesIn(snippet.csharp, types).map(mistake => `${snippet.name}: ${mistake}`))[0];
}

const CHECKS: Readonly<Record<Language, readonly [check: Check, right: string, wrong: string]>> = {
  python: [python, '.environment(', '.environments('],
  java: [java, '.environment("production")', '.environment("production"'],
  csharp: [csharp(), '.Environment(', '.Environments('],
};

const snippets = translationsOf(ROOT);
for (const [language, [check, right, wrong]] of Object.entries(CHECKS) as [Language, typeof CHECKS[Language]][]) {
  if (check(withMistake(snippets, language, right, wrong)) === undefined) { throw new Error(`in ${language} '${wrong}' for '${right}' is not noticed`); }
  const mistake = check(snippets);
  if (mistake !== undefined) { throw new Error(`${language}: ${mistake}`); }
}
console.log(`${snippets.length} examples are right in ${Object.keys(CHECKS).join(', ')}: ${snippets.map(({ name }) => name).join(', ')}`);
