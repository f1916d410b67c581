import * as fc from 'fast-check';
import { TrustPolicy } from '../support/arbitraries';
import { claims, context, fuzz, letsIn, ofRepository, policiesOf, REFUSALS, Tally, TIMEOUT, tokensNear } from '../support/fuzz';
import { Context, mayStandForAnother, OfRepository, Trust, Who } from '../support/meaning';
import { AUDIENCES, IDS, ISSUERS, mint, NAMES, Token, variation } from '../support/universe';

const exactContext = context.filter(one => !('isPattern' in one && one.isPattern) && one.kind !== 'any');

/** Mostly what can be packed. */
const contexts: fc.Arbitrary<Context[]> = fc.oneof(
  { weight: 10, arbitrary: fc.array(exactContext, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.array(context, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.constant<Context[]>([{ kind: 'pull_request' }, { kind: 'environment', value: 'pull_request', isPattern: false }]) },
);
const template: fc.Arbitrary<OfRepository['template']> = fc.constantFrom(
  ...Array<undefined>(9).fill(undefined),
  { keys: ['repo', 'context', 'actor'], values: { actor: { isPattern: false, values: ['octocat'] } } },
);

const repositories: fc.Arbitrary<Required<Who>[]> = fc.record({
  account: fc.constantFrom(['octo', '1'], ['octo', '1'], ['octo', '2'], ['octo-x', '2']),
  names: fc.shuffledSubarray([...NAMES], { minLength: 4, maxLength: 5 }),
  ids: fc.shuffledSubarray([...IDS], { minLength: IDS.length }),
}).map(({ account: [owner, ownerId], names, ids }) => names.map((name, index) => ({ owner, name, ids: { owner: ownerId, repository: ids[index] } })));

const group = fc.record({ repositories, contexts, template });

const trust: fc.Arbitrary<Trust> = fc.record({
  // Two groups may have the same rights, so that they share statements, also across owners.
  groups: fc.oneof({ weight: 2, arbitrary: fc.tuple(group) }, { weight: 1, arbitrary: fc.tuple(group, group) }),
  haveEqualRights: fc.boolean(),
  // Their own IDs go without saying.
  claims: claims.map(demanded => demanded.slice(0, 1).filter(one => !('repository_id' in one) && !('repository_owner_id' in one))),
  others: fc.array(ofRepository, { maxLength: 1 }),
  issuer: fc.constantFrom(...ISSUERS.filter(({ isReadByAws }) => isReadByAws)),
  format: fc.constantFrom(undefined, undefined, 'IMMUTABLE') as fc.Arbitrary<Trust['format']>,
}).map(({ groups, haveEqualRights, claims: demanded, others, issuer, format }) => ({
  asked: [
    ...groups.flatMap(own => own.repositories.flatMap(who =>
      (haveEqualRights ? groups[0] : own).contexts.map(one => ({ who, context: one, template: own.template, claims: demanded })))),
    ...others,
  ],
  issuer,
  format,
  areClaimsConfirmed: true,
  audiences: [AUDIENCES[0]],
}));

const cases = fc.record({ trust, variations: fc.array(variation, { minLength: 1, maxLength: 2 }), roll: fc.nat() });

/** The policy within a quota that its exact form does not fit; none where packing gains too little. */
function packedPolicy(policyWithin: (quota: number) => TrustPolicy | Error, exactLength: number, roll: number): TrustPolicy | undefined {
  const within = (least: number): TrustPolicy | Error => {
    const quota = least + roll % (exactLength - least);
    const policy = policyWithin(quota);
    if (!(policy instanceof Error) && JSON.stringify(policy).length > quota) {
      throw new Error(`the policy has ${JSON.stringify(policy).length} characters, and the quota is ${quota}`);
    }
    return policy;
  };
  const first = within(Math.floor(exactLength * 0.85));
  if (!(first instanceof Error)) {
    return first;
  }
  // The message tells how short it can be.
  const [, exact, least] = /has (\d+) characters(?: in its exact form and (\d+) packed)?/.exec(first.message) ?? [];
  if (first.name !== 'TrustPolicyTooLarge' || Number(exact) !== exactLength) {
    throw first;
  }
  return least === undefined ? undefined : within(Number(least)) as TrustPolicy;
}

/** With another name in `sub`, and all else as it is, the same repository in the same account of the same name has what was asked for. */
function isRenamedInsideOwner({ asked }: Trust, exact: TrustPolicy, { job, keys, claims: actual }: Token): boolean {
  return asked.some(one => 'who' in one && one.who.name !== undefined && one.who.name !== job.name && one.who.owner === job.owner
    && one.who.ids?.owner === job.ownerId && one.who.ids.repository === job.id
    && letsIn(exact, { job, keys, claims: { ...actual, sub: mint({ ...job, name: one.who.name })!.claims.sub } }));
}

test('the packed policy lets in the same tokens as the exact one, and a repository that was renamed inside its owner', () => {
  const [answers, tokens] = [new Tally(), new Tally()];
  fuzz('packing', cases, one => {
    const policyWithin = policiesOf(one.trust);
    const exact = policyWithin();
    if (exact instanceof Error) {
      answers.add(exact.name);
      return;
    }
    const packed = packedPolicy(policyWithin, JSON.stringify(exact).length, one.roll);
    answers.add(packed ? 'packed' : 'exact');
    if (!packed) {
      return;
    }
    const wrong = tokensNear(one).filter(token => {
      const [before, after] = [letsIn(exact, token), letsIn(packed, token)];
      const what = before === after ? (after ? 'in' : 'out')
        : after ? (isRenamedInsideOwner(one.trust, exact, token) ? 'renamed' : 'wrong')
          // Exact statements are shared across owners, and packed ones are not: one that stood for another in a shared statement may no longer.
          : mayStandForAnother(one.trust, token) ? 'stood for another' : 'wrong';
      tokens.add(what);
      return what === 'wrong';
    });
    // To expect is dear.
    if (wrong.length > 0) {
      expect(wrong.map(token => ({ ...token.claims, before: letsIn(exact, token), after: letsIn(packed, token), exact, packed }))).toEqual([]);
    }
  });
  process.stderr.write(`${answers}\n${tokens}\n`);

  expect(answers.share('packed', 'exact', ...REFUSALS)).toBe(1);
  expect(answers.share('packed')).toBeGreaterThan(0.4);
  expect(tokens.share('in')).toBeGreaterThan(0.25);
  expect(tokens.share('out')).toBeGreaterThan(0.25);
  // The exception is met, and rare.
  expect(tokens.share('renamed')).toBeGreaterThan(0.01);
  expect(tokens.share('renamed', 'stood for another')).toBeLessThan(0.1);
}, TIMEOUT);
