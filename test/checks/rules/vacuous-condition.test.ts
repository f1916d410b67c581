import { RuleCase } from '../../../src/checks/rule';
import { vacuousCondition } from '../../../src/checks/rules/vacuous-condition';
import { AUD, denial, foundBy, KEYS, SERVER, SUB } from '../../support/found-by';

const PATTERN = 'repo:octo-org@123456/octo-repo@456789:*';
const POSITIVE = ['StringEquals', 'StringLike', 'StringEqualsIgnoreCase'];
const VACUOUS = POSITIVE.flatMap(operator => [`ForAllValues:${operator}`, `${operator}IfExists`, `ForAllValues:${operator}IfExists`, `ForAnyValue:${operator}IfExists`])
  .filter(operator => !operator.startsWith('ForAnyValue'));
const NEGATED = ['StringNotEquals', 'StringNotLike', 'StringNotEqualsIgnoreCase'];

test.each(VACUOUS.flatMap(operator => ['aud', 'sub', 'environment', 'repository_owner_id'].map(claim => ({ operator, claim }))))(
  'finds $operator as the only bound of $claim', ({ operator, claim }) => {
    const values: Record<string, string> = { aud: AUD, sub: SUB, environment: 'production', repository_owner_id: '123456' };
    const sound = Object.fromEntries(Object.entries({ aud: AUD, sub: SUB }).filter(([name]) => name !== claim));

    expect(foundBy(vacuousCondition, { conditions: { StringEquals: sound, [operator]: { [claim]: values[claim] } } })).toHaveLength(1);
  });

test.each(NEGATED.flatMap(operator => [operator, `${operator}IfExists`, `ForAllValues:${operator}`]))('finds %s as the only bound of aud and of sub', operator => {
  expect(foundBy(vacuousCondition, { conditions: { StringEquals: { aud: AUD }, [operator]: { sub: 'repo:evil/x:pull_request' } } })).toHaveLength(1);
  expect(foundBy(vacuousCondition, { conditions: { StringEquals: { sub: SUB }, [operator]: { aud: 'evil' } } })).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['real demands alone', {}],
  ['a guard beside a pattern', { conditions: { StringEquals: { aud: AUD }, StringLike: { sub: 'repo:octo-org@123456/*:pull_request' }, StringNotLike: { sub: 'repo:*:*:pull_request' } } }],
  ['ForAllValues beside a demand', { conditions: { 'StringEquals': { aud: AUD, sub: SUB }, 'ForAllValues:StringLike': { sub: PATTERN } } }],
  ['IfExists beside a demand', { conditions: { StringEquals: { aud: AUD, sub: SUB }, StringLikeIfExists: { sub: PATTERN } } }],
  ['ForAllValues beside Null', { conditions: { 'StringEquals': { aud: AUD }, 'ForAllValues:StringLike': { sub: PATTERN }, 'Null': { sub: 'false' } } }],
  ['IfExists beside Null', { conditions: { StringEquals: { aud: AUD }, StringLikeIfExists: { sub: PATTERN }, Null: { sub: ['false'] } } }],
  ['ForAllValues beside a denial of its absence', { conditions: { 'StringEquals': { aud: AUD }, 'ForAllValues:StringLike': { sub: PATTERN } }, more: [denial({ Null: { sub: 'true' } })] }],
  ['a branch left out', { conditions: { StringEquals: { aud: AUD }, StringLike: { sub: PATTERN }, StringNotLike: { ref: 'refs/heads/dependabot/*' } } }],
  ['an environment left out', { conditions: { StringEquals: { aud: AUD }, StringLike: { sub: PATTERN }, StringNotEquals: { environment: 'dev' } } }],
  ['no environment', { conditions: { StringEquals: { aud: AUD }, StringLike: { sub: PATTERN }, Null: { environment: 'true' } } }],
  ['pull requests left out of an owner by ID', { conditions: { StringEquals: { aud: AUD, repository_owner_id: '123456' }, StringNotLike: { sub: '*:pull_request' } } }],
  ['strangers denied', { conditions: { StringEquals: { aud: AUD }, StringNotLike: { sub: '*:pull_request' } }, more: [denial({ StringNotLike: { sub: 'repo:octo-org/*' } })] }],
  ['a claim that AWS does not read, which is another rule\'s', { conditions: { 'StringEquals': { aud: AUD, sub: SUB }, 'ForAllValues:StringEquals': { iss: `https://${KEYS}` } } }],
  ['a claim that AWS does not read of the issuer', { issuer: SERVER, conditions: { StringEquals: { aud: AUD, sub: 'repo:o/r:pull_request' }, StringEqualsIfExists: { ref: 'refs/heads/main' } } }],
  ['keys of the request', { conditions: { StringEquals: { aud: AUD, sub: SUB }, StringEqualsIfExists: { 'aws:RequestedRegion': 'eu-west-1' }, StringNotLike: { 'sts:RoleSessionName': 'x*' } } }],
  ['keys of another issuer', { conditions: { 'StringEquals': { aud: AUD, sub: SUB }, 'ForAllValues:StringEquals': { 'gitlab.com:aud': 'x' } } }],
  ['ForAnyValue', { conditions: { 'ForAnyValue:StringEquals': { aud: AUD }, 'ForAnyValue:StringLike': { sub: PATTERN } } }],
])('finds nothing in %s', (_, given) => {
  expect(foundBy(vacuousCondition, given)).toEqual([]);
});

test.each<[string, RuleCase, string]>([
  [
    'ForAllValues', { conditions: { 'ForAllValues:StringEquals': { aud: AUD }, 'StringEquals': { sub: SUB } } },
    `'ForAllValues:StringEquals' compares '${KEYS}:aud' with '${AUD}', and passes for a token without the claim too`,
  ],
  [
    'a negated operator', { conditions: { StringEquals: { aud: AUD }, StringNotLike: { sub: ['a*', 'b*', 'c*', 'd*'] } } },
    `'StringNotLike' only says what '${KEYS}:sub' must not be, 'a*', 'b*', 'c*' and 1 more, so that all others get in`,
  ],
])('says of %s what passes, and what to use', (_, given, message) => {
  expect(foundBy(vacuousCondition, given)).toEqual([
    `statement 1: ${message}; demand what the claim has to be, by StringEquals, or by StringLike where it is a pattern`,
  ]);
});
