import { App, Aws, CfnMapping, CfnOutput, CfnParameter, CfnParameterProps, Fn, IResolvable, Lazy, NestedStack, Stack, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { GithubOidcProvider, GithubOidcRole, GithubRepository } from '../../src';
import { statementsIn } from '../support/deployed';
import { ENV, newGithubRole } from '../support/job-role';
import { late, whenTold } from '../support/late';
import { refusalOf } from '../support/refusal';

const ROLES = 'arn:aws:iam::111111111111:role';

function errorsOf(grant: (role: GithubOidcRole, stack: Stack) => unknown): string[] {
  const app = new App();
  const { stack, role } = newGithubRole(app);
  grant(role, stack);
  return refusalOf(() => whenTold(() => app.synth())).message.split('\n').slice(1).map(line => line.trim());
}

const several = (text: string) => `is '${text}', which stands for several; name each one (WildcardResource)`;
const variable = (text: string) => `is '${text}', and IAM reads '\${' as the start of a policy variable; write the value that you mean (GrantOptionInvalid)`;

describe('a lazy value that is a wildcard in the end fails synthesis', () => {
  const pass = (roleArn: string) => (role: GithubOidcRole, stack: Stack) =>
    role.grantLambdaDeploy(lambda.Function.fromFunctionName(stack, 'Function', 'web'), { passableRoles: [iam.Role.fromRoleArn(stack, 'Next', roleArn)] });

  test.each<[string, string, string, (role: GithubOidcRole, stack: Stack) => unknown]>([
    ['a role to pass', 'grantLambdaDeploy', several(`${ROLES}/*`), pass(late(`${ROLES}/*`))],
    ['the end of a role to pass', 'grantLambdaDeploy', several('admin-?'), pass(`${ROLES}/${late('admin-?')}`)],
    ['a role to pass, put together', 'grantLambdaDeploy', several(`${ROLES}/admin-*`), pass(Fn.join('/', [ROLES, late('admin-*')]))],
    ['a role to pass that a policy variable names', 'grantLambdaDeploy', variable('${aws:PrincipalTag/team}'), pass(`${ROLES}/${late('${aws:PrincipalTag/team}')}`)],
    ['a variable behind a substitution', 'grantLambdaDeploy', variable(`${ROLES}/\${!aws:username}`), pass(Fn.sub(`${ROLES}/\${!aws:username}`))],
    ['a role to pass that is nothing', 'grantLambdaDeploy', "is '', which stands for nothing (ResourceInvalid)", pass(late(undefined))],
    ['a name to encode for CloudFormation', 'grantEcrPull', several('*'), (role, stack) =>
      role.grantEcrPull(ecr.Repository.fromRepositoryName(stack, 'Images', late('*')))],
    ['a stack', 'grantCloudFormationDeploy', several('*'), role => role.grantCloudFormationDeploy(late('*'))],
    ['a stack, behind a choice of the deployment', 'grantCloudFormationDeploy', several('my-*'), role =>
      role.grantCloudFormationDeploy(Token.asString(Fn.conditionIf('IsProduction', 'my-app', 'my-*')))],
    ['a folder', 'grantStaticSiteDeploy', several('*'), (role, stack) =>
      role.grantStaticSiteDeploy(s3.Bucket.fromBucketName(stack, 'Site', 'site'), { keyPrefix: `${late('*')}/` })],
    ['a prefix that only a condition has', 'grantTerraformState', several('*'), (role, stack) =>
      role.grantTerraformState(s3.Bucket.fromBucketName(stack, 'State', 'state'), { stateKey: 'a', workspaceKeyPrefix: late('*') })],
    ['a namespace', 'grantEksAccess', several('*'), (role, stack) =>
      role.grantEksAccess(eks.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'prod' }), { accessPolicies: ['AmazonEKSViewPolicy'], namespaces: [late('*')] })],
  ])('%s', (_, method, fault, grant) => {
    expect(errorsOf(grant)).toEqual([`[Stack/Role] a value of ${method}, known only now, ${fault}`]);
  });
});

