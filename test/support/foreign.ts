import * as fc from 'fast-check';
import { TrustPolicy } from './arbitraries';
import { BRANCHES, Claims, ENVIRONMENTS, IDS, Issuer, Job, mint, Token, WORKFLOWS } from './universe';

/*
 * Policies of any kind, and tokens of owners whom they do not name. Nothing here comes from the code under test.
 */

/** Whom a policy names, by the text of its conditions. */
export interface Names {
  readonly owners: ReadonlySet<string>;
  readonly ids: ReadonlySet<string>;
}

type Conditions = Record<string, Record<string, string | string[]>>;

export function valuesOf(policy: TrustPolicy): [claim: string, operator: string, value: string][] {
  return policy.Statement.flatMap(({ Condition: conditions }) => Object.entries(conditions as Conditions).flatMap(([operator, block]) =>
    Object.entries(block).flatMap(([key, values]) => [values].flat().map((value): [string, string, string] =>
      [key.slice(key.lastIndexOf(':') + 1).toLowerCase(), operator, String(value)]))));
}

/** The text before a wildcard or a sign that no name has. */
function firstName(text: string): string {
  return text.split(/[^A-Za-z0-9_-]/)[0].toLowerCase();
}

export function namesIn(policy: TrustPolicy): Names {
  const [owners, ids] = [new Set<string>(), new Set<string>()];
  for (const [claim, , value] of valuesOf(policy)) {
    const text = value.toLowerCase();
    const behind = (...marks: string[]) => [...text].map((_, at) => at)
      .filter(at => marks.some(mark => text.endsWith(mark, at)) && !text.endsWith('job_workflow_ref:', at)).map(at => firstName(text.slice(at)));
    if (claim === 'sub') {
      behind('repo:', 'repository:', 'repository_owner:', 'workflow_ref:').forEach(name => owners.add(name));
      behind('@', 'repository_owner_id:', 'repository_id:', 'enterprise_id:').forEach(id => ids.add(/^[0-9]*/.exec(id)![0]));
    } else if (claim === 'repository') {
      owners.add(firstName(value));
    } else if (['repository_owner_id', 'repository_id', 'enterprise_id'].includes(claim)) {
      ids.add(/^[0-9]*/.exec(value)![0]);
    }
  }
  return { owners, ids };
}

/** Nobody of an enterprise that the policy names is foreign. */
export function isForeign({ owner, ownerId, id, enterpriseId }: Job, { owners, ids }: Names): boolean {
  return !owners.has(owner.toLowerCase()) && ![ownerId, id, enterpriseId].some(one => one !== undefined && ids.has(one));
}

/** The jobs that a token may be of: the same claims, by a template with or without IDs. */
export function jobsOf(claims: Claims, template: readonly string[], issuer: Issuer): Job[] {
  const [owner, name] = claims.repository.split('/');
  const told = ['iss', 'sub', 'aud', 'repository', 'repository_owner', 'repository_owner_id', 'repository_id', 'repository_visibility', 'ref', 'ref_type',
    'event_name', 'environment', 'actor', 'actor_id', 'enterprise_id', 'workflow', 'job_workflow_ref'];
  return [false, true].map(isImmutable => ({
    owner,
    ownerId: claims.repository_owner_id,
    name,
    id: claims.repository_id,
    visibility: claims.repository_visibility,
    template,
    isImmutable,
    event: claims.event_name,
    ref: claims.ref,
    environment: claims.environment,
    workflow: claims.workflow,
    calledWorkflow: claims.job_workflow_ref,
    actor: claims.actor,
    actorId: claims.actor_id,
    enterpriseId: claims.enterprise_id,
    audience: claims.aud,
    issuer,
    others: Object.fromEntries(Object.entries(claims).filter(([claim]) => !told.includes(claim))),
  }));
}

/** Whoever is foreign to a policy. */
export interface Stranger {
  readonly owner: string;
  readonly ownerId: string;
  readonly id: string;
}

const STRANGERS: readonly Stranger[] = ['evil', 'octo-evil', 'octoevil', 'octo-x', 'evilx', 'Zed', 'o', 'octo1', 'e-x'].map((owner, index) =>
  ({ owner, ownerId: ['666', '7', '67', '166', '19'][index % 5], id: ['777', '27', '71', '177', '8'][index % 5] }));

export function strangersTo({ owners, ids }: Names): Stranger[] {
  return STRANGERS.filter(({ owner, ownerId, id }) => !owners.has(owner.toLowerCase()) && !ids.has(ownerId) && !ids.has(id));
}

