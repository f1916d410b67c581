import { RuleCase } from '../../../src/checks/rule';
import { wildcardNeverMatches } from '../../../src/checks/rules/wildcard-never-matches';
import { unknownText } from '../../../src/github/unknown-text';
import { AUD, denial, foundBy, KEYS, SUB } from '../../support/found-by';

const PATTERN = 'repo:octo-org@123456/octo-repo@456789:*';

test.each<[string, RuleCase]>([
  ['a subject', { conditions: { StringEquals: { aud: AUD, sub: PATTERN } } }],
  ['one subject of several', { conditions: { StringEquals: { aud: AUD, sub: [SUB, PATTERN] } } }],
  ['a subject with ?', { conditions: { StringEquals: { aud: AUD, sub: `${SUB}-?` } } }],
  ['a subject in any case', { conditions: { StringEqualsIgnoreCase: { aud: AUD, sub: PATTERN } } }],
  ['a subject by ForAnyValue', { conditions: { 'ForAnyValue:StringEquals': { sub: PATTERN } } }],
  ['a guard', { conditions: { StringEquals: { aud: AUD, sub: SUB }, StringNotEquals: { sub: '*:pull_request' } } }],
  ['a denial', { more: [denial({ StringEquals: { sub: '*:pull_request' } })] }],
  ['an audience', { conditions: { StringEquals: { aud: '*', sub: SUB } } }],
  ['a git ref', { conditions: { StringEquals: { aud: AUD, sub: SUB, ref: 'refs/heads/release/*' } } }],
  ['a repository', { conditions: { StringEquals: { aud: AUD, sub: SUB, repository: 'octo-org/*' } } }],
  ['a workflow file', { conditions: { StringEquals: { aud: AUD, sub: SUB, job_workflow_ref: 'octo-org/workflows/*@refs/heads/main' } } }],
  ['a star beside a literal one', { conditions: { StringEquals: { aud: AUD, sub: `${SUB}\${*}*` } } }],
])('finds a wildcard in %s', (_, given) => {
  expect(foundBy(wildcardNeverMatches, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['a literal subject', {}],
  ['a pattern', { conditions: { StringEquals: { aud: AUD }, StringLike: { sub: PATTERN }, StringNotLike: { sub: '*:pull_request' } } }],
  ['a pattern by ForAnyValue', { conditions: { 'StringEquals': { aud: AUD }, 'ForAnyValue:StringLike': { sub: PATTERN } } }],
  ['a star that is meant', { conditions: { StringEquals: { aud: AUD, sub: `${SUB}\${*}` } } }],
  ['an environment that may be named so', { conditions: { StringEquals: { aud: AUD, sub: SUB, environment: 'what?' } } }],
  ['a workflow that may be named so', { conditions: { StringEquals: { aud: AUD, sub: SUB, workflow: '*** deploy ***' } } }],
  ['a key of the request', { conditions: { StringEquals: { 'aud': AUD, 'sub': SUB, 'aws:PrincipalArn': 'arn:*' } } }],
  ['what only deployment knows', { conditions: { StringEquals: { aud: AUD, sub: `repo:${unknownText('which?')}:pull_request` } } }],
])('finds nothing in %s', (_, given) => {
  expect(foundBy(wildcardNeverMatches, given)).toEqual([]);
});

test.each([['StringEquals', 'StringLike'], ['StringNotEquals', 'StringNotLike']])('names the value, and what to use for %s', (operator, instead) => {
  const [found] = foundBy(wildcardNeverMatches, { conditions: { [operator]: { sub: PATTERN } } });

  expect(found).toBe(`statement 1: '${operator}' takes '${PATTERN}' to the letter, wildcards included, and no token has it as '${KEYS}:sub'; `
    + `use ${instead} for a pattern, or write the value out`);
});
