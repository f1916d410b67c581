import { Assembly, CollectionKind, Docs, PrimitiveType, Stability, TypeKind, TypeReference } from '@jsii/spec';
import { undocumented, unstable, withoutDefault } from './docs';
import { errors, unknownExports } from './exports';
import { alike, ambiguousArguments, behaviouralByName, clashingInterfaces, misspeltBrand, reserved } from './names';
import { foreign, promises, settable, unions, untyped } from './types';

const STRING: TypeReference = { primitive: PrimitiveType.String };
const ANY: TypeReference = { primitive: PrimitiveType.Any };
const docs: Docs = { summary: 'What it is.', stability: Stability.Stable };

const property = (name: string, more: object = {}) => ({ name, type: STRING, immutable: true, docs, ...more });
const parameter = (name: string, more: object = {}) => ({ name, type: STRING, docs, ...more });
const method = (name: string, more: object = {}) => ({ name, docs, ...more });
const struct = (name: string, more: object = {}) => ({ name, kind: TypeKind.Interface, datatype: true, docs, ...more });
const behavioural = (name: string, more: object = {}) => ({ name, kind: TypeKind.Interface, docs, ...more });
const classType = (name: string, more: object = {}) => ({ name, kind: TypeKind.Class, docs, ...more });
const enumType = (name: string, ...members: object[]) => ({ name, kind: TypeKind.Enum, docs, members });

function planted(...types: { name: string }[]): Assembly {
  const entries = types.map(type => [`ours.${type.name}`, { assembly: 'ours', fqn: `ours.${type.name}`, ...type }]);
  return { name: 'ours', types: Object.fromEntries(entries) } as Assembly;
}

