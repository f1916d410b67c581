import { Rule } from '../../src/checks/rule';
import { findingsOfProvider, findingsOfRole } from '../../src/checks/run-rules';
import { unknownText } from '../../src/github/unknown-text';
import { roleOf } from '../support/rule-case';

const RULE: Rule = {
  id: 'Sample', severity: 'error', summary: 'A sample.', fix: 'do this', link: 'https://docs.github.com/', compliant: {}, nonCompliant: {},
};
const PROVIDER = { path: 'Stack/Provider' };

test('a problem is told with its statement, its own fix, and a name for what only deployment knows', () => {
  const ofRole = () => [{ message: 'one' }, { statement: 'Deploy', message: `'${unknownText('Owner')}'`, fix: `drop '${unknownText('Owner')}'` }];

  expect(findingsOfRole(roleOf({}), [{ ...RULE, ofRole }])).toEqual([
    { ruleId: 'Sample', severity: 'error', path: 'Stack/Role/Resource', message: 'one', fix: 'do this' },
    { ruleId: 'Sample', severity: 'error', path: 'Stack/Role/Resource', message: "Deploy: '<Owner>'", fix: "drop '<Owner>'", statement: 'Deploy' },
  ]);
});

test.each([new Error('no such thing'), 'no such thing'])('a rule that throws %j becomes a finding', thrown => {
  const fail = () => { throw thrown; };
  const message = 'the rule failed on this policy: no such thing';

  expect(findingsOfRole(roleOf({}), [{ ...RULE, ofRole: fail }])).toEqual([expect.objectContaining({ ruleId: 'Sample', severity: 'error', message })]);
  expect(findingsOfProvider(PROVIDER, [], [{ ...RULE, ofProvider: fail }])).toEqual([expect.objectContaining({ path: 'Stack/Provider', message })]);
});

test('a rule says nothing of what it is not about', () => {
  expect(findingsOfRole(roleOf({}), [RULE])).toEqual([]);
  expect(findingsOfProvider(PROVIDER, [PROVIDER], [RULE])).toEqual([]);
});
