import { accessEntryPermissions } from './access-entry';
import { Branch, branchesOf, outcomesOf } from './branches';
import { openPolicy, textsOf } from './open-policy';
import { ResourcePolicy, resourcePolicy } from './resource-policies';
import { arnIn, endOfArn, pathOf, RoleNames, withinTemplate } from './role-names';
import { AppTemplate, AppTemplates, TemplateResource } from './template';
import { hasUnknown, shownUnknowns, unknownText, withUnknowns } from '../../github/unknown-text';
import { like } from '../../github/wildcard';
import { isPlainObject } from '../../trust/plain';
import { lazy } from '../../trust/reach/lazy';
import { readPolicy } from '../../trust/read-policy';
import { Boundary, CheckedRole, Permission } from '../checked-role';
import { isAwsPolicy } from '../managed-policies';
import { OpenPolicy, readPermissions } from '../read-role';

type Properties = Readonly<Record<string, unknown>>;

/** Statements; and in words what could not be read. */
type Said = readonly (Permission | string)[];

interface Policy {
  readonly read: () => Said;
  /** The condition of its template that it is made under. */
  readonly when?: string;
  /** Whether a condition decides whether it is for the role. */
  readonly isConditional?: boolean;
}

interface Attached {
  readonly account?: string;
  readonly source: string;
  readonly role: unknown;
}

/** What may be for any role, for a reader. */
interface Stray {
  readonly account?: string;
  readonly text: string;
}

/** Policies by the names and ARNs of the roles that they are for. Only those of roles that are asked for are read. */
export class RolePolicies {
  readonly #byRole = new Map<unknown, Policy[]>();
  readonly #managed = new Map<unknown, Policy>();
  readonly #strays: Stray[] = [];

  constructor(private readonly templates: AppTemplates) {
    const made: Attached[] = [];
    const roles = new Set<unknown>();
    for (const template of templates.all) {
      for (const [logicalId, resource] of Object.entries(template.resources)) {
        this.#index(template, logicalId, resource, made, roles);
      }
    }
    for (const { account, source, role } of made) {
      if (!roles.has(role) && isText(role) && withUnknowns(role, () => '') === '') {
        this.#strays.push({ account, text: `whether '${source}' is for this role, as it is for '${role}'` });
      }
    }
  }

