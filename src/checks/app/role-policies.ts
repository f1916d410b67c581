import { accessEntryPermissions } from './access-entry';
import { Branch, branchesOf, outcomesOf } from './branches';
import { openPolicy } from './open-policy';
import { arnIn, pathOf, RoleNames, withinTemplate } from './role-names';
import { AppTemplate, AppTemplates } from './template';
import { hasUnknown, shownUnknowns, unknownText } from '../../github/unknown-text';
import { like } from '../../github/wildcard';
import { isPlainObject } from '../../trust/plain';
import { readPolicy } from '../../trust/read-policy';
import { Permission } from '../checked-role';
import { OpenPolicy, readPermissions } from '../read-role';

type Properties = Readonly<Record<string, unknown>>;

/** Policies by the names and ARNs of the roles that they are for. Only those of roles that are asked for are read. */
export class RolePolicies {
  readonly #byRole = new Map<unknown, (() => Permission[])[]>();
  readonly #managed = new Map<unknown, () => Permission[]>();

  constructor(private readonly templates: AppTemplates) {
    for (const template of templates.all) {
      for (const [logicalId, { Type: type, Properties: properties = {} }] of Object.entries(template.resources)) {
        this.#index(template, logicalId, type, properties);
      }
    }
  }

  /** All that the app's policies say about what a role may do, and the managed policies that the app does not make. */
  public of(template: AppTemplate, properties: Properties, known: RoleNames): { permissions: Permission[]; managedPolicies: string[] } {
    const inline = this.#inline(template, properties.Policies);
    const attached = this.#list(template, properties.ManagedPolicyArns);
    const own = attached.flatMap(({ value: arn, isConditional }) => asChosen(this.#managed.get(arn)?.() ?? [], isConditional));
    const arns = attached.map(({ value }) => value).filter((arn): arn is string => typeof arn === 'string');
    const ofOthers = [...known.names, ...known.arns].flatMap(name => this.#byRole.get(name)?.flatMap(read => read()) ?? []);
    return { permissions: [...inline, ...own, ...ofOthers], managedPolicies: arns.filter(arn => !this.#managed.has(arn)) };
  }

  #inline(template: AppTemplate, policies: unknown): Permission[] {
    return branchesOf(policies).flatMap(({ value, isConditional }) => {
      // A reference may stand for several.
      const given = isPlainObject(value) && 'PolicyDocument' in value ? [value] : [this.templates.textOf(template, value)].flat().filter(isPlainObject);
      return given.flatMap(({ PolicyName: name, PolicyDocument: document }) => {
        const source = `inline policy ${shownUnknowns(String(this.templates.textOf(template, name)))}`;
        return asChosen(permissionsIn(this.#open(template, document), source), isConditional);
      });
    });
  }

  #open(template: AppTemplate, document: unknown): OpenPolicy {
    return openPolicy(document, value => this.templates.textOf(template, value));
  }

  #index(template: AppTemplate, logicalId: string, type: string, properties: Properties): void {
    const path = pathOf(template, logicalId);
    const read = (source: string) => once(() => permissionsIn(this.#open(template, properties.PolicyDocument), source));
    const ofResource = (source: string, document: unknown, resource?: string) => this.#indexResourcePolicy(template, source, document, resource);
    const itself = unknownText(`${path}.Arn`);
    switch (type) {
      case 'AWS::IAM::Policy':
      case 'AWS::IAM::RolePolicy': {
        const permissions = read(`policy ${path}`);
        this.#list(template, properties.Roles ?? properties.RoleName).forEach(role => this.#add(template, role, permissions));
        break;
      }
      case 'AWS::IAM::ManagedPolicy': {
        const permissions = read(`managed policy ${path}`);
        this.#managedNames(template, path, properties).forEach(name => this.#managed.set(name, permissions));
        this.#list(template, properties.Roles).forEach(role => this.#add(template, role, permissions));
        break;
      }
      case 'AWS::EKS::AccessEntry': {
        const entry = once(() => accessEntryPermissions(this.templates.textOf(template, properties), `EKS access entry ${path}`));
        this.#list(template, properties.PrincipalArn).forEach(role => this.#add(template, role, entry));
        break;
      }
      case 'AWS::Lambda::Permission': {
        const permission = once(() => [lambdaPermission(this.templates.textOf(template, properties), `lambda permission ${path}`)]);
        this.#list(template, properties.Principal).forEach(role => this.#add(template, role, permission));
        break;
      }
      case 'AWS::IAM::Role': return this.#indexTrust(template, path, properties.AssumeRolePolicyDocument);
      case 'AWS::S3::BucketPolicy': return ofResource(`bucket policy ${path}`, properties.PolicyDocument);
      case 'AWS::KMS::Key': return ofResource(`key policy of ${path}`, properties.KeyPolicy, itself);
      case 'AWS::ECR::Repository':
      case 'AWS::ECR::PublicRepository': return ofResource(`repository policy of ${path}`, properties.RepositoryPolicyText, itself);
      case 'AWS::SQS::QueuePolicy':
      case 'AWS::SQS::QueueInlinePolicy': return ofResource(`queue policy ${path}`, properties.PolicyDocument);
      case 'AWS::SNS::TopicPolicy':
      case 'AWS::SNS::TopicInlinePolicy': return ofResource(`topic policy ${path}`, properties.PolicyDocument);
      case 'AWS::SecretsManager::ResourcePolicy': return ofResource(`secret policy ${path}`, properties.ResourcePolicy);
    }
  }

  /** @param resource what a policy without resources, or with `*`, is about */
  #indexResourcePolicy(template: AppTemplate, source: string, document: unknown, resource?: string): void {
    if (document === undefined) {
      return;
    }
    const policy = this.#open(template, document);
    const permissions = permissionsIn(policy, source);
    readPolicy(policy.document).forEach(({ principals: { aws, isNegated } }, index) => {
      const { resources, exceptResources, ...permission } = permissions[index];
      const isOfWhole = resource !== undefined && (resources.length === 0 || resources.includes('*'));
      const about = { ...permission, ...(isOfWhole ? { resources: [resource], exceptResources: false } : { resources, exceptResources }) };
      (isNegated ? [] : aws).forEach(principal => this.#add(template, { value: principal, isConditional: false }, () => [about]));
    });
  }

  /** Those whom another role's trust policy names may assume it. */
  #indexTrust(template: AppTemplate, path: string, document: unknown): void {
    if (trustsNoAccount(document)) {
      return;
    }
    const policy = this.#open(template, document);
    const permissions = permissionsIn(policy, `trust policy of ${path}`);
    readPolicy(policy.document).forEach(({ principals: { aws, isNegated } }, index) => {
      const { actions, exceptActions, ...permission } = permissions[index];
      if (isNegated || actions.some(pattern => like(ASSUME.toLowerCase(), pattern.toLowerCase())) === exceptActions) {
        return;
      }
      const about = { ...permission, actions: [ASSUME], exceptActions: false, resources: [unknownText(`${path}.Arn`)], exceptResources: false };
      aws.forEach(principal => this.#add(template, { value: principal, isConditional: false }, () => [about]));
    });
  }

  /** By reference, by attribute, and by the ARN that its name makes. */
  #managedNames(template: AppTemplate, path: string, properties: Properties): string[] {
    const [name, within = '/'] = [properties.ManagedPolicyName, properties.Path].map(value => this.templates.textOf(template, value));
    const isLiteral = typeof name === 'string' && !hasUnknown(name);
    return [unknownText(path), unknownText(`${path}.PolicyArn`), ...(isLiteral ? [arnIn(template, `policy${within}${name}`)] : [])];
  }

  #add(template: AppTemplate, { value: role, isConditional }: Branch, read: () => Permission[]): void {
    const keys = typeof role === 'string' && hasUnknown(role) ? [role, withinTemplate(template, role)] : [role];
    keys.forEach(key => this.#byRole.set(key, [...this.#byRole.get(key) ?? [], () => asChosen(read(), isConditional)]));
  }

  /** The elements of a list, each once. */
  #list(template: AppTemplate, list: unknown): Branch[] {
    const all = branchesOf(list).flatMap(branch => outcomesOf(branch)).flatMap(({ value, isConditional }) =>
      [this.templates.textOf(template, value)].flat().filter(one => one !== undefined).map(one => ({ value: one, isConditional })));
    return all.filter(({ value }, index) => all.findIndex(other => other.value === value) === index);
  }
}

const ASSUME = 'sts:AssumeRole';

/** As nearly all roles: they trust services or providers. */
function trustsNoAccount(document: unknown): boolean {
  const statements = isPlainObject(document) && Array.isArray(document.Statement) ? document.Statement : [document];
  return statements.every(statement => isPlainObject(statement) && isPlainObject(statement.Principal)
    && Object.keys(statement.Principal).every(type => type === 'Federated' || type === 'Service'));
}

function permissionsIn({ document, conditional }: OpenPolicy, source: string): Permission[] {
  return readPermissions(document, source, conditional);
}

function asChosen(permissions: Permission[], isConditional: boolean): Permission[] {
  return isConditional ? permissions.map(permission => ({ ...permission, isConditional })) : permissions;
}

function lambdaPermission(properties: unknown, source: string): Permission {
  const { Action: action, FunctionName: name } = isPlainObject(properties) ? properties : {};
  const [actions, resources] = [[String(action)], [String(name)]];
  return { isDeny: false, actions, exceptActions: false, resources, exceptResources: false, conditions: [], source };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}
