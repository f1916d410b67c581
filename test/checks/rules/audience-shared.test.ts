import { RuleCase } from '../../../src/checks/rule';
import { audienceShared } from '../../../src/checks/rules/audience-shared';
import { AUD, foundBy, KEYS, SERVER, SUB } from '../../support/found-by';

function audience(aud: string | string[], issuer = KEYS): RuleCase {
  return { issuer, conditions: { StringEquals: { aud, sub: SUB } } };
}

test.each<[string, RuleCase]>([
  ['an owner', audience('https://github.com/octo-org')],
  ['an owner beside another audience', audience([AUD, 'https://github.com/octo-org'])],
  ['an owner of an enterprise', audience('https://github.com/octo-org', `${KEYS}/octo-inc`)],
  ['an owner on GHE.com', audience('https://octocorp.ghe.com/octo-org', 'token.actions.octocorp.ghe.com')],
  ['an owner on a server', audience('https://github.example.com/octo-org', SERVER)],
])('finds the URL of %s', (_, given) => {
  expect(foundBy(audienceShared, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['STS', audience(AUD)],
  ['STS in China', audience(`${AUD}.cn`)],
  ['a repository', audience('https://github.com/octo-org/octo-repo')],
  ['GitHub itself', audience('https://github.com/')],
  ['another host', audience('https://example.com/octo-org')],
  ['a host that begins alike', audience('https://github.com.example.com/octo-org')],
  ['GitHub.com, from GHE.com', audience('https://github.com/octo-org', 'token.actions.octocorp.ghe.com')],
  ['a pattern, which is another rule\'s', { conditions: { StringLike: { aud: 'https://github.com/*', sub: SUB } } }],
])('finds nothing in the audience of %s', (_, given) => {
  expect(foundBy(audienceShared, given)).toEqual([]);
});

test('names the audience, and what to demand', () => {
  expect(foundBy(audienceShared, audience('https://github.com/octo-org'))).toEqual([
    "statement 1: aud may be 'https://github.com/octo-org', which every token of that owner has by default; "
    + "demand 'sts.amazonaws.com', and have the workflow ask for it, as the credentials action does",
  ]);
});
