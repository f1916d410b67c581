import { like } from '../github/wildcard';

export const CASE_HINT = 'only the case differs, and IAM minds it: write it as GitHub shows it';
const COLON_HINT = "GitHub writes ':' inside a value as '%3A' into sub; the policy has to have it so too";

/** What differs in texts that are the same but for case, encoding and space around them. */
export function valueHints(actual: string, expected: string, ignoresCase: boolean): string[] {
  const decoded = (text: string) => text.replace(/%3A/gi, ':').trim();
  if (!like(decoded(actual).toLowerCase(), decoded(expected).toLowerCase())) {
    return [];
  }
  return [
    ...(ignoresCase || like(decoded(actual), decoded(expected)) ? [] : [CASE_HINT]),
    ...(like(actual.toLowerCase(), expected.trim().toLowerCase()) && !expected.includes('%3a') ? [] : [COLON_HINT]),
    ...(expected === expected.trim() ? [] : ['the policy has space around the value']),
  ];
}
