import { readFileSync } from 'fs';
import { Baseline, invalid, readBaseline } from './baseline';
import { shown } from '../github/text';

/** Read at once, since the next synthesis may write to the same place. */
export function baselineIn(path: string): Baseline {
  return readBaseline(textIn(path), path);
}

function textIn(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw invalid(shown(path), `cannot be read (${code})`, 'pass the path of a committed github-oidc-review.json, or leave it out until there is one');
  }
}
