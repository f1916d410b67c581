import { RuleCase } from '../../../src/checks/rule';
import { RULES } from '../../../src/checks/rules';
import { findingsOfProvider, findingsOfRole } from '../../../src/checks/run-rules';
import { DOCUMENTED_RULES } from '../../support/documented-rules';
import { roleOf } from '../../support/rule-case';

function idsOf(given: RuleCase): string[] {
  const { providers = [] } = given;
  const ofProviders = providers.flatMap(provider => findingsOfProvider(provider, providers.filter(other => other !== provider), RULES));
  return [...findingsOfRole(roleOf(given), RULES), ...ofProviders].map(({ ruleId }) => ruleId);
}

test.each(DOCUMENTED_RULES)('$id finds nothing in its compliant case', ({ id, compliant }) => {
  expect(idsOf(compliant)).not.toContain(id);
});

test.each(DOCUMENTED_RULES)('$id finds its non-compliant case', ({ id, nonCompliant }) => {
  expect(idsOf(nonCompliant)).toContain(id);
});

test.each(DOCUMENTED_RULES)("$id's compliant case is sound as a whole", ({ compliant }) => {
  expect(idsOf(compliant)).toEqual([]);
});

test('ids are unique PascalCase words', () => {
  const ids = RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter(id => !/^([A-Z][a-z]+)+$/.test(id))).toEqual([]);
});
