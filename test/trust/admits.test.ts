import { GithubIssuer } from '../../src/github/issuer';
import { mayAdmit } from '../../src/trust/admits';
import { readPolicy } from '../../src/trust/read-policy';

const TOKEN = { aud: 'sts.amazonaws.com', sub: 'repo:octo-org/app:pull_request', repository_id: '7' };
const SERVER = GithubIssuer.server('github.example.com');

type Conditions = Record<string, Record<string, unknown>>;

function admitted(conditions: Conditions, denied: Conditions[] = [], issuer = GithubIssuer.GITHUB_COM): boolean {
  const prefixed = (element: Conditions) => Object.fromEntries(Object.entries(element).map(([operator, block]) =>
    [operator, Object.fromEntries(Object.entries(block).map(([key, values]) => [/:/.test(key) ? key : `${issuer.conditionKeyPrefix}:${key}`, values]))]));
  const [allow, ...denies] = readPolicy({
    Statement: [{ Effect: 'Allow', Condition: prefixed(conditions) }, ...denied.map(Condition => ({ Effect: 'Deny', Condition: prefixed(Condition) }))],
  });
  return mayAdmit(allow, denies, issuer, TOKEN);
}

test.each<[string, Conditions, boolean]>([
  ['no condition', {}, true],
  ['an equal value', { StringEquals: { sub: TOKEN.sub } }, true],
  ['one of several', { StringEquals: { sub: ['x', TOKEN.sub] } }, true],
  ['another case', { StringEquals: { sub: TOKEN.sub.toUpperCase() } }, false],
  ['another case where it does not matter', { StringEqualsIgnoreCase: { sub: TOKEN.sub.toUpperCase() } }, true],
  ['a wildcard under StringEquals', { StringEquals: { sub: 'repo:octo-org/*' } }, false],
  ['a pattern', { StringLike: { sub: 'repo:octo-org/*' } }, true],
  ['a refused pattern', { StringNotLike: { sub: 'repo:octo-org/*' } }, false],
  ['an empty list', { StringEquals: { sub: [] } }, false],
  ['a claim that the token lacks', { StringEquals: { environment: 'x' } }, false],
  ['the same, if it exists', { StringEqualsIfExists: { environment: 'x' } }, true],
  ['the same, refused', { StringNotEquals: { environment: 'x' } }, true],
  ['the same, for all values', { 'ForAllValues:StringEquals': { environment: 'x' } }, true],
  ['the same, for any value', { 'ForAnyValue:StringNotEquals': { environment: 'x' } }, false],
  ['its absence', { Null: { environment: 'true' } }, true],
  ['the absence of a claim that is there', { Null: { sub: 'true' } }, false],
  ['a claim that AWS does not read', { StringEquals: { repository_owner: 'octo-org' } }, false],
  ['the same, refused', { StringNotEquals: { repository_owner: 'octo-org' } }, true],
  ['two demands', { StringEquals: { sub: TOKEN.sub }, StringLike: { sub: 'x*' } }, false],
  ["a request's key, which may be anything", { StringEquals: { 'aws:RequestedRegion': 'x' } }, true],
  ['an operator that is not for texts', { NumericEquals: { repository_id: '8' } }, true],
  ['a key that no web identity has', { StringEquals: { 'sts:ExternalId': 'x' } }, false],
  ["another issuer's key", { StringEquals: { 'gitlab.com:sub': TOKEN.sub } }, false],
])('an Allow with %s', (_, conditions, expected) => {
  expect(admitted(conditions)).toBe(expected);
});

test.each<[string, Conditions[], boolean]>([
  ['none', [], true],
  ['without a condition', [{}], false],
  ['that meets the token', [{ StringLike: { sub: '*:pull_request' } }], false],
  ['that does not', [{ StringLike: { sub: '*:environment:*' } }], true],
  ['of which one condition does not', [{ StringLike: { sub: '*:pull_request' }, StringEquals: { repository_id: '8' } }], true],
  ["with a request's key, which may not be so", [{ StringLike: { sub: '*' }, StringEquals: { 'aws:RequestedRegion': 'x' } }], true],
  ['several, of which one meets it', [{ StringEquals: { sub: 'x' } }, { StringEquals: { repository_id: '7' } }], false],
])('beside a Deny %s', (_, denied, expected) => {
  expect(admitted({}, denied)).toBe(expected);
});

test('AWS reads no IDs of a server', () => {
  expect(admitted({ StringEquals: { repository_id: '7' } }, [], SERVER)).toBe(false);
  expect(admitted({ StringEquals: { sub: TOKEN.sub } }, [], SERVER)).toBe(true);
});
