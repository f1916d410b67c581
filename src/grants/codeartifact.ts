import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { allow, Permission } from './allow';
import { ACCOUNT, Format, REGION, requireFormat } from './formats';
import { requireName, requireNames } from './given-name';
import { Granted } from './granted';
import { requireOptions } from './options';
import { isUnresolved } from '../github/text';
import { Misuse } from '../misuse';

// https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html: reading is all packages of a repository, or none
const READ = ['codeartifact:GetRepositoryEndpoint', 'codeartifact:ReadFromRepository'];

// https://docs.aws.amazon.com/codeartifact/latest/ug/packages-overview.html
const PUBLISH = ['codeartifact:PublishPackageVersion', 'codeartifact:PutPackageMetadata'];

// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_RepositoryDescription.html
const DOMAIN: Format = { pattern: /^[a-z][a-z0-9-]{0,48}[a-z0-9]$/, allowed: "2 to 50 small letters, digits or '-', such as 'my-domain'" };
const REPOSITORY: Format = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$/, allowed: "2 to 100 letters, digits, '.', '_' or '-', such as 'my-repository'",
};

/** A CodeArtifact repository, by name: aws-cdk-lib has neither an L2 nor an import for it. */
export interface CodeArtifactGrantOptions {
  /** The name of the domain. */
  readonly domainName: string;

  /** The name of the repository. */
  readonly repositoryName: string;

  /**
   * The account that owns the domain.
   *
   * @default - the account of the role's stack
   */
  readonly domainOwner?: string;

  /**
   * The domain's Region.
   *
   * @default - the Region of the role's stack
   */
  readonly region?: string;
}

/** Options of `grantCodeArtifactPublish`: the repository, and what may be published to it. */
export interface CodeArtifactPublishGrantOptions extends CodeArtifactGrantOptions {
  /**
   * The packages, each as its ARN ends: format, namespace, name. A namespace is an npm scope without `@`, a Maven group ID, or nothing:
   * `npm/octo/app`, `maven/com.octo/app`, `pypi//app`.
   *
   * @see https://docs.aws.amazon.com/codeartifact/latest/ug/auth-and-access-control-permissions-reference.html
   * @default - every package of the repository, also one that is not there yet
   */
  readonly packages?: string[];
}

/** Log in to one repository's domain, and read its packages. */
export function grantCodeArtifactRead(grantee: iam.IGrantable, scope: IConstruct, options: CodeArtifactGrantOptions): Granted {
  const { permissions, repositoryArn } = reading(scope, requireOptions(scope, options, REPOSITORY_OPTIONS));
  return { grant: allow(grantee, permissions), resources: [repositoryArn], steers: [] };
}

/** Read them, and publish packages: NuGet reads what it publishes over, and other clients ask which versions there are. */
export function grantCodeArtifactPublish(grantee: iam.IGrantable, scope: IConstruct, options: CodeArtifactPublishGrantOptions): Granted {
  const { packages, ...given } = requireOptions(scope, options, { ...REPOSITORY_OPTIONS, packages: true });
  const { permissions, arnOf, repository, repositoryArn } = reading(scope, given);
  const names = packages === undefined ? ['*'] : requireNames('the packages', packages, 'npm/octo/app').map(requirePackage);
  const resources = names.map(name => arnOf('package', `${repository}/${name}`));
  return { grant: allow(grantee, [...permissions, { actions: PUBLISH, resources }]), resources: [repositoryArn, ...resources], steers: [] };
}

const REPOSITORY_OPTIONS = { domainName: true, repositoryName: true, domainOwner: true, region: true } as const;

function reading(scope: IConstruct, { domainName, repositoryName, domainOwner, region }: CodeArtifactGrantOptions) {
  const named = (what: string, format: Format, value: unknown, example: string) => requireFormat(what, format, requireName(what, value, example));
  const domain = named('the domain name', DOMAIN, domainName, 'my-domain');
  const repository = `${domain}/${named('the repository name', REPOSITORY, repositoryName, 'my-repository')}`;
  const owner = {
    ...domainOwner !== undefined && { account: named('the domain owner', ACCOUNT, domainOwner, '111122223333') },
    ...region !== undefined && { region: named('the region', REGION, region, 'eu-west-1') },
  };
  const arnOf = (resource: string, resourceName: string) => Stack.of(scope).formatArn({ service: 'codeartifact', ...owner, resource, resourceName });
  const repositoryArn = arnOf('repository', repository);
  const permissions: Permission[] = [
    { actions: ['codeartifact:GetAuthorizationToken'], resources: [arnOf('domain', domain)] },
    BEARER_TOKEN,
    { actions: READ, resources: [repositoryArn] },
  ];
  return { permissions, arnOf, repository, repositoryArn };
}

// https://docs.aws.amazon.com/codeartifact/latest/ug/get-set-up-provision-user.html: the token of one service; AWS offers no resource
const BEARER_TOKEN: Permission = {
  actions: ['sts:GetServiceBearerToken'], resources: ['*'], conditions: { StringEquals: { 'sts:AWSServiceName': 'codeartifact.amazonaws.com' } },
};

function requirePackage(text: string): string {
  // CodeArtifact has a scope without its '@': https://docs.aws.amazon.com/codeartifact/latest/ug/list-packages.html
  if (!isUnresolved(text) && !/^[a-z]+\/[^#/\s]*\/[^#/\s]+$/.test(text) || /^npm\/@/.test(text)) {
    throw new Misuse('GrantOptionInvalid', `one of the packages is '${text}'; `
      + "write its format, namespace and name, as in 'npm/octo/app' for @octo/app, or 'npm//app' without a namespace");
  }
  return text;
}
