import { App, Aws, CfnParameter, DefaultStackSynthesizer, IStackSynthesizer, Lazy, LegacyStackSynthesizer, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CdkGrantOptions, grantCdkDeploy, grantCdkDiff } from '../../src/grants/cdk';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, statementsIn } from '../support/deployed';
import { ENV, newRole } from '../support/job-role';

const DEPLOY = ['deploy', 'file-publishing', 'image-publishing', 'lookup'];

function arn(kind: string, { account = '111111111111', region = 'eu-west-1', qualifier = 'hnb659fds' } = {}): string {
  return `arn:aws:iam::${account}:role/cdk-${qualifier}-${kind}-role-${account}-${region}`;
}

function roleArnsIn(stack: Stack): string[] {
  return statementsIn(stack).flatMap(({ Resource: resource }) => resource);
}

describe('grantCdkDeploy and grantCdkDiff', () => {
  test('render the roles of the stack\'s own environment, and nothing else', () => {
    const { stack, role } = newRole();
    grantCdkDeploy(role, role).grant.assertSuccess();
    expect(statementsIn(stack)).toEqual([{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: DEPLOY.map(kind => arn(kind)) }]);
  });

  test('for a diff, render the lookup role alone', () => {
    const { stack, role } = newRole();
    grantCdkDiff(role, role).grant.assertSuccess();
    expect(statementsIn(stack)).toEqual([{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn('lookup') }]);
  });

  test('name the roles as aws-cdk-lib does', () => {
    const { stack, role } = newRole();
    const { resources, steers } = grantCdkDeploy(role, role);

    const named = [
      DefaultStackSynthesizer.DEFAULT_DEPLOY_ROLE_ARN, DefaultStackSynthesizer.DEFAULT_FILE_ASSET_PUBLISHING_ROLE_ARN,
      DefaultStackSynthesizer.DEFAULT_IMAGE_ASSET_PUBLISHING_ROLE_ARN, DefaultStackSynthesizer.DEFAULT_LOOKUP_ROLE_ARN,
      DefaultStackSynthesizer.DEFAULT_CLOUDFORMATION_ROLE_ARN,
    ].map(text => text.replace('${Qualifier}', DefaultStackSynthesizer.DEFAULT_QUALIFIER)
      .replaceAll('${AWS::AccountId}', ENV.account).replaceAll('${AWS::Region}', ENV.region));
    const rendered = [...resources, ...steers.flatMap(({ roleArn }) => roleArn ?? [])].map(text => text.replaceAll(stack.partition, '${AWS::Partition}'));
    expect(rendered).toEqual(named);
  });

  test('say whose permissions a deployment has: CloudFormation\'s role in each environment; a diff has none but its own', () => {
    const { stack, role } = newRole();
    const { steers } = grantCdkDeploy(role, role, { regions: ['eu-west-1', 'us-east-1'] });
    const roleArn = (region: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, arn('cfn-exec', { region }).replace('arn:aws', '')]] });
    const asIt = 'has CloudFormation deploy any stack as it, with AdministratorAccess unless the environment was bootstrapped with other policies';
    expect(stack.resolve(steers)).toEqual([
      { roleArn: roleArn('eu-west-1'), how: asIt },
      { roleArn: roleArn('us-east-1'), how: asIt },
      { how: 'has CloudFormation change any stack of the environment as the role that the stack has already' },
    ]);
    expect(grantCdkDiff(role, role).steers).toEqual([]);
  });

  test('reach each account in each region, with a statement for each, once', () => {
    const { stack, role } = newRole();
    const options = { accounts: ['222222222222', '333333333333', '222222222222'], regions: ['eu-west-1', 'us-east-1', 'us-east-1'] };
    const { resources } = grantCdkDeploy(role, role, options);
    grantCdkDeploy(role, role, options);

    const environments = ['222222222222', '333333333333'].flatMap(account => ['eu-west-1', 'us-east-1'].map(region => ({ account, region })));
    expect(statementsIn(stack).map(({ Resource: resource }) => resource))
      .toEqual(environments.map(environment => DEPLOY.map(kind => arn(kind, environment))));
    expect(resources).toHaveLength(16);
  });

  test('fit into policies, however many environments there are', () => {
    const { stack, role } = newRole();
    const accounts = Array.from({ length: 30 }, (_, index) => String(100000000000 + index));
    grantCdkDeploy(role, role, { accounts, regions: ['eu-west-1', 'us-east-1'] });

    const managed = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
    expect(managed.length).toBeGreaterThan(0);
    for (const policy of policiesIn(stack)) {
      expect(JSON.stringify(policy).length).toBeLessThan(10240);
    }
    expect(new Set(roleArnsIn(stack)).size).toBe(240);
  });

  test.each([false, true])('add nothing the second time (policies minimised: %s)', minimizePolicies => {
    const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
    grantCdkDeploy(role, role);
    grantCdkDeploy(role, role, { accounts: [ENV.account], regions: [ENV.region], qualifier: 'hnb659fds' });
    expect(roleArnsIn(stack)).toEqual(DEPLOY.map(kind => arn(kind)));
  });

  test('follow the stack to wherever it is deployed, when its environment is not known', () => {
    const { stack, role } = newRole(new App(), 'Stack', {});
    grantCdkDiff(role, role);
    const [{ Properties: { PolicyDocument: policy } }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(policy.Statement).toEqual([{
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Resource: {
        'Fn::Join': ['', [
          'arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':role/cdk-hnb659fds-lookup-role-', { Ref: 'AWS::AccountId' }, '-',
          { Ref: 'AWS::Region' },
        ]],
      },
    }]);
  });

  test.each([['accounts', ['*']], ['regions', ['*']], ['qualifier', '*']])('refuse a lazy value that is a wildcard: %s', (option, value) => {
    const { stack, role } = newRole();
    const lazy = (text: string) => Lazy.string({ produce: () => text });
    const given = Array.isArray(value) ? value.map(lazy) : lazy(value as string);
    expect(() => grantCdkDeploy(role, role, { [option]: given })).toThrow(expect.objectContaining({ name: 'WildcardResource' }));
    expect(statementsIn(stack)).toEqual([]);
  });

  test('name no partition, as the one of China', () => {
    const { stack, role } = newRole(new App(), 'Stack', { ...ENV, region: 'cn-north-1' });
    const { steers: [{ roleArn }] } = grantCdkDeploy(role, role);
    expect(JSON.stringify([Template.fromStack(stack).findResources('AWS::IAM::Policy'), stack.resolve(roleArn)])).not.toContain('arn:aws');
  });

  test.each<[string, string, IStackSynthesizer | undefined, Record<string, string>, CdkGrantOptions]>([
    ['the option', 'option', new DefaultStackSynthesizer({ qualifier: 'synth' }), { '@aws-cdk/core:bootstrapQualifier': 'context' }, { qualifier: 'option' }],
    ['the stack\'s synthesizer', 'synth', new DefaultStackSynthesizer({ qualifier: 'synth' }), { '@aws-cdk/core:bootstrapQualifier': 'context' }, {}],
    ['the context', 'context', undefined, { '@aws-cdk/core:bootstrapQualifier': 'context' }, {}],
    ['the context, where the stack needs no bootstrapping', 'context', new LegacyStackSynthesizer(), { '@aws-cdk/core:bootstrapQualifier': 'context' }, {}],
    ['aws-cdk-lib\'s default', 'hnb659fds', undefined, {}, {}],
    ['aws-cdk-lib\'s default, where the stack needs no bootstrapping', 'hnb659fds', new LegacyStackSynthesizer(), {}, {}],
  ])('take the qualifier of %s', (_, qualifier, synthesizer, context, options) => {
    const stack = new Stack(new App({ context }), 'Stack', { env: ENV, synthesizer });
    const role = new iam.Role(stack, 'Role', { roleName: 'job', assumedBy: new iam.AccountRootPrincipal() });
    grantCdkDiff(role, role, options);
    expect(roleArnsIn(stack)).toEqual([arn('lookup', { qualifier })]);
  });

  test('take the environment and the qualifier of the stack that a nested one is part of', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV, synthesizer: new DefaultStackSynthesizer({ qualifier: 'synth' }) });
    const nested = new NestedStack(stack, 'Nested');
    const role = new iam.Role(nested, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    expect(nested.resolve(grantCdkDiff(role, role).resources[0])['Fn::Join'][1].join('')).toContain('cdk-synth-lookup-role-111111111111-eu-west-1');
  });

  test('leave values alone that are known only at deployment', () => {
    const { stack, role } = newRole();
    const [account, qualifier] = ['Account', 'Qualifier'].map(id => new CfnParameter(stack, id).valueAsString);
    grantCdkDiff(role, role, { accounts: [account], qualifier, regions: [Aws.REGION] });
    const [{ Properties: { PolicyDocument: policy } }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(policy.Statement[0].Resource['Fn::Join'][1]).toEqual([
      'arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'Account' }, ':role/cdk-', { Ref: 'Qualifier' }, '-lookup-role-', { Ref: 'Account' }, '-',
      { Ref: 'AWS::Region' },
    ]);
  });

  test('serve any grantee, and a null for the options', () => {
    const { stack } = newRole();
    const user = new iam.User(stack, 'User', { userName: 'job' });
    grantCdkDeploy(user, stack, null as never).grant.assertSuccess();
    expect(roleArnsIn(stack)).toEqual(DEPLOY.map(kind => arn(kind)));
  });

  const QUALIFIER = "pass 1 to 10 letters, digits, '_' or '-', such as 'hnb659fds'";
  const ACCOUNT = "pass 12 digits as text, such as '111111111111'";
  const REGION = "pass the code of a region, such as 'eu-west-1'";
  test.each<[unknown, string, string]>([
    [{ qualifier: '' }, 'GrantOptionInvalid', `the bootstrap qualifier is ''; ${QUALIFIER}`],
    [{ qualifier: 'hnb659fds-extra' }, 'GrantOptionInvalid', `the bootstrap qualifier is 'hnb659fds-extra'; ${QUALIFIER}`],
    [{ qualifier: 'a/b' }, 'GrantOptionInvalid', `the bootstrap qualifier is 'a/b'; ${QUALIFIER}`],
    [{ qualifier: 1 }, 'GrantOptionInvalid', `the bootstrap qualifier is '1'; ${QUALIFIER}`],
    [{ qualifier: '*' }, 'WildcardResource', "the bootstrap qualifier is '*', which stands for several; name each one"],
    [{ accounts: ['11111111111'] }, 'GrantOptionInvalid', `the account is '11111111111'; ${ACCOUNT}`],
    [{ accounts: ['prod'] }, 'GrantOptionInvalid', `the account is 'prod'; ${ACCOUNT}`],
    [{ accounts: [111111111111] }, 'GrantOptionInvalid', `the account is '111111111111'; ${ACCOUNT}`],
    [{ accounts: [undefined] }, 'GrantOptionInvalid', `the account is 'undefined'; ${ACCOUNT}`],
    [{ accounts: ['*'] }, 'WildcardResource', "the account is '*', which stands for several; name each one"],
    [{ accounts: ['11111111111?'] }, 'WildcardResource', "the account is '11111111111?', which stands for several; name each one"],
    [{ accounts: [] }, 'GrantOptionInvalid', "the accounts are ''; pass a list of at least one, such as ['111111111111']"],
    [{ accounts: '111111111111' }, 'GrantOptionInvalid',
      "the accounts are '111111111111'; pass a list of at least one, such as ['111111111111']"],
    [{ regions: ['europe'] }, 'GrantOptionInvalid', `the region is 'europe'; ${REGION}`],
    [{ regions: ['eu-west-1a'] }, 'GrantOptionInvalid', `the region is 'eu-west-1a'; ${REGION}`],
    [{ regions: ['EU-WEST-1'] }, 'GrantOptionInvalid', `the region is 'EU-WEST-1'; ${REGION}`],
    [{ regions: ['eu-west-1', null] }, 'GrantOptionInvalid', `the region is 'null'; ${REGION}`],
    [{ regions: ['eu-*-1'] }, 'WildcardResource', "the region is 'eu-*-1', which stands for several; name each one"],
    [{ regions: [] }, 'GrantOptionInvalid', "the regions are ''; pass a list of at least one, such as ['eu-west-1']"],
  ])('refuse %j, and grant nothing', (options, name, message) => {
    const { stack, role } = newRole();
    for (const grant of [grantCdkDeploy, grantCdkDiff]) {
      expect(() => grant(role, role, options as CdkGrantOptions)).toThrow(expect.objectContaining({ name, message }));
    }
    expect(statementsIn(stack)).toEqual([]);
  });

  test('refuse a stack whose own qualifier stands for several', () => {
    const stack = new Stack(new App(), 'Stack', { synthesizer: new DefaultStackSynthesizer({ qualifier: 'team-*' }) });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    expect(() => grantCdkDeploy(role, role)).toThrow(expect.objectContaining({ name: 'WildcardResource' }));
  });
});

