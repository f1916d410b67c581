import { Review } from './model';

/** For the next comparison: one fact a line, so that a diff of it can be read too. */
export function renderJson(review: Review): string {
  return `${JSON.stringify(review, undefined, 2)}\n`;
}
