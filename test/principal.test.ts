import { App, CfnCondition, CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  GithubIssuer, GithubOidcPrincipal, GithubOidcPrincipalProps, GithubOidcProvider, GithubOidcToken, GithubRepository, GithubSubject,
} from '../src';
import { admits } from './support/decisions';
import { resolved } from './support/templates';

const ISSUER = 'token.actions.githubusercontent.com';
const REPOSITORY = GithubRepository.of('octo-org@123456/octo-repo@456789');
const PRODUCTION = REPOSITORY.environment('production');
const RELEASE = REPOSITORY.tagLike('v*');
const SUBJECT_BLOCKS: Record<string, unknown> = {
  production: {
    StringEquals: {
      [`${ISSUER}:aud`]: 'sts.amazonaws.com',
      [`${ISSUER}:sub`]: ['repo:octo-org/octo-repo:environment:production', 'repo:octo-org@123456/octo-repo@456789:environment:production'],
      [`${ISSUER}:repository_id`]: '456789',
      [`${ISSUER}:repository_owner_id`]: '123456',
    },
  },
  release: {
    StringEquals: {
      [`${ISSUER}:aud`]: 'sts.amazonaws.com',
      [`${ISSUER}:repository_id`]: '456789',
      [`${ISSUER}:repository_owner_id`]: '123456',
    },
    StringLike: {
      [`${ISSUER}:sub`]: ['repo:octo-org/octo-repo:ref:refs/tags/v*', 'repo:octo-org@123456/octo-repo@456789:ref:refs/tags/v*'],
    },
  },
};
const OCTOCAT = { StringEquals: { [`${ISSUER}:actor`]: 'octocat' } };
const WITH_OCTOCAT = {
  StringEquals: { ...(SUBJECT_BLOCKS.production as any).StringEquals, [`${ISSUER}:actor`]: 'octocat' },
};

const TOKENS: Record<string, GithubOidcToken> = {
  production: GithubOidcToken.forEnvironment(REPOSITORY, 'production'),
  productionByName: GithubOidcToken.forEnvironment(REPOSITORY, 'production', { useImmutableSubject: false }),
  productionByMona: GithubOidcToken.forEnvironment(REPOSITORY, 'production', { claims: { actor: 'mona' } }),
  release: GithubOidcToken.forTag(REPOSITORY, 'v1'),
  staging: GithubOidcToken.forEnvironment(REPOSITORY, 'staging'),
  otherCase: GithubOidcToken.forEnvironment(REPOSITORY, 'Production'),
  pullRequest: GithubOidcToken.forPullRequest(REPOSITORY),
  branch: GithubOidcToken.forBranch(REPOSITORY, 'v1'),
  wrongAudience: GithubOidcToken.forEnvironment(REPOSITORY, 'production', { audience: 'https://github.com/octo-org' }),
  otherOwner: GithubOidcToken.forEnvironment(GithubRepository.of('octo-org-2@1234567/octo-repo@456789'), 'production'),
  reRegisteredName: GithubOidcToken.forEnvironment(GithubRepository.of('octo-org@9/octo-repo@8'), 'production', { useImmutableSubject: false }),
  customTemplate: GithubOidcToken.forBranch(GithubRepository.of('evil@9/x@8'), 'main', {
    claims: { sub: 'repo:evil@9/x@8:ref:refs/heads/x@123456/octo-repo@456789:environment:production' },
  }),
};

function newStack() {
  const stack = new Stack(new App(), 'Stack');
  const provider = new GithubOidcProvider(stack, 'Provider');
  const principal = (...subjects: GithubSubject[]) => new GithubOidcPrincipal(provider, { subjects, trustPolicyQuota: 8192 });
  return { stack, provider, principal };
}

/** The role's trust policy. Whatever the path, each statement for the provider holds the full audience and subject. */
function trustOf(stack: Stack, assumedBy: iam.IPrincipal): any {
  new iam.Role(stack, 'Role', { assumedBy });
  const [role] = Object.values<any>(resolved(Template.fromStack(stack)).Resources).filter(({ Type: type }) => type === 'AWS::IAM::Role');
  const policy = role.Properties.AssumeRolePolicyDocument;
  expectConditionsIn(policy);
  return policy;
}

function expectConditionsIn(policy: any): void {
  const federated = policy.Statement.filter(({ Principal: principal }: any) => principal.Federated !== undefined);
  expect(federated.length).toBeGreaterThan(0);
  for (const { Condition: condition } of federated) {
    const wanted = Object.values<any>(SUBJECT_BLOCKS).filter(block => Object.entries<any>(block).every(([operator, values]) =>
      Object.entries(values).every(([key, value]) => JSON.stringify(condition?.[operator]?.[key]) === JSON.stringify(value))));
    expect(wanted).toHaveLength(1);
  }
}

/** Which of the tokens get in: by an engine that is not ours, and by ours. */
function admitted(policy: any): string[] {
  return Object.entries(TOKENS).filter(([, token]) => admits(policy, token)).map(([name]) => name);
}

function misuse(name: string, message: RegExp) {
  return expect.objectContaining({ name, message: expect.stringMatching(message) });
}

const BY_PRODUCTION = ['production', 'productionByName', 'productionByMona'];
const BY_PRODUCTION_OF_OCTOCAT = ['production', 'productionByName'];

