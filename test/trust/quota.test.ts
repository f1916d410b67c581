import { App, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ClaimMatch, GithubIssuer, GithubOidcRole, GithubOidcRoleProps, GithubRepository, GithubSubject, SubjectFormat } from '../../src';
import { DEFAULT_QUOTA, LARGEST_QUOTA, policyLength, QUOTA_CODE } from '../../src/trust/quota';
import { TrustOptions } from '../../src/trust/trust-options';
import { trustStatements } from '../../src/trust/trust-statements';
import { trustPolicyIn } from '../support/templates';

const AUDIENCE = 'sts.amazonaws.com';
const IN_AWS = { account: '111111111111', region: 'eu-west-1' };

function arnOf({ conditionKeyPrefix }: GithubIssuer, partition = 'aws'): string {
  return `arn:${partition}:iam::111111111111:oidc-provider/${conditionKeyPrefix}`;
}

/** The trust policy that a role has in a template, minified. */
function synthesised(props: GithubOidcRoleProps, env: { account?: string; region?: string } = IN_AWS, providerArn?: string): string {
  const stack = new Stack(new App(), 'Stack', { env });
  const provider = providerArn === undefined ? undefined : iam.OidcProviderNative.fromOidcProviderArn(stack, 'Provider', providerArn);
  new GithubOidcRole(stack, 'Role', { ...(provider && { provider }), ...props });
  return JSON.stringify(trustPolicyIn(stack));
}

function counted(options: Partial<TrustOptions> & Pick<TrustOptions, 'subjects'>, partition?: string): number {
  const issuer = options.issuer ?? GithubIssuer.GITHUB_COM;
  const statements = trustStatements({ audiences: [AUDIENCE], claimKeys: issuer.hasClaimKeys, ...options, issuer });
  return policyLength(statements, arnOf(issuer, partition), issuer.conditionKeyPrefix);
}

const app = GithubRepository.of('octo-org@123456/app@456789');
const site = GithubRepository.of('octo-org@123456/site@456790');
const named = GithubRepository.of('octo-org/named');
const owner = GithubRepository.allOwnedBy('octo-org@123456');
const many = (count: number) => Array.from({ length: count }, (_, index) =>
  GithubRepository.of(`octo-org@123456/repository-${index}@${900000001 + index}`).environment('production'));

