/** Packs the package, and looks at it as a TypeScript user does: what is in it, how large it is, whether it types, loads and renders what the sources do. */
import { deepStrictEqual as equal, ok, throws } from 'assert';
import { execFileSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'fs';
import { createRequire } from 'module';
import { basename, join, relative } from 'path';
import { gzipSync } from 'zlib';
import { loadAssemblyFromPath, TypeKind } from '@jsii/spec';
import { createProgram, flattenDiagnosticMessageText, ModuleKind, ScriptTarget } from 'typescript';

const ROOT = join(__dirname, '..');
const USER = join(ROOT, 'build', 'package');
const PACKAGE = join(USER, 'node_modules', 'cdk-github-actions-oidc');
const PROGRAMS = ['typescript/app.ts', 'readme/who-gets-in.ts'];
const MOST_BYTES = 150_000;
const BESIDE_LIB = ['.jsii', '.jsii.gz', 'LICENSE', 'README.md', 'package.json'];

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

function pack(): Packed {
  rmSync(USER, { recursive: true, force: true });
  mkdirSync(PACKAGE, { recursive: true });
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', USER], { cwd: ROOT, encoding: 'utf8' }));
  const tarball = join(USER, packed.filename);
  execFileSync('npx', ['tsx', 'scripts/squeeze.ts', tarball], { cwd: ROOT });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', PACKAGE]);
  for (const dependency of ['aws-cdk-lib', 'constructs', '@types']) { symlinkSync(join(ROOT, 'node_modules', dependency), join(USER, 'node_modules', dependency)); }
  return { ...packed, size: statSync(tarball).size };
}

/** Beside the code, one declaration for each source that index.ts reaches, and nothing of tests, tools or this machine. */
function checkFiles({ files, size }: Packed): void {
  const [inLib, beside] = [true, false].map(lib => files.map(({ path }) => path).filter(path => path.startsWith('lib/') === lib));
  equal(beside, BESIDE_LIB);
  equal(inLib.filter(path => !path.endsWith('.d.ts')), ['lib/index.js']);
  const exported = [...readFileSync(join(ROOT, 'src', 'index.ts'), 'utf8').matchAll(/from '\.\/(.+)'/g)].map(([, name]) => `lib/${name}.d.ts`);
  equal(['lib/index.d.ts', ...exported].filter(path => !inLib.includes(path)), []);
  equal(inLib.map(path => path.replace(/^lib\/(.*?)(\.d\.ts|\.js)$/, 'src/$1.ts')).filter(source => !existsSync(join(ROOT, source))), []);
  const text = files.filter(({ path }) => !path.endsWith('.gz')).map(({ path }) => readFileSync(join(PACKAGE, path), 'utf8')).join('\n');
  ok(!text.includes(ROOT) && !text.includes('sourceMappingURL'));
  ok(size <= MOST_BYTES, `the tarball has ${size} bytes; at most ${MOST_BYTES} are allowed`);
}

/** Compiles the examples against the package. Whatever a declaration names has to be there: users skip that check in their own build, and get `any`. */
function checkTypes(): void {
  for (const program of PROGRAMS) { cpSync(join(ROOT, 'examples', program), join(USER, basename(program))); }
  const program = createProgram([...PROGRAMS.map(file => join(USER, basename(file))), join(PACKAGE, 'lib', 'index.d.ts')], {
    strict: true, target: ScriptTarget.ES2022, module: ModuleKind.Node16, types: ['node'],
  });
  const checked = program.getSourceFiles().filter(({ fileName }) => !relative(USER, fileName).startsWith('..') && !fileName.includes('/@types/'));
  const messages = checked.flatMap(file => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({ file, messageText }) => `${file?.fileName}: ${flattenDiagnosticMessageText(messageText, '\n')}`);
  equal(messages, []);
  const used = checked.map(({ fileName }) => relative(PACKAGE, fileName)).filter(path => !path.startsWith('..'));
  equal(used.sort(), readdirSync(PACKAGE, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.d.ts')).sort());
  program.emit();
}

/** The bundle is made from the sources, so what jsii writes into classes is compared with the assembly. */
function checkModule(): void {
  const { name: assembly, version, types = {} } = loadAssemblyFromPath(PACKAGE);
  const expected = Object.values(types).filter(({ kind }) => kind !== TypeKind.Interface)
    .map(({ name, kind }) => [name, kind === TypeKind.Class ? { name, rtti: { fqn: `${assembly}.${name}`, version } } : {}]);
  const module: Record<string, any> = createRequire(__filename)(PACKAGE);
  const actual = Object.entries(module).map(([name, type]) => [
    name, typeof type === 'function' ? { name: type.name, rtti: Object.getOwnPropertyDescriptor(type, Symbol.for('jsii.rtti'))?.value } : {},
  ]);
  equal(Object.fromEntries(actual), Object.fromEntries(expected));
  for (const [name, type] of Object.entries(module).filter(([, { name: isClass }]) => isClass)) {
    throws(() => type(), { message: `Class constructor ${name} cannot be invoked without 'new'` });
  }
  const names = expected.map(([name]) => name).join();
  execFileSync('node', ['--input-type=module', '--eval', `import { ${names} } from 'cdk-github-actions-oidc'`], { cwd: USER });
}

function checkPrograms(): void {
  const [app, whoGetsIn] = PROGRAMS.map(program => basename(program, '.ts'));
  const run = (program: string) =>
    execFileSync('node', [`${program}.js`], { cwd: USER, encoding: 'utf8', env: { ...process.env, CDK_OUTDIR: join(USER, 'cdk.out') } });
  run(app);
  for (const template of readdirSync(join(ROOT, 'examples', 'expected'))) {
    equal(readFileSync(join(USER, 'cdk.out', template), 'utf8'), readFileSync(join(ROOT, 'examples', 'expected', template), 'utf8'));
  }
  equal(run(whoGetsIn), readFileSync(join(ROOT, 'examples', 'readme', `${whoGetsIn}.txt`), 'utf8'));
}

function printSizes({ size, files }: Packed): void {
  const part = (path: string) => path.endsWith('.d.ts') ? 'declarations' : path.startsWith('.jsii') ? '.jsii' : path;
  for (const name of new Set(files.map(({ path }) => part(path)))) {
    const bytes = Buffer.concat(files.filter(({ path }) => part(path) === name).map(({ path }) => readFileSync(join(PACKAGE, path))));
    console.log(`${name.padEnd(14)} ${String(bytes.length).padStart(8)} bytes, some ${gzipSync(bytes, { level: 9 }).length} of the tarball`);
  }
  console.log(`${'tarball'.padEnd(14)} ${String(size).padStart(8)} bytes of at most ${MOST_BYTES}, ${files.length} files`);
}

const packed = pack();
printSizes(packed);
checkFiles(packed);
checkModule();
checkTypes();
checkPrograms();