describe('GithubOidcPrincipal as assumedBy of iam.Role', () => {
  test('renders one statement for exact subjects', () => {
    const { stack, principal } = newStack();
    const policy = trustOf(stack, principal(PRODUCTION));

    expect(policy).toEqual({
      Version: '2012-10-17',
      Statement: [{
        Sid: 'EnvironmentProduction',
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${ISSUER}` },
        Condition: SUBJECT_BLOCKS.production,
      }],
    });
    expect(admitted(policy)).toEqual(BY_PRODUCTION);
  });

  test('renders exact and pattern subjects as statements of their own', () => {
    const { stack, principal } = newStack();
    const policy = trustOf(stack, principal(RELEASE, PRODUCTION));

    expect(policy.Statement.map(({ Condition: condition }: any) => condition)).toEqual([SUBJECT_BLOCKS.production, SUBJECT_BLOCKS.release]);
    expect(admitted(policy)).toEqual([...BY_PRODUCTION, 'release']);
  });

  test('names the provider of another stack by ARN text, without an export', () => {
    const { stack, principal } = newStack();
    const other = new Stack(stack.node.root as App, 'Other');
    const policy = trustOf(other, principal(PRODUCTION));

    expect(policy.Statement[0].Principal.Federated).toBe(`arn:aws:iam::111111111111:oidc-provider/${ISSUER}`);
    expect(JSON.stringify(Template.fromStack(other).toJSON())).not.toContain('ImportValue');
    expect(Template.fromStack(stack).toJSON().Outputs).toBeUndefined();
    expect(admitted(policy)).toEqual(BY_PRODUCTION);
  });

  test('serves several roles, in several stacks', () => {
    const { stack, principal } = newStack();
    const other = new Stack(stack.node.root as App, 'Other');
    const shared = principal(PRODUCTION, RELEASE);
    new iam.Role(stack, 'First', { assumedBy: shared });
    new iam.Role(other, 'Second', { assumedBy: shared });
    const policies = [stack, other].map(each =>
      Object.values<any>(resolved(Template.fromStack(each)).Resources).find(({ Type: type }) => type === 'AWS::IAM::Role').Properties.AssumeRolePolicyDocument);

    expect(policies[0]).toEqual(policies[1]);
    expect(policies.map(admitted)).toEqual([[...BY_PRODUCTION, 'release'], [...BY_PRODUCTION, 'release']]);
  });

  test('assumes by sts:AssumeRoleWithWebIdentity, as a grantee without a policy of its own', () => {
    const { principal } = newStack();
    const subject = principal(PRODUCTION);
    expect(subject.assumeRoleAction).toBe('sts:AssumeRoleWithWebIdentity');
    expect(subject.grantPrincipal).toBe(subject);
    expect(subject.principalAccount).toBeUndefined();
    expect(subject.addToPrincipalPolicy(new iam.PolicyStatement()).statementAdded).toBe(false);
  });
});

describe('withConditions', () => {
  test('is ANDed into each statement', () => {
    const { stack, principal } = newStack();
    const policy = trustOf(stack, principal(PRODUCTION, RELEASE).withConditions(OCTOCAT));

    expect(policy.Statement.map(({ Condition: { StringEquals: { [`${ISSUER}:actor`]: actor } } }: any) => actor)).toEqual(['octocat', 'octocat']);
    expect(admitted(policy)).toEqual([...BY_PRODUCTION_OF_OCTOCAT, 'release']);
  });

  test('adds operators, also for a key that has a condition already', () => {
    const { stack, principal } = newStack();
    const policy = trustOf(stack, principal(PRODUCTION).withConditions({ StringNotLike: { [`${ISSUER}:sub`]: 'repo:octo-org/*' } }));

    expect(policy.Statement[0].Condition).toEqual({ ...SUBJECT_BLOCKS.production as object, StringNotLike: { [`${ISSUER}:sub`]: 'repo:octo-org/*' } });
    expect(admitted(policy)).toEqual(['production', 'productionByMona']);
  });

  test('leaves the principal that it is called on as it was', () => {
    const { stack, principal } = newStack();
    const plain = principal(PRODUCTION);
    plain.withConditions(OCTOCAT).withSessionTags();
    const policy = trustOf(stack, plain);
    expect(policy.Statement[0].Condition).toEqual(SUBJECT_BLOCKS.production);
    expect(policy.Statement[0].Action).toBe('sts:AssumeRoleWithWebIdentity');
  });

  test('takes equal conditions twice', () => {
    const { stack, principal } = newStack();
    const policy = trustOf(stack, principal(PRODUCTION).withConditions(OCTOCAT).withConditions(OCTOCAT)
      .withConditions({ StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' } }));
    expect(policy.Statement[0].Condition).toEqual(WITH_OCTOCAT);
  });

  test('takes a key in another case as the same key', () => {
    const { stack, principal } = newStack();
    const policy = trustOf(stack, principal(PRODUCTION).withConditions({ StringEquals: { [`${ISSUER.toUpperCase()}:AUD`]: 'sts.amazonaws.com' } }));
    expect(policy.Statement[0].Condition).toEqual(SUBJECT_BLOCKS.production);
  });

  test.each([
    ['the subject', { StringEquals: { [`${ISSUER}:sub`]: 'repo:evil/x:pull_request' } }],
    ['the subject in another case', { StringEquals: { [`${ISSUER}:SUB`]: 'repo:evil/x:pull_request' } }],
    ['the subject by one of its own values', { StringEquals: { [`${ISSUER}:sub`]: 'repo:octo-org/octo-repo:environment:production' } }],
    ['the audience', { StringEquals: { [`${ISSUER}:aud`]: 'other' } }],
    ['the repository ID', { StringEquals: { [`${ISSUER}:repository_id`]: ['456789', '1'] } }],
  ])('refuses to replace %s', (_, conditions) => {
    const { principal } = newStack();
    expect(() => principal(PRODUCTION).withConditions(conditions))
      .toThrow(/StringEquals token\.actions\.githubusercontent\.com:\w+ is .+ already, and .+ would replace it; pass other subjects/);
  });

  test('refuses to replace a pattern, and what an earlier call has added', () => {
    const { principal } = newStack();
    expect(() => principal(PRODUCTION, RELEASE).withConditions({ StringLike: { [`${ISSUER}:sub`]: '*' } })).toThrow(/StringLike .*:sub is .* already/);
    expect(() => principal(PRODUCTION).withConditions(OCTOCAT).withConditions({ StringEquals: { [`${ISSUER}:actor`]: 'mona' } }))
      .toThrow(/:actor is "octocat" already/);
  });

  test('refuses an external ID, which no web identity carries', () => {
    const { principal } = newStack();
    for (const key of ['sts:ExternalId', 'sts:externalid', 'STS:EXTERNALID']) {
      expect(() => principal(PRODUCTION).withConditions({ StringEquals: { [key]: 'x' } })).toThrow(/a web identity never carries one.*leave out externalIds/);
    }
  });

  test.each<[string, unknown, RegExp]>([
    ['a block that is known only at deployment', Lazy.any({ produce: () => ({ [`${ISSUER}:sub`]: '*' }) }),
      /are '\$\{Token\[.*'; write them as a map/],
    ['undefined', undefined, /are 'undefined'; write them as a map of condition keys and values/],
    ['null', null, /are 'null'; write them as a map/],
    ['a text', 'octocat', /are 'octocat'; write them as a map/],
    ['a number', 42, /are '42'; write them as a map/],
    ['a list', [`${ISSUER}:actor`, 'octocat'], /are 'token.*:actor,octocat'; write them as a map/],
    ['an empty list', [], /are ''; write them as a map/],
  ])('refuses %s for a map of conditions', (_, block, message) => {
    const { principal } = newStack();
    for (const operator of ['StringEquals', 'StringLike', 'StringNotEquals']) {
      const refused = misuse('ConditionInvalid', new RegExp(`^the conditions under '${operator}' ${message.source}`));
      expect(() => principal(PRODUCTION, RELEASE).withConditions({ [operator]: block as never })).toThrow(refused);
    }
  });

  test.each([undefined, null])('refuses the value %s, which would leave the condition out', value => {
    const { principal } = newStack();
    for (const key of [`${ISSUER}:actor`, `${ISSUER}:sub`]) {
      const message = new RegExp(`^the condition StringEquals ${key} is ${value}, and leaving it out would let more in; pass a value$`);
      expect(() => principal(PRODUCTION).withConditions({ StringEquals: { [key]: value } })).toThrow(misuse('ConditionInvalid', message));
    }
  });

  test.each<[string, (stack: Stack) => string]>([
    ['as a whole', stack => new CfnParameter(stack, 'Key').valueAsString],
    ['by a function', () => Lazy.string({ produce: () => `${ISSUER}:sub` })],
    ['in its issuer', stack => `${new CfnParameter(stack, 'Key').valueAsString}:sub`],
    ['in its claim', stack => `${ISSUER}:${new CfnParameter(stack, 'Key').valueAsString}`],
    ['by a number', stack => `${ISSUER}:${new CfnParameter(stack, 'Key', { type: 'Number' }).valueAsNumber}`],
  ])('refuses a key that is known only at deployment, also from a wrapper: %s', (_, keyIn) => {
    const { stack, principal } = newStack();
    const key = keyIn(stack);
    for (const operator of ['StringEquals', 'StringLike']) {
      const conditions = () => ({ [operator]: { [key]: 'repo:evil/x:pull_request' } });
      const refused = misuse('ConditionInvalid',
        /^the condition key '.*' is known only at deployment, so nothing shows which condition it replaces; write it out$/);

      expect(() => principal(PRODUCTION).withConditions(conditions())).toThrow(refused);
      for (const [index, wrap] of [
        new iam.PrincipalWithConditions(principal(PRODUCTION), conditions()),
        new iam.SessionTagsPrincipal(new iam.PrincipalWithConditions(principal(PRODUCTION), conditions())),
        new iam.CompositePrincipal(new iam.PrincipalWithConditions(principal(PRODUCTION), conditions())),
      ].entries()) {
        expect(() => new iam.Role(stack, `${operator}${index}`, { assumedBy: wrap })).toThrow(refused);
      }
    }
  });

  test('passes a value that is known only at deployment', () => {
    const { stack, principal } = newStack();
    const actor = new CfnParameter(stack, 'Actor').valueAsString;
    trustOf(stack, principal(PRODUCTION).withConditions({ StringEquals: { [`${ISSUER}:actor`]: actor } }));
    const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    expect(role.Properties.AssumeRolePolicyDocument.Statement[0].Condition.StringEquals[`${ISSUER}:actor`]).toEqual({ Ref: 'Actor' });
  });

  test('passes an intrinsic function as a value', () => {
    const { stack, principal } = newStack();
    new CfnCondition(stack, 'IsTest', { expression: Fn.conditionEquals(stack.account, '111111111111') });
    const subject = principal(PRODUCTION).withConditions({ StringEquals: { [`${ISSUER}:actor`]: Fn.conditionIf('IsTest', 'octocat', 'mona') } });
    new iam.Role(stack, 'Role', { assumedBy: subject });
    expect(stack.resolve(subject.policyFragment.conditions).StringEquals).toMatchObject({
      [`${ISSUER}:sub`]: (SUBJECT_BLOCKS.production as any).StringEquals[`${ISSUER}:sub`],
      [`${ISSUER}:actor`]: { 'Fn::If': ['IsTest', 'octocat', 'mona'] },
    });
  });
});

describe('values of conditions', () => {
  const octocatOr = (other: string) => Fn.conditionIf('IsTest', 'octocat', other);
  const actorOf = (value: unknown) => ({ StringEquals: { [`${ISSUER}:actor`]: value } });

  test('that are two intrinsic functions conflict, and the same object twice does not', () => {
    const { stack, principal } = newStack();
    new CfnCondition(stack, 'IsTest', { expression: Fn.conditionEquals(stack.account, '111111111111') });
    const value = octocatOr('mona');
    const twice = principal(PRODUCTION).withConditions(actorOf(value)).withConditions(actorOf(value));

    for (const other of [octocatOr('evil'), octocatOr('mona'), 'octocat', [value, 'evil']]) {
      expect(() => twice.withConditions(actorOf(other)))
        .toThrow(misuse('ConditionConflict', /^StringEquals .*:actor is .+ already, and .+ would replace it; pass other subjects/));
    }
    expect(() => new iam.Role(stack, 'Wrapped', { assumedBy: new iam.PrincipalWithConditions(twice, actorOf(octocatOr('evil'))) }))
      .toThrow(misuse('ConditionConflict', /^a wrapper replaced StringEquals .*:actor, .+; use the principal's own withConditions\(\)$/));
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.PrincipalWithConditions(twice, actorOf(value)) });
    expect(stack.resolve(role.assumeRolePolicy!.toJSON()).Statement.map(({ Condition: condition }: any) => condition)).toEqual([{
      StringEquals: { ...(SUBJECT_BLOCKS.production as any).StringEquals, [`${ISSUER}:actor`]: { 'Fn::If': ['IsTest', 'octocat', 'mona'] } },
    }]);
  });

  test('that are a text and a list of that text are the same', () => {
    const { stack, principal } = newStack();
    const audience = { StringEquals: { [`${ISSUER}:aud`]: ['sts.amazonaws.com'] } };
    const narrowed = principal(PRODUCTION).withConditions(audience).withConditions(actorOf(['octocat'])).withConditions(actorOf('octocat'));
    const policy = trustOf(stack, narrowed);
    expect(policy.Statement[0].Condition.StringEquals)
      .toEqual({ ...(SUBJECT_BLOCKS.production as any).StringEquals, [`${ISSUER}:actor`]: ['octocat'] });
    expect(admitted(policy)).toEqual(BY_PRODUCTION_OF_OCTOCAT);

    const wrapped = new iam.Role(stack, 'Wrapped', { assumedBy: new iam.PrincipalWithConditions(principal(PRODUCTION), audience) });
    const [statement] = stack.resolve(wrapped.assumeRolePolicy!.toJSON()).Statement;
    expect([statement.Condition.StringEquals[`${ISSUER}:aud`]].flat()).toEqual(['sts.amazonaws.com']);

    for (const audiences of [['sts.amazonaws.com', 'other'], ['other']]) {
      expect(() => principal(PRODUCTION).withConditions({ StringEquals: { [`${ISSUER}:aud`]: audiences } }))
        .toThrow(misuse('ConditionConflict', /:aud is /));
    }
  });

  test('that are lists do not change the trust once it is made', () => {
    const { stack, principal } = newStack();
    const subject = principal(PRODUCTION);
    const read: any = subject.policyFragment.conditions;
    read.StringEquals[`${ISSUER}:sub`].push('repo:evil/x:pull_request');
    read.StringEquals[`${ISSUER}:aud`] = 'other';
    read.StringLike = { [`${ISSUER}:sub`]: '*' };
    const actors = ['octocat'];
    const narrowed = subject.withConditions(actorOf(actors));
    actors.push('mona');
    const policy = trustOf(stack, narrowed);
    actors.push('evil');
    (narrowed.policyFragment.conditions as any).StringEquals[`${ISSUER}:actor`].push('mona');

    expect(stack.resolve(subject.policyFragment.conditions)).toEqual(SUBJECT_BLOCKS.production);
    const expected = { StringEquals: { ...(SUBJECT_BLOCKS.production as any).StringEquals, [`${ISSUER}:actor`]: ['octocat'] } };
    expect(policy.Statement[0].Condition).toEqual(expected);
    expect(resolved(Template.fromStack(stack)).Resources.Role1ABCC5F0.Properties.AssumeRolePolicyDocument.Statement[0].Condition).toEqual(expected);
    expect(stack.resolve(narrowed.policyFragment.conditions)).toEqual(expected);
    expect(admitted(policy)).toEqual(BY_PRODUCTION_OF_OCTOCAT);
  });

  test('that are lists in one statement do not change the next', () => {
    const { stack, principal } = newStack();
    const shared = principal(PRODUCTION).withConditions(actorOf(['octocat']));
    class Tampering extends iam.PolicyDocument {
      public addStatements(...statements: iam.PolicyStatement[]): void {
        super.addStatements(...statements);
        for (const { conditions } of statements) {
          conditions.StringEquals[`${ISSUER}:actor`].push('mona');
          conditions.StringEquals[`${ISSUER}:sub`].push('repo:evil/x:pull_request');
        }
      }
    }
    expect(() => shared.addToAssumeRolePolicy(new Tampering())).toThrow(misuse('ConditionConflict', /a wrapper replaced StringEquals/));
    expect(admitted(trustOf(stack, shared))).toEqual(BY_PRODUCTION_OF_OCTOCAT);
  });
});

describe('withSessionTags', () => {
  test('adds sts:TagSession to each statement', () => {
    const { stack, principal } = newStack();
    const policy = trustOf(stack, principal(PRODUCTION, RELEASE).withSessionTags());
    expect(policy.Statement.map(({ Action: action }: any) => action))
      .toEqual([1, 2].map(() => ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession']));
    expect(admitted(policy)).toEqual([...BY_PRODUCTION, 'release']);
  });

  test.each<[string, (principal: iam.PrincipalBase) => iam.PrincipalBase]>([
    ['before withConditions', principal => principal.withSessionTags().withConditions(OCTOCAT)],
    ['after withConditions', principal => principal.withConditions(OCTOCAT).withSessionTags()],
    ['twice', principal => principal.withSessionTags().withConditions(OCTOCAT).withSessionTags()],
  ])('chains %s', (_, chain) => {
    const { stack, principal } = newStack();
    const policy = trustOf(stack, chain(principal(PRODUCTION)));
    expect(policy.Statement).toEqual([expect.objectContaining({ Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'], Condition: WITH_OCTOCAT })]);
    expect(admitted(policy)).toEqual(BY_PRODUCTION_OF_OCTOCAT);
  });
});

describe('iam.CompositePrincipal', () => {
  test('keeps the statements of several principals apart, beside a service', () => {
    const { stack, principal } = newStack();
    const policy = trustOf(stack, new iam.CompositePrincipal(principal(PRODUCTION), new iam.ServicePrincipal('ec2.amazonaws.com'), principal(RELEASE)));

    expect(policy.Statement).toEqual([
      expect.objectContaining({ Principal: { Federated: expect.any(String) }, Condition: SUBJECT_BLOCKS.production }),
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } },
      expect.objectContaining({ Principal: { Federated: expect.any(String) }, Condition: SUBJECT_BLOCKS.release }),
    ]);
    expect(admitted({ ...policy, Statement: [policy.Statement[0], policy.Statement[2]] })).toEqual([...BY_PRODUCTION, 'release']);
  });

  test('takes principals with conditions and session tags, of several statements, and of several issuers', () => {
    const { stack, principal } = newStack();
    const enterprise = new GithubOidcProvider(stack, 'Enterprise', { issuer: GithubIssuer.enterprise('octocat-inc') });
    const composite = new iam.CompositePrincipal(
      principal(PRODUCTION, RELEASE).withConditions(OCTOCAT).withSessionTags(),
      new GithubOidcPrincipal(enterprise, { subjects: [REPOSITORY.branch('main')] }),
    );
    new iam.Role(stack, 'Role', { assumedBy: composite });
    const { Statement: statements } = resolved(Template.fromStack(stack)).Resources.Role1ABCC5F0.Properties.AssumeRolePolicyDocument;

    expectConditionsIn({ Statement: statements.slice(0, 2) });
    expect(statements[2].Condition.StringEquals).toMatchObject({
      [`${ISSUER}/octocat-inc:aud`]: 'sts.amazonaws.com',
      [`${ISSUER}/octocat-inc:sub`]: ['repo:octo-org/octo-repo:ref:refs/heads/main', 'repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main'],
    });
    const policy = { Version: '2012-10-17', Statement: statements };
    expect(admitted(policy)).toEqual([...BY_PRODUCTION_OF_OCTOCAT, 'release']);
    const main = GithubOidcToken.forBranch(REPOSITORY, 'main', { issuer: enterprise.issuer });
    expect(admits(policy, main)).toBe(true);
    expect(admits(policy, GithubOidcToken.forBranch(REPOSITORY, 'main'))).toBe(false);
  });

  test('numbers the statements of principals that would have the same Sid', () => {
    const { stack, principal } = newStack();
    const of = (actor: string) => ({ StringEquals: { [`${ISSUER}:actor`]: actor } });
    const policy = trustOf(stack, new iam.CompositePrincipal(
      principal(PRODUCTION).withConditions(of('octocat')),
      principal(PRODUCTION, RELEASE).withConditions(of('mona')),
      principal(PRODUCTION).withConditions(of('hubot')),
    ));

    expect(policy.Statement.map(({ Sid: sid, Condition: condition }: any) => [sid, condition.StringEquals[`${ISSUER}:actor`]])).toEqual([
      ['EnvironmentProduction', 'octocat'], ['EnvironmentProduction2', 'mona'], ['TagLikeV', 'mona'], ['EnvironmentProduction3', 'hubot'],
    ]);
    expect(admitted(policy)).toEqual(BY_PRODUCTION);
  });

  test('numbers past a Sid that is taken, and past those of a role that stands already', () => {
    const { stack, principal } = newStack();
    const [production2, production3] = ['production2', 'production3'].map(name => REPOSITORY.environment(name));
    const documents = GithubRepository.of('octo-org@123456/docs@5').environment('production');
    const assumedBy = new iam.CompositePrincipal(principal(production2), principal(PRODUCTION), principal(documents));
    const role = new iam.Role(stack, 'Role', { assumedBy });
    const byHand = new iam.PolicyStatement({ sid: 'ByHand', actions: ['sts:AssumeRole'], principals: [new iam.AccountRootPrincipal()] });
    role.assumeRolePolicy!.addStatements(byHand);
    principal(production3, RELEASE).addToAssumeRolePolicy(role.assumeRolePolicy!);
    const { Statement: statements } = stack.resolve(role.assumeRolePolicy!.toJSON());

    expect(statements.map(({ Sid: sid }: any) => sid)).toEqual([
      'EnvironmentProduction2', 'EnvironmentProduction', 'EnvironmentProduction3', 'ByHand', 'EnvironmentProduction32', 'TagLikeV',
    ]);
  });

  test('with session tags of its own keeps all conditions', () => {
    const { stack, principal } = newStack();
    const policy = trustOf(stack, new iam.CompositePrincipal(principal(PRODUCTION, RELEASE)).withSessionTags());
    expect(policy.Statement.every(({ Action: action }: any) => action.includes('sts:TagSession'))).toBe(true);
    expect(admitted(policy)).toEqual([...BY_PRODUCTION, 'release']);
  });

  test('with conditions of its own is refused, whether of one statement or several', () => {
    const { stack, principal } = newStack();
    for (const subjects of [[PRODUCTION], [PRODUCTION, RELEASE]]) {
      const composite = new iam.CompositePrincipal(principal(...subjects)).withConditions(OCTOCAT);
      expect(() => new iam.Role(stack, `Role${subjects.length}`, { assumedBy: composite })).toThrow(/must not have conditions|one fragment cannot hold them/);
    }
  });
});

describe('iam.PrincipalWithConditions and iam.SessionTagsPrincipal around the principal', () => {
  test.each<[string, (principal: iam.IPrincipal) => iam.IPrincipal]>([
    ['conditions', principal => new iam.PrincipalWithConditions(principal, OCTOCAT)],
    ['conditions around tags', principal => new iam.PrincipalWithConditions(new iam.SessionTagsPrincipal(principal), OCTOCAT)],
    ['tags around conditions', principal => new iam.SessionTagsPrincipal(new iam.PrincipalWithConditions(principal, OCTOCAT))],
    ['conditions in a composite', principal => new iam.CompositePrincipal(new iam.PrincipalWithConditions(principal, OCTOCAT))],
  ])('AND the conditions: %s', (_, wrap) => {
    const { stack, principal } = newStack();
    const policy = trustOf(stack, wrap(principal(PRODUCTION)));
    expect(policy.Statement).toEqual([expect.objectContaining({ Condition: WITH_OCTOCAT })]);
    expect(admitted(policy)).toEqual(BY_PRODUCTION_OF_OCTOCAT);
  });

  test('tags keep several statements apart', () => {
    const { stack, principal } = newStack();
    const policy = trustOf(stack, new iam.SessionTagsPrincipal(principal(PRODUCTION, RELEASE)));
    expect(policy.Statement.map(({ Action: action }: any) => action)).toEqual([1, 2].map(() => ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession']));
    expect(admitted(policy)).toEqual([...BY_PRODUCTION, 'release']);
  });

  test('conditions around several statements are refused with the remedy', () => {
    const { stack, principal } = newStack();
    const several = principal(PRODUCTION, RELEASE);
    for (const [index, wrapped] of [
      new iam.PrincipalWithConditions(several, OCTOCAT), new iam.SessionTagsPrincipal(several).withConditions(OCTOCAT),
    ].entries()) {
      expect(() => new iam.Role(stack, `Role${index}`, { assumedBy: wrapped }))
        .toThrow(/takes 2 statements, and one fragment cannot hold them; use the principal as `assumedBy`.*its own withConditions\(\), or split it by subject/);
    }
  });

  test.each([
    ['the subject', { StringEquals: { [`${ISSUER}:sub`]: 'repo:evil/x:pull_request' } }],
    ['the audience', { StringEquals: { [`${ISSUER}:aud`]: ['sts.amazonaws.com', 'other'] } }],
    ['the subject by a key in another case', { StringEquals: { [`${ISSUER}:SUB`]: 'repo:evil/x:pull_request' } }],
    ['the audience by a key in another case, though its value is the same', {
      StringEquals: { [`${ISSUER.toUpperCase()}:aud`]: 'sts.amazonaws.com' },
    }],
    ['the repository ID by a key in another case', { StringEquals: { [`${ISSUER}:Repository_Id`]: ['456789', '1'] } }],
  ])('are refused if they replace %s', (_, conditions) => {
    const { stack, principal } = newStack();
    for (const [index, wrap] of [
      new iam.PrincipalWithConditions(principal(PRODUCTION), conditions),
      new iam.SessionTagsPrincipal(new iam.PrincipalWithConditions(principal(PRODUCTION), conditions)),
      new iam.CompositePrincipal(new iam.PrincipalWithConditions(principal(PRODUCTION), conditions)),
      new iam.PrincipalWithConditions(principal(RELEASE), { StringLike: { [`${ISSUER}:sub`]: '*' } }),
      new iam.PrincipalWithConditions(principal(RELEASE), { StringLike: { [`${ISSUER}:Sub`]: '*' } }),
    ].entries()) {
      expect(() => new iam.Role(stack, `Role${index}`, { assumedBy: wrap })).toThrow(/a wrapper replaced String\w+ .+; use the principal's own withConditions\(\)/);
    }
  });
});

describe('external IDs on a role', () => {
  test.each<[string, (principal: iam.IPrincipal) => iam.RoleProps]>([
    ['externalIds', assumedBy => ({ assumedBy, externalIds: ['x'] })],
    ['several externalIds', assumedBy => ({ assumedBy, externalIds: ['x', 'y'] })],
    ['externalId', assumedBy => ({ assumedBy, externalId: 'x' })],
    ['through a composite, first', principal => ({ assumedBy: new iam.CompositePrincipal(principal, new iam.AccountPrincipal('222222222222')), externalIds: ['x'] })],
    ['through a composite, last', principal => ({ assumedBy: new iam.CompositePrincipal(new iam.AccountPrincipal('222222222222'), principal), externalIds: ['x'] })],
    ['through session tags', principal => ({ assumedBy: new iam.SessionTagsPrincipal(principal), externalIds: ['x'] })],
    ['as a condition of a wrapper', principal => ({ assumedBy: new iam.PrincipalWithConditions(principal, { StringEquals: { 'sts:ExternalId': 'x' } }) })],
  ])('are an error: %s', (_, props) => {
    const { stack, principal } = newStack();
    expect(() => new iam.Role(stack, 'Role', props(principal(PRODUCTION)))).toThrow(/a web identity never carries one, so no job could assume it; leave out externalIds/);
  });
});

describe('the principal in a policy statement', () => {
  test('of one statement brings its full conditions', () => {
    const { stack, principal } = newStack();
    const statement = new iam.PolicyStatement({ actions: ['sts:AssumeRoleWithWebIdentity'], principals: [principal(PRODUCTION)] });
    const json = stack.resolve(statement.toStatementJson());

    expect(json.Condition).toEqual(SUBJECT_BLOCKS.production);
    const policy = { Version: '2012-10-17', Statement: [{ ...json, Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${ISSUER}` } }] };
    expectConditionsIn(policy);
    expect(admitted(policy)).toEqual(BY_PRODUCTION);
  });

  test('of several statements is refused with the remedy', () => {
    const { stack, principal } = newStack();
    const several = principal(PRODUCTION, RELEASE);
    const remedy = /the trust in 'Stack\/Provider' takes 2 statements, and one fragment cannot hold them; use the principal as `assumedBy` of a role/;
    expect(() => several.policyFragment).toThrow(remedy);
    expect(() => new iam.PolicyStatement({ principals: [several] })).toThrow(remedy);
    expect(() => new iam.PolicyStatement({ notPrincipals: [several] })).toThrow(remedy);
    expect(() => new iam.PolicyStatement().addPrincipals(several.withConditions(OCTOCAT))).toThrow(remedy);
    expect(() => new iam.PolicyStatement().addPrincipals(new iam.SessionTagsPrincipal(several))).toThrow(remedy);
    expect(() => new s3.Bucket(stack, 'Bucket').grantRead(several)).toThrow(remedy);
    expect(() => new s3.Bucket(stack, 'Other').grantRead(new iam.CompositePrincipal(several))).toThrow(remedy);
  });

  test('shares a statement with no principal that has other conditions', () => {
    const { principal } = newStack();
    for (const other of [new iam.ServicePrincipal('ec2.amazonaws.com'), new iam.AccountRootPrincipal(), principal(REPOSITORY.environment('staging'))]) {
      expect(() => new iam.PolicyStatement({ principals: [principal(PRODUCTION), other] })).toThrow(/same Conditions/);
      expect(() => new iam.PolicyStatement({ principals: [other, principal(PRODUCTION)] })).toThrow(/same Conditions/);
    }
    expect(() => new iam.PolicyStatement({ principals: [new iam.CompositePrincipal(principal(PRODUCTION))] })).toThrow(/must not have conditions/);
  });

  test.each<[string, (principal: GithubOidcPrincipal) => iam.IPrincipal, object]>([
    ['plain', principal => principal, SUBJECT_BLOCKS.production as object],
    ['narrowed', principal => principal.withConditions(OCTOCAT), WITH_OCTOCAT],
    ['with session tags', principal => principal.withSessionTags(), SUBJECT_BLOCKS.production as object],
    ['in a wrapper with conditions', principal => new iam.PrincipalWithConditions(principal, OCTOCAT), WITH_OCTOCAT],
    ['in a wrapper with session tags', principal => new iam.SessionTagsPrincipal(principal), SUBJECT_BLOCKS.production as object],
  ])('of a resource keeps its full conditions: %s', (_, wrap, conditions) => {
    const { stack, principal } = newStack();
    const grantee = wrap(principal(PRODUCTION));
    new s3.Bucket(stack, 'Bucket').grantRead(grantee);
    new kms.Key(stack, 'Key').grantDecrypt(grantee);
    const { Resources: resources } = resolved(Template.fromStack(stack));
    const statements = Object.values<any>(resources)
      .flatMap(({ Properties: properties }) => (properties?.PolicyDocument ?? properties?.KeyPolicy)?.Statement ?? [])
      .filter(({ Principal: { Federated: federated } }: any) => federated);

    expect(statements).toHaveLength(2);
    expectConditionsIn({ Statement: statements });
    statements.forEach(({ Condition: condition }: any) => expect(condition).toEqual(conditions));
  });
});

