import { readFileSync } from 'fs';
import { join } from 'path';
import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { asText, References } from './as-text';
import type { Reader } from './open-policy';
import { possibleValues, TemplateParameter } from './parameters';
import { referencesOf } from './references';
import { partitionOf } from '../../provider/partition';
import { isPlainObject } from '../../trust/plain';

/** A stack's template, with where it is deployed, as far as synthesis knows. */
export interface AppTemplate {
  readonly stack: Stack;
  /** The file, as the CDK told it. */
  readonly file: string;
  readonly account?: string;
  readonly region?: string;
  readonly partition: string;
  readonly resources: Readonly<Record<string, TemplateResource>>;
  readonly outputs: Readonly<Record<string, TemplateOutput>>;
  readonly parameters: Readonly<Record<string, TemplateParameter>>;
  readonly mappings?: unknown;
  /** The constructs of its resources, by logical id. */
  readonly constructs: ReadonlyMap<string, CfnResource>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface TemplateOutput {
  readonly Value?: unknown;
  readonly Export?: { readonly Name?: unknown };
}

/** Each costs another reading. */
const MOST_VALUES = 10;

/** The templates of an app, and what a reference in one of them stands for. */
export class AppTemplates {
  public readonly all: readonly AppTemplate[];

  readonly #references = new Map<AppTemplate, References[]>();
  readonly #readers = new Map<AppTemplate, Reader>();
  readonly #isOpen: boolean;
  #values = 0;
  #exports?: ReadonlyMap<unknown, (choice: number) => unknown>;

  /** @param files the templates that are to be looked at; those of nested stacks come with their parents' */
  constructor(root: IConstruct, files: ReadonlySet<string>) {
    this.all = resourcesByStack(root).flatMap(([stack, constructs]) => {
      const [file, topFile] = [fileOf(stack), fileOf(topOf(stack))];
      return files.has(topFile) ? [readTemplate(stack, file, constructs)] : [];
    });
    this.#isOpen = this.all.some(({ mappings, parameters }) =>
      mappings !== undefined || Object.values(parameters).some(one => possibleValues(one).length > 0));
  }

  /**
   * A value of a template, its intrinsics as text.
   *
   * @param choice for each parameter and mapping, which of the values that its template names; with 0, they are unknown
   */
  public textOf(template: AppTemplate, value: unknown, choice = 0): unknown {
    const made = this.#references.get(template) ?? [];
    this.#references.set(template, made);
    return asText(value, made[choice] ??= referencesOf(template, this, choice));
  }

  public readerOf(template: AppTemplate): Reader {
    const made = this.#readers.get(template) ?? this.#newReader(template);
    this.#readers.set(template, made);
    return made;
  }

  #newReader(template: AppTemplate): Reader {
    const textOf = (value: unknown) => this.textOf(template, value);
    const othersOf = (value: unknown) => {
      this.#values = 0;
      const texts = [textOf(value)];
      for (let choice = 1; choice <= Math.min(this.#values, MOST_VALUES); choice += 1) {
        texts.push(this.textOf(template, value, choice));
      }
      return this.#values === 0 ? [] : [...new Map(texts.map(text => [JSON.stringify(text), text])).values()].slice(1);
    };
    return { textOf, othersOf: this.#isOpen ? othersOf : () => [] };
  }

  /** Most values have none that deployment chooses, and need no other reading. */
  public countValues(count: number): void {
    this.#values = Math.max(this.#values, count);
  }

  /** What another stack exports under a name. */
  public importedAs(exportName: string, choice: number): unknown {
    this.#exports ??= new Map(this.all.flatMap(template => Object.values(template.outputs).filter(({ Export: exports }) => exports !== undefined)
      .map(({ Export: exports, Value: value }) => [this.textOf(template, exports!.Name), (one: number) => this.textOf(template, value, one)])));
    return this.#exports.get(exportName)?.(choice);
  }

  public of(stack: Stack): AppTemplate | undefined {
    return this.all.find(template => template.stack === stack);
  }
}

function resourcesByStack(root: IConstruct): [Stack, Map<string, CfnResource>][] {
  const found = new Map<Stack, Map<string, CfnResource>>();
  for (const construct of root.node.findAll()) {
    if (Stack.isStack(construct)) {
      found.set(construct, found.get(construct) ?? new Map());
    } else if (CfnResource.isCfnResource(construct)) {
      const stack = Stack.of(construct);
      found.set(stack, (found.get(stack) ?? new Map()).set(stack.getLogicalId(construct), construct));
    }
  }
  return [...found];
}

function readTemplate(stack: Stack, file: string, constructs: ReadonlyMap<string, CfnResource>): AppTemplate {
  const { Resources: resources, Outputs: outputs, Parameters: parameters, Mappings: mappings } = JSON.parse(readFileSync(file, 'utf8'));
  const known = (text: string) => Token.isUnresolved(text) ? undefined : text;
  return {
    stack,
    file,
    account: known(stack.account),
    region: known(stack.region),
    partition: partitionOf(stack),
    resources: objectsIn(resources),
    outputs: objectsIn(outputs),
    parameters: objectsIn(parameters),
    mappings,
    constructs,
  };
}

/** Synthesis writes whatever it was given. */
function objectsIn<T>(section: unknown): Record<string, T> {
  const objects = Object.entries(isPlainObject(section) ? section : {}).filter(([, one]) => isPlainObject(one)) as [string, any][];
  return Object.fromEntries(objects.map(([id, one]) => [id, one.Properties === null ? { ...one, Properties: {} } : one]));
}

function fileOf(stack: Stack): string {
  return join(Stage.of(stack)?.outdir ?? '', stack.templateFile);
}

function topOf(stack: Stack): Stack {
  return stack.nestedStackParent ? topOf(stack.nestedStackParent) : stack;
}
