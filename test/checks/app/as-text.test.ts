import { asText, References } from '../../../src/checks/app/as-text';
import { shownUnknowns } from '../../../src/github/unknown-text';

const REFERENCES: References = {
  valueOf: (logicalId, attribute) => ({ 'AWS::Partition': 'aws', 'Provider': 'arn:p', 'Provider.Arn': 'arn:p', 'List': ['a', 'b'] } as Record<string, unknown>)[
    attribute === undefined ? logicalId : `${logicalId}.${attribute}`],
  importedAs: name => name === 'Known' ? 'arn:imported' : undefined,
  nameOf: logicalId => `Stack/${logicalId}`,
};

function shown(value: unknown): unknown {
  return JSON.parse(shownUnknowns(JSON.stringify(asText(value, REFERENCES)) ?? 'null'));
}

test.each<[string, unknown, unknown]>([
  ['plain data', { a: [1, 'x', true, null], b: {} }, { a: [1, 'x', true, null], b: {} }],
  ['a known reference', { Ref: 'Provider' }, 'arn:p'],
  ['an unknown reference', { Ref: 'Bucket' }, '<Stack/Bucket>'],
  ['a known attribute', { 'Fn::GetAtt': ['Provider', 'Arn'] }, 'arn:p'],
  ['an unknown attribute', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, '<Stack/Bucket.Arn>'],
  ['an attribute as text', { 'Fn::GetAtt': 'Bucket.Arn' }, '<Stack/Bucket.Arn>'],
  ['an attribute with dots', { 'Fn::GetAtt': ['Nested', 'Outputs.Ref'] }, '<Stack/Nested.Outputs.Ref>'],
  ['a join', { 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, { Ref: 'Bucket' }, 1]] }, 'arn:aws:<Stack/Bucket>:1'],
  ['a join of a known list', { 'Fn::Join': ['-', { Ref: 'List' }] }, 'a-b'],
  ['a join of an unknown list', { 'Fn::Join': ['-', { Ref: 'Names' }] }, '<Fn::Join>'],
  ['a substitution', { 'Fn::Sub': 'x-${AWS::Partition}-${Bucket}-${Bucket.Arn}-${!Literal}' }, 'x-aws-<Stack/Bucket>-<Stack/Bucket.Arn>-${Literal}'],
  ['a substitution with variables', { 'Fn::Sub': ['${a}/${b}', { a: 'x', b: { Ref: 'Bucket' } }] }, 'x/<Stack/Bucket>'],
  ['a malformed substitution', { 'Fn::Sub': 7 }, '<Fn::Sub>'],
  ['a known import', { 'Fn::ImportValue': 'Known' }, 'arn:imported'],
  ['an unknown import', { 'Fn::ImportValue': 'Other:Export' }, '<Other:Export>'],
  ['a selection', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
  ['a selection beyond the list', { 'Fn::Select': [5, ['a']] }, '<Fn::Select>'],
  ['a split of what is unknown', { 'Fn::Select': [1, { 'Fn::Split': ['/', { Ref: 'Bucket' }] }] }, '<Fn::Select>'],
  ['a condition', { 'Fn::If': ['Cond', 'a', 'b'] }, '<Fn::If>'],
  ['what CloudFormation looks up', { a: 'x/{{resolve:ssm:/env:3}}/y' }, { a: 'x/<ssm:/env:3>/y' }],
  ['JSON text', { 'Fn::ToJsonString': { a: { Ref: 'Provider' } } }, '{"a":"arn:p"}'],
  ['nothing', { a: { Ref: 'AWS::NoValue' }, b: ['x', { Ref: 'AWS::NoValue' }] }, { b: ['x'] }],
  ['a list in a list', ['x', { Ref: 'List' }], ['x', 'a', 'b']],
  ['a key that only looks like an intrinsic', { 'Ref': 'Bucket', 'Fn::Sub': 'x' }, { 'Ref': 'Bucket', 'Fn::Sub': 'x' }],
])('%s', (_, value, expected) => {
  expect(shown(value)).toEqual(expected);
});
