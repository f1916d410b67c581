import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as eksv2 from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { EksAccessGrantOptions, grantEksAccess } from '../../src/grants/eks';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, resourcesIn, statementsIn } from '../support/deployed';
import { ENV, newRole } from '../support/job-role';

const CLUSTER = 'arn:aws:eks:eu-west-1:111111111111:cluster/prod';
const ROLE = 'arn:aws:iam::111111111111:role/job';
const EDIT = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy';
const VIEW = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';
const DESCRIBE = { Effect: 'Allow', Action: 'eks:DescribeCluster', Resource: CLUSTER };
const IN_PODS = { how: 'runs pods that may act as the roles of their service accounts and of the nodes' };
const asCluster = (roleArn: unknown) => `makes Kubernetes objects for which EKS acts as ${roleArn ? 'it' : 'the cluster\'s own role'}`;

function vpcIn(stack: Stack) {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'], publicSubnetIds: ['subnet-2'],
  });
}

function clusterIn(stack: Stack, authenticationMode?: eks.AuthenticationMode) {
  return new eks.Cluster(stack, 'Cluster', {
    clusterName: 'prod',
    version: eks.KubernetesVersion.V1_32,
    vpc: vpcIn(stack),
    defaultCapacity: 0,
    authenticationMode,
    kubectlLayer: lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', 'arn:aws:lambda:eu-west-1:111111111111:layer:kubectl:1'),
  });
}

function newClusterIn(stack: Stack) {
  const [version, defaultCapacityType] = [eksv2.KubernetesVersion.V1_32, eksv2.DefaultCapacityType.NODEGROUP];
  return new eksv2.Cluster(stack, 'Cluster', { clusterName: 'prod', version, vpc: vpcIn(stack), defaultCapacityType, defaultCapacity: 0 });
}

function cfnClusterIn(stack: Stack) {
  const roleArn = 'arn:aws:iam::111111111111:role/cluster';
  return new eks.CfnCluster(stack, 'Cluster', {
    name: 'prod', roleArn, resourcesVpcConfig: { subnetIds: ['subnet-1'] }, accessConfig: { authenticationMode: 'API' },
  });
}

function imported(stack: Stack, clusterName = 'prod', id = 'Cluster') {
  return eks.Cluster.fromClusterAttributes(stack, id, { clusterName });
}

function entriesOf(stack: Stack) {
  return resourcesIn(stack, ['AWS::EKS::AccessEntry']);
}

function entry(accessPolicies: object[], clusterName: unknown = 'prod') {
  return { ClusterName: clusterName, PrincipalArn: ROLE, AccessPolicies: accessPolicies };
}

const inCluster = (arn: string) => ({ PolicyArn: arn, AccessScope: { Type: 'cluster' } });
const inNamespaces = (arn: string, ...namespaces: string[]) => ({ PolicyArn: arn, AccessScope: { Type: 'namespace', Namespaces: namespaces } });

