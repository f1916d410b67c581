import { join } from 'path';
import {
  CDK_MODULE, CONSTRUCTS_MODULE, goModuleOf, importsOf, RUNTIME_MODULE, strayPackages, versionsFrom, wrongInExample, wrongInGoMod,
} from './go-module';

const MODULE = {
  module: 'example.com/octo-go/octo',
  packageName: 'octo',
  floors: { [CDK_MODULE]: 'v2.5.0', [CONSTRUCTS_MODULE]: 'v10.5.0', [RUNTIME_MODULE]: 'v1.9.0' },
};
const GO_MOD = `module example.com/octo-go/octo

go 1.25

require (
\t${RUNTIME_MODULE} v1.9.0
\t${CDK_MODULE} v2.5.0
\t${CONSTRUCTS_MODULE} v10.5.0
\tgithub.com/cdklabs/other v2.2.292 // indirect
)
`;

const version = (start: RegExp) => expect.stringMatching(new RegExp(`${start.source}\\d+\\.\\d+$`));

test('package.json tells the module and its floors', () => {
  expect(goModuleOf(join(__dirname, '..', '..'))).toEqual({
    module: 'github.com/cdk-github-actions-oidc/cdk-github-actions-oidc-go/cdkgithubactionsoidc',
    packageName: 'cdkgithubactionsoidc',
    floors: { [CDK_MODULE]: version(/^v2\./), [CONSTRUCTS_MODULE]: version(/^v10\./), [RUNTIME_MODULE]: version(/^v1\./) },
  });
});

test('a go.mod that says what package.json says is right', () => {
  expect(wrongInGoMod(GO_MOD, MODULE)).toBeUndefined();
  expect(wrongInExample(GO_MOD, MODULE)).toBeUndefined();
});

test.each([
  ['another module', 'octo-go/octo', 'octo/octo', 'module example.com/octo-go/octo'],
  ['a newer Go', 'go 1.25', 'go 1.26', 'go 1.25'],
  ['a higher floor', `${CDK_MODULE} v2.5.0`, `${CDK_MODULE} v2.50.0`, `${CDK_MODULE} v2.5.0`],
  ['no constructs', CONSTRUCTS_MODULE, 'example.com/other', `${CONSTRUCTS_MODULE} v10.5.0`],
  ['another runtime', 'v1.9.0', 'v1.8.0', `${RUNTIME_MODULE} v1.9.0`],
])('a go.mod with %s is wrong', (_, right, wrong, line) => {
  expect(wrongInGoMod(GO_MOD.replace(right, wrong), MODULE)).toBe(`go.mod lacks the line '${line}'`);
});

test.each(['example.com/more v1.0.0', 'replace example.com/one => ../one', 'toolchain go1.26.0'])("a go.mod that also says '%s' is wrong", line => {
  expect(wrongInGoMod(`${GO_MOD}${line}\n`, MODULE)).toBe(`go.mod has the line '${line}'`);
});

test('an example with another floor is wrong', () => {
  expect(wrongInExample(GO_MOD.replace('v10.5.0', 'v10.4.0'), MODULE)).toBe(`the example's go.mod lacks the line '${CONSTRUCTS_MODULE} v10.5.0'`);
});

test('imports are found one by one and in a block; those of Go itself do not count', () => {
  expect(importsOf('package octo\n\nimport "example.com/one"\nimport _x_ "example.com/two"\n')).toEqual(['example.com/one', 'example.com/two']);
  expect(importsOf('package octo\n\nimport (\n\t"fmt"\n\t_     "embed"\n\n\tthree "example.com/three"\n)\n\nvar x = "example.com/no"\n'))
    .toEqual(['example.com/three']);
});

test.each([
  '', '/jsii', '/internal', '/awsiam', '/awsiam/internal', '/assertions', '/cxapi', '/cloudassemblyschema', '/interfaces', '/interfaces/interfacesawsecr',
])("'%s' of the CDK may be compiled", path => {
  expect(strayPackages([CDK_MODULE + path])).toEqual([]);
});

test.each(['/awsecr', '/awss3', '/awsiamx', '/interfaces/other', '/pipelines/internal'])("'%s' of the CDK is compiled without need", path => {
  expect(strayPackages([CDK_MODULE, CDK_MODULE + path, CDK_MODULE + path])).toEqual([CDK_MODULE + path]);
});

test('what is not of the CDK is no concern of this', () => {
  expect(strayPackages([CONSTRUCTS_MODULE, 'github.com/Masterminds/semver/v3'])).toEqual([]);
});

test('the floor comes first, then what is listed above it, by number', () => {
  expect(versionsFrom('v2.9.0', ['v2.100.0', 'v2.10.0', 'v2.9.0', 'v2.8.7', 'v2.10.0-rc.1', 'v3.0.0', 'v2.9.1'])).toEqual([
    'v2.9.0', 'v2.9.1', 'v2.10.0', 'v2.100.0',
  ]);
});
