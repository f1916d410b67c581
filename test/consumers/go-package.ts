import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { basename, join } from 'path';
import { Check, check } from './check';
import { Packed } from './consumer';
import { checkTranslation, compareDocumentation, documentationInTypeScript } from './documentation';
import { execute, whyNot } from './execute';
import { goModuleOf, importsOf, strayPackages, wrongInExample, wrongInGoMod } from './go-module';

/** A change to the example, each of which no compiler would take. */
const MISTAKES: readonly (readonly [string, string])[] = [
  ['source.Environment(', 'source.Environments('],
  ['source.PullRequest()', 'source.PullRequest(images)'],
  ['deploy.GrantEcrPush', 'deploy.GrantEcrPsh'],
  ['Subjects:', 'Subject:'],
  ['oidc.NewGithubOidcProvider', 'oidc.NewProvider'],
];

export const packageIn = (packed: Packed) => join(packed.dist, 'go', goModuleOf(packed.root).packageName);

export function missingTool(): string | undefined {
  return whyNot(() => execute('go', ['version'])) ?? whyNot(() => execute('gofmt', []));
}

/** What there is to see in the generated package and in the example, and what Go says of them, where there is Go, without any other module. */
export function checkGoPackage(packed: Packed): Check[] {
  const { root } = packed;
  const folder = packageIn(packed);
  const goModule = goModuleOf(root);
  const stray = strayPackages(sourcesIn(folder).flatMap(importsOf));
  return [
    check('go.mod', wrongInGoMod(readFileSync(join(folder, 'go.mod'), 'utf8'), goModule)
      ?? wrongInExample(readFileSync(join(root, 'examples', 'go', 'go.mod'), 'utf8'), goModule)),
    check('imports', stray.length === 0 ? undefined : `it needs '${stray.join("', '")}'`),
    compareDocumentation(commentsIn(folder), documentationInTypeScript(root)),
    checkTranslation('go', readFileSync(join(folder, 'README.md'), 'utf8')),
    ...missingTool() === undefined ? checkByGo(packed) : [],
  ];
}

function checkByGo(packed: Packed): Check[] {
  const ours = [['examples', 'go'], ['examples', 'readme'], ['test', 'consumers', 'go']].map(path => join(packed.root, ...path));
  const unformatted = execute('gofmt', ['-l', ...ours]).trim();
  return [
    // jsii's own output is not formatted: it ends in empty lines, and does not align. So it only has to parse.
    check('parses', whyNot(() => execute('gofmt', ['-l', packageIn(packed)]))),
    check('format', unformatted === '' ? undefined : `gofmt would change '${unformatted}'`),
    check('names', wrongNames(packed)),
  ];
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.go')).map(file => readFileSync(join(folder, file), 'utf8'));
}

function commentsIn(folder: string) {
  const [role, subjects] = ['GithubOidcRole', 'GithubOidcRoleProps'].map(type => readFileSync(join(folder, `${type}.go`), 'utf8').replace(/^\s*\/\//gm, ''));
  return { role, grantEcrPush: role, subjects };
}

/** Whether the example and the answers name only what the generated package has, and whether that would be noticed. */
function wrongNames(packed: Packed): string | undefined {
  const { root, work } = packed;
  const checker = join(work, 'typecheck');
  execute('go', ['build', '-o', checker, join(root, 'test', 'consumers', 'go', 'typecheck', 'main.go')], { cwd: work });
  const wrongIn = (folder: string) => whyNot(() => execute(checker, [packageIn(packed), folder], { cwd: work }));
  const example = join(root, 'examples', 'go');
  const programs = [example, join(root, 'test', 'consumers', 'go', 'answers'), ...readmePrograms(root, work)];
  const [wrong] = programs.flatMap(program => wrongIn(program) ?? []);
  const missed = MISTAKES.find(mistake => wrongIn(withMistake(example, join(work, 'mistake'), mistake)) === undefined);
  return wrong ?? (missed && `'${missed[1]}' for '${missed[0]}' is not noticed`);
}

/** The README's examples as Go wants them: each in a folder of its own, below `folder`. */
export function readmePrograms(root: string, folder: string): string[] {
  const examples = join(root, 'examples', 'readme');
  return readdirSync(examples).filter(file => file.endsWith('.go')).sort().map(file => {
    const program = join(folder, 'readme', basename(file, '.go'));
    cpSync(join(examples, file), join(program, 'main.go'));
    return program;
  });
}

function withMistake(example: string, folder: string, [right, wrong]: readonly [string, string]): string {
  mkdirSync(folder, { recursive: true });
  const program = readFileSync(join(example, 'main.go'), 'utf8');
  if (!program.includes(right)) { throw new Error(`the example has no '${right}'`); }
  writeFileSync(join(folder, 'main.go'), program.replace(right, wrong));
  return folder;
}
