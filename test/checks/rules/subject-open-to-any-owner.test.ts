import { CheckedRole } from '../../../src/checks/checked-role';
import { RuleCase } from '../../../src/checks/rule';
import { subjectOpenToAnyOwner } from '../../../src/checks/rules/subject-open-to-any-owner';
import { exactly, like } from '../../support/gates';
import { roleOf } from '../../support/rule-case';

function messages(role: CheckedRole): string[] {
  return subjectOpenToAnyOwner.ofRole!(role).map(({ statement, message }) => `${statement}: ${message}`);
}

test.each<[string, RuleCase['conditions'], string]>([
  ['a pattern', like('repo:*'), "the subject 'repo:*' lets in 'repo:evil/x:ref:refs/heads/main', and a repository of anybody can have that"],
  ['one of several', like('repo:octo-org/*', 'repo:org*'),
    "the subject 'repo:org*' lets in 'repo:org-evil/x:ref:refs/heads/main', and a repository of anybody can have that"],
  ['a template', exactly('environment:prod'),
    "the subject 'environment:prod' lets in 'environment:prod', and a repository of anybody can have that by the subject template 'context'"],
  ['two of several', like('repo:*', 'repo:octo-org/*', 'repo:?*'),
    "the subjects 'repo:*', 'repo:?*' let in 'repo:evil/x:ref:refs/heads/main', and a repository of anybody can have that"],
  ['no subject', { StringEquals: { job_workflow_ref: 'octo-org/automation/.github/workflows/deploy.yml@refs/heads/main' } },
    "no condition demands a subject of one owner, which lets in 'repo:evil/x:ref:refs/heads/main', and a repository of anybody can have that"],
  ['what only deployment knows', { StringLike: { sub: ['repo:\ue000Owner\ue001/*', '*\ue000Suffix\ue001', 'repo:?*'] } },
    "the subject 'repo:?*' lets in 'repo:evil/x:ref:refs/heads/main', and a repository of anybody can have that"],
])('%s', (_, conditions, message) => {
  expect(messages(roleOf({ conditions }))).toEqual([`statement 1: ${message}`]);
});

test('what is too entangled is told, with the subjects', () => {
  expect(messages(roleOf({ conditions: exactly('repo:octo/x:environment:prod', 'repo_property_\ue000A\ue001b:x', 'repo_property_a:x:repo_property_a:y') }))).toEqual([
    "statement 1: the conditions on 'repo:octo/x:environment:prod', 'repo_property_<A>b:x', 'repo_property_a:x:repo_property_a:y' are too entangled to show that they keep every foreign owner out",
  ]);
});

test('each statement is judged by itself', () => {
  const { statements, trusts } = roleOf({ conditions: like('repo:octo/*') });
  const [open] = roleOf({ conditions: like('repo:*'), statement: { Sid: 'Wide' } }).trusts;
  expect(messages({ statements, trusts: [...trusts, open, open] } as unknown as CheckedRole).map(message => message.slice(0, 5))).toEqual(['Wide:', 'Wide:']);
});
