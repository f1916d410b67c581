import { asText } from '../../../src/checks/app/as-text';
import { openPolicy } from '../../../src/checks/app/open-policy';
import { shownUnknowns } from '../../../src/github/unknown-text';

const NOTHING = { Ref: 'AWS::NoValue' };
const TRANSFORM = { 'Fn::Transform': { Name: 'Macro', Parameters: {} } };
const [A, B] = [{ Sid: 'A' }, { Sid: 'B' }];

const PARAMETERS = { Name: 'P', Json: '{"Statement":{"Sid":"J"}}', List: ['p', 'q'] };

function opened(raw: unknown) {
  const textBy = (value: unknown, parameters: Record<string, unknown> = {}) =>
    asText(value, { valueOf: id => parameters[id], importedAs: () => undefined, nameOf: id => id });
  const othersOf = (value: unknown) => {
    const text = textBy(value, PARAMETERS);
    return JSON.stringify(text) === JSON.stringify(textBy(value)) ? [] : [text];
  };
  const { document, conditional, unread } = openPolicy(raw, { textOf: value => textBy(value), othersOf });
  const { Statement: statements, Version: version } = document as Record<string, unknown>;
  const shown = [statements ?? []].flat().map(one => shownUnknowns(`${conditional.has(one) ? 'if ' : ''}${JSON.stringify(one)}`).replace(/"/g, ''));
  return { statements: shown, unread: unread.map(shownUnknowns), version };
}

function either(met: unknown, unmet: unknown, condition = 'C') {
  return { 'Fn::If': [condition, met, unmet] };
}

test.each<[string, unknown, string[]]>([
  ['one statement', A, ['{Sid:A}']],
  ['statements', [A, B], ['{Sid:A}', '{Sid:B}']],
  ['statements in a list', [[A], B], ['{Sid:A}', '{Sid:B}']],
  ['a statement or nothing', [either(A, NOTHING), B], ['if {Sid:A}', '{Sid:B}']],
  ['nothing or a statement', [either(NOTHING, A)], ['if {Sid:A}']],
  ['either of two', [either(A, B)], ['if {Sid:A}', 'if {Sid:B}']],
  ['either of two lists', either([A, B], [B]), ['if {Sid:A}', 'if {Sid:B}', 'if {Sid:B}']],
  ['a choice in a choice', either(either(A, B, 'D'), NOTHING), ['if {Sid:A}', 'if {Sid:B}']],
  ['an element that is chosen', { Sid: 'A', Principal: either({ AWS: 'x' }, '*') }, ['if {Sid:A,Principal:{AWS:x}}', 'if {Sid:A,Principal:*}']],
  ['an element or nothing', { Sid: 'A', Condition: either({}, NOTHING) }, ['if {Sid:A,Condition:{}}', 'if {Sid:A}']],
  ['a value deep inside', { A: { 'Fn::Join': ['', ['x', either('y', 'z')]] } }, ['if {A:xy}', 'if {A:xz}']],
  ['a parameter with a value', { Sid: 'A', Name: { Ref: 'Name' } }, ['if {Sid:A,Name:<Name>}', 'if {Sid:A,Name:P}']],
  ['a parameter in a statement without a name', [B, { Name: { Ref: 'Name' } }], ['{Sid:B}', 'if {Name:<Name>,Sid:statement 2}', 'if {Name:P,Sid:statement 2}']],
  ['a list of them', { Sid: 'A', Names: { Ref: 'List' } }, ['if {Sid:A,Names:<List>}', 'if {Sid:A,Names:[p,q]}']],
  ['a parameter in a branch', { Sid: 'A', Name: either({ Ref: 'Name' }, 'x') }, ['if {Sid:A,Name:<Name>}', 'if {Sid:A,Name:P}', 'if {Sid:A,Name:x}']],
  ['one condition twice', { A: either('x', 'y'), B: either('x', 'y') }, ['if {A:x,B:x}', 'if {A:y,B:y}']],
  ['two conditions', { A: either('x', 'y'), B: either(1, 2, 'D') }, ['if {A:x,B:1}', 'if {A:x,B:2}', 'if {A:y,B:1}', 'if {A:y,B:2}']],
])('reads %s', (_, statement, expected) => {
  expect(opened({ Version: '2012-10-17', Statement: statement })).toEqual({ statements: expected, unread: [], version: '2012-10-17' });
});

test.each<[string, unknown, string[]]>([
  ['JSON text', JSON.stringify({ Statement: A }), ['{Sid:A}']],
  ['JSON text with references', { 'Fn::Sub': '{"Statement":{"Sid":"${Which}"}}' }, ['{Sid:<Which>}']],
  ['JSON text of parts', { 'Fn::Join': ['', ['{"Statement":', either('{"Sid":"A"}', '[]'), '}']] }, ['if {Sid:A}']],
  ['either of two documents', either({ Statement: A }, JSON.stringify({ Statement: [B] })), ['if {Sid:A}', 'if {Sid:B}']],
  ['JSON text with a parameter', { 'Fn::Sub': '{"Statement":{"Sid":"${Name}"}}' }, ['if {Sid:<Name>}', 'if {Sid:P}']],
  ['a document or nothing', either(NOTHING, { Statement: [either(A, B, 'D')] }), ['if {Sid:A}', 'if {Sid:B}']],
  ['no document', undefined, []],
  ['a document without statements', {}, []],
])('reads %s', (_, document, expected) => {
  expect(opened(document)).toMatchObject({ statements: expected, unread: [] });
});

test.each<[string, unknown, string[]]>([
  ['a macro for a document', TRANSFORM, ['<Fn::Transform>']],
  ['a macro beside statements', { Statement: [A], ...TRANSFORM }, [`Fn::Transform in ${JSON.stringify({ Statement: [A], ...TRANSFORM })}`]],
  ['a macro for a statement', { Statement: [A, TRANSFORM] }, ['<Fn::Transform>']],
  ['a macro inside a statement', { Statement: [{ ...A, ...TRANSFORM }] }, [`Fn::Transform in ${JSON.stringify({ ...A, ...TRANSFORM })}`]],
  ['a macro among conditions', { Statement: [{ Condition: { Bool: TRANSFORM, Null: { x: 'y', ...TRANSFORM } } }] }, [
    `Fn::Transform in {"Condition":{"Bool":"<Fn::Transform>","Null":{"x":"y",${JSON.stringify(TRANSFORM).slice(1)}}}`,
  ]],
  ['a reference for a statement', { Statement: [A, { Ref: 'More' }] }, ['<More>']],
  ['a reference for all statements', { Statement: { Ref: 'All' } }, ['<All>']],
  ['a reference in a branch', { Statement: [either({ Ref: 'More' }, A)] }, ['<More>']],
  ['text that is no JSON', 'token', ['token']],
  ['a number', { Statement: [5] }, ['5']],
])('tells of %s', (_, document, expected) => {
  expect(opened(document).unread).toEqual(expected);
});

test('what stands there whatever a macro adds is read, and is not sure', () => {
  expect(opened({ ...TRANSFORM, Statement: [A, { Sid: 'B', Condition: { Bool: { 'aws:x': 'y', ...TRANSFORM } }, ...TRANSFORM }] }).statements)
    .toEqual(['{Sid:A}', 'if {Sid:B,Condition:{Bool:{aws:x:y}}}']);
});

test('more conditions than are followed are told', () => {
  const list = Array.from({ length: 7 }, (_, index) => either('x', 'y', `C${index}`));
  expect(opened({ Statement: { Sid: list.slice(0, 6) } })).toMatchObject({ statements: { length: 64 }, unread: [] });
  expect(opened({ Statement: { Sid: list } }).unread).toContain('{"Sid":["x","x","x","x","x","x","<Fn::If>"]}');
});

test('a version counts that gives variables a meaning, whichever branch has it', () => {
  expect(opened(either({ Version: '2008-10-17', Statement: A }, { Version: '2012-10-17', Statement: B })).version).toBe('2012-10-17');
});

test('conditions beyond a few leave their value unknown', () => {
  const many = Object.fromEntries(['A', 'B', 'C', 'D', 'E', 'F', 'G'].map(name => [name, either(1, 2, name)]));
  const { statements } = opened({ Statement: many });
  expect(statements).toHaveLength(64);
  expect(statements[0]).toBe('if {A:1,B:1,C:1,D:1,E:1,F:1,G:<Fn::If>}');
});
