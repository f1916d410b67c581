import { PlacedFinding, Review, ReviewedCondition, ReviewedFinding, ReviewedPermission, ReviewedRole, ReviewedStatement, ReviewedTrust } from './model';
import { sortedUnique } from '../trust/order';

/** All that a review says of each role and of each other construct, a line each, so that two reviews can be compared. */
export function factsOf({ roles, findings }: Pick<Review, 'roles' | 'findings'>): Map<string, string[]> {
  const facts = new Map(roles.map(role => [role.path, factsOfRole(role)]));
  for (const finding of findings) {
    facts.set(finding.path, [...facts.get(finding.path) ?? [], factOfFinding(finding)]);
  }
  return facts;
}

/** The constructs that are roles. */
export function rolePaths({ roles }: Pick<Review, 'roles'>): string[] {
  return sortedUnique(roles.map(({ path }) => path));
}

function factsOfRole(role: ReviewedRole): string[] {
  const { name, account, region, partition, maxSessionSeconds } = role;
  return sortedUnique([
    ...Object.entries({ name, account, region, partition, maxSessionSeconds }).flatMap(([what, value]) => value === undefined ? [] : [`${what}: ${value}`]),
    ...role.trusts.flatMap(factsOfTrust),
    ...role.denies.map(statement => `trust: deny ${factOfStatement(statement)}`),
    ...role.others.map(statement => `trust: ${factOfStatement(statement)}`),
    ...role.permissions.flatMap(factsOfPermission),
    ...role.managedPolicies.map(arn => `may: all of ${arn}`),
    ...[...role.boundary?.policies ?? [], ...role.boundary?.permissions.flatMap(factsOfPermission) ?? []].map(fact => `boundary: ${fact}`),
    ...(role.unread ?? []).map(what => `not read: ${what}`),
    ...role.steers.map(({ by, role: arn, how }) => `acts through: ${arn === undefined ? '' : `${arn}, `}by ${by}: ${how}`),
    ...role.findings.map(factOfFinding),
  ]);
}

/** Each with its statement: a condition that moves to another one changes who gets in. */
function factsOfTrust({ statement, issuer, subjects, audiences, claims, request }: ReviewedTrust): string[] {
  const conditions = [...subjects, ...audiences, ...claims, ...request];
  return [
    `trust: ${statement} lets in jobs of ${issuer}`,
    ...conditions.flatMap(({ operator, key, values }) => values.map(value => `trust: ${statement} wants ${key} ${operator} ${value}`)),
    // A condition without values would leave no trace.
    ...conditions.filter(({ values }) => values.length === 0).map(({ operator, key }) => `trust: ${statement} wants ${key} ${operator} of nothing`),
  ];
}

function factOfStatement({ statement, principals, actions, conditions }: ReviewedStatement): string {
  return `${statement}: ${actions.join(', ')} to ${principals.join(', ')}${factOfConditions(conditions)}`;
}

/** Where it stands is left out: that changes nothing. */
function factsOfPermission({ effect, reads, writes, notActions, resources, notResources, conditions }: ReviewedPermission): string[] {
  const actions = notActions ? [`everything but ${notActions.join(', ')}`] : [...reads, ...writes];
  const on = notResources ? [`everything but ${notResources.join(', ')}`] : resources;
  const verb = effect === 'Deny' ? 'may never' : 'may';
  return actions.flatMap(action => on.map(resource => `${verb}: ${action} on ${resource}${factOfConditions(conditions)}`));
}

function factOfConditions(conditions: readonly ReviewedCondition[]): string {
  return conditions.map(({ operator, key, values }, index) => `${index === 0 ? ' if' : ' and'} ${key} ${operator} ${values.join(' or ')}`).join('');
}

function factOfFinding({ severity, rule, message, acknowledged }: ReviewedFinding | PlacedFinding): string {
  return `${severity}: ${rule}: ${message}${acknowledged === undefined ? '' : ` (acknowledged: ${acknowledged})`}`;
}
