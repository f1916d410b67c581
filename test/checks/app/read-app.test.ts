import { App, Aws, CfnParameter, CfnResource, Duration, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { GithubIssuer, GithubOidcProvider, GithubOidcRole, GithubRepository } from '../../../src';
import { allowedActions } from '../../../src/checks/allowed-actions';
import { CheckedApp, readApp } from '../../../src/checks/app/read-app';
import { CheckedRole } from '../../../src/checks/checked-role';
import { shownUnknowns } from '../../../src/github/unknown-text';

const ENV = { account: '111111111111', region: 'eu-west-1' };
const SUBJECT = GithubRepository.of('octo-org@123456/octo-repo@456789').environment('production');

function read(app: App): CheckedApp {
  const files: string[] = [];
  const visit = (stage: Stage) => {
    files.push(...stage.synth({ force: true }).stacks.map(({ templateFullPath }) => templateFullPath));
    stage.node.findAll().filter((child): child is Stage => child !== stage && Stage.isStage(child)).forEach(visit);
  };
  visit(app);
  return readApp(app, files, { issuers: [] });
}

function roleIn(stack: Stack, props: Partial<iam.RoleProps> & { trustPolicyQuota?: number } = {}, id = 'Role'): GithubOidcRole {
  return new GithubOidcRole(stack, id, { subjects: [SUBJECT], ...props });
}

function newStack(app = new App(), id = 'Stack'): Stack {
  return new Stack(app, id, { env: ENV });
}

function onlyRole(app: App): CheckedRole {
  const { roles } = read(app);
  expect(roles).toHaveLength(1);
  return roles[0].item;
}

/** What a role may do, for reading: source, actions, resources. */
function permissionsOf({ permissions }: CheckedRole): string[] {
  return permissions.map(({ source, isDeny, actions, exceptActions, resources, exceptResources }) => shownUnknowns(
    `${source}: ${isDeny ? 'not ' : ''}${exceptActions ? 'all but ' : ''}${actions.join(',')} on ${exceptResources ? 'all but ' : ''}${resources.join(',')}`));
}

const READS = new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::artifacts/*'] });

describe('what a role may do, whatever the way the permission got there', () => {
  test('its own policy', () => {
    const stack = newStack();
    roleIn(stack).grantEcrPull(new ecr.Repository(stack, 'Images'));
    expect(permissionsOf(onlyRole(stack.node.root as App))).toEqual([
      'policy Stack/Role/DefaultPolicy: ecr:GetAuthorizationToken on *',
      'policy Stack/Role/DefaultPolicy: ecr:BatchGetImage,ecr:GetDownloadUrlForLayer on <Stack/Images.Arn>',
    ]);
  });

  test.each<[string, (stack: Stack) => void, string]>([
    ['an inline policy', stack => {
      roleIn(stack, { inlinePolicies: { reads: new iam.PolicyDocument({ statements: [READS] }) } });
    }, 'inline policy reads'],
    ['a policy that names the role', stack => {
      new iam.Policy(stack, 'Reads', { roles: [roleIn(stack)], statements: [READS] });
    }, 'policy Stack/Reads'],
    ['a policy that names it by its literal name', stack => {
      roleIn(stack, { roleName: 'deploy' });
      new iam.CfnPolicy(stack, 'Reads', { policyName: 'reads', roles: ['deploy'], policyDocument: { Statement: [READS.toStatementJson()] } });
    }, 'policy Stack/Reads'],
    ['a policy of one role', stack => {
      const { roleName } = roleIn(stack);
      new iam.CfnRolePolicy(stack, 'Reads', { policyName: 'reads', roleName, policyDocument: { Statement: [READS.toStatementJson()] } });
    }, 'policy Stack/Reads'],
    ['a managed policy that the role lists', stack => {
      roleIn(stack, { managedPolicies: [new iam.ManagedPolicy(stack, 'Reads', { statements: [READS] })] });
    }, 'managed policy Stack/Reads'],
    ['a managed policy that lists the role', stack => {
      new iam.ManagedPolicy(stack, 'Reads', { roles: [roleIn(stack)], statements: [READS] });
    }, 'managed policy Stack/Reads'],
    ['a policy of another stack', stack => {
      new iam.Policy(newStack(stack.node.root as App, 'Other'), 'Reads', { roles: [roleIn(stack)], statements: [READS] });
    }, 'policy Other/Reads'],
    ['a policy of a nested stack', stack => {
      new iam.Policy(new NestedStack(stack, 'Nested'), 'Reads', { roles: [roleIn(stack)], statements: [READS] });
    }, 'policy Stack/Nested/Reads'],
  ])('%s', (_, make, source) => {
    const stack = newStack();
    make(stack);
    expect(permissionsOf(onlyRole(stack.node.root as App))).toEqual([`${source}: s3:GetObject on arn:aws:s3:::artifacts/*`]);
  });

  test('a bucket policy, also one that names the role by its literal ARN', () => {
    const stack = newStack();
    const role = roleIn(stack, { roleName: 'deploy', path: '/ci/' });
    const [bucket, other] = ['Bucket', 'Other'].map(id => new s3.Bucket(stack, id));
    bucket.addToResourcePolicy(new iam.PolicyStatement({ principals: [role], actions: ['s3:PutObject'], resources: [bucket.arnForObjects('*')] }));
    other.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ArnPrincipal('arn:aws:iam::111111111111:role/ci/deploy')], effect: iam.Effect.DENY, actions: ['s3:*'], resources: [other.bucketArn],
    }));
    expect(permissionsOf(onlyRole(stack.node.root as App))).toEqual([
      'bucket policy Stack/Bucket/Policy: s3:PutObject on <Stack/Bucket.Arn>/*', 'bucket policy Stack/Other/Policy: not s3:* on <Stack/Other.Arn>',
    ]);
  });

  test('a key policy and a repository policy, which are about the whole of their resource', () => {
    const stack = newStack();
    const role = roleIn(stack);
    new kms.Key(stack, 'Key').addToResourcePolicy(new iam.PolicyStatement({ principals: [role], actions: ['kms:Decrypt'], resources: ['*'] }));
    new ecr.Repository(stack, 'Images').addToResourcePolicy(new iam.PolicyStatement({ principals: [role], actions: ['ecr:BatchGetImage'] }));
    expect(permissionsOf(onlyRole(stack.node.root as App))).toEqual([
      'key policy of Stack/Key: kms:Decrypt on <Stack/Key.Arn>', 'repository policy of Stack/Images: ecr:BatchGetImage on <Stack/Images.Arn>',
    ]);
  });

  test('managed policies that the app does not make are listed by their ARN', () => {
    const stack = newStack();
    const managedPolicies = [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'), new iam.ManagedPolicy(stack, 'Reads', { statements: [READS] })];
    roleIn(stack, { managedPolicies });
    const role = onlyRole(stack.node.root as App);
    expect(role.managedPolicies).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess']);
    expect(permissionsOf(role)).toEqual(['managed policy Stack/Reads: s3:GetObject on arn:aws:s3:::artifacts/*']);
  });

  test('what stands under NotAction and NotResource is told apart', () => {
    const stack = newStack();
    roleIn(stack).addToPolicy(new iam.PolicyStatement({ notActions: ['iam:*'], notResources: ['arn:aws:s3:::secret'] }));
    expect(permissionsOf(onlyRole(stack.node.root as App))).toEqual(['policy Stack/Role/DefaultPolicy: all but iam:* on all but arn:aws:s3:::secret']);
  });

  const ALL = { Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }] };
  const either = (met: unknown, unmet: unknown) => ({ 'Fn::If': ['C', met, unmet] });
  const NOTHING = { Ref: 'AWS::NoValue' };
  const OWN_ARN = { 'Fn::GetAtt': ['Role', 'Arn'] };
  const SERVED = { Effect: 'Allow', Principal: { AWS: OWN_ARN }, Action: ['sqs:SendMessage'], Resource: 'x' };

  const TRUST = {
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com' },
    }],
  };

  function plainRole(properties: object, others: Record<string, [type: string, properties: object]> = {}): CheckedRole {
    const stack = newStack();
    new CfnResource(stack, 'Role', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: TRUST, ...properties } });
    Object.entries(others).forEach(([id, [type, given]]) => new CfnResource(stack, id, { type, properties: given }));
    return onlyRole(stack.node.root as App);
  }

  test.each<[string, unknown]>([
    ['a policy or nothing', [either({ PolicyName: 'p', PolicyDocument: ALL }, NOTHING)]],
    ['policies or none', either([{ PolicyName: 'p', PolicyDocument: ALL }], [])],
    ['a statement or nothing', [{ PolicyName: 'p', PolicyDocument: { Statement: [either(ALL.Statement[0], NOTHING)] } }]],
    ['a document or nothing', [{ PolicyName: 'p', PolicyDocument: either(ALL, NOTHING) }]],
    ['JSON text', [{ PolicyName: 'p', PolicyDocument: JSON.stringify(ALL) }]],
  ])('an inline policy that is %s', (_, Policies) => {
    expect(permissionsOf(plainRole({ Policies }))).toEqual(['inline policy p: iam:* on *']);
  });

  test.each<[string, unknown, object]>([
    ['its reference', { Ref: 'Own' }, {}],
    ['its attribute', { 'Fn::GetAtt': ['Own', 'PolicyArn'] }, {}],
    ['its literal ARN', 'arn:aws:iam::111111111111:policy/ci/own', { ManagedPolicyName: 'own', Path: '/ci/' }],
    ['its ARN in parts', { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/own' }, { ManagedPolicyName: 'own' }],
    ['either ARN', either({ Ref: 'Own' }, NOTHING), {}],
  ])("a managed policy of the app's by %s", (_, arn, properties) => {
    const role = plainRole({ ManagedPolicyArns: [arn] }, { Own: ['AWS::IAM::ManagedPolicy', { PolicyDocument: ALL, ...properties }] });
    expect(permissionsOf(role)).toEqual(['managed policy Stack/Own: iam:* on *']);
    expect(role.managedPolicies).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['lists', either(['arn:aws:iam::aws:policy/A'], ['arn:aws:iam::aws:policy/B'])],
    ['ARNs', [either('arn:aws:iam::aws:policy/A', 'arn:aws:iam::aws:policy/B')]],
    ['parts of an ARN', [{ 'Fn::Join': ['', ['arn:aws:iam::aws:policy/', either('A', 'B')]] }]],
  ])('managed policies by either of two %s', (_, ManagedPolicyArns) => {
    expect(plainRole({ ManagedPolicyArns }).managedPolicies).toEqual(['arn:aws:iam::aws:policy/A', 'arn:aws:iam::aws:policy/B']);
  });

  test.each<[string, string, object, string]>([
    ['a queue', 'AWS::SQS::QueueInlinePolicy', { PolicyDocument: { Statement: SERVED } }, 'queue policy Stack/Other: sqs:SendMessage on x'],
    ['a topic', 'AWS::SNS::TopicInlinePolicy', { PolicyDocument: { Statement: [SERVED] } }, 'topic policy Stack/Other: sqs:SendMessage on x'],
    ['a public repository', 'AWS::ECR::PublicRepository', { RepositoryPolicyText: { Statement: [{ ...SERVED, Resource: undefined }] } },
      'repository policy of Stack/Other: sqs:SendMessage on <Stack/Other.Arn>'],
    ['a function', 'AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', FunctionName: 'f', Principal: OWN_ARN },
      'lambda permission Stack/Other: lambda:InvokeFunction on f'],
    ['another role', 'AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [{ ...SERVED, Action: ['sts:AssumeRole', 'sts:TagSession'] }] } },
      'trust policy of Stack/Other: sts:AssumeRole on <Stack/Other.Arn>'],
    ['another role, in JSON text', 'AWS::IAM::Role',
      { AssumeRolePolicyDocument: { 'Fn::Sub': JSON.stringify({ Statement: { ...SERVED, Action: 'sts:*', Principal: { AWS: '${Role.Arn}' } } }) } },
      'trust policy of Stack/Other: sts:AssumeRole on <Stack/Other.Arn>'],
  ])('the policy of %s', (_, type, properties, expected) => {
    expect(permissionsOf(plainRole({}, { Other: [type, properties] }))).toEqual([expected]);
  });

  test("another role's trust policy that lets it only tag sessions lets it do nothing", () => {
    const trust = { AssumeRolePolicyDocument: { Statement: [{ ...SERVED, Action: 'sts:TagSession' }] } };
    expect(permissionsOf(plainRole({}, { Other: ['AWS::IAM::Role', trust] }))).toEqual([]);
  });

  test('a policy that names it by the same unknown name, in its own template only', () => {
    const name = { 'Fn::Sub': '${AWS::StackName}-ci' };
    const policy = { PolicyName: 'x', Roles: [name], PolicyDocument: ALL };
    const stack = newStack();
    new CfnResource(stack, 'Role', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: TRUST, RoleName: name } });
    [stack, newStack(stack.node.root as App, 'Other')].forEach(one => new CfnResource(one, 'Policy', { type: 'AWS::IAM::Policy', properties: policy }));
    expect(permissionsOf(onlyRole(stack.node.root as App))).toEqual(['policy Stack/Policy: iam:* on *']);
  });

  test.each<[string, unknown, string[]]>([
    ['for sure', 'ALL', []],
    ['under a condition', either('ALL', NOTHING), ['iam:*']],
  ])('what is denied %s', (_, where, expected) => {
    const denied = { PolicyName: 'd', PolicyDocument: { Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] } };
    const Policies = [{ PolicyName: 'p', PolicyDocument: ALL }, where === 'ALL' ? denied : either(denied, NOTHING)];
    expect(allowedActions(plainRole({ Policies })).map(({ action }) => action)).toEqual(expected);
  });

  test("another role's policies are not counted", () => {
    const stack = newStack();
    roleIn(stack);
    const other = new iam.Role(stack, 'Other', { assumedBy: new iam.AccountRootPrincipal() });
    other.addToPolicy(READS);
    expect(permissionsOf(onlyRole(stack.node.root as App))).toEqual([]);
  });

  test('the roles that a job acts through are those that the grants recorded, once each', () => {
    const stack = newStack();
    const role = roleIn(stack);
    role.grantCdkDeploy();
    role.grantCdkDeploy();
    const { steers } = onlyRole(stack.node.root as App);
    expect(steers.map(({ by, roleArn }) => [by, roleArn])).toEqual([
      ['grantCdkDeploy', 'arn:aws:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-west-1'], ['grantCdkDeploy', undefined],
    ]);
  });
});

describe('roles that a job acts through in other stacks', () => {
  test('are those of the stack that has them, also where logical ids are the same', () => {
    const app = new App();
    const stack = newStack(app);
    const role = roleIn(stack);
    for (const id of ['A', 'B']) {
      const code = { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') };
      role.grantLambdaDeploy(new lambda.Function(newStack(app, id), 'Function', code));
    }
    new iam.Role(stack, 'FunctionServiceRole675BB04A', { assumedBy: new iam.AccountRootPrincipal() });
    expect(onlyRole(app).steers.map(({ roleArn }) => shownUnknowns(roleArn!))).toEqual(['<A/Function/ServiceRole.Arn>', '<B/Function/ServiceRole.Arn>']);
  });
});

describe('what a job may do inside a cluster', () => {
  test.each<[string, object, string]>([
    ['everywhere', { accessPolicies: ['AmazonEKSClusterAdminPolicy'] }, 'kubernetes:AmazonEKSClusterAdminPolicy on cluster <Stack/Cluster>'],
    ['in namespaces', { accessPolicies: ['AmazonEKSViewPolicy'], namespaces: ['web'] }, 'kubernetes:AmazonEKSViewPolicy on cluster <Stack/Cluster>, namespace web'],
  ])('%s', (_, options, expected) => {
    const stack = newStack();
    const cluster = new eks.CfnCluster(stack, 'Cluster', {
      roleArn: 'arn:aws:iam::111111111111:role/own', resourcesVpcConfig: { subnetIds: ['subnet-1'] }, accessConfig: { authenticationMode: 'API' },
    });
    roleIn(stack).grantEksAccess(cluster, options);
    expect(permissionsOf(onlyRole(stack.node.root as App))).toContainEqual(expect.stringMatching(new RegExp(`^EKS access entry .*: ${expected}$`)));
  });
});

describe('what else is read of a role', () => {
  test('its place, name, description, session and quota', () => {
    const stack = newStack();
    roleIn(stack, { roleName: 'deploy', description: 'any', maxSessionDuration: Duration.hours(2), trustPolicyQuota: 4096 });
    expect(onlyRole(stack.node.root as App)).toMatchObject({
      path: 'Stack/Role',
      account: '111111111111',
      region: 'eu-west-1',
      partition: 'aws',
      roleName: 'deploy',
      description: 'any',
      maxSessionSeconds: 7200,
      policy: { quota: 4096, unknowns: 0 },
    });
  });

  test('the partition follows the region', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'cn-north-1' } });
    roleIn(stack);
    expect(onlyRole(stack.node.root as App)).toMatchObject({ partition: 'aws-cn', trusts: [{ providerArn: expect.stringMatching(/^arn:aws-cn:iam::111111111111:/) }] });
  });

  test("an account's largest quota counts for all its roles, and not for those of another", () => {
    const app = new App();
    const [stack, other] = [newStack(app), new Stack(app, 'Other', { env: { ...ENV, account: '222222222222' } })];
    roleIn(stack, { trustPolicyQuota: 8192 }, 'Large');
    roleIn(stack, {}, 'Small');
    roleIn(other);
    expect(read(app).roles.map(({ item: { path, policy } }) => [path, policy.quota])).toEqual([['Stack/Large', 8192], ['Stack/Small', 8192], ['Other/Role', 2048]]);
  });

  test('the length of a trust policy is that of the deployed document', () => {
    const stack = newStack();
    roleIn(stack);
    const { roles: [{ item: { policy, statements } }] } = read(stack.node.root as App);
    const whole = {
      Statement: [{
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: statements[0].conditionElement,
        Effect: 'Allow',
        Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com' },
        Sid: 'EnvironmentProduction',
      }],
      Version: '2012-10-17',
    };
    expect(policy).toEqual({ characters: JSON.stringify(whole).length, unknowns: 0, quota: 2048 });
  });

  test('values that only deployment knows are counted, and neither the account nor the provider is one', () => {
    const stack = new Stack(new App(), 'Stack');
    const role = roleIn(stack);
    const { policy: { characters } } = onlyRole(stack.node.root as App);
    role.assumeRolePolicy!.addStatements(new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: ['sts:AssumeRoleWithWebIdentity'],
      principals: [new iam.FederatedPrincipal(new CfnParameter(stack, 'Provider').valueAsString)],
      conditions: { StringEquals: { 'aws:RequestedRegion': [Aws.REGION, 'x'] } },
    }));
    const { policy: { characters: more, unknowns } } = onlyRole(stack.node.root as App);
    expect(unknowns).toBe(1);
    expect(more).toBeGreaterThan(characters + 200);
  });

  test('the issuer of a server is that of the role, with its version', () => {
    const stack = newStack();
    new GithubOidcRole(stack, 'Role', {
      issuer: GithubIssuer.server('github.example.com', { version: '3.19' }), subjects: [GithubRepository.of('octo-org/octo-repo').environment('production')],
    });
    expect(onlyRole(stack.node.root as App).trusts.map(({ issuer }) => issuer.encodesColons)).toEqual([true]);
  });

  test('the providers of the account, with what they accept', () => {
    const app = new App();
    const [stack, other] = [newStack(app), new Stack(app, 'Other', { env: { ...ENV, account: '222222222222' } })];
    roleIn(stack, {});
    new GithubOidcProvider(other, 'Provider', { audiences: ['a', 'b'] });
    new iam.CfnOIDCProvider(stack, 'Unknown', { url: new CfnParameter(stack, 'Url').valueAsString });
    const { roles: [{ item: { providers: ofRole } }], providers } = read(app);
    const own = { path: 'Stack/GithubOidcProvider', account: '111111111111', url: 'https://token.actions.githubusercontent.com', audiences: ['sts.amazonaws.com'] };
    const unknown = { path: 'Stack/Unknown', account: '111111111111', url: undefined, audiences: undefined };
    expect(ofRole).toEqual([own, unknown]);
    expect(providers.map(({ item }) => item)).toEqual([own, unknown, { ...own, path: 'Other/Provider', account: '222222222222', audiences: ['a', 'b'] }]);
  });
});

describe('a trust policy that the template shows only in part', () => {
  const HOST = 'token.actions.githubusercontent.com';
  const FEDERATED = { Federated: `arn:aws:iam::111111111111:oidc-provider/${HOST}` };
  const statement = (sub: unknown, more: object = {}) => ({
    Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: FEDERATED, Condition: { StringLike: { [`${HOST}:sub`]: sub } }, ...more,
  });
  const document = (...statements: unknown[]) => ({ Version: '2012-10-17', Statement: statements });
  const either = (met: unknown, unmet: unknown) => ({ 'Fn::If': ['C', met, unmet] });
  const NOTHING = { Ref: 'AWS::NoValue' };
  const MACRO = { 'Fn::Transform': { Name: 'Macro', Parameters: {} } };

  function trusting(trustPolicy: unknown): CheckedRole[] {
    const stack = newStack();
    new CfnResource(stack, 'Role', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: trustPolicy } });
    return read(stack.node.root as App).roles.map(({ item }) => item);
  }

  test.each<[string, unknown, string[]]>([
    ['a statement or nothing', document(either(statement('a'), NOTHING)), ['a']],
    ['either of two lists', { Version: '2012-10-17', Statement: either([statement('a')], [statement('b')]) }, ['a', 'b']],
    ['either of two documents', either(document(statement('a')), document(statement('b'))), ['a', 'b']],
    ['JSON text', JSON.stringify(document(statement('a'))), ['a']],
    ['JSON text by Fn::Sub', { 'Fn::Sub': JSON.stringify(document(statement('a'))) }, ['a']],
    ['either of two principals', document(statement('a', { Principal: either(FEDERATED, { AWS: 'arn:aws:iam::111111111111:root' }) })), ['a']],
    ['either of two actions', document(statement('a', { Action: either('sts:AssumeRoleWithWebIdentity', 'sts:AssumeRole') })), ['a']],
    ['either effect', document(statement('a', { Effect: either('Allow', 'Deny') })), ['a']],
    ['either of two subjects', document(statement(either('a', 'b'))), ['a', 'b']],
  ])('is read: %s', (_, trustPolicy, expected) => {
    const [role] = trusting(trustPolicy);
    expect(role.unread).toEqual([]);
    expect(role.trusts.flatMap(({ claims }) => claims.flatMap(({ values }) => values))).toEqual(expected);
  });

  test.each<[string, unknown, number]>([
    ['a Deny', statement('x', { Effect: 'Deny' }), 1],
    ['a Deny or nothing', either(statement('x', { Effect: 'Deny' }), NOTHING), 0],
    ['a Deny of either subject', statement(either('x', 'y'), { Effect: 'Deny' }), 0],
  ])('%s closes what it is sure to close', (_, deny, expected) => {
    expect(trusting(document(statement('a'), deny))[0].trusts.map(({ denies }) => denies.length)).toEqual([expected]);
  });

  test.each<[string, unknown, string[][]]>([
    ['a macro beside a statement', document(statement('a'), MACRO), [['<Fn::Transform>']]],
    ['a macro for the whole document', MACRO, []],
    ['text about GitHub that is no JSON', `{"Statement": [${HOST}`, [[`{"Statement": [${HOST}`]]],
    ['text about something else', '{"Statement": [', []],
  ])('%s is told, if it may be about GitHub', (_, trustPolicy, expected) => {
    expect(trusting(trustPolicy).map(({ unread }) => unread.map(shownUnknowns))).toEqual(expected);
  });

  test('does not count the branches together as its length', () => {
    expect(trusting(either(document(statement('a')), document(statement('b'))))[0].policy).toMatchObject({ unknowns: 1 });
  });
});
