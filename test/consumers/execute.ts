import { spawnSync } from 'child_process';
import { readdirSync, statSync } from 'fs';
import { join } from 'path';
import { Packed } from './consumer';

export interface Execution {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface Streams {
  readonly stdout: string;
  readonly stderr: string;
}

// Any other value leaves jsii's banner, which hides what a failure says.
const QUIET = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] };
const MOST_OF_A_FAILURE = 4000;

/** What a command prints. One that fails is an error with the end of what it said. */
export function execute(command: string, args: readonly string[], execution: Execution = {}): string {
  return streamsOf(command, args, execution).stdout;
}

/** What a command prints, and what it tells beside that. */
export function streamsOf(command: string, args: readonly string[], { cwd, env }: Execution = {}): Streams {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    cwd, env: { ...process.env, ...QUIET, ...env }, encoding: 'utf8', maxBuffer: 2 ** 28,
  });
  if ((error as NodeJS.ErrnoException)?.code === 'ENOENT') { throw new Error(`there is no '${command}'`); }
  if (error || status !== 0) {
    const said = error?.message ?? `${stdout}${stderr}`.trim().slice(-MOST_OF_A_FAILURE);
    throw new Error(`'${command} ${args.join(' ')}' ended with ${status}: ${said}`);
  }
  return { stdout, stderr };
}

/** Why something can't be done, in one line; undefined where it can, and then it is done. */
export function whyNot(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return (error as Error).message.split('\n')[0];
  }
}

/** How long a piece of work takes. */
export function secondsOf(work: () => unknown): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function lastChange(root: string, ...path: readonly string[]): number {
  return statSync(join(root, ...path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function lastChangeIn(root: string, ...path: readonly string[]): number {
  return Math.max(...readdirSync(join(root, ...path), { recursive: true, encoding: 'utf8' }).map(file => lastChange(root, ...path, file)));
}

/** What is packed is what was compiled. */
export function compileWhereStale(root: string): void {
  if (lastChangeIn(root, 'src') > lastChange(root, '.jsii')) { execute('npx', ['projen', 'compile'], { cwd: root }); }
}

/** What is packed has its examples in its own language. */
function translateWhereStale(root: string): void {
  const stale = Math.max(lastChange(root, '.jsii'), lastChangeIn(root, 'examples', 'readme')) > lastChange(root, '.jsii.tabl.json');
  if (stale) { execute('npx', ['projen', 'translate'], { cwd: root }); }
}

/** Packs for one target into dist/<target>, and says how long that took. */
export function pack({ root, dist }: Packed, target: string, ...args: readonly string[]): number {
  translateWhereStale(root);
  return secondsOf(() => execute(join(root, 'node_modules', '.bin', 'jsii-pacmak'), ['--targets', target, '--outdir', dist, ...args], { cwd: root }));
}
