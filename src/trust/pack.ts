import { Demand, namesIn } from './demand';
import { guardsOf } from './guards';
import { compare, sortedUnique } from './order';
import { policyLength, QUOTA_CODE } from './quota';
import { groupBy, rightsOf } from './rights';
import { TrustOptions } from './trust-options';
import { TrustStatement } from './trust-statement';
import { SubjectFormat } from '../github/subject-format';
import { subjectTexts } from '../github/subject-text';
import { isUnresolved } from '../github/text';
import { Misuse } from '../misuse';

type Groups = readonly (readonly Demand[])[];

/**
 * The exact form where it fits. Else the repositories of one owner with equal rights are packed, the greatest saving first, until the policy
 * fits: their texts become two patterns of the owner, and their IDs tell them apart.
 *
 * Nobody new gets in, and nobody is left out: the guard refuses what the patterns match and the texts do not, and no ID belongs to two
 * repositories. The one difference is that a packed repository keeps its trust when it is renamed inside its owner.
 */
export function packToQuota(groups: Groups, options: TrustOptions, statementsOf: (groups: Groups) => TrustStatement[]): TrustStatement[] {
  const { characters, providerArn } = options.quota!;
  const lengthOf = (plan: Groups) => policyLength(statementsOf(plan), providerArn, options.issuer.conditionKeyPrefix);
  const exact = lengthOf(groups);
  let [plan, length] = [groups, exact];
  while (length > characters) {
    const shortest = (candidates: Groups[]) => candidates.map(candidate => ({ plan: candidate, length: lengthOf(candidate) }))
      .reduce((one, other) => other.length < one.length ? other : one, { plan, length });
    const one = shortest(packingsOf(plan, options, units => units.map(unit => [unit])));
    // One part alone may cost more than it saves, where the rest of its group keeps a statement.
    const best = one.length < length ? one : shortest(packingsOf(plan, options, units => [units]));
    if (best.length >= length) {
      throw tooLarge(groups, exact, length, options);
    }
    ({ plan, length } = best);
  }
  return statementsOf(plan);
}

/** Every way to pack chosen parts of a group; what is left of the group stays before them. */
function packingsOf(plan: Groups, options: TrustOptions, choose: (units: Demand[][]) => Demand[][][]): Groups[] {
  return plan.flatMap((group, index) => choose(unitsOf(group, options)).map(chosen => {
    const rest = group.filter(demand => !chosen.some(unit => unit.includes(demand)));
    return [...plan.slice(0, index), ...(rest.length > 0 ? [rest] : []), ...chosen.flatMap(packed), ...plan.slice(index + 1)];
  }));
}

/** What may be packed together: repositories of one owner with equal rights. */
function unitsOf(group: readonly Demand[], options: TrustOptions): Demand[][] {
  const packable = group.filter(demand => isPackable(demand, options));
  const byRepository = [...groupBy(packable, ({ repository }) => repository!.immutableName!).values()];
  const units = groupBy(byRepository, demands => {
    const { owner, ids } = demands[0].repository!;
    return JSON.stringify([owner, ids!.owner, rightsOf(demands)]);
  });
  return [...units].filter(([, repositories]) => repositories.length > 1)
    .sort(([one], [other]) => compare(one, other))
    .map(([, repositories]) => repositories.flat());
}

/** A pattern needs text that is known now, and IDs need a claim that AWS is known to read. */
function isPackable({ isPattern, repository, template, context, format }: Demand, { claimKeys }: TrustOptions): boolean {
  const isLiteral = !isUnresolved(repository?.immutableName ?? '') && !isUnresolved(context.text);
  return claimKeys && isLiteral && !isPattern && !template && repository?.ids !== undefined && format !== SubjectFormat.NAME;
}

/** The guard against an environment named `pull_request` would refuse that environment where it is asked for. */
function packed(unit: readonly Demand[]): Demand[][] {
  const inPattern = unit.map(intoPattern);
  if (!unit.some(({ context }) => context.text === 'environment:pull_request')) {
    return [inPattern];
  }
  const isPullRequest = ({ context }: Demand) => context.text === 'pull_request';
  return [inPattern.filter(demand => !isPullRequest(demand)), inPattern.filter(isPullRequest)].filter(part => part.length > 0);
}

function intoPattern(demand: Demand): Demand {
  const { owner, ids } = demand.repository!;
  const whole = { owner, ids, fullName: `${owner}/*`, immutableName: `${owner}@${ids!.owner}/*`, isWholeOwner: true };
  const texts = sortedUnique(namesIn(demand.format!, whole).flatMap(name => subjectTexts(name, whole, demand.context)));
  return { ...demand, isPattern: true, texts, guards: guardsOf(texts, whole, demand.context), pins: ids! };
}

function tooLarge(groups: Groups, exact: number, packedLength: number, { quota, claimKeys, format }: TrustOptions): Misuse {
  const demands = groups.flat();
  const ways = [
    'split the subjects over several roles',
    ...(claimKeys && demands.some(({ repository }) => repository && !repository.ids) ? ['write repositories with their IDs, so that they can be packed'] : []),
    ...(claimKeys && format === undefined ? ['use SubjectFormat.IMMUTABLE, which is shorter, if all repositories mint immutable subjects'] : []),
    ...(new Set(demands.map(({ claims }) => JSON.stringify(claims))).size > 1 ? ['demand the same claims of more subjects: each set of claims takes a statement'] : []),
    'trust all of an owner by GithubRepository.allOwnedBy()',
    'have AWS raise the quota and pass it as trustPolicyQuota',
  ];
  return new Misuse('TrustPolicyTooLarge',
    `the trust policy has ${exact} characters${packedLength < exact ? ` in its exact form and ${packedLength} packed` : ''}, and the quota ${QUOTA_CODE} of the account allows ${quota!.characters}; `
    + `${ways.slice(0, -1).join(', ')}, or ${ways.at(-1)}`);
}