describe('the principal in words', () => {
  test('names its provider and its statements, and neither conditions nor a policy element', () => {
    const { principal } = newStack();
    const several = principal(PRODUCTION, RELEASE);
    const words = 'GithubOidcPrincipal(Stack/Provider: EnvironmentProduction, TagLikeV)';
    for (const one of [several, several.withConditions(OCTOCAT), several.withSessionTags()]) {
      expect(String(one)).toBe(words);
      expect(JSON.parse(JSON.stringify({ principal: one }))).toEqual({ principal: { GithubOidcPrincipal: [words] } });
    }
  });

  test('tells principals apart by whatever they render', () => {
    const { principal } = newStack();
    const plain = principal(PRODUCTION);
    const texts = [
      plain, plain.withConditions(OCTOCAT), plain.withSessionTags(), plain.withConditions(OCTOCAT).withSessionTags(),
      principal(RELEASE), principal(PRODUCTION, RELEASE), principal(GithubRepository.of('octo-org@123456/other@1').environment('production')),
    ].map(one => iam.ComparablePrincipal.dedupeStringFor(one));
    expect(new Set(texts).size).toBe(7);
    expect(texts).not.toContain(undefined);
  });

  test('takes principals for equal that render the same', () => {
    const { provider, principal } = newStack();
    for (const make of [
      () => principal(PRODUCTION),
      () => principal(PRODUCTION, RELEASE),
      () => principal(PRODUCTION).withConditions(OCTOCAT),
      () => principal(PRODUCTION).withSessionTags(),
    ]) {
      expect(make().dedupeString()).toBe(make().dedupeString());
    }
    expect(principal(RELEASE, PRODUCTION).dedupeString()).toBe(principal(PRODUCTION, RELEASE, PRODUCTION).dedupeString());
    expect(principal(REPOSITORY.environment('production')).dedupeString()).toBe(principal(PRODUCTION).dedupeString());
    expect(principal(PRODUCTION).withSessionTags().withConditions(OCTOCAT).dedupeString())
      .toBe(principal(PRODUCTION).withConditions(OCTOCAT).withSessionTags().dedupeString());
    const statements = ['s3:GetObject', 's3:ListBucket']
      .map(action => new iam.PolicyStatement({ actions: [action], resources: ['*'], principals: [principal(PRODUCTION)] }));
    const document = provider.stack.resolve(new iam.PolicyDocument({ minimize: true, statements }));
    expect(document.Statement).toEqual([expect.objectContaining({ Action: ['s3:GetObject', 's3:ListBucket'] })]);
  });
});

