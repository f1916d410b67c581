import { Review, ReviewedPermission, ReviewedRole } from './model';
import { joinedNodes, MORE, Names, Picture, reachedNames } from './picture-nodes';
import { repositoriesOf } from './summary';
import { compare } from '../trust/order';

const MOST_NODES = 40;
const MOST_IN_A_COLUMN = 13;

/** One word before the resource's name. */
const EVERY_SERVICE = 'every\u00a0service';
const GROUPS = new Map([['role', 'other\u00a0roles'], ['policy', 'managed\u00a0policy']]);

type Rename = (name: string) => string;

/** In full where that can be read; else the long columns by owner, by stack and by service, and of these those with the most roles. */
export function pictureOf({ roles }: Review): Picture {
  const names = roles.map(namesOf);
  const counts = columnsOf(names).map(column => new Set(column.flat()).size);
  const isTooMuch = counts.reduce((sum, count) => sum + count, 0) > MOST_NODES;
  const isCoarse = counts.map(count => isTooMuch && count > MOST_IN_A_COLUMN);
  const byStack = stackOf(names.map(({ role }) => role));
  const coarse: readonly Rename[] = [name => name.replace(/\/.*$/s, ''), byStack, name => groupOf(name)];
  const grouped = renamed(names, coarse.map((rename, column) => isCoarse[column] ? rename : name => name));
  return joinedNodes(isTooMuch ? renamed(grouped, columnsOf(grouped).map(restOf)) : grouped, isCoarse);
}

function namesOf(role: ReviewedRole): Names {
  const { path, permissions, managedPolicies, steers, assumes, passes } = role;
  const open = role.findings.filter(({ acknowledged }) => acknowledged === undefined).map(({ severity }) => severity);
  return {
    repositories: repositoriesOf(role),
    role: path,
    reached: [
      ...permissions.filter(permission => permission.effect === 'Allow' && !isOfRoles(permission)).flatMap(({ service, writes, notActions, resources, notResources }) => {
        const kind = writes.length > 0 || notActions ? 'write' as const : 'read' as const;
        return (notResources ? ['all but some'] : resources).map(resource => ({ name: `${service === '*' ? EVERY_SERVICE : service} ${resource}`, kind }));
      }),
      ...managedPolicies.map(arn => ({ name: `policy ${arn}`, kind: 'write' as const })),
      ...[...assumes, ...passes, ...steers.map(steer => steer.role ?? 'that only AWS knows')].map(arn => ({ name: `role ${arn}`, kind: 'through' as const })),
    ],
    ...(open.length > 0 && { severity: open.includes('error') ? 'error' as const : 'warning' as const }),
  };
}

/** Told by the roles themselves. */
function isOfRoles({ reads, writes }: ReviewedPermission): boolean {
  return reads.length === 0 && writes.length > 0 && writes.every(action => /^(sts:AssumeRole|iam:PassRole)$/i.test(action));
}

/** For each column and each role, the names in it. */
function columnsOf(names: readonly Names[]): (readonly string[])[][] {
  return [names.map(({ repositories }) => repositories), names.map(({ role }) => [role]), names.map(reachedNames)];
}

function renamed(names: readonly Names[], [ofRepository, ofRole, ofReached]: readonly Rename[]): Names[] {
  return names.map(({ repositories, role, reached, severity }) => ({
    repositories: repositories.map(ofRepository),
    role: ofRole(role),
    reached: reached.map(({ name, kind }) => ({ name: ofReached(name), kind })),
    severity,
  }));
}

function groupOf(name: string): string {
  const group = name.replace(/ .*$/s, '');
  return GROUPS.get(group) ?? group;
}

/** The beginnings of paths, as long as there are few of them. */
function stackOf(paths: readonly string[]): Rename {
  const start = (depth: number) => (path: string) => path.split('/').slice(0, depth).join('/');
  const depths = Array.from({ length: Math.max(1, ...paths.map(path => path.split('/').length - 1)) }, (_, index) => index + 1).reverse();
  return start(depths.find(depth => new Set(paths.map(start(depth))).size <= MOST_IN_A_COLUMN) ?? 1);
}

/** Those with the fewest roles become one. */
function restOf(column: readonly (readonly string[])[]): Rename {
  const counts = new Map<string, number>();
  for (const name of column.flatMap(ofRole => [...new Set(ofRole)])) { counts.set(name, (counts.get(name) ?? 0) + 1); }
  const byCount = [...counts].sort(([one, many], [other, more]) => more - many || compare(one, other)).map(([name]) => name);
  const rest = byCount.length > MOST_IN_A_COLUMN ? new Set(byCount.slice(MOST_IN_A_COLUMN - 1)) : undefined;
  return name => rest?.has(name) ? `${rest.size}${MORE}` : name;
}

