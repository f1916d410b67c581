import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'fs';
import { basename, delimiter, join } from 'path';
import { answersInTypeScript, compareAnswers } from './answers';
import { firstDifference } from './canonical';
import { synthesise } from './cdk-app';
import { Check, check } from './check';
import { Consumer, Outcome, Packed } from './consumer';
import { checkTranslation, compareDocumentation, documentationInTypeScript } from './documentation';
import { compareGrants, writeCalls } from './documented-grants';
import { execute, pack, streamsOf, whyNot } from './execute';
import { floorOf } from './floor';
import { compareTemplates } from './templates';

const MYPY = 'mypy==2.4.1';
const PROGRAMS = ['answers.py', 'documentation.py', 'documented_grants.py', 'hints.py'];

type Run = (command: string, ...args: string[]) => string;

export const python: Consumer = { language: 'python', missing, run };

function missing({ root, work, cache }: Packed): string | undefined {
  const wheels = join(cache, 'wheels');
  const absent = floorsOf(root).filter(floor => !existsSync(join(wheels, `${floor.replace('==', '-').replace('aws-cdk-lib', 'aws_cdk_lib')}-py3-none-any.whl`)));
  const download = ['download', '--quiet', '--no-deps', '--dest', wheels, ...absent];
  return whyNot(() => execute('python3', ['-m', 'venv', join(work, 'venv')]))
    ?? (absent.length === 0 ? undefined : whyNot(() => execute('python3', ['-m', 'pip', ...download])));
}

function run(packed: Packed): Outcome {
  const { root, dist, work } = packed;
  rmSync(join(dist, 'python'), { recursive: true, force: true });
  const packSeconds = pack(packed, 'python');
  const packageFile = readdirSync(join(dist, 'python')).find(file => file.endsWith('.whl'))!;

  const app = join(work, 'app');
  const env = { PATH: [join(work, 'venv', 'bin'), process.env.PATH].join(delimiter) };
  const inApp: Run = (command, ...args) => execute(command, args, { cwd: app, env });
  cpSync(join(root, 'examples', 'python'), app, { recursive: true });
  install(packed, join(dist, 'python', packageFile), inApp);

  const assembly = join(work, 'cdk.out');
  const synthSeconds = synthesise(app, assembly, { env });
  for (const program of PROGRAMS) { cpSync(join(root, 'test', 'consumers', 'python', program), join(app, program)); }
  const { stderr } = streamsOf('python3', ['answers.py'], { cwd: app, env });
  writeCalls(app);
  inApp('python3', 'documented_grants.py');
  const documentation = JSON.parse(inApp('python3', 'documentation.py'));
  return {
    packageFile,
    packSeconds,
    synthSeconds,
    checks: [
      compareTemplates(root, assembly),
      ...compareAnswers(app, stderr, answersInTypeScript()),
      compareDocumentation(documentation, documentationInTypeScript(root)),
      checkTranslation('python', ...documentation.readmes),
      compareGrants(app),
      checkTypes(packed, inApp),
      checkReadme(root, inApp),
    ],
  };
}

/** From the cache where that has everything, and else from the index, into the cache. */
function install({ root, cache }: Packed, wheel: string, inApp: Run): void {
  const wheels = join(cache, 'wheels');
  const wanted = [wheel, '--requirement', 'requirements.txt', ...floorsOf(root), MYPY];
  const fromCache = () => inApp('pip', 'install', '--quiet', '--no-index', '--find-links', wheels, ...wanted);
  if (whyNot(fromCache) !== undefined) {
    inApp('pip', 'download', '--quiet', '--dest', wheels, ...wanted);
    rmSync(join(wheels, basename(wheel)));
    fromCache();
  }
}

function checkTypes({ cache }: Packed, inApp: Run): Check {
  return check('mypy --strict', whyNot(() => inApp('mypy', '--strict', '--no-error-summary', '--cache-dir', join(cache, 'mypy'), 'app.py', ...PROGRAMS)));
}

function checkReadme(root: string, inApp: Run): Check {
  const folder = join(root, 'examples', 'readme');
  return check('readme', firstDifference(inApp('python3', join(folder, 'who_gets_in.py')), readFileSync(join(folder, 'who-gets-in.txt'), 'utf8')));
}

function floorsOf(root: string): string[] {
  return (['aws-cdk-lib', 'constructs'] as const).map(name => `${name}==${floorOf(root, name)}`);
}
