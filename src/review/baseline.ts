import { FORMAT, Review } from './model';
import { Misuse } from '../misuse';
import { isPlainObject } from '../trust/plain';

/** What a value has to be: a kind, a list of such, or an object with such members. A member whose name ends in `?` may be missing. */
type Shape = 'string' | 'number' | 'boolean' | readonly [Shape] | { readonly [member: string]: Shape };

const TEXTS: Shape = ['string'];
const CONDITIONS: Shape = [{ operator: 'string', key: 'string', values: TEXTS }];
const STATEMENTS: Shape = [{ statement: 'string', principals: TEXTS, actions: TEXTS, conditions: CONDITIONS }];
const FINDING = { 'rule': 'string', 'severity': 'string', 'message': 'string', 'acknowledged?': 'string' } as const;
/** All that a comparison reads. */
const REVIEW: Shape = {
  roles: [{
    'path': 'string',
    'name?': 'string',
    'account?': 'string',
    'partition': 'string',
    'region?': 'string',
    'maxSessionSeconds?': 'number',
    'trusts': [{ statement: 'string', issuer: 'string', subjects: CONDITIONS, audiences: CONDITIONS, claims: CONDITIONS, request: CONDITIONS }],
    'denies': STATEMENTS,
    'others': STATEMENTS,
    'permissions': [{
      'effect': 'string', 'reads': TEXTS, 'writes': TEXTS, 'notActions?': TEXTS, 'resources': TEXTS, 'notResources?': TEXTS, 'conditions': CONDITIONS,
    }],
    'managedPolicies': TEXTS,
    'steers': [{ 'by': 'string', 'role?': 'string', 'how': 'string' }],
    'findings': [FINDING],
  }],
  findings: [{ ...FINDING, path: 'string' }],
};

/** A review as it was committed. */
export type Baseline = Pick<Review, 'roles' | 'findings'>;

/**
 * Reads a review that was written earlier.
 *
 * @param name the file, for messages
 */
export function readBaseline(text: string, name: string): Baseline {
  const review = parsed(text, name);
  const format = isPlainObject(review) ? review.format : undefined;
  if (typeof format === 'number' && format > FORMAT) {
    throw invalid(name, `has the format ${format}, newer than the ${FORMAT} that this version reads`, 'update cdk-github-actions-oidc');
  }
  const misfit = format === FORMAT ? misfitOf(review, REVIEW, '') : `its format is ${JSON.stringify(format)}, not ${FORMAT}`;
  if (misfit !== undefined) {
    throw invalid(name, `is no review: ${misfit}`, 'pass a github-oidc-review.json as it was written');
  }
  return review as unknown as Baseline;
}

export function invalid(name: string, why: string, remedy: string): Misuse {
  return new Misuse('ReviewBaselineInvalid', `the baseline '${name}' ${why}; ${remedy}`);
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(name, 'is no JSON', 'pass a github-oidc-review.json as it was written');
  }
}

/** The first place where a value is not what it has to be. */
function misfitOf(value: unknown, shape: Shape, place: string): string | undefined {
  if (typeof shape === 'string') {
    return typeof value === shape ? undefined : `${place} is no ${shape}`;
  }
  if (Array.isArray(shape)) {
    return Array.isArray(value) ? first(value, (one, index) => misfitOf(one, shape[0], `${place}[${index}]`)) : `${place} is no list`;
  }
  if (!isPlainObject(value)) {
    return `${place || 'it'} is no object`;
  }
  return first(Object.entries(shape), ([member, inner]) => {
    const name = member.replace('?', '');
    const isAbsent = !Object.hasOwn(value, name) && member !== name;
    return isAbsent ? undefined : misfitOf(value[name], inner, place === '' ? name : `${place}.${name}`);
  });
}

function first<T>(list: readonly T[], misfit: (one: T, index: number) => string | undefined): string | undefined {
  for (const [index, one] of list.entries()) {
    const found = misfit(one, index);
    if (found !== undefined) { return found; }
  }
  return undefined;
}
