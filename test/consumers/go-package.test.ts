import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { checkGoPackage, packageIn } from './go-package';

const work = mkdtempSync(join(tmpdir(), 'go-package-'));
const { PATH } = process.env;

afterAll(() => {
  process.env.PATH = PATH;
  rmSync(work, { recursive: true });
});

/** The project with an assembly that needs no compiler: a fresh clone has none. */
function rootWithAssembly(): string {
  const root = join(work, 'root');
  mkdirSync(root);
  for (const name of ['package.json', 'node_modules', 'examples']) { symlinkSync(join(__dirname, '..', '..', name), join(root, name)); }
  const docs = { summary: 'What it is.' };
  const types = {
    'package.GithubOidcRole': { docs, methods: [{ name: 'grantEcrPush', docs }] },
    'package.GithubOidcPrincipalProps': { properties: [{ name: 'subjects', docs }] },
  };
  writeFileSync(join(root, '.jsii'), JSON.stringify({ schema: 'jsii/0.10.0', name: 'package', types }));
  return root;
}

test('where there is no Go, what needs none is checked', () => {
  const packed = { root: rootWithAssembly(), dist: work, version: '0.0.0', work, cache: work };
  mkdirSync(packageIn(packed), { recursive: true });
  for (const file of ['go.mod', 'README.md', 'GithubOidcRole.go', 'GithubOidcRoleProps.go']) { writeFileSync(join(packageIn(packed), file), ''); }
  process.env.PATH = work;
  expect(checkGoPackage(packed).map(({ name }) => name)).toEqual(['go.mod', 'imports', 'documentation', 'translation']);
});
