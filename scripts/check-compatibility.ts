/**
 * Compares the API with that of the last release, by jsii-diff. Projen's own `compat` asks the registry for the newest version, which is another
 * branch's as well as ours; a tag is what this commit descends from. What is to break on purpose goes into .compatignore.
 */
import { execFileSync, spawnSync } from 'child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..');

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
}

function lastRelease(): string | undefined {
  return git('tag', '--list', 'v*', '--merged', 'HEAD', '--sort=-version:refname').split('\n').find(tag => /^v\d+\.\d+\.\d+$/.test(tag));
}

/** The release's assembly, compiled by the compiler and against the CDK that the release was made with. */
function compiled(tag: string): string {
  const directory = join(ROOT, 'build', 'released', git('rev-parse', `${tag}^{commit}`));
  if (existsSync(join(directory, '.jsii'))) { return directory; }
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  execFileSync('tar', ['-x', '-C', directory], { input: execFileSync('git', ['archive', tag], { cwd: ROOT, maxBuffer: 2 ** 30 }) });
  const [then, now] = [directory, ROOT].map(root => readFileSync(join(root, 'package-lock.json'), 'utf8'));
  if (then === now) {
    symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  } else {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: directory, stdio: 'inherit' });
  }
  execFileSync('npx', ['jsii'], { cwd: directory, stdio: 'inherit' });
  return directory;
}

const tag = lastRelease();
if (tag === undefined) {
  const shallow = git('rev-parse', '--is-shallow-repository') === 'true';
  console.log(`NOT COMPARED: ${shallow ? 'this clone is shallow' : 'no release is tagged v* yet'}, so there is no API to be compatible with`);
} else {
  const { status } = spawnSync('npx', ['jsii-diff', compiled(tag), ROOT, '--error-on=all', '--keys', '--ignore-file', '.compatignore'], { cwd: ROOT, stdio: 'inherit' });
  console.log(status === 0 ? `compatible with ${tag}` : `NOT COMPATIBLE with ${tag}`);
  process.exitCode = status ?? 1;
}
