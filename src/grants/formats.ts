import { isUnresolved } from '../github/text';
import { Misuse } from '../misuse';

/** How AWS writes a kind of name. */
export interface Format {
  readonly pattern: RegExp;
  /** The same in words, with an example. */
  readonly allowed: string;
}

export const ACCOUNT: Format = { pattern: /^[0-9]{12}$/, allowed: "12 digits as text, such as '111111111111'" };
export const REGION: Format = { pattern: /^[a-z]+(-[a-z]+)+-[0-9]+$/, allowed: "the code of a region, such as 'eu-west-1'" };

/** A value that is known only at deployment passes. */
export function requireFormat(what: string, { pattern, allowed }: Format, text: string): string {
  if (!isUnresolved(text) && !pattern.test(text)) {
    throw new Misuse('GrantOptionInvalid', `${what} is '${text}'; pass ${allowed}`);
  }
  return text;
}
