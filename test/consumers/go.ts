import { cpSync, readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { answersInTypeScript, compareAnswers } from './answers';
import { canonical, firstDifference } from './canonical';
import { synthesise } from './cdk-app';
import { Check, check } from './check';
import { Consumer, Outcome, Packed } from './consumer';
import { execute, pack, streamsOf, whyNot } from './execute';
import { CDK_MODULE, goModuleOf, strayPackages, versionsFrom } from './go-module';
import { checkGoPackage, missingTool, packageIn, readmePrograms } from './go-package';
import { compareTemplates } from './templates';

export const go: Consumer = { language: 'go', missing, run, checkWithout };

function missing(packed: Packed): string | undefined {
  return missingTool() ?? whyNot(() => cdkVersion(packed));
}

/** Go takes the lowest version that all ask for. Where the floor itself is not served, the next that is stands in for it. */
function cdkVersion({ root, work }: Packed): string {
  const floor = goModuleOf(root).floors[CDK_MODULE];
  const [, ...listed] = execute('go', ['list', '-m', '-versions', CDK_MODULE], { cwd: work }).trim().split(' ');
  const served = versionsFrom(floor, listed).find(version => whyNot(() => execute('go', ['mod', 'download', `${CDK_MODULE}@${version}`], { cwd: work })) === undefined);
  if (served === undefined) { throw new Error(`no version of ${CDK_MODULE} from ${floor} on is served`); }
  return served;
}

/** The artefact is the code: without --code-only jsii-pacmak would only compile it as well, which the consumer does. */
function packCode(packed: Packed): number {
  rmSync(join(packed.dist, 'go'), { recursive: true, force: true });
  return pack(packed, 'go', '--code-only');
}

function run(packed: Packed): Outcome {
  const { root, work, version } = packed;
  const packSeconds = packCode(packed);
  const { module, packageName } = goModuleOf(root);
  const cdk = cdkVersion(packed);

  const app = join(work, 'app');
  const inApp = (...args: string[]) => execute('go', args, { cwd: app });
  cpSync(join(root, 'examples', 'go'), app, { recursive: true });
  cpSync(join(root, 'test', 'consumers', 'go', 'answers'), join(app, 'answers'), { recursive: true });
  readmePrograms(root, app);
  inApp('mod', 'edit', `-replace=${module}=${packageIn(packed)}`, `-require=${CDK_MODULE}@${cdk}`);
  inApp('mod', 'tidy');

  const vet = whyNot(() => inApp('vet', './...'));
  const assembly = join(work, 'cdk.out');
  const synthSeconds = synthesise(app, assembly);
  const { stderr } = streamsOf('go', ['run', './answers'], { cwd: app });
  const stray = strayPackages(inApp('list', '-deps', module).split('\n'));
  return {
    packageFile: `${packageName} ${version} with awscdk ${cdk}`,
    packSeconds,
    synthSeconds,
    checks: [
      compareTemplates(root, assembly),
      ...compareAnswers(app, stderr, answersInTypeScript()),
      check('go vet', vet),
      checkReadme(packed, app),
      check('compiled packages', stray.length === 0 ? undefined : `a build compiles '${stray.join("', '")}'`),
      ...checkGoPackage(packed),
    ],
  };
}

/** The README that the package shows has these programs. */
function checkReadme({ root, work }: Packed, app: string): Check {
  const expected = (file: string) => readFileSync(join(root, 'examples', 'readme', file), 'utf8');
  const outdir = join(work, 'readme.out');
  const [, , said] = ['app', 'checks', 'who_gets_in'].map(program => execute('go', ['run', `./readme/${program}`], { cwd: app, env: { CDK_OUTDIR: outdir } }));
  const { Resources: resources } = JSON.parse(readFileSync(join(outdir, 'Delivery.template.json'), 'utf8'));
  const [{ Properties: role }] = Object.values<any>(resources).filter(({ Type: type }) => type === 'AWS::IAM::Role');
  return check('readme', firstDifference(said, expected('who-gets-in.txt'))
    ?? firstDifference(canonical(JSON.stringify(role.AssumeRolePolicyDocument)), canonical(expected('trust-policy.json'))));
}

function checkWithout(packed: Packed): Outcome {
  const packSeconds = packCode(packed);
  return { packageFile: goModuleOf(packed.root).packageName, packSeconds, checks: checkGoPackage(packed) };
}