/** Keys whose value is anybody's choice, by the field of a job. */
const FREE: Readonly<Record<string, keyof Job>> = {
  environment: 'environment',
  ref: 'ref',
  workflow: 'workflow',
  job_workflow_ref: 'calledWorkflow',
  actor: 'actor',
  actor_id: 'actorId',
  event_name: 'event',
  repository_visibility: 'visibility',
  repository_id: 'id',
  repository_owner_id: 'ownerId',
  enterprise_id: 'enterpriseId',
  aud: 'audience',
};

/** The token of a foreign job with this very subject, where there can be one; what the subject leaves open is as in the seed. */
export function tokenWith(subject: string, seed: Job, stranger: Stranger, decodesColons: boolean): Token | undefined {
  const segments = seed.issuer.encodesColons ? subject.split(':') : splitLoosely(subject);
  const template: string[] = [];
  let job: Job = { ...seed, ...stranger, name: 'x', enterpriseId: undefined, isImmutable: false };
  for (let index = 0; index < segments.length; index += 1) {
    const key = segments[index];
    if (key === 'pull_request' && !template.includes('context')) {
      template.push('context');
      job = { ...job, event: 'pull_request', environment: undefined };
      continue;
    }
    index += 1;
    const value = segments[index];
    if (!value) {
      return undefined;
    }
    template.push((key === 'environment' || key === 'ref') && !template.includes('context') && template.includes('repo') ? 'context' : key);
    const plain = decodesColons ? value.split('%3A').join(':') : value;
    job = { ...job, ...fieldsOf(key, plain), ...key === 'ref' && template.at(-1) === 'context' && { environment: undefined, event: 'push' } };
  }
  const token = mintable(job) && new Set(template).size === template.length ? mint({ ...job, template }) : undefined;
  return token?.claims.sub === subject ? token : undefined;
}

/** Where nothing is encoded, the second value may be all that follows. */
function splitLoosely(subject: string): string[] {
  const parts = subject.split(':');
  return [...parts.slice(0, 3), ...parts.length > 3 ? [parts.slice(3).join(':')] : []];
}

function fieldsOf(key: string, value: string): Partial<Job> {
  switch (key) {
    case 'repo': {
      const [, owner, ownerId, name, id] = /^([^/@]+)(?:@([^/]+))?\/([^@]+)(?:@(.+))?$/.exec(value) ?? [];
      return { owner, name, ...ownerId && { ownerId, id, isImmutable: true } };
    }
    case 'repository': return { owner: value.split('/')[0], name: value.split('/')[1] };
    case 'repository_owner': return { owner: value };
    default: return key in FREE ? { [FREE[key]]: value } : /^repo_property_\w+$/.test(key) ? { others: { [key]: value } } : {};
  }
}

const LOGIN = /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*(_[A-Za-z0-9]+)?$/;
const NUMBER = /^[1-9][0-9]*$/;

/** Whether GitHub lets anybody have such names. */
function mintable({ owner, ownerId, name, id, ref, calledWorkflow, actor, actorId, event, visibility, enterpriseId }: Job): boolean {
  return LOGIN.test(owner ?? '') && /^[A-Za-z0-9._-]+$/.test(name ?? '') && !/^\.+$/.test(name) && [ownerId, id, actorId].every(one => NUMBER.test(one ?? ''))
    && /^refs\/(heads|tags)\/[A-Za-z0-9_@%-]+(\/[A-Za-z0-9_@%-]+)*$/.test(ref) && LOGIN.test(actor.replace('[bot]', ''))
    && (calledWorkflow === undefined || /^[a-z-]+\/[a-z-]+\/\.github\/workflows\/[a-z]+\.yml@refs\/heads\/[a-z/]+$/.test(calledWorkflow))
    && ['push', 'pull_request', 'workflow_dispatch'].includes(event) && ['private', 'public'].includes(visibility)
    && (enterpriseId === undefined || NUMBER.test(enterpriseId));
}

const FILLERS = [
  '', 'x', 'evil', 'evil/x', '-evil', 'evil/x:', ':workflow:x', ':workflow:', 'x:environment:prod', 'repo:evil/x', 'repo:evil/x:', ':ref:refs/heads/x', 'environment:x:',
  '@666/x@777', '666', 'o', 'x/y', ':repo_property_x', ':repo_property_a:', ':repo_property_b:x', 'workflow:', 'actor:x:', ':pull_request', 'evil@666/x@777:workflow:',
];

/** A text that a pattern matches. */
export function example(pattern: string, choices: readonly number[], { owner, ownerId, id }: Stranger): string {
  const own = (filler: string) => filler.replaceAll('evil', owner).replaceAll('666', ownerId).replaceAll('777', id);
  let at = 0;
  return [...pattern].map(sign => {
    at += 1;
    const choice = choices[at % choices.length] + at;
    return sign === '*' ? own(FILLERS[choice % FILLERS.length]) : sign === '?' ? 'xe/:@6-'[choice % 7] : sign;
  }).join('');
}

