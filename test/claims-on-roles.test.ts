import { App, CfnParameter, Environment, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  ClaimMatch, GithubClaims, GithubIssuer, GithubOidcPrincipal, GithubOidcProvider, GithubOidcRole, GithubOidcRoleProps, GithubOidcToken,
  GithubOidcTokenOptions, GithubRepository, GithubSubject,
} from '../src';
import { expectDecisions } from './support/decisions';
import { resourceIn, trustPolicyIn, warningsOf } from './support/templates';

const ISSUER = 'token.actions.githubusercontent.com';
const ENV: Environment = { account: '111111111111', region: 'eu-west-1' };
const REPOSITORY = GithubRepository.of('octo-org@123456/octo-repo@456789');
const PRODUCTION = REPOSITORY.environment('production');
const DEPLOY = 'octo-org/automation/.github/workflows/deploy.yml@refs/heads/main';
const REUSABLE = ClaimMatch.reusableWorkflow('octo-org/automation', 'deploy.yml', 'refs/heads/main');
const THE_TEN_CLAIMS = [
  'actor', 'actor_id', 'enterprise_id', 'environment', 'job_workflow_ref', 'ref', 'repository', 'repository_id', 'repository_owner_id', 'workflow',
];

// Synthesis prints the warnings that some tests are about.
beforeAll(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));
afterAll(() => jest.restoreAllMocks());

function newStack(env: Environment = ENV): Stack {
  return new Stack(new App(), 'Stack', { env });
}

function roleIn(stack: Stack, props: Partial<GithubOidcRoleProps>): iam.Role {
  return new GithubOidcRole(stack, 'Role', { subjects: [PRODUCTION], trustPolicyQuota: 4096, ...props });
}

function plainRoleIn(stack: Stack, props: Partial<GithubOidcRoleProps>): iam.Role {
  return new iam.Role(stack, 'Role', { assumedBy: principalIn(stack, props.subjects ?? [], props.issuer) });
}

function principalIn(stack: Stack, subjects: GithubSubject[], issuer?: GithubIssuer): GithubOidcPrincipal {
  return new GithubOidcPrincipal(GithubOidcProvider.getOrCreate(stack, issuer), { subjects, issuer, trustPolicyQuota: 4096 });
}

const BY: [string, typeof roleIn][] = [['GithubOidcRole', roleIn], ['GithubOidcPrincipal', plainRoleIn]];

function inProduction(claims: Record<string, string> = {}, options: GithubOidcTokenOptions = {}): GithubOidcToken {
  return GithubOidcToken.forEnvironment(REPOSITORY, 'production', { ...options, claims });
}

/** The same token, without one of its claims. */
function without(claim: string, token: GithubOidcToken): GithubOidcToken {
  return GithubOidcToken.fromClaims(Object.fromEntries(Object.entries(token.claims).filter(([name]) => name !== claim)));
}

/** Tokens of somebody else, who has every claim that these tests ask for. */
function foreign(claims: Record<string, string>): GithubOidcToken[] {
  const evil = GithubRepository.of('octo-org-evil@9/octo-repo@8');
  const recreated = GithubRepository.of('octo-org@9/octo-repo@8');
  return [
    GithubOidcToken.forEnvironment(evil, 'production', { claims }),
    GithubOidcToken.forEnvironment(recreated, 'production', { claims }),
    GithubOidcToken.forEnvironment(recreated, 'production', { claims, useImmutableSubject: false }),
    GithubOidcToken.forEnvironment(evil, 'production', {
      claims: { ...claims, sub: 'repo:evil@9/x@8:ref:refs/heads/x@123456/octo-repo@456789:environment:production' },
    }),
    GithubOidcToken.forEnvironment(GithubRepository.of('octo-org@123456/other@1'), 'production', { claims }),
    inProduction(claims, { audience: 'https://github.com/octo-org' }),
    // As no job could have them: the claims of one run, the subject of another.
    ...[
      GithubOidcToken.forEnvironment(REPOSITORY, 'Production'), GithubOidcToken.forBranch(REPOSITORY, 'production'), GithubOidcToken.forPullRequest(REPOSITORY),
    ].map(token => GithubOidcToken.fromClaims({ ...token.claims, ...claims })),
  ];
}

