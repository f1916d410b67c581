/**
 * Translates the README's examples for the packages of other languages: jsii-pacmak takes them from .jsii.tabl.json, and without it labels
 * TypeScript as Python. Rosetta's Go does not compile, so a program beside each example stands for it, and test/consumers runs that.
 */
import { execFileSync } from 'child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..');
const EXAMPLES = join(ROOT, 'examples', 'readme');
const TABLET = join(ROOT, '.jsii.tabl.json');

function goOf(typescript: string): string {
  const file = readdirSync(EXAMPLES).find(name => name.endsWith('.ts') && readFileSync(join(EXAMPLES, name), 'utf8').trim() === typescript.trim());
  const program = file && join(EXAMPLES, `${file.replace('.ts', '').replaceAll('-', '_')}.go`);
  if (!program || !existsSync(program)) { throw new Error(`no Go program in examples/readme stands for this example:\n${typescript}`); }
  return readFileSync(program, 'utf8').trim();
}

execFileSync('npx', ['jsii-rosetta', 'extract', '--compile', '--fail', '.jsii'], { cwd: ROOT, stdio: 'inherit' });
const tablet = JSON.parse(readFileSync(TABLET, 'utf8'));
for (const { translations } of Object.values<any>(tablet.snippets)) { translations.go.source = goOf(translations.$.source); }
writeFileSync(TABLET, JSON.stringify(tablet));
