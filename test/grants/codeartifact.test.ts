import { App, Aws, CfnParameter } from 'aws-cdk-lib';
import { CodeArtifactPublishGrantOptions, grantCodeArtifactPublish, grantCodeArtifactRead } from '../../src/grants/codeartifact';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, statementsIn } from '../support/deployed';
import { newRole } from '../support/job-role';

const NAMED = { domainName: 'octo', repositoryName: 'main' };
const AT = 'arn:aws:codeartifact:eu-west-1:111111111111';
const [DOMAIN, REPOSITORY, PACKAGES] = [`${AT}:domain/octo`, `${AT}:repository/octo/main`, `${AT}:package/octo/main`];

function reading(at = AT) {
  return [
    { Effect: 'Allow', Action: 'codeartifact:GetAuthorizationToken', Resource: `${at}:domain/octo` },
    {
      Effect: 'Allow',
      Action: 'sts:GetServiceBearerToken',
      Resource: '*',
      Condition: { StringEquals: { 'sts:AWSServiceName': 'codeartifact.amazonaws.com' } },
    },
    { Effect: 'Allow', Action: ['codeartifact:GetRepositoryEndpoint', 'codeartifact:ReadFromRepository'], Resource: `${at}:repository/octo/main` },
  ];
}

function publishing(resource: string | string[]) {
  return { Effect: 'Allow', Action: ['codeartifact:PublishPackageVersion', 'codeartifact:PutPackageMetadata'], Resource: resource };
}