describe.each(BY)('%s with a claim', (_, trustIn) => {
  test.each<[string, GithubClaims, string, string, string[]]>([
    ['actor', { actor: ClaimMatch.exactly('octocat') }, 'actor', 'octocat', ['mona', 'Octocat', 'octocat2', '']],
    ['actorId', { actorId: ClaimMatch.exactly('12') }, 'actor_id', '12', ['1', '123', '012']],
    ['enterpriseId', { enterpriseId: ClaimMatch.exactly('2') }, 'enterprise_id', '2', ['22', '1']],
    ['jobWorkflowRef', { jobWorkflowRef: REUSABLE }, 'job_workflow_ref', DEPLOY, [
      `${DEPLOY}x`, DEPLOY.replace('main', 'feature'), DEPLOY.replace('octo-org', 'octo-org-evil'), DEPLOY.replace('deploy.yml', 'other.yml'),
      `evil/x/${DEPLOY}`,
    ]],
    ['jobWorkflowRef, as a pattern', { jobWorkflowRef: ClaimMatch.like(DEPLOY.replace('deploy.yml', '*')) }, 'job_workflow_ref', DEPLOY, [
      DEPLOY.replace('main', 'feature'), DEPLOY.replace('octo-org/', 'octo-org-evil/'), DEPLOY.replace('automation', 'automation2'),
    ]],
    ['gitRef', { gitRef: ClaimMatch.exactly('refs/heads/main') }, 'ref', 'refs/heads/main', [
      'refs/heads/main2', 'refs/tags/main', 'refs/pull/1/merge', 'main',
    ]],
    ['gitRef, as a pattern', { gitRef: ClaimMatch.like('refs/heads/release/*') }, 'ref', 'refs/heads/release/1', [
      'refs/heads/release', 'refs/tags/release/1',
    ]],
    ['workflow', { workflow: ClaimMatch.exactly('Deploy: all') }, 'workflow', 'Deploy: all', ['Deploy%3A all', 'deploy: all', 'Deploy']],
    ['several values', { actor: ClaimMatch.exactly('mona', 'octocat') }, 'actor', 'octocat', ['mona,octocat', 'lisa']],
    ['environment', { environment: ClaimMatch.exactly('production') }, 'environment', 'production', ['Production', 'staging']],
    ['repository', { repository: ClaimMatch.exactly('octo-org/octo-repo') }, 'repository', 'octo-org/octo-repo', [
      'octo-org/octo-repo-2', 'evil/octo-repo',
    ]],
    ['repositoryId', { repositoryId: ClaimMatch.exactly('456789') }, 'repository_id', '456789', ['45678', '4567890']],
    ['repositoryOwnerId', { repositoryOwnerId: ClaimMatch.exactly('123456') }, 'repository_owner_id', '123456', ['12345', '1234567']],
  ])('%s: demands it beside the subject, so that neither does alone', (__, claims, claim, value, others) => {
    const stack = newStack();
    trustIn(stack, { subjects: [PRODUCTION.withClaims(claims)] });
    (stack.node.root as App).synth();

    const member = inProduction({ [claim]: value });
    expectDecisions(
      trustPolicyIn(stack),
      [member, inProduction({ [claim]: value }, { useImmutableSubject: false })],
      [...others.map(other => inProduction({ [claim]: other })), without(claim, member), ...foreign({ [claim]: value })
        // A foreign repository cannot have the IDs or the name of this one.
        .filter(({ claims: { repository_id: id } }) => !claim.startsWith('repository') || id === '456789')],
    );
    expect(JSON.stringify(trustPolicyIn(stack))).not.toMatch(/ForAllValues|IfExists/);
  });

  test('of several kinds demands all of them', () => {
    const stack = newStack();
    trustIn(stack, {
      subjects: [
        PRODUCTION.withClaims({ actor: ClaimMatch.exactly('octocat') })
          .withClaims({ workflow: ClaimMatch.like('deploy-*'), gitRef: ClaimMatch.exactly('refs/heads/main') }),
      ],
    });
    const claims = { actor: 'octocat', workflow: 'deploy-all', ref: 'refs/heads/main' };

    expectDecisions(trustPolicyIn(stack), [inProduction(claims)], [
      ...Object.keys(claims).flatMap(claim => [inProduction({ ...claims, [claim]: 'refs/heads/other' }), without(claim, inProduction(claims))]),
      ...foreign(claims),
    ]);
  });

  test('on one of several subjects leaves the others as they are, and lends them nothing', () => {
    const stack = newStack();
    const docs = GithubRepository.of('octo-org@123456/docs@5');
    trustIn(stack, {
      subjects: [
        PRODUCTION.withClaims({ actor: ClaimMatch.exactly('octocat') }),
        REPOSITORY.environment('staging').withClaims({ actor: ClaimMatch.exactly('mona') }),
        docs.environment('production').withClaims({ actor: ClaimMatch.exactly('mona') }),
        docs.branch('main'),
      ],
    });
    const staging = (actor: string) => GithubOidcToken.forEnvironment(REPOSITORY, 'staging', { claims: { actor } });
    const ofDocs = (environment: string, actor: string) => GithubOidcToken.forEnvironment(docs, environment, { claims: { actor } });
    const main = (repository: GithubRepository, actor: string) => GithubOidcToken.forBranch(repository, 'main', { claims: { actor } });

    expectDecisions(trustPolicyIn(stack),
      [inProduction({ actor: 'octocat' }), staging('mona'), ofDocs('production', 'mona'), main(docs, 'anybody')],
      [
        inProduction({ actor: 'mona' }), staging('octocat'), ofDocs('production', 'octocat'), ofDocs('staging', 'mona'), main(REPOSITORY, 'octocat'),
        main(REPOSITORY, 'mona'),
      ]);
  });

  test('for every claim that AWS reads is rendered under the key of the issuer', () => {
    const issuer = GithubIssuer.enterprise('octocat-inc');
    const stack = newStack();
    trustIn(stack, {
      issuer,
      subjects: [PRODUCTION.withClaims({
        actor: ClaimMatch.exactly('octocat'),
        actorId: ClaimMatch.exactly('12'),
        enterpriseId: ClaimMatch.exactly('2'),
        environment: ClaimMatch.exactly('production'),
        jobWorkflowRef: ClaimMatch.exactly(DEPLOY),
        gitRef: ClaimMatch.exactly('refs/heads/main'),
        repository: ClaimMatch.exactly('octo-org/octo-repo'),
        repositoryId: ClaimMatch.exactly('456789'),
        repositoryOwnerId: ClaimMatch.exactly('123456'),
        workflow: ClaimMatch.exactly('example'),
      })],
    });
    const [{ Condition: condition }] = trustPolicyIn(stack).Statement;
    const token = GithubOidcToken.forEnvironment(REPOSITORY, 'production', { issuer, claims: { enterprise_id: '2', job_workflow_ref: DEPLOY } });

    expect(Object.keys(condition)).toEqual(['StringEquals']);
    expect(Object.keys(condition.StringEquals).sort())
      .toEqual(['aud', 'sub', ...THE_TEN_CLAIMS].map(claim => `${ISSUER}/octocat-inc:${claim}`).sort());
    expectDecisions(trustPolicyIn(stack), [token], [
      ...THE_TEN_CLAIMS.map(claim => without(claim, token)), inProduction({ enterprise_id: '2', job_workflow_ref: DEPLOY }),
    ]);
  });

  test.each<[string, GithubIssuer, GithubRepository]>([
    ['GitHub Enterprise Server', GithubIssuer.server('github.example.com'), GithubRepository.of('octo-org/octo-repo')],
    ['GHE.com with a slug', GithubIssuer.dataResidencyEnterprise('octocorp'), REPOSITORY],
  ])('is refused for %s, of which AWS reads none', (__, issuer, repository) => {
    const subject = repository.environment('production').withClaims({ actor: ClaimMatch.exactly('octocat') });
    expect(() => trustIn(newStack(), { issuer, subjects: [subject] }))
      .toThrow(expect.objectContaining({
        name: 'FeatureNotOnIssuer',
        message: expect.stringMatching(/demands the claim actor, and AWS reads only aud and sub from https:.*; leave the claim out/),
      }));
  });

  test('that an environment needs is pinned, so that its twin stays out', () => {
    const stack = newStack();
    trustIn(stack, { subjects: [REPOSITORY.environment('eu:production')] });
    const token = (environment: string) => GithubOidcToken.forEnvironment(REPOSITORY, environment);
    expectDecisions(trustPolicyIn(stack), [token('eu:production')], [token('eu%3Aproduction'), token('eu'), token('production')]);
  });

  test.each<[string, unknown, string, RegExp]>([
    ['a text for a claim', { actor: 'octocat' }, 'GithubClaimInvalid',
      /actor is 'octocat', not a ClaimMatch; pass such as ClaimMatch\.exactly\('VALUE'\)/],
    ['a list for a claim', { actor: ['octocat'] }, 'GithubClaimInvalid', /actor is 'octocat', not a ClaimMatch/],
    ['a plain object for a claim', { actor: { StringEquals: 'octocat' } }, 'GithubClaimInvalid', /not a ClaimMatch/],
    ['null for a claim', { actor: null }, 'GithubClaimInvalid', /actor is 'null', not a ClaimMatch/],
    ['another operator', { actor: { conditionOperator: 'StringNotEquals', values: ['x'] } }, 'GithubClaimInvalid', /not a ClaimMatch/],
    ['an operator that holds where the claim is missing', { actor: { conditionOperator: 'StringEqualsIfExists', values: ['x'] } },
      'GithubClaimInvalid', /not a ClaimMatch/],
    ['one value for a list', { actor: { conditionOperator: 'StringEquals', values: 'octocat' } }, 'GithubClaimInvalid', /not a ClaimMatch/],
    ['a list without a value', { actor: { conditionOperator: 'StringEquals', values: [] } }, 'GithubClaimInvalid', /has no value; pass at least one/],
    ['a list without a pattern', { actor: { conditionOperator: 'StringLike', values: [] } },
      'GithubClaimInvalid', /has no pattern; pass at least one/],
    ['undefined in a list', { actor: { conditionOperator: 'StringEquals', values: [undefined] } }, 'GithubTextMissing', /is 'undefined'/],
    ['a number in a list', { actorId: { conditionOperator: 'StringEquals', values: [12] } }, 'GithubTextMissing', /is '12', .*pass it as a string/],
    ['a blank in a list', { actor: { conditionOperator: 'StringEquals', values: ['octocat', ''] } }, 'GithubTextBlank', /is ''/],
    ['a policy variable in a list', { actor: { conditionOperator: 'StringEquals', values: ['${aws:username}'] } },
      'GithubPolicyVariable', /aws:username/],
    ['no claim', {}, 'GithubClaimsMissing', /names no claim.*name at least one, or leave it out/],
    ['undefined', undefined, 'GithubClaimsMissing', /names no claim/],
    ['only undefined claims', { actor: undefined }, 'GithubClaimsMissing', /names no claim/],
    ['a claim that AWS does not read', { eventName: ClaimMatch.exactly('push') }, 'UnknownClaimKey',
      /names 'eventName'.*allowed are actor, .*GithubSubjectTemplate/],
    ['the name in the token', { job_workflow_ref: ClaimMatch.exactly(DEPLOY) }, 'UnknownClaimKey', /names 'job_workflow_ref'.*jobWorkflowRef/],
    ['the owner\'s name', { repositoryOwner: ClaimMatch.exactly('octo-org') }, 'UnknownClaimKey', /names 'repositoryOwner'/],
    ['the subject', { sub: ClaimMatch.like('*') }, 'UnknownClaimKey', /names 'sub'/],
    ['the audience', { aud: ClaimMatch.like('*') }, 'UnknownClaimKey', /names 'aud'/],
    ['a name of every object', { toString: ClaimMatch.exactly('x') }, 'UnknownClaimKey', /names 'toString'/],
  ])('refuses of a JavaScript caller %s', (__, claims, name, message) => {
    expect(() => trustIn(newStack(), { subjects: [PRODUCTION.withClaims(claims as never)] }))
      .toThrow(expect.objectContaining({ name, message: expect.stringMatching(message) }));
  });

  test('takes the ClaimMatch of another copy of this package, by its shape', () => {
    const stack = newStack();
    trustIn(stack, { subjects: [PRODUCTION.withClaims({ actor: { conditionOperator: 'StringLike', values: ['octo*'] } as never })] });
    expectDecisions(trustPolicyIn(stack), [inProduction()], [inProduction({ actor: 'mona' }), ...foreign({ actor: 'octocat' })]);
  });

  test.each<[string, unknown, RegExp]>([
    ['a text', 'repo:octo-org/octo-repo:*',
      /subjects\[1\] is 'repo:octo-org\/octo-repo:\*', a value of another kind than GithubSubject; pass at least one/],
    ['claims', { actor: ClaimMatch.exactly('octocat') }, /subjects\[1\] is '\[object Object\]', a value of another kind/],
    ['a claim', ClaimMatch.exactly('octocat'), /subjects\[1\] is 'octocat', a value of another kind/],
    ['an owner', GithubRepository.allOwnedBy('octo-org@123456'), /subjects\[1\] is 'octo-org@123456\/\*', a value of another kind/],
  ])('refuses %s for a subject beside one', (__, subject, message) => {
    expect(() => trustIn(newStack(), { subjects: [PRODUCTION.withClaims({ actor: ClaimMatch.exactly('octocat') }), subject as never] }))
      .toThrow(expect.objectContaining({ name: 'SubjectInvalid', message: expect.stringMatching(message) }));
  });
});

