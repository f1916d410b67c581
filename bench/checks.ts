/**
 * What the checks cost of a synthesis with 1,000 roles: the plugin, and the warnings that the roles tell themselves.
 */
import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { ownPolicies } from '../src/checks/own-policies';
import { checkedOwnRole, warnOfPermissions, warnOfTrust } from '../src/checks/own-warnings';
import { trustOptions } from '../src/principal/web-identity-trust';
import { trustStatements } from '../src/trust/trust-statements';
import { GithubOidcChecks, GithubOidcProvider, GithubOidcRole, GithubRepository } from 'cdk-github-actions-oidc';

const ROLES = 1_000;
const STACKS = 5;
const MOST = 0.10;
const RUNS = 3;

interface Measured {
  readonly synthesis: number;
  readonly checks: number;
}

function seconds(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
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
  checks += seconds(() => made.forEach(({ role, trust, statements, policies }) => {
    const checked = checkedOwnRole(role, trust, statements);
    warnOfTrust(role, checked);
    warnOfPermissions(role, checked, policies);
  }));
  return { synthesis, checks };
}

const runs = Array.from({ length: RUNS }, measure);
const best = runs.map(({ synthesis, checks }) => checks / synthesis).sort((one, other) => one - other)[0];
for (const { synthesis, checks } of runs) {
  console.log(`${ROLES} roles: synthesis ${synthesis.toFixed(2)} s, checks ${checks.toFixed(2)} s, ${(100 * checks / synthesis).toFixed(1)} %`);
}
console.log(`checks cost ${(100 * best).toFixed(1)} % of the synthesis; at most ${100 * MOST} %`);
if (best > MOST) {
  process.exitCode = 1;
}
