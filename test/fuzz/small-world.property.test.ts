import * as fc from 'fast-check';
import { mayAdmit } from '../../src/trust/admits';
import { foreignToken } from '../../src/trust/reach/foreign-token';
import { readPolicy } from '../../src/trust/read-policy';
import { TrustPolicy } from '../support/arbitraries';
import { isForeign, namesIn } from '../support/foreign';
import { fuzz, githubIssuer, RUNS, Tally, TIMEOUT } from '../support/fuzz';
import { mutated, mutations, tokensOf } from '../support/small-world';
import { GITHUB_COM, Issuer, ISSUERS, Token } from '../support/universe';

const OLD_SERVER = ISSUERS.find(({ encodesColons }) => !encodesColons)!;
type Of<T> = T extends fc.Arbitrary<infer U> ? U : never;

const values = fc.array(fc.record({ token: fc.nat(), changes: mutations }), { minLength: 1, maxLength: 3 });
const condition = fc.record({
  operator: fc.constantFrom<string>('StringNotLike', 'StringNotLike', 'ForAnyValue:StringLike', 'StringEquals'),
  claim: fc.constantFrom('sub', 'sub', 'sub', 'repository', 'environment', 'workflow'),
  values,
});
const cases = fc.record({ like: values, others: fc.array(condition, { maxLength: 2 }), denied: fc.array(condition, { maxLength: 2 }) });

function policyOf({ like, others, denied }: Of<typeof cases>, world: readonly Token[], { url }: Issuer): TrustPolicy {
  const prefix = url.slice('https://'.length);
  const textOf = (claim: string) => ({ token, changes }: Of<typeof values>[number]) => mutated(world[token % world.length].claims[claim] ?? 'a', changes);
  const block = (conditions: readonly Of<typeof condition>[]) => Object.fromEntries(
    conditions.map(({ operator, claim, values: drawn }) => [operator, { [`${prefix}:${claim}`]: drawn.map(textOf(claim)) }]));
  const statement = (effect: string, conditions: Record<string, unknown>) => ({
    Effect: effect,
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${prefix}` },
    Condition: conditions,
  });
  const allow = statement('Allow', block([{ operator: 'StringLike', claim: 'sub', values: like }, ...others]));
  return { Version: '2012-10-17', Statement: [allow, ...denied.length > 0 ? [statement('Deny', block(denied))] : []] };
}

test.each([GITHUB_COM, OLD_SERVER])('of a small world of $url, a policy that is closed lets in no foreign token at all', issuer => {
  const world = tokensOf(issuer, 20);
  const answers = new Tally();
  fuzz(`small world of ${issuer.product}`, cases, one => {
    const policy = policyOf(one, world, issuer);
    const [statements, names] = [readPolicy(policy), namesIn(policy)];
    const [allow, ...denies] = statements;
    const found = foreignToken({ statement: allow, denies, issuer: githubIssuer(issuer) }, statements);
    answers.add(found === undefined ? 'closed' : found === 'unknown' ? found : 'open');
    const missed = found ? [] : world.filter(({ job, claims }) => mayAdmit(allow, denies, githubIssuer(issuer), claims) && isForeign(job, names));
    // To expect is dear.
    if (missed.length > 0) {
      expect({ policy, missed }).toEqual({ policy, missed: [] });
    }
  }, Math.ceil(RUNS / 20));
  process.stderr.write(`${world.length} tokens: ${answers}\n`);

  expect(answers.share('open')).toBeGreaterThan(0.2);
  expect(answers.share('closed')).toBeGreaterThan(0.2);
}, TIMEOUT);
