/**
 * What the checks cost of a synthesis with 1,000 roles, each time in a process of its own, as `cdk synth` runs an app: the plugin, and what
 * the roles say of themselves when they are validated. What they tell of their trust is told when they are made, before the synthesis.
 */
import { spawnSync } from 'child_process';
import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { GithubOidcChecks, GithubOidcProvider, GithubOidcRole, GithubRepository } from 'cdk-github-actions-oidc';

const ROLES = 1_000;
const STACKS = 5;
const MOST = 0.10;
const RUNS = 5;

interface Measured {
  readonly synthesis: number;
  readonly plugin: number;
  readonly roles: number;
}

function seconds(work: () => void): number {
  // Of the processor: a busy machine makes every wall time longer by chance.
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** A function that adds up how long it takes. */
function timed<A extends unknown[], R>(work: (...args: A) => R, add: (seconds: number) => void): (...args: A) => R {
  return (...args) => {
    let result: R;
    add(seconds(() => { result = work(...args); }));
    return result!;
  };
}

function measure(): Measured {
  let [plugin, roles] = [0, 0];
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'bench-')) });
  const checks = new GithubOidcChecks();
  checks.validate = timed(checks.validate.bind(checks), spent => { plugin += spent; });
  Validations.of(app).addPlugins(checks);
  const env = { account: '111111111111', region: 'eu-west-1' };
  const provider = new GithubOidcProvider(new Stack(app, 'Provider', { env }), 'Provider');
  for (let stackIndex = 0; stackIndex < STACKS; stackIndex++) {
    const stack = new Stack(app, `Stack${stackIndex}`, { env });
    const images = new ecr.Repository(stack, 'Images');
    for (let index = 0; index < ROLES / STACKS; index++) {
      const repository = GithubRepository.of(`octo-org@123456/service-${stackIndex}-${index}@${1000 * (stackIndex + 1) + index}`);
      const role = new GithubOidcRole(stack, `Deploy${index}`, { provider, subjects: [repository.environment('production'), repository.tagLike('v*')] });
      role.grantEcrPush(images);
      role.node.validate = timed(role.node.validate.bind(role.node), spent => { roles += spent; });
    }
  }
  const synthesis = seconds(() => { app.synth(); });
  return { synthesis, plugin, roles };
}

function shareInProcess(env: NodeJS.ProcessEnv = process.env): number {
  const { stdout } = spawnSync(process.execPath, [__filename, 'once'], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const { synthesis, plugin, roles }: Measured = JSON.parse(stdout);
  const share = (plugin + roles) / synthesis;
  console.log(`${ROLES} roles: synthesis ${synthesis.toFixed(2)} s, plugin ${plugin.toFixed(2)} s, roles ${roles.toFixed(2)} s: ${(100 * share).toFixed(1)} %`);
  return share;
}

function main(): void {
  const shares = Array.from({ length: RUNS }, () => shareInProcess()).sort((one, other) => one - other);
  // What else the machine does only adds to it.
  const [least] = shares;
  const median = shares[Math.floor(RUNS / 2)];
  console.log(`checks cost ${(100 * least).toFixed(1)} % of the synthesis (least of ${RUNS}; median ${(100 * median).toFixed(1)} %); at most ${100 * MOST} %`);
  console.log("Without the CDK's own validation of the templates, to compare:");
  shareInProcess({ ...process.env, CDK_VALIDATION: 'false' });
  process.exitCode = least <= MOST ? 0 : 1;
}

if (process.argv[2] === 'once') {
  console.log(JSON.stringify(measure()));
} else {
  main();
}
