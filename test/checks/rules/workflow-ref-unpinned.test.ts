import { RuleCase } from '../../../src/checks/rule';
import { workflowRefUnpinned } from '../../../src/checks/rules/workflow-ref-unpinned';
import { AUD, foundBy, SUB } from '../../support/found-by';

const FILE = 'octo-org/workflows/.github/workflows/deploy.yml';

function workflow(job_workflow_ref: string | string[], operator = 'StringLike'): RuleCase {
  return { conditions: { StringEquals: { aud: AUD, sub: SUB }, [`ForAnyValue:${operator}`]: { job_workflow_ref } } };
}

test.each(['@*', '@refs/heads/*', '@refs/tags/v*', '@refs/heads/release-?', '', '*', '@refs/heads/main*'])('finds %j behind the file, as a pattern', end => {
  expect(foundBy(workflowRefUnpinned, workflow(`${FILE}${end}`))).toHaveLength(1);
});

test.each(['octo-org/workflows/*', 'octo-org/*@refs/heads/main', 'octo-org/workflows/.github/workflows/*.yml@refs/tags/v1'])('finds %s', value => {
  expect(foundBy(workflowRefUnpinned, workflow(value))).toHaveLength(1);
});

test('finds each value of a list that pins no ref', () => {
  expect(foundBy(workflowRefUnpinned, workflow([`${FILE}@refs/heads/main`, `${FILE}@*`, 'octo-org/*']))).toHaveLength(2);
});

test.each(['@refs/heads/main', '@refs/tags/v1', `@${'0123456789'.repeat(4)}`, '@refs/heads/a@b'])('finds nothing where the file has %s', end => {
  expect(foundBy(workflowRefUnpinned, workflow(`${FILE}${end}`, 'StringEquals'))).toEqual([]);
  expect(foundBy(workflowRefUnpinned, workflow(`${FILE}${end}`))).toEqual([]);
});

test.each<[string, RuleCase]>([
  ['no workflow', {}],
  ['a pattern beside a literal demand', { conditions: { StringEquals: { aud: AUD, sub: SUB, job_workflow_ref: `${FILE}@refs/heads/main` }, StringLike: { job_workflow_ref: 'octo-org/*' } } }],
  ['a workflow that is left out', { conditions: { StringEquals: { aud: AUD, sub: SUB }, StringNotLike: { job_workflow_ref: 'octo-org/*' } } }],
])('finds nothing in %s', (_, given) => {
  expect(foundBy(workflowRefUnpinned, given)).toEqual([]);
});

test.each([
  [`${FILE}@*`, 'StringLike', 'so that the file of more than one git ref will do'],
  ['octo-org/*@refs/heads/main', 'StringLike', "and what stands behind a wildcard pins no git ref: a branch's name may hold it too"],
  ['octo-org/workflows/*', 'StringLike', 'which names no git ref, so that any version of the file will do'],
  [FILE, 'StringLike', "without '@' and a git ref, which no token has"],
  [FILE, 'StringEquals', "without '@' and a git ref, which no token has"],
])('says what is wrong with %s under %s, and what to pin', (value, operator, why) => {
  expect(foundBy(workflowRefUnpinned, workflow(value, operator))).toEqual([
    `statement 1: job_workflow_ref is '${value}', ${why}; pin the ref, as in 'OWNER/REPO/.github/workflows/FILE@refs/heads/main', by StringEquals`,
  ]);
});
