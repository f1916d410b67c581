import * as fc from 'fast-check';
import { ClaimMatch } from '../../src/github/claim-match';
import { GithubClaims } from '../../src/github/claims';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';
import { GithubSubjectTemplate } from '../../src/github/subject-template';
import { isRefusedByIam, requireAccepted } from '../../src/trust/iam-acceptance';
import { AUDIENCE, formatCase, immutableNameOf, nameOf, providerArn, repositoryFacts, subjectCase, trustPolicy } from '../support/arbitraries';

const KEYS = 'token.actions.githubusercontent.com';
type Conditions = Record<string, Record<string, unknown>>;

/** The conditions of one block on the claims of GitHub.com. */
function block(operator: string, claims: Record<string, unknown>, prefix = KEYS): Conditions {
  return { [operator]: Object.fromEntries(Object.entries(claims).map(([claim, value]) => [`${prefix}:${claim}`, value])) };
}

function isRefused(conditions: Conditions, issuer = GithubIssuer.GITHUB_COM): boolean {
  return isRefusedByIam(conditions, issuer);
}

const POSITIVE = ['StringEquals', 'StringLike', 'StringEqualsIgnoreCase'];
const REFUSED_VALUES: unknown[] = [
  '*', '*:environment:production', '**', '*a', '', ' ', '\t\n', ['*'], [''], ['*', 'repo:octo-org/app:*'], [' ', 'repo:octo-org/app:*'],
];
// IAM looks at spelling, not at meaning.
const ACCEPTED_VALUES: unknown[] = [
  'repo:octo-org/app:ref:refs/heads/main', 'repo:*', 'repo:*/*', '?*', '?', 'r*', ' *', 'repo:octo-org/app:*', ['repo:octo-org/app:*'],
  ['repo:octo-org/app:*', '*'], ['repo:octo-org/app:*', ''], [],
];

describe('a statement for GitHub.com', () => {
  const each = (values: unknown[]) => POSITIVE.flatMap(operator =>
    ['sub', 'job_workflow_ref'].flatMap(claim => values.map(value => ({ operator, claim, value }))));

  test.each(each(REFUSED_VALUES))('is refused with $operator $claim $value', ({ operator, claim, value }) => {
    expect(isRefused(block(operator, { aud: AUDIENCE, [claim]: value }))).toBe(true);
  });

  test.each(each(ACCEPTED_VALUES))('is accepted with $operator $claim $value', ({ operator, claim, value }) => {
    expect(isRefused(block(operator, { aud: AUDIENCE, [claim]: value }))).toBe(false);
  });

  test.each(POSITIVE.flatMap(operator => [`ForAllValues:${operator}`, `ForAnyValue:${operator}`]))('is judged alike with %s', operator => {
    expect(isRefused(block(operator, { sub: 'repo:octo-org/app:*' }))).toBe(false);
    expect(isRefused(block(operator, { sub: '*' }))).toBe(true);
  });

  test.each([
    ...POSITIVE.flatMap(operator => [`${operator}IfExists`, `ForAllValues:${operator}IfExists`, `ForAnyValue:${operator}IfExists`]),
    'StringNotEquals', 'StringNotLike', 'StringNotEqualsIgnoreCase', 'ForAllValues:StringNotLike', 'ArnLike', 'ArnEquals', 'Null', 'Bool',
    'IpAddress',
    'ForSomeValues:StringLike', 'StringEqualsX',
  ])('is refused where the subject stands under %s alone', operator => {
    expect(isRefused(block(operator, {
      sub: 'repo:octo-org/app:*',
      job_workflow_ref: 'octo-org/app/.github/workflows/x.yml@refs/heads/main',
    }))).toBe(true);
  });

  test.each<[string, Conditions]>([
    ['no condition', {}],
    ['an empty block', { StringEquals: {} }],
    ['the audience alone', block('StringEquals', { aud: AUDIENCE })],
    ...['repository', 'repository_id', 'repository_owner_id', 'ref', 'environment', 'workflow', 'actor', 'repository_owner', 'subx', 'xsub']
      .map((claim): [string, Conditions] => [`${claim} alone`, block('StringEquals', { aud: AUDIENCE, [claim]: 'octo-org' })]),
    ['the subject of another issuer', block('StringEquals', { sub: 'repo:octo-org/app:pull_request' }, 'token.actions.octocorp.ghe.com')],
    ['a bad subject beside a good workflow in one block', block('StringLike', { sub: '*', job_workflow_ref: 'octo-org/app/*' })],
    ['a good subject beside a bad workflow in one block', block('StringLike', { sub: 'repo:octo-org/app:*', job_workflow_ref: '*' })],
    ['bad ones in two blocks', { ...block('StringLike', { sub: '*' }), ...block('StringEquals', { job_workflow_ref: '' }) }],
    ['a good one that does not count beside a bad one', {
      ...block('StringLike', { sub: '*' }),
      ...block('StringEqualsIfExists', { sub: 'repo:octo-org/app:*' }),
    }],
  ])('is refused with %s', (_, conditions) => {
    expect(isRefused(conditions)).toBe(true);
  });

  test.each<[string, Conditions]>([
    ['both in one block', block('StringLike', { sub: 'repo:octo-org/app:*', job_workflow_ref: 'octo-org/app/*' })],
    ['a good block beside a bad one', { ...block('StringLike', { sub: '*' }), ...block('StringEquals', { sub: 'repo:octo-org/app:pull_request' }) }],
    ['a bad block before a good one', {
      ...block('StringEquals', { job_workflow_ref: '' }),
      ...block('ForAnyValue:StringLike',
        { sub: 'repo:octo-org/app:*' }),
    }],
    ['a good workflow beside a bad subject in another block', {
      ...block('StringLike', { sub: '*' }),
      ...block('StringEquals', { job_workflow_ref: 'a/b/c.yml@x' }),
    }],
    ['a guard beside the subject', { ...block('StringLike', { sub: 'repo:octo-org/*:pull_request' }), ...block('StringNotLike', { sub: '*' }) }],
    ['a key in another case', block('StringEquals', { SUB: 'repo:octo-org/app:pull_request' })],
    ['an issuer in another case', block('StringEquals', { sub: 'repo:octo-org/app:pull_request' }, KEYS.toUpperCase())],
    ['a workflow in another case', block('StringEquals', { Job_Workflow_Ref: 'octo-org/app/.github/workflows/x.yml@refs/heads/main' })],
    ['a subject that is known only at deployment', block('StringEquals', { sub: { Ref: 'Subject' } })],
    ['a first subject that is known only at deployment', block('StringEquals', { sub: [{ Ref: 'Subject' }, '*'] })],
  ])('is accepted with %s', (_, conditions) => {
    expect(isRefused(conditions)).toBe(false);
  });

  test('is refused for a key in another case whose value is bad', () => {
    expect(isRefused(block('StringLike', { SUB: '*' }))).toBe(true);
    expect(isRefused(block('StringLike', { sub: 'repo:octo-org/app:*', JOB_WORKFLOW_REF: '*' }))).toBe(true);
  });
});

