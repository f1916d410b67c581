import { RuleCase } from '../../../src/checks/rule';
import { reusableWorkflowWithoutOwner } from '../../../src/checks/rules/reusable-workflow-without-owner';
import { subjectMissing } from '../../../src/checks/rules/subject-missing';
import { vacuousCondition } from '../../../src/checks/rules/vacuous-condition';
import { AUD, denial, foundBy, KEYS, SERVER, SUB } from '../../support/found-by';

const WORKFLOW = 'octo-org/workflows/.github/workflows/deploy.yml@refs/heads/main';

test.each<[string, RuleCase]>([
  ['no condition', { conditions: {} }],
  ['the audience alone', { conditions: { StringEquals: { aud: AUD } } }],
  ['a branch of any repository', { conditions: { StringEquals: { aud: AUD, ref: 'refs/heads/main' } } }],
  ['an environment of any repository', { conditions: { StringEquals: { aud: AUD, environment: 'production' } } }],
  ['a person', { conditions: { StringEquals: { aud: AUD, actor: 'octocat' } } }],
  ['a workflow of any owner', { conditions: { StringEquals: { aud: AUD }, StringLike: { job_workflow_ref: '*/workflows/*@refs/heads/main' } } }],
  ['a workflow of an owner without a name', { conditions: { StringEquals: { aud: AUD, job_workflow_ref: '/workflows/x.yml@refs/heads/main' } } }],
  ['one value that names no owner', { conditions: { StringEquals: { aud: AUD }, StringLike: { job_workflow_ref: [WORKFLOW, '*'] } } }],
  ['any repository, by a pattern', { conditions: { StringEquals: { aud: AUD }, StringLike: { repository: '*/*' } } }],
  ['the presence of a subject', { conditions: { StringEquals: { aud: AUD }, Null: { sub: 'false' } } }],
  ['the subject of a key of the request', { conditions: { StringEquals: { 'aud': AUD, 'aws:RequestedRegion': 'eu-west-1' } } }],
  ['another issuer', { issuer: 'token.actions.octocorp.ghe.com', conditions: { StringEquals: { aud: AUD } } }],
])('finds a statement that demands %s', (_, given) => {
  expect(foundBy(subjectMissing, given)).toHaveLength(1);
  expect(foundBy(vacuousCondition, given)).toEqual([]);
});

test.each<[string, RuleCase]>([
  ['a subject', {}],
  ['a subject in any case', { conditions: { StringEqualsIgnoreCase: { sub: SUB } } }],
  ['a subject of any owner, which is another rule\'s', { conditions: { StringLike: { sub: '*' } } }],
  ['a subject that also has to be there', { conditions: { 'ForAllValues:StringLike': { sub: SUB }, 'Null': { sub: 'false' } } }],
  ['an owner by ID', { conditions: { StringEquals: { aud: AUD, repository_owner_id: '123456' } } }],
  ['a repository by ID', { conditions: { StringEquals: { aud: AUD, repository_id: '456789' } } }],
  ['an enterprise by ID', { conditions: { StringEquals: { aud: AUD, enterprise_id: '1' } } }],
  ['a repository by name', { conditions: { StringEquals: { aud: AUD }, StringLike: { repository: 'octo-org/*' } } }],
  ['a workflow of one owner', { conditions: { StringEquals: { aud: AUD, job_workflow_ref: WORKFLOW } } }],
  ['a subject, in a denial of all others', { conditions: { StringEquals: { aud: AUD } }, more: [denial({ StringNotLike: { sub: 'repo:octo-org@123456/*' } })] }],
  ['what no token can meet', { conditions: { StringEquals: { aud: AUD, repository_owner: 'octo-org' } } }],
  ['claims that are not read', { issuer: SERVER, conditions: { StringEquals: { repository_id: '1' } } }],
])('finds nothing where a statement demands %s', (_, given) => {
  expect(foundBy(subjectMissing, given)).toEqual([]);
});

test.each(['ForAllValues:StringLike', 'StringEqualsIfExists', 'StringNotLike', 'StringNotEquals'])('leaves a subject under %s alone to VacuousCondition', operator => {
  const given: RuleCase = { conditions: { StringEquals: { aud: AUD }, [operator]: { sub: SUB } } };

  expect(foundBy(subjectMissing, given)).toEqual([]);
  expect(foundBy(vacuousCondition, given)).toHaveLength(1);
});

test('leaves a workflow of one owner to ReusableWorkflowWithoutOwner', () => {
  expect(foundBy(reusableWorkflowWithoutOwner, { conditions: { StringEquals: { aud: AUD, job_workflow_ref: WORKFLOW } } })).toHaveLength(1);
});

test('names the statement and the key, and what to demand', () => {
  expect(foundBy(subjectMissing, { conditions: {}, statement: { Sid: 'Everybody' } })).toEqual([
    `Everybody: no condition demands '${KEYS}:sub', so a job of any repository of https://${KEYS} can assume the role; `
    + "demand sub by StringEquals, such as 'repo:OWNER@OWNER_ID/REPO@REPO_ID:environment:NAME'",
  ]);
});