const PIECES = [
  'repo:', 'repo:', 'repo:octo/app', 'repo:octo', 'repo:evil/x', 'repo:octo@1/app@11', 'octo', 'evil', '/', '/app', '/x', ':', ':', 'environment:', ':environment:prod', 'prod',
  '*', '*', '*', '*', '?', ':*', '*:', 'ref:refs/heads/', ':ref:refs/heads/main', 'main', '@', '@1', '@11', '@6', ':repository_owner:', 'repository_owner:octo', ':repository_owner:evil',
  'repository:', ':repository:evil', 'repository_owner_id:', 'repository_owner_id:1', 'repository_id:', ':repository_id:11', 'workflow:', ':workflow:deploy', 'pull_request', ':pull_request',
  'job_workflow_ref:', 'job_workflow_ref:octo/auto/.github/workflows/ci.yml@refs/heads/main', 'repo_property_', ':repo_property_a:x', 'actor:', 'event_name:', ':event_name:push',
  ':repository_visibility:public', 'environment', 'ev', 'il', '6', 'x', 'aud:', 'enterprise_id:5', 'refs/',
];

/** Subjects and patterns of subjects, sensible or not. */
export const subjectPattern: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 }).map(pieces => pieces.join('')),
  fc.constantFrom(
    '*', 'repo:*', 'repo:*/*', 'repo:octo*', 'repo:octo-*/*', 'repo:octo/*', 'repo:octo/app*', 'repo:octo@1/*', 'repo:*@1/*@11:environment:prod', 'repo:octo@*/app@*:*', '*:environment:prod',
    'repo:?*', 'repo:*/app:*', 'repository_owner:octo*', 'repository_owner_id:1*', 'repository_owner_id:1:*', 'environment:prod', 'environment:*:repository_owner:octo',
    'workflow:*:repo:octo/app', 'ref:refs/heads/*:repo:octo/*', 'job_workflow_ref:octo/auto/*', 'repo:*:repository_owner:octo', 'repo:*:repository_owner:*', 'repo_property_team:platform',
    'repo:*/infra:repository_owner_id:*', '*repo:octo/*', 'repo:*:*:*', 'repo:*:*', 'context', 'pull_request', 'pull_request:repo:octo/app',
  ),
);

/** A text of a claim turned into a value for a condition. */
export const LIKENESSES: readonly ((actual: string, choice: number) => string)[] = [
  actual => actual,
  actual => actual,
  (actual, choice) => `${actual.slice(0, choice % (actual.length + 1))}*`,
  (actual, choice) => `*${actual.slice(choice % (actual.length + 1))}`,
  (actual, choice) => `${actual.slice(0, choice % (actual.length + 1))}*${actual.slice((choice % (actual.length + 1)) + (choice % 7))}`,
  (actual, choice) => [...actual].map((sign, index) => (index + choice) % 5 === 0 ? '?' : sign).join(''),
  (actual, choice) => actual.split(':').map((part, index) => (index + choice) % 3 === 0 ? '*' : part).join(':'),
  (actual, choice) => actual.split('/').map((part, index) => (index + choice) % 2 === 0 ? '*' : part).join('/'),
  actual => actual.toUpperCase(),
  () => '*',
];

export const OF_CLAIM: Readonly<Record<string, readonly string[]>> = {
  repository_id: [...IDS, '1*', '777', '*7'],
  repository_owner_id: ['1', '2', '11', '6*', '?6?', '*', '666'],
  enterprise_id: ['5', '6', '*'],
  repository: ['octo/app', 'octo/*', '*/app', '*/x', 'evil/x', 'octo*', '*', 'ev*/?'],
  ref: BRANCHES.map(branch => `refs/heads/${branch}`).concat('refs/heads/*', '*', 'refs/tags/*', 'refs/*/main'),
  environment: [...ENVIRONMENTS, 'prod*', '*', 'x*'],
  workflow: [...WORKFLOWS, 'deploy*', '*'],
  actor: ['octocat', 'dependabot[bot]', 'octo*', '*'],
  actor_id: ['12', '13', '*'],
  job_workflow_ref: ['octo/auto/.github/workflows/ci.yml@refs/heads/main', 'octo/auto/*', '*@refs/heads/main', '*/auto/*'],
  aud: ['sts.amazonaws.com', 'sts.*', '*'],
  repository_owner: ['octo', 'evil', '*'],
};