describe('grantEksAccess', () => {
  test.each<[string, (stack: Stack) => eks.IClusterRef]>([
    ['an L2', stack => clusterIn(stack)],
    ['an L2 of aws-eks-v2', newClusterIn],
    ['an L1', cfnClusterIn],
    ['an imported one', imported],
  ])('renders the cluster\'s description, and no access entry, for %s', (_, clusterFor) => {
    const { stack, role } = newRole();
    const { grant, resources, steers } = grantEksAccess(role, clusterFor(stack));
    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual([DESCRIBE]);
    expect(entriesOf(stack).filter(({ PrincipalArn: arn }) => arn === ROLE)).toEqual([]);
    expect(resources).toHaveLength(1);
    expect(steers).toEqual([]);
  });

  test.each<[string, (stack: Stack) => eks.IClusterRef, (stack: Stack, cluster: any) => string | undefined]>([
    ['an L2', stack => clusterIn(stack, eks.AuthenticationMode.API), (_, { role }) => role.roleArn],
    ['an L2 with both modes', stack => clusterIn(stack, eks.AuthenticationMode.API_AND_CONFIG_MAP), (_, { role }) => role.roleArn],
    ['an L2 of aws-eks-v2', newClusterIn, (_, { role }) => role.roleArn],
    ['an L1', cfnClusterIn, () => 'arn:aws:iam::111111111111:role/cluster'],
    ['an imported one', imported, () => undefined],
  ])('renders one access entry of the role, and says which roles it reaches, for %s', (_, clusterFor, roleArnFor) => {
    const { stack, role } = newRole();
    const cluster = clusterFor(stack);
    const { resources, steers } = grantEksAccess(role, cluster, { accessPolicies: ['AmazonEKSEditPolicy', 'AmazonEKSViewPolicy'], namespaces: ['web', 'jobs'] });
    expect(resources.slice(1)).toEqual(['web', 'jobs']);

    expect(statementsIn(stack)).toEqual([DESCRIBE]);
    expect(entriesOf(stack).filter(({ PrincipalArn: arn }) => arn === ROLE))
      .toEqual([entry([inNamespaces(EDIT, 'web', 'jobs'), inNamespaces(VIEW, 'web', 'jobs')])]);
    const roleArn = roleArnFor(stack, cluster);
    expect(steers).toEqual([{ roleArn, how: asCluster(roleArn) }, IN_PODS]);
  });

  test('keeps one entry a cluster, in which each access policy is once: in more namespaces, or everywhere', () => {
    const { stack, role } = newRole();
    const [prod, again, test] = [imported(stack), imported(stack, 'prod', 'Again'), imported(stack, 'test', 'Test')];
    const [view, edit] = [['AmazonEKSViewPolicy'], ['AmazonEKSEditPolicy']];
    const steps: [eks.IClusterRef, EksAccessGrantOptions, object[]][] = [
      [prod, { accessPolicies: edit, namespaces: ['web'] }, [inNamespaces(EDIT, 'web')]],
      [prod, { accessPolicies: edit, namespaces: ['web'] }, [inNamespaces(EDIT, 'web')]],
      [again, { accessPolicies: edit, namespaces: ['jobs', 'web', 'jobs'] }, [inNamespaces(EDIT, 'web', 'jobs')]],
      [prod, { accessPolicies: view }, [inNamespaces(EDIT, 'web', 'jobs'), inCluster(VIEW)]],
      [prod, { accessPolicies: view, namespaces: ['web'] }, [inNamespaces(EDIT, 'web', 'jobs'), inCluster(VIEW)]],
      [prod, { accessPolicies: edit }, [inCluster(EDIT), inCluster(VIEW)]],
    ];
    for (const [cluster, options, policies] of steps) {
      grantEksAccess(role, cluster, options);
      expect(stack.resolve((role.node.findAll().find(({ node }) => node.id.startsWith('EksAccess')) as eks.CfnAccessEntry).accessPolicies))
        .toEqual(stack.resolve(policies.map(lowered)));
    }
    grantEksAccess(role, test, { accessPolicies: view });
    expect(entriesOf(stack)).toEqual([entry([inCluster(EDIT), inCluster(VIEW)]), entry([inCluster(VIEW)], 'test')]);
    expect(statementsIn(stack)).toEqual([DESCRIBE, { ...DESCRIBE, Resource: CLUSTER.replace('prod', 'test') }]);
  });

  /** As the construct holds it, in this stack's words. */
  function lowered({ PolicyArn: arn, AccessScope: { Type: type, Namespaces: namespaces } }: any) {
    const policyArn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, arn.replace('arn:aws', '')]] };
    return { policyArn, accessScope: { type, ...namespaces && { namespaces } } };
  }

  test('gives each role its own entry', () => {
    const { stack, role } = newRole();
    const other = new iam.Role(stack, 'Other', { roleName: 'other', assumedBy: new iam.AccountRootPrincipal() });
    const cluster = imported(stack);
    for (const each of [role, other]) { grantEksAccess(each, cluster, { accessPolicies: ['AmazonEKSViewPolicy'] }); }
    expect(entriesOf(stack).map(({ PrincipalArn: arn }) => arn)).toEqual([ROLE, ROLE.replace('job', 'other')]);
  });

  test('stands beside the role, so that the cluster\'s stack need not wait for the role\'s', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const { stack, role } = newRole(app);
    grantEksAccess(role, clusterIn(other, eks.AuthenticationMode.API), { accessPolicies: ['AmazonEKSEditPolicy'] });

    expect(Object.keys(Template.fromStack(stack).findResources('AWS::EKS::AccessEntry'))).toEqual([expect.stringMatching(/^RoleEksAccess/)]);
    expect(stack.dependencies).toEqual([other]);
    expect(other.dependencies).not.toContain(stack);
    expect(entriesOf(stack)[0].ClusterName).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Other:.*Cluster/) });
  });

  test('names the partition by AWS\'s own word for it, and passes what is known only at deployment', () => {
    const { stack, role } = newRole(new App(), 'Stack', {});
    const [name, policy, namespace] = ['Name', 'Policy', 'Namespace'].map(id => new CfnParameter(stack, id).valueAsString);
    grantEksAccess(role, imported(stack, name), { accessPolicies: [policy], namespaces: [namespace] });
    expect(statementsIn(stack, { partition: 'aws-cn' })[0].Resource).toBe('arn:aws-cn:eks:eu-west-1:111111111111:cluster/${Name}');
    expect(resourcesIn(stack, ['AWS::EKS::AccessEntry'], { partition: 'aws-cn' })[0].AccessPolicies)
      .toEqual([inNamespaces('arn:aws-cn:eks::aws:cluster-access-policy/${Policy}', '${Namespace}')]);
  });

  test.each<[string, unknown, unknown, string]>([
    ['undefined', undefined, {}, "the cluster is 'undefined', not an EKS cluster; pass an eks.Cluster, an eks.CfnCluster or an imported one"],
    ['null', null, {}, "the cluster is 'null', not an EKS cluster"],
    ['a name', 'prod', {}, "the cluster is 'prod', not an EKS cluster"],
    ['no access policies', 'own', { accessPolicies: [] },
      "the access policies are ''; pass a list of at least one, such as ['AmazonEKSEditPolicy']"],
    ['null for access policies', 'own', { accessPolicies: null }, "the access policies are 'null'; pass a list of at least one"],
    ['an access policy that is no list', 'own', { accessPolicies: 'AmazonEKSEditPolicy' },
      "the access policies are 'AmazonEKSEditPolicy'; pass a list"],
    ['an empty access policy', 'own', { accessPolicies: [''] }, "one of the access policies is ''; pass a text such as 'AmazonEKSEditPolicy'"],
    ['every access policy', 'own', { accessPolicies: ['*'] }, "one of the access policies is '*', which stands for several"],
    ['an access policy by ARN', 'own', { accessPolicies: [EDIT] },
      `one of the access policies is '${EDIT}'; write its name alone, such as 'AmazonEKSEditPolicy'`],
    ['an access policy with a colon', 'own', { accessPolicies: ['aws:AmazonEKSEditPolicy'] },
      "one of the access policies is 'aws:AmazonEKSEditPolicy'; write its name alone"],
    ...['Web', 'my_app', '-web', 'web-', 'web/jobs', 'w'.repeat(64)].map((namespace): [string, unknown, unknown, string] =>
      [`the namespace '${namespace}'`, 'own', { accessPolicies: ['AmazonEKSEditPolicy'], namespaces: [namespace] },
        `one of the namespaces is '${namespace}'; pass 1 to 63 small letters, digits or '-', such as 'my-app'`]),
    ['no namespaces, which is not everywhere', 'own', { accessPolicies: ['AmazonEKSEditPolicy'], namespaces: [] },
      "the namespaces are ''; pass a list of at least one, such as ['my-app']"],
    ['several namespaces in one', 'own', { accessPolicies: ['AmazonEKSEditPolicy'], namespaces: ['team-*'] },
      "one of the namespaces is 'team-*', which stands for several"],
    ['namespaces alone', 'own', { namespaces: ['web'] }, "the namespaces are 'web', and there is no access policy for them; pass accessPolicies too"],
  ])('refuses %s, and grants nothing', (_, cluster, options, message) => {
    const { stack, role } = newRole();
    const given = (cluster === 'own' ? imported(stack) : cluster) as eks.IClusterRef;
    expect(() => grantEksAccess(role, given, options as EksAccessGrantOptions)).toThrow(expect.objectContaining({
      name: expect.stringMatching(/^(ResourceInvalid|GrantOptionInvalid|WildcardResource)$/), message: expect.stringContaining(message),
    }));
    expect(statementsIn(stack)).toEqual([]);
    expect(entriesOf(stack)).toEqual([]);
  });

  test.each([
    ['222222222222', 'eu-west-1'], ['111111111111', 'us-east-1'],
  ])('refuses an access entry in %s/%s, where the role\'s stack is not', (account, region) => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: { account, region } });
    const { stack, role } = newRole(app);
    expect(() => grantEksAccess(role, imported(other), { accessPolicies: ['AmazonEKSEditPolicy'] })).toThrow(expect.objectContaining({
      name: 'EksClusterElsewhere',
      message: `the cluster 'Other/Cluster' is in ${account}/${region}, and the role's stack in 111111111111/eu-west-1; leave accessPolicies out, `
        + 'and make an eks.CfnAccessEntry for the role in a stack of the cluster\'s account and Region',
    }));

    grantEksAccess(role, imported(other, 'test', 'Test'));
    expect(statementsIn(stack)).toEqual([{ ...DESCRIBE, Resource: `arn:aws:eks:${region}:${account}:cluster/test` }]);
    expect(entriesOf(stack)).toEqual([]);
  });

  test('takes an access entry where nobody knows yet how far the cluster is', () => {
    const app = new App();
    const { stack, role } = newRole(app);
    grantEksAccess(role, imported(new Stack(app, 'Anywhere')), { accessPolicies: ['AmazonEKSEditPolicy'] });
    expect(entriesOf(stack)).toEqual([entry([inCluster(EDIT)])]);
  });

  test.each([undefined, eks.AuthenticationMode.CONFIG_MAP])('refuses an access entry where the cluster knows none: %s', mode => {
    const { stack, role } = newRole();
    expect(() => grantEksAccess(role, clusterIn(stack, mode), { accessPolicies: ['AmazonEKSEditPolicy'] })).toThrow(expect.objectContaining({
      name: 'EksAccessEntriesOff',
      message: "the cluster 'Stack/Cluster' has the authentication mode 'CONFIG_MAP', which knows no access entries; "
        + 'make it with AuthenticationMode.API or API_AND_CONFIG_MAP, or leave accessPolicies out',
    }));
    expect(statementsIn(stack)).toEqual([]);
  });
});