describe('GithubOidcPrincipal with several sets of claims', () => {
  const SUBJECTS = [
    PRODUCTION.withClaims({ actor: ClaimMatch.exactly('octocat') }),
    PRODUCTION.withClaims({ workflow: ClaimMatch.exactly('deploy'), gitRef: ClaimMatch.like('refs/heads/*') }),
    PRODUCTION.withClaims({ actor: ClaimMatch.exactly('lisa') }),
    REPOSITORY.branch('main').withClaims({ actorId: ClaimMatch.exactly('42') }),
  ];
  const main = (claims: Record<string, string>) => GithubOidcToken.forBranch(REPOSITORY, 'main', { claims });
  const MEMBERS = [
    inProduction({ actor: 'octocat', workflow: 'ci' }),
    inProduction({ actor: 'mona', workflow: 'deploy' }),
    inProduction({ actor: 'lisa', workflow: 'ci' }),
    main({ actor_id: '42', actor: 'mona' }),
  ];
  const STRANGERS = [
    inProduction({ actor: 'mona', workflow: 'ci', actor_id: '42' }),
    inProduction({ actor: 'mona', workflow: 'deploy', ref: 'refs/tags/v1' }),
    main({ actor: 'octocat', workflow: 'deploy', actor_id: '1' }),
    ...foreign({ actor: 'octocat', workflow: 'deploy', actor_id: '42' }),
  ];
  const service = () => new iam.ServicePrincipal('lambda.amazonaws.com');

  test.each<[string, (principal: iam.PrincipalBase) => iam.IPrincipal, number]>([
    ['new iam.Role({ assumedBy })', principal => principal, 0],
    ['iam.CompositePrincipal', principal => new iam.CompositePrincipal(principal, service()), 1],
    ['iam.CompositePrincipal, last', principal => new iam.CompositePrincipal(service(), principal), 1],
    ['one iam.CompositePrincipal inside another', principal => new iam.CompositePrincipal(new iam.CompositePrincipal(principal), service()), 1],
    ['withSessionTags()', principal => principal.withSessionTags(), 0],
    ['iam.CompositePrincipal with session tags', principal => new iam.CompositePrincipal(principal, service()).withSessionTags(), 1],
  ])('keeps its statements apart in %s', (_, assumedBy, others) => {
    const stack = newStack();
    new iam.Role(stack, 'Role', { assumedBy: assumedBy(principalIn(stack, SUBJECTS)) });
    (stack.node.root as App).synth();
    const policy = trustPolicyIn(stack);
    const ours = policy.Statement.filter(({ Principal: principal }: any) => principal.Federated !== undefined);

    expect(policy.Statement).toHaveLength(4 + others);
    expect(ours.map(({ Sid: sid }: any) => sid).sort()).toEqual([
      'BranchMainWithActorId', 'EnvironmentProductionWithActor', 'EnvironmentProductionWithActor2', 'EnvironmentProductionWithRefAndWorkflow',
    ]);
    for (const { Condition: condition } of ours) {
      expect(condition.StringEquals[`${ISSUER}:aud`]).toBe('sts.amazonaws.com');
      expect(condition.StringEquals[`${ISSUER}:sub`]).toHaveLength(2);
    }
    expectDecisions(policy, MEMBERS, STRANGERS);
  });

  test('narrows every statement by withConditions()', () => {
    const stack = newStack();
    const assumedBy = principalIn(stack, SUBJECTS).withConditions({ StringLike: { [`${ISSUER}:repository`]: 'octo-org/*' } });
    new iam.Role(stack, 'Role', { assumedBy });
    const elsewhere = MEMBERS.map(({ claims }) => GithubOidcToken.fromClaims({ ...claims, repository: 'octo-org' }));
    expectDecisions(trustPolicyIn(stack), MEMBERS, [...STRANGERS, ...elsewhere]);
  });

  test('does not let withConditions() replace a claim of one of them', () => {
    const principal = principalIn(newStack(), SUBJECTS);
    expect(() => principal.withConditions({ StringEquals: { [`${ISSUER}:actor`]: 'mona' } })).toThrow(expect.objectContaining({
      name: 'ConditionConflict',
      message: expect.stringMatching(/:actor is "\w+" already, and "mona" would replace it; pass other subjects or claims/),
    }));
  });

  test('is refused as one fragment, which would lose claims', () => {
    const stack = newStack();
    expect(() => new iam.PolicyStatement({ principals: [principalIn(stack, SUBJECTS)] }))
      .toThrow(expect.objectContaining({ name: 'SeveralTrustStatements', message: expect.stringContaining('takes 4 statements') }));
  });
});

