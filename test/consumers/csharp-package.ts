import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Check, check } from './check';
import { Packed } from './consumer';
import { dotnetTypesOf } from './csharp/assemblies';
import { declarationsIn, Types } from './csharp/declarations';
import { mistakesIn } from './csharp/names';
import { checkTranslation, compareDocumentation, documentationInTypeScript } from './documentation';

export const PACKAGE = 'CdkGithubActionsOidc';
const PROJECTS = ['examples/csharp/OctoService.csproj', 'test/consumers/csharp/answers/Answers.csproj'];

/** A change to the example, each of which no compiler would take. */
const MISTAKES: readonly (readonly [string, string])[] = [
  ['source.Environment(', 'source.Environments('],
  ['source.PullRequest()', 'source.PullRequest("1")'],
  ['deploy.GrantEcrPush', 'deploy.GrantEcrPsh'],
  ['deploy.RoleArn', 'deploy.RoleARN'],
  ['Subjects =', 'Subject ='],
  ['new GithubOidcProvider(', 'new GithubProvider('],
];

/** Every type that a C# program can name: of the C# that was generated into `folder`, and of the packages that it needs. */
export function csharpTypes(root: string, folder: string): Types {
  const needed = ['aws-cdk-lib', 'constructs'].map(name => join(root, 'node_modules', name));
  return new Map([...dotnetTypesOf(needed), ...sourcesIn(folder).flatMap(source => [...declarationsIn(source)])]);
}

const textOf = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8');

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.cs')).map(file => textOf(folder, file));
}

/** What is wrong with what the projects take of the packages that ours needs: each takes the floor. */
export function wrongFloors(floors: Readonly<Record<string, string>>, projects: readonly string[]): string | undefined {
  const wanted = Object.entries(floors).map(([name, floor]) => `Include="${name}" Version="${floor}"`);
  const absent = wanted.find(reference => !projects.every(project => project.includes(reference)));
  return absent && `a project lacks ${absent}`;
}

/** What can be said of the C# that was generated into `folder`, and of the programs that use it, without .NET. */
export function checkCsharpPackage({ root }: Packed, folder: string): Check[] {
  const types = csharpTypes(root, folder);
  const [example, answers] = ['examples/csharp/Program.cs', 'test/consumers/csharp/answers/Answers.cs'].map(program => textOf(root, program));
  const missed = MISTAKES.find(([right, wrong]) => !example.includes(right) || mistakesIn(example.replace(right, wrong), types).length === 0);
  return [
    check('names', [...mistakesIn(example, types), ...mistakesIn(answers, types)][0] ?? (missed && `'${missed[1]}' for '${missed[0]}' is not noticed`)),
    check('floors', wrongFloors(floorsOf(root), PROJECTS.map(project => textOf(root, project)))),
    compareDocumentation(commentsIn(join(folder, PACKAGE)), documentationInTypeScript(root)),
    checkTranslation('csharp', textOf(join(folder, PACKAGE), 'NamespaceDoc.cs')),
  ];
}

function floorsOf(root: string) {
  const { peerDependencies } = JSON.parse(textOf(root, 'package.json'));
  return { 'Amazon.CDK.Lib': peerDependencies['aws-cdk-lib'].slice(1), 'Constructs': peerDependencies.constructs.slice(1) };
}

function commentsIn(folder: string) {
  const [role, subjects] = ['GithubOidcRole', 'GithubOidcRoleProps'].map(type => textOf(folder, `${type}.cs`));
  return { role, grantEcrPush: role, subjects };
}
