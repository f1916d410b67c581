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

/** A group in other words, and how many characters that saves. */
interface Packing {
  readonly groups: Groups;
  readonly saving: number;
}

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
  // A group is packed by itself, so that its savings are worked out once.
  const withBest = (group: readonly Demand[]) => ({ group, best: bestPacking(group, options, lengthOf) });
  let open = groups.map(withBest);
  const planned = () => open.map(({ group }) => group);
  let estimate = exact;
  while (estimate > characters || lengthOf(planned()) > characters) {
    const next = open.reduce((one, other) => (other.best?.saving ?? 0) > (one.best?.saving ?? 0) ? other : one, open[0]);
    const best = next?.best;
    if (!best) {
      const plans = [planned(), packedByContext(groups, options, lengthOf)];
      const lengths = plans.map(lengthOf);
      const fitting = plans.find((_, index) => lengths[index] <= characters);
      if (!fitting) {
        throw tooLarge(groups, exact, Math.min(...lengths), options);
      }
      return statementsOf(fitting);
    }
    estimate -= best.saving;
    const parts = best.groups.map(withBest);
    open = open.flatMap(one => one === next ? parts : [one]);
  }
  return statementsOf(planned());
}

/** The part of a group, or all of its parts, whose packing saves most; what is left of the group stays before it. */
function bestPacking(group: readonly Demand[], options: TrustOptions, lengthOf: (plan: Groups) => number): Packing | undefined {
  const units = unitsOf(group, options);
  const exact = units.length > 0 ? lengthOf([group]) : 0;
  const packingOf = (chosen: readonly Demand[][]): Packing => {
    const rest = group.filter(demand => !chosen.some(unit => unit.includes(demand)));
    const plan = [...(rest.length > 0 ? [rest] : []), ...chosen.flatMap(packed)];
    return { groups: plan, saving: exact - lengthOf(plan) };
  };
  const bestOf = (packings: Packing[]) => packings.filter(({ saving }) => saving > 0)
    .reduce<Packing | undefined>((one, other) => one && one.saving >= other.saving ? one : other, undefined);
  // One part alone may cost more than it saves, where the rest keeps a statement.
  return bestOf(units.map(unit => packingOf([unit]))) ?? bestOf(units.length > 1 ? [packingOf(units)] : []);
}

/** Where repositories have some contexts in common and others not, one statement for each context may be shorter than one for each set. */
function packedByContext(groups: Groups, options: TrustOptions, lengthOf: (plan: Groups) => number): Groups {
  const isIn = (demand: Demand) => isPackable(demand, options);
  const rest = groups.map(group => group.filter(demand => !isIn(demand))).filter(group => group.length > 0);
  const rightOf = ({ repository, rights, claims }: Demand) => JSON.stringify([repository!.owner, repository!.ids!.owner, rights, claims]);
  const units = groupBy(groups.flat().filter(isIn), rightOf);
  const shorter = (unit: Demand[]) => lengthOf(packed(unit)) < lengthOf([unit]) ? packed(unit) : [unit];
  return [...rest, ...[...units].sort(([one], [other]) => compare(one, other)).flatMap(([, unit]) => shorter(unit))];
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
