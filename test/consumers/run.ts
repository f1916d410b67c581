/**
 * The package as it ships, in the hands of users of other languages: packed, installed, and asked to do what TypeScript does.
 * Languages given as arguments run alone. REQUIRE_CONSUMERS names those that must run in any case; any other is only told of where its tools
 * are missing. On two idle cores all of it should take at most 6 minutes from nothing, and 3 with what earlier runs downloaded.
 */
import { mkdirSync, readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { chosen } from './chosen';
import { Consumer } from './consumer';
import { csharp } from './csharp';
import { compileWhereStale, secondsOf } from './execute';
import { cacheFolder, workFolder } from './folders';
import { go } from './go';
import { java } from './java';
import { python } from './python';
import { failures, notRun, Row, table } from './table';

const CONSUMERS: readonly Consumer[] = [python, java, go, csharp];

const ROOT = join(__dirname, '..', '..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

const { languages, required } = chosen(CONSUMERS.map(({ language }) => language), process.argv.slice(2), process.env.REQUIRE_CONSUMERS);

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

const rows: Row[] = [];
const seconds = secondsOf(() => {
  compileWhereStale(ROOT);
  for (const consumer of CONSUMERS.filter(({ language }) => languages.includes(language))) {
    console.log(`${consumer.language} ...`);
    rows.push(tried(consumer));
  }
});
console.log(`\n${table(rows)}\nall of it took ${seconds.toFixed(0)} s`);
const failed = failures(rows);
console.log(failed.length === 0 ? 'nothing failed' : failed.join('\n'));
process.exitCode = failed.length === 0 ? 0 : 1;