describe('the length of a trust policy', () => {
  test.each<[string, GithubSubject[], { issuer?: GithubIssuer; format?: SubjectFormat }?]>([
    ['one subject', [named.branch('main')]],
    ['one repository with IDs', [app.environment('production')]],
    ['several repositories in one statement', [app.environment('production'), site.environment('production')]],
    ['several statements', [app.branch('main'), site.tagLike('v*'), named.pullRequest(), GithubSubject.custom('repository_owner_id:65')]],
    ['immutable subjects', [app.branch('main'), site.tag('v1')], { format: SubjectFormat.IMMUTABLE }],
    ['all of an owner', [owner.environment('production'), owner.pullRequest(), owner.anyContext()]],
    ['claims', [app.branch('main').withClaims({
      actorId: ClaimMatch.exactly('12', '13'),
      jobWorkflowRef: ClaimMatch.like('octo-org/octo-automation/*@refs/heads/main'),
    })]],
    ['a name that JSON escapes', [named.environment('a "quoted" \\ name'), named.environment('tab\tand é')]],
    ['a name whose colon is encoded', [app.environment('a:b')]],
    ['another issuer', [app.branch('main')], { issuer: GithubIssuer.enterprise('octo-inc') }],
    ['GitHub Enterprise Server', [named.branch('main')], { issuer: GithubIssuer.server('github.example.com') }],
  ])('is that of the synthesised document, for %s', (_, subjects, ...[{ issuer, format } = {}]) => {
    expect(counted({ subjects, issuer, format })).toBe(synthesised({ subjects, issuer, subjectFormat: format }).length);
  });

  test('is that of the synthesised document once it is packed', () => {
    const document = synthesised({ subjects: many(60) });
    const quota = { characters: DEFAULT_QUOTA, providerArn: arnOf(GithubIssuer.GITHUB_COM) };
    expect(document).toContain('repo:octo-org@123456/*:environment:production');
    expect(counted({ subjects: many(60), quota })).toBe(document.length);
    expect(counted({ subjects: many(60) })).toBeGreaterThan(document.length);
  });

  test.each([['cn-north-1', 'aws-cn', [AUDIENCE, `${AUDIENCE}.cn`]], ['us-gov-west-1', 'aws-us-gov', [AUDIENCE]]])(
    'is that of the synthesised document in %s', (region, partition, audiences) => {
      const document = synthesised({ subjects: [app.branch('main')] }, { ...IN_AWS, region }, arnOf(GithubIssuer.GITHUB_COM, partition));
      expect(document).toContain(`arn:${partition}:`);
      expect(counted({ subjects: [app.branch('main')], audiences, claimKeys: false }, partition)).toBe(document.length);
    },
  );

  test('of no statement is that of the bare document', () => {
    expect(policyLength([], arnOf(GithubIssuer.GITHUB_COM), GithubIssuer.GITHUB_COM.conditionKeyPrefix))
      .toBe('{"Version":"2012-10-17","Statement":[]}'.length);
  });

  test.each<[string, (value: string) => GithubSubject]>([
    ['an environment', value => named.environment(value)],
    ['a part of an environment', value => named.environment(`prod-${value}-eu`)],
    ['a repository', value => GithubRepository.of(`octo-org/${value}`).branch('main')],
    ['a claim', value => named.branch('main').withClaims({ workflow: ClaimMatch.exactly(value) })],
  ])('counts one character for %s that is known only at deployment', (_, subjectOf) => {
    // A hyphen leaves no trace in the statement's id.
    const lengthOf = (value: string) => counted({ subjects: [subjectOf(value)] });
    expect(lengthOf(Token.asString({ Ref: 'Parameter' }))).toBe(lengthOf('-'));
    expect(lengthOf(Token.asString({ Ref: 'AnotherParameterWithALongName' }))).toBe(lengthOf('-'));
    expect(lengthOf(`${Token.asNumber({ Ref: 'Parameter' })}`)).toBe(lengthOf('-'));
  });

  test('counts one character for each of several values that are known only at deployment', () => {
    const [one, other] = [Token.asString({ Ref: 'One' }), Token.asString({ Ref: 'Other' })];
    expect(counted({ subjects: [named.environment(`${one}-${other}`)] })).toBe(counted({ subjects: [named.environment('---')] }));
  });
});

describe('what a role counts', () => {
  const subjects = Array.from({ length: 60 }, (_, index) => GithubRepository.of(`octo-org/repository-${index}`).branch('main'));
  const refusalIn = (env: { account?: string; region?: string }, providerArn?: string): Error => {
    try {
      synthesised({ subjects }, env, providerArn);
    } catch (error) {
      return error as Error;
    }
    throw new Error('the role was made');
  };

  test('is the document with its provider\'s ARN resolved', () => {
    const { length } = synthesised({ subjects, trustPolicyQuota: LARGEST_QUOTA });
    const { name, message } = refusalIn(IN_AWS);
    expect(name).toBe('TrustPolicyTooLarge');
    expect(message).toContain(`the trust policy has ${length} characters, and the quota ${QUOTA_CODE} of the account allows ${DEFAULT_QUOTA}`);
  });

  test.each([
    ['the partition of an explicit region', { ...IN_AWS, region: 'cn-north-1' }, 'aws-cn'],
    ['the longest partition where the region is not known', {}, 'aws-us-gov'],
  ])('holds %s', (_, env, partition) => {
    const audiences = partition === 'aws-cn' ? [AUDIENCE, `${AUDIENCE}.cn`] : [AUDIENCE];
    expect(refusalIn(env).message).toContain(`the trust policy has ${counted({ subjects, audiences }, partition)} characters`);
  });

  test('fits at exactly the quota, and not with one character more', () => {
    const { length } = synthesised({ subjects, trustPolicyQuota: LARGEST_QUOTA });
    expect(synthesised({ subjects, trustPolicyQuota: length })).toHaveLength(length);
    expect(() => synthesised({ subjects, trustPolicyQuota: length - 1 })).toThrow(`the account allows ${length - 1}`);
  });
});

test('the numbers are those that AWS documents', () => {
  expect([DEFAULT_QUOTA, LARGEST_QUOTA, QUOTA_CODE]).toEqual([2048, 8192, 'L-C07B4B0D']);
});
