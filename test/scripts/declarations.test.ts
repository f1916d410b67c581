import { mkdtempSync, mkdirSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join, relative } from 'path';
import { publicDeclarations } from '../../scripts/declarations';

function reached(files: Readonly<Record<string, string>>): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'declarations-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const declarations = publicDeclarations(join(folder, 'index.d.ts'));
  return Object.fromEntries([...declarations].map(([file, text]) => [relative(folder, file), text.replace(/\s+/g, ' ').trim()]));
}

test('what ships are the declarations that the index reaches, through files and folders', () => {
  const files = {
    'index.d.ts': "export * from './role';",
    'role.d.ts': "import { Grants } from './grants'; export declare class Role extends Grants { }",
    'grants/index.d.ts': "import { Options } from './options'; export declare abstract class Grants { grant(options: Options): void; }",
    'grants/options.d.ts': 'export interface Options { }',
  };
  expect(reached({ ...files, 'trust/pack.d.ts': 'export interface Packed { }' })).toEqual(files);
});

test('what is internal does not ship, nor what only that names', () => {
  expect(reached({
    'index.d.ts': "import { Pack } from './pack'; export declare function pack(): Pack; export declare class Role {\n/** @internal */ _pack(): Pack; name: string; }",
    'pack.d.ts': 'export interface Pack { }',
  })).toEqual({ 'index.d.ts': 'export declare class Role { name: string; }' });
});

test('an import that leads nowhere is an error', () => {
  expect(() => reached({ 'index.d.ts': "export * from './role';" })).toThrow(/^there are no declarations of '.*role'$/);
});