  /** All that the app's policies say about what a role may do, and the managed policies that the app does not make. */
  public of(
    template: AppTemplate, { Properties: properties = {}, Condition: condition }: TemplateResource, known: RoleNames,
  ): Pick<CheckedRole, 'permissions' | 'managedPolicies' | 'boundaries' | 'unreadPermissions'> {
    const own = conditionOf(template, condition);
    const said = ({ read, when, isConditional = false }: Policy) => asChosen(read(), isConditional || (when !== undefined && when !== own));
    const attached = this.#list(template, properties.ManagedPolicyArns);
    const all = [
      ...this.#inline(template, properties.Policies),
      ...attached.flatMap(({ value: arn, isConditional }) => asChosen([this.#managed.get(arn) ?? []].flat().flatMap(said), isConditional)),
      ...[...known.names, ...known.arns].flatMap(name => this.#byRole.get(name)?.flatMap(said) ?? []),
    ];
    const managedPolicies = attached.map(({ value }) => value).filter(isText).filter(arn => !this.#managed.has(arn));
    const limits = this.#branches(template, properties.PermissionsBoundary)
      .map(({ value: arn }) => ({ arn, says: this.#managed.get(arn)?.read() }));
    const boundaries = limits.map(({ arn, says }): Boundary =>
      ({ ...isText(arn) && { arn }, ...says && { permissions: says.filter(isPermission), isPartial: says.some(isText) } }));
    const isOthers = (arn: unknown): arn is string => isText(arn) && !isAwsPolicy(arn);
    return {
      permissions: all.filter(isPermission),
      managedPolicies,
      boundaries: boundaries.some(({ arn }) => arn !== undefined) ? boundaries : [],
      unreadPermissions: [
        ...[...all, ...limits.flatMap(({ says = [] }) => says)].filter(isText),
        ...managedPolicies.filter(isOthers).map(arn => `the managed policy '${arn}'`),
        ...limits.filter(({ says }) => !says).map(({ arn }) => arn).filter(isOthers).map(arn => `the permissions boundary '${arn}'`),
        ...this.#strays.filter(({ account = template.account }) => account === (template.account ?? account)).map(({ text }) => text),
      ],
    };
  }

  #inline(template: AppTemplate, policies: unknown): Said {
    return branchesOf(policies).flatMap(({ value, isConditional }) => {
      // A reference may stand for several.
      const given = isPlainObject(value) && 'PolicyDocument' in value ? [value] : [this.templates.textOf(template, value) ?? []].flat();
      return given.flatMap((policy): Said => {
        if (!isPlainObject(policy)) {
          return [`the inline policies '${policy}'`];
        }
        const source = `inline policy ${shownUnknowns(String(this.templates.textOf(template, policy.PolicyName)))}`;
        return asChosen(saidIn(this.#open(template, policy.PolicyDocument), source), isConditional);
      });
    });
  }

  #open(template: AppTemplate, document: unknown): OpenPolicy {
    return openPolicy(document, this.templates.readerOf(template));
  }

  /**
   * @param attached collects the policies for roles
   * @param roles collects what roles are known by in their templates
   */
  #index(template: AppTemplate, logicalId: string, resource: TemplateResource, attached: Attached[], roles: Set<unknown>): void {
    const { Type: type, Properties: properties = {}, Condition: condition } = resource;
    const path = pathOf(template, logicalId);
    const when = conditionOf(template, condition);
    const add: Add = (role, read) => this.#add(template, role, { read, when });
    const attach = (source: string) => {
      const read = lazy(() => saidIn(this.#open(template, properties.PolicyDocument), source));
      for (const role of this.#list(template, properties.Roles ?? properties.RoleName)) {
        add(role, read);
        attached.push({ account: template.account, source, role: role.value });
      }
      return { read, when };
    };
    const itself = unknownText(`${path}.Arn`);
    switch (type) {
      case 'AWS::IAM::Policy':
      case 'AWS::IAM::RolePolicy': attach(`policy ${path}`); break;
      case 'AWS::IAM::ManagedPolicy': {
        const policy = attach(`managed policy ${path}`);
        this.#managedNames(template, path, properties).forEach(name => this.#managed.set(name, policy));
        break;
      }
      case 'AWS::EKS::AccessEntry': {
        const entry = lazy(() => accessEntryPermissions(this.templates.textOf(template, properties), `EKS access entry ${path}`));
        this.#list(template, properties.PrincipalArn).forEach(role => add(role, entry));
        break;
      }
      case 'AWS::Lambda::Permission': {
        const permission = lazy(() => [lambdaPermission(this.templates.textOf(template, properties), `lambda permission ${path}`)]);
        this.#list(template, properties.Principal).forEach(role => add(role, permission));
        break;
      }
      case 'AWS::IAM::Role':
        roles.add(unknownText(path)).add(itself);
        return this.#indexTrust(template, path, properties.AssumeRolePolicyDocument, add);
      default: this.#indexResourcePolicy(template, resourcePolicy(type, properties, path), itself, add);
    }
  }

  /** @param whole what a policy of its resource is about that has no resources, or `*` */
  #indexResourcePolicy(template: AppTemplate, policy: ResourcePolicy | undefined, whole: string, add: Add): void {
    if (policy === undefined) {
      return;
    }
    this.#indexPrincipals(template, policy.source, policy.document, add, ({ resources, exceptResources, ...permission }) => {
      const isOfWhole = policy.isOfWhole && (resources.length === 0 || resources.includes('*'));
      return [{ ...permission, ...(isOfWhole ? { resources: [whole], exceptResources: false } : { resources, exceptResources }) }];
    });
  }

  /** Those whom another role's trust policy names may assume it. */
  #indexTrust(template: AppTemplate, path: string, document: unknown, add: Add): void {
    if (trustsNoAccount(document)) {
      return;
    }
    this.#indexPrincipals(template, `trust policy of ${path}`, document, add, ({ actions, exceptActions, ...permission }) =>
      actions.some(pattern => like(ASSUME.toLowerCase(), pattern.toLowerCase())) === exceptActions ? []
        : [{ ...permission, actions: [ASSUME], exceptActions: false, resources: [unknownText(`${path}.Arn`)], exceptResources: false }]);
  }

  #indexPrincipals(template: AppTemplate, source: string, document: unknown, add: Add, about: (permission: Permission) => Permission[]): void {
    const policy = this.#open(template, document);
    const said = saidIn(policy, source);
    const permissions = said.filter(isPermission);
    readPolicy(policy.document).forEach(({ principals: { aws, isNegated } }, index) => {
      const told = about({ ...permissions[index], isOfResource: true });
      (isNegated || told.length === 0 ? [] : aws).forEach(value => add({ value, isConditional: false }, () => told));
    });
    this.#strays.push(...said.filter(isText).map(text => ({ account: template.account, text })));
  }

  /** By reference, by attribute, and by the ARN that its name makes. */
  #managedNames(template: AppTemplate, path: string, properties: Properties): string[] {
    const [name, within = '/'] = [properties.ManagedPolicyName, properties.Path].map(value => this.templates.textOf(template, value));
    const isLiteral = typeof name === 'string' && !hasUnknown(name);
    return [unknownText(path), unknownText(`${path}.PolicyArn`), ...(isLiteral ? [arnIn(template, `policy${within}${name}`)] : [])];
  }

  #add(template: AppTemplate, { value: role, isConditional }: Branch, policy: Policy): void {
    const keys = isText(role) && hasUnknown(role) ? [role, withinTemplate(template, role), endOfArn(template, role) ?? []].flat() : [role];
    const chosen = isConditional ? { ...policy, isConditional } : policy;
    for (const key of keys) {
      const known = this.#byRole.get(key);
      if (known) { known.push(chosen); } else { this.#byRole.set(key, [chosen]); }
    }
  }

  /** The elements of a list. */
  #list(template: AppTemplate, list: unknown): Branch[] {
    return this.#branches(template, list).filter(({ value }) => value !== undefined);
  }

  /** What a value may turn out to be, or the elements of a list, each once. */
  #branches(template: AppTemplate, given: unknown): Branch[] {
    if (given === undefined) {
      return [];
    }
    const reader = this.templates.readerOf(template);
    const all = branchesOf(given).flatMap(branch => outcomesOf(branch)).flatMap(branch => textsOf(branch, reader))
      .flatMap(({ value, isConditional }) => [value].flat().map(one => ({ value: one, isConditional })));
    return all.filter(({ value }, index) => all.findIndex(other => other.value === value) === index);
  }
}

