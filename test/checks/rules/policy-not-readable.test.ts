import { RuleCase } from '../../../src/checks/rule';
import { policyNotReadable } from '../../../src/checks/rules/policy-not-readable';
import { unknownText } from '../../../src/github/unknown-text';
import { foundBy } from '../../support/found-by';

test.each<[string, RuleCase, string[]]>([
  ['a macro', { unread: [unknownText('Fn::Transform')] }, ['<Fn::Transform>']],
  ['two references', { unread: [unknownText('More'), unknownText('Most')] }, ['<More>', '<Most>']],
  ['one reference, once', { unread: [unknownText('More'), unknownText('More')] }, ['<More>']],
  ['the beginning of a long text', { unread: ['x'.repeat(500)] }, ['x'.repeat(100)]],
])('finds %s, and says what to do', (_, given, parts) => {
  expect(foundBy(policyNotReadable, given)).toEqual(parts.map(part =>
    `'${part}' stands in the trust policy where statements do, and nothing shows whom it lets in; write the statements into the template, each as an object`));
});

test('finds nothing in a policy that can be read', () => {
  expect(foundBy(policyNotReadable, {})).toEqual([]);
});
