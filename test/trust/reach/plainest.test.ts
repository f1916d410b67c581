import { plainest } from '../../../src/trust/reach/plainest';
import { Job } from '../../../src/trust/reach/token';

const FOUND: Job = {
  template: ['environment', 'repo_property_x', 'repo'],
  isImmutable: true,
  context: 'environment',
  values: { owner: 'orgx', name: 'x', ref: 'refs/heads/y', environment: 'prod', event_name: 'release', repo_property_x: 'v', workflow: 'w' },
};
const PUSHED = { owner: 'evil', name: 'x', ref: 'refs/heads/main', workflow: 'w' };

test('a default template on main, by a telling owner, if all of it gets in', () => {
  expect(plainest(FOUND, () => true)).toEqual({ template: ['repo', 'context'], isImmutable: false, context: 'ref', values: PUSHED });
});

test('as it was found, if nothing else gets in', () => {
  expect(plainest(FOUND, () => false)).toEqual(FOUND);
});

test.each([
  ['its environment', ({ context }: Job) => context === 'environment', { context: 'environment', values: { ...PUSHED, ref: 'refs/heads/y', environment: 'prod', event_name: 'release' } }],
  ['the beginning of its owner', ({ values: { owner } }: Job) => owner.startsWith('org'), { values: { ...PUSHED, owner: 'org-evil' } }],
  ['its template, but for the custom property', ({ template }: Job) => template.length === 3 && template[1] === 'workflow', {
    template: ['environment', 'workflow', 'repo'], isImmutable: true, values: { ...PUSHED, workflow: 'v' },
  }],
  ['its custom property', ({ template }: Job) => template.includes('repo_property_x'), {
    template: ['environment', 'repo_property_x', 'repo'], isImmutable: true, values: { ...PUSHED, repo_property_x: 'v' },
  }],
] as const)('with %s, where that is needed', (_, getsIn, expected) => {
  expect(plainest(FOUND, getsIn)).toEqual({ template: ['repo', 'context'], isImmutable: false, context: 'ref', ...expected });
});

test.each([['x', 'x'], ['a-x', 'a-evil'], ['abx', 'ab-evil']])('an owner %s becomes %s', (owner, expected) => {
  const found = { ...FOUND, values: { ...FOUND.values, owner } };
  expect(plainest(found, ({ values }) => values.owner !== 'evil').values.owner).toBe(expected);
});
