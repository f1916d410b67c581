/**
 * How many decisions a second our evaluation makes, against the independent engine of the tests, on the same policies and tokens in one run.
 * Ours reads a policy once and is asked many tokens, as a test does; the engine takes policy and request together, and has no other way.
 */
import { GithubIssuer, GithubOidcToken, GithubOidcTrust, GithubRepository } from '../src';
import { AUDIENCE, trustPolicy } from '../test/support/arbitraries';
import { mayAssume } from '../test/support/independent-engine';

const ROUNDS = 5;
const WANTED = 100;
const repositories = Array.from({ length: 20 }, (_, index) => GithubRepository.of(`octo-org@123456/octo-repo-${index}@${456000 + index}`));

const policies = [
  trustPolicy({ subjects: [repositories[0].environment('production')] }),
  trustPolicy({ subjects: [repositories[0].branchLike('release/*'), repositories[1].tag('v1'), repositories[2].pullRequest()] }),
  trustPolicy({ subjects: repositories.map(repository => repository.environment('production')) }),
  trustPolicy({ subjects: [GithubRepository.allOwnedBy('octo-org@123456').environment('production')] }),
];
const tokens = repositories.slice(0, 5).flatMap(repository => [
  GithubOidcToken.forEnvironment(repository, 'production'),
  GithubOidcToken.forBranch(repository, 'release/1', { useImmutableSubject: false }),
  GithubOidcToken.forPullRequest(repository),
  GithubOidcToken.forEnvironment(repository, 'production', { audience: `${AUDIENCE}.cn` }),
]);

function decisionsASecond(times: number, decide: (policy: typeof policies[0], token: GithubOidcToken) => boolean): { rate: number; allowed: number } {
  let allowed = 0;
  const start = process.hrtime.bigint();
  for (let time = 0; time < times; time += 1) {
    for (const policy of policies) {
      for (const token of tokens) { allowed += decide(policy, token) ? 1 : 0; }
    }
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { rate: times * policies.length * tokens.length / seconds, allowed: allowed / times };
}

const trusts = new Map(policies.map(policy => [policy, GithubOidcTrust.ofPolicy(policy as never)]));
const ours = (policy: typeof policies[0], token: GithubOidcToken) => trusts.get(policy)!.evaluate(token).allowed;
const theirs = (policy: typeof policies[0], { claims }: GithubOidcToken) => mayAssume(policy, GithubIssuer.GITHUB_COM.conditionKeyPrefix, claims);

const ratios = Array.from({ length: ROUNDS }, () => {
  const [fast, slow] = [decisionsASecond(200, ours), decisionsASecond(2, theirs)];
  if (fast.allowed !== slow.allowed) { throw new Error(`ours allows ${fast.allowed}, the independent engine ${slow.allowed}`); }
  return { ratio: fast.rate / slow.rate, fast: fast.rate, slow: slow.rate };
}).sort((one, other) => one.ratio - other.ratio);

const { ratio, fast, slow } = ratios[Math.floor(ROUNDS / 2)];
console.log(`ours ${Math.round(fast)} decisions a second, the independent engine ${Math.round(slow)}: ${ratio.toFixed(0)} times (median of ${ROUNDS}; ${WANTED} wanted)`);
process.exitCode = ratio >= WANTED ? 0 : 1;
