import { RuleCase } from '../../../src/checks/rule';
import { conditionNeverMet } from '../../../src/checks/rules/condition-never-met';
import { unknownText } from '../../../src/github/unknown-text';
import { AUD, foundBy, KEYS, SERVER, SUB } from '../../support/found-by';

const SOUND = { aud: AUD, sub: SUB };
const PATTERN = 'repo:octo-org@123456/octo-repo@456789:*';

test.each<[string, RuleCase]>([
  ['an external ID', { conditions: { StringEquals: { ...SOUND, 'sts:ExternalId': 'x' } } }],
  ['an external ID in another case', { conditions: { StringEquals: SOUND, StringLike: { 'STS:externalID': '*' } } }],
  ['the presence of an external ID', { conditions: { StringEquals: SOUND, Null: { 'sts:ExternalId': 'false' } } }],
  ['a second factor', { conditions: { StringEquals: SOUND, Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }],
  ['a recent second factor', { conditions: { StringEquals: SOUND, NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } } }],
  ['no subject', { conditions: { StringEquals: { aud: AUD }, Null: { sub: 'true' } } }],
  ['no audience', { conditions: { StringEquals: { sub: SUB }, Null: { aud: ['true'] } } }],
  ['two subjects at once', { conditions: { StringEquals: SOUND, StringLike: { sub: 'repo:octo-org@123456/octo-repo@456789:ref:*' } } }],
  ['two subjects at once, in any case', { conditions: { StringEqualsIgnoreCase: { sub: SUB }, StringLike: { sub: 'repo:octo-org@123456/*:pull_request' } } }],
  ['a subject that is left out', { conditions: { StringEquals: SOUND, StringNotLike: { sub: '*:environment:*' } } }],
  ['an audience that is left out', { conditions: { StringEquals: SOUND, StringNotEquals: { aud: [AUD] } } }],
  ['two refs at once', { conditions: { 'StringEquals': { ...SOUND, ref: 'refs/heads/main' }, 'ForAnyValue:StringEquals': { ref: 'refs/heads/dev' } } }],
  ['no value', { conditions: { StringEquals: { aud: AUD, sub: [] } } }],
])('finds a demand of %s', (_, given) => {
  expect(foundBy(conditionNeverMet, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['one subject', {}],
  ['an external ID, if there is one', { conditions: { StringEquals: SOUND, StringEqualsIfExists: { 'sts:ExternalId': 'x' } } }],
  ['another external ID', { conditions: { StringEquals: SOUND, StringNotEquals: { 'sts:ExternalId': 'x' } } }],
  ['no external ID', { conditions: { StringEquals: SOUND, Null: { 'sts:ExternalId': 'true' } } }],
  ['a second factor, if there is one', { conditions: { StringEquals: SOUND, BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } } }],
  ['other keys of the request', { conditions: { StringEquals: { ...SOUND, 'sts:RoleSessionName': 'x', 'aws:RequestedRegion': 'eu-west-1' }, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }],
  ['keys of another issuer', { conditions: { StringEquals: { ...SOUND, 'gitlab.com:sub': 'x' }, StringLike: { 'gitlab.com:sub': 'y' } } }],
  ['a subject that has to be there', { conditions: { StringEquals: SOUND, Null: { sub: 'false', aud: ['false', 'true'] } } }],
  ['no environment', { conditions: { StringEquals: { aud: AUD }, StringLike: { sub: PATTERN }, Null: { environment: 'true' } } }],
  ['a subject by value and by pattern', { conditions: { StringEquals: SOUND, StringLike: { sub: PATTERN } } }],
  ['one of several by a pattern', { conditions: { StringEquals: { aud: AUD, sub: ['repo:a/b:pull_request', SUB] }, StringLike: { sub: PATTERN } } }],
  ['a subject in any case, by a pattern', { conditions: { StringEqualsIgnoreCase: { sub: SUB.toUpperCase() }, StringLike: { sub: PATTERN }, StringNotLike: { sub: 'X*' } } }],
  ['a subject in any case, by a value', { conditions: { StringEqualsIgnoreCase: { sub: SUB.toUpperCase() }, StringEquals: { sub: SUB } } }],
  ['a subject in any case but one', { conditions: { StringEqualsIgnoreCase: { sub: SUB }, StringNotEquals: { sub: SUB.toUpperCase() } } }],
  ['a pattern with a guard', { conditions: { StringLike: { sub: PATTERN }, StringNotLike: { sub: '*:pull_request' } } }],
  ['two patterns, which nothing here decides', { conditions: { 'StringLike': { sub: PATTERN }, 'ForAnyValue:StringLike': { sub: '*:pull_request' } } }],
  ['what only deployment knows', { conditions: { StringEquals: { sub: unknownText('Subject') }, StringLike: { sub: PATTERN } } }],
  ['a pattern that only deployment knows', { conditions: { StringEquals: SOUND, StringLike: { sub: `${unknownText('Owner')}*` } } }],
  ['a policy variable', { conditions: { StringEquals: { sub: '${aws:username}' }, StringLike: { sub: PATTERN } } }],
  ['a claim that AWS does not read, which is another rule\'s', { issuer: SERVER, conditions: { StringEquals: { ref: 'a' }, StringLike: { ref: 'b' } } }],
])('finds nothing in a demand of %s', (_, given) => {
  expect(foundBy(conditionNeverMet, given)).toEqual([]);
});

test.each<[string, RuleCase['conditions'], string]>([
  [
    'a key', { StringEquals: { ...SOUND, 'sts:ExternalId': 'octo' } },
    "'StringEquals' demands 'octo' as 'sts:ExternalId', which a web identity never carries; leave 'sts:ExternalId' out",
  ],
  [
    'an absence', { StringEquals: { aud: AUD }, Null: { sub: 'true' } },
    `'Null' demands that there is no '${KEYS}:sub', and every token has it; demand what it has to be, by StringEquals`,
  ],
  [
    'a contradiction', { StringEquals: { aud: AUD, sub: 'repo:a/b:pull_request' }, StringLike: { sub: ['repo:a/c:*', 'repo:a/d:*'] } },
    `no value of '${KEYS}:sub' meets 'StringEquals' with 'repo:a/b:pull_request' and 'StringLike' with 'repo:a/c:*', 'repo:a/d:*'; leave one of the conditions out`,
  ],
  ['no value', { StringEquals: { aud: [], sub: SUB } }, `no value of '${KEYS}:aud' meets 'StringEquals' with no value; leave one of the conditions out`],
])('names %s, and what to do', (_, conditions, message) => {
  expect(foundBy(conditionNeverMet, { conditions })).toEqual([`statement 1: ${message}`]);
});
