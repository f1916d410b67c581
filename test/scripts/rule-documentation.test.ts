import { ScriptTarget, transpileModule } from 'typescript';
import { withoutDocumentation } from '../../scripts/rule-documentation';
import { RULES } from '../../src/checks/rules';
import { DOCUMENTED_RULES } from '../support/documented-rules';

const shipped = (text: string) =>
  transpileModule(text, { compilerOptions: { target: ScriptTarget.ES2022 }, transformers: { before: [withoutDocumentation] } }).outputText.replace(/\s+/g, ' ').trim();

test.each([
  ['of a rule', "export const a: Rule = { id: 'A', summary: 'b', link: 'c', fix: 'd', compliant: {}, nonCompliant: {} };", "export const a = { id: 'A', fix: 'd' };"],
  ['not within it', 'export const a: Rule = { ofRole: () => [{ summary: 1 }], compliant: { link: 1 } };', 'export const a = { ofRole: () => [{ summary: 1 }] };'],
  ['not of what is spread', 'export const a: Rule = { ...b, link: 1 };', 'export const a = { ...b };'],
  ['not of anything else', 'export const a: Role = { summary: 1 }, b = { link: 1 };', 'export const a = { summary: 1 }, b = { link: 1 };'],
])('documentation is taken away %s', (_, source, expected) => {
  expect(shipped(source)).toBe(expected);
});

test('every rule has some to take away, which the sources cannot read', () => {
  // @ts-expect-error: what ships of a rule has no documentation
  expect(RULES.map(({ summary }) => summary)).not.toContain(undefined);
  expect(DOCUMENTED_RULES.filter(({ summary, link, compliant, nonCompliant }) => !summary || !link || !compliant || !nonCompliant)).toEqual([]);
});