describe('GithubOidcPrincipal refuses', () => {
  test.each<[string, Partial<GithubOidcPrincipalProps>, RegExp]>([
    ['no subject', { subjects: [] }, /subjects is an empty list.*pass at least one, such as GithubRepository\.of/],
    ['subjects left out by a JavaScript caller', { subjects: undefined }, /subjects is 'undefined', not a list/],
    ['one subject that is no list', { subjects: PRODUCTION as never }, /subjects is 'environment production of octo-org\/octo-repo', not a list/],
    ['a text for a subject', { subjects: ['repo:octo-org/octo-repo:*' as never] },
      /subjects\[0\] is 'repo:octo-org\/octo-repo:\*', a value of another kind than GithubSubject; pass at least one, such as GithubRepository\.of/],
    ['a repository for a subject', { subjects: [REPOSITORY as never] },
      /subjects\[0\] is 'octo-org@123456\/octo-repo@456789', a value of another kind than GithubSubject/],
    ['a missing subject among others', { subjects: [PRODUCTION, undefined as never] },
      /subjects\[1\] is 'undefined', a value of another kind than GithubSubject/],
    ['the issuer of another provider', { issuer: GithubIssuer.enterprise('octocat-inc') },
      /'Stack\/Provider' accepts tokens of 'https:\/\/token\.actions\.githubusercontent\.com', and the role trusts .*octocat-inc/],
    ['an audience that the provider does not accept', { audience: 'other' },
      /accepts 'sts\.amazonaws\.com', and the role asks for 'other'; add it to the provider's audiences: \['sts\.amazonaws\.com', 'other'\], or pass another as `provider`$/],
    ['a wildcard as audience', { audience: '*' }, /the audience is '\*'.*name the audience/],
    ['a blank audience', { audience: '' }, /the audience is ''; it must not be empty or blank/],
  ])('%s', (_, props, message) => {
    const { provider } = newStack();
    expect(() => new GithubOidcPrincipal(provider, { subjects: [PRODUCTION], ...props })).toThrow(message);
  });

  test.each([undefined, null, 'arn:aws:iam::111111111111:oidc-provider/x', {}, { oidcProviderRef: {} }])('the provider %j', provider => {
    const refused = misuse('ProviderInvalid',
      /^the provider is '.+', not an IAM OIDC provider; pass a GithubOidcProvider, or GithubOidcProvider\.fromAccount\(/);
    expect(() => new GithubOidcPrincipal(provider as never, { subjects: [PRODUCTION] })).toThrow(refused);
  });
});
