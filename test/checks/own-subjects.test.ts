import * as fc from 'fast-check';
import { findingsOfRole } from '../../src/checks/run-rules';
import { ToldIssuers } from '../../src/checks/trusts';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubRepository } from '../../src/github/repository';
import { formatCase, FormatCase, immutableNameOf, nameOf, repositoryFacts, subjectCaseFor, TrustPolicy, trustPolicy } from '../support/arbitraries';
import { policiesOf, trust } from '../support/fuzz';
import { Asked, Trust } from '../support/meaning';
import { roleWithPolicy } from '../support/policy-role';
import { SUBJECT_RULES } from '../support/subject-rules';

const SERVERS = [GithubIssuer.server('github.example.com'), GithubIssuer.server('old.example.com'), GithubIssuer.server('new.example.com', { version: '3.19' })];
const TOLD: ToldIssuers = new Map(SERVERS.map(issuer => [issuer.conditionKeyPrefix, issuer]));

function findingsIn(policy: TrustPolicy): string[] {
  const role = roleWithPolicy(policy, { told: TOLD });
  return [...new Set(findingsOfRole(role, SUBJECT_RULES).map(({ ruleId }) => ruleId))].sort();
}

const oneSubject = formatCase.chain(format => fc.record({ format: fc.constant(format), facts: repositoryFacts, subject: subjectCaseFor(format) }));

test('a subject of one repository is told of as its method implies, and of nothing else', () => {
  fc.assert(fc.property(oneSubject, ({ format, facts, subject }) => {
    const asked = subject.subjectOf(GithubRepository.of(format.withIds ? immutableNameOf(facts) : nameOf(facts)));
    const policy = trustPolicy({ subjects: [asked], issuer: format.issuer, format: format.format, claimKeys: format.claimKeys });

    const { text, isPattern } = asked._context;
    expect(findingsIn(policy)).toEqual([...contextWarning(text, isPattern), ...nameWarning(format)].sort());
  }), { numRuns: 500 });
});

function nameWarning({ issuer, means }: FormatCase): string[] {
  return issuer.hasImmutableSubjects && means === 'NAME' ? ['MutableSubject'] : [];
}

function contextWarning(text: string, isPattern: boolean): string[] {
  switch (true) {
    case text === 'pull_request': return ['PullRequestTrusted'];
    case text === '*': return ['AnyContextTrusted'];
    case isPattern && text.startsWith('environment:'): return ['EnvironmentWildcard'];
    case isPattern && /^ref:refs\/heads\/[^*?]*[A-Za-z0-9][*?]/.test(text): return /[^A-Za-z0-9]v[*?]/.test(text) ? [] : ['RefPrefixCollision'];
    default: return [];
  }
}

test('whatever is asked for of this package is told of as it implies, packed or not, and is never an error', () => {
  let judged = 0;
  fc.assert(fc.property(trust, fc.constantFrom(undefined, 2048, 900), (one, quota) => {
    const policy = policiesOf(one)(quota);
    if (policy instanceof Error) {
      return;
    }
    judged += 1;
    const found = findingsIn(policy);
    const may = new Set(one.asked.flatMap(asked => impliedBy(asked, one)));
    expect(found.filter(id => !may.has(id))).toEqual([]);
    expect(found).toEqual(expect.arrayContaining(one.asked.flatMap(asked => owedTo(asked, one))));
  }), { numRuns: 1_000 });
  expect(judged).toBeGreaterThan(500);
});

/** What may be told of it: claims and templates can narrow what its method lets in. */
function impliedBy(asked: Asked, { issuer, format }: Trust): string[] {
  if ('raw' in asked) {
    return ['AnyBranchTrusted', 'AnyContextTrusted', 'AnyRepositoryTrusted', 'EnvironmentWildcard', 'MutableSubject', 'PullRequestTrusted'];
  }
  const { who, context, template, claims } = asked;
  const hasPattern = ('isPattern' in context && context.isPattern)
    || [template?.values ?? {}, ...claims].some(values => Object.values(values).some(value => value.isPattern));
  return [
    ...issuer.mintsImmutable && (!who.ids || format === 'NAME') ? ['MutableSubject'] : [],
    ...who.name === undefined ? ['AnyRepositoryTrusted'] : [],
    // A claim may leave pull requests alone.
    ...context.kind === 'any' ? ['AnyContextTrusted', 'AnyBranchTrusted', 'PullRequestTrusted'] : [],
    ...context.kind === 'pull_request' ? ['PullRequestTrusted'] : [],
    ...hasPattern ? ['AnyBranchTrusted', 'RefPrefixCollision', 'EnvironmentWildcard'] : [],
  ];
}

/** What has to be told of it where neither claims nor a template narrow it. */
function owedTo(asked: Asked, { issuer, format }: Trust): string[] {
  if ('raw' in asked || asked.template || asked.claims.length > 0) {
    return [];
  }
  const { who, context } = asked;
  return [
    ...issuer.mintsImmutable && (!who.ids || format === 'NAME') ? ['MutableSubject'] : [],
    ...who.name === undefined ? ['AnyRepositoryTrusted'] : [],
    ...context.kind === 'any' ? ['AnyContextTrusted'] : [],
    ...context.kind === 'pull_request' ? ['PullRequestTrusted'] : [],
    ...context.kind === 'environment' && context.isPattern ? ['EnvironmentWildcard'] : [],
    ...context.kind === 'branch' && context.isPattern && context.value === '*' ? ['AnyBranchTrusted'] : [],
    ...context.kind === 'branch' && context.isPattern && context.value === 'main*' ? ['RefPrefixCollision'] : [],
  ];
}
