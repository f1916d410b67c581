import { asOnePage, javaProgram, placeOf, pythonProgram, withMistake } from '../../../scripts/translations/snippets';

const block = (...lines: string[]) => ['```ts', ...lines, '```'].join('\n');
const README = { name: 'README', text: `# Octo\n\n${block('one();')}\n` };
const GUIDE = { name: 'guide', text: `${block('two(() => 2);')}\n${block('three();')}\n${block('Validations.of(x).acknowledge({ id });')}` };
const PAGES = [README, GUIDE];
const snippetOf = (name: string) => ({ name, typescript: 'a.tag()', python: 'a.tag()', java: 'a.tag()', csharp: 'a.Tag()' });

test('what Rosetta cannot translate is no example, and every line stays where it is', () => {
  const page = asOnePage(PAGES);
  expect([...page.matchAll(/^```ts\n(.*)$/gm)].map(([, line]) => line)).toEqual(['one();', 'three();']);
  expect(page.split('\n')).toHaveLength(README.text.split('\n').length + GUIDE.text.split('\n').length);
});

test.each([['one();', 'README-4'], ['two(() => 2);', 'guide-2'], ['three();', 'guide-5']])("'%s' stands at %s", (line, place) => {
  expect(placeOf(PAGES, asOnePage(PAGES).split('\n').indexOf(line) + 1)).toBe(place);
});

test('a line behind the last page is no place', () => {
  expect(() => placeOf(PAGES, 100)).toThrow('the pages have no line 100');
});

test.each([
  ['# role: GithubOidcRole', 'role: GithubOidcRole'],
  ['# repository: ecr.IRepository', 'repository: ecr.IRepository'],
  ['# fn: lambda.IFunction', 'fn: lambda_.IFunction'],
  ['# fn: lambdas.IFunction', 'fn: lambdas.IFunction'],
  ['# as in: the guide', '# as in: the guide'],
  ['print(1) # role: X', 'print(1) # role: X'],
])("in Python '%s' becomes '%s'", (source, program) => {
  expect(pythonProgram(source)).toBe(`${program}\n`);
});

test('in Java the imports come first, and the rest into a method', () => {
  expect(javaProgram({ ...snippetOf('docs-x-1'), java: 'import a.B;\n\nB b = new B();\nimport c.*;\nb.run();' })).toBe(
    'import a.B;\nimport c.*;\nimport java.util.*;\nimport io.github.cdkgithubactionsoidc.*;\nclass docs_x_1 {\nvoid run() {\n\nB b = new B();\nb.run();\n}\n}\n',
  );
});

test('in Java what is declared has a value, and the type of its own module', () => {
  const typescript = [
    "import type * as ecs from 'aws-cdk-lib/aws-ecs';", "import * as eks from 'aws-cdk-lib/aws-eks';", "import { X } from 'x';",
    'declare const one: ecs.ICluster;', 'declare const other: eks.ICluster;', 'declare const x: X;',
  ].join('\n');
  const java = 'import x.X;\nICluster one;\nICluster other;\nX x;\nX y = x;';
  expect(javaProgram({ ...snippetOf('a'), typescript, java }).split('\n').slice(5, -3)).toEqual([
    'software.amazon.awscdk.services.ecs.ICluster one = null;', 'software.amazon.awscdk.services.eks.ICluster other = null;', 'X x = null;', 'X y = x;',
  ]);
});

test('a mistake is made once, in one language', () => {
  const [one, two] = ['1', '2'].map(snippetOf);
  expect(withMistake([one, two], 'java', 'tag', 'tags')).toEqual([{ ...one, java: 'a.tags()' }, two]);
  expect(() => withMistake([one], 'csharp', 'tag', 'tags')).toThrow("no example has 'tag' in csharp");
});
