import { accessEntryPermissions } from './access-entry';
import { AppTemplate, AppTemplates } from './template';
import { hasUnknown, shownUnknowns, unknownText } from '../../github/unknown-text';
import { isPlainObject } from '../../trust/plain';
import { readPolicy } from '../../trust/read-policy';
import { Permission } from '../checked-role';
import { readPermissions } from '../read-role';

type Properties = Readonly<Record<string, unknown>>;

/** What a role's resource is known by elsewhere in the app. */
export interface RoleNames {
  readonly names: readonly string[];
  readonly arns: readonly string[];
}

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
  public of(template: AppTemplate, properties: Properties, { names, arns }: RoleNames): { permissions: Permission[]; managedPolicies: string[] } {
    const inline = this.#list(template, properties.Policies).filter(isPlainObject)
      .flatMap(({ PolicyName: name, PolicyDocument: document }) => readPermissions(document, `inline policy ${shownUnknowns(String(name))}`));
    const attached = this.#list(template, properties.ManagedPolicyArns).filter((arn): arn is string => typeof arn === 'string');
    const own = attached.flatMap(arn => this.#managed.get(arn)?.() ?? []);
    const ofOthers = [...names, ...arns].flatMap(name => this.#byRole.get(name)?.flatMap(read => read()) ?? []);
    return { permissions: [...inline, ...own, ...ofOthers], managedPolicies: attached.filter(arn => !this.#managed.has(arn)) };
  }

  #index(template: AppTemplate, logicalId: string, type: string, properties: Properties): void {
    const path = pathOf(template, logicalId);
    const read = (source: string) => once(() => readPermissions(this.templates.textOf(template, properties.PolicyDocument), source));
    const ofResource = (source: string, document: unknown, resource?: string) => this.#indexResourcePolicy(template, source, document, resource);
    const itself = unknownText(`${path}.Arn`);
    switch (type) {
      case 'AWS::IAM::Policy':
      case 'AWS::IAM::RolePolicy': {
        const permissions = read(`policy ${path}`);
        this.#list(template, properties.Roles ?? properties.RoleName).forEach(role => this.#add(role, permissions));
        break;
      }
      case 'AWS::IAM::ManagedPolicy': {
        const permissions = read(`managed policy ${path}`);
        this.#managed.set(unknownText(path), permissions);
        this.#list(template, properties.Roles).forEach(role => this.#add(role, permissions));
        break;
      }
      case 'AWS::EKS::AccessEntry': {
        const entry = once(() => accessEntryPermissions(this.templates.textOf(template, properties), `EKS access entry ${path}`));
        this.#list(template, properties.PrincipalArn).forEach(role => this.#add(role, entry));
        break;
      }
      case 'AWS::S3::BucketPolicy': return ofResource(`bucket policy ${path}`, properties.PolicyDocument);
      case 'AWS::KMS::Key': return ofResource(`key policy of ${path}`, properties.KeyPolicy, itself);
      case 'AWS::ECR::Repository': return ofResource(`repository policy of ${path}`, properties.RepositoryPolicyText, itself);
      case 'AWS::SQS::QueuePolicy': return ofResource(`queue policy ${path}`, properties.PolicyDocument);
      case 'AWS::SNS::TopicPolicy': return ofResource(`topic policy ${path}`, properties.PolicyDocument);
      case 'AWS::SecretsManager::ResourcePolicy': return ofResource(`secret policy ${path}`, properties.ResourcePolicy);
    }
  }

  /** @param resource what a policy without resources, or with `*`, is about */
  #indexResourcePolicy(template: AppTemplate, source: string, document: unknown, resource?: string): void {
    if (document === undefined) {
      return;
    }
    const text = this.templates.textOf(template, document);
    const permissions = readPermissions(text, source);
    readPolicy(text).forEach(({ principals: { aws, isNegated } }, index) => {
      const { resources, exceptResources, ...permission } = permissions[index];
      const isOfWhole = resource !== undefined && (resources.length === 0 || resources.includes('*'));
      const about = { ...permission, ...(isOfWhole ? { resources: [resource], exceptResources: false } : { resources, exceptResources }) };
      (isNegated ? [] : aws).forEach(principal => this.#add(principal, () => [about]));
    });
  }

  #add(role: unknown, read: () => Permission[]): void {
    this.#byRole.set(role, [...this.#byRole.get(role) ?? [], read]);
  }

  #list(template: AppTemplate, value: unknown): unknown[] {
    return value === undefined ? [] : [this.templates.textOf(template, value)].flat();
  }
}

/** How the rest of the app refers to a role: by reference, or by a name or an ARN that is literal. */
export function namesOf(template: AppTemplate, logicalId: string, { RoleName: name, Path: path = '/' }: Properties): RoleNames {
  const reference = pathOf(template, logicalId);
  const literal = typeof name === 'string' && !hasUnknown(name) ? name : undefined;
  const account = template.account ?? unknownText('AWS::AccountId');
  return {
    names: [unknownText(reference), ...(literal === undefined ? [] : [literal])],
    arns: [unknownText(`${reference}.Arn`), ...(literal === undefined ? [] : [`arn:${template.partition}:iam::${account}:role${path}${literal}`])],
  };
}

/** The construct that a reader knows: the one around a construct's main resource. */
export function pathOf({ constructs }: AppTemplate, logicalId: string): string {
  return constructs.get(logicalId)?.node.path.replace(/\/Resource$/, '') ?? logicalId;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}
