import { mkdtempSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aspects, CfnParameter, Environment, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  GithubIssuer, GithubOidcPrincipal, GithubOidcProvider, GithubOidcRole, GithubOidcRoleProps, GithubOidcToken, GithubRepository, GithubSubject,
} from '../src';
import { expectDecisions } from './support/decisions';
import { trustPolicyIn, warningsOf } from './support/templates';

const ISSUER = 'token.actions.githubusercontent.com';
const ACCOUNT = '111111111111';
const ENV: Environment = { account: ACCOUNT, region: 'eu-west-1' };
const REPOSITORY = GithubRepository.of('octo-org@123456/octo-repo@456789');
const PRODUCTION = REPOSITORY.environment('production');
const OUT_OF_QUOTA = 'TrustPolicyTooLarge';
const REFUSED_BY_IAM = 'IamRefusesTrustPolicy';

// Synthesis prints the warnings of roles that trust names.
beforeAll(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));
afterAll(() => jest.restoreAllMocks());

function newStack(env: Environment = ENV, app = new App()): Stack {
  return new Stack(app, 'Stack', { env });
}

function synth(stack: Stack): void {
  (stack.node.root as App).synth();
}

function roleIn(stack: Stack, props: Partial<GithubOidcRoleProps> = {}): GithubOidcRole {
  return new GithubOidcRole(stack, 'Role', { subjects: [PRODUCTION], ...props });
}

function plainRoleIn(stack: Stack, props: Partial<GithubOidcRoleProps> = {}): iam.Role {
  const provider = props.provider ?? GithubOidcProvider.getOrCreate(stack, props.issuer);
  return new iam.Role(stack, 'Role', { assumedBy: new GithubOidcPrincipal(provider, { subjects: [PRODUCTION], ...props }) });
}

const BY: [string, typeof plainRoleIn][] = [['GithubOidcRole', roleIn], ['GithubOidcPrincipal', plainRoleIn]];

/** Names without IDs, which nothing can pack. */
function named(count: number): GithubSubject[] {
  return Array.from({ length: count }, (_, index) => GithubRepository.of(`octo-org/service-${index}`).environment('production'));
}

function pinned(count: number, owner = 'octo-org@123456', firstId = 700_000_000): GithubRepository[] {
  return Array.from({ length: count }, (_, index) => GithubRepository.of(`${owner}/service-${index}@${firstId + index}`));
}

function inProduction(repositories: readonly GithubRepository[]): GithubSubject[] {
  return repositories.map(repository => repository.environment('production'));
}

/** What AWS counts, of a role that is deployed to a partition. */
function deployedLength(stack: Stack, partition = 'aws'): number {
  return JSON.stringify(trustPolicyIn(stack)).replaceAll('"arn:aws:iam::', `"arn:${partition}:iam::`).length;
}

function isExact(stack: Stack): boolean {
  return trustPolicyIn(stack).Statement.every(({ Condition: condition }: any) => condition.StringLike === undefined);
}

