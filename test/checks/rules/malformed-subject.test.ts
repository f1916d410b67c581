import { RuleCase } from '../../../src/checks/rule';
import { malformedSubject } from '../../../src/checks/rules/malformed-subject';
import { equal, from, like, NEW_SERVER, SERVER, wordsBy } from '../../support/subject-case';

const REPO = 'repo:octo-org@123456/octo-repo@456789';

test.each([
  ['repo::*', "'repo:' is not OWNER/REPO", "write 'repo:OWNER@OWNER_ID/REPO@REPO_ID:…'"],
  ['repo:/octo-repo:*', "'repo:/octo-repo' is not OWNER/REPO", "write 'repo:OWNER"],
  ['repo:/*', "'repo:/' is not OWNER/REPO", "write 'repo:OWNER"],
  ['repo:octo-org/:environment:production', "'repo:octo-org/' is not OWNER/REPO", "write 'repo:OWNER"],
  ['repo:octo-org//octo-repo:*', "'repo:octo-org//octo-repo' is not OWNER/REPO", "write 'repo:OWNER"],
  ['repo:octo-org/octo-repo/app:*', 'is not OWNER/REPO', "write 'repo:OWNER"],
  ['repo:octo-org:*', "'repo:octo-org' is not OWNER/REPO", "write 'repo:OWNER"],
  ['repo: octo-org/octo-repo:*', 'is not OWNER/REPO', "write 'repo:OWNER"],
  ['repo:octo-org@x/octo-repo@y:*', 'is not OWNER/REPO', "write 'repo:OWNER"],
  ['repo:octo-org@123456/octo-repo:*', 'has one ID, and GitHub writes both or none', "write 'repo:OWNER@OWNER_ID"],
  ['repo:octo-org/octo-repo@*:*', 'has one ID', "write 'repo:OWNER@OWNER_ID"],
  ['octo-org/octo-repo:*', "'octo-org/octo-repo' is no key such as 'repo:'", "write 'repo:octo-org/octo-repo…'"],
  ['octo-org/*', "'octo-org/*' is no key such as 'repo:'", "write 'repo:octo-org/*…'"],
  ['octo-repo', "'octo-repo' is no key such as 'repo:'", "write 'repo:OWNER"],
  ['Repo:octo-org/octo-repo:*', "'Repo' is no key", "write 'repo:OWNER"],
  ['', "'' is no key", "write 'repo:OWNER"],
  [`${REPO}:ref:main`, "'ref:main' is no git ref", "write 'ref:refs/heads/main' for a branch, or 'ref:refs/tags/main' for a tag"],
  [`${REPO}:ref:main*`, "'ref:main*' is no git ref", "write 'ref:refs/heads/main*'"],
  [`${REPO}:ref:heads/main`, "'ref:heads/main' is no git ref", "write 'ref:refs/heads/main'"],
  [`${REPO}:ref:refs/heads/`, "'ref:refs/heads/' is no git ref", "write 'ref:refs/heads/"],
  [`${REPO}:refs/heads/main`, "'refs/heads/main' stands where a context does, and is none", "':ref:refs/heads/BRANCH'"],
  [`${REPO}:main`, "'main' stands where a context does", "':environment:NAME'"],
  [`${REPO}:pull-request`, "'pull-request' stands where a context does", "':pull_request'"],
  [`${REPO}:`, "'' stands where a context does", "':environment:NAME'"],
  [`${REPO}:branch:main`, "no token has a claim 'branch'", "write 'ref:refs/heads/NAME'"],
  [`${REPO}:tag:v1`, "no token has a claim 'tag'", "write 'ref:refs/tags/NAME'"],
  [`${REPO}:env:production`, "no token has a claim 'env'", "write 'environment:NAME'"],
  [`${REPO}:environment:`, 'it names no environment', "write 'environment:NAME'"],
  [`${REPO}:environment:Production:V1`, "GitHub encodes ':' inside the name of an environment, as in 'Production%3AV1'", "write 'environment:Production%3AV1'"],
  [`${REPO}:environment:production:eu`, "GitHub encodes ':'", "write 'environment:production%3Aeu'"],
  ['repo:octo-org/*:ref:main', "'ref:main' is no git ref", "write 'ref:refs/heads/main'"],
  ['repo:octo-org/*:my-key:my-value', "'my-key' stands where a context does", "':environment:NAME'"],
  ['repository_id:octo-repo', "'repository_id:octo-repo' is no number", 'write the numeric ID'],
  ['repository_owner:octo-org/octo-repo', 'names no owner', "write 'repository_owner:OWNER'"],
])("no token has '%s'", (sub, reason, fix) => {
  expect(wordsBy(malformedSubject, like(sub))).toEqual([expect.stringContaining(`no token has the subject '${sub}': `)]);
  const [[words]] = [wordsBy(malformedSubject, like(sub))];
  expect(words).toContain(reason);
  expect(words).toContain(`; ${fix.startsWith("':") ? 'end the subject in' : fix}`);
  expect(words).toContain(fix);
});

