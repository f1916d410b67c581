import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { checkGoPackage, packageIn } from './go-package';

const work = mkdtempSync(join(tmpdir(), 'go-package-'));
const { PATH } = process.env;

afterAll(() => {
  process.env.PATH = PATH;
  rmSync(work, { recursive: true });
});

test('where there is no Go, what needs none is checked', () => {
  const packed = { root: join(__dirname, '..', '..'), dist: work, version: '0.0.0', work, cache: work };
  mkdirSync(packageIn(packed), { recursive: true });
  for (const file of ['go.mod', 'README.md', 'GithubOidcRole.go', 'GithubOidcRoleProps.go']) { writeFileSync(join(packageIn(packed), file), ''); }
  process.env.PATH = work;
  expect(checkGoPackage(packed).map(({ name }) => name)).toEqual(['go.mod', 'imports', 'documentation', 'translation']);
});
