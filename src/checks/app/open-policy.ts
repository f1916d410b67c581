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
  if (isPlainObject(text) && [text.Statement ?? []].flat().every(isPlainObject)
    && !isTransformed(text) && conditionIn(raw) === undefined && reader.othersOf(raw).length === 0) {
    return { document: text, conditional: NONE, unread: [] };
  }
  const [statements, versions, documents] = [[] as unknown[], [] as unknown[], [] as unknown[]];
  const [unread, conditional] = [[] as string[], new Set<unknown>()];
  for (const { value: document, isConditional } of branchesOf(raw).flatMap(branch => documentsOf(branch, reader))) {
    if (!isPlainObject(document)) {
      unread.push(...unreadOf(document));
      continue;
    }
    unread.push(...'Fn::Transform' in document ? unreadOf(document) : []);
    const whole = reader.textOf(document) as Record<string, unknown>;
    documents.push(whole);
    versions.push(whole.Version);
    for (const branch of branchesOf(document.Statement, isConditional).flatMap(one => outcomesOf(one))) {
      const [place, texts] = [statements.length + 1, textsOf(branch, reader)];
      const isUndecided = conditionIn(branch.value) !== undefined;
      for (const { value: statement, isConditional: isChosen } of texts.flatMap(one => branchesOf(one.value, one.isConditional))) {
        const isOpen = isTransformed(statement);
        unread.push(...isOpen || isUndecided || !isPlainObject(statement) ? unreadOf(statement) : []);
        if (!isPlainObject(statement)) {
          continue;
        }
        const visible = isOpen ? withoutTransforms(statement) : statement;
        // To a reader it is one statement, whatever the parameters are.
        const named = texts.length > 1 && !visible.Sid ? { ...visible, Sid: `statement ${place}` } : visible;
        statements.push(named);
        if (isChosen || isOpen) {
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

/** Whether a macro adds to a value, or to a part of it. */
function isTransformed(value: unknown): boolean {
  return JSON.stringify(value)?.includes('"Fn::Transform"') ?? false;
}

/** What stands there whatever a macro adds. */
function withoutTransforms(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value, (key, inner) => key === 'Fn::Transform' ? undefined : inner));
}

/** What vanishes at deployment is nothing to read. */
function unreadOf(value: unknown): string[] {
  return value === undefined || value === null ? [] : [typeof value === 'string' ? value : `${isTransformed(value) ? 'Fn::Transform in ' : ''}${JSON.stringify(value)}`];
}