describe('a parameter that the template lets be a wildcard fails synthesis', () => {
  const parameter = (props: CfnParameterProps) => (stack: Stack) => new CfnParameter(stack, 'Name', props).valueAsString;
  const elsewhere = (stack: Stack) => new CfnParameter(new Stack(stack.node.root, 'Other', { env: ENV }), 'Name', { default: 'my-*' }).valueAsString;

  test.each<[string, string, string, (stack: Stack) => string]>([
    ['by its default', 'Stack/Name', several('*'), parameter({ default: '*' })],
    ['by one of its allowed values', 'Stack/Name', several('my-?'), parameter({ default: 'a', allowedValues: ['a', 'my-?'] })],
    ['by its pattern\'s default', 'Stack/Name', several('my-*'), parameter({ default: 'my-*', allowedPattern: '.*' })],
    ['inside a text', 'Stack/Name', several('*'), stack => `team-${parameter({ default: '*' })(stack)}-app`],
    ['inside a function', 'Stack/Name', several('a,*'), stack => Fn.select(0, new CfnParameter(stack, 'Name', { type: 'CommaDelimitedList', default: 'a,*' }).valueAsList)],
    ['inside a lazy value', 'Stack/Name', several('*'), stack => { const name = parameter({ default: '*' })(stack); return Lazy.string({ produce: () => name }); }],
    ['in another stack', 'Other/Name', several('my-*'), elsewhere],
    ['inside a function, in another stack', 'Other/Name', several('my-*'), stack => Fn.join('-', [elsewhere(stack), 'app'])],
    ['by a policy variable', 'Stack/Name', variable('${aws:username}'), parameter({ default: '${aws:username}' })],
  ])('%s', (_, path, fault, nameFor) => {
    expect(errorsOf((role, stack) => role.grantCloudFormationDeploy('my-app', { executionRole: iam.Role.fromRoleName(stack, 'Next', nameFor(stack)) })))
      .toEqual([`[Stack/Role] a value of grantCloudFormationDeploy, which the parameter '${path}' may give it, ${fault}`]);
  });

  test.each<[string, (role: GithubOidcRole, stack: Stack, name: string) => unknown]>([
    ['grantCdkDeploy', (role, _, name) => role.grantCdkDeploy({ accounts: [name] })],
    ['grantCdkDiff', (role, _, name) => role.grantCdkDiff({ regions: [name] })],
    ['grantCodeArtifactRead', (role, _, name) => role.grantCodeArtifactRead({ domainName: name, repositoryName: 'main' })],
    ['grantBedrockInvoke', (role, _, name) => role.grantBedrockInvoke({ modelIds: [name] })],
    ['grantTerraformState', (role, stack, name) => role.grantTerraformState(s3.Bucket.fromBucketName(stack, 'State', 'state'), { stateKey: name })],
    ['grantEcrPull', (role, stack, name) => role.grantEcrPull(ecr.Repository.fromRepositoryName(stack, 'Images', name))],
    ['grantSecretsRead', (role, stack, name) => role.grantSecretsRead(secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', name))],
  ])('whichever grant it is for: %s', (method, grant) => {
    expect(errorsOf((role, stack) => grant(role, stack, parameter({ default: '*' })(stack))))
      .toEqual([`[Stack/Role] a value of ${method}, which the parameter 'Stack/Name' may give it, ${several('*')}`]);
  });

  test.each<[string, CfnParameterProps]>([
    ['says nothing of it', {}], ['names one', { default: 'next' }], ['names several, each of them', { allowedValues: ['next', 'other'], default: 'next' }],
    ['names none yet', { default: '' }], ['allows every text', { allowedPattern: '.*' }],
  ])('and passes where the template %s', (_, props) => {
    const app = new App();
    const { stack, role } = newGithubRole(app);
    role.grantCloudFormationDeploy('my-app', { executionRole: iam.Role.fromRoleName(stack, 'Next', parameter(props)(stack)) });
    expect(() => app.synth()).not.toThrow();
    expect(statementsIn(stack, { parameters: { Name: 'next' } })[0].Condition.StringEquals['cloudformation:RoleArn']).toMatch(/:role\/next$/);
  });
});

describe('what the app says of a name that a value holds fails synthesis too', () => {
  const passing = (nameFor: (stack: Stack) => string) => errorsOf((role, stack) =>
    role.grantCloudFormationDeploy('my-app', { executionRole: iam.Role.fromRoleName(stack, 'Next', nameFor(stack)) }));
  const star = (stack: Stack, id = 'Name') => new CfnParameter(stack, id, { default: '*' });
  const mapped = (stack: Stack) => new CfnMapping(stack, 'Names', { mapping: { one: { name: 'my-?', other: 'a' }, two: { name: 'b', other: 'c' } } });
  const elsewhere = (stack: Stack, value: (other: Stack) => string) => {
    const other = new Stack(stack.node.root, 'Other', { env: ENV });
    new CfnOutput(other, 'Out', { value: value(other), exportName: 'shared' });
    return Fn.importValue('shared');
  };

  test.each<[string, string, string, (stack: Stack) => string]>([
    ['a parameter, by Fn.ref', "the parameter 'Stack/Name' may give", '*', stack => { star(stack); return Fn.ref('Name'); }],
    ['a parameter, by Fn.sub', "the parameter 'Stack/Name' may give", '*', stack => { star(stack); return Fn.sub('team-${Name}'); }],
    ['a parameter, by a variable of Fn.sub', "the parameter 'Stack/Name' may give", '*', stack => Fn.sub('team-${Other}', { Other: star(stack).valueAsString })],
    ['a parameter, by its own intrinsic', "the parameter 'Stack/Name' may give", '*', stack => { star(stack); return Token.asString({ Ref: 'Name' }); }],
    ['a mapping', "the mapping 'Stack/Names' may give", 'my-?', stack => mapped(stack).findInMap(Aws.REGION, 'name')],
    ['a mapping, by both keys', "the mapping 'Stack/Names' may give", 'my-?', stack => mapped(stack).findInMap('one', 'name')],
    ['a mapping, by its name', "the mapping 'Stack/Names' may give", 'my-?', stack => { mapped(stack); return Fn.findInMap('Names', 'one', Aws.REGION); }],
    ['an output of another stack', "the output 'Other/Out' gives", 'all-*', stack => elsewhere(stack, () => 'all-*')],
    ['a parameter behind such an output', "the parameter 'Other/Name' may give", '*', stack => elsewhere(stack, other => star(other).valueAsString)],
    ['an output that imports itself', "the output 'Other/Out' gives", '-*', stack => elsewhere(stack, () => `${Fn.importValue('shared')}-*`)],
  ])('%s', (_, origin, text, nameFor) => {
    expect(passing(nameFor)).toEqual([`[Stack/Role] a value of grantCloudFormationDeploy, which ${origin} it, ${several(text)}`]);
  });

  test('what a mapping lacks', () => {
    expect(passing(stack => { mapped(stack); return Fn.findInMap('Names', 'three', 'name', 'my-*'); }))
      .toEqual([`[Stack/Role] a value of grantCloudFormationDeploy, known only now, ${several('my-*')}`]);
  });

  test.each<[string, (stack: Stack) => string]>([
    ['the other values of a mapping', stack => mapped(stack).findInMap('two', 'name')],
    ['the other values of a mapping in every place', stack => mapped(stack).findInMap(Aws.REGION, 'other')],
    ['a parameter of another name', stack => { star(stack, 'Names'); new CfnParameter(stack, 'Name'); return Fn.ref('Name'); }],
    ['a namesake in another stack', stack => { star(new Stack(stack.node.root, 'Other')); new CfnParameter(stack, 'Name'); return Fn.ref('Name'); }],
    ['an output by another name', stack => { elsewhere(stack, () => '*'); return Fn.importValue('else'); }],
    ['what a text is split at', stack => Fn.select(0, Fn.split('?', new CfnParameter(stack, 'Name').valueAsString))],
    ['what a macro is given', () => Token.asString(Fn.transform('Macro', { names: '*' }))],
  ])('but not %s', (_, nameFor) => {
    const app = new App();
    const { stack, role } = newGithubRole(app);
    role.grantCloudFormationDeploy('my-app', { executionRole: iam.Role.fromRoleName(stack, 'Next', nameFor(stack)) });
    expect(() => app.synth()).not.toThrow();
  });

  test.each<[string, string, string, (parent: Stack) => string]>([
    ['text', 'Parent/Nested/Name', 'my-*', () => 'my-*'],
    ['a parameter of its own', 'Parent/Name', '*', parent => star(parent).valueAsString],
  ])('what a parent gives its nested stack: %s', (_, path, text, valueFor) => {
    const app = new App();
    const parent = new Stack(app, 'Parent', { env: ENV });
    const nested = new NestedStack(parent, 'Nested', { parameters: { Name: valueFor(parent) } });
    const name = new CfnParameter(nested, 'Name').valueAsString;
    const role = new GithubOidcRole(nested, 'Role', {
      provider: GithubOidcProvider.fromAccount(nested, 'Provider'),
      subjects: [GithubRepository.of('octo-org@123456/octo-repo@456789').environment('production')],
    });
    role.grantCloudFormationDeploy(name);
    expect(refusalOf(() => app.synth()).message).toContain(`a value of grantCloudFormationDeploy, which the parameter '${path}' may give it, ${several(text)}`);
  });
});

test.each<[string, string, (role: GithubOidcRole, stack: Stack, text: string) => unknown]>([
  ['grantStaticSiteDeploy', 'site-??????', (role, stack, text) => role.grantStaticSiteDeploy(s3.Bucket.fromBucketName(stack, 'Site', text))],
  ['grantCloudFormationDeploy', `${ROLES}/admin-??????`, (role, stack, text) =>
    role.grantCloudFormationDeploy('my-app', { executionRole: iam.Role.fromRoleArn(stack, 'Next', text) })],
  ['grantLambdaDeploy', 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:a-??????', (role, stack, text) =>
    role.grantLambdaDeploy(lambda.Function.fromFunctionName(stack, 'Function', 'web'), { passableRoles: [iam.Role.fromRoleArn(stack, 'Next', text)] })],
  ['grantSecretsRead', 'admin-??????', (role, stack, text) => role.grantSecretsRead(secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', text))],
])('six unknown characters are several, but at the end of the ARN of a secret to read: %s', (_, text, grant) => {
  expect(errorsOf((role, stack) => grant(role, stack, late(text)))).toEqual([expect.stringContaining('-??????\', which stands for several')]);
});

test.each<[string, (stack: Stack) => string | IResolvable, unknown]>([
  ['a parameter', stack => new CfnParameter(stack, 'Name').valueAsString, '${Name}'],
  ['a lazy name', () => Lazy.string({ produce: () => 'next' }), 'next'],
  ['a substitution', () => Fn.sub('${AWS::StackName}-next'), { 'Fn::Sub': '${AWS::StackName}-next' }],
  ['an import whose name has a star', () => Fn.importValue('Exports*'), { 'Fn::ImportValue': 'Exports*' }],
])('%s may stand for the one that it is', (_, nameFor, expected) => {
  const { stack, role } = newGithubRole();
  const executionRole = iam.Role.fromRoleName(stack, 'Next', nameFor(stack) as string);
  role.grantCloudFormationDeploy('my-app', { executionRole });
  const [{ Resource: resource }] = statementsIn(stack).filter(({ Action: action }) => action === 'iam:PassRole');
  expect(JSON.stringify(resource)).toContain(typeof expected === 'string' ? `/${expected}"` : JSON.stringify(expected));
});

test('the six characters that only AWS knows of a secret elsewhere stay unknown', () => {
  const app = new App();
  const elsewhere = new Stack(app, 'Elsewhere', { env: { account: '222222222222', region: 'us-east-1' } });
  const secret = new secretsmanager.Secret(elsewhere, 'Secret', { secretName: 'app/token' });
  const { stack, role } = newGithubRole(app);
  role.grantSecretsRead(secret);
  expect(statementsIn(stack)[0].Resource).toBe('arn:aws:secretsmanager:us-east-1:222222222222:secret:app/token-??????');
});
