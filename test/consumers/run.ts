/**
 * The package as it ships, in the hands of users of other languages: packed, installed, and asked to do what TypeScript does.
 * Languages given as arguments run alone. REQUIRE_CONSUMERS names those that must run; any other is only told of where its tools are missing.
 */
import { mkdirSync, readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { Consumer } from './consumer';
import { csharp } from './csharp';
import { compileWhereStale } from './execute';
import { cacheFolder, workFolder } from './folders';
import { go } from './go';
import { java } from './java';
import { python } from './python';
import { failures, notRun, Row, table } from './table';

const CONSUMERS: readonly Consumer[] = [python, java, go, csharp];

const ROOT = join(__dirname, '..', '..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

const wanted = named(process.argv.slice(2));
const required = named((process.env.REQUIRE_CONSUMERS ?? '').split(',').filter(name => name !== ''));

function named(names: readonly string[]): string[] {
  const unknown = names.find(name => !CONSUMERS.some(({ language }) => language === name));
  if (unknown !== undefined) {
    throw new Error(`there is no consumer '${unknown}', only '${CONSUMERS.map(({ language }) => language).join("', '")}'`);
  }
  return [...names];
}

function tried(consumer: Consumer): Row {
  const { language } = consumer;
  const packed = { root: ROOT, dist: join(ROOT, 'dist'), version, work: workFolder(ROOT, language), cache: cacheFolder(language) };
  rmSync(packed.work, { recursive: true, force: true });
  for (const folder of [packed.work, packed.cache]) { mkdirSync(folder, { recursive: true }); }
  try {
    const missing = consumer.missing(packed);
    if (missing === undefined) { return { language, outcome: consumer.run(packed) }; }
    const outcome = consumer.checkWithout?.(packed);
    return { language, note: notRun(missing, outcome), failed: required.includes(language), outcome };
  } catch (error) {
    return { language, note: `broke off: ${(error as Error).message}`, failed: true };
  }
}

compileWhereStale(ROOT);
const rows = CONSUMERS.filter(({ language }) => wanted.length === 0 || wanted.includes(language)).map(consumer => {
  console.log(`${consumer.language} ...`);
  return tried(consumer);
});
console.log(`\n${table(rows)}`);
const failed = failures(rows);
console.log(failed.length === 0 ? 'nothing failed' : failed.join('\n'));
process.exitCode = failed.length === 0 ? 0 : 1;
