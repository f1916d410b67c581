import { Branch, branchesOf, conditionIn, outcomesOf } from './branches';
import { isPlainObject } from '../../trust/plain';
import { OpenPolicy } from '../read-role';

/** What a template's values are as text. */
export interface Reader {
  readonly textOf: (value: unknown) => unknown;
  /** What it may be instead, by the values that the template names for its parameters. */
  readonly othersOf: (value: unknown) => readonly unknown[];
}

const NONE: ReadonlySet<unknown> = new Set();

/**
 * A policy document with every statement that deployment may put in: those of each branch, and of a document that is given as JSON text.
 *
 * @param text the document as text already, where somebody has it
 */
export function openPolicy(raw: unknown, reader: Reader, text: unknown = reader.textOf(raw)): OpenPolicy {
  if (isReadable(text) && [text.Statement ?? []].flat().every(isReadable) && conditionIn(raw) === undefined && reader.othersOf(raw).length === 0) {
    return { document: text, conditional: NONE, unread: [] };
  }
  const [statements, versions, documents] = [[] as unknown[], [] as unknown[], [] as unknown[]];
  const [unread, conditional] = [[] as string[], new Set<unknown>()];
  for (const { value: document, isConditional } of branchesOf(raw).flatMap(branch => documentsOf(branch, reader))) {
    if (!isReadable(document)) {
      unread.push(...unreadOf(document));
      continue;
    }
    const whole = reader.textOf(document) as Record<string, unknown>;
    documents.push(whole);
    versions.push(whole.Version);
    for (const branch of branchesOf(document.Statement, isConditional).flatMap(one => outcomesOf(one))) {
      const [place, texts] = [statements.length + 1, textsOf(branch, reader)];
      for (const { value: statement, isConditional: isChosen } of texts.flatMap(one => branchesOf(one.value, one.isConditional))) {
        if (!isReadable(statement)) {
          unread.push(...unreadOf(statement));
          continue;
        }
        // To a reader it is one statement, whatever the parameters are.
        const named = texts.length > 1 && !statement.Sid ? { ...statement, Sid: `statement ${place}` } : statement;
        statements.push(named);
        if (isChosen) {
          conditional.add(named);
        }
      }
    }
  }
  // Where the branches differ, the version that gives policy variables a meaning.
  const version = versions.find(one => one === '2012-10-17') ?? versions[0];
  return { document: { ...(version !== undefined && { Version: version }), Statement: statements }, conditional, unread, documents };
}

function documentsOf(branch: Branch, reader: Reader): Branch[] {
  return isPlainObject(branch.value) && 'Statement' in branch.value ? [branch]
    : outcomesOf(branch).flatMap(one => textsOf(one, reader)).map(({ value, isConditional }) => ({ value: parsed(value), isConditional }));
}

/** A value as text, and what it may be instead. */
export function textsOf({ value, isConditional }: Branch, { textOf, othersOf }: Reader): Branch[] {
  const others = othersOf(value);
  return [textOf(value), ...others].map(text => ({ value: text, isConditional: isConditional || others.length > 0 }));
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : text;
  } catch {
    return text;
  }
}

/** Whether it is an object that no macro adds to. */
function isReadable(value: unknown): value is Record<string, unknown> {
  return isPlainObject(value) && !('Fn::Transform' in value);
}

/** What vanishes at deployment is nothing to read. */
function unreadOf(value: unknown): string[] {
  return value === undefined || value === null ? [] : [typeof value === 'string' ? value : isPlainObject(value) ? 'Fn::Transform' : JSON.stringify(value)];
}
