import { App, Aws, CfnParameter, Duration, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { GithubIssuer, GithubOidcProvider, GithubOidcRole, GithubRepository } from '../../../src';
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
