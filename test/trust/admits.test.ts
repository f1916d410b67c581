import { GithubIssuer } from '../../src/github/issuer';
import { mayAdmit } from '../../src/trust/admits';
import { readPolicy } from '../../src/trust/read-policy';

type Conditions = Record<string, Record<string, unknown>>;
const ISSUER = GithubIssuer.GITHUB_COM;
const TOKEN = { aud: 'sts.amazonaws.com', sub: 'repo:evil/x:environment:prod', environment: 'prod', repository_owner: 'evil', empty: '', workflow: '' };

function statement(effect: string, conditions: Conditions) {
  const keyed = Object.entries(conditions).map(([operator, block]) =>
    [operator, Object.fromEntries(Object.entries(block).map(([key, value]) => [key.includes(':') ? key : `${ISSUER.conditionKeyPrefix}:${key}`, value]))]);
  return { Effect: effect, Action: 'sts:AssumeRoleWithWebIdentity', Condition: Object.fromEntries(keyed) };
}

function admits(allow: Conditions, deny?: Conditions, token: Record<string, string> = TOKEN): boolean {
  const [allowing, ...denying] = readPolicy({ Statement: [statement('Allow', allow), ...deny ? [statement('Deny', deny)] : []] });
  return mayAdmit(allowing, denying, ISSUER, token);
}

/** Each condition, whether it lets the token in as an Allow statement's, and whether it keeps it out as a Deny statement's. */
test.each<[string, Conditions, boolean, boolean]>([
  ['nothing', {}, true, true],
  ['a pattern that matches', { StringLike: { sub: 'repo:*' } }, true, true],
  ['a pattern that does not', { StringLike: { sub: 'repo:octo/*' } }, false, false],
  ['any of several', { StringLike: { sub: ['repo:octo/*', '*:prod'] } }, true, true],
  ['a negated one', { StringNotLike: { sub: ['repo:octo/*', '*:prod'] } }, false, false],
  ['two operators', { StringLike: { sub: '*' }, StringEquals: { environment: 'x' } }, false, false],
  ['a wildcard that is text', { StringEquals: { sub: '*' } }, false, false],
  ['a claim that AWS does not read', { StringEquals: { repository_owner: 'evil' } }, false, false],
  ['the same, negated', { StringNotEquals: { repository_owner: 'octo' } }, true, true],
  ['the same, if it exists', { StringEqualsIfExists: { repository_owner: 'octo' } }, true, true],
  ['the same, of all values', { 'ForAllValues:StringEquals': { repository_owner: 'octo' } }, true, true],
  ['the same, of any value', { 'ForAnyValue:StringNotEquals': { repository_owner: 'octo' } }, false, false],
  ['all values of an empty claim', { 'ForAllValues:StringEquals': { workflow: 'x' } }, true, true],
  ['an empty claim', { StringEquals: { workflow: '' } }, true, true],
  ['absence that is there', { Null: { actor: 'true' } }, true, true],
  ['absence that is not', { Null: { sub: 'true' } }, false, false],
  ['presence', { Null: { sub: 'false' } }, true, true],
  ['another issuer', { StringEquals: { 'gitlab.com:sub': 'x' } }, false, false],
  ['another issuer, negated', { StringNotEquals: { 'gitlab.com:sub': 'x' } }, true, true],
  ['the request', { StringEquals: { 'aws:SourceIp': 'x' } }, true, false],
  ['a key that no web identity has', { StringEquals: { 'sts:ExternalId': 'x' } }, false, false],
  ['an operator that is not for texts', { NumericEquals: { sub: '1' } }, true, false],
  ['a policy variable', { StringEquals: { sub: '${aws:username}' } }, true, false],
  ['a policy variable, negated', { StringNotEquals: { sub: '${aws:username}' } }, true, false],
  ['a policy variable behind other text', { StringEquals: { sub: 'repo:octo/${aws:username}' } }, false, false],
  ['a policy variable beside a match', { StringEquals: { sub: ['${aws:username}', 'repo:evil/x:environment:prod'] } }, true, true],
  ['characters written like variables', { StringEquals: { sub: 'repo${*}' } }, false, false],
])('%s', (_, conditions, letsIn, keepsOut) => {
  expect(admits(conditions)).toBe(letsIn);
  expect(admits({}, conditions)).toBe(!keepsOut);
});

test('what is written like a variable and is a character matches it', () => {
  expect(admits({ StringLike: { sub: 'a${*}${?}' } }, undefined, { sub: 'a*?' })).toBe(true);
  expect(admits({ StringLike: { sub: 'a${*}${?}' } }, undefined, { sub: 'abc' })).toBe(false);
});

test('AWS reads no IDs of a server', () => {
  const server = GithubIssuer.server('github.example.com');
  const [allow] = readPolicy({ Statement: [{ Effect: 'Allow', Condition: { StringEquals: { [`${server.conditionKeyPrefix}:repository_id`]: '7' } } }] });
  expect(mayAdmit(allow, [], server, { repository_id: '7' })).toBe(false);
});
