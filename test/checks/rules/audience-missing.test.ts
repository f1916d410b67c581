import { RuleCase } from '../../../src/checks/rule';
import { audienceMissing } from '../../../src/checks/rules/audience-missing';
import { vacuousCondition } from '../../../src/checks/rules/vacuous-condition';
import { AUD, denial, foundBy, KEYS, SUB } from '../../support/found-by';

test.each<[string, RuleCase]>([
  ['a subject alone', { conditions: { StringEquals: { sub: SUB } } }],
  ['a pattern of subjects alone', { conditions: { StringLike: { sub: 'repo:octo-org@123456/octo-repo@456789:*' } } }],
  ['no environment', { conditions: { StringEquals: { sub: 'repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main' }, Null: { environment: 'true' } } }],
  ['a subject with a guard', { conditions: { StringLike: { sub: 'repo:octo-org@123456/*' }, StringNotLike: { sub: '*/x*' } } }],
  ['the presence of an audience', { conditions: { StringEquals: { sub: SUB }, Null: { aud: 'false' } } }],
])('finds a statement that demands %s', (_, given) => {
  expect(foundBy(audienceMissing, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['an audience', {}],
  ['a pattern of audiences', { conditions: { StringEquals: { sub: SUB }, StringLike: { aud: 'sts.*' } } }],
  ['an audience, by ForAnyValue', { conditions: { 'ForAnyValue:StringEquals': { aud: [AUD] }, 'StringEquals': { sub: SUB } } }],
  ['an audience that has to be there', { conditions: { 'ForAllValues:StringEquals': { aud: AUD }, 'Null': { aud: 'false' }, 'StringEquals': { sub: SUB } } }],
  ['an audience, in a denial of all others', { conditions: { StringEquals: { sub: SUB } }, more: [denial({ StringNotEquals: { aud: AUD } }, { Principal: '*' })] }],
  ['what no token can meet', { conditions: { StringEquals: { sub: SUB, event_name: 'push' } } }],
])('finds nothing where a statement demands %s', (_, given) => {
  expect(foundBy(audienceMissing, given)).toEqual([]);
});

test('is not closed by a denial of something else', () => {
  const more = [denial({ StringNotEquals: { aud: AUD }, StringLike: { sub: '*:pull_request' } })];

  expect(foundBy(audienceMissing, { conditions: { StringEquals: { sub: SUB } }, more })).toHaveLength(1);
});

test.each(['ForAllValues:StringEquals', 'StringEqualsIfExists', 'StringNotEquals'])('leaves an audience under %s alone to VacuousCondition', operator => {
  const given: RuleCase = { conditions: { StringEquals: { sub: SUB }, [operator]: { aud: AUD } } };

  expect(foundBy(audienceMissing, given)).toEqual([]);
  expect(foundBy(vacuousCondition, given)).toHaveLength(1);
});

test('names the statement and the key, and what to demand', () => {
  expect(foundBy(audienceMissing, { conditions: { StringEquals: { sub: SUB } }, statement: { Sid: 'Deploy' } })).toEqual([
    `Deploy: no condition demands '${KEYS}:aud', so a token that was made for another service can be replayed to AWS; demand 'sts.amazonaws.com' as aud by StringEquals`,
  ]);
});
