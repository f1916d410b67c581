import { UNRESOLVED } from './text';

/** Ends a value that only deployment knows; `UNRESOLVED` begins it, and between them stands what a reader knows it by. */
const END = '\ue001';
const UNKNOWN = new RegExp(`${UNRESOLVED}([^${END}]*)${END}`, 'g');

/** A value that only deployment knows, as text that no policy can hold. */
export function unknownText(name: string): string {
  return `${UNRESOLVED}${name}${END}`;
}

export function hasUnknown(text: string): boolean {
  return text.includes(UNRESOLVED);
}

/** With each unknown value replaced, by its name. */
export function withUnknowns(text: string, replace: (name: string) => string): string {
  return hasUnknown(text) ? text.replace(UNKNOWN, (_, name: string) => replace(name)) : text;
}

/** For a message or a page. */
export function shownUnknowns(text: string): string {
  return withUnknowns(text, name => `<${name}>`);
}
