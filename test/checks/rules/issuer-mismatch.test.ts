import { RuleCase } from '../../../src/checks/rule';
import { issuerMismatch } from '../../../src/checks/rules/issuer-mismatch';
import { unknownText } from '../../../src/github/unknown-text';
import { AUD, foundBy, KEYS, PROVIDER, SERVER, SUB } from '../../support/found-by';

function keyed(prefix: string): RuleCase['conditions'] {
  return { StringEquals: { aud: AUD, sub: SUB, [`${prefix}:sub`]: SUB } };
}

test.each<[string, RuleCase]>([
  ['an enterprise\'s issuer', { conditions: keyed(`${KEYS}/octo-inc`) }],
  ['GitHub.com, for an enterprise', { issuer: `${KEYS}/octo-inc`, conditions: keyed(KEYS) }],
  ['another enterprise', { issuer: `${KEYS}/octo-inc`, conditions: keyed(`${KEYS}/octo-corp`) }],
  ['GHE.com', { conditions: keyed('token.actions.octocorp.ghe.com') }],
  ['a server that nobody told of', { conditions: keyed('git.example.org/_services/token') }],
  ['another server', { issuer: SERVER, conditions: keyed('git.example.org/_services/token') }],
  ['GitHub\'s older issuer', { conditions: keyed('vstoken.actions.githubusercontent.com') }],
  ['a misspelt host', { conditions: keyed('tokens.actions.githubusercontent.com') }],
  ['a slash too many', { conditions: keyed(`${KEYS}/`) }],
])('finds a condition key of %s', (_, given) => {
  expect(foundBy(issuerMismatch, given)).toHaveLength(1);
});

test('finds a condition key with a scheme', () => {
  const conditions = { StringEquals: { aud: AUD, [`https://${KEYS}:sub`]: SUB } };

  expect(foundBy(issuerMismatch, { conditions })).toEqual([expect.stringMatching(new RegExp(`; write it as '${KEYS}:sub'$`))]);
});

test.each<[string, RuleCase]>([
  ['keys of the provider', {}],
  ['keys in another case', { conditions: { StringEquals: { [`${KEYS.toUpperCase()}:aud`]: AUD, sub: SUB } } }],
  ['keys of an enterprise', { issuer: `${KEYS}/Octo-Inc` }],
  ['keys of a server', { issuer: SERVER, conditions: { StringEquals: { aud: AUD, sub: 'repo:o/r:pull_request' } } }],
  ['keys of each of two providers', { conditions: keyed(`${KEYS}/octo-inc`), statement: { Principal: { Federated: [PROVIDER, `${PROVIDER}/octo-inc`] } } }],
  ['keys of a provider that only deployment knows', { conditions: keyed(`${KEYS}/octo-inc`), statement: { Principal: { Federated: unknownText('Provider') } } }],
  ['keys of others', { conditions: { StringEquals: { 'aud': AUD, 'sub': SUB, 'gitlab.com:sub': 'x', 'aws:SourceIp': 'x', 'sts:RoleSessionName': 'x' } } }],
  ['keys of an EKS cluster', { conditions: keyed('oidc.eks.eu-west-1.amazonaws.com/id/ABC') }],
  ['keys of what only looks like a server', { conditions: keyed('example/_services/token') }],
])('finds nothing in %s', (_, given) => {
  expect(foundBy(issuerMismatch, given)).toEqual([]);
});

test('names key and provider, and the key to write', () => {
  expect(foundBy(issuerMismatch, { issuer: `${KEYS}/octo-inc`, conditions: { StringEquals: { aud: AUD, [`${KEYS}:sub`]: SUB } } })).toEqual([
    `statement 1: the condition key is '${KEYS}:sub', and the statement trusts '${KEYS}/octo-inc', whose tokens have no such claim; write it as '${KEYS}/octo-inc:sub'`,
  ]);
});