describe('other issuers', () => {
  const slug = GithubIssuer.enterprise('octo-inc');

  test('of GitHub.com with a slug are judged by their own keys', () => {
    expect(isRefused(block('StringEquals', { sub: 'repo:octo-org/app:pull_request' }, slug.conditionKeyPrefix), slug)).toBe(false);
    expect(isRefused(block('StringLike', { sub: '*' }, slug.conditionKeyPrefix), slug)).toBe(true);
    expect(isRefused(block('StringEquals', { sub: 'repo:octo-org/app:pull_request' }), slug)).toBe(true);
    expect(isRefused(block('StringEquals', { sub: 'repo:octo-org/app:pull_request' }, slug.conditionKeyPrefix))).toBe(true);
  });

  test.each([
    GithubIssuer.dataResidency('octocorp'), GithubIssuer.dataResidencyEnterprise('octocorp'), GithubIssuer.server('github.example.com'),
  ].map(issuer => ({ issuer, url: issuer.url })))('are not looked at, as $url', ({ issuer }) => {
    const prefix = issuer.conditionKeyPrefix;
    for (const conditions of [{}, block('StringLike', { sub: '*' }, prefix), block('StringEquals', { aud: AUDIENCE }, prefix)]) {
      expect(isRefused(conditions, issuer)).toBe(false);
      expect(() => requireAccepted(conditions, issuer)).not.toThrow();
    }
  });
});

describe('a refusal', () => {
  test('shows the conditions and what to do', () => {
    const act = () => requireAccepted(block('StringLike', { sub: '*:repo:octo-org/app' }), GithubIssuer.GITHUB_COM);
    expect(act).toThrow(expect.objectContaining({ name: 'IamRefusesTrustPolicy', message: expect.stringContaining('*:repo:octo-org/app') }));
    expect(act).toThrow(/sub nor job_workflow_ref.*have it begin with the owner$/);
  });

  test('meets a template whose subjects begin with a context that may be any', () => {
    const repository = GithubRepository.of('octo-org@1/app@2').withSubjectTemplate(GithubSubjectTemplate.of('context', 'repo'));
    expect(() => trustPolicy({ subjects: [repository.anyContext()] })).toThrow(expect.objectContaining({ name: 'IamRefusesTrustPolicy' }));
    expect(() => trustPolicy({ subjects: [repository.branch('main')] })).not.toThrow();
  });
});

