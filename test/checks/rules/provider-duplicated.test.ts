import { CheckedProvider } from '../../../src/checks/checked-role';
import { providerDuplicated } from '../../../src/checks/rules/provider-duplicated';
import { findingsOfProvider } from '../../../src/checks/run-rules';
import { KEYS } from '../../support/found-by';

const PROVIDER: CheckedProvider = { path: 'One/Provider', account: '111111111111', url: `https://${KEYS}` };
const OTHER: CheckedProvider = { ...PROVIDER, path: 'Two/Provider' };

function foundIn(provider: CheckedProvider, ...others: CheckedProvider[]): string[] {
  return findingsOfProvider(provider, others, [providerDuplicated]).map(({ path, message, fix }) => `${path}: ${message}; ${fix}`);
}

test.each<[string, CheckedProvider, CheckedProvider]>([
  ['the same URL', PROVIDER, OTHER],
  ['the same URL with a slash', PROVIDER, { ...OTHER, url: `${OTHER.url}/` }],
  ['an account that only deployment knows', { ...PROVIDER, account: undefined }, { ...OTHER, account: undefined }],
])('finds each of two providers of %s', (_, one, other) => {
  expect(foundIn(one, other)).toHaveLength(1);
  expect(foundIn(other, one)).toHaveLength(1);
});

test.each<[string, CheckedProvider[]]>([
  ['alone', []],
  ['beside one of another account', [{ ...OTHER, account: '222222222222' }]],
  ['beside one of an account that only deployment knows', [{ ...OTHER, account: undefined }]],
  ['beside one of another issuer', [{ ...OTHER, url: `${OTHER.url}/octo-inc` }]],
  ['beside one of a URL that only deployment knows', [{ ...OTHER, url: undefined }]],
])('finds nothing in a provider %s', (_, others) => {
  expect(foundIn(PROVIDER, ...others)).toEqual([]);
  expect(foundIn({ ...PROVIDER, url: undefined }, ...others)).toEqual([]);
});

test('names URL and place, and what to do', () => {
  expect(foundIn(PROVIDER, OTHER, { ...OTHER, path: 'Three/Provider' })).toEqual([
    `One/Provider: the provider of 'https://${KEYS}' is also made as 'Two/Provider', 'Three/Provider', and an account has one of each URL; `
    + 'make it once, in a stack of its own, and use it from there: GithubOidcProvider.getOrCreate(), or fromAccount() where it exists',
  ]);
});