type Add = (role: Branch, read: () => Said) => void;

const ASSUME = 'sts:AssumeRole';
const MOST_SHOWN = 100;

/** As nearly all roles: they trust services or providers. */
function trustsNoAccount(document: unknown): boolean {
  const statements = isPlainObject(document) && Array.isArray(document.Statement) ? document.Statement : [document];
  return statements.every(statement => isPlainObject(statement) && isPlainObject(statement.Principal)
    && Object.keys(statement.Principal).every(type => type === 'Federated' || type === 'Service'));
}

function saidIn({ document, conditional, unread }: OpenPolicy, source: string): Said {
  return [...readPermissions(document, source, conditional), ...unread.map(part => `'${shownUnknowns(part).slice(0, MOST_SHOWN)}' in '${source}'`)];
}

function asChosen(said: Said, isConditional: boolean): Said {
  return isConditional ? said.map(one => isText(one) ? one : { ...one, isConditional }) : said;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isPermission(said: Permission | string): said is Permission {
  return !isText(said);
}

function conditionOf(template: AppTemplate, condition: string | undefined): string | undefined {
  return condition && withinTemplate(template, condition);
}

function lambdaPermission(properties: unknown, source: string): Permission {
  const { Action: action, FunctionName: name } = isPlainObject(properties) ? properties : {};
  const [actions, resources] = [[String(action)], [String(name)]];
  return { isDeny: false, actions, exceptActions: false, resources, exceptResources: false, conditions: [], isOfResource: true, source };
}