describe('conditions that somebody adds', () => {
  const OPERATORS = [
    'StringEquals', 'StringLike', 'StringNotEquals', 'StringNotLike', 'StringEqualsIgnoreCase', 'StringEqualsIfExists', 'ForAllValues:StringEquals',
    'ForAnyValue:StringLike', 'ForAllValues:StringNotLikeIfExists', 'Null', 'Bool',
  ];
  const UNREAD = [
    'repository_owner', 'event_name', 'runner_environment', 'workflow_ref', 'job_workflow_sha', 'ref_type', 'repository_visibility', 'base_ref',
    'head_ref', 'sha', 'enterprise', 'run_id', 'check_run_id', 'repo_property_team', 'iss', 'actorId', 'sub2',
  ];
  const WAYS: [string, (stack: Stack, conditions: iam.Conditions, issuer?: GithubIssuer, subject?: GithubSubject) => iam.IPrincipal][] = [
    ['withConditions()', (stack, conditions, issuer, subject = PRODUCTION) => principalIn(stack, [subject], issuer).withConditions(conditions)],
    ['iam.PrincipalWithConditions', (stack, conditions, issuer, subject = PRODUCTION) =>
      new iam.PrincipalWithConditions(principalIn(stack, [subject], issuer), conditions)],
    ['iam.PrincipalWithConditions inside iam.CompositePrincipal', (stack, conditions, issuer, subject = PRODUCTION) =>
      new iam.CompositePrincipal(new iam.PrincipalWithConditions(principalIn(stack, [subject], issuer), conditions))],
  ];

  describe.each(WAYS)('by %s', (_, principalWith) => {
    const assume = (conditions: iam.Conditions, issuer?: GithubIssuer, subject?: GithubSubject) => {
      const stack = newStack();
      new iam.Role(stack, 'Role', { assumedBy: principalWith(stack, conditions, issuer, subject) });
      return trustPolicyIn(stack);
    };
    const unknown = (key: string) => expect.objectContaining({
      name: 'UnknownClaimKey',
      message: expect.stringContaining(`the condition key '${key}' names a claim that AWS does not read; allowed are aud, sub`),
    });

    test.each(UNREAD)('are refused on the claim %s, which AWS does not read', claim => {
      for (const key of [`${ISSUER}:${claim}`, `${ISSUER}:${claim}`.toUpperCase(), `${ISSUER.toUpperCase()}:${claim}`]) {
        expect(() => assume({ StringEquals: { [key]: 'x' } })).toThrow(unknown(key));
      }
      expect(() => assume({ StringEquals: { [`${ISSUER}:${claim}`]: 'x' } }))
        .toThrow(/for any other claim, put it into `sub` by a GithubSubjectTemplate/);
    });

    test.each(OPERATORS)('are refused on such a claim under %s', operator => {
      expect(() => assume({ [operator]: { [`${ISSUER}:event_name`]: 'push' } })).toThrow(unknown(`${ISSUER}:event_name`));
      expect(() => assume({ [operator]: { 'aws:RequestedRegion': 'eu-west-1', [`${ISSUER}:event_name`]: ['push'] } }))
        .toThrow(unknown(`${ISSUER}:event_name`));
    });

    test.each([...THE_TEN_CLAIMS, 'aud', 'sub'])('pass on the claim %s, in any case', claim => {
      for (const key of [`${ISSUER}:${claim}`, `${ISSUER}:${claim}`.toUpperCase()]) {
        const [{ Condition: condition }] = assume({ StringNotEquals: { [key]: 'x' } }).Statement;
        expect(condition.StringNotEquals).toEqual({ [key]: 'x' });
      }
    });

    test.each([
      'gitlab.com:event_name', `${ISSUER}/octocat-inc:event_name`, 'github.example.com/_services/token:event_name', 'aws:SourceIp', 'aws:event_name',
      'sts:RoleSessionName', `x${ISSUER}:event_name`,
    ])('pass on the key %s, which is not of this issuer', key => {
      const [{ Condition: condition }] = assume({ StringLike: { [key]: 'x' } }).Statement;
      expect(condition.StringLike).toEqual({ [key]: 'x' });
    });

    test.each<[string, GithubIssuer, GithubSubject, string[]]>([
      ['an enterprise', GithubIssuer.enterprise('octocat-inc'), PRODUCTION, THE_TEN_CLAIMS],
      ['GHE.com', GithubIssuer.dataResidency('octocorp'), PRODUCTION, THE_TEN_CLAIMS],
      ['GHE.com with a slug', GithubIssuer.dataResidencyEnterprise('octocorp'), PRODUCTION, []],
      ['GitHub Enterprise Server', GithubIssuer.server('github.example.com'), GithubRepository.of('octo-org/octo-repo').branch('main'), []],
    ])('are judged by what AWS reads of %s', (__, issuer, subject, readable) => {
      for (const claim of [...THE_TEN_CLAIMS, 'event_name', 'aud', 'sub']) {
        const key = `${issuer.conditionKeyPrefix}:${claim}`;
        const add = () => assume({ StringNotLike: { [key]: 'x' } }, issuer, subject);
        if (['aud', 'sub', ...readable].includes(claim)) {
          expect(add).not.toThrow();
        } else {
          expect(add).toThrow(unknown(key));
        }
      }
    });

    test.each<[string, iam.Conditions]>([
      ['a pattern of any workflow beside the exact subject', { StringEquals: { [`${ISSUER}:job_workflow_ref`]: '*' } }],
      ['a pattern that begins with a wildcard', { StringEquals: { [`${ISSUER}:job_workflow_ref`]: '*/deploy.yml@refs/heads/main' } }],
      ['such a pattern first in a list', { StringEquals: { [`${ISSUER}:JOB_WORKFLOW_REF`]: ['*', DEPLOY] } }],
      ['a blank workflow', { StringEquals: { [`${ISSUER}:job_workflow_ref`]: ' ' } }],
      ['no workflow\'s text', { StringEquals: { [`${ISSUER}:job_workflow_ref`]: '' } }],
    ])('are refused where IAM would refuse the role: %s', (__, conditions) => {
      expect(() => assume(conditions)).toThrow(expect.objectContaining({
        name: 'IamRefusesTrustPolicy',
        message: expect.stringMatching(/bound neither sub nor job_workflow_ref in a way that IAM accepts.*have it begin with the owner/),
      }));
    });

    test('are refused where IAM would refuse one statement of several', () => {
      const conditions = { StringLike: { [`${ISSUER}:job_workflow_ref`]: '*' } };
      expect(() => assume(conditions)).not.toThrow();
      expect(() => assume(conditions, undefined, REPOSITORY.tagLike('v*'))).toThrow(expect.objectContaining({ name: 'IamRefusesTrustPolicy' }));
    });

    test.each<[string, iam.Conditions]>([
      ['a workflow, exactly', { StringEquals: { [`${ISSUER}:job_workflow_ref`]: DEPLOY } }],
      ['any workflow, in a block of its own', { StringLike: { [`${ISSUER}:job_workflow_ref`]: '*' } }],
      ['any workflow but one', { StringNotLike: { [`${ISSUER}:job_workflow_ref`]: '*' } }],
      ['any actor', { StringEquals: { [`${ISSUER}:actor`]: '*' } }],
      ['any workflow, of another issuer', { StringEquals: { [`${ISSUER}/octocat-inc:job_workflow_ref`]: '*' } }],
    ])('pass where IAM accepts the role: %s', (__, conditions) => {
      expect(() => assume(conditions)).not.toThrow();
    });

    test('are not judged so for an issuer that IAM does not look at', () => {
      const issuer = GithubIssuer.dataResidency('octocorp');
      expect(() => assume({ StringEquals: { [`${issuer.conditionKeyPrefix}:job_workflow_ref`]: '*' } }, issuer)).not.toThrow();
    });
  });
});

