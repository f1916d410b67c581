import { spawnSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'fs';
import { join } from 'path';
import { Assembly, loadAssemblyFromPath, SPEC_FILE_NAME } from '@jsii/spec';

const ROOT = join(__dirname, '..', '..');
const ELSEWHERE = join(ROOT, 'build', 'assembly');
const MADE_FROM = ['src', 'package.json', 'tsconfig.json'];

/**
 * The assembly of the sources as they are: what `npx projen compile` has left, if nothing has changed since. Otherwise, as on a fresh clone, it
 * is made in build/ in some 10 seconds, so that `npm test` needs no order of commands and leaves lib/ alone.
 */
export function assembly(): Assembly {
  return loadAssemblyFromPath([ROOT, ELSEWHERE].find(isCurrent) ?? compiled());
}

function isCurrent(directory: string): boolean {
  const file = join(directory, SPEC_FILE_NAME);
  return existsSync(file) && MADE_FROM.every(from => newest(join(ROOT, from)) <= statSync(file).mtimeMs);
}

/** A directory changes when a file in it comes or goes. */
function newest(path: string): number {
  const stats = statSync(path);
  return Math.max(stats.mtimeMs, ...stats.isDirectory() ? readdirSync(path).map(name => newest(join(path, name))) : []);
}

function compiled(): string {
  rmSync(ELSEWHERE, { recursive: true, force: true });
  mkdirSync(ELSEWHERE, { recursive: true });
  for (const from of [...MADE_FROM, 'README.md']) { cpSync(join(ROOT, from), join(ELSEWHERE, from), { recursive: true }); }
  symlinkSync(join(ROOT, 'node_modules'), join(ELSEWHERE, 'node_modules'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [require.resolve('jsii/bin/jsii'), '--fail-on-warnings'], {
    cwd: ELSEWHERE, encoding: 'utf8', env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1' },
  });
  if (status !== 0) {
    rmSync(ELSEWHERE, { recursive: true });
    throw new Error(`jsii does not compile the sources:\n${stdout}${stderr}`);
  }
  return ELSEWHERE;
}
