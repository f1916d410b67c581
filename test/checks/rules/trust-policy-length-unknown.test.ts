import { RuleCase } from '../../../src/checks/rule';
import { trustPolicyLengthUnknown } from '../../../src/checks/rules/trust-policy-length-unknown';
import { unknownText } from '../../../src/github/unknown-text';
import { AUD, foundBy, KEYS, SUB } from '../../support/found-by';
import { roleOf } from '../../support/rule-case';

function subject(sub: string | string[]): RuleCase {
  return { conditions: { StringEquals: { aud: AUD, sub } } };
}

test.each<[string, RuleCase, string]>([
  ['1 value', subject(`repo:octo-org/${unknownText('Name')}:pull_request`), '1 value'],
  ['2 values', subject([unknownText('One'), unknownText('Two')]), '2 values'],
])('finds %s, and says what to do', (_, given, values) => {
  const { characters } = roleOf(given).policy;

  expect(foundBy(trustPolicyLengthUnknown, given)).toEqual([
    `the trust policy has ${characters} characters beside ${values} known only at deployment, and the quota is 2048; `
    + 'write the values into the program, or make sure that they fit',
  ]);
});

test.each<[string, RuleCase]>([
  ['literals', {}],
  ['a provider that only deployment knows', { statement: { Principal: { Federated: unknownText('Provider') } } }],
  ['its partition and account', { statement: { Principal: { Federated: `arn:${unknownText('AWS::Partition')}:iam::${unknownText('AWS::AccountId')}:oidc-provider/${KEYS}` } } }],
  ['what is too long already, which is another rule\'s', subject([unknownText('One'), ...Array.from({ length: 40 }, (_, index) => `${SUB}${index}`)])],
])('finds nothing in %s', (_, given) => {
  expect(foundBy(trustPolicyLengthUnknown, given)).toEqual([]);
});
