import { demandsOf, passesWithoutKey } from '../../src/checks/demands';
import { RuleCase } from '../../src/checks/rule';
import { AUD, SUB } from '../support/found-by';
import { roleOf } from '../support/rule-case';

function subDemands(conditions: RuleCase['conditions']): string[] {
  return demandsOf(roleOf({ conditions }).trusts[0], 'sub').map(({ operator }) => operator);
}

test.each<[string, RuleCase['conditions'], string[]]>([
  ['a positive operator', { StringLike: { sub: SUB } }, ['StringLike']],
  ['several of them', { 'StringEquals': { sub: SUB }, 'ForAnyValue:StringLike': { sub: '*' } }, ['StringEquals', 'ForAnyValue:StringLike']],
  ['another claim', { StringEquals: { aud: AUD } }, []],
  ['a negated operator', { StringNotLike: { sub: SUB }, StringNotEquals: { sub: SUB } }, []],
  ['what absence satisfies', { 'ForAllValues:StringLike': { sub: SUB }, 'StringEqualsIfExists': { sub: SUB } }, []],
  ['what absence satisfies, and its presence', { 'ForAllValues:StringLike': { sub: SUB }, 'Null': { sub: 'false' } }, ['ForAllValues:StringLike']],
  ['what absence satisfies, and its presence or absence', { 'ForAllValues:StringLike': { sub: SUB }, 'Null': { sub: ['false', 'true'] } }, []],
  ['what absence satisfies, and no word of it', { 'ForAllValues:StringLike': { sub: SUB }, 'Null': { sub: [] } }, []],
  ['what absence satisfies, and the presence of another', { 'ForAllValues:StringLike': { sub: SUB }, 'Null': { aud: 'false' } }, []],
  ['its presence alone', { Null: { sub: 'false', aud: 'false' } }, []],
])('%s', (_, conditions, operators) => {
  expect(subDemands(conditions)).toEqual(operators);
});

test.each<[string, string, boolean]>([
  ['StringEquals', 'x', false], ['StringEqualsIfExists', 'x', true], ['StringNotLike', 'x', true], ['ForAllValues:StringEquals', 'x', true],
  ['ForAnyValue:StringNotEquals', 'x', false], ['ForAllValues:StringNotEquals', 'x', true], ['Null', 'true', true], ['Null', 'TRUE', true], ['Null', 'false', false],
  ['Bool', 'true', false], ['NotIpAddress', '10.0.0.0/8', true],
])('%s with %s passes without the key: %s', (operator, value, passes) => {
  const { claims: [condition] } = roleOf({ conditions: { [operator]: { sub: value } } }).trusts[0];

  expect(passesWithoutKey(condition)).toBe(passes);
});
