import { counted } from './summary';
import { compare, sortedUnique } from '../trust/order';

/** Repositories, the roles that they may assume, and what these reach: three columns of nodes. */
export interface Picture {
  readonly columns: readonly (readonly Node[])[];
  readonly links: readonly Link[];
  /** For each role of the review, the nodes that stand for it, its repositories and what it reaches. */
  readonly nodesOfRole: readonly (readonly number[])[];
  /** For each column, whether its nodes stand for several: owners, stacks, services. */
  readonly isCoarse: readonly boolean[];
}

export interface Node {
  readonly id: number;
  readonly label: string;
  readonly note?: string;
  readonly severity?: 'error' | 'warning';
}

export type LinkKind = 'trust' | 'read' | 'write' | 'through';

export interface Link {
  readonly from: number;
  readonly to: number;
  readonly kind: LinkKind;
}

/** A role, by the names of the nodes that it has to do with. */
export interface Names {
  readonly repositories: readonly string[];
  readonly role: string;
  readonly reached: readonly { readonly name: string; readonly kind: LinkKind }[];
  readonly severity?: Node['severity'];
}

/** Ends the name of a node that stands for the rest of its column. */
export const MORE = ' more';
const STRENGTH: readonly LinkKind[] = ['read', 'through', 'write', 'trust'];

/** Names that are the same become one node, and nodes stand near to what they are linked with. */
export function joinedNodes(names: readonly Names[], isCoarse: readonly boolean[]): Picture {
  const roles = sortedUnique(names.map(({ role }) => role), (one, other) => restLast(one, other) || compare(one, other));
  const columns = [nearTo(roles, names, ({ repositories }) => repositories), roles, nearTo(roles, names, reachedNames)];
  const starts = [0, columns[0].length, columns[0].length + columns[1].length];
  const ids = columns.map((column, index) => new Map(column.map((name, place) => [name, starts[index] + place])));
  const links = new Map<string, Link>();
  const nodesOfRole = names.map(one => {
    const own = ids[1].get(one.role)!;
    const toOwn = one.repositories.map((name): Link => ({ from: ids[0].get(name)!, to: own, kind: 'trust' }));
    const fromOwn = one.reached.map(({ name, kind }): Link => ({ from: own, to: ids[2].get(name)!, kind }));
    for (const link of [...toOwn, ...fromOwn]) { links.set(`${link.from} ${link.to}`, stronger(link, links.get(`${link.from} ${link.to}`))); }
    return [...new Set([own, ...toOwn.map(({ from }) => from), ...fromOwn.map(({ to }) => to)])].sort((a, b) => a - b);
  });
  const roleNode = (label: string): Omit<Node, 'id' | 'label'> => {
    const same = names.filter(({ role }) => role === label);
    const severities = same.map(({ severity }) => severity);
    const severity = (['error', 'warning'] as const).find(one => severities.includes(one));
    return { ...(severity && { severity }), ...(isCoarse[1] && { note: counted(same.length, 'role') }) };
  };
  return {
    columns: columns.map((column, index) => column.map(label => ({ id: ids[index].get(label)!, label, ...(index === 1 && roleNode(label)) }))),
    links: [...links.values()].sort((one, other) => one.from - other.from || one.to - other.to),
    nodesOfRole,
    isCoarse,
  };
}

export function reachedNames({ reached }: Names): string[] {
  return reached.map(({ name }) => name);
}

/** By the middle of their roles' places, so that few lines cross. */
function nearTo(roles: readonly string[], names: readonly Names[], namesOf: (one: Names) => readonly string[]): string[] {
  const places = new Map<string, { sum: number; count: number }>();
  for (const one of names) {
    for (const name of namesOf(one)) {
      const { sum, count } = places.get(name) ?? { sum: 0, count: 0 };
      places.set(name, { sum: sum + roles.indexOf(one.role), count: count + 1 });
    }
  }
  const middle = (name: string) => places.get(name)!.sum / places.get(name)!.count;
  return [...places.keys()].sort((one, other) => restLast(one, other) || middle(one) - middle(other) || compare(one, other));
}

function restLast(one: string, other: string): number {
  return Number(one.endsWith(MORE)) - Number(other.endsWith(MORE));
}

function stronger(link: Link, other = link): Link {
  return STRENGTH.indexOf(link.kind) < STRENGTH.indexOf(other.kind) ? other : link;
}
