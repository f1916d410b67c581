import * as fc from 'fast-check';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubRepository } from '../../src/github/repository';
import {
  AUDIENCE, Claims, claimsOf, FormatCase, formatCase, immutableNameOf, Job, JobContext, letsInByIndependentEngine, letsInByOurs, nameOf,
  RepositoryFacts, repositoryFacts, SubjectCase, subjectCaseFor, tailOf, TrustPolicy, trustPolicy,
} from '../support/arbitraries';

/** Another number of the same length, mostly. */
function otherId(id: string): string {
  return id.endsWith('7') ? `${id.slice(0, -1)}8` : `${id.slice(0, -1)}7`;
}

/** The token's claims with one segment changed as GitHub would, by the segment's name. */
function changedTokens(job: Job, subject: SubjectCase, means: FormatCase['means'], seed: number): Record<string, Claims> {
  const { repository, context } = job;
  const claims = claimsOf(job);
  const pick = <T>(values: readonly T[]) => values[seed % values.length];
  const of = (changed: Partial<RepositoryFacts>) => claimsOf({ ...job, repository: { ...repository, ...changed } });
  const [ownerId, id] = [otherId(repository.ownerId), otherId(repository.id)];
  const owner = pick([`${repository.owner}x`, `x${repository.owner}`, `${repository.owner}-evil`]);
  const name = pick([`${repository.name}x`, `x${repository.name}`, `${repository.name}-evil`]);
  const foreign = `repo:${pick(['evil@9/x@1', 'evil/x'])}:ref:refs/heads/`;
  return {
    // The same account or repository renamed, or another one.
    'owner': of(pick([{ owner }, { owner, ownerId, id }])),
    'repository': of(pick([{ name }, { name, id }])),
    'audience': { ...claims, aud: pick(['https://github.com/octo-org', `${AUDIENCE}.cn`, `x${AUDIENCE}`, AUDIENCE.toUpperCase()]) },
    'issuer': { ...claims, iss: GithubIssuer.enterprise('evil').url },
    'case of one letter': withOtherCase(claims, job, subject, seed),
    'foreign repository whose subject ends like ours': {
      ...of({ owner: 'evil', ownerId: '9', name: 'x', id: '1' }), sub: foreign + claims.sub.slice('repo:'.length),
    },
    ...(means !== 'NAME' && {
      'owner id': of({ ownerId }),
      'repository id': of({ id }),
      'both ids, as after registering the name again': of({ ownerId, id }),
    }),
    ...(means !== 'BOTH' && job.issuer.hasImmutableSubjects && { 'form of the subject': claimsOf({ ...job, isImmutable: !job.isImmutable }) }),
    ...(subject.literalLength > 0 && {
      'context kind': claimsOf({ ...job, context: otherKind(context, seed) }),
      ...(subject.otherValues.length > 0 && { 'context value': claimsOf({ ...job, context: { ...context, value: pick(subject.otherValues) } }) }),
    }),
    ...(subject.twin && { 'environment that GitHub writes alike': claimsOf({ ...job, context: { ...context, value: subject.twin } }) }),
  };
}

function otherKind(context: JobContext, seed: number): JobContext {
  const kinds = (['branch', 'tag', 'environment', 'pull_request'] as const).filter(kind => kind !== context.kind);
  return { kind: kinds[seed % kinds.length], value: context.value || 'main' };
}

/** Changes the case of one letter of the repository or of the context's literal part. */
function withOtherCase(claims: Claims, job: Job, subject: SubjectCase, seed: number): Claims {
  const { sub } = claims;
  const tailStart = sub.length - tailOf(job.context).length;
  const letters = [...sub].flatMap((letter, index) => /[A-Za-z]/.test(letter) && index < tailStart + subject.literalLength ? [index] : []);
  const at = letters[seed % letters.length];
  const other = sub[at] === sub[at].toLowerCase() ? sub[at].toUpperCase() : sub[at].toLowerCase();
  const changed = sub.slice(0, at) + other + sub.slice(at + 1);
  const repository = changed.slice('repo:'.length, tailStart - 1).replace(/@[0-9]+/g, '');
  return { ...claims, sub: changed, repository, repository_owner: repository.split('/')[0] };
}

/** The tokens that one of the two engines decides wrongly. */
function wronglyDecided(policy: TrustPolicy, tokens: Record<string, Claims>, expected: boolean): string[] {
  return Object.entries(tokens).flatMap(([token, claims]) => [
    ...(letsInByIndependentEngine(policy, claims) === expected ? [] : [`${token}, by the independent engine`]),
    ...(letsInByOurs(policy, claims) === expected ? [] : [`${token}, by our evaluation`]),
  ]);
}

