import { reviewedConditions, shownTexts } from './conditions';
import { FORMAT, PlacedFinding, Review, ReviewedFinding, ReviewedRole, ReviewedTrust, ReviewInput } from './model';
import { resourcesOf, reviewedPermissions } from './permissions';
import { samplesOf } from './samples';
import { denyingStatements, otherStatements } from './statements';
import { readDemand, trustedJobs } from './trusted-jobs';
import { CheckedRole, Trust } from '../checks/checked-role';
import { JudgedFinding } from '../checks/finding';
import { shownUnknowns } from '../github/unknown-text';
import { compare } from '../trust/order';
import { groupBy } from '../trust/rights';

const NO_BOUNDARY = 'none';

/** Who can assume what, what they can do then, and what the checks say of it. */
export function reviewOf({ roles, findings }: ReviewInput): Review {
  const found = groupBy(findings, ({ path }) => path);
  const paths = new Set(roles.map(({ path }) => path));
  return {
    format: FORMAT,
    roles: roles.map(role => reviewedRole(role, found.get(role.path) ?? [])).sort(byPath),
    findings: [...found].filter(([path]) => !paths.has(path))
      .flatMap(([path, ofPath]) => ofPath.map((finding): PlacedFinding => ({ path, ...reviewedFinding(finding) })))
      .sort((one, other) => byPath(one, other) || compare(findingKey(one), findingKey(other))),
  };
}

function reviewedRole(role: CheckedRole, findings: readonly JudgedFinding[]): ReviewedRole {
  const { path, roleName, account, partition, region, description, maxSessionSeconds, permissions, managedPolicies, boundaries, steers } = role;
  const unread = shownTexts([...role.unread.map(part => `'${part}' in the trust policy`), ...role.unreadPermissions]);
  return {
    path,
    ...(roleName !== undefined && { name: roleName }),
    ...(account !== undefined && { account }),
    partition,
    ...(region !== undefined && { region }),
    ...(description !== undefined && { description: shownUnknowns(description) }),
    ...(maxSessionSeconds !== undefined && { maxSessionSeconds }),
    trusts: role.trusts.map(reviewedTrust),
    samples: samplesOf(role),
    denies: denyingStatements(role),
    others: otherStatements(role),
    permissions: reviewedPermissions(permissions),
    managedPolicies: shownTexts(managedPolicies),
    ...(boundaries.length > 0 && {
      boundary: {
        policies: shownTexts(boundaries.map(({ arn = NO_BOUNDARY }) => arn)),
        permissions: reviewedPermissions(boundaries.flatMap(({ permissions: own = [] }) => own)),
      },
    }),
    ...(unread.length > 0 && { unread }),
    assumes: resourcesOf(permissions, 'sts:AssumeRole'),
    passes: resourcesOf(permissions, 'iam:PassRole'),
    steers: steers.map(({ by, roleArn, how }) => ({ by, ...(roleArn !== undefined && { role: shownUnknowns(roleArn) }), how }))
      .sort((one, other) => compare(JSON.stringify(one), JSON.stringify(other))),
    findings: findings.map(reviewedFinding).sort((one, other) => compare(findingKey(one), findingKey(other))),
  };
}

function reviewedTrust(trust: Trust): ReviewedTrust {
  const { statement, issuer, providerArn, claims } = trust;
  const demand = readDemand(trust);
  const prefix = { issuerPrefix: issuer.conditionKeyPrefix.toLowerCase() };
  return {
    statement: statement.name,
    issuer: issuer.url,
    ...(providerArn !== undefined && { provider: shownUnknowns(providerArn) }),
    jobs: trustedJobs(trust),
    subjects: reviewedConditions(demand ? [demand] : [], prefix),
    audiences: reviewedConditions(claims.filter(({ claim }) => claim === 'aud'), prefix),
    claims: reviewedConditions(claims.filter(condition => condition.claim !== 'aud' && condition !== demand), prefix),
    request: reviewedConditions(statement.conditions.filter(condition => !claims.includes(condition)), statement),
  };
}

function reviewedFinding({ ruleId: rule, severity, message, fix, acknowledged }: JudgedFinding): ReviewedFinding {
  return { rule, severity, message: shownUnknowns(message), fix: shownUnknowns(fix), ...(acknowledged !== undefined && { acknowledged }) };
}

function findingKey({ severity, rule, message }: ReviewedFinding): string {
  return [severity, rule, message].join('\n');
}

function byPath(one: { readonly path: string }, other: { readonly path: string }): number {
  return compare(one.path, other.path);
}
