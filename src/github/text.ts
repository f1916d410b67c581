import { Misuse } from '../misuse';

/** How the CDK writes an unresolved text, and an unresolved number, into a text. This room imports nothing of the CDK, so it knows the notation. */
const TOKEN = /\$\{Token\[[a-zA-Z0-9:._-]+\]\}|-1\.[0-9]{10,16}e\+289/g;

/** Whether the text holds a value that is known only at deployment. */
export function isUnresolved(text: string): boolean {
  return text.search(TOKEN) >= 0;
}

/** Whether an element of a list is known only at deployment, or stands for a whole list that is. */
export function isUnresolvedElement(text: string): boolean {
  return isUnresolved(text) || /^#\{Token\[[a-zA-Z0-9:._-]+\]\}$/.test(text);
}

/** Stands for an unresolved value where the literal text around it is judged: a private character, which no policy can hold. */
export const UNRESOLVED = '\ue000';

export function maskUnresolved(text: string): string {
  return text.replace(TOKEN, UNRESOLVED);
}

/** For judging the literal text: what is known only at deployment counts as one letter. */
export function withoutTokens(text: string): string {
  return maskUnresolved(text).replaceAll(UNRESOLVED, 'x');
}

/** Splits at the colons that stand literally: an unresolved value may have one in its name. */
export function splitAtColons(text: string): string[] {
  const tokens = text.match(TOKEN) ?? [];
  return maskUnresolved(text).split(':').map(part => part.replaceAll(UNRESOLVED, () => tokens.shift() ?? UNRESOLVED));
}

/** What GitHub does to a value that it places in `sub`; it encodes nothing else. */
export function encodeColons(text: string): string {
  return splitAtColons(text).join('%3A');
}

/** Any value in a message, also one that has no text of its own. */
export function shown(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** Refuses what no IAM policy can hold or what would mean something else there. */
export function requirePolicyText(what: string, text: unknown): asserts text is string {
  if (typeof text !== 'string') {
    throw new Misuse('GithubTextMissing', `${what} is '${shown(text)}', a value of type ${typeof text}; pass it as a string`);
  }
  const literal = text.replace(TOKEN, ' ');
  if (text.trim() === '') {
    throw new Misuse('GithubTextBlank', `${what} is '${text}'; it must not be empty or blank`);
  }
  if (literal.includes('${')) {
    throw new Misuse('GithubPolicyVariable',
      `${what} is '${text}', and IAM reads '\${' as the start of a policy variable; write the value that you mean`);
  }
  const refused = unfitForPolicy(text);
  if (refused !== undefined) {
    throw new Misuse('GithubTextRefusedByIam',
      `${what} is '${text}', and an IAM policy cannot hold its character ${refused}; `
      + 'allowed are tab, line feed, carriage return and U+0020 to U+00FF: rename it on GitHub');
  }
}

/** The first character that no IAM policy can hold, such as U+0416. */
export function unfitForPolicy(text: string): string | undefined {
  const refused = [...text.replace(TOKEN, ' ')].find(character => !/[\t\n\r\u0020-\u00ff]/.test(character));
  return refused && `U+${refused.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
