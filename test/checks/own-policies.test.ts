import * as fc from 'fast-check';
import { Finding } from '../../src/checks/finding';
import { RULES } from '../../src/checks/rules';
import { findingsOfRole } from '../../src/checks/run-rules';
import { ClaimMatch } from '../../src/github/claim-match';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';
import { SubjectFormat } from '../../src/github/subject-format';
import { GithubSubjectTemplate } from '../../src/github/subject-template';
import { TrustOptions } from '../../src/trust/trust-options';
import { formatCase, immutableNameOf, nameOf, providerArn, repositoryFacts, subjectCaseFor, TrustPolicy, trustPolicy } from '../support/arbitraries';
import { policiesOf, REFUSALS, Tally, trust } from '../support/fuzz';
import { roleWithPolicy } from '../support/policy-role';

const SERVERS = ['github.example.com', 'new.example.com', 'old.example.com'].map(host => GithubIssuer.server(host));
const TOLD = new Map(SERVERS.map(issuer => [issuer.conditionKeyPrefix, issuer]));

function errorsIn(policy: TrustPolicy, quota: number, partition = 'aws'): Finding[] {
  const role = roleWithPolicy(policy, { account: '111111111111', partition, quota, told: TOLD });
  return findingsOfRole(role, RULES).filter(({ severity }) => severity === 'error');
}

describe('no rule finds an error in the trust of', () => {
  const anyOne = formatCase.chain(how => fc.tuple(fc.constant(how), subjectCaseFor(how)));

  test('any one subject, whatever its characters', () => {
    fc.assert(fc.property(repositoryFacts, anyOne, fc.constantFrom('aws', 'aws-cn'), (repository, [{ issuer, withIds, format, claimKeys }, subject], partition) => {
      const declared = GithubRepository.of(withIds ? immutableNameOf(repository) : nameOf(repository));
      const policy = trustPolicy({ subjects: [subject.subjectOf(declared)], issuer, format, claimKeys });

      expect(errorsIn(policy, 2048, partition)).toEqual([]);
    }), { numRuns: 1_000 });
  });

  test('any subjects, templates and claims, of any issuer, packed or not', () => {
    const answers = new Tally();
    // What a caller wrote out is theirs, also where the issuer never mints it.
    const minted = trust.filter(({ asked, issuer }) => issuer.mintsImmutable || !asked.some(one => 'raw' in one && one.raw.includes('@')));
    fc.assert(fc.property(minted, fc.integer({ min: 80, max: 100 }), (asked, percent) => {
      const policyWithin = policiesOf(asked);
      const exact = policyWithin();
      if (exact instanceof Error) {
        answers.add(exact.name);
        return;
      }
      answers.add('exact');
      expect(errorsIn(exact, JSON.stringify(exact).length)).toEqual([]);
      const quota = Math.floor(JSON.stringify(exact).length * percent / 100);
      const packed = policyWithin(quota);
      if (!(packed instanceof Error)) {
        answers.add('packed');
        expect(errorsIn(packed, quota)).toEqual([]);
      }
    }), { numRuns: 1_000 });

    expect(answers.share('exact', 'packed', ...REFUSALS)).toBe(1);
    expect(answers.share('exact')).toBeGreaterThan(0.4);
  });

  const many = Array.from({ length: 100 }, (_, index) => GithubRepository.of(`octo-org@123456/service-${index}@${456000 + index}`));
  const owner = GithubRepository.allOwnedBy('octo-org@123456');
  const repository = GithubRepository.of('octo-org@123456/octo-repo@456789');
  const template = GithubSubjectTemplate.of('repo', 'context', 'job_workflow_ref');
  const quota = { characters: 4096, providerArn: providerArn(GithubIssuer.GITHUB_COM) };
  const packed = (context: (one: GithubRepository) => GithubSubject) => ({ subjects: many.map(context), quota });

  test.each<[string, Pick<TrustOptions, 'subjects'> & Partial<TrustOptions> & { readonly partition?: string }]>([
    ['100 repositories, packed', packed(one => one.environment('production'))],
    ['100 repositories\' pull requests, packed', packed(one => one.pullRequest())],
    ['an owner', { subjects: [owner.environment('production'), owner.branchLike('release/*'), owner.pullRequest(), owner.anyContext()] }],
    ['an owner by name', { subjects: [GithubRepository.allOwnedBy('octo-org').branch('main')] }],
    ['names that end in digits', { subjects: [GithubRepository.of('team-2024/app-1').environment('stage-2')] }],
    ['a managed user\'s name', { subjects: [GithubRepository.of('octocat_octo/app').branch('main')] }],
    ['an environment with a colon', { subjects: [repository.environment('prod:eu')] }],
    ['a reusable workflow', {
      subjects: [owner.anyContext().withClaims({ jobWorkflowRef: ClaimMatch.reusableWorkflow('octo-org/workflows', 'deploy.yml', 'refs/heads/main') })],
    }],
    ['every claim', {
      subjects: [repository.branch('main').withClaims({
        actor: ClaimMatch.exactly('octocat'),
        actorId: ClaimMatch.exactly('12'),
        enterpriseId: ClaimMatch.exactly('1'),
        gitRef: ClaimMatch.like('refs/heads/*'),
        repository: ClaimMatch.exactly('octo-org/octo-repo'),
        workflow: ClaimMatch.exactly('deploy'),
      })],
    }],
    ['a template', {
      subjects: [repository.withSubjectTemplate(template, { job_workflow_ref: ClaimMatch.like('octo-org/workflows/*@refs/heads/main') }).branch('main')],
    }],
    ['a server', { subjects: [GithubRepository.of('octo-org/octo-repo').environment('production')], issuer: SERVERS[0] }],
    ['an enterprise on GHE.com', { subjects: [repository.environment('production')], issuer: GithubIssuer.dataResidencyEnterprise('octocorp') }],
    ['another partition', { subjects: [repository.environment('production')], claimKeys: false, audiences: ['sts.amazonaws.com', 'sts.amazonaws.com.cn'], partition: 'aws-cn' }],
    ['immutable subjects', { subjects: [repository.tagLike('v*')], format: SubjectFormat.IMMUTABLE }],
    ['a subject of one\'s own', { subjects: [GithubSubject.customLike('repository_owner_id:123456:*')] }],
  ])('%s', (_, options) => {
    expect(errorsIn(trustPolicy(options), options.quota?.characters ?? 2048, options.partition)).toEqual([]);
  });
});
