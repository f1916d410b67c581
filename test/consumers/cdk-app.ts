import { readFileSync } from 'fs';
import { join } from 'path';
import { execute, Execution, secondsOf } from './execute';

/** Runs a CDK app as the CDK's command line does: by the `app` of its cdk.json, told where to write. Says how long that took. */
export function synthesise(folder: string, assembly: string, { env, more = [] }: Execution & { more?: readonly string[] } = {}): number {
  const { app } = JSON.parse(readFileSync(join(folder, 'cdk.json'), 'utf8'));
  const command = [app, ...more.map(quoted)].join(' ');
  return secondsOf(() => execute('sh', ['-c', command], { cwd: folder, env: { ...env, CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: '{}' } }));
}

function quoted(argument: string): string {
  return `'${argument.replaceAll("'", "'\\''")}'`;
}
