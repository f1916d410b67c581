import { readFileSync, writeFileSync } from 'fs';
import { App, Aws, CfnCondition, CfnMapping, CfnParameter, CfnParameterProps, CfnResource, Duration, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
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

  test.each<[string, object, string, string | undefined]>([
    ['joined', { 'Fn::Join': ['', ['arn:aws:iam::111111111111:role/', { Ref: 'R' }]] }, '/', '111111111111'],
    ['in a literal account', { 'Fn::Sub': 'arn:aws:iam::111111111111:role/${R}' }, '/', '111111111111'],
    ['in the stack\'s account', { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${R}' }, '/', '111111111111'],
    ['in an account known at deployment', { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${R}' }, '/', undefined],
    ['in a literal account, known at deployment', { 'Fn::Sub': 'arn:aws:iam::111111111111:role/${R}' }, '/', undefined],
    ['with its path', { 'Fn::Sub': 'arn:aws:iam::111111111111:role/ci/${R}' }, '/ci/', '111111111111'],
    ['in another account', { 'Fn::Sub': 'arn:aws:iam::222222222222:role/${R}' }, '/', '111111111111'],
    ['with another path', { 'Fn::Sub': 'arn:aws:iam::111111111111:role/ci/${R}' }, '/', '111111111111'],
  ])('a bucket policy that names the role by an ARN of its reference, %s', (where, AWS, path, account) => {
    const stack = new Stack(new App(), 'Stack', { env: { account, region: 'eu-west-1' } });
    const { node: { defaultChild } } = roleIn(stack, { path, roleName: 'deploy' });
    (defaultChild as CfnResource).overrideLogicalId('R');
    new CfnResource(stack, 'Policy', {
      type: 'AWS::S3::BucketPolicy', properties: { PolicyDocument: { Statement: { Effect: 'Allow', Principal: { AWS }, Action: 's3:PutObject', Resource: 'x' } } },
    });
    expect(permissionsOf(onlyRole(stack.node.root as App))).toEqual(where.includes('another') ? [] : ['bucket policy Stack/Policy: s3:PutObject on x']);
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

  type Made = [type: string, properties: object, condition?: string];

  function plainRole(properties: object, others: Record<string, Made> = {}, condition?: string): CheckedRole {
    const stack = newStack();
    const conditions = new Map(['A', 'B'].map(id => [id, new CfnCondition(stack, id, { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') })]));
    const all = Object.entries({ Role: ['AWS::IAM::Role', { AssumeRolePolicyDocument: TRUST, ...properties }, condition] as const, ...others });
    all.forEach(([id, [type, given, when]]) => {
      new CfnResource(stack, id, { type, properties: given }).cfnOptions.condition = conditions.get(when!);
    });
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
    ['a table', 'AWS::DynamoDB::Table', { ResourcePolicy: { PolicyDocument: { Statement: [{ ...SERVED, Resource: '*' }] } } },
      'table policy of Stack/Other: sqs:SendMessage on <Stack/Other.Arn>'],
    ['a table or none', 'AWS::DynamoDB::Table', { ResourcePolicy: either(NOTHING, { PolicyDocument: { Statement: [SERVED] } }) },
      'table policy of Stack/Other: sqs:SendMessage on x'],
    ["a table's replica", 'AWS::DynamoDB::GlobalTable', { Replicas: [{ Region: 'a' }, { Region: 'b', ResourcePolicy: { PolicyDocument: { Statement: [SERVED] } } }] },
      'table policy of Stack/Other: sqs:SendMessage on x'],
    ['an access point', 'AWS::S3::AccessPoint', { Policy: { Statement: SERVED } }, 'access point policy of Stack/Other: sqs:SendMessage on x'],
    ['a package repository', 'AWS::CodeArtifact::Repository', { PermissionsPolicyDocument: { Statement: [{ ...SERVED, Resource: '*' }] } },
      'permissions policy of Stack/Other: sqs:SendMessage on <Stack/Other.Arn>'],
    ['a domain of packages', 'AWS::CodeArtifact::Domain', { PermissionsPolicyDocument: { Statement: [SERVED] } }, 'permissions policy of Stack/Other: sqs:SendMessage on x'],
    ['an event bus', 'AWS::Events::EventBusPolicy', { StatementId: 's', Statement: SERVED }, 'event bus policy Stack/Other: sqs:SendMessage on x'],
    ['a file system', 'AWS::EFS::FileSystem', { FileSystemPolicy: { Statement: [{ ...SERVED, Resource: undefined }] } },
      'file system policy of Stack/Other: sqs:SendMessage on <Stack/Other.Arn>'],
    ['a backup vault', 'AWS::Backup::BackupVault', { AccessPolicy: { Statement: [{ ...SERVED, Resource: '*' }] } },
      'access policy of Stack/Other: sqs:SendMessage on <Stack/Other.Arn>'],
    ["a key's replica", 'AWS::KMS::ReplicaKey', { KeyPolicy: { Statement: [SERVED] } }, 'key policy of Stack/Other: sqs:SendMessage on x'],
    ['a stream', 'AWS::Kinesis::ResourcePolicy', { ResourcePolicy: { Statement: [SERVED] } }, 'stream policy Stack/Other: sqs:SendMessage on x'],
    ['an interface', 'AWS::ApiGateway::RestApi', { Policy: { Statement: [SERVED] } }, 'policy of Stack/Other: sqs:SendMessage on x'],
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

  test('an event bus policy without a statement lets it do nothing', () => {
    expect(permissionsOf(plainRole({}, { Other: ['AWS::Events::EventBusPolicy', { Action: 'events:PutEvents', Principal: '*', StatementId: 's' }] }))).toEqual([]);
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

  test.each<[string, string | undefined, string | undefined, boolean]>([
    ['always', undefined, undefined, false],
    ['under a condition', 'A', undefined, true],
    ['under the condition that the role is made under', 'A', 'A', false],
    ['under another condition than the role', 'B', 'A', true],
    ['always, for a role that is not', undefined, 'A', false],
  ])('a policy that is made %s', (_, when, ofRole, isConditional) => {
    const denial = { PolicyName: 'p', Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] } };
    const managed = { PolicyDocument: ALL };
    const policies: Parameters<typeof plainRole>[1] = { Denial: ['AWS::IAM::Policy', denial, when], Managed: ['AWS::IAM::ManagedPolicy', managed, when] };
    const role = plainRole({ ManagedPolicyArns: [{ Ref: 'Managed' }] }, policies, ofRole);
    expect(role.permissions.map(permission => permission.isConditional ?? false)).toEqual([isConditional, isConditional]);
    expect(allowedActions(role).map(({ action }) => action)).toEqual(isConditional ? ['iam:*'] : []);
  });

  describe('its permissions boundary', () => {
    const OWN: Record<string, [string, object]> = { Own: ['AWS::IAM::ManagedPolicy', { PolicyDocument: ALL, ManagedPolicyName: 'own' }] };
    const OTHER = 'arn:aws:iam::111111111111:policy/boundary';

    test.each<[string, unknown, [arn: string | undefined, permissions?: number][]]>([
      ['none', undefined, []],
      ['none after all', NOTHING, []],
      ['one that others make', OTHER, [[OTHER]]],
      ['one of the app by its reference', { Ref: 'Own' }, [['<Stack/Own>', 1]]],
      ['one of the app by its ARN', { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/own' }, [['arn:aws:iam::111111111111:policy/own', 1]]],
      ['one or none', either(OTHER, NOTHING), [[OTHER], [undefined]]],
      ['one or another', either(OTHER, { Ref: 'Own' }), [[OTHER], ['<Stack/Own>', 1]]],
    ])('%s', (_, PermissionsBoundary, expected) => {
      const { boundaries } = plainRole({ PermissionsBoundary }, OWN);
      expect(boundaries.map(({ arn, permissions }) => [arn && shownUnknowns(arn), ...permissions ? [permissions.length] : []])).toEqual(expected);
    });

    test.each<[string, unknown, boolean]>([
      ['all of it', ALL, false],
      ['but for a macro', { Statement: [ALL.Statement[0], { 'Fn::Transform': { Name: 'Macro' } }] }, true],
    ])('is read, %s', (_, PolicyDocument, isPartial) => {
      const role = plainRole({ PermissionsBoundary: { Ref: 'Own' } }, { Own: ['AWS::IAM::ManagedPolicy', { PolicyDocument }] });
      expect(role.boundaries).toMatchObject([{ isPartial, permissions: [{ actions: ['iam:*'] }] }]);
    });

    test.each<[string, Made, boolean]>([
      ['a policy of its own', ['AWS::IAM::Policy', { Roles: [{ Ref: 'Role' }], PolicyDocument: ALL }], false],
      ["a queue's policy", ['AWS::SQS::QueueInlinePolicy', { PolicyDocument: { Statement: SERVED } }], true],
      ["another role's trust policy", ['AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: { ...SERVED, Action: 'sts:*' } } }], true],
      ["a function's permission", ['AWS::Lambda::Permission', { Action: 'lambda:*', FunctionName: 'f', Principal: OWN_ARN }], true],
      ['an access entry', ['AWS::EKS::AccessEntry', { PrincipalArn: OWN_ARN, ClusterName: 'c', AccessPolicies: [{ PolicyArn: 'a/b' }], KubernetesGroups: [] }], true],
    ])('%s is the word of a resource or not', (_, other, isOfResource) => {
      expect(plainRole({}, { Other: other }).permissions.map(permission => permission.isOfResource ?? false)).toEqual([isOfResource]);
    });

    test('is not what the role may do', () => {
      expect(plainRole({ PermissionsBoundary: { Ref: 'Own' } }, OWN)).toMatchObject({ permissions: [], managedPolicies: [] });
    });
  });

  describe('what is not read of what it may do', () => {
    const MACRO = { 'Fn::Transform': { Name: 'Macro', Parameters: {} } };
    const unreadOf = (...given: Parameters<typeof plainRole>) => plainRole(...given).unreadPermissions.map(shownUnknowns);

    test.each<[string, object, string[]]>([
      ['nothing', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'], PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess' }, []],
      ['a managed policy of others', { ManagedPolicyArns: ['arn:aws:iam::111111111111:policy/theirs'] }, ["the managed policy 'arn:aws:iam::111111111111:policy/theirs'"]],
      ['managed policies by an intrinsic', { ManagedPolicyArns: { 'Fn::Split': [',', { Ref: 'Role' }] } }, ["the managed policy '<Fn::Split>'"]],
      ['a boundary of others', { PermissionsBoundary: 'arn:aws:iam::111111111111:policy/theirs' }, ["the permissions boundary 'arn:aws:iam::111111111111:policy/theirs'"]],
      ['an inline document of a macro', { Policies: [{ PolicyName: 'p', PolicyDocument: MACRO }] }, ["'<Fn::Transform>' in 'inline policy p'"]],
      ['a statement of a macro', { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [MACRO] } }] }, ["'<Fn::Transform>' in 'inline policy p'"]],
      ['a long text that is no JSON', { Policies: [{ PolicyName: 'p', PolicyDocument: '{'.repeat(200) }] }, [`'${'{'.repeat(100)}' in 'inline policy p'`]],
      ['inline policies by an intrinsic', { Policies: { 'Fn::GetAtt': ['Role', 'X'] } }, ["the inline policies '<Stack/Role.X>'"]],
      ['inline policies of a macro', { Policies: [MACRO] }, ["the inline policies '<Fn::Transform>'"]],
    ])('%s', (_, properties, expected) => {
      expect(unreadOf(properties)).toEqual(expected);
    });

    test.each<[string, [type: string, properties: object], string[]]>([
      ['a policy by a macro', ['AWS::IAM::Policy', { Roles: [{ Ref: 'Role' }], PolicyDocument: MACRO }], ["'<Fn::Transform>' in 'policy Stack/Other'"]],
      ['a boundary by a macro', ['AWS::IAM::ManagedPolicy', { PolicyDocument: MACRO }], ["'<Fn::Transform>' in 'managed policy Stack/Other'"]],
      ['a policy for a role that nobody knows', ['AWS::IAM::Policy', { Roles: [{ 'Fn::ImportValue': 'x' }], PolicyDocument: ALL }],
        ["whether 'policy Stack/Other' is for this role, as it is for '<x>'"]],
      ['a bucket policy by a macro', ['AWS::S3::BucketPolicy', { PolicyDocument: { Statement: [MACRO] } }], ["'<Fn::Transform>' in 'bucket policy Stack/Other'"]],
      ['nothing of a policy for another role', ['AWS::IAM::Policy', { Roles: [{ Ref: 'Second' }], PolicyDocument: MACRO }], []],
    ])('%s', (_, [type, properties], expected) => {
      const Second: [string, object] = ['AWS::IAM::Role', { AssumeRolePolicyDocument: {} }];
      const boundary = type === 'AWS::IAM::ManagedPolicy' ? { PermissionsBoundary: { Ref: 'Other' } } : {};
      expect(unreadOf(boundary, { Other: [type, properties], Second })).toEqual(expected);
    });
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

  describe('by a parameter', () => {
    const trustingBy = (parameters: Record<string, CfnParameterProps>, trustPolicy: unknown, scope = newStack()) => {
      Object.entries(parameters).forEach(([id, props]) => new CfnParameter(scope, id, props));
      new CfnResource(scope, 'Role', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: trustPolicy } });
      return onlyRole(scope.node.root as App);
    };
    const subjectsOf = ({ trusts }: CheckedRole) => trusts.flatMap(({ claims }) => claims.flatMap(({ values }) => values.map(shownUnknowns)));
    const SUB = { 'Fn::Sub': 'repo:octo/${P}:*' };

    test.each<[string, CfnParameterProps, unknown, string[]]>([
      ['without a value', {}, SUB, ['repo:octo/<P>:*']],
      ['with a default', { default: '*' }, SUB, ['repo:octo/<P>:*', 'repo:octo/*:*']],
      ['that is joined', { default: '*' }, { 'Fn::Join': ['', ['repo:octo/', { Ref: 'P' }]] }, ['repo:octo/<P>', 'repo:octo/*']],
      ['with values that are allowed', { default: 'a', allowedValues: ['a', 'b', 'c'] }, SUB, ['repo:octo/<P>:*', 'repo:octo/a:*', 'repo:octo/b:*', 'repo:octo/c:*']],
      ['that is a number', { type: 'Number', default: 7 }, SUB, ['repo:octo/<P>:*', 'repo:octo/7:*']],
      ['that is a list', { type: 'CommaDelimitedList', default: 'repo:a, *' }, { Ref: 'P' }, ['<P>', 'repo:a', '*']],
      ['of which one is taken', { type: 'CommaDelimitedList', default: 'a,b' }, { 'Fn::Select': [1, { Ref: 'P' }] }, ['<Fn::Select>', 'b']],
      ['of the Parameter Store', { type: 'AWS::SSM::Parameter::Value<String>', default: '*' }, SUB, ['repo:octo/<P>:*']],
      ['that it does not use', { default: '*' }, 'repo:octo/x:*', ['repo:octo/x:*']],
    ])('%s', (_, props, sub, expected) => {
      const role = trustingBy({ P: props }, document(statement(sub)));
      expect(subjectsOf(role)).toEqual(expected);
      expect(new Set(role.statements.map(({ name }) => name))).toEqual(new Set(['statement 1']));
    });

    test('several are told together, each with every value', () => {
      const role = trustingBy({ P: { allowedValues: ['a', 'b', 'c'] }, Q: { default: 'x' } }, document(statement({ 'Fn::Sub': 'repo:${Q}/${P}' })));
      expect(subjectsOf(role)).toEqual(['repo:<Q>/<P>', 'repo:x/a', 'repo:x/b', 'repo:x/c']);
    });

    test('no more than ten values', () => {
      expect(subjectsOf(trustingBy({ P: { allowedValues: Array.from({ length: 20 }, (_, index) => `v${index}`) } }, document(statement(SUB))))).toHaveLength(11);
    });

    test('a Deny by one is not sure', () => {
      const role = trustingBy({ P: { default: 'x' } }, document(statement('a'), statement(SUB, { Effect: 'Deny' })));
      expect(role.trusts.map(({ denies }) => denies.length)).toEqual([0]);
    });

    test('a policy that it is the text of', () => {
      expect(subjectsOf(trustingBy({ P: { default: JSON.stringify(document(statement('a'))) } }, document(statement('b'))))).toEqual(['b']);
      expect(subjectsOf(trustingBy({ P: { default: JSON.stringify(document(statement('a'))) } }, { Ref: 'P' }))).toEqual(['a']);
    });

    test('a nested stack takes what it is handed, by its parent\'s parameter too, and else its own default', () => {
      const parent = newStack();
      const outer = new CfnParameter(parent, 'Outer', { default: 'outer' });
      const nested = new NestedStack(parent, 'Nested', { parameters: { P: 'handed', Q: outer.valueAsString } });
      const own = (default_: string) => ({ default: default_ });
      const role = trustingBy({ P: own('no'), Q: own('no'), R: own('own') }, document(statement({ 'Fn::Sub': '${P}-${Q}-${R}' })), nested as Stack);
      expect(subjectsOf(role)).toEqual(['handed-<Outer>-<R>', 'handed-outer-own']);
    });

    test('what it lets the role do, and which managed policies the role has', () => {
      const stack = newStack();
      const ARN = 'arn:aws:iam::aws:policy/AdministratorAccess';
      const [action, arn] = [new CfnParameter(stack, 'P', { default: '*' }), new CfnParameter(stack, 'Q', { default: ARN })].map(one => one.valueAsString);
      roleIn(stack, {
        managedPolicies: [{ managedPolicyArn: arn } as iam.IManagedPolicy],
        inlinePolicies: { p: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: [`s3:${action}`], resources: ['*'] })] }) },
      });
      const role = onlyRole(stack.node.root as App);
      expect(permissionsOf(role)).toEqual(['inline policy p: s3:<P> on *', 'inline policy p: s3:* on *']);
      expect(role.managedPolicies.map(shownUnknowns)).toEqual(['<Q>', ARN]);
    });
  });

  describe('by a mapping', () => {
    const mapping = { dev: { sub: 'repo:octo/a:*', list: ['x', 'y'] }, prod: { sub: 'repo:*' }, only: { one: '1' } };
    const trustingBy = (...keys: unknown[]) => {
      const stack = newStack();
      new CfnMapping(stack, 'M', { mapping });
      new CfnParameter(stack, 'P');
      new CfnParameter(stack, 'Q', { default: 'dev' });
      new CfnResource(stack, 'Role', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: document(statement({ 'Fn::FindInMap': keys })) } });
      const { trusts } = onlyRole(stack.node.root as App);
      return trusts.flatMap(({ claims }) => claims.flatMap(({ values }) => values.map(shownUnknowns)));
    };
    const OTHER = { DefaultValue: 'repo:octo/default' };

    test.each<[string, unknown[], string[]]>([
      ['literal keys', ['M', 'prod', 'sub'], ['repo:*']],
      ['literal keys, of a list', ['M', 'dev', 'list'], ['x', 'y']],
      ['literal keys, and another value', ['M', 'prod', 'sub', OTHER], ['repo:*']],
      ['literal keys that are missing, and another value', ['M', 'prod', 'no', OTHER], ['repo:octo/default']],
      ['literal keys that are missing', ['M', 'constructor', 'name'], ['<Fn::FindInMap>']],
      ['a mapping that is missing', ['N', 'prod', 'sub'], ['<Fn::FindInMap>']],
      ['an unknown key', ['M', { Ref: 'P' }, 'sub'], ['<Fn::FindInMap>', 'repo:octo/a:*', 'repo:*']],
      ['an unknown key with a default', ['M', { Ref: 'Q' }, 'sub'], ['<Fn::FindInMap>', 'repo:octo/a:*', 'repo:*']],
      ['an unknown key that can be one only', ['M', { Ref: 'P' }, 'one'], ['1']],
      ['two unknown keys', ['M', { Ref: 'P' }, { Ref: 'AWS::StackId' }], ['<Fn::FindInMap>', 'repo:octo/a:*', 'x', 'y', 'repo:*', '1']],
      ['an unknown key, and another value', ['M', { Ref: 'P' }, 'sub', OTHER], ['<Fn::FindInMap>', 'repo:octo/a:*', 'repo:*', 'repo:octo/default']],
    ])('with %s', (_, keys, expected) => {
      expect(trustingBy(...keys)).toEqual(expected);
    });
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

  test.each<[string, unknown, number]>([
    ['the longer of two documents', either(document(statement('a')), document(statement('long'))), 0],
    ['the longer of two documents, in JSON text', either(JSON.stringify(document(statement('long'))), JSON.stringify(document(statement('a')))), 0],
    ['the longer, with what is open in it', either(document(statement('a')), document(statement(either('a', 'b')), statement('long'))), 1],
  ])('its length is that of %s', (_, trustPolicy, unknowns) => {
    const longest = unknowns === 0 ? document(statement('long')) : document(statement('?'), statement('long'));
    expect(trusting(trustPolicy)[0].policy).toMatchObject({ unknowns, characters: JSON.stringify(longest).length });
  });
});

test.each<[string, object]>([
  ['a resource that is none', { Resources: { Other: null } }],
  ['a resource without properties', { Resources: { Other: { Type: 'AWS::IAM::Role', Properties: null } } }],
  ['a parameter that is none', { Parameters: { Other: null } }],
  ["a parameter's type and values that are none", { Parameters: { Other: { Type: null, AllowedValues: null }, Another: { Type: 7, AllowedValues: 'x' } } }],
  ['an output that is none', { Outputs: { Other: null } }],
])('%s is passed over', (_, more) => {
  const stack = newStack();
  roleIn(stack);
  const { stacks: [{ templateFullPath: file }] } = (stack.node.root as App).synth();
  const template = JSON.parse(readFileSync(file, 'utf8'));
  const sections = Object.entries(more).map(([name, one]) => [name, { ...template[name], ...one }]);
  writeFileSync(file, JSON.stringify({ ...template, ...Object.fromEntries(sections) }));

  expect(readApp(stack.node.root, [file], { issuers: [] }).roles).toHaveLength(1);
});
