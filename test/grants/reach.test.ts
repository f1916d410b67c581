import { App, Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { GithubOidcRole } from '../../src';
import { RecordedGrant } from '../../src/role-grants';
import { RenderedStatement } from '../support/api-data';
import { allowedOf, Call } from '../support/calls';
import { resourcesIn, textIn } from '../support/deployed';
import { GRANT_METHODS, GrantMethod, nameOf, newGrant } from '../support/every-grant';
import { newGithubRole } from '../support/job-role';
import { closureOf, Reach, reachOf, Unnamed, WAYS } from '../support/reach';

const JOB = 'arn:aws:iam::111111111111:role/job';

/** The policies that the template attaches to a role. */
function policiesOf(stack: Stack) {
  const policies = resourcesIn(stack, ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']);
  return (roleArn: string): RenderedStatement[] => policies
    .filter(({ Roles: roles = [] }) => roles.includes(roleArn.split('/').at(-1)))
    .flatMap(({ PolicyDocument: { Statement: statements } }) => statements);
}

const SERVICES = ['cloudformation', 'codebuild', 'codedeploy', 'ec2', 'ecs-tasks', 'eks', 'glue', 'lambda', 'states'];

/** How a grant tells of the roles that it cannot name. */
const TOLD: Record<Unnamed, RegExp> = {
  'stacks of a bootstrapped environment': /any stack of the environment as the role that the stack has already$/,
  'the stack itself': /the stack as the role that an earlier deployment gave the stack/,
  'change sets of others': /change sets of the stack that others made, as the role that they named$/,
  'earlier revisions': /any revision of the family, with the roles that it was registered with$/,
  'hosts of tasks': /tasks that may act as the instance role of EC2 capacity, and as the tasks beside them$/,
  'what a deployment runs on': /code that runs as the roles of any instance, function or ECS task that CodeDeploy may deploy to with the group's role$/,
  'pods': /^runs pods /,
  'whoever applies the state': /^writes the .*state/,
  'whoever deploys from the bucket': /^writes what others deploy from the bucket later, as roles of their own$/,
};

function told(how: string): string {
  const kinds = Object.entries(TOLD).filter(([, pattern]) => pattern.test(how)).map(([kind]) => kind);
  return kinds.length === 1 ? kinds[0] : `'${how}', which is told ${kinds.length} times`;
}

/** What the record says beside what can be reached, and what it leaves out. */
function differences(record: readonly RecordedGrant[], { assumed, passed, steered, unnamed }: Reach): string[] {
  const steers = record.flatMap(grant => grant.steers);
  const recorded = new Set([
    ...steers.map(({ roleArn, how }) => roleArn === undefined ? `through ${told(how)}` : `through ${roleArn}`),
    ...record.flatMap(({ resources }) => resources.filter(resource => /:role\//.test(resource))).map(roleArn => `as ${roleArn}`),
  ]);
  const reached = new Set([...[...passed, ...steered, ...unnamed].map(role => `through ${role}`), ...assumed.map(roleArn => `as ${roleArn}`)]);
  return [
    ...[...recorded].filter(each => !reached.has(each)).map(each => `only recorded: ${each}`),
    ...[...reached].filter(each => !recorded.has(each)).map(each => `not recorded: ${each}`),
  ].sort();
}

/** A role with grants, its record as the deployment knows it, and what it can reach. */
function granted(methods: readonly GrantMethod[], also: (role: GithubOidcRole, stack: Stack) => void = () => {}) {
  const { stack, role } = newGithubRole(new App());
  for (const method of methods) { newGrant(method, stack)(role); }
  also(role, stack);
  const record = textIn(stack, role._grants.map(({ method, resources, steers }) => ({ method, resources, steers }))) as RecordedGrant[];
  const statements = policiesOf(stack)(JOB);
  return { stack, record, statements, reach: reachOf(stack, JOB, statements) };
}

const ACTING: GrantMethod[] = [
  'grantCdkDeploy', 'grantCloudFormationDeploy', 'grantCodeBuildRun', 'grantCodeDeploy', 'grantEcsDeploy', 'grantEcsRunTask', 'grantEksAccess',
  'grantLambdaDeploy', 'grantStepFunctionsDeploy', 'grantTerraformState',
];

describe.each(GRANT_METHODS)('%s', method => {
  const { stack, record, statements, reach } = granted([method]);

  test('records every role that it lets a job become or act through, and no other', () => {
    expect(differences(record, reach)).toEqual([]);
    const { passed, steered, unnamed } = reach;
    expect([...passed, ...steered, ...unnamed].length > 0).toBe(ACTING.includes(method));
  });

  test('is found out if it leaves one out', () => {
    const [{ steers, ...rest }] = record;
    const left = steers.map((_, index) => differences([{ ...rest, steers: steers.filter((__, other) => other !== index) }], reach));
    expect(left.filter(found => found.length === 0)).toEqual([]);
    expect(left.flat().every(found => found.startsWith('not recorded: through '))).toBe(true);
    expect(differences([{ ...rest, steers, resources: [] }], reach)).toHaveLength(reach.assumed.length);
  });

  test('is found out if it records what it does not allow', () => {
    const without = (statement: RenderedStatement) => statements.filter(other => other !== statement);
    const opening = statements.filter(statement => [statement.Action].flat().some(action => action === 'iam:PassRole' || action === 'sts:AssumeRole'));
    // CloudFormation and ECS name the passed role again, where it acts.
    const named = new Set(reach.steered);
    const found = opening.map(statement => differences(record, reachOf(stack, JOB, without(statement))));
    expect(found.filter((each, index) => each.length === 0 && ![opening[index].Resource].flat().every(role => named.has(role)))).toEqual([]);
    expect(differences([...record, { ...record[0], resources: [], steers: [{ roleArn: 'arn:aws:iam::111111111111:role/any', how: 'is it' }] }], reach))
      .toEqual(['only recorded: through arn:aws:iam::111111111111:role/any']);
  });

  test('lets the job assume or pass no other role, and pass none to another service, by an engine that is not ours', () => {
    const others = ['admin', 'job', ...reach.steered.map(roleArn => roleArn.split('/')[1])].map(name => `arn:aws:iam::111111111111:role/${name}`);
    const to = (service: string) => ({ 'iam:PassedToService': `${service}.amazonaws.com` });
    const calls: Call[] = [
      ...others.filter(roleArn => !reach.assumed.includes(roleArn)).map((roleArn): Call => [`assume ${roleArn}`, 'sts:AssumeRole', roleArn]),
      ...others.filter(roleArn => !reach.passed.includes(roleArn)).flatMap(roleArn => SERVICES.map((service): Call =>
        [`pass ${roleArn} to ${service}`, 'iam:PassRole', roleArn, to(service)])),
      ...reach.passed.flatMap(roleArn => [to('ec2'), to('glue'), {}].map((context): Call => [`pass ${roleArn} elsewhere`, 'iam:PassRole', roleArn, context])),
    ];
    const policies = [{ Version: '2012-10-17', Statement: statements }];
    expect(allowedOf(policies, calls)).toEqual([]);
    const passing = reach.passed.map((roleArn): Call[] => SERVICES.map(service => [`${roleArn} to ${service}`, 'iam:PassRole', roleArn, to(service)]));
    expect(passing.map(each => allowedOf(policies, each).length)).toEqual(reach.passed.map(() => 1));
  });

  test('works on what it records, and on little beside it', () => {
    const rendered = new Set(statements.flatMap(({ Resource: resources }) => resources));
    const recorded = new Set(record.flatMap(({ resources }) => resources));
    expect([...recorded].filter(resource => !rendered.has(resource))).toEqual(method === 'grantEcsRunTask' || method === 'grantEksAccess' ? ON_THE_SIDE[method] : []);
    const known = new Set([...recorded, ...reach.passed, ...reach.assumed]);
    expect([...rendered].filter(resource => !known.has(resource)).map(kindOf).filter((kind, index, kinds) => kinds.indexOf(kind) === index).sort())
      .toEqual(BESIDE[method] ?? []);
  });
});

/** What is recorded and stands in a condition, or in the cluster. */
const ON_THE_SIDE = {
  grantEcsRunTask: ['arn:aws:ecs:eu-west-1:111111111111:cluster/ecsruntask'],
  grantEksAccess: ['web'],
};

/** What is rendered and not recorded, since it is of what is: a login, a key, a log. */
const BESIDE: Partial<Record<GrantMethod, string[]>> = {
  grantBedrockInvoke: ['bedrock foundation-model'],
  grantCloudFormationDeploy: ['cloudformation changeSet', 'kms key'],
  grantCodeArtifactPublish: ['*', 'codeartifact domain'],
  grantCodeArtifactRead: ['*', 'codeartifact domain'],
  grantCodeBuildRun: ['logs log-group'],
  grantCodeDeploy: ['codedeploy application', 'codedeploy deploymentconfig'],
  grantEcrPublicPush: ['*'],
  grantEcrPull: ['*'],
  grantEcrPush: ['*'],
  grantEcsRunTask: ['ecs task', 'ecs task-definition'],
  grantLambdaDeploy: ['lambda function'],
  grantParametersRead: ['kms key'],
  grantSecretsRead: ['kms key'],
  grantStaticSiteDeploy: ['kms key', 's3'],
  grantTerraformState: ['dynamodb table', 'kms key', 's3'],
};

function kindOf(resource: string): string {
  const [, , service = '*', , , rest = ''] = resource.split(':');
  return service === 's3' ? service : `${service} ${rest.split('/')[0]}`.trim();
}

/** The actions that a job does by itself, as its own role and on the resource alone. */
const BY_ITSELF: Record<string, string> = {
  'bedrock': 'InvokeModel InvokeModelWithResponseStream',
  'cloudformation': 'DeleteChangeSet DescribeChangeSet DescribeEvents DescribeStacks',
  'cloudfront': 'CreateInvalidation GetInvalidation',
  'codeartifact': 'GetAuthorizationToken GetRepositoryEndpoint PublishPackageVersion PutPackageMetadata ReadFromRepository',
  'codebuild': 'BatchGetBuilds StopBuild',
  'codedeploy': 'GetApplicationRevision GetDeployment GetDeploymentConfig GetDeploymentGroup RegisterApplicationRevision',
  'dynamodb': 'DeleteItem GetItem PutItem',
  'ecr': 'BatchCheckLayerAvailability BatchGetImage CompleteLayerUpload GetAuthorizationToken GetDownloadUrlForLayer InitiateLayerUpload PutImage UploadLayerPart',
  'ecr-public': 'BatchCheckLayerAvailability CompleteLayerUpload GetAuthorizationToken InitiateLayerUpload PutImage UploadLayerPart',
  // A revision that is registered runs by the two others.
  'ecs': 'DescribeServices DescribeTasks RegisterTaskDefinition',
  'eks': 'DescribeCluster',
  'inspector-scan': 'ScanSbom',
  'kms': 'Decrypt DescribeKey GenerateDataKey GetPublicKey Sign',
  // Versions and aliases are of code that was deployed by the others.
  'lambda': 'GetAlias GetFunctionConfiguration PublishVersion UpdateAlias',
  'logs': 'GetLogEvents',
  's3': 'AbortMultipartUpload DeleteObject GetObject ListBucket',
  'secretsmanager': 'GetSecretValue',
  'ssm': 'GetParameter GetParameters',
  'states': 'DescribeStateMachine DescribeStateMachineAlias PublishStateMachineVersion UpdateStateMachineAlias',
  'sts': 'GetServiceBearerToken',
};

describe('a role with every grant', () => {
  const { stack, record, statements, reach } = granted(GRANT_METHODS);

  test('has no action that nobody has judged', () => {
    const judged = [...Object.keys(WAYS), ...Object.entries(BY_ITSELF).flatMap(([service, names]) => names.split(' ').map(name => `${service}:${name}`))];
    expect([...new Set(statements.flatMap(({ Action: actions }) => actions))].sort()).toEqual(judged.sort());
  });

  test('reaches what its grants record together', () => {
    expect(differences(record, reach)).toEqual([]);
    expect(reach.unnamed).toEqual((Object.keys(TOLD) as Unnamed[]).filter(kind => kind !== 'the stack itself' && kind !== 'whoever deploys from the bucket').sort());
    expect([reach.assumed, reach.passed, reach.steered].map(({ length }) => length)).toEqual([10, 7, 10]);
  });

  test('reaches nothing further over those roles, which have no permissions here', () => {
    const closure = closureOf(stack, JOB, policiesOf(stack));
    expect([...closure.keys()].sort()).toEqual([...new Set([...reach.assumed, ...reach.passed, ...reach.steered])].sort());
    expect(new Set(closure.values())).toEqual(new Set([JOB]));
  });
});

test('a role without an execution role for CloudFormation says so', () => {
  const { record, reach } = granted([], role => role.grantCloudFormationDeploy('my-app'));
  expect(reach.unnamed).toEqual(['change sets of others', 'the stack itself']);
  expect(differences(record, reach)).toEqual([]);
});

test('a role that may write a whole bucket of artifacts says so', () => {
  const { record, reach } = granted([], (role, stack) => {
    role.grantCloudFormationDeploy('my-app', { artifactBucket: s3.Bucket.fromBucketName(stack, 'Artifacts', 'artifacts') });
  });
  expect(reach.unnamed).toEqual(['change sets of others', 'the stack itself', 'whoever deploys from the bucket']);
  expect(differences(record, reach)).toEqual([]);
});

test('a role that may deploy a service says with which roles, also those that it may not pass', () => {
  const { record, reach } = granted([], (role, stack) => {
    const [passable, own, puller] = ['passable', 'own', 'puller'].map(roleName => new iam.Role(stack, roleName, { roleName, assumedBy: new iam.AccountRootPrincipal() }));
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', { family: 'web', taskRole: own, executionRole: puller });
    const service = ecs.FargateService.fromFargateServiceArn(stack, 'Service', 'arn:aws:ecs:eu-west-1:111111111111:service/main/web');
    role.grantEcsDeploy(service, { taskDefinition, passableRoles: [passable] });
  });
  expect([reach.passed, reach.steered]).toEqual([['passable'], ['own', 'puller']].map(names => names.map(name => `arn:aws:iam::111111111111:role/${name}`)));
  expect(differences(record, reach)).toEqual([]);
});

test.each(['CfnRole', 'name'])('a role that may run an L1 project names its role, given by %s', given => {
  const { record, reach } = granted([], (role, stack) => {
    const own = new iam.CfnRole(stack, 'Own', { roleName: 'own', assumeRolePolicyDocument: {} });
    role.grantCodeBuildRun(new codebuild.CfnProject(stack, 'Project', {
      name: 'build',
      serviceRole: given === 'name' ? 'own' : own.ref,
      artifacts: { type: 'NO_ARTIFACTS' },
      source: { type: 'NO_SOURCE' },
      environment: { computeType: 'a', image: 'b', type: 'c' },
    }));
  });
  expect(reach.steered).toEqual(['arn:aws:iam::111111111111:role/own']);
  expect(differences(record, reach)).toEqual([]);
});

test('what others allow the role is not taken for recorded', () => {
  const { record, reach } = granted(['grantLambdaDeploy'], (role, stack) => {
    iam.Role.fromRoleName(stack, 'Admin', 'admin').grantPassRole(role);
    iam.Role.fromRoleName(stack, 'Other', 'other').grantAssumeRole(role);
  });
  expect(differences(record, reach)).toEqual(['not recorded: as arn:aws:iam::111111111111:role/other', 'not recorded: through arn:aws:iam::111111111111:role/admin']);
});

test('roles behind a role are found, over as many as there are', () => {
  const { stack } = granted(['grantLambdaDeploy', 'grantCodeBuildRun'], (_, within) => {
    const of = (method: GrantMethod) => within.node.findChild(nameOf(method)).node.findChild(`${nameOf(method)}-own`) as iam.Role;
    const admin = new iam.Role(within, 'Admin', { roleName: 'admin', assumedBy: new iam.AccountRootPrincipal() });
    admin.grantPassRole(of('grantLambdaDeploy'));
    iam.Role.fromRoleName(within, 'Root', 'root').grantAssumeRole(admin);
    admin.grantAssumeRole(new iam.Role(within, 'Unreached', { roleName: 'unreached', assumedBy: new iam.AccountRootPrincipal() }));
  });
  const closure = closureOf(stack, JOB, policiesOf(stack));
  const name = (arn: string) => arn.split('/')[1];
  expect([...closure].map(([to, from]) => `${name(from)} to ${name(to)}`).sort()).toEqual([
    'admin to root', 'job to codebuildrun-own', 'job to lambdadeploy-next', 'job to lambdadeploy-own', 'lambdadeploy-own to admin',
  ]);
});
