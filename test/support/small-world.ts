import * as fc from 'fast-check';
import { Issuer, Job, mint, Token } from './universe';

/*
 * All tokens of a few owners with few words, by every template of up to three keys, so that a policy can be asked about each of them.
 */

const KEYS = ['repo', 'context', 'environment', 'ref', 'workflow', 'repository_owner', 'repository', 'repository_owner_id', 'repo_property_a', 'actor'];
const OWNERS = ['a', 'b', 'ab', 'ba'];
const WORKFLOWS = ['a', 'b:a', 'repo', 'environment', 'ab/a'];
const ENVIRONMENTS = [undefined, 'a', 'b:b', 'repo'];

const JOB: Omit<Job, 'issuer'> = {
  owner: 'a',
  ownerId: '5',
  name: 'b',
  id: '6',
  visibility: 'private',
  template: [],
  isImmutable: false,
  event: 'push',
  ref: 'refs/heads/a',
  environment: undefined,
  workflow: 'a',
  calledWorkflow: undefined,
  actor: 'a',
  actorId: '1',
  enterpriseId: undefined,
  audience: 'x',
};

function templates(begun: readonly string[] = []): string[][] {
  return KEYS.filter(key => !begun.includes(key)).flatMap(key => {
    const keys = [...begun, key];
    return [keys, ...keys.length < 3 ? templates(keys) : []];
  });
}

function jobsWith(template: readonly string[], issuer: Issuer): Job[] {
  const has = (...keys: string[]) => keys.some(key => template.includes(key));
  const each = <T>(values: readonly T[], make: (value: T) => Partial<Job>) => (jobs: readonly Job[]) =>
    jobs.flatMap(job => values.map(value => ({ ...job, ...make(value) })));
  return [
    each(OWNERS, owner => ({ owner })),
    each(has('repo', 'repository') ? ['a', 'ab'] : ['a'], name => ({ name })),
    each(has('workflow') ? WORKFLOWS : ['a'], workflow => ({ workflow })),
    each(has('context', 'environment') ? ENVIRONMENTS : [undefined, 'a'], environment => ({ environment })),
    each(has('context') ? ['push', 'pull_request'] : ['push'], event => ({ event })),
    each(has('repo_property_a') ? ['a', 'b'] : ['a'], property => ({ others: { repo_property_a: property } })),
    each(has('repo') ? [false, true] : [false], isImmutable => ({ isImmutable })),
  ].reduce<Job[]>((jobs, widen) => widen(jobs), [{ ...JOB, template, issuer }]);
}

/** One in so many of the world's tokens: the same each time. */
export function tokensOf(issuer: Issuer, oneIn: number): Token[] {
  return templates().flatMap(template => jobsWith(template, issuer)).filter((_, index) => index % oneIn === 0).flatMap(job => mint(job) ?? []);
}

export interface Mutation {
  readonly kind: number;
  readonly at: number;
  readonly length: number;
}

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({ kind: fc.nat({ max: 5 }), at: fc.nat({ max: 99 }), length: fc.nat({ max: 5 }) }), { maxLength: 4 },
);

/** A text with wildcards for some of it, and other letters in it. */
export function mutated(text: string, changes: readonly Mutation[]): string {
  return changes.reduce((pattern, { kind, at: drawn, length }) => {
    const at = drawn % (pattern.length + 1);
    const [before, behind] = [pattern.slice(0, at), pattern.slice(at + length)];
    return [
      `${before}*${behind}`, `${before}?${pattern.slice(at + 1)}`, `${before}*`, `*${pattern.slice(at)}`, `${before}${'ab:/'[length % 4]}${pattern.slice(at)}`,
      `${before}*:${behind}`,
    ][kind];
  }, text);
}
