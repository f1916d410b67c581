import * as fc from 'fast-check';
import { readRole } from '../../src/checks/read-role';
import { Rule } from '../../src/checks/rule';
import { RULES } from '../../src/checks/rules';
import { findingsOfRole } from '../../src/checks/run-rules';
import { ToldIssuers } from '../../src/checks/trusts';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubRepository } from '../../src/github/repository';
import { formatCase, FormatCase, immutableNameOf, nameOf, repositoryFacts, subjectCaseFor, TrustPolicy, trustPolicy } from '../support/arbitraries';
import * as fuzz from '../support/fuzz';
import { Asked, Trust } from '../support/meaning';

/** Those that judge a subject by its text. */
const OF_SUBJECTS = new Set([
  'AnyBranchTrusted', 'AnyContextTrusted', 'AnyRepositoryTrusted', 'EnvironmentAmbiguous', 'EnvironmentWildcard', 'MalformedSubject', 'MutableSubject',
  'OwnerUnanchored', 'PullRequestTrusted', 'RefPrefixCollision', 'RepositoryUnanchored', 'UnresolvedSubject', 'WildcardIds', 'WithdrawnIdFormat',
]);
const SUBJECT_RULES: readonly Rule[] = RULES.filter(({ id }) => OF_SUBJECTS.has(id));

const SERVERS = [
  ...['github', 'old', 'new'].map(name => GithubIssuer.server(`${name}.example.com`)),
];
const TOLD: ToldIssuers = new Map(SERVERS.map(issuer => [issuer.conditionKeyPrefix, issuer]));

function findingsIn({ Version, Statement }: TrustPolicy): string[] {
  const role = readRole({
    path: 'Stack/Role',
    properties: { AssumeRolePolicyDocument: { Version, Statement } },
    partition: 'aws',
    quota: 2048,
    permissions: [],
    managedPolicies: [],
    steers: [],
    providers: [],
    told: TOLD,
  });
  return [...new Set(findingsOfRole(role!, SUBJECT_RULES).map(({ ruleId }) => ruleId))].sort();
}

test('all of the rules are there', () => {
  expect(SUBJECT_RULES.map(({ id }) => id).sort()).toEqual([...OF_SUBJECTS].sort());
});

const oneSubject = formatCase.chain(format => fc.record({ format: fc.constant(format), facts: repositoryFacts, subject: subjectCaseFor(format) }));

test('a subject of one repository is told of as its method implies', () => {
  fc.assert(fc.property(oneSubject, ({ format, facts, subject }) => {
    const repository = GithubRepository.of(format.withIds ? immutableNameOf(facts) : nameOf(facts));
    const asked = subject.subjectOf(repository);
    const policy = trustPolicy({ subjects: [asked], issuer: format.issuer, format: format.format, claimKeys: format.claimKeys });

    expect(findingsIn(policy)).toEqual([...contextWarning(asked._context.text, asked._context.isPattern), ...nameWarning(format)].sort());
  }), { numRuns: 500 });
});

function nameWarning({ issuer, means }: FormatCase): string[] {
  return issuer.hasImmutableSubjects && means === 'NAME' ? ['MutableSubject'] : [];
}

function contextWarning(text: string, isPattern: boolean): string[] {
  switch (true) {
    case text === 'pull_request': return ['PullRequestTrusted'];
    case text === '*': return ['AnyContextTrusted'];
    case !isPattern: return [];
    case text.startsWith('environment:'): return ['EnvironmentWildcard'];
    case /^ref:refs\/heads\/[^*?]*[A-Za-z0-9][*?]/.test(text): return /[^A-Za-z0-9]v[*?]/.test(text) ? [] : ['RefPrefixCollision'];
    default: return [];
  }
}

test('whatever is asked for with this package is told of as it implies at most, and never an error', () => {
  fuzz.fuzz('own subjects', fuzz.trust, trust => {
    const policy = fuzz.policiesOf(trust)();
    if (policy instanceof Error) {
      return;
    }
    const implied = new Set(trust.asked.flatMap(asked => impliedBy(asked, trust)));
    expect(findingsIn(policy).filter(id => !implied.has(id))).toEqual([]);
  });
});

function impliedBy(asked: Asked, { issuer, format }: Trust): string[] {
  if ('raw' in asked) {
    return ['MutableSubject', 'AnyBranchTrusted', 'AnyContextTrusted', 'AnyRepositoryTrusted', 'EnvironmentWildcard', 'PullRequestTrusted'];
  }
  const { who, context, template, claims } = asked;
  const isAny = context.kind === 'any';
  const isPattern = 'isPattern' in context && context.isPattern;
  const hasPattern = isPattern || [template?.values ?? {}, ...claims].some(values => Object.values(values).some(value => value.isPattern));
  return [
    ...issuer.mintsImmutable && (!who.ids || format === 'NAME') ? ['MutableSubject'] : [],
    ...who.name === undefined ? ['AnyRepositoryTrusted'] : [],
    ...isAny ? ['AnyContextTrusted', 'AnyBranchTrusted'] : [],
    ...context.kind === 'pull_request' ? ['PullRequestTrusted'] : [],
    ...hasPattern ? ['AnyBranchTrusted', 'RefPrefixCollision', 'EnvironmentWildcard'] : [],
  ];
}
