import { RuleCase } from '../../../src/checks/rule';
import { audienceWildcard } from '../../../src/checks/rules/audience-wildcard';
import { AUD, foundBy, SUB } from '../../support/found-by';

function like(aud: string | string[], operator = 'StringLike'): RuleCase {
  return { conditions: { StringEquals: { sub: SUB }, [operator]: { aud } } };
}

test.each<[string, RuleCase, number]>([
  ['anything', like('*'), 1],
  ['a pattern', like('sts.*.com'), 1],
  ['one character', like('sts.amazonaws.co?'), 1],
  ['each pattern of a list', like([AUD, 'a*', 'b*']), 2],
  ['ForAnyValue', like('*', 'ForAnyValue:StringLike'), 1],
])('finds %s', (_, given, count) => {
  expect(foundBy(audienceWildcard, given)).toHaveLength(count);
});

test.each<[string, RuleCase]>([
  ['a literal', {}],
  ['a literal under StringLike', like(AUD)],
  ['a pattern beside a literal demand', { conditions: { StringEquals: { aud: AUD, sub: SUB }, StringLike: { aud: '*' } } }],
  ['a wildcard to the letter, which is another rule\'s', like('*', 'StringEquals')],
  ['what need not be there, which is another rule\'s', like('*', 'StringLikeIfExists')],
])('finds nothing in %s', (_, given) => {
  expect(foundBy(audienceWildcard, given)).toEqual([]);
});

test('names the pattern, and what to demand', () => {
  expect(foundBy(audienceWildcard, like('sts.*'))).toEqual([
    "statement 1: aud may be anything like 'sts.*', also an audience of another service; demand 'sts.amazonaws.com' by StringEquals",
  ]);
});