describe('the trust policy of any one subject', () => {
  test('accepts the token made for it and refuses the token with any single segment changed', () => {
    const asked = formatCase.chain(how => fc.tuple(fc.constant(how), subjectCaseFor(how)));
    fc.assert(fc.property(
      repositoryFacts, asked, fc.boolean(), fc.nat(),
      (repository, [{ issuer, withIds, format, claimKeys, means }, subject], preferImmutable, seed) => {
        const declared = GithubRepository.of(withIds ? immutableNameOf(repository) : nameOf(repository));
        const policy = trustPolicy({ subjects: [subject.subjectOf(declared)], issuer, format, claimKeys });
        const isImmutable = means === 'IMMUTABLE' || (means === 'BOTH' && preferImmutable);
        const job: Job = { repository, context: subject.context, isImmutable, issuer, audience: AUDIENCE };

        expect([
          ...wronglyDecided(policy, { 'the token itself': claimsOf(job) }, true),
          ...wronglyDecided(policy, changedTokens(job, subject, means, seed), false),
        ]).toEqual([]);
      },
    ), { numRuns: process.env.FUZZ_RUNS ? 10_000 : 3_000 });
  });
});

describe('the trust policy of several subjects', () => {
  // A universe so small that repositories take over each other's names and owners.
  const OWNERS = [{ owner: 'octo-org', ownerId: '1' }, { owner: 'octo-corp', ownerId: '2' }];
  const NAMES = ['app', 'site', 'app-site'];
  const CONTEXTS: (Pick<SubjectCase, 'subjectOf' | 'context'> & { readonly label: string })[] = [
    { label: 'branch', subjectOf: repository => repository.branch('main'), context: { kind: 'branch', value: 'main' } },
    { label: 'tags', subjectOf: repository => repository.tagLike('v*'), context: { kind: 'tag', value: 'v1' } },
    { label: 'environment', subjectOf: repository => repository.environment('prod'), context: { kind: 'environment', value: 'prod' } },
    { label: 'pull request', subjectOf: repository => repository.pullRequest(), context: { kind: 'pull_request', value: '' } },
  ];
  // A repository that was deleted and made again has its name and another ID.
  const facts = fc.record({ owner: fc.constantFrom(...OWNERS), name: fc.nat({ max: NAMES.length - 1 }), made: fc.constantFrom(1, 1, 2) })
    .map(({ owner, name, made }): RepositoryFacts => ({ ...owner, name: NAMES[name], id: `${owner.ownerId}${name}${made}` }));
  const demands = fc.array(fc.record({ repository: facts, asked: fc.constantFrom(...CONTEXTS) }), { minLength: 1, maxLength: 8 });

  test('gives each repository what was asked for it, and after any rename or transfer nothing that was not asked for its IDs', () => {
    const anyContext = fc.constantFrom(...CONTEXTS);
    fc.assert(fc.property(demands, facts, facts, anyContext, fc.boolean(), (asked, named, identified, { label, context }, isImmutable) => {
      const policy = trustPolicy({ subjects: asked.map(demand => demand.asked.subjectOf(GithubRepository.of(immutableNameOf(demand.repository)))) });
      const trusted = asked.filter(demand => demand.asked.label === label).map(({ repository }) => repository);
      // A repository with the IDs of one and, after a rename or a transfer, the name of the other.
      const repository = { owner: named.owner, name: named.name, ownerId: identified.ownerId, id: identified.id };
      const claims = claimsOf({ repository, context, isImmutable, issuer: GithubIssuer.GITHUB_COM, audience: AUDIENCE });
      const wasAskedFor = trusted.some(one => immutableNameOf(one) === immutableNameOf(repository));
      const mayDoTheSame = trusted.some(({ id }) => id === repository.id) && trusted.some(one => nameOf(one) === nameOf(repository));

      const decisions = [letsInByIndependentEngine(policy, claims), letsInByOurs(policy, claims)];
      expect(decisions[1]).toBe(decisions[0]);
      // Under another's name, a repository may get in only where its own IDs were trusted for the same context anyway.
      expect(wasAskedFor ? [true] : mayDoTheSame ? [true, false] : [false]).toContain(decisions[0]);
    }), { numRuns: 3_000 });
  });
});
