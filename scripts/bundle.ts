/**
 * Makes what ships of what jsii has compiled: the code in one file without comments, the declarations that index.d.ts reaches, and of the
 * dependencies' modules those that the API names. docs/adr/0009-one-file-ships.md says why.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { Assembly, loadAssemblyFromPath, TypeKind, writeAssembly } from '@jsii/spec';
import { build, Plugin } from 'esbuild';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { publicDeclarations } from './declarations';
import { withoutDocumentation } from './rule-documentation';
import { squeeze } from './squeeze';

const ROOT = join(__dirname, '..');
const LIB = join(ROOT, 'lib');

/** TypeScript itself takes types and comments away, as it does for the tests; esbuild only joins the files. */
const TYPESCRIPT: Plugin = {
  name: 'typescript',
  setup: ({ onLoad }) => onLoad({ filter: /\.ts$/ }, ({ path }) => ({
    contents: transpileModule(readFileSync(path, 'utf8'), {
      compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ES2022, isolatedModules: true, removeComments: true },
      transformers: { before: [withoutDocumentation] },
    }).outputText,
  })),
};

function classesOf({ types = {} }: Assembly): string[] {
  return Object.values(types).filter(({ kind }) => kind === TypeKind.Class).map(({ name }) => name);
}

/** The mark by which jsii and the CDK know a class, as jsii writes it. */
function runtimeTypes(assembly: Assembly): string {
  return [
    `for (const name of ${JSON.stringify(classesOf(assembly))})`,
    `  module.exports[name][Symbol.for("jsii.rtti")] = { fqn: "${assembly.name}." + name, version: "${assembly.version}" };`,
  ].join('\n');
}

/** Never run, but read by Node where an ES module imports by name. Terser would take it away. */
function exportedNames({ types = {} }: Assembly): string {
  const names = Object.values(types).filter(({ kind }) => kind !== TypeKind.Interface).map(({ name }) => name);
  return `0&&(module.exports={${names.join()}});\n`;
}

/** Lines of sources that do not ship; no generator reads them. */
function withoutPlaces(assembly: Assembly): Assembly {
  return JSON.parse(JSON.stringify(assembly, (name, value) => name === 'locationInModule' ? undefined : value));
}

/** The assembly lists all modules of aws-cdk-lib, several hundred. Code is generated only for what the types name. */
function withoutUnnamedModules(assembly: Assembly): Assembly {
  const types = JSON.stringify(assembly.types);
  const closure = Object.entries(assembly.dependencyClosure ?? {}).map(([name, { submodules, ...dependency }]) => [name, {
    ...submodules && { submodules: Object.fromEntries(Object.entries(submodules).filter(([module]) => types.includes(`"${module}.`))) },
    ...dependency,
  }]);
  return { ...assembly, dependencyClosure: Object.fromEntries(closure) };
}

/**
 * Terser finds a twentieth that esbuild leaves. The API's classes keep their names, for messages and stack traces; within itself esbuild
 * gives a class another.
 */
async function shortened(text: string, classes: readonly string[]): Promise<string> {
  const { minify } = await import('terser');
  const { code } = await minify(text.replace(/\b_(\w+)\b/g, (other, name) => classes.includes(name) ? name : other), {
    ecma: 2022,
    toplevel: true,
    compress: { passes: 2 },
    mangle: { reserved: [...classes] },
    format: { ascii_only: true, max_line_len: 1000 }, // Node prints the line that throws
  });
  return code!;
}

async function main(): Promise<void> {
  const assembly = loadAssemblyFromPath(ROOT);
  const { outputFiles: [bundle] } = await build({
    entryPoints: [join(ROOT, 'src', 'index.ts')],
    absWorkingDir: ROOT,
    outfile: join(LIB, 'index.js'),
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    define: { PACKAGE_VERSION: JSON.stringify(assembly.version) },
    platform: 'node',
    target: 'es2022',
    packages: 'external',
    legalComments: 'none',
    footer: { js: runtimeTypes(assembly) },
    plugins: [TYPESCRIPT],
    write: false,
    logLevel: 'warning',
  });
  const declarations = publicDeclarations(join(LIB, 'index.d.ts'));
  rmSync(LIB, { recursive: true });
  for (const [path, text] of [...declarations, [bundle.path, `${await shortened(bundle.text, classesOf(assembly))}\n${exportedNames(assembly)}`]]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  writeAssembly(ROOT, withoutPlaces(withoutUnnamedModules(assembly)), { compress: true });
  await squeeze(join(ROOT, '.jsii.gz'));
}

void main();
