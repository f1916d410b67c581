import { RuleCase } from '../../../src/checks/rule';
import { reusableWorkflowWithoutOwner } from '../../../src/checks/rules/reusable-workflow-without-owner';
import { AUD, denial, foundBy, KEYS, SERVER, SUB } from '../../support/found-by';

const WORKFLOW = 'octo-org/workflows/.github/workflows/deploy.yml@refs/heads/main';

test.each<[string, RuleCase]>([
  ['alone', { conditions: { StringEquals: { aud: AUD, job_workflow_ref: WORKFLOW } } }],
  ['as a pattern of one owner', { conditions: { StringEquals: { aud: AUD }, StringLike: { job_workflow_ref: ['octo-org/workflows/*', 'octo-org/w*'] } } }],
  ['beside an environment', { conditions: { StringEquals: { aud: AUD, job_workflow_ref: WORKFLOW, environment: 'production' } } }],
  ['beside an actor', { conditions: { StringEquals: { aud: AUD, job_workflow_ref: WORKFLOW, actor_id: '12' } } }],
  ['beside any repository', { conditions: { StringEquals: { aud: AUD, job_workflow_ref: WORKFLOW }, StringLike: { repository: '*' } } }],
  ['beside an owner that need not be there', { conditions: { StringEquals: { aud: AUD, job_workflow_ref: WORKFLOW }, StringNotEquals: { repository_owner_id: '1' } } }],
])('finds a workflow %s', (_, given) => {
  expect(foundBy(reusableWorkflowWithoutOwner, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['no workflow', {}],
  ['a workflow and a subject', { conditions: { StringEquals: { aud: AUD, job_workflow_ref: WORKFLOW, sub: SUB } } }],
  ['a workflow and an owner by ID', { conditions: { StringEquals: { aud: AUD, job_workflow_ref: WORKFLOW, repository_owner_id: ['123456', '7'] } } }],
  ['a workflow and a repository by ID', { conditions: { StringEquals: { aud: AUD, job_workflow_ref: WORKFLOW, repository_id: '456789' } } }],
  ['a workflow and an enterprise', { conditions: { StringEquals: { aud: AUD, job_workflow_ref: WORKFLOW, enterprise_id: '7' } } }],
  ['a workflow and an owner by name', { conditions: { StringEquals: { aud: AUD, job_workflow_ref: WORKFLOW }, StringLike: { repository: 'octo-org/*' } } }],
  ['a workflow of any owner, which is another rule\'s', { conditions: { StringEquals: { aud: AUD }, StringLike: { job_workflow_ref: '*' } } }],
  ['a workflow, and denies other owners', { conditions: { StringEquals: { aud: AUD, job_workflow_ref: WORKFLOW } }, more: [denial({ StringNotEquals: { repository_owner_id: '123456' } })] }],
  ['a workflow of an issuer that AWS does not read it of', { issuer: SERVER, conditions: { StringEquals: { aud: AUD, job_workflow_ref: WORKFLOW } } }],
])('finds nothing where a statement demands %s', (_, given) => {
  expect(foundBy(reusableWorkflowWithoutOwner, given)).toEqual([]);
});

test('names the workflow, and what to demand', () => {
  expect(foundBy(reusableWorkflowWithoutOwner, { conditions: { StringEquals: { aud: AUD, job_workflow_ref: WORKFLOW } } })).toEqual([
    `statement 1: job_workflow_ref is '${WORKFLOW}', and nothing says whose job calls that workflow, so that of any repository of https://${KEYS} may; `
    + "demand the caller too: sub, such as 'repo:OWNER@OWNER_ID/*' by StringLike, and the owner's ID as repository_owner_id",
  ]);
});
