import { CheckedProvider } from '../../../src/checks/checked-role';
import { RuleCase } from '../../../src/checks/rule';
import { audienceNotRegistered } from '../../../src/checks/rules/audience-not-registered';
import { unknownText } from '../../../src/github/unknown-text';
import { AUD, foundBy, KEYS, SUB } from '../../support/found-by';

const OTHER = 'https://github.com/octo-org';

function provider(audiences: string[] | undefined, facts: Partial<CheckedProvider> = {}): CheckedProvider {
  return { path: 'Stack/Provider', account: '111111111111', url: `https://${KEYS}`, audiences, ...facts };
}

test.each<[string, RuleCase]>([
  ['another audience', { providers: [provider([OTHER])] }],
  ['no audience', { providers: [provider([])] }],
  ['other audiences', { providers: [provider([OTHER, 'sigstore'])] }],
  ['the audience in another case', { providers: [provider(['STS.amazonaws.com'])] }],
  ['another audience by a URL with a slash', { providers: [provider([OTHER], { url: `https://${KEYS}/` })] }],
  ['what no pattern fits', { conditions: { StringLike: { aud: 'sts.*', sub: SUB } }, providers: [provider([OTHER])] }],
  ['only one of two demands', { conditions: { StringEquals: { aud: [AUD, OTHER], sub: SUB }, StringLike: { aud: 'sts.*' } }, providers: [provider([OTHER])] }],
])('finds a provider that accepts %s', (_, given) => {
  expect(foundBy(audienceNotRegistered, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['none of the app', {}],
  ['with the audience', { providers: [provider([OTHER, AUD])] }],
  ['with one of the audiences', { conditions: { StringEquals: { aud: [AUD, `${AUD}.cn`], sub: SUB } }, providers: [provider([AUD])] }],
  ['that a pattern fits', { conditions: { StringLike: { aud: 'https://github.com/*', sub: SUB } }, providers: [provider([OTHER])] }],
  ['that fits in any case', { conditions: { StringEqualsIgnoreCase: { aud: AUD, sub: SUB } }, providers: [provider(['STS.amazonaws.com'])] }],
  ['of another account', { providers: [provider([OTHER], { account: '222222222222' })] }],
  ['of an account that only deployment knows', { providers: [provider([OTHER], { account: undefined })] }],
  ['of another issuer', { providers: [provider([OTHER], { url: `https://${KEYS}/octo-inc` })] }],
  ['of a URL that only deployment knows', { providers: [provider([OTHER], { url: undefined })] }],
  ['whose audiences only deployment knows', { providers: [provider(undefined)] }],
  ['one of whose audiences only deployment knows', { providers: [provider([OTHER, unknownText('Audience')])] }],
  ['beside one with the audience', { providers: [provider([OTHER]), provider([AUD])] }],
  ['for an audience that only deployment knows', { conditions: { StringEquals: { aud: unknownText('Audience'), sub: SUB } }, providers: [provider([OTHER])] }],
  ['for no audience, which is another rule\'s', { conditions: { StringEquals: { sub: SUB } }, providers: [provider([OTHER])] }],
])('finds nothing in a provider %s', (_, given) => {
  expect(foundBy(audienceNotRegistered, given)).toEqual([]);
});

test('names each audience once', () => {
  const given = { conditions: { StringEquals: { aud: AUD, sub: SUB }, StringLike: { aud: [AUD, `${AUD}*`] } }, providers: [provider([OTHER]), provider([OTHER])] };
  expect(foundBy(audienceNotRegistered, given)).toEqual([expect.stringContaining(`aud has to be '${AUD}', '${AUD}*', and the provider accepts '${OTHER}'; `)]);
});

test('names both, and what to add', () => {
  expect(foundBy(audienceNotRegistered, { providers: [provider([OTHER])] })).toEqual([
    `statement 1: aud has to be '${AUD}', and the provider accepts '${OTHER}'; add the audience to the provider's ClientIdList, or demand one that is there`,
  ]);
  expect(foundBy(audienceNotRegistered, { providers: [provider([])] })).toEqual([expect.stringContaining('the provider accepts no audience; ')]);
});
