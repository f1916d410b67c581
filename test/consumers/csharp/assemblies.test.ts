import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { gzipSync } from 'zlib';
import { dotnetTypesOf } from './assemblies';

const ASSEMBLY = {
  name: 'octo',
  targets: { dotnet: { namespace: 'Octo' } },
  submodules: { 'octo.cat': { targets: { dotnet: { namespace: 'Octo.Feline' } } }, 'octo.two_words': {} },
  types: {
    'octo.Base': { fqn: 'octo.Base', name: 'Base', kind: 'class', abstract: true, initializer: {}, methods: [{ name: 'wag' }] },
    'octo.cat.Tail': {
      fqn: 'octo.cat.Tail',
      name: 'Tail',
      kind: 'class',
      namespace: 'cat',
      base: 'octo.Base',
      interfaces: ['octo.ITail'],
      initializer: { parameters: [{ name: 'props', type: { fqn: 'octo.cat.Tail.Props' }, optional: true }] },
      methods: [{ name: 'of', static: true, returns: { type: { fqn: 'octo.cat.Tail' } }, parameters: [{ name: 'names', variadic: true }] }],
      properties: [{ name: 'kind', type: { fqn: 'octo.two_words.Kind' } }],
    },
    'octo.cat.Tail.Props': {
      fqn: 'octo.cat.Tail.Props',
      name: 'Props',
      kind: 'interface',
      namespace: 'cat.Tail',
      datatype: true,
      properties: [{ name: 'length', type: { primitive: 'number' } }],
    },
    'octo.ITail': { fqn: 'octo.ITail', name: 'ITail', kind: 'interface' },
    'octo.two_words.Kind': { fqn: 'octo.two_words.Kind', name: 'Kind', kind: 'enum', namespace: 'two_words', members: [{ name: 'LONG' }] },
  },
};

function typesOf(write: (folder: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'assemblies-'));
  write(folder);
  return dotnetTypesOf([folder]);
}

const types = typesOf(folder => writeFileSync(join(folder, '.jsii'), JSON.stringify(ASSEMBLY)));

test('types have the names that .NET knows them by', () => {
  expect([...types.keys()].sort()).toEqual([
    'Octo.Base', 'Octo.Feline.Tail', 'Octo.Feline.Tail.IProps', 'Octo.Feline.Tail.Props', 'Octo.ITail', 'Octo.TwoWords.Kind',
  ]);
});

test('a class has its members, bases and constructor', () => {
  expect(types.get('Octo.Feline.Tail')).toEqual({
    bases: ['Octo.Base', 'Octo.ITail'],
    members: [
      { name: 'Of', isStatic: true, type: 'Octo.Feline.Tail', parameters: [{ name: 'names', optional: false, variadic: true }] },
      { name: 'Kind', isStatic: false, type: 'Octo.TwoWords.Kind' },
    ],
    constructors: [[{ name: 'props', optional: true, variadic: false }]],
  });
});

test.each([['Octo.Base', 0], ['Octo.ITail', 0], ['Octo.Feline.Tail.Props', 1], ['Octo.Feline.Tail.IProps', 0], ['Octo.TwoWords.Kind', 0]])(
  '%s has %i constructors', (name, count) => {
    expect(types.get(name)!.constructors).toHaveLength(count);
  });

test('an assembly may be compressed', () => {
  const compressed = typesOf(folder => {
    writeFileSync(join(folder, '.jsii'), JSON.stringify({ schema: 'jsii/file-redirect', compression: 'gzip', filename: '.jsii.gz' }));
    writeFileSync(join(folder, '.jsii.gz'), gzipSync(JSON.stringify(ASSEMBLY)));
  });
  expect(compressed).toEqual(types);
});
