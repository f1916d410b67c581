import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { answersInTypeScript, compareAnswers } from './answers';
import { synthesise } from './cdk-app';
import { Consumer, Outcome, Packed } from './consumer';
import { checkTranslation, compareDocumentation, documentationInTypeScript } from './documentation';
import { execute, pack, streamsOf, whyNot } from './execute';
import { floorOf } from './floor';
import { compareTemplates } from './templates';

const GROUP = ['io', 'github', 'cdk-github-actions-oidc'];
const ARTIFACT = 'cdk-github-actions-oidc';
const PACKAGE = ['io', 'github', 'cdkgithubactionsoidc'];

export const java: Consumer = { language: 'java', missing, run };

function missing(packed: Packed): string | undefined {
  return whyNot(() => {
    execute('javac', ['--version']);
    maven(packed, '--version');
    provideFloor(packed);
  });
}

/**
 * The package asks for a range of aws-cdk-lib, which Maven looks up in the registry's index, and that may lag behind the versions served.
 * A version that is installed locally is found in any case.
 */
function provideFloor(packed: Packed): void {
  const floor = floorOf(packed.root);
  const folder = join(repositoryIn(packed.cache), 'software', 'amazon', 'awscdk', 'aws-cdk-lib');
  const installed = join(folder, 'maven-metadata-local.xml');
  if (existsSync(installed) && readFileSync(installed, 'utf8').includes(`<version>${floor}</version>`)) { return; }
  maven(packed, 'dependency:get', `-Dartifact=software.amazon.awscdk:aws-cdk-lib:${floor}`);
  // Maven refuses to install a file from where it would put it.
  const [jar, pom] = ['jar', 'pom'].map(type => {
    const copy = join(packed.work, `aws-cdk-lib.${type}`);
    copyFileSync(join(folder, floor, `aws-cdk-lib-${floor}.${type}`), copy);
    return copy;
  });
  install(packed, jar, pom);
}

function run(packed: Packed): Outcome {
  const { root, dist, work } = packed;
  rmSync(join(dist, 'java'), { recursive: true, force: true });
  const packSeconds = pack(packed, 'java', '--maven-local-repository', repositoryIn(packed.cache));
  const version = versionIn(dist);
  const artifact = join(dist, 'java', ...GROUP, ARTIFACT, version, `${ARTIFACT}-${version}`);
  install(packed, `${artifact}.jar`, `${artifact}.pom`);

  const app = join(work, 'app');
  const assembly = join(work, 'cdk.out');
  cpSync(join(root, 'examples', 'java'), app, { recursive: true });
  takeVersion(join(app, 'pom.xml'), version);
  const options = mavenOptions(packed.cache);
  const synthSeconds = synthesise(app, assembly, { more: options });
  cpSync(join(root, 'test', 'consumers', 'java', 'Answers.java'), join(app, 'src', 'main', 'java', 'com', 'example', 'Answers.java'));
  const { stderr } = streamsOf('mvn', ['-e', '-q', 'compile', 'exec:java', '-Dexec.mainClass=com.example.Answers', ...options], { cwd: app });
  const { readme, ...documentation } = javadoc(`${artifact}-javadoc.jar`, join(work, 'javadoc'));
  return {
    packageFile: `${ARTIFACT}-${version}.jar`,
    packSeconds,
    synthSeconds,
    checks: [
      compareTemplates(root, assembly),
      ...compareAnswers(app, stderr, answersInTypeScript()),
      compareDocumentation(documentation, documentationInTypeScript(root)),
      checkTranslation('java', readme),
    ],
  };
}

/** Maven spells a prerelease's version in its own way. */
function versionIn(dist: string): string {
  return readdirSync(join(dist, 'java', ...GROUP, ARTIFACT)).find(name => !name.startsWith('maven-metadata'))!;
}

function takeVersion(pom: string, version: string): void {
  writeFileSync(pom, readFileSync(pom, 'utf8').replace(/(?<=<cdk-github-actions-oidc\.version>)[^<]+/, version));
}

function javadoc(jar: string, folder: string) {
  mkdirSync(folder);
  execute('jar', ['--extract', '--file', jar], { cwd: folder });
  const [readme, role, builder] = ['package-summary.html', 'GithubOidcRole.html', 'GithubOidcRole.Builder.html'].map(page => readFileSync(join(folder, ...PACKAGE, page), 'utf8'));
  return { readme, role, grantEcrPush: role, subjects: builder };
}

function install(packed: Packed, jar: string, pom: string): void {
  maven(packed, 'install:install-file', `-Dfile=${jar}`, `-DpomFile=${pom}`);
}

function maven(packed: Packed, ...args: readonly string[]): string {
  return execute('mvn', ['-q', ...mavenOptions(packed.cache), ...args]);
}

/** What Maven is to be told of where the consumer keeps its packages. */
export function mavenOptions(cache: string): string[] {
  return ['-B', `-Dmaven.repo.local=${repositoryIn(cache)}`];
}

function repositoryIn(cache: string): string {
  return join(cache, 'maven');
}
