import { asOnePage, javaProgram, placeOf, pythonProgram, withMistake } from '../../../scripts/translations/snippets';

const block = (...lines: string[]) => ['```ts', ...lines, '```'].join('\n');
const README = { name: 'README', text: `# Octo\n\n${block('one();')}\n` };
const GUIDE = { name: 'guide', text: `${block('two(() => 2);')}\n${block('three();')}\n${block('Validations.of(x).acknowledge({ id });')}` };
const PAGES = [README, GUIDE];

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
  expect(javaProgram('docs-x-1', 'import a.B;\n\nB b = new B();\nimport c.*;\nb.run();')).toBe(
    'import a.B;\nimport c.*;\nclass docs_x_1 {\nvoid run() {\n\nB b = new B();\nb.run();\n}\n}\n',
  );
});

test('a mistake is made once, in one language', () => {
  const snippet = (name: string) => ({ name, python: 'a.tag()', java: 'a.tag()', csharp: 'a.Tag()' });
  expect(withMistake([snippet('1'), snippet('2')], 'java', 'tag', 'tags')).toEqual([{ ...snippet('1'), java: 'a.tags()' }, snippet('2')]);
  expect(() => withMistake([snippet('1')], 'csharp', 'tag', 'tags')).toThrow("no example has 'tag' in csharp");
});