describe('grantCodeArtifactRead and grantCodeArtifactPublish', () => {
  test('render the token and one repository, and nothing else', () => {
    const { stack, role } = newRole();
    const { grant, resources, steers } = grantCodeArtifactRead(role, role, NAMED);
    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual(reading());
    expect(resources).toEqual([stack.formatArn({ service: 'codeartifact', resource: 'repository', resourceName: 'octo/main' })]);
    expect(steers).toEqual([]);
  });

  test('for publishing, render its packages too', () => {
    const { stack, role } = newRole();
    const { grant, resources, steers } = grantCodeArtifactPublish(role, role, NAMED);
    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual([...reading(), publishing(`${PACKAGES}/*`)]);
    expect(resources).toHaveLength(2);
    expect(steers).toEqual([]);
  });

  test('for publishing, render single packages', () => {
    const { stack, role } = newRole();
    const packages = ['npm/octo/app', 'pypi//app', 'npm/octo/app'];
    grantCodeArtifactPublish(role, role, { ...NAMED, packages });
    expect(statementsIn(stack).at(-1)).toEqual(publishing([`${PACKAGES}/npm/octo/app`, `${PACKAGES}/pypi//app`]));
  });

  test('reach a domain of another account and Region', () => {
    const { stack, role } = newRole();
    grantCodeArtifactPublish(role, role, { ...NAMED, domainOwner: '222222222222', region: 'us-east-1' });
    const at = 'arn:aws:codeartifact:us-east-1:222222222222';
    expect(statementsIn(stack)).toEqual([...reading(at), publishing(`${at}:package/octo/main/*`)]);
  });

  test('name the partition by AWS\'s own word for it', () => {
    const { stack, role } = newRole(new App(), 'Stack', {});
    grantCodeArtifactRead(role, role, NAMED);
    expect(statementsIn(stack, { partition: 'aws-us-gov' })).toEqual(reading(AT.replace('aws', 'aws-us-gov')));
  });

  test.each([false, true])('log in once for each role and say the same thing once (policies minimised: %s)', minimizePolicies => {
    const after = (...grants: (typeof grantCodeArtifactRead)[]) => {
      const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
      grants.forEach(grant => grant(role, role, NAMED));
      return statementsIn(stack);
    };
    const once = after(grantCodeArtifactPublish);
    expect(after(grantCodeArtifactPublish, grantCodeArtifactRead, grantCodeArtifactPublish)).toEqual(once);
    expect(once.filter(({ Resource: resource }) => [resource].flat().includes('*'))).toEqual([reading()[1]]);
  });

  test.each([
    ['o1', 'm1'], ['o'.repeat(50), 'm'.repeat(100)], ['my-domain-2', 'My_repo.v2-X'],
  ])('take the names %s and %s', (domainName, repositoryName) => {
    const { stack, role } = newRole();
    grantCodeArtifactRead(role, role, { domainName, repositoryName });
    expect(statementsIn(stack).at(-1).Resource).toBe(`${AT}:repository/${domainName}/${repositoryName}`);
  });

  test('pass what is known only at deployment', () => {
    const { stack, role } = newRole();
    const [name, packageName] = ['Name', 'Package'].map(id => new CfnParameter(stack, id).valueAsString);
    grantCodeArtifactPublish(role, role, { domainName: name, repositoryName: name, domainOwner: name, region: Aws.REGION, packages: [packageName] });
    expect(statementsIn(stack).at(-1)).toEqual(publishing('arn:aws:codeartifact:eu-west-1:${Name}:package/${Name}/${Name}/${Package}'));
  });

  test.each<[string, unknown, string]>([
    ['no options', undefined, "the domain name is 'undefined'; pass a text such as 'my-domain'"],
    ['null for options', null, "the domain name is 'undefined'; pass a text such as 'my-domain'"],
    ['no domain', { repositoryName: 'main' }, "the domain name is 'undefined'; pass a text such as 'my-domain'"],
    ['a blank domain', { ...NAMED, domainName: ' ' }, "the domain name is ' '; pass a text such as 'my-domain'"],
    ['several domains', { ...NAMED, domainName: 'o*' }, "the domain name is 'o*', which stands for several; name each one"],
    ['no repository', { ...NAMED, repositoryName: null }, "the repository name is 'null'; pass a text such as 'my-repository'"],
    ['several repositories', { ...NAMED, repositoryName: 'main-?' }, "the repository name is 'main-?', which stands for several; name each one"],
    ['a repository that IAM fills in', { ...NAMED, repositoryName: '${aws:userid}' }, "the repository name is '${aws:userid}', and IAM reads '${'"],
    ['an account as a number', { ...NAMED, domainOwner: 111111111111 }, "the domain owner is '111111111111'; pass a text such as '111122223333'"],
    ['any account', { ...NAMED, domainOwner: '*' }, "the domain owner is '*', which stands for several; name each one"],
    ...['o', 'Octo', '1octo', 'octo-', 'octo_main', 'octo/main', 'octo.main', 'o'.repeat(51)].map((name): [string, unknown, string] =>
      [`the domain '${name}'`, { ...NAMED, domainName: name }, `the domain name is '${name}'; pass 2 to 50 small letters, digits or '-', such as 'my-domain'`]),
    ...['m', '-main', '.main', 'octo/main', 'octo main', 'm'.repeat(101)].map((name): [string, unknown, string] =>
      [`the repository '${name}'`, { ...NAMED, repositoryName: name },
        `the repository name is '${name}'; pass 2 to 100 letters, digits, '.', '_' or '-', such as 'my-repository'`]),
    ['an account with hyphens', { ...NAMED, domainOwner: '1111-1111-1111' }, "the domain owner is '1111-1111-1111'; pass 12 digits as text"],
    ['a place for a Region', { ...NAMED, region: 'Ireland' }, "the region is 'Ireland'; pass the code of a region, such as 'eu-west-1'"],
    ['any Region', { ...NAMED, region: 'eu-*' }, "the region is 'eu-*', which stands for several; name each one"],
  ])('refuse %s, and grant nothing', (_, options, message) => {
    const { stack, role } = newRole();
    for (const grant of [grantCodeArtifactRead, grantCodeArtifactPublish]) {
      expect(() => grant(role, role, options as never)).toThrow(expect.objectContaining({
        name: expect.stringMatching(/^(GrantOptionInvalid|WildcardResource)$/), message: expect.stringContaining(message),
      }));
    }
    expect(statementsIn(stack)).toEqual([]);
  });

  test.each<[unknown, string]>([
    [[], "the packages are ''; pass a list of at least one, such as ['npm/octo/app']"],
    ['npm/octo/app', "the packages are 'npm/octo/app'; pass a list"],
    [null, "the packages are 'null'; pass a list"],
    [[undefined], "one of the packages is 'undefined'; pass a text such as 'npm/octo/app'"],
    [['npm/octo/*'], "one of the packages is 'npm/octo/*', which stands for several"],
    [['app'], "one of the packages is 'app'; write its format, namespace and name, as in 'npm/octo/app' for @octo/app, or 'npm//app' without a namespace"],
    [['npm/@octo/app'], "one of the packages is 'npm/@octo/app'; write its format, namespace and name, as in 'npm/octo/app' for @octo/app, or"],
    [[`npm/@octo/${Aws.STACK_NAME}`], '; write its format, namespace and name, as in \'npm/octo/app\' for @octo/app, or'],
    [['npm/app'], "one of the packages is 'npm/app'; write its format, namespace and name"],
    [['npm/octo/my app'], "one of the packages is 'npm/octo/my app'; write its format, namespace and name"],
    [['npm/octo/app/more'], "one of the packages is 'npm/octo/app/more'; write its format, namespace and name"],
  ])('refuse the packages %j', (packages, message) => {
    const { stack, role } = newRole();
    expect(() => grantCodeArtifactPublish(role, role, { ...NAMED, packages: packages as never })).toThrow(message);
    expect(statementsIn(stack)).toEqual([]);
  });
});

const TOKEN_OF = (service: string) => ({ 'sts:AWSServiceName': service });

