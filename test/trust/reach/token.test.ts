import { GithubIssuer } from '../../../src/github/issuer';
import { Context } from '../../../src/trust/reach/template-keys';
import { tokenOf } from '../../../src/trust/reach/token';
import { OLD_SERVER } from '../../support/gates';

const VALUES = { owner: 'o', name: 'n', repository_owner_id: '1', repository_id: '2', ref: 'refs/heads/a', environment: 'a:b', workflow: 'w', aud: 'x' };

function subject(
  template: string, context: Context, isImmutable = false, issuer = GithubIssuer.GITHUB_COM, values: Record<string, string> = VALUES,
): string | undefined {
  return tokenOf({ template: template.split(','), context, isImmutable, values }, issuer)?.sub;
}

test.each([
  ['repo,context', 'environment', 'repo:o/n:environment:a%3Ab'],
  ['repo,context', 'ref', 'repo:o/n:ref:refs/heads/a'],
  ['repo,context', 'pull_request', 'repo:o/n:pull_request'],
  ['context,environment,ref', 'environment', 'environment:a%3Ab:environment:a%3Ab:ref:refs/heads/a'],
  ['repository,repository_owner,repository_id,repository_owner_id', 'ref', 'repository:o/n:repository_owner:o:repository_id:2:repository_owner_id:1'],
  ['ref_type,event_name', 'ref', 'ref_type:branch:event_name:push'],
  ['event_name', 'pull_request', 'event_name:pull_request'],
  ['iss', 'ref', 'iss:https%3A//token.actions.githubusercontent.com'],
  ['workflow_ref', 'ref', 'workflow_ref:o/n/.github/workflows/x.yml@refs/heads/a'],
  ['job_workflow_ref', 'ref', 'job_workflow_ref:o/n/.github/workflows/x.yml@refs/heads/a'],
  ['repo,actor', 'ref', undefined],
] as const)('the template %s in the context %s mints %s', (template, context, expected) => {
  expect(subject(template, context)).toBe(expected);
});

test('immutable subjects have their IDs in repo alone', () => {
  expect(subject('repo,repository', 'ref', true)).toBe('repo:o@1/n@2:repository:o/n');
});

test('an old server may leave colons alone', () => {
  expect(subject('environment', 'environment', false, OLD_SERVER)).toBe('environment:a:b');
});

test('a tag, a file and a branch of a pull request tell in other claims', () => {
  expect(subject('ref_type,workflow_ref,event_name', 'ref', false, GithubIssuer.GITHUB_COM, { ...VALUES, ref: 'refs/tags/v', file: 'f', head_ref: 'h' }))
    .toBe('ref_type:tag:workflow_ref:o/n/.github/workflows/f@refs/tags/v:event_name:pull_request_target');
  expect(subject('event_name', 'ref', false, GithubIssuer.GITHUB_COM, { ...VALUES, base_ref: 'h' })).toBe('event_name:pull_request_target');
});