/** What a check finds, and beside it what it must leave alone. */
const CASES: [check: (assembly: Assembly) => string[], types: { name: string }[], found: string[]][] = [
  [unions, [
    struct('Options', { properties: [property('either', { type: { union: { types: [STRING, ANY] } } }), property('one')] }),
    classType('Thing', {
      methods: [method('take', { parameters: [parameter('both', { type: { intersection: { types: [STRING, ANY] } } })] })],
      initializer: { docs, parameters: [parameter('deep', { type: { collection: { kind: CollectionKind.Array, elementtype: { union: { types: [] } } } } })] },
    }),
  ], ['Options.either', 'Thing.constructor(deep)', 'Thing.take(both)']],

  [untyped, [
    classType('GithubOidcTrust', {
      methods: [
        method('ofPolicy', { parameters: [parameter('policy', { type: { collection: { kind: CollectionKind.Map, elementtype: ANY } } })] }),
        method('read', { returns: { type: { primitive: PrimitiveType.Json } }, parameters: [parameter('value', { type: ANY })] }),
      ],
    }),
  ], ['GithubOidcTrust.read', 'GithubOidcTrust.read(value)']],

  [promises, [classType('Thing', { methods: [method('later', { async: true }), method('now')] })], ['Thing.later']],
  [settable, [classType('Thing', { properties: [property('loose', { immutable: undefined }), property('firm')] })], ['Thing.loose']],

  [foreign, [
    classType('Thing', {
      base: 'aws-cdk-lib.aws_s3.Bucket',
      interfaces: ['aws-cdk-lib.IResource', 'other.IThing'],
      properties: [
        property('grant', { type: { fqn: 'aws-cdk-lib.aws_iam.Grant' } }),
        property('own', { type: { fqn: 'ours.Thing' } }),
        property('bucket', { type: { fqn: 'aws-cdk-lib.interfaces.aws_s3.IBucketRef' } }),
        property('reference', { type: { fqn: 'aws-cdk-lib.interfaces.aws_s3.BucketReference' } }),
        property('capture', { type: { fqn: 'aws-cdk-lib.assertions.Capture' } }),
        property('scopes', { type: { collection: { kind: CollectionKind.Map, elementtype: { fqn: 'constructs.Construct' } } } }),
      ],
    }),
  ], [
    'Thing: aws-cdk-lib.aws_s3.Bucket', 'Thing: other.IThing',
    'Thing.reference: aws-cdk-lib.interfaces.aws_s3.BucketReference', 'Thing.capture: aws-cdk-lib.assertions.Capture',
  ]],

  [reserved, [
    struct('Options', { properties: [property('lambda'), property('native'), property('event'), property('range'), property('function'), property('fine')] }),
    classType('Error', {
      initializer: { docs, parameters: [parameter('from')] },
      methods: [method('getClass'), method('of', { parameters: [parameter('ref')] }), method('equals', { overrides: 'aws-cdk-lib.Thing' })],
    }),
    enumType('Kind', { name: 'FOR', docs }, { name: 'None', docs }),
  ], [
    'Options.lambda: Python', 'Options.native: Java', 'Options.event: C#', 'Options.range: Go', 'Options.function: TypeScript',
    'Error: hides a known type', 'Error.constructor(from): Python', 'Error.getClass: every object', 'Error.of(ref): C#', 'Kind.None: Python',
  ]],

  [misspeltBrand, [
    classType('GitHubThing'),
    classType('GithubThing', { properties: [property('GITHUB_COM'), property('githubUrl'), property('url')], methods: [method('ofGitHub')] }),
  ], ['GitHubThing', 'GithubThing.githubUrl', 'GithubThing.ofGitHub']],

  [behaviouralByName, [
    behavioural('IDToken', { methods: [method('read')] }),
    behavioural('ISettings', { properties: [property('region')] }),
    behavioural('IThing', { methods: [method('read')] }),
    behavioural('IRoom', { interfaces: ['aws-cdk-lib.IResource'], properties: [property('name')] }),
    struct('Settings'),
  ], ['IDToken', 'ISettings']],

  [clashingInterfaces, [
    struct('Thing'), behavioural('IThing'), struct('Room'), behavioural('IHouse'), classType('House'), classType('IClass'), enumType('IKind'), classType('Issuer'),
  ], ['Thing: IThing', 'IClass', 'IKind']],

  [alike, [
    classType('Thing', {
      properties: [property('of', { static: true }), property('MAIN_BRANCH', { static: true }), property('thing'), property('other')],
      methods: [method('of'), method('mainBranch')],
    }),
    enumType('Kind', { name: 'KIND', docs }),
  ], ['Thing.thing: Thing', 'Thing.of: of', 'Thing.mainBranch: MAIN_BRANCH']],

  [ambiguousArguments, [
    struct('Base', { properties: [property('account')] }),
    struct('Options', { interfaces: ['ours.Base'], properties: [property('id')] }),
    classType('Thing', {
      initializer: { docs, parameters: [parameter('account'), parameter('options', { type: { fqn: 'ours.Options' } })] },
      methods: [
        method('import', { parameters: [parameter('id'), parameter('name'), parameter('options', { type: { fqn: 'ours.Options' } })] }),
        method('take', { parameters: [parameter('options', { type: { fqn: 'ours.Options' } }), parameter('id')] }),
      ],
    }),
  ], ['Thing.constructor(account)', 'Thing.import(id)']],

  [undocumented, [
    classType('Thing', {
      docs: { stability: Stability.Stable },
      initializer: { parameters: [parameter('id', { docs: undefined })] },
      properties: [property('name', { docs: { summary: ' ' } }), property('told')],
      methods: [method('of', { static: true, docs: {} }), method('take', { parameters: [parameter('it', { docs: {} })] })],
    }),
    enumType('Kind', { name: 'ONE' }, { name: 'TWO', docs }),
  ], ['Thing', 'Thing.constructor', 'Thing.constructor(id)', 'Thing.name', 'Thing.of', 'Thing.take(it)', 'Kind.ONE']],

  [withoutDefault, [
    struct('Options', {
      properties: [
        property('silent', { optional: true }), property('blank', { optional: true, docs: { ...docs, default: ' ' } }),
        property('told', { optional: true, docs: { ...docs, default: '- none' } }), property('required'),
      ],
    }),
    classType('Thing', { properties: [property('perhaps', { optional: true })] }),
  ], ['Options.silent', 'Options.blank']],

  [unstable, [
    struct('Options', { docs: { summary: 'x', stability: Stability.Experimental }, properties: [property('old', { docs: { ...docs, stability: Stability.Deprecated } }), property('one')] }),
  ], ['Options: experimental', 'Options.old: deprecated']],
];

test.each(CASES.map(([check, ...rest]) => [check.name, check, ...rest] as const))('%s finds what is planted, and nothing else', (_, check, types, found) => {
  expect(check(planted(...types))).toEqual(found);
});

test('what a module offers beside the API is found', () => {
  const api = planted(classType('Thing'), enumType('Kind'), classType('Lost'), struct('Options'));
  expect(unknownExports(api, { Thing: class {}, Kind: {}, helper: () => 1 })).toEqual(['helper', 'Lost is missing']);
  expect(errors({ Thing: class {}, Wrong: class extends TypeError {}, helper: () => 1, LIMIT: 1 })).toEqual(['Wrong']);
});
