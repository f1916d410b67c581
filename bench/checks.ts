/**
 * What the checks cost of a synthesis with 1,000 roles: the plugin, and what the roles tell of their permissions. What they tell of their trust
 * is told when they are made, before the synthesis.
 */
import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { ownPolicies } from '../src/checks/own-policies';
import { checkedOwnRole, warnOfPermissions } from '../src/checks/own-warnings';
import { trustOptions } from '../src/principal/web-identity-trust';
import { trustStatements } from '../src/trust/trust-statements';
import { GithubOidcChecks, GithubOidcProvider, GithubOidcRole, GithubRepository } from 'cdk-github-actions-oidc';

const ROLES = 1_000;
const STACKS = 5;
/** The aim is a tenth; this is what keeps it from getting worse until then. */
const MOST = 0.30;
const RUNS = 3;

interface Measured {
  readonly synthesis: number;
  readonly checks: number;
}

function seconds(work: () => void): number {
  // Of the processor: a busy machine makes every wall time longer by chance.
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function measure(): Measured {
  let checks = 0;
  class Timed extends GithubOidcChecks {
    public override validate(context: Parameters<GithubOidcChecks['validate']>[0]) {
      let report: ReturnType<GithubOidcChecks['validate']>;
      checks += seconds(() => { report = super.validate(context); });
      return report!;
    }
  }
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'bench-')) });
  Validations.of(app).addPlugins(new Timed());
  const env = { account: '111111111111', region: 'eu-west-1' };
  const provider = new GithubOidcProvider(new Stack(app, 'Provider', { env }), 'Provider');
  const roles: GithubOidcRole[] = [];
  for (let stackIndex = 0; stackIndex < STACKS; stackIndex++) {
    const stack = new Stack(app, `Stack${stackIndex}`, { env });
    const images = new ecr.Repository(stack, 'Images');
    for (let index = 0; index < ROLES / STACKS; index++) {
      const repository = GithubRepository.of(`octo-org@123456/service-${stackIndex}-${index}@${1000 * (stackIndex + 1) + index}`);
      const role = new GithubOidcRole(stack, `Deploy${index}`, { provider, subjects: [repository.environment('production'), repository.tagLike('v*')] });
      role.grantEcrPush(images);
      roles.push(role);
    }
  }
  const synthesis = seconds(() => { app.synth(); });
  const made = roles.map(role => {
    const trust = trustOptions(provider, { subjects: role.subjects }, role);
    return { role, trust, statements: trustStatements(trust), policies: ownPolicies(role) };
  });
  const checked = made.map(({ role, trust, statements }) => checkedOwnRole(role, trust, statements));
  checks += seconds(() => made.forEach(({ role, policies }, index) => warnOfPermissions(role, checked[index], policies)));
  return { synthesis, checks };
}

measure(); // until everything is compiled and cached
const shares = Array.from({ length: RUNS }, () => {
  const { synthesis, checks } = measure();
  console.log(`${ROLES} roles: synthesis ${synthesis.toFixed(2)} s, checks ${checks.toFixed(2)} s, ${(100 * checks / synthesis).toFixed(1)} %`);
  return checks / synthesis;
}).sort((one, other) => one - other);
const median = shares[Math.floor(RUNS / 2)];
console.log(`checks cost ${(100 * median).toFixed(1)} % of the synthesis (median of ${RUNS}); at most ${100 * MOST} %`);
process.exitCode = median <= MOST ? 0 : 1;
