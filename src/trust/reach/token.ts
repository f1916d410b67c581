import { Context } from './template-keys';
import { GithubIssuer } from '../../github/issuer';
import { Claims } from '../admits';

/** A job of somebody's repository, by what its owner chose. */
export interface Job {
  readonly template: readonly string[];
  readonly isImmutable: boolean;
  readonly context: Context;
  /** Claims, and `owner`, `name` and `file` in their stead. */
  readonly values: Readonly<Record<string, string>>;
}

/** The claims that GitHub would put into the job's token. None where the template asks for one that the job does not have. */
export function tokenOf({ template, isImmutable, context, values }: Job, issuer: GithubIssuer): Claims | undefined {
  const { owner, name, file = 'x.yml', ...own } = values;
  const repository = `${owner}/${name}`;
  const claims: Claims = {
    iss: issuer.url,
    repository,
    repository_owner: owner,
    repository_visibility: 'public',
    event_name: eventOf(context, values),
    job_workflow_ref: ownWorkflow(values),
    ...own,
    ref_type: own.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    workflow_ref: `${repository}/.github/workflows/${file}@${own.ref}`,
  };
  const keys = template.map(key => key === 'context' ? context : key);
  const inRepo = isImmutable ? `${owner}@${own.repository_owner_id}/${name}@${own.repository_id}` : repository;
  const inSubject: Claims = { ...claims, repo: inRepo, pull_request: '' };
  if (keys.some(key => inSubject[key] === undefined)) {
    return undefined;
  }
  const encoded = (value: string) => issuer.encodesColons ? value.replaceAll(':', '%3A') : value;
  const segments = keys.map(key => key === 'pull_request' ? key : `${key}:${encoded(inSubject[key])}`);
  return { ...claims, sub: segments.join(':') };
}

/** The workflow file that a job runs, where it calls none of another repository. */
export function ownWorkflow({ owner, name, file = 'x.yml', ref }: Job['values']): string {
  return `${owner}/${name}/.github/workflows/${file}@${ref}`;
}

/** Only pull requests have branches of their own. */
function eventOf(context: Context, values: Job['values']): string {
  const ofPullRequest = 'head_ref' in values || 'base_ref' in values ? 'pull_request_target' : 'push';
  return context === 'pull_request' ? context : ofPullRequest;
}
