import { GithubIssuer } from '../../../src/github/issuer';
import { waysIn } from '../../../src/trust/reach/limits';
import { readPolicy } from '../../../src/trust/read-policy';
import { OLD_SERVER } from '../../support/gates';

type Conditions = Record<string, Record<string, string | string[]>>;

/** Each way as the limits in words. */
function ways(allow: Conditions, denies: readonly Conditions[] = [], issuer = GithubIssuer.GITHUB_COM): string[][] {
  const statement = (conditions: Conditions) => ({
    Condition: Object.fromEntries(Object.entries(conditions).map(([operator, block]) =>
      [operator, Object.fromEntries(Object.entries(block).map(([key, values]) => [key.includes(':') ? key : `${issuer.conditionKeyPrefix}:${key}`, values]))])),
  });
  const [allowing, ...denying] = readPolicy({ Statement: [allow, ...denies].map(statement) });
  return [...waysIn({ statement: allowing, denies: denying, issuer })].map(limits => limits.map(({ claim, isWanted, values, whenAbsent }) =>
    `${claim} ${isWanted ? 'of' : 'not of'} ${values.join(' ')}${whenAbsent ? ' if there' : ''}`));
}

test.each<[string, Conditions, string[][]]>([
  ['nothing', {}, [[]]],
  ['a pattern', { StringLike: { sub: ['repo:*', 'repo:octo/*'] } }, [['sub of repo:*']]],
  ['a negated pattern', { StringNotLike: { sub: ['repo:*:*', 'repo:octo/*'] } }, [['sub not of repo:*:* if there']]],
  ['nothing but pinned values', { StringLike: { sub: 'repo:octo/*' } }, []],
  ['none of pinned values', { StringNotLike: { sub: 'repo:octo/*' } }, [[]]],
  ['a claim and another', { StringEquals: { environment: 'a', actor: ['b', 'c'] } }, [['environment of a', 'actor of b c']]],
  ['a claim that may be absent', { StringEqualsIfExists: { environment: 'a' } }, [['environment of a if there']]],
  ['a claim that has to be absent', { Null: { environment: 'true' } }, [['environment of  if there']]],
  ['a claim that has to be there', { Null: { environment: 'false' } }, [['environment not of ']]],
  ['an ID that only the named have', { StringEquals: { enterprise_id: '5' } }, [['enterprise_id of ']]],
  ['a claim that is always there', { Null: { actor: 'false' } }, [[]]],
  ['a claim that is never absent', { Null: { actor: 'true' } }, []],
  ['what AWS does not read', { StringEquals: { event_name: 'push' } }, []],
  ['what AWS does not read, negated', { StringNotEquals: { event_name: 'push' } }, [[]]],
  ['the request', { StringEquals: { 'aws:SourceIp': 'x' }, DateLessThan: { sub: 'x' } }, [[]]],
  ['a policy variable', { StringEquals: { actor: ['${x}', 'y'] }, StringNotEquals: { workflow: ['${x}', 'y'] } }, [['actor of ${x} y', 'workflow not of y if there']]],
])('allowing %s', (_, conditions, expected) => {
  expect(ways(conditions)).toEqual(expected);
});

test.each<[string, Conditions[], string[][]]>([
  ['everything', [{}], []],
  ['a pattern', [{ StringLike: { sub: 'repo:*' } }], [['sub not of repo:* if there']]],
  ['all but a pattern', [{ StringNotLike: { sub: 'repo:*' } }], [['sub of repo:*']]],
  ['all but pinned values', [{ StringNotLike: { sub: 'repo:octo/*' } }], []],
  ['pinned values', [{ StringLike: { sub: 'repo:octo/*' } }], [[]]],
  ['one claim and another', [{ StringLike: { sub: 'repo:*', actor: 'x' } }], [['sub not of repo:* if there'], ['actor not of x if there']]],
  ['one and what is never met', [{ StringLike: { sub: 'repo:*', event_name: 'x' } }], [[]]],
  ['one and what is always met', [{ StringLike: { sub: 'repo:*' }, StringNotEquals: { event_name: 'x' } }], [['sub not of repo:* if there']]],
  ['one and the request', [{ StringLike: { sub: 'repo:*' }, Bool: { 'aws:SecureTransport': 'false' } }], [[]]],
  ['two, one by one', [{ StringEquals: { actor: ['a'], workflow: ['b'] } }, { StringEquals: { actor: ['c'], aud: 'd' } }], [
    ['actor not of a if there', 'actor not of c if there'], ['actor not of a if there', 'aud not of d if there'],
    ['workflow not of b if there', 'actor not of c if there'], ['workflow not of b if there', 'aud not of d if there'],
  ]],
  ['one, and then everything', [{ StringEquals: { actor: ['a'] } }, {}], []],
  ['an absent environment', [{ Null: { environment: 'true' } }], [['environment not of ']]],
  ['an environment', [{ StringLike: { environment: '*' } }], [['environment not of * if there']]],
])('denying %s', (_, denies, expected) => {
  expect(ways({}, denies)).toEqual(expected);
});

test('of a server AWS reads no claim but two', () => {
  expect(ways({ StringLike: { sub: 'repo:*', aud: 'x' }, StringNotEquals: { actor: 'y' } }, [], OLD_SERVER)).toEqual([['sub of repo:*', 'aud of x']]);
  expect(ways({ StringLike: { sub: 'repo:*', actor: 'x' } }, [], OLD_SERVER)).toEqual([]);
});