// https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html#bootstrapping-env-roles
// https://github.com/aws/aws-cdk-cli/blob/main/packages/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml
const DEPLOYMENT: Call[] = [
  ['cdk deploy: the stack', 'sts:AssumeRole', arn('deploy')],
  ['cdk deploy: files', 'sts:AssumeRole', arn('file-publishing')],
  ['cdk deploy: images', 'sts:AssumeRole', arn('image-publishing')],
];
// https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-diff.html#ref-cli-cmd-diff-options-method
const READING: Call[] = [['cdk diff --method=template, and context lookups', 'sts:AssumeRole', arn('lookup')]];
const NEVER: Call[] = [
  ...[...DEPLOYMENT, ...READING].flatMap(([what, action, resource]): Call[] => [
    [`${what}, another account`, action, resource.replaceAll('111111111111', '222222222222')],
    [`${what}, another account's role of our name`, action, resource.replace('::111111111111', '::222222222222')],
    [`${what}, another region`, action, resource.replace('eu-west-1', 'us-east-1')],
    [`${what}, another qualifier`, action, resource.replace('hnb659fds', 'other')],
    [`${what}, a longer name`, action, `${resource}-2`],
    [`${what}, with session tags`, 'sts:TagSession', resource],
    [`${what}, changing the role`, 'iam:UpdateAssumeRolePolicy', resource],
    [`${what}, passing the role`, 'iam:PassRole', resource],
  ]),
  ['CloudFormation\'s role', 'sts:AssumeRole', arn('cfn-exec')],
  ['passing CloudFormation\'s role', 'iam:PassRole', arn('cfn-exec'), { 'iam:PassedToService': 'cloudformation.amazonaws.com' }],
  ['any other role', 'sts:AssumeRole', 'arn:aws:iam::111111111111:role/admin'],
  ['the job\'s own role', 'sts:AssumeRole', 'arn:aws:iam::111111111111:role/job'],
  ['a web identity', 'sts:AssumeRoleWithWebIdentity', arn('deploy')],
  ['a stack without the roles', 'cloudformation:CreateChangeSet', 'arn:aws:cloudformation:eu-west-1:111111111111:stack/my-app/*'],
  ['an asset without the roles', 's3:PutObject', 'arn:aws:s3:::cdk-hnb659fds-assets-111111111111-eu-west-1/key'],
  ['the bootstrap stack', 'cloudformation:UpdateStack', 'arn:aws:cloudformation:eu-west-1:111111111111:stack/CDKToolkit/*'],
  ['the bootstrap version', 'ssm:PutParameter', 'arn:aws:ssm:eu-west-1:111111111111:parameter/cdk-bootstrap/hnb659fds/version'],
];

describe('with the rendered permissions, decided by an engine that is not ours', () => {
  const ALL = [...DEPLOYMENT, ...READING, ...NEVER];

  test('a job of grantCdkDeploy deploys and reads by the bootstrap roles, and does nothing else', () => {
    const { stack, role } = newRole();
    grantCdkDeploy(role, role);
    expect(allowedOf(policiesIn(stack), ALL)).toEqual(wordsOf([...DEPLOYMENT, ...READING]));
  });

  test('a job of grantCdkDiff reads by the lookup role, and does nothing else', () => {
    const { stack, role } = newRole();
    grantCdkDiff(role, role);
    expect(allowedOf(policiesIn(stack), ALL)).toEqual(wordsOf(READING));
  });

  test('AWS knows every action and resource', async () => {
    const { stack, role } = newRole();
    grantCdkDeploy(role, role, { accounts: ['111111111111', '222222222222'] });
    expect(await apiMisfits(statementsIn(stack))).toEqual([]);
  });
});
