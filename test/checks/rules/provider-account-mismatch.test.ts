import { RuleCase } from '../../../src/checks/rule';
import { providerAccountMismatch } from '../../../src/checks/rules/provider-account-mismatch';
import { unknownText } from '../../../src/github/unknown-text';
import { foundBy, KEYS } from '../../support/found-by';

function providerIn(account: string, partition = 'aws'): RuleCase {
  return { account: '111111111111', statement: { Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${KEYS}` } } };
}

test.each(['aws', 'aws-us-gov', unknownText('AWS::Partition')])('finds the provider of another account in the partition %s', partition => {
  expect(foundBy(providerAccountMismatch, providerIn('222222222222', partition))).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['the same account', providerIn('111111111111')],
  ['an account that only deployment knows', providerIn(unknownText('AWS::AccountId'))],
  ['no account', providerIn('')],
  ['a provider that only deployment knows', { statement: { Principal: { Federated: unknownText('Provider') } } }],
])('finds nothing where the provider is of %s', (_, given) => {
  expect(foundBy(providerAccountMismatch, given)).toEqual([]);
});

test('names both accounts, and whose provider to trust', () => {
  expect(foundBy(providerAccountMismatch, providerIn('222222222222'))).toEqual([
    `statement 1: the role is in the account 111111111111, and its provider in 222222222222: 'arn:aws:iam::222222222222:oidc-provider/${KEYS}'; `
    + 'trust the provider of 111111111111',
  ]);
});
