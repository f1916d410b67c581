import { readFileSync } from 'fs';
import { factsOf, rolePaths } from './facts';
import { FORMAT, Review } from './model';
import { shown } from '../github/text';
import { Misuse } from '../misuse';
import { isPlainObject } from '../trust/plain';

/** What a comparison needs of a review. */
export interface Facts {
  /** By construct. */
  readonly facts: ReadonlyMap<string, readonly string[]>;
  readonly roles: readonly string[];
}

const REMEDY = 'pass a github-oidc-review.json as it was written';

/** Read at once, since the next synthesis may write to the same place. */
export function baselineIn(path: string): Facts {
  if (typeof path !== 'string') {
    throw invalid(shown(path), `is a value of type ${typeof path}`, 'pass the path of a github-oidc-review.json as a string');
  }
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw invalid(shown(path), `cannot be read (${code})`, 'pass the path of a committed github-oidc-review.json, or leave it out until there is one');
  }
  return readBaseline(text, path);
}

/**
 * Reads a review that was written earlier.
 *
 * @param name the file, for messages
 */
export function readBaseline(text: string, name: string): Facts {
  const review = parsed(text, name);
  const format = isPlainObject(review) ? review.format : undefined;
  if (typeof format === 'number' && format > FORMAT) {
    throw invalid(name, `has the format ${format}, newer than the ${FORMAT} that this version reads`, 'update cdk-github-actions-oidc');
  }
  if (format !== FORMAT) {
    throw invalid(name, `is no review: its format is ${JSON.stringify(format)}, not ${FORMAT}`, REMEDY);
  }
  try {
    return comparable(review as unknown as Review);
  } catch (error) {
    // Whatever has another shape than ours has no facts.
    throw invalid(name, `is no review: ${(error as Error).message}`, REMEDY);
  }
}

export function comparable(review: Review): Facts {
  const facts = factsOf(review);
  if ([...facts.keys()].some(path => typeof path !== 'string')) {
    throw new Error('what it is about has no path');
  }
  return { facts, roles: rolePaths(review) };
}

function parsed(text: string, name: string): unknown {
  try {
    // An editor may have put a byte order mark before it.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw invalid(name, 'is no JSON', REMEDY);
  }
}

function invalid(name: string, why: string, remedy: string): Misuse {
  return new Misuse('ReviewBaselineInvalid', `the baseline '${name}' ${why}; ${remedy}`);
}
