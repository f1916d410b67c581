import { RuleCase } from '../../../src/checks/rule';
import { claimKeysUnconfirmed } from '../../../src/checks/rules/claim-keys-unconfirmed';
import { AUD, denial, foundBy, SERVER, SUB } from '../../support/found-by';

const CLAIMS = { aud: AUD, sub: SUB, ref: 'refs/heads/main', actor: 'octocat' };

test.each(['aws-cn', 'aws-us-gov', 'aws-eusc', 'aws-iso'])('finds claims in %s, once', partition => {
  const more = [{ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { AWS: '*' }, Condition: { StringEquals: { 'token.actions.githubusercontent.com:ref': 'x' } } }];

  expect(foundBy(claimKeysUnconfirmed, { partition, conditions: { StringEquals: CLAIMS }, more })).toEqual([
    `the trust demands 'actor', 'ref', and AWS does not say that it reads GitHub's claims in the partition '${partition}'; if it does not, nobody can assume the role; `
    + 'try it, or leave the claims out',
  ]);
});

test.each<[string, RuleCase]>([
  ['claims in aws', { conditions: { StringEquals: CLAIMS } }],
  ['aud and sub', { partition: 'aws-cn' }],
  ['claims that need not be there', { partition: 'aws-cn', conditions: { StringEquals: { aud: AUD, sub: SUB }, StringEqualsIfExists: { ref: 'x' } } }],
  ['claims of keys of the request', { partition: 'aws-cn', conditions: { StringEquals: { 'aud': AUD, 'sub': SUB, 'aws:RequestedRegion': 'cn-north-1' } } }],
  ['claims in a denial', { partition: 'aws-cn', more: [denial({ StringEquals: { environment: 'dev' } })] }],
  ['claims of a server, which are another rule\'s', { partition: 'aws-cn', issuer: SERVER, conditions: { StringEquals: CLAIMS } }],
])('finds nothing in %s', (_, given) => {
  expect(foundBy(claimKeysUnconfirmed, given)).toEqual([]);
});
