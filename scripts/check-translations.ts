/**
 * Checks what Rosetta makes of the examples of the README, of the API's documentation and of docs/: as Python its types, as Java by its compiler, as
 * C# its names. A mistake planted in each has to be found. `npm run test:consumers -- python java` leaves the packages that are needed.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { translationsOf } from './translations/rosetta';
import { javaProgram, Language, pythonProgram, Snippet, withMistake } from './translations/snippets';
import { mistakesIn } from '../test/consumers/csharp/names';
import { csharpTypes, PACKAGE } from '../test/consumers/csharp-package';
import { execute, whyNot } from '../test/consumers/execute';
import { cacheFolder, workFolder } from '../test/consumers/folders';
import { mavenOptions } from '../test/consumers/java';

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

/** What a consumer's run has left. */
function leftBy(language: 'python' | 'java', ...path: readonly string[]): string {
  const left = join(workFolder(ROOT, language), ...path);
  if (!existsSync(left)) { throw new Error(`there is no '${left}'; run npm run test:consumers -- ${language}`); }
  return left;
}

const python: Check = snippets => {
  const mypy = leftBy('python', 'venv', 'bin', 'mypy');
  const programs = files('python', snippets.map(snippet => ({ name: `${snippet.name.replace(/\W/g, '_')}.py`, text: pythonProgram(snippet.python) })));
  return whyNot(() => execute(mypy, ['--strict', '--no-error-summary', '--cache-dir', join(cacheFolder('python'), 'mypy'), ...programs]));
};

function java(): Check {
  const options = join(BUILD, 'javac.txt');
  execute('mvn', ['-q', ...mavenOptions(cacheFolder('java')), 'dependency:build-classpath', `-Dmdep.outputFile=${options}`], { cwd: leftBy('java', 'app') });
  writeFileSync(options, `-proc:none -d ${join(BUILD, 'classes')} -classpath ${readFileSync(options, 'utf8')}`);
  return snippets => {
    const programs = files('java', snippets.map(snippet => ({ name: `${snippet.name}.java`, text: javaProgram(snippet) })));
    return whyNot(() => execute('javac', [`@${options}`, ...programs]));
  };
}

function csharp(): Check {
  execute(join(ROOT, 'node_modules', '.bin', 'jsii-pacmak'), ['--code-only', '--targets', 'dotnet', '--outdir', BUILD], { cwd: ROOT });
  const types = csharpTypes(ROOT, join(BUILD, 'dotnet', PACKAGE));
  return snippets => snippets.flatMap(snippet => mistakesIn(snippet.csharp, types).map(mistake => `${snippet.name}: ${mistake}`))[0];
}

const CHECKS: Readonly<Record<Language, readonly [check: Check, right: string, wrong: string]>> = {
  python: [python, '.environment(', '.environments('],
  java: [java(), '.environment(', '.environments('],
  csharp: [csharp(), '.Environment(', '.Environments('],
};

const snippets = translationsOf(ROOT);
for (const [language, [check, right, wrong]] of Object.entries(CHECKS) as [Language, typeof CHECKS[Language]][]) {
  if (check(withMistake(snippets, language, right, wrong)) === undefined) { throw new Error(`in ${language} '${wrong}' for '${right}' is not noticed`); }
  const mistake = check(snippets);
  if (mistake !== undefined) { throw new Error(`${language}: ${mistake}`); }
}
console.log(`${snippets.length} examples are right in ${Object.keys(CHECKS).join(', ')}: ${snippets.map(({ name }) => name).join(', ')}`);
