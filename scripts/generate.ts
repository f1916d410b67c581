/**
 * Writes what is derived: the examples' golden templates, the README's snippets, the tables of docs/subjects.md, and RULES.md. CI runs it and refuses a difference.
 */
import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { extname, join } from 'path';
import { RULES_PAGE } from './rules-page';
import { SUBJECT_TABLES } from './subject-tables';

const ROOT = join(__dirname, '..');

function synthesise(program: string): string {
  const outdir = mkdtempSync(join(tmpdir(), 'generate-'));
  execFileSync('npx', ['tsx', '--tsconfig', 'tsconfig.dev.json', program], {
    cwd: ROOT, stdio: 'inherit', env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: '{}' },
  });
  return outdir;
}

function templatesIn(outdir: string): string[] {
  return readdirSync(outdir).filter(file => file.endsWith('.template.json'));
}

function writeExpected(): void {
  const outdir = synthesise('examples/typescript/app.ts');
  for (const file of templatesIn(outdir)) {
    writeFileSync(join(ROOT, 'examples', 'expected', file), readFileSync(join(outdir, file)));
  }
}

function writeTrustPolicy(): void {
  const outdir = synthesise('examples/readme/app.ts');
  const { Resources: resources } = JSON.parse(readFileSync(join(outdir, 'Delivery.template.json'), 'utf8'));
  const role: any = Object.values<any>(resources).find(({ Type: type }) => type === 'AWS::IAM::Role');
  writeFileSync(join(ROOT, 'examples', 'readme', 'trust-policy.json'), `${JSON.stringify(role.Properties.AssumeRolePolicyDocument, undefined, 2)}\n`);
}

/** What the README's test says at its end. The same program in Python has to say the same. */
function writeExplanation(): void {
  const said = execFileSync('npx', ['tsx', '--tsconfig', 'tsconfig.dev.json', 'examples/readme/who-gets-in.ts'], { cwd: ROOT, encoding: 'utf8' });
  writeFileSync(join(ROOT, 'examples', 'readme', 'who-gets-in.txt'), said);
}

const LANGUAGES: Readonly<Record<string, string>> = {
  '.cs': 'csharp', '.go': 'go', '.java': 'java', '.json': 'json', '.py': 'python', '.ts': 'ts', '.txt': 'text', '.yml': 'yaml',
};

/** Between `<!-- snippet FILE -->` and `<!-- end snippet -->` stands the file as it is. */
function writeSnippets(document: string): void {
  const path = join(ROOT, document);
  const text = readFileSync(path, 'utf8').replace(/(<!-- snippet (\S+) -->\n)[^]*?(<!-- end snippet -->)/g, (_, start, file, end) => {
    const language = LANGUAGES[extname(file)];
    return `${start}\`\`\`${language}\n${readFileSync(join(ROOT, file), 'utf8').trimEnd()}\n\`\`\`\n${end}`;
  });
  writeFileSync(path, text);
}

/** Between `<!-- generated NAME -->` and `<!-- end generated -->` stands what the code says. */
function writeTables(document: string, tables: Record<string, () => string>): void {
  const path = join(ROOT, document);
  const text = readFileSync(path, 'utf8').replace(/(<!-- generated (\S+) -->\n)[^]*?(<!-- end generated -->)/g,
    (_, start, name, end) => `${start}${tables[name]()}\n${end}`);
  writeFileSync(path, text);
}

writeExpected();
writeTrustPolicy();
writeExplanation();
writeSnippets('README.md');
writeTables('docs/subjects.md', SUBJECT_TABLES);
writeFileSync(join(ROOT, 'RULES.md'), RULES_PAGE);