test.each([
  `${REPO}:ref:refs/heads/main`, `${REPO}:ref:refs/tags/v1`, `${REPO}:pull_request`, `${REPO}:environment:a%3Ab`, `${REPO}:*`, `${REPO}:ref:*`, `${REPO}:ref:re*`,
  'repo:octo-org/octo-repo:environment:production', 'repo:octo-org/octo-repo', 'repo:octo-org/octo.repo_x-:*', 'repo:octo_short/octo-repo:*', 'repo:octo-/x:*',
  'repo:octo-org/*', 'repo:octo-org@123456/*', 'repo:octo-org@123456/app*', 'repo:*', 'repo:*/*', '*', '?*', 'repo:octo*', 'repo:team-2024/app-1:pull_request',
  'repo:octo-org@*/octo-repo@*:*', 'repo:octo-org@123456/octo-repo@*',
  // Any claim may be a key, in any order, and GitHub may add others.
  'repository_owner:monalisa:repository_visibility:private', 'repository_id:7', 'repository_owner_id:65:environment:production', 'environment:production%3Aeastus:repository_owner:octo-org',
  'repo_property_workspace_id:ws-abc123', 'repo_property_My-Team$:blue', 'repository:octo-org/octo-repo:ref:refs/heads/main', 'actor:octocat:workflow:my-flow:repository_id:7',
  'repo:octo-org/octo-repo:environment:prod:job_workflow_ref:octo-org/automation/.github/workflows/oidc.yml@refs/heads/main', 'repo:octo-org/octo-repo:base_ref:',
  'ref:refs/heads/main:repo:octo-org/octo-repo:job_workflow_ref:octo-org/x/.github/workflows/a.yml@refs/heads/main:repository_owner:octo-org',
  'repo:octo-org/octo-repo:new_claim:x', 'repo:octo-org/octo-repo:pull_request:runner_environment:self-hosted', 'repo:octo-org/*:environment:production',
  'repo:octo-org/*:workflow:deploy', 'repo:octo-org/*:main',
  // What only deployment knows may be anything.
  'repo:\ue000Repository\ue001:environment:production', 'repo:octo-org/\ue000Name\ue001:\ue000Context\ue001', '\ue000Subject\ue001', `${REPO}:environment:\ue000AWS::Region\ue001`,
  // A policy variable is another rule's.
  'repo:${token.actions.githubusercontent.com:sub}', 'repo:octo-org/octo-repo:${aws:username}',
])("some template makes '%s'", sub => {
  expect(wordsBy(malformedSubject, like(sub))).toEqual([]);
});

test.each<[string, RuleCase]>([
  ["a server may leave ':' as it is", from(SERVER, equal(['repo:octo-org/octo-repo:environment:a:b', 'repo:octo-org/octo-repo:environment:Production:V1']))],
  ['a wildcard to the letter is another rule', equal(`${REPO}:*`)],
  ['letters that do not count', { conditions: { StringEquals: { aud: 'a' }, StringEqualsIgnoreCase: { sub: 'Repo:octo-org/octo-repo:Environment:Production' } } }],
  ['what is refused rather than demanded', { conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: `${REPO}:*` }, StringNotLike: { sub: 'octo-org/x' } } }],
])('nothing is told where %s', (_, given) => {
  expect(wordsBy(malformedSubject, given)).toEqual([]);
});

test.each<[string, RuleCase]>([
  ['a server', from(SERVER, equal('repo::ref:refs/heads/main'))],
  ['a server', from(SERVER, equal('repo:octo-org/octo-repo:main'))],
  ['a server', from(SERVER, equal('repo:octo-org/octo-repo:ref:main'))],
  ['a server that encodes', from(NEW_SERVER, equal('repo:octo-org/octo-repo:environment:a:b'))],
])('%s makes no such subject either', (_, given) => {
  expect(wordsBy(malformedSubject, given)).toHaveLength(1);
});

test('every value of a list counts, each with its own remedy', () => {
  expect(wordsBy(malformedSubject, equal([`${REPO}:ref:refs/heads/main`, 'repo::*', `${REPO}:ref:main`]))).toEqual([
    "statement 1: no token has the subject 'repo::*': 'repo:' is not OWNER/REPO; write 'repo:OWNER@OWNER_ID/REPO@REPO_ID:…' or 'repo:OWNER/REPO:…'",
    `statement 1: no token has the subject '${REPO}:ref:main': 'ref:main' is no git ref, which begins with 'refs/' in every token; `
    + "write 'ref:refs/heads/main' for a branch, or 'ref:refs/tags/main' for a tag",
  ]);
});