// https://github.com/aws/aws-cli/blob/develop/awscli/customizations/eks/update_kubeconfig.py and get_token.py, which signs and calls nothing
const JOB: Call[] = [['aws eks update-kubeconfig', 'eks:DescribeCluster', CLUSTER]];
const NEVER: Call[] = [
  ['describe another cluster', 'eks:DescribeCluster', `${CLUSTER}-2`],
  ['describe in another account', 'eks:DescribeCluster', CLUSTER.replace('111111111111', '222222222222')],
  ['describe in another Region', 'eks:DescribeCluster', CLUSTER.replace('eu-west-1', 'us-east-1')],
  ...[
    'CreateAccessEntry', 'DeleteCluster', 'UpdateClusterConfig', 'UpdateClusterVersion', 'CreateNodegroup', 'CreateAddon', 'AccessKubernetesApi',
    'ListAccessEntries', 'AssociateIdentityProviderConfig', 'CreatePodIdentityAssociation', 'TagResource',
  ].map((action): Call => [action, `eks:${action}`, CLUSTER]),
  ['AssociateAccessPolicy', 'eks:AssociateAccessPolicy', 'arn:aws:eks:eu-west-1:111111111111:access-entry/prod/role/111111111111/job/1'],
  ['ListClusters', 'eks:ListClusters', '*'],
  ['PassRole', 'iam:PassRole', 'arn:aws:iam::111111111111:role/cluster', { 'iam:PassedToService': 'eks.amazonaws.com' }],
];

test('with the rendered permissions, decided by an engine that is not ours, a job finds its cluster, and changes nothing of it', async () => {
  const { stack, role } = newRole();
  grantEksAccess(role, imported(stack), { accessPolicies: ['AmazonEKSEditPolicy'], namespaces: ['web'] });
  expect(allowedOf(policiesIn(stack), JOB)).toEqual(wordsOf(JOB));
  expect(allowedOf(policiesIn(stack), NEVER)).toEqual([]);
  expect(await apiMisfits(statementsIn(stack))).toEqual([]);
});
