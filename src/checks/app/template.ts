import { readFileSync } from 'fs';
import { join } from 'path';
import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { asText, References } from './as-text';
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
  /** The constructs of its resources, by logical id. */
  readonly constructs: ReadonlyMap<string, CfnResource>;
}

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface TemplateOutput {
  readonly Value?: unknown;
  readonly Export?: { readonly Name?: unknown };
}

/** The templates of an app, and what a reference in one of them stands for. */
export class AppTemplates {
  public readonly all: readonly AppTemplate[];

  readonly #references = new Map<AppTemplate, References>();
  #exports?: ReadonlyMap<unknown, () => unknown>;

  /** @param files the templates that are to be looked at; those of nested stacks come with their parents' */
  constructor(root: IConstruct, files: ReadonlySet<string>) {
    this.all = resourcesByStack(root).flatMap(([stack, constructs]) => {
      const [file, topFile] = [fileOf(stack), fileOf(topOf(stack))];
      return files.has(topFile) ? [readTemplate(stack, file, constructs)] : [];
    });
  }

  /** A value of a template, its intrinsics as text. */
  public textOf(template: AppTemplate, value: unknown): unknown {
    let references = this.#references.get(template);
    if (!references) {
      references = referencesOf(template, this);
      this.#references.set(template, references);
    }
    return asText(value, references);
  }

  /** What another stack exports under a name. */
  public importedAs(exportName: string): unknown {
    this.#exports ??= new Map(this.all.flatMap(template => Object.values(template.outputs).filter(({ Export: exports }) => exports !== undefined)
      .map(({ Export: exports, Value: value }) => [this.textOf(template, exports!.Name), () => this.textOf(template, value)])));
    return this.#exports.get(exportName)?.();
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
  const { Resources: resources, Outputs: outputs } = JSON.parse(readFileSync(file, 'utf8'));
  const known = (text: string) => Token.isUnresolved(text) ? undefined : text;
  return {
    stack,
    file,
    account: known(stack.account),
    region: known(stack.region),
    partition: partitionOf(stack),
    resources: isPlainObject(resources) ? resources as AppTemplate['resources'] : {},
    outputs: isPlainObject(outputs) ? outputs as AppTemplate['outputs'] : {},
    constructs,
  };
}

function fileOf(stack: Stack): string {
  return join(Stage.of(stack)?.outdir ?? '', stack.templateFile);
}

function topOf(stack: Stack): Stack {
  return stack.nestedStackParent ? topOf(stack.nestedStackParent) : stack;
}
