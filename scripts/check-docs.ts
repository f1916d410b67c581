/** Compiles each `ts` block of docs/ as a program of its own, against the sources. */
import { execFileSync } from 'child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..');
const BLOCKS = join(ROOT, 'build', 'docs');

rmSync(BLOCKS, { recursive: true, force: true });
mkdirSync(BLOCKS, { recursive: true });
const documents = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.md'));
let count = 0;
for (const document of documents) {
  for (const [, block] of readFileSync(join(ROOT, 'docs', document), 'utf8').matchAll(/^```ts\n([^]*?)^```$/gm)) {
    count += 1;
    writeFileSync(join(BLOCKS, `${document.replace(/[^a-z0-9]+/gi, '-')}-${count}.ts`), `${block}\nexport {};\n`);
  }
}
// The README's program with the line that it offers as a comment.
const program = readFileSync(join(ROOT, 'examples', 'readme', 'app.ts'), 'utf8');
writeFileSync(join(BLOCKS, 'readme-existing-provider.ts'), program
  .replace('// provider: ', 'provider: ').replace('import { GithubOidcRole,', 'import { GithubOidcProvider, GithubOidcRole,'));
writeFileSync(join(BLOCKS, 'tsconfig.json'), JSON.stringify({
  extends: '../../tsconfig.dev.json',
  compilerOptions: { rootDir: '../..', noUnusedLocals: false, paths: { 'cdk-github-actions-oidc': ['../../src/index.ts'] } },
  include: ['*.ts'],
  exclude: [],
}));
execFileSync('npx', ['tsc', '--project', BLOCKS], { cwd: ROOT, stdio: 'inherit' });
console.log(`${count} blocks of ${documents.length} documents compile`);
