/** Reads what jsii-pacmak has generated: each language's manifest has the names that we promise, and asks for no more than our floors. */
import { deepStrictEqual as equal } from 'assert';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { goModuleOf, OLDEST_GO, wrongInGoMod } from '../test/consumers/go-module';

const ROOT = join(__dirname, '..');
const CODE = join(ROOT, 'dist', 'code');
const { peerDependencies, devDependencies, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const { version: packerVersion } = JSON.parse(readFileSync(join(ROOT, 'node_modules', 'jsii-pacmak', 'package.json'), 'utf8'));

const read = (...path: string[]) => readFileSync(join(CODE, ...path), 'utf8');

/** The least version that a range of package.json takes, and the first that it takes no more. */
function bounds(range: string): { from: string; to: string } {
  const [, from, major] = /^\^((\d+)\.\d+\.\d+)$/.exec(range)!;
  return { from, to: `${Number(major) + 1}.0.0` };
}

const FLOORS = {
  'aws-cdk-lib': bounds(peerDependencies['aws-cdk-lib']),
  'constructs': bounds(peerDependencies.constructs),
  'jsii': bounds(`^${packerVersion}`),
};
const [CDK, CONSTRUCTS, JSII] = Object.values(FLOORS);

/** What is tested against is what is promised: any later version may have what our users' has not. */
function checkOurselves(): void {
  equal(Object.keys(peerDependencies).sort(), ['aws-cdk-lib', 'constructs']);
  equal([devDependencies['aws-cdk-lib'], devDependencies.constructs], [CDK.from, CONSTRUCTS.from]);
}

function checkPython(): void {
  const [, json] = /"""([^]*?)"""/.exec(read('python', 'setup.py'))!;
  const { name, version: ofWheel, packages, python_requires: python, install_requires: requires } = JSON.parse(json);
  equal([name, ofWheel, packages[0], python], ['cdk-github-actions-oidc', version, 'cdk_github_actions_oidc', '>=3.10']);
  equal(requires, [...Object.entries(FLOORS).map(([of, { from, to }]) => `${of}>=${from}, <${to}`), 'publication>=0.0.3']);
}

function checkJava(): void {
  const pom = read('java', 'pom.xml').replace(/<build>[^]*/, '');
  const coordinates = [...pom.matchAll(/<groupId>(.*?)<\/groupId>\s*<artifactId>(.*?)<\/artifactId>\s*<version>(.*?)<\/version>/g)].map(([, ...of]) => of.join(':'));
  equal(coordinates, [
    `io.github.cdk-github-actions-oidc:cdk-github-actions-oidc:${version}`,
    `software.amazon.awscdk:aws-cdk-lib:[${CDK.from},${CDK.to})`,
    `software.constructs:constructs:[${CONSTRUCTS.from},${CONSTRUCTS.to})`,
    `software.amazon.jsii:jsii-runtime:[${JSII.from},${JSII.to})`,
    'org.jetbrains:annotations:[16.0.3,20.0.0)',
    'javax.annotation:javax.annotation-api:[1.3.2,1.4.0)',
  ]);
  equal(/<source>(.*?)<\/source>/.exec(read('java', 'pom.xml'))?.[1], '1.8');
  equal(read('java', 'src', 'main', 'java', 'io', 'github', 'cdkgithubactionsoidc', 'GithubOidcRole.java').split('\n')[0], 'package io.github.cdkgithubactionsoidc;');
}

function checkDotnet(): void {
  const project = read('dotnet', 'CdkGithubActionsOidc', 'CdkGithubActionsOidc.csproj');
  const property = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(project)?.[1];
  equal([property('PackageId'), property('PackageVersion'), property('TargetFramework')], ['CdkGithubActionsOidc', version, 'net6.0']);
  equal([...project.matchAll(/<PackageReference Include="(.*?)" Version="(.*?)"/g)].map(([, ...of]) => of.join(' ')), [
    `Amazon.JSII.Runtime [${JSII.from},${JSII.to})`, `Amazon.CDK.Lib [${CDK.from},${CDK.to})`, `Constructs [${CONSTRUCTS.from},${CONSTRUCTS.to})`,
  ]);
}

function checkGo(): void {
  equal(wrongInGoMod(read('go', 'cdkgithubactionsoidc', 'go.mod'), goModuleOf(ROOT)), undefined);
  const folder = join(ROOT, '.github', 'workflows');
  const versions = readdirSync(folder).flatMap(file => [...readFileSync(join(folder, file), 'utf8').matchAll(/go-version: (.*)/g)].map(([, go]) => go));
  equal([...new Set(versions)], [`^${OLDEST_GO}.0`]);
}

/** The README promises the same, row by row. */
function checkReadme(): void {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const promises = [
    `aws-cdk-lib ${CDK.from} and constructs ${CONSTRUCTS.from} or newer`,
    '`cdk-github-actions-oidc` | Node.js 20 |',
    '`pip install cdk-github-actions-oidc` | `cdk_github_actions_oidc` | Python 3.10 |',
    '`io.github.cdkgithubactionsoidc` | Java 8 |',
    '`dotnet add package CdkGithubActionsOidc` | `CdkGithubActionsOidc` | .NET 6 |',
    '`go get github.com/cdk-github-actions-oidc/cdk-github-actions-oidc-go/cdkgithubactionsoidc` | the same path | Go 1.25 |',
    '<groupId>io.github.cdk-github-actions-oidc</groupId>\n  <artifactId>cdk-github-actions-oidc</artifactId>',
  ];
  equal(promises.filter(promise => !readme.includes(promise)), []);
}

checkOurselves();
checkReadme();
checkPython();
checkJava();
checkDotnet();
checkGo();
console.log(`all manifests take aws-cdk-lib from ${CDK.from}, constructs from ${CONSTRUCTS.from} and jsii's runtime from ${JSII.from}`);
