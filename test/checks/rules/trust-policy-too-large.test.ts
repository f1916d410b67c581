import { RuleCase } from '../../../src/checks/rule';
import { trustPolicyTooLarge } from '../../../src/checks/rules/trust-policy-too-large';
import { unknownText } from '../../../src/github/unknown-text';
import { AUD, foundBy, KEYS, SUB } from '../../support/found-by';
import { roleOf } from '../../support/rule-case';

/** A policy of this many characters. */
function policyOf(characters: number, before = ''): RuleCase {
  const sized = (filler: string): RuleCase => ({ conditions: { StringEquals: { aud: AUD, sub: `${SUB}${before}${filler}` } } });
  return sized('x'.repeat(characters - roleOf(sized('')).policy.characters));
}

test.each([2049, 4096])('finds a policy of %d characters', characters => {
  expect(foundBy(trustPolicyTooLarge, policyOf(characters))).toEqual([
    `the trust policy has ${characters} characters, and the quota L-C07B4B0D of the account allows 2048; `
    + 'leave statements out, trust fewer subjects, or have AWS raise the quota L-C07B4B0D and say so',
  ]);
});

test.each([400, 2048])('finds nothing in a policy of %d characters', characters => {
  expect(foundBy(trustPolicyTooLarge, policyOf(characters))).toEqual([]);
});

test('counts a value that only deployment knows as little as it can be', () => {
  expect(foundBy(trustPolicyTooLarge, policyOf(2048, unknownText('AVeryLongName'.repeat(50))))).toEqual([]);
  expect(foundBy(trustPolicyTooLarge, policyOf(2049, unknownText('AVeryLongName'.repeat(50))))).toHaveLength(1);
});

test('finds nothing where the quota was raised', () => {
  const role = roleOf(policyOf(4096));

  expect(trustPolicyTooLarge.ofRole!({ ...role, policy: { ...role.policy, quota: 4096 } })).toEqual([]);
});

test.each([
  ['the provider', unknownText('Provider')],
  ['its partition and account', `arn:${unknownText('AWS::Partition')}:iam::${unknownText('AWS::AccountId')}:oidc-provider/${KEYS}`],
])('counts %s as what it will be', (_, Federated) => {
  const [{ policy: literal }, { policy }] = [roleOf({}), roleOf({ statement: { Principal: { Federated } } })];

  expect(policy).toEqual(literal);
});

test('counts each provider of a list, and leaves one that is known alone', () => {
  const other = 'arn:aws:iam::111111111111:saml-provider/x';
  const [{ policy: literal }, { policy }] = [`arn:aws:iam::111111111111:oidc-provider/${KEYS}`, unknownText('Provider')]
    .map(provider => roleOf({ statement: { Principal: { Federated: [other, provider] } } }));

  expect(policy).toEqual(literal);
  expect(policy.unknowns).toBe(0);
});
