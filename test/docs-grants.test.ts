import { readFileSync } from 'fs';
import { join } from 'path';
import { runInNewContext } from 'vm';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { GithubOidcRole, GithubRepository } from 'cdk-github-actions-oidc';

const PAGE = readFileSync(join(__dirname, '..', 'docs', 'grants.md'), 'utf8');
/** What `npm run check-docs` compiles. */
const COMPILED = [...PAGE.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, block]) => block).join('');

/** The rows of a section's table, without its head and without the rows that only hold a title. */
function rowsIn(heading: string): string[][] {
  const section = PAGE.split(/^##? /m).find(text => text.startsWith(`${heading}\n`))!;
  return section.split('\n').filter(line => line.startsWith('| ')).slice(1)
    .map(line => line.slice(2, -2).split(' | ')).filter(([first]) => !first.startsWith('**'));
}

const code = (cell: string) => cell.slice(1, -1);
const namesIn = (text: string, pattern: RegExp) => [...new Set(text.match(pattern) ?? [])].sort();
const methodOf = (call: string) => /^role\.(grant\w+)\(/.exec(call)?.[1];

const ROWS = rowsIn('Grants').map(([job, typescript, python, allows]) => ({ job, typescript: code(typescript), python: code(python), allows }));
const CALLS = ROWS.map(({ typescript }) => typescript);

/** The methods that GithubOidcRole has and iam.Role has not. */
function ownGrants(): string[] {
  const names: string[] = [];
  for (let proto = GithubOidcRole.prototype; proto !== iam.Role.prototype; proto = Object.getPrototypeOf(proto)) {
    names.push(...Object.getOwnPropertyNames(proto).filter(name => name.startsWith('grant')));
  }
  return names.sort();
}

/** A call as jsii offers it in Python: names in snake case, the options as keyword arguments. */
function inPython(typescript: string): string {
  return typescript
    .replace(/\{ (.*) \}/, (_, properties) => keywords(properties))
    .split(/('[^']*')/)
    .map(part => part.startsWith("'") ? `"${part.slice(1, -1)}"` : snakeCase(part))
    .join('');
}

function keywords(properties: string): string {
  return properties.split(/, (?![^[]*\])/).map(property => property.includes(': ') ? property.replace(': ', '=') : `${property}=${property}`).join(', ');
}

/** A class keeps its name. */
function snakeCase(text: string): string {
  return text.replace(/\b[a-z]\w*/g, name => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`));
}

/** The resources that the page declares. Those that may have a KMS key have one. */
function resourcesIn(stack: Stack) {
  const role = (id: string) => new iam.Role(stack, id, { assumedBy: new iam.AccountRootPrincipal() });
  const encryptionKey = new kms.Key(stack, 'EncryptionKey');
  const definition = new ecs.FargateTaskDefinition(stack, 'Task');
  definition.addContainer('web', { image: ecs.ContainerImage.fromRegistry('web'), logging: ecs.LogDriver.awsLogs({ streamPrefix: 'web' }) });
  const cluster = ecs.Cluster.fromClusterArn(stack, 'Cluster', 'arn:aws:ecs:eu-west-1:111111111111:cluster/main');
  const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
  return {
    repository: new ecr.Repository(stack, 'Repository'),
    publicRepository: new ecr.CfnPublicRepository(stack, 'PublicRepository'),
    signingKey: new kms.Key(stack, 'SigningKey', { keySpec: kms.KeySpec.ECC_NIST_P256, keyUsage: kms.KeyUsage.SIGN_VERIFY }),
    executionRole: role('ExecutionRole'),
    bucket: new s3.Bucket(stack, 'Bucket', { encryptionKey }),
    service: ecs.FargateService.fromFargateServiceArn(stack, 'Service', 'arn:aws:ecs:eu-west-1:111111111111:service/main/web'),
    taskDefinition: definition,
    taskRole: definition.taskRole,
    taskExecutionRole: definition.executionRole,
    cluster,
    eksCluster: new eks.CfnCluster(stack, 'EksCluster', {
      roleArn: role('EksRole').roleArn, resourcesVpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] }, accessConfig: { authenticationMode: 'API' },
    }),
    fn: new lambda.Function(stack, 'Function', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline(' ') }),
    functionRole: role('FunctionRole'),
    stateMachine: new stepfunctions.StateMachine(stack, 'StateMachine', {
      definitionBody: stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(stack, 'Pass')),
    }),
    stateMachineRole: role('StateMachineRole'),
    deploymentGroup: new codedeploy.ServerDeploymentGroup(stack, 'DeploymentGroup'),
    distribution: cloudfront.Distribution.fromDistributionAttributes(stack, 'Distribution', { distributionId: 'E1', domainName: 'd1.cloudfront.net' }),
    lockTable: new dynamodb.Table(stack, 'LockTable', { partitionKey }),
    project: codebuild.Project.fromProjectName(stack, 'Project', 'web'),
    logGroup: new logs.LogGroup(stack, 'LogGroup'),
    token: new secretsmanager.Secret(stack, 'Token', { encryptionKey }),
    password: new secretsmanager.Secret(stack, 'Password', { encryptionKey }),
    url: ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Url', { parameterName: '/web/url', encryptionKey }),
    version: new ssm.StringParameter(stack, 'Version', { stringValue: '1' }),
    key: new kms.Key(stack, 'Key'),
    table: new dynamodb.Table(stack, 'Table', { partitionKey }),
    topic: new sns.Topic(stack, 'Topic'),
    queue: new sqs.Queue(stack, 'Queue'),
    eventBus: new events.EventBus(stack, 'EventBus'),
    otherRole: role('OtherRole'),
    ecr,
  };
}

/** Makes each call of the table for a role of its own: the statements that it renders, and whether it says that it acts through other roles. */
function perform(calls: readonly string[]): { statements: any[]; steers: boolean }[] {
  const stack = new Stack(new App(), 'Delivery', { env: { account: '111111111111', region: 'eu-west-1' } });
  const resources = resourcesIn(stack);
  const subjects = [GithubRepository.of('octo-org@123456/octo-repo@456789').environment('production')];
  const jobs = calls.map((call, index) => {
    const role = new GithubOidcRole(stack, `Job${index}`, { subjects });
    runInNewContext(call, { ...resources, role });
    return role;
  });
  const policies = Object.values<any>(Template.fromStack(stack).findResources('AWS::IAM::Policy')).map(({ Properties: properties }) => properties);
  return jobs.map(role => ({
    statements: policies.filter(({ Roles: [{ Ref: of }] }) => of === stack.getLogicalId(role.node.defaultChild as iam.CfnRole))
      .flatMap(({ PolicyDocument: { Statement: statements } }) => statements),
    steers: role._grants.some(({ steers }) => steers.length > 0),
  }));
}

const actionsOf = (statements: readonly any[]) => [...new Set(statements.flatMap(({ Action: actions }) => actions))].sort();

/** The actions that a cell names: the service once, then only the action; 'the same' stands for the row before. */
function actionsIn(allows: string, before: readonly string[]): string[] {
  let service = '';
  const named = [...allows.matchAll(/`(?:([a-z0-9-]+):)?([A-Z]\w+\*?)`/g)].map(([, prefix = service, name]) => `${service = prefix}:${name}`);
  return [...new Set([...allows.startsWith('the same') ? before : [], ...named])].sort();
}

describe('docs/grants.md', () => {
  const done = perform(CALLS);
  const documented = ROWS.reduce<string[][]>((all, { allows }) => [...all, actionsIn(allows, all.at(-1) ?? [])], []);

  test('has a row for each grant of the role', () => {
    expect(namesIn(CALLS.map(methodOf).join(' '), /\bgrant\w+/g)).toEqual(ownGrants());
    expect(ownGrants().length).toBeGreaterThan(20);
  });

  test('names no grant that it does not compile', () => {
    const compiled = namesIn(COMPILED, /(?<=\.)grant[A-Z]\w*(?=\()/g);
    expect(namesIn(PAGE, /\bgrant[A-Z]\w*/g)).toEqual(compiled);
    expect(namesIn(PAGE, /\bgrant_\w+/g)).toEqual(compiled.map(snakeCase).sort());
  });

  test.each(ROWS.map((row, index) => ({ ...row, index })))('$typescript', ({ typescript, python, index }) => {
    expect(COMPILED.split('\n')).toContain(`${typescript};`);
    expect(python).toBe(inPython(typescript));
    expect(documented[index]).toEqual(actionsOf(done[index].statements));
  });

  test('lists each action on *, and of which grants it is', () => {
    const rendered = CALLS.flatMap((call, index) => {
      const method = methodOf(call);
      return method === undefined ? [] : actionsOf(done[index].statements.filter(({ Resource: resource }) => resource === '*')).map(action => `${action} of ${method}`);
    });
    const listed = rowsIn('Actions on `*`').flatMap(([action, of]) => namesIn(of, /grant\w+/g).map(method => `${code(action)} of ${method}`));
    expect(listed.sort()).toEqual([...new Set(rendered)].sort());
  });

  test('tells of each grant that acts through other roles', () => {
    const steering = CALLS.filter((_, index) => done[index].steers).map(methodOf).join(' ');
    expect(namesIn(rowsIn('Acting through other roles').map(([call]) => call).join(' '), /grant\w+/g)).toEqual(namesIn(steering, /grant\w+/g));
  });
});
