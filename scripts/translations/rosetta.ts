import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { asOnePage, Page, placeOf, Snippet } from './snippets';
import { assemblyIn } from '../../test/consumers/assembly';
import { execute } from '../../test/consumers/execute';

function pagesOf(root: string): Page[] {
  const read = (name: string, ...path: string[]) => ({ name, text: readFileSync(join(root, ...path), 'utf8') });
  const documents = readdirSync(join(root, 'docs')).filter(file => file.endsWith('.md')).sort();
  return [read('README', 'README.md'), ...documents.map(file => read(`docs-${file.replace('.md', '')}`, 'docs', file))];
}

/** Rosetta reads an assembly, so here is one whose README is all pages. */
export function translationsOf(root: string): Snippet[] {
  const pages = pagesOf(root);
  const folder = mkdtempSync(join(tmpdir(), 'translations-'));
  for (const name of ['lib', 'node_modules', 'package.json', 'rosetta']) { symlinkSync(join(root, name), join(folder, name)); }
  writeFileSync(join(folder, '.jsii'), JSON.stringify({ ...assemblyIn(root), readme: { markdown: asOnePage(pages) } }));
  execute(join(root, 'node_modules', '.bin', 'jsii-rosetta'), ['extract', '--compile', '--fail', '.jsii'], { cwd: folder });
  const tablet = JSON.parse(readFileSync(join(folder, '.jsii.tabl.json'), 'utf8'));
  rmSync(folder, { recursive: true });
  return Object.values<any>(tablet.snippets).map(({ location: { api, field }, translations }) => ({
    name: api.api === 'moduleReadme' ? placeOf(pages, field.line) : [api.fqn, api.memberName].join('-'),
    typescript: translations.$.source,
    python: translations.python.source,
    java: translations.java.source,
    csharp: translations.csharp.source,
  }));
}