describe('withConditions()', () => {
  test.each([
    ['UnknownClaimKey', 'event_name', 'push'],
    ['IamRefusesTrustPolicy', 'job_workflow_ref', '*'],
  ])('raises %s by itself, before there is a role', (name, claim, value) => {
    const principal = principalIn(newStack(), [PRODUCTION]);
    expect(() => principal.withConditions({ StringEquals: { [`${ISSUER}:${claim}`]: value } })).toThrow(expect.objectContaining({ name }));
  });
});

function warningsIn(stack: Stack, ruleId?: string): Record<string, string[]> {
  const app = stack.node.root as App;
  app.synth();
  return warningsOf(app, ruleId);
}

describe('the warning ClaimKeysUnconfirmed', () => {
  const BY_OCTOCAT = PRODUCTION.withClaims({ actor: ClaimMatch.exactly('octocat'), gitRef: ClaimMatch.exactly('refs/heads/main') });

  test.each([
    'cn-north-1', 'cn-northwest-1', 'us-gov-west-1', 'us-gov-east-1', 'eusc-de-east-1', 'us-iso-east-1',
  ])('is raised in %s, where claims are asked for by name', region => {
    const stack = newStack({ ...ENV, region });
    roleIn(stack, { subjects: [BY_OCTOCAT, REPOSITORY.branch('main')] });

    expect(warningsIn(stack)).toEqual({
      'Stack/Role': [expect.stringMatching(
        /^the trust demands 'actor', 'ref', .* in the partition 'aws-[a-z-]+'; .*leave the claims out \[ack: GithubOidcChecks::ClaimKeysUnconfirmed\]$/)],
    });
    expectDecisions(trustPolicyIn(stack), [inProduction(), GithubOidcToken.forBranch(REPOSITORY, 'main')],
      [inProduction({ actor: 'mona' }), inProduction({}, { useImmutableSubject: false }), ...foreign({ actor: 'octocat' })]);
  });

  test.each<[string, string | undefined, GithubSubject]>([
    ['in the partition aws', 'eu-west-1', BY_OCTOCAT],
    ['where the region is known only at deployment', undefined, BY_OCTOCAT],
    ['in GovCloud without claims', 'us-gov-west-1', PRODUCTION],
    ['in China without claims', 'cn-north-1', PRODUCTION],
    ['in the European sovereign cloud without claims', 'eusc-de-east-1', GithubRepository.allOwnedBy('octo-org@123456').environment('production')],
  ])('is not raised %s', (_, region, subject) => {
    const stack = newStack({ ...ENV, region });
    roleIn(stack, { subjects: [subject] });
    expect(warningsIn(stack, 'ClaimKeysUnconfirmed')).toEqual({});
  });

  test('is raised where an environment needs the claim, which has to be asked for by name there', () => {
    const ambiguous = REPOSITORY.environment('eu:production');
    expect(() => roleIn(newStack({ ...ENV, region: 'cn-north-1' }), { subjects: [ambiguous] })).toThrow(expect.objectContaining({
      name: 'EnvironmentAmbiguous', message: expect.stringContaining('withClaims({ environment: … })'),
    }));
    const stack = newStack({ ...ENV, region: 'cn-north-1' });
    roleIn(stack, { subjects: [ambiguous.withClaims({ environment: ClaimMatch.exactly('eu:production') })] });

    expect(warningsIn(stack)).toEqual({ 'Stack/Role': [expect.stringContaining("demands 'environment'")] });
    const token = (environment: string) => GithubOidcToken.forEnvironment(REPOSITORY, environment);
    expectDecisions(trustPolicyIn(stack), [token('eu:production')], [token('eu%3Aproduction')]);
  });

  test('is silenced by its id, and by no other', () => {
    for (const [id, left] of [['ClaimKeysUnconfirmed', []], ['MutableSubject', ['Stack/Role']]] as const) {
      const stack = newStack({ ...ENV, region: 'us-gov-west-1' });
      Validations.of(roleIn(stack, { subjects: [BY_OCTOCAT] })).acknowledge({ id: `GithubOidcChecks::${id}`, reason: 'tried it' });
      expect(Object.keys(warningsIn(stack))).toEqual(left);
    }
  });
});

