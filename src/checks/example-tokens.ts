import { Trust } from './checked-role';
import { isPattern, isPositive, takes } from './demands';
import { Claims } from '../trust/admits';
import { PolicyCondition } from '../trust/policy';

/** Of an owner that no policy names: its IDs are larger than any. */
const STRANGER: Claims = {
  sub: 'repo:stranger@999999999999/strange@999999999998:ref:refs/heads/main',
  repository: 'stranger/strange',
  repository_id: '999999999998',
  repository_owner_id: '999999999999',
  enterprise_id: '999999999997',
};
const ANY_JOB: Claims = {
  aud: 'sts.amazonaws.com',
  ...STRANGER,
  actor: 'octocat',
  actor_id: '12',
  job_workflow_ref: 'stranger/strange/.github/workflows/example.yml@refs/heads/main',
  ref: 'refs/heads/main',
  workflow: 'example',
};
const FILLS = ['x', 'y/1', ''];

/** A token that meets what a statement says of each claim, where one text does. */
export function exampleToken({ claims }: Trust): Claims {
  const token: Record<string, string> = { ...ANY_JOB };
  for (const claim of new Set(claims.map(condition => condition.claim))) {
    const example = exampleOf(claim, claims.filter(condition => condition.claim === claim));
    if (example === undefined) { delete token[claim]; } else { token[claim] = example; }
  }
  return token;
}

/** The same token of a repository that the policy does not name: all else is what its workflow's author may choose, or calls. */
export function strangersToken(trust: Trust): Claims {
  return { ...exampleToken(trust), ...STRANGER };
}

export function withoutClaim(token: Claims, claim: string): Claims {
  return Object.fromEntries(Object.entries(token).filter(([name]) => name !== claim));
}

/** Undefined where no text will do, or the claim has to be absent. */
function exampleOf(claim: string, conditions: readonly PolicyCondition[]): string | undefined {
  if (conditions.some(({ base, values }) => base === 'Null' && values.some(value => value.toLowerCase() === 'true'))) {
    return undefined;
  }
  const named = conditions.filter(isPositive)
    .flatMap(condition => condition.values.flatMap(value => isPattern(condition, value) ? filled(value) : value));
  const usual = Object.hasOwn(ANY_JOB, claim) ? [ANY_JOB[claim]] : [];
  return [...named, ...usual, ...FILLS].find(text => conditions.every(condition => takes(condition, text)));
}

function filled(pattern: string): string[] {
  return FILLS.map(fill => pattern.replaceAll('*', fill).replaceAll('?', 'x'));
}
