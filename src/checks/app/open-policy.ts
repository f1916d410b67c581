import { Branch, branchesOf, conditionIn, outcomesOf } from './branches';
import { isPlainObject } from '../../trust/plain';
import { OpenPolicy } from '../read-role';

type TextOf = (value: unknown) => unknown;

const NONE: ReadonlySet<unknown> = new Set();

/**
 * A policy document with every statement that deployment may put in: those of each branch, and of a document that is given as JSON text.
 *
 * @param text the document as text already, where somebody has it
 */
export function openPolicy(raw: unknown, textOf: TextOf, text: unknown = textOf(raw)): OpenPolicy {
  if (isReadable(text) && [text.Statement ?? []].flat().every(isReadable) && conditionIn(raw) === undefined) {
    return { document: text, conditional: NONE, unread: [] };
  }
  const [statements, unread, versions, conditional] = [[] as unknown[], [] as string[], [] as unknown[], new Set<unknown>()];
  for (const { value: document, isConditional } of branchesOf(raw).flatMap(branch => documentsOf(branch, textOf))) {
    if (!isReadable(document)) {
      unread.push(...unreadOf(document));
      continue;
    }
    versions.push(textOf(document.Version));
    for (const branch of branchesOf(document.Statement, isConditional).flatMap(one => outcomesOf(one))) {
      for (const statement of [textOf(branch.value)].flat()) {
        if (!isReadable(statement)) {
          unread.push(...unreadOf(statement));
          continue;
        }
        statements.push(statement);
        if (branch.isConditional) {
          conditional.add(statement);
        }
      }
    }
  }
  // Where the branches differ, the version that gives policy variables a meaning.
  const version = versions.find(one => one === '2012-10-17') ?? versions[0];
  return { document: { ...(version !== undefined && { Version: version }), Statement: statements }, conditional, unread };
}

function documentsOf(branch: Branch, textOf: TextOf): Branch[] {
  return isPlainObject(branch.value) && 'Statement' in branch.value ? [branch]
    : outcomesOf(branch).map(({ value, isConditional }) => ({ value: parsed(textOf(value)), isConditional }));
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