// https://github.com/aws/aws-cli/blob/develop/awscli/customizations/codeartifact/login.py
// https://docs.aws.amazon.com/codeartifact/latest/ug/packages-overview.html#package-publishing-permissions
const LOGIN_AND_INSTALL: Call[] = [
  ['get-authorization-token', 'codeartifact:GetAuthorizationToken', DOMAIN],
  ['the bearer token behind it', 'sts:GetServiceBearerToken', '*', TOKEN_OF('codeartifact.amazonaws.com')],
  ['get-repository-endpoint', 'codeartifact:GetRepositoryEndpoint', REPOSITORY],
  ['npm install, pip install, mvn', 'codeartifact:ReadFromRepository', REPOSITORY],
];
const PUBLISH: Call[] = [
  ['npm publish', 'codeartifact:PublishPackageVersion', `${PACKAGES}/npm/octo/app`],
  ['twine upload', 'codeartifact:PublishPackageVersion', `${PACKAGES}/pypi//app`],
  ['mvn deploy', 'codeartifact:PublishPackageVersion', `${PACKAGES}/maven/com.octo/app`],
  ['mvn deploy of maven-metadata.xml', 'codeartifact:PutPackageMetadata', `${PACKAGES}/maven/com.octo/app`],
];
const NEVER: Call[] = [
  ['another domain\'s token', 'codeartifact:GetAuthorizationToken', `${DOMAIN}-2`],
  ['a token in another account', 'codeartifact:GetAuthorizationToken', DOMAIN.replace('111111111111', '222222222222')],
  ['another service\'s bearer token', 'sts:GetServiceBearerToken', '*', TOKEN_OF('ecr-public.amazonaws.com')],
  ['a bearer token of no service', 'sts:GetServiceBearerToken', '*'],
  ['read another repository', 'codeartifact:ReadFromRepository', `${REPOSITORY}-2`],
  ['read in another domain', 'codeartifact:ReadFromRepository', REPOSITORY.replace('octo/', 'octo-2/')],
  ['read in another Region', 'codeartifact:ReadFromRepository', REPOSITORY.replace('eu-west-1', 'us-east-1')],
  ['publish to another repository', 'codeartifact:PublishPackageVersion', `${AT}:package/octo/main-2/npm/octo/app`],
  ['publish in another account', 'codeartifact:PublishPackageVersion', `${PACKAGES}/npm/octo/app`.replace('111111111111', '222222222222')],
  ...['DeletePackageVersions', 'DisposePackageVersions', 'UpdatePackageVersionsStatus', 'PutPackageOriginConfiguration', 'DeletePackage']
    .map((action): Call => [action, `codeartifact:${action}`, `${PACKAGES}/npm/octo/app`]),
  ...['DeleteRepository', 'UpdateRepository', 'PutRepositoryPermissionsPolicy', 'AssociateExternalConnection', 'ListPackages', 'DescribeRepository']
    .map((action): Call => [action, `codeartifact:${action}`, REPOSITORY]),
  ...['DeleteDomain', 'PutDomainPermissionsPolicy', 'ListRepositoriesInDomain'].map((action): Call => [action, `codeartifact:${action}`, DOMAIN]),
  ['assume a role', 'sts:AssumeRole', 'arn:aws:iam::111111111111:role/any'],
];

describe('with the rendered permissions, decided by an engine that is not ours', () => {
  function decided(options?: Partial<CodeArtifactPublishGrantOptions>) {
    const { stack, role } = newRole();
    if (options) { grantCodeArtifactPublish(role, role, { ...NAMED, ...options }); } else { grantCodeArtifactRead(role, role, NAMED); }
    return { policies: policiesIn(stack), statements: statementsIn(stack) };
  }

  test('a job reads packages, and publishes none', () => {
    const { policies } = decided();
    expect(allowedOf(policies, LOGIN_AND_INSTALL)).toEqual(wordsOf(LOGIN_AND_INSTALL));
    expect(allowedOf(policies, [...PUBLISH, ...NEVER])).toEqual([]);
  });

  test('a job publishes packages, and does nothing else', () => {
    const { policies } = decided({});
    const all = [...LOGIN_AND_INSTALL, ...PUBLISH];
    expect(allowedOf(policies, all)).toEqual(wordsOf(all));
    expect(allowedOf(policies, NEVER)).toEqual([]);
  });

  test('a job publishes its own package only', () => {
    const { policies } = decided({ packages: ['npm/octo/app'] });
    const beside: Call[] = [
      ['another package', 'codeartifact:PublishPackageVersion', `${PACKAGES}/npm/octo/app-2`],
      ['another scope', 'codeartifact:PublishPackageVersion', `${PACKAGES}/npm/octo-2/app`],
      ['no scope', 'codeartifact:PublishPackageVersion', `${PACKAGES}/npm//app`],
    ];
    expect(allowedOf(policies, [...LOGIN_AND_INSTALL, ...PUBLISH])).toEqual([...wordsOf(LOGIN_AND_INSTALL), 'npm publish']);
    expect(allowedOf(policies, [...beside, ...NEVER])).toEqual([]);
  });

  test('AWS knows every action, resource and condition key', async () => {
    expect(await apiMisfits([...decided().statements, ...decided({}).statements, ...decided({ packages: ['npm/octo/app'] }).statements])).toEqual([]);
  });
});