/** An error whose message holds these texts in this order. */
function misuse(name: string, ...texts: string[]) {
  const literal = texts.map(text => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return expect.objectContaining({ name, message: expect.stringMatching(new RegExp(literal.join('.*'))) });
}

describe.each(BY)('the quota of %s', (_, trustIn) => {
  test('is 2048 unless another is named', () => {
    const fitting = newStack();
    trustIn(fitting, { subjects: named(33) });
    expect(deployedLength(fitting)).toBeLessThanOrEqual(2048);
    expect(() => trustIn(newStack(), { subjects: named(60) }))
      .toThrow(misuse(OUT_OF_QUOTA, ' characters, and the quota L-C07B4B0D of the account allows 2048; '));
  });

  test.each<[string, unknown, string]>([
    ['zero', 0, '0'],
    ['negative', -1, '-1'],
    ['less than every account has', 2047, '2047'],
    ['more than any account can have', 8193, '8193'],
    ['infinite', Infinity, 'Infinity'],
    ['no number at all', NaN, 'NaN'],
    ['a fraction', 3000.5, '3000.5'],
    ['a text', '4096', '4096'],
    ['a list', [4096], '4096'],
    ['a number that is known only at deployment', Lazy.number({ produce: () => 4096 }), '-1.88'],
    ['null', null, 'null'],
  ])('is refused where it is %s', (__, trustPolicyQuota, shown) => {
    expect(() => trustIn(newStack(), { trustPolicyQuota: trustPolicyQuota as never }))
      .toThrow(misuse('TrustPolicyQuotaInvalid', `trustPolicyQuota is '${shown}`, `a value of type ${typeof trustPolicyQuota};`, 'from 2048 to 8192', 'L-C07B4B0D'));
  });

  test.each([undefined, 2048, 4096, 8192])('may be %p', trustPolicyQuota => {
    const stack = newStack();
    trustIn(stack, { trustPolicyQuota });
    synth(stack);
    expect(isExact(stack)).toBe(true);
  });

  test.each<[string, Environment, string]>([
    ['aws', { account: ACCOUNT, region: 'eu-west-1' }, 'aws'],
    ['aws, in an account that is known only at deployment', { region: 'eu-west-1' }, 'aws'],
    ['China', { account: ACCOUNT, region: 'cn-north-1' }, 'aws-cn'],
    ['GovCloud', { account: ACCOUNT, region: 'us-gov-west-1' }, 'aws-us-gov'],
    ['the longest partition, where the region is known only at deployment', { account: ACCOUNT }, 'aws-us-gov'],
    ['the longest partition, where nothing is known', {}, 'aws-us-gov'],
  ])('counts to the character what AWS will count, in %s', (__, env, partition) => {
    const subjects = [...named(60), GithubRepository.of('octo-org/service-1').tagLike('v*'), GithubRepository.of('octo-org/service-2').pullRequest()];
    for (const providerIn of [
      (stack: Stack) => new GithubOidcProvider(stack, 'Provider'),
      (stack: Stack) => GithubOidcProvider.fromAccount(stack, 'Provider'),
      (stack: Stack) => new iam.OpenIdConnectProvider(stack, 'Provider', {
        url: `https://${ISSUER}`, clientIds: ['sts.amazonaws.com', 'sts.amazonaws.com.cn'],
      }),
    ]) {
      const trust = (trustPolicyQuota: number) => {
        const stack = newStack(env);
        trustIn(stack, { subjects, trustPolicyQuota, provider: providerIn(stack) });
        synth(stack);
        return stack;
      };
      const policy = roleOf(trust(8192));
      const arn = `arn:${partition}:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
      const { length } = JSON.stringify(policy).replaceAll(/"Federated":"[^"]*"/g, `"Federated":"${arn}"`);

      expect(length).toBeGreaterThan(2048);
      expect(roleOf(trust(length))).toEqual(policy);
      expect(() => trust(length - 1)).toThrow(misuse(OUT_OF_QUOTA, `the trust policy has ${length} characters`, `allows ${length - 1}; `));
    }
  });

  function roleOf(stack: Stack): any {
    return trustPolicyIn(stack, 'Role');
  }

  test('packs what does not fit in its exact form, and nothing that does', () => {
    const repositories = pinned(20);
    const trust = (trustPolicyQuota: number) => {
      const stack = newStack();
      trustIn(stack, { subjects: inProduction(repositories), trustPolicyQuota });
      synth(stack);
      return stack;
    };
    const length = deployedLength(trust(8192));
    const [exact, packed] = [trust(length), trust(length - 1)];

    expect([exact, packed].map(isExact)).toEqual([true, false]);
    expect(deployedLength(packed)).toBeLessThan(length);
    [exact, packed].forEach(stack => expectServices(stack, repositories));
  });

  test('that nothing fits is an error with the numbers, the quota code and the ways out', () => {
    expect(() => trustIn(newStack(), { subjects: inProduction(pinned(400)), trustPolicyQuota: 4096 })).toThrow(misuse(
      OUT_OF_QUOTA, 'characters in its exact form and ', ' packed, and the quota L-C07B4B0D of the account allows 4096; ',
      'split the subjects over several roles',
      'GithubRepository.allOwnedBy()', 'trustPolicyQuota'));
  });
});

/** Both engines let in these repositories' environment `production` in both forms of `sub`, and nothing else. */
function expectServices(stack: Stack, repositories: readonly GithubRepository[]): void {
  const [first] = repositories;
  const production = (repository: GithubRepository, claims: Record<string, string> = {}, useImmutableSubject?: boolean) =>
    GithubOidcToken.forEnvironment(repository, 'production', { claims, useImmutableSubject });
  const foreign = GithubRepository.of('evil@9/service-0@8');
  const sibling = GithubRepository.of('octo-org@123456/service-9999@5');
  expectDecisions(trustPolicyIn(stack), repositories.flatMap(repository => [production(repository), production(repository, {}, false)]), [
    GithubOidcToken.forEnvironment(first, 'production', { audience: 'https://github.com/octo-org' }),
    GithubOidcToken.forEnvironment(first, 'Production'),
    GithubOidcToken.forEnvironment(first, 'staging'),
    GithubOidcToken.forEnvironment(first, 'x:environment:production'),
    GithubOidcToken.forBranch(first, 'production'),
    GithubOidcToken.forPullRequest(first),
    production(sibling), production(sibling, {}, false),
    production(foreign), production(foreign, {}, false),
    production(GithubRepository.of('octo-org-evil@9/service-0@8')), production(GithubRepository.of('octo-org-evil@9/service-0@8'), {}, false),
    // The name was given up and registered again.
    production(GithubRepository.of('octo-org@9/service-0@8')), production(GithubRepository.of('octo-org@9/service-0@8'), {}, false),
    production(GithubRepository.of('octo-org@123456/service-0@8')), production(GithubRepository.of('octo-org@123456/service-0@8'), {}, false),
    // Administrators choose their own subject templates.
    production(foreign, { sub: 'repo:evil@9/service-0@8:ref:refs/heads/x@123456/service-0@700000000:environment:production' }),
    production(foreign, { sub: 'workflow:repo%3Aocto-org/service-0:environment:production' }),
    production(first, { sub: 'repo:octo-org/service-0:ref:refs/heads/any:environment:production' }),
    production(first, { sub: 'repo:octo-org@123456/service-0@700000000:actor:mona:environment:production' }),
  ]);
}

describe('104 repositories of one owner with one environment', () => {
  test.each<[string, string, Environment]>([
    ['everything is known, and the owner is as new as the repositories', 'octo-org@123456789', ENV],
    ['nothing is known before deployment, so that the longest partition counts', 'octo-org@123456', {}],
  ])('fit the quota that every account has, where %s', (_, owner, env) => {
    // The longest IDs that GitHub hands out as yet.
    const repositories = pinned(104, owner, 1_370_518_000);
    const stack = newStack(env);
    roleIn(stack, { subjects: inProduction(repositories) });
    synth(stack);

    expect(deployedLength(stack, env.region ? 'aws' : 'aws-us-gov')).toBeLessThanOrEqual(2048);
    expect(trustPolicyIn(stack).Statement.map(({ Sid: sid }: any) => sid)).toEqual(['EnvironmentProduction']);
    expect(warningsOf(stack.node.root as App)).toEqual({});
    const tokens = repositories.map(repository => GithubOidcToken.forEnvironment(repository, 'production'));
    expectDecisions(trustPolicyIn(stack), tokens, [
      GithubOidcToken.forEnvironment(GithubRepository.of(`${owner}/service-104@1370518104`), 'production'),
      GithubOidcToken.forEnvironment(repositories[103], 'staging'),
      GithubOidcToken.forPullRequest(repositories[0]),
    ]);
  });

  test('of two owners are packed owner by owner, and stay apart', () => {
    const stack = newStack();
    const [ours, theirs] = [pinned(28), pinned(28, 'octo-labs@654321', 800_000_000)];
    roleIn(stack, { subjects: inProduction([...ours, ...theirs]) });
    synth(stack);

    expectServices(stack, [...ours, ...theirs]);
    // An ID of the one owner's repository under the other's name.
    expectDecisions(trustPolicyIn(stack), [], [
      GithubOidcToken.forEnvironment(GithubRepository.of('octo-labs@654321/service-0@700000000'), 'production', { useImmutableSubject: false }),
      GithubOidcToken.forEnvironment(GithubRepository.of('octo-org@123456/service-0@800000000'), 'production', { useImmutableSubject: false }),
    ]);
  });
});

describe('statements that are added later', () => {
  const deployer = (index: number) => new iam.PolicyStatement({
    sid: `Deployer${index}`, actions: ['sts:AssumeRole'], principals: [new iam.ArnPrincipal(`arn:aws:iam::${ACCOUNT}:role/deployer-${index}`)],
  });

  function crowded(
    env: Environment, trustPolicyQuota?: number, providerIn: (stack: Stack) => iam.IOIDCProviderRef = stack => GithubOidcProvider.getOrCreate(stack),
  ): Stack {
    const stack = newStack(env);
    const role = roleIn(stack, { trustPolicyQuota, provider: providerIn(stack) });
    Array.from({ length: 14 }, (_, index) => role.assumeRolePolicy!.addStatements(deployer(index)));
    return stack;
  }

  test('push the policy over the quota, and synthesis says so', () => {
    expect(() => synth(crowded(ENV)))
      .toThrow(/the trust policy of 'Stack\/Role' has \d+ characters, .*L-C07B4B0D.* allows 2048; leave statements out.*\(TrustPolicyTooLarge\)/);
  });

  test.each<[string, Environment, string]>([
    ['everything is known', ENV, 'aws'],
    ['everything is known, in GovCloud', { account: ACCOUNT, region: 'us-gov-west-1' }, 'aws-us-gov'],
    ['the account is known only at deployment', { region: 'eu-west-1' }, 'aws'],
    ['the region is known only at deployment', { account: ACCOUNT }, 'aws-us-gov'],
    ['nothing is known', {}, 'aws-us-gov'],
  ])('are counted to the character, where %s', (_, env, partition) => {
    for (const providerIn of [
      (stack: Stack) => GithubOidcProvider.getOrCreate(stack),
      (stack: Stack) => GithubOidcProvider.fromAccount(stack, 'Provider'),
    ]) {
      const policy = JSON.stringify(trustPolicyIn(crowded(env, 8192, providerIn)));
      const { length } = policy.replace(`arn:aws:iam::${ACCOUNT}:oidc-provider`, `arn:${partition}:iam::${ACCOUNT}:oidc-provider`);

      expect(length).toBeGreaterThan(2048);
      expect(() => synth(crowded(env, length, providerIn))).not.toThrow();
      expect(() => synth(crowded(env, length - 1, providerIn)))
        .toThrow(new RegExp(`'Stack/Role' has ${length} characters, .* allows ${length - 1};.*\\(TrustPolicyTooLarge\\)`));
    }
  });

  test('for another provider that the stack makes count with an ARN as long as this provider\'s', () => {
    const trust = (trustPolicyQuota: number) => {
      const stack = newStack();
      const role = roleIn(stack, { trustPolicyQuota });
      const conditions = { StringEquals: { 'gitlab.com:sub': Array.from({ length: 40 }, (_, index) => `project_path:octo/service-${index}:ref_type:tag`) } };
      role.assumeRolePolicy!.addStatements(webIdentity(gitlabIn(stack), conditions));
      synth(stack);
      return stack;
    };
    const policy = JSON.stringify(trustPolicyIn(trust(8192), 'Role'));
    const { length } = policy.replace('oidc-provider/gitlab.com', `oidc-provider/${ISSUER}`);

    expect(length).toBeGreaterThan(2048);
    expect(() => trust(length)).not.toThrow();
    expect(() => trust(length - 1)).toThrow(new RegExp(`'Stack/Role' has ${length} characters, .*\\(TrustPolicyTooLarge\\)`));
  });

  test('are seen also where an aspect adds them', () => {
    const stack = newStack();
    roleIn(stack);
    Aspects.of(stack).add({
      visit: node => {
        if (iam.Role.isRole(node)) {
          Array.from({ length: 14 }, (_, index) => node.assumeRolePolicy!.addStatements(deployer(index)));
        }
      },
    });
    expect(() => synth(stack)).toThrow(/'Stack\/Role'.*\(TrustPolicyTooLarge\)/);
  });

  test('of every role that is too large are named at once', () => {
    const stack = newStack();
    for (const id of ['One', 'Two']) {
      const role = new GithubOidcRole(stack, id, { subjects: [PRODUCTION] });
      Array.from({ length: 14 }, (_, index) => role.assumeRolePolicy!.addStatements(deployer(index)));
    }
    expect(() => synth(stack)).toThrow(/'Stack\/One'.*\(TrustPolicyTooLarge\)[^]*'Stack\/Two'.*\(TrustPolicyTooLarge\)/);
  });

  test.each<[string, (role: GithubOidcRole, stack: Stack) => void]>([
    ['an AWS principal', role => role.assumeRolePolicy!.addStatements(deployer(1))],
    ['an account', (role, stack) => role.assumeRolePolicy!.addStatements(
      new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new iam.AccountPrincipal(stack.account)] }))],
    ['a service', role => role.assumeRolePolicy!.addStatements(
      new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new iam.ServicePrincipal('lambda.amazonaws.com')] }))],
    ['grantAssumeRole() to another role', (role, stack) => void role.grantAssumeRole(
      new iam.Role(stack, 'Other', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }))],
    ['grantPassRole() to another role', (role, stack) => void role.grantPassRole(
      new iam.Role(stack, 'Other', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }))],
    ['a Deny for the provider', role => role.assumeRolePolicy!.addStatements(webIdentity(role.provider, {}, { effect: iam.Effect.DENY }))],
    ['another subject of the provider', role => new GithubOidcPrincipal(role.provider, { subjects: [REPOSITORY.branch('main')] })
      .addToAssumeRolePolicy(role.assumeRolePolicy!)],
    ['a provider of another service, by its ARN', (role, stack) => role.assumeRolePolicy!.addStatements(webIdentity(
      iam.OidcProviderNative.fromOidcProviderArn(stack, 'Gitlab', `arn:aws:iam::${ACCOUNT}:oidc-provider/gitlab.com`),
      GITLAB))],
    ['a provider of another service that the stack makes', (role, stack) => role.assumeRolePolicy!.addStatements(webIdentity(gitlabIn(stack), GITLAB))],
    ['both providers in one statement', (role, stack) => role.assumeRolePolicy!.addStatements(new iam.PolicyStatement({
      actions: ['sts:AssumeRoleWithWebIdentity'],
      principals: [role.provider, gitlabIn(stack)].map(({ oidcProviderRef: { oidcProviderArn: arn } }) => new iam.FederatedPrincipal(arn, {
        ...GITLAB, StringLike: { [`${ISSUER}:sub`]: 'repo:octo-org/octo-repo:pull_request' },
      })),
    }))],
  ])('pass, such as %s', (_, add) => {
    for (const env of [ENV, {}]) {
      const stack = newStack(env);
      add(roleIn(stack), stack);
      expect(() => synth(stack)).not.toThrow();
      expectDecisions({ ...trustPolicyIn(stack, 'Role'), Statement: trustPolicyIn(stack, 'Role').Statement.slice(0, 1) },
        [GithubOidcToken.forEnvironment(REPOSITORY, 'production')], [GithubOidcToken.forPullRequest(REPOSITORY)]);
    }
  });
});

const GITLAB = { StringEquals: { 'gitlab.com:sub': 'project_path:octo/octo:ref_type:branch:ref:main' } };

function gitlabIn(stack: Stack): iam.IOIDCProviderRef {
  return new iam.OidcProviderNative(stack, 'Gitlab', { url: 'https://gitlab.com', clientIds: ['https://gitlab.com'] });
}

function webIdentity(provider: iam.IOIDCProviderRef, conditions: iam.Conditions, props: iam.PolicyStatementProps = {}): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['sts:AssumeRoleWithWebIdentity'],
    ...props,
    principals: [new iam.FederatedPrincipal(provider.oidcProviderRef.oidcProviderArn, conditions)],
  });
}

describe('a statement for the same provider that is added later', () => {
  const REFUSED: [string, iam.Conditions][] = [
    ['has no condition', {}],
    ['demands the audience only', { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' } }],
    ['demands only the IDs', { StringEquals: { [`${ISSUER}:repository_id`]: '456789', [`${ISSUER}:repository_owner_id`]: '123456' } }],
    ['demands any subject', { StringLike: { [`${ISSUER}:sub`]: '*' } }],
    ['demands a subject that begins with a wildcard', { StringLike: { [`${ISSUER}:sub`]: '*:environment:production' } }],
    ['demands such a subject first in a list', { StringLike: { [`${ISSUER}:sub`]: ['*', 'repo:octo-org/octo-repo:*'] } }],
    ['demands a blank subject', { StringEquals: { [`${ISSUER}:sub`]: ' ' } }],
    ['only refuses subjects', { StringNotLike: { [`${ISSUER}:sub`]: 'repo:evil/*' } }],
    ['demands the subject only if there is one', { StringEqualsIfExists: { [`${ISSUER}:sub`]: 'repo:octo-org/octo-repo:pull_request' } }],
    ['demands the subject of another issuer', { StringEquals: { [`${ISSUER}/octocat-inc:sub`]: 'repo:octo-org/octo-repo:pull_request' } }],
    ['demands a good subject beside any workflow, in one block', {
      StringLike: { [`${ISSUER}:sub`]: 'repo:octo-org/octo-repo:*', [`${ISSUER}:job_workflow_ref`]: '*' },
    }],
  ];
  const ACCEPTED: [string, iam.Conditions][] = [
    ['demands an exact subject', { StringEquals: { [`${ISSUER}:sub`]: 'repo:octo-org/octo-repo:pull_request' } }],
    ['demands a subject in any case', { StringEqualsIgnoreCase: { [`${ISSUER}:SUB`]: 'repo:octo-org/octo-repo:pull_request' } }],
    ['demands a subject by a set operator', { 'ForAnyValue:StringLike': { [`${ISSUER}:sub`]: 'repo:octo-org/octo-repo:*' } }],
    ['demands a workflow', { StringEquals: { [`${ISSUER}:job_workflow_ref`]: 'octo-org/octo-repo/.github/workflows/deploy.yml@refs/heads/main' } }],
    ['demands a good subject beside any workflow, in two blocks', {
      StringEquals: { [`${ISSUER}:sub`]: 'repo:octo-org/octo-repo:pull_request' }, StringLike: { [`${ISSUER}:job_workflow_ref`]: '*' },
    }],
  ];
  const PROVIDERS: [string, (stack: Stack) => iam.IOIDCProviderRef][] = [
    ['made by the role', stack => GithubOidcProvider.getOrCreate(stack)],
    ['made by the app', stack => new GithubOidcProvider(stack, 'Provider')],
    ['that exists', stack => GithubOidcProvider.fromAccount(stack, 'Provider')],
    ['by its ARN', stack => iam.OidcProviderNative.fromOidcProviderArn(stack, 'Provider', `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`)],
  ];

  function added(conditions: iam.Conditions, providerIn: (stack: Stack) => iam.IOIDCProviderRef, env: Environment, issuer?: GithubIssuer): Stack {
    const stack = newStack(env);
    const provider = providerIn(stack);
    const role = roleIn(stack, { provider, issuer });
    role.assumeRolePolicy!.addStatements(webIdentity(provider, conditions, { sid: 'Added' }));
    return stack;
  }

  describe.each(PROVIDERS)('a provider %s', (_, providerIn) => {
    test.each(REFUSED)('is refused where it %s, as IAM would', (__, conditions) => {
      for (const env of [ENV, {}]) {
        expect(() => synth(added(conditions, providerIn, env)))
          .toThrow(/the statement 'Added' in the trust policy of 'Stack\/Role' bounds neither sub nor job_workflow_ref.*\(IamRefusesTrustPolicy\)/);
      }
    });

    test.each(ACCEPTED)('passes where it %s', (__, conditions) => {
      for (const env of [ENV, {}]) {
        expect(() => synth(added(conditions, providerIn, env))).not.toThrow();
      }
    });
  });

  test('is judged by the issuer: IAM looks at those of GitHub.com, with the keys of the whole issuer', () => {
    const stackFor = (issuer: GithubIssuer, key: string, subjects: GithubSubject[]) => {
      const stack = newStack();
      const role = roleIn(stack, { issuer, subjects });
      role.assumeRolePolicy!.addStatements(webIdentity(role.provider, { StringEquals: { [key]: 'repo:octo-org/octo-repo:pull_request' } }));
      return stack;
    };
    const enterprise = GithubIssuer.enterprise('octocat-inc');
    expect(() => synth(stackFor(enterprise, `${ISSUER}:sub`, [PRODUCTION]))).toThrow(REFUSED_BY_IAM);
    expect(() => synth(stackFor(enterprise, `${ISSUER}/octocat-inc:sub`, [PRODUCTION]))).not.toThrow();
    expect(() => synth(stackFor(GithubIssuer.dataResidency('octocorp'), 'token.actions.octocorp.ghe.com:actor', [PRODUCTION]))).not.toThrow();
    expect(() => synth(stackFor(GithubIssuer.server('github.example.com'), 'github.example.com/_services/token:aud', named(1)))).not.toThrow();
  });

  test('is not judged where its subject is known only at deployment', () => {
    const stack = newStack();
    const role = roleIn(stack);
    const subject = new CfnParameter(stack, 'Subject').valueAsString;
    role.assumeRolePolicy!.addStatements(webIdentity(role.provider, { StringEquals: { [`${ISSUER}:sub`]: subject } }));
    expect(() => synth(stack)).not.toThrow();
  });

  test('is judged also where it may tag its session', () => {
    const stack = newStack();
    const role = roleIn(stack);
    role.assumeRolePolicy!.addStatements(webIdentity(role.provider, {}, { actions: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] }));
    expect(() => synth(stack)).toThrow(REFUSED_BY_IAM);
  });

  test('is reported together with a length over the quota', () => {
    const stack = newStack();
    const role = roleIn(stack);
    const subjects = Array.from({ length: 30 }, (_, index) => `repo:octo-org/service-${index}:environment:production`);
    role.assumeRolePolicy!.addStatements(webIdentity(role.provider, { StringEqualsIfExists: { [`${ISSUER}:sub`]: subjects } }));
    expect(() => synth(stack)).toThrow(new RegExp(`\\(${OUT_OF_QUOTA}\\)[^]*\\(${REFUSED_BY_IAM}\\)`));
  });
});

describe('iam.Role.customizeRoles()', () => {
  test.each([true, false])('still reports the trust, packed to the quota (preventSynthesis: %s)', preventSynthesis => {
    const outdir = mkdtempSync(join(tmpdir(), 'customize-roles-'));
    const app = new App({ outdir });
    iam.Role.customizeRoles(app, preventSynthesis ? { usePrecreatedRoles: { 'Stack/Role': 'made-by-another-team' } } : { preventSynthesis });
    const stack = newStack(ENV, app);
    GithubOidcProvider.fromAccount(stack, 'Provider');
    roleIn(stack, { subjects: inProduction(pinned(104)) });

    app.synth();
    const report = JSON.parse(readFileSync(join(outdir, 'iam-policy-report.json'), 'utf8'));
    const [{ roleConstructPath: path, assumeRolePolicy: [statement] }] = report.roles;
    expect(path).toBe('Stack/Role');
    expect(statement.Sid).toBe('EnvironmentProduction');
    expect(statement.Condition.StringEquals[`${ISSUER}:repository_id`]).toHaveLength(104);
  });

  test('still has the subjects judged when the role is made', () => {
    const app = new App();
    iam.Role.customizeRoles(app, { usePrecreatedRoles: { 'Stack/Role': 'made-by-another-team' } });
    expect(() => roleIn(newStack(ENV, app), { subjects: named(60) })).toThrow(misuse(OUT_OF_QUOTA));
  });
});

describe('a principal in a role of iam.Role', () => {
  const principalIn = (stack: Stack, first: number) =>
    new GithubOidcPrincipal(GithubOidcProvider.getOrCreate(stack), { subjects: inProduction(pinned(104, 'octo-org@123456', first)) });

  test.each<[string, (stack: Stack) => iam.IPrincipal]>([
    ['further conditions', stack => principalIn(stack, 700_000_000).withConditions({ StringEquals: { 'aws:RequestedRegion': 'x'.repeat(3000) } })],
    ['another principal', stack => new iam.CompositePrincipal(principalIn(stack, 700_000_000), principalIn(stack, 800_000_000))],
  ])('is refused where %s makes its trust policy too long', (_, principal) => {
    const stack = newStack();
    expect(() => new iam.Role(stack, 'Role', { assumedBy: principal(stack) })).toThrow(misuse(OUT_OF_QUOTA, 'L-C07B4B0D', '2048'));
  });
});