describe('the warning TrustPolicyLengthUnknown', () => {
  const UNKNOWN_LENGTH = /^the trust policy has \d+ characters beside .* the quota is 4096; .*\[ack: GithubOidcChecks::TrustPolicyLengthUnknown\]$/;

  test.each<[string, (text: string) => Partial<GithubOidcRoleProps>]>([
    ['an environment', text => ({ subjects: [REPOSITORY.environment(text)] })],
    ['a claim', text => ({ subjects: [PRODUCTION.withClaims({ actor: ClaimMatch.exactly(text) })] })],
    ['the audience', text => ({ audience: text })],
    ['an ID', text => ({ subjects: [GithubRepository.of(`octo-org@123456/octo-repo@${text}`).branch('main')] })],
  ])('is raised where the policy holds %s that is known only at deployment', (_, propsFor) => {
    const stack = newStack();
    roleIn(stack, { ...propsFor(new CfnParameter(stack, 'Text').valueAsString), trustPolicyQuota: 4096 });
    const texts = warningsIn(stack)['Stack/Role'];
    expect(texts.filter(text => UNKNOWN_LENGTH.test(text))).toHaveLength(1);
  });

  test('is not raised where every value is known, even if account and region are not', () => {
    const stack = newStack({});
    roleIn(stack, { subjects: [PRODUCTION.withClaims({ actor: ClaimMatch.exactly('octocat') })] });
    expect(warningsIn(stack)).toEqual({});
  });

  test('is silenced by its id, and by no other', () => {
    for (const [id, left] of [['TrustPolicyLengthUnknown', []], ['UnresolvedSubject', ['Stack/Role']]] as const) {
      const stack = newStack();
      const role = roleIn(stack, { audience: new CfnParameter(stack, 'Audience').valueAsString });
      Validations.of(role).acknowledge({ id: `GithubOidcChecks::${id}`, reason: 'the parameter is short' });
      expect(Object.keys(warningsIn(stack))).toEqual(left);
    }
  });
});