describe('every policy that is rendered', () => {
  /** The published rule, written down a second time. */
  const judges = (conditions: Conditions, prefix: string): boolean => {
    for (const operator of ['StringEquals', 'StringLike', 'StringEqualsIgnoreCase']) {
      for (const set of ['', 'ForAllValues:', 'ForAnyValue:']) {
        const keys = conditions[set + operator] ?? {};
        const firsts = ['sub', 'job_workflow_ref'].map(claim => `${prefix}:${claim}`).filter(key => key in keys).map(key => [keys[key]].flat()[0]);
        if (firsts.length > 0 && firsts.every(first => first === undefined || /^[^*\s]/.test(String(first)))) {
          return true;
        }
      }
    }
    return false;
  };
  const TEMPLATES = [
    undefined, ['repo', 'context'], ['context', 'repo'], ['environment', 'repository_owner'], ['repository_owner_id', 'context'],
    ['ref', 'repo', 'environment'],
    ['repo', 'ref'], ['repository_id', 'context', 'actor'], ['actor', 'repo', 'context'],
  ];
  const CLAIMS: (GithubClaims | undefined)[] = [
    undefined, { jobWorkflowRef: ClaimMatch.like('octo-org/octo-automation/*@refs/heads/main') }, { workflow: ClaimMatch.like('*') },
    { jobWorkflowRef: ClaimMatch.reusableWorkflow('octo-org/octo-automation', 'deploy.yml', 'refs/heads/main') },
    { actor: ClaimMatch.like('*', '?') },
  ];
  const asked = fc.record({
    facts: repositoryFacts,
    subject: subjectCase,
    isWholeOwner: fc.boolean(),
    template: fc.constantFrom(undefined, undefined, ...TEMPLATES),
    claims: fc.constantFrom(...CLAIMS),
  });
  const raw = fc.tuple(
    fc.constantFrom('repo:octo-org/', 'repository_owner_id:65:', '', ' ', 'repo:'), fc.constantFrom('*', 'x', '', '*:*', 'x:*', '?*'),
  ).map(parts => parts.join(''));
  const maybeRaw = fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, raw);

  test('is one that IAM accepts, whatever the API was given', () => {
    let accepted = 0;
    const refusals = new Set<string>();
    fc.assert(fc.property(
      fc.array(asked, { minLength: 1, maxLength: 3 }), maybeRaw, formatCase, fc.boolean(),
      (demands, text, { issuer, withIds, format, claimKeys }, isPacked) => {
        let policy;
        try {
          const subjects = demands.map(({ facts, subject, isWholeOwner, template, claims }) => {
            const { owner, ownerId } = facts;
            const whole = () => GithubRepository.allOwnedBy(withIds ? `${owner}@${ownerId}` : owner);
            const plain = isWholeOwner ? whole() : GithubRepository.of(withIds ? immutableNameOf(facts) : nameOf(facts));
            const values: Record<string, ClaimMatch> = template?.includes('actor') ? { actor: ClaimMatch.like('*') } : {};
            const repository = template ? plain.withSubjectTemplate(GithubSubjectTemplate.of(...template), values) : plain;
            return claims ? subject.subjectOf(repository).withClaims(claims) : subject.subjectOf(repository);
          });
          const all = text === null ? subjects : [...subjects, /[*?]/.test(text) ? GithubSubject.customLike(text) : GithubSubject.custom(text)];
          const quota = isPacked ? { characters: 2048, providerArn: providerArn(issuer) } : undefined;
          policy = trustPolicy({ subjects: all, issuer, format, claimKeys, quota });
        } catch (error) {
          refusals.add((error as Error).name);
          return;
        }
        accepted += 1;
        for (const { Condition } of policy.Statement) {
          const isLookedAt = issuer.conditionKeyPrefix.startsWith(KEYS);
          const isAccepted = !isLookedAt || judges(Condition as Conditions, issuer.conditionKeyPrefix);
          const decisions = { Condition, isAccepted, isRefused: isRefusedByIam(Condition as Conditions, issuer) };
          expect(decisions).toEqual({ Condition, isAccepted: true, isRefused: false });
        }
      },
    ), { numRuns: 3_000 });
    expect(accepted).toBeGreaterThan(300);
    // Whatever else is refused has a name of its own: nothing fails by accident.
    expect([...refusals].filter(name => /Error$/.test(name))).toEqual([]);
  });
});
