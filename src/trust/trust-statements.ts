import { Demand, demandOf } from './demand';
import { requireAccepted } from './iam-acceptance';
import { compare, sortedUnique } from './order';
import { packToQuota } from './pack';
import { renderConditions } from './render';
import { groupBy, rightsOf } from './rights';
import { statementId, uniqueIds } from './statement-id';
import { TrustOptions } from './trust-options';
import { ClaimCondition, TrustStatement } from './trust-statement';
import { SubjectContext } from '../github/subject-context';
import { maskUnresolved } from '../github/text';

/**
 * The statements that admit these subjects and nobody else, in an order that depends on nothing but the set of subjects. Where a quota is
 * given, they are packed to fit.
 */
export function trustStatements(options: TrustOptions): TrustStatement[] {
  const groups = groupsOf(options.subjects.map(subject => demandOf(subject, options)));
  const statementsOf = (demands: readonly (readonly Demand[])[]) => statementsFor(demands, options.audiences);
  const statements = options.quota ? packToQuota(groups, options, statementsOf) : statementsOf(groups);
  statements.forEach(statement => requireAccepted(renderConditions(statement, options.issuer.conditionKeyPrefix), options.issuer));
  return statements;
}

/**
 * Demands that may share a statement, which lets in every combination of its values.
 *
 * Exact and pattern subjects never share one, nor do different claims. Where IDs are pinned, repositories share one only if their rights are
 * the same: otherwise a repository renamed to another's name would gain the other's. A guard counts the segments of one template, and of a
 * pull request's shorter context.
 */
function groupsOf(demands: readonly Demand[]): Demand[][] {
  const groups = new Map<string, Demand[]>();
  const kinds = groupBy(demands, kindOf);
  for (const [kind, ofKind] of kinds) {
    for (const ofRepository of groupBy(ofKind, pinnedName).values()) {
      const key = `${kind}|${pinnedName(ofRepository[0]) ? rightsOf(ofRepository) : ''}`;
      groups.set(key, [...groups.get(key) ?? [], ...ofRepository]);
    }
  }
  const keyed = [...groups.values()].map(group => ({ group, key: orderKey(group) }));
  return keyed.sort((one, other) => compare(one.key, other.key)).map(({ group }) => group);
}

/** For the order alone: the CDK numbers unresolved values by what came before. */
function orderKey(group: readonly Demand[]): string {
  const rights = pinnedName(group[0]) ? group.map(demand => maskUnresolved(demand.rights)) : [];
  return `${kindOf(group[0])}|${sortedUnique(rights).join(' ')}`;
}

function kindOf({ isPattern, guards, context, template, repository, claims, pins }: Demand): string {
  const guarded = guards.length > 0 && [context.text === 'pull_request', repository?.isWholeOwner, template?.keys];
  return JSON.stringify([isPattern, guarded, sortedClaims(claims), Object.keys(pins).sort().join()]);
}

function pinnedName({ pins, repository }: Demand): string {
  return Object.keys(pins).length > 0 ? repository!.immutableName! : '';
}

function statementsFor(groups: readonly (readonly Demand[])[], audiences: readonly string[]): TrustStatement[] {
  const sids = uniqueIds(groups.map(group => sidOf(group)));
  return groups.map((group, index) => ({ sid: sids[index], conditions: conditionsOf(group, audiences) }));
}

function sidOf(group: readonly Demand[]): string {
  const isWholeOwner = group[0].repository?.isWholeOwner && group[0].guards.length > 0;
  return statementId(distinctContexts(group), sortedUnique(group.flatMap(({ asked }) => asked)), isWholeOwner);
}

function conditionsOf(group: readonly Demand[], audiences: readonly string[]): ClaimCondition[] {
  const [{ isPattern, claims }] = group;
  const repositories = group.flatMap(({ pins }) => pins.repository ?? []);
  const owners = group.flatMap(({ pins }) => pins.owner ?? []);
  return [
    { operator: 'StringEquals', claim: 'aud', values: sortedUnique(audiences) },
    { operator: isPattern ? 'StringLike' : 'StringEquals', claim: 'sub', values: sortedUnique(group.flatMap(({ texts }) => texts)) },
    { operator: 'StringNotLike', claim: 'sub', values: sortedUnique(group.flatMap(demand => demand.guards)) },
    { operator: 'StringEquals', claim: 'repository_id', values: sortedUnique(repositories, compareIds) },
    { operator: 'StringEquals', claim: 'repository_owner_id', values: sortedUnique(owners, compareIds) },
    ...Object.entries(claims).map(([claim, demand]) =>
      ({ operator: demand.isPattern ? 'StringLike' : 'StringEquals', claim, values: sortedUnique(demand.values, claim.endsWith('_id') ? compareIds : compare) })),
  ].filter(({ values }) => values.length > 0);
}

function distinctContexts(group: readonly Demand[]): SubjectContext[] {
  return [...new Map(group.map(demand => [demand.context.text, demand.context])).values()];
}

/** Claims as one text: equal for equal demands, in whatever order they were named. */
function sortedClaims(claims: Demand['claims']): string {
  return JSON.stringify(Object.entries(claims).sort(([one], [other]) => compare(one, other))
    .map(([claim, { isPattern, values }]) => [claim, isPattern, [...new Set(values)].sort()]));
}

function compareIds(one: string, other: string): number {
  return maskUnresolved(one).length - maskUnresolved(other).length || compare(one, other);
}
