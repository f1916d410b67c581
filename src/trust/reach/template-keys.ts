import { EVENTS } from './formats';
import { choice, Language, Plain, sequence } from './language';
import { lazy, lazyByName } from './lazy';
import { Machine } from './machine';

/** What `context` stands for: an environment hides the pull request, and that the ref. */
export type Context = 'ref' | 'environment' | 'pull_request';

/** One key of a subject template, and what it puts into `sub`. */
export interface TemplateKey {
  /** In `include_claim_keys`; of a custom property, its beginning. */
  readonly name: string;
  /** What stands in `sub` before the value. */
  readonly text: string;
  /** Nothing behind `pull_request`. */
  readonly value?: () => Language;
  /** Keys of one slot exclude each other. */
  readonly slot: number;
  /** The slot that has to be taken before. */
  readonly follows?: number;
}

/** Stands for the `:` behind a custom property's name, which is none in a value. */
export const END_OF_NAME = '\ue002';
/** A repository's owner may have as many custom properties as he likes. */
export const PROPERTY = 'repo_property_';

/** What a foreign owner can put behind each variable. */
export type Languages = (variable: string) => Plain;

const OF_ONE_CLAIM = [
  'actor', 'actor_id', 'aud', 'base_ref', 'check_run_id', 'exp', 'head_ref', 'iat', 'iss', 'job_workflow_ref', 'job_workflow_sha',
  'nbf', 'ref_protected', 'ref_type', 'repository_id', 'repository_owner_id', 'repository_visibility', 'run_attempt', 'run_id', 'run_number',
  'runner_environment', 'sha', 'workflow', 'workflow_sha',
];
const OF_ENTERPRISE = ['enterprise', 'enterprise_id'];

/** What stands behind the keys, in whatever context. */
export interface KeyValues {
  /** Of a key that is one variable. */
  readonly one: (variable: string) => () => Language;
  readonly repository: () => Language;
  /** The repository as an immutable subject names it. */
  readonly withIds: () => Language;
  readonly workflow: () => Language;
  readonly property: () => Language;
}

/** @param bound what the claim `repository` has to be */
export function keyValues(languages: Languages, bound: Machine): KeyValues {
  const part = (variable: string) => ({ language: languages(variable), variable });
  const text = (literal: string) => ({ language: choice([literal]) });
  const id = (variable: string) => [{ ...text('@'), isUnbound: true }, { ...part(variable), isUnbound: true }];
  return {
    one: lazyByName(variable => lazy(() => sequence([part(variable)]))),
    repository: lazy(() => sequence([part('owner'), text('/'), part('name')], bound)),
    withIds: lazy(() => sequence([part('owner'), ...id('repository_owner_id'), text('/'), part('name'), ...id('repository_id')], bound)),
    workflow: lazy(() => sequence([part('owner'), text('/'), part('name'), text('/.github/workflows/'), part('file'), text('@'), part('ref')])),
    property: lazy(() => sequence([part('property'), text(END_OF_NAME), part('value')])),
  };
}

/** The keys that a foreign repository's template may have. */
export function templateKeys(
  { one, repository, withIds, workflow, property }: KeyValues, context: Context,
  { isImmutable, hasEnterprise }: { readonly isImmutable: boolean; readonly hasEnterprise: boolean },
): TemplateKey[] {
  const event = () => sequence([{ language: choice(eventsIn(context)), variable: 'event_name' }]);
  const named: Omit<TemplateKey, 'slot'>[] = [
    { name: 'repo', text: 'repo:', value: repository },
    ...contextKeys(context, one),
    ...[...OF_ONE_CLAIM, ...hasEnterprise ? OF_ENTERPRISE : []].map(name => ({ name, text: `${name}:`, value: one(name) })),
    { name: 'event_name', text: 'event_name:', value: lazy(event) },
    { name: 'repository', text: 'repository:', value: repository },
    { name: 'repository_owner', text: 'repository_owner:', value: one('owner') },
    { name: 'workflow_ref', text: 'workflow_ref:', value: workflow },
    { name: PROPERTY, text: PROPERTY, value: property },
  ];
  const keys = named.map((key, slot) => ({ ...key, slot }));
  return isImmutable ? [...keys, { ...keys[0], value: withIds }] : keys;
}

/** The key `context`, and the claim that it may stand for. */
function contextKeys(context: Context, one: (variable: string) => () => Language): Omit<TemplateKey, 'slot'>[] {
  const ref = { name: 'ref', text: 'ref:', value: one('ref') };
  const environment = { name: 'environment', text: 'environment:', value: one('environment') };
  switch (context) {
    case 'ref': return [{ ...ref, name: 'context' }, { ...ref, follows: 1 }];
    case 'environment': return [{ ...environment, name: 'context' }, { ...environment, follows: 1 }, ref];
    case 'pull_request': return [{ name: 'context', text: 'pull_request' }, ref];
  }
}

function eventsIn(context: Context): readonly string[] {
  switch (context) {
    case 'ref': return EVENTS;
    case 'environment': return ['pull_request', ...EVENTS];
    case 'pull_request': return ['pull_request'];
  }
}