describe('the description of a role', () => {
  test.each<[string, GithubSubject[], string]>([
    ['claims', [PRODUCTION.withClaims({ actor: ClaimMatch.exactly('mona', 'octocat'), workflow: ClaimMatch.like('deploy-*') })],
      'environment production of octo-org/octo-repo with actor mona or octocat and workflow like deploy-*'],
    ['claims that only some subjects have', [PRODUCTION, REPOSITORY.branch('main').withClaims({ actorId: ClaimMatch.exactly('12') })],
      'branch main of octo-org/octo-repo with actor_id 12; environment production of octo-org/octo-repo'],
    ['a reusable workflow', [PRODUCTION.withClaims({ jobWorkflowRef: REUSABLE })],
      `environment production of octo-org/octo-repo with job_workflow_ref ${DEPLOY}`],
    ['all of an owner', [GithubRepository.allOwnedBy('octo-org@123456').environment('production')], 'environment production of octo-org/*'],
    ['all of an owner, with claims', [GithubRepository.allOwnedBy('octo-org@123456').anyContext().withClaims({ actor: ClaimMatch.exactly('mona') })],
      'any branch, tag, environment or pull request of octo-org/* with actor mona'],
  ])('tells %s', (_, subjects, description) => {
    const stack = newStack();
    roleIn(stack, { subjects });
    expect(resourceIn(stack, 'AWS::IAM::Role').Description).toBe(`Assumed by GitHub Actions: ${description}`);
  });
});
