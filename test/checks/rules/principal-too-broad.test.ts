import { RuleCase } from '../../../src/checks/rule';
import { principalTooBroad } from '../../../src/checks/rules/principal-too-broad';
import { unknownText } from '../../../src/github/unknown-text';
import { denial, foundBy, PROVIDER } from '../../support/found-by';

const ANY_ACCOUNT = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } };

test.each<[string, RuleCase]>([
  ['anybody', { statement: { Principal: '*' } }],
  ['any account', { statement: { Principal: { AWS: '*' } } }],
  ['any account among others', { statement: { Principal: { Federated: PROVIDER, AWS: ['arn:aws:iam::111111111111:root', '*'] } } }],
  ['any provider', { statement: { Principal: { Federated: '*' } } }],
  ['a pattern of providers', { statement: { Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.*' } } }],
  ['a pattern of accounts', { statement: { Principal: { Federated: 'arn:aws:iam::*:oidc-provider/token.actions.githubusercontent.com' } } }],
  ['anybody but one', { statement: { Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::222222222222:root' } } }],
  ['any account in a statement beside', { more: [ANY_ACCOUNT] }],
  ['any account, not in one region', { more: [{ ...ANY_ACCOUNT, Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }] }],
  ['any account, by what need not be there', { more: [{ ...ANY_ACCOUNT, Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } } }] }],
])('finds %s', (_, given) => {
  expect(foundBy(principalTooBroad, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['the provider', {}],
  ['a provider that only deployment knows', { statement: { Principal: { Federated: unknownText('Which*') } } }],
  ['an account', { more: [{ ...ANY_ACCOUNT, Principal: { AWS: 'arn:aws:iam::222222222222:root' } }] }],
  ['any account of an organisation', { more: [{ ...ANY_ACCOUNT, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }] }],
  ['any account, by its role', { more: [{ ...ANY_ACCOUNT, Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/x' } } }] }],
  ['any account, by a pattern of its role', { more: [{ ...ANY_ACCOUNT, Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/x-*' } } }] }],
  ['a service', { more: [{ ...ANY_ACCOUNT, Principal: { Service: 'lambda.amazonaws.com' } }] }],
  ['anybody, denied', { more: [denial({ StringEquals: { environment: 'dev' } }, { Principal: '*' })] }],
])('finds nothing in %s', (_, given) => {
  expect(foundBy(principalTooBroad, given)).toEqual([]);
});

test.each<[RuleCase['statement'], string]>([
  [{ Principal: '*' }, "'*'"],
  [{ Principal: { AWS: '*' } }, "'AWS: *'"],
  [{ Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/*' } }, "the provider 'arn:aws:iam::111111111111:oidc-provider/*'"],
  [{ Principal: undefined, NotPrincipal: { AWS: 'x' } }, "anybody but those of 'NotPrincipal'"],
])('names the principal of %j, and what to name', (statement, principal) => {
  expect(foundBy(principalTooBroad, { statement })).toEqual([
    `statement 1: the principal is ${principal}, which is not the provider alone; name the one provider as Federated, 'arn:PARTITION:iam::ACCOUNT:oidc-provider/HOST'`,
  ]);
});
