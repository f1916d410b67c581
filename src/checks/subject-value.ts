import { hasUnknown } from '../github/unknown-text';
import { hasWildcard, like } from '../github/wildcard';

/**
 * One segment of a subject's text, by its key. What stands for a context by itself, such as `pull_request`, a wildcard or an end that only
 * deployment knows, has the key `context`.
 */
export interface SubjectSegment {
  readonly key: string;
  /** Undefined where the text ends behind the key. */
  readonly value?: string;
}

/** Whom a subject names, each part as it stands, also with wildcards. */
export interface NamedRepository {
  readonly owner?: string;
  readonly ownerId?: string;
  readonly name?: string;
  readonly id?: string;
}

const UNKNOWN_OR_SEGMENT = /(?:\ue000[^\ue001]*\ue001|[^:])*/y;

/** With the signs that a `?` can only stand for: a repository has one `/` in its name, and behind it a `:`. */
export function withSigns(text: string): string {
  return !text.includes('?') ? text
    : text.replace(/^(repo(?:sitory)?:[^:*]+)\?(?=(?:environment|ref):)/, '$1:').replace(/^(repo(?:sitory)?:[^:/*]+)\?(?=[^:/*?]+(?::|$))/, '$1/');
}

/** The text's parts between its colons. What only deployment knows may have a colon in its name. */
export function partsOf(given: string): string[] {
  const text = withSigns(given);
  const parts: string[] = [];
  for (let at = 0; at <= text.length; at = UNKNOWN_OR_SEGMENT.lastIndex + 1) {
    UNKNOWN_OR_SEGMENT.lastIndex = at;
    parts.push(UNKNOWN_OR_SEGMENT.exec(text)![0]);
  }
  return parts;
}

export function segmentsOf(text: string): SubjectSegment[] {
  const parts = partsOf(text);
  const segments: SubjectSegment[] = [];
  while (parts.length > 0) {
    const part = parts.shift()!;
    const isContext = part === 'pull_request' || hasWildcard(part) || (parts.length === 0 && hasUnknown(part));
    segments.push(isContext ? { key: 'context', value: part } : { key: part, value: parts.shift() });
  }
  return segments;
}

/** The segments of a text, and those that it has where a wildcard stands for the key of what is behind it. */
export function shapesOf(text: string): SubjectSegment[][] {
  const parts = partsOf(text);
  const [before, part] = [parts.slice(0, -2), parts.at(-2) ?? ''];
  const keys = before.length > 0 && hasWildcard(part) ? ['environment', 'ref'].filter(key => like(key, part)) : [];
  const byKey = keys.map(key => segmentsOf([...before, key, ...parts.slice(-1)].join(':')));
  return [text === '' ? [] : segmentsOf(text), ...byKey.filter(segments => segments.every(({ value }) => value !== undefined))];
}

/** Whom the segments name, the first that tells a part first. */
export function repositoryIn(segments: readonly SubjectSegment[]): NamedRepository {
  const told = segments.map(({ key, value }): NamedRepository => value === undefined ? {} : namedBy(key, value));
  const first = (part: keyof NamedRepository) => told.find(one => one[part] !== undefined)?.[part];
  return { owner: first('owner'), ownerId: first('ownerId'), name: first('name'), id: first('id') };
}

/** Whether owner and repository are one value that only deployment knows, so that no `/` is seen. */
export function isWholeUnknown({ owner = '', name }: NamedRepository): boolean {
  return name === undefined && hasUnknown(owner);
}

/** `OWNER/REPO`, with or without `@ID`s. */
export function splitName(fullName: string): NamedRepository {
  const slash = fullName.indexOf('/');
  const [owner, ownerId] = atSign(slash < 0 ? fullName : fullName.slice(0, slash));
  const [name, id] = slash < 0 ? [] : atSign(fullName.slice(slash + 1));
  return { owner, ownerId, name, id };
}

function namedBy(key: string, value: string): NamedRepository {
  switch (key) {
    case 'repo': case 'repository': return splitName(value);
    case 'repository_owner': return { owner: value };
    case 'repository_owner_id': return { ownerId: value };
    case 'repository_id': return { id: value };
    default: return {};
  }
}

function atSign(text: string): [name: string, id?: string] {
  const at = text.indexOf('@');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
