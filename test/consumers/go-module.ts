import { readFileSync } from 'fs';
import { join } from 'path';

export const CDK_MODULE = 'github.com/aws/aws-cdk-go/awscdk/v2';
export const CONSTRUCTS_MODULE = 'github.com/aws/constructs-go/constructs/v10';
export const RUNTIME_MODULE = 'github.com/aws/jsii-runtime-go';

// Go itself supports its two newest releases, so that a team may well have the older one.
export const OLDEST_GO = '1.25';

// Every Go build of a user compiles these. A type of one service in a public signature would add all of that service, and of those it names;
// what a service's resources are referred to by lives in small packages of their own. GithubOidcTrust takes a template of `assertions`.
const CDK_PACKAGES = /^(\/(awsiam|assertions|cxapi|cloudassemblyschema|interfaces(\/interfaces\w+)?))?(\/(internal|jsii))?$/;

export interface GoModule {
  readonly module: string;
  /** The folder of the package below the repository's root, and its name. */
  readonly packageName: string;
  /** The version that each module has to have at least. */
  readonly floors: Readonly<Record<string, string>>;
}

/** The Go module that package.json asks for. */
export function goModuleOf(root: string): GoModule {
  const manifestIn = (...folder: string[]) => JSON.parse(readFileSync(join(root, ...folder, 'package.json'), 'utf8'));
  const { jsii, peerDependencies } = manifestIn();
  const { moduleName, packageName } = jsii.targets.go;
  const floor = (range: string) => `v${range.replace(/^\^/, '')}`;
  return {
    module: `${moduleName}/${packageName}`,
    packageName,
    floors: {
      [CDK_MODULE]: floor(peerDependencies['aws-cdk-lib']),
      [CONSTRUCTS_MODULE]: floor(peerDependencies.constructs),
      [RUNTIME_MODULE]: floor(manifestIn('node_modules', 'jsii-pacmak').version),
    },
  };
}

/** What is wrong with the go.mod of the generated module: it asks for the floors and, but for what they bring with them, for nothing else. */
export function wrongInGoMod(goMod: string, { module, floors }: GoModule): string | undefined {
  const expected = [`module ${module}`, `go ${OLDEST_GO}`, ...floorLines(floors)];
  const lines = linesOf(goMod).filter(line => !['', 'require (', ')'].includes(line) && !line.endsWith(' // indirect'));
  const absent = expected.find(line => !lines.includes(line));
  const extra = lines.find(line => !expected.includes(line));
  return absent ? `go.mod lacks the line '${absent}'` : extra && `go.mod has the line '${extra}'`;
}

/** What is wrong with the go.mod of the example: its floors are those of the generated module. */
export function wrongInExample(goMod: string, { floors }: GoModule): string | undefined {
  const lines = linesOf(goMod);
  const absent = floorLines(floors).find(line => !lines.includes(line));
  return absent && `the example's go.mod lacks the line '${absent}'`;
}

const linesOf = (goMod: string) => goMod.split('\n').map(line => line.trim());
const floorLines = (floors: GoModule['floors']) => Object.entries(floors).map(([name, version]) => `${name} ${version}`);

/** What Go source imports of other modules. */
export function importsOf(source: string): string[] {
  const [, block] = /^import \(\n([^]*?)^\)/m.exec(source) ?? [];
  const single = [...source.matchAll(/^import (?:\w+ )?"([^"]+)"/gm)].map(([, path]) => path);
  return [...single, ...[...(block ?? '').matchAll(/"([^"]+)"/g)].map(([, path]) => path)].filter(path => path.includes('.'));
}

/** The packages that a user would have to compile without need. */
export function strayPackages(paths: readonly string[]): string[] {
  const stray = paths.filter(path => path.startsWith(CDK_MODULE) && !CDK_PACKAGES.test(path.slice(CDK_MODULE.length)));
  return [...new Set(stray)].sort();
}

/** The versions that may stand in for a floor, lowest first: the floor itself, and what is listed above it in its major version. */
export function versionsFrom(floor: string, listed: readonly string[]): string[] {
  const key = (version: string) => version.slice(1).split('.').map(Number);
  const compare = (one: string, other: string) => key(one).map((part, i) => part - key(other)[i]).find(difference => difference !== 0) ?? 0;
  const above = listed.filter(version => /^v\d+\.\d+\.\d+$/.test(version) && key(version)[0] === key(floor)[0] && compare(version, floor) > 0);
  return [floor, ...above.sort(compare)];
}
