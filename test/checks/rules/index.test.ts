import { RULES } from '../../../src/checks/rules';
import { DOCUMENTED_RULES } from '../../support/documented-rules';

test('errors are told before warnings, each by id', () => {
  const sorted = [...RULES].sort((one, other) => one.severity < other.severity ? -1 : one.severity > other.severity ? 1 : one.id < other.id ? -1 : 1);

  expect(RULES.map(({ id }) => id)).toEqual(sorted.map(({ id }) => id));
});

test.each(DOCUMENTED_RULES)('$id is told in whole words, with a fix and a page', ({ summary, fix, link }) => {
  expect(summary).toMatch(/^[A-Z`].*\.$/);
  expect(fix).toMatch(/^[a-z].*[^.]$/);
  expect(link).toMatch(/^https:\/\/(?:docs\.github\.com|github\.blog|docs\.aws\.amazon\.com|github\.com\/aws-actions)\//);
});
