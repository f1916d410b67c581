import { CfnElement, CfnMapping, CfnOutput, CfnParameter, CfnStack, DefaultTokenResolver, IResolvable, Reference, Stack, StringConcat, Tokenization } from 'aws-cdk-lib';
import { isPlainObject } from '../trust/plain';

/** A text that a value may turn out to be, and where that is said. */
export interface Reading {
  readonly text: string;
  readonly origin: string;
}

/** Where a value stands. */
interface Place {
  readonly stack: Stack;
  readonly origin: string;
  /** The outputs that led here, since two may import each other. */
  readonly outputs: readonly CfnOutput[];
}

/** What a value turns out to be, as far as synthesis knows. Nothing is a reading too, but not as a part of a value. */
export function readToken(stack: Stack, token: IResolvable): Reading[] {
  const place = { stack, origin: 'known only now', outputs: [] };
  const resolved: unknown = stack.resolve(token);
  const readings = [...read(place, resolved), ...parametersIn(stack, token).flatMap(parameter => readParameter(place, parameter))];
  return isTree(resolved) ? readings.filter(({ text }) => text.trim() !== '') : readings;
}

/** The stack parameters that a value refers to, also those of other stacks. */
function parametersIn(scope: Stack, value: IResolvable): CfnParameter[] {
  const found: CfnParameter[] = [];
  const resolver = new DefaultTokenResolver(new StringConcat());
  const resolveToken = resolver.resolveToken.bind(resolver);
  resolver.resolveToken = (token, ...rest) => {
    if (Reference.isReference(token) && token.target instanceof CfnParameter) { found.push(token.target); }
    return resolveToken(token, ...rest);
  };
  Tokenization.resolve(value, { scope, resolver, preparing: false });
  return found;
}

/** What is text in a resolved value, and what the app says of the names in it. */
function read(place: Place, value: unknown): Reading[] {
  return isTree(value) ? Object.entries(value).flatMap(([key, inner]) => (BEHIND[key] ?? read)(place, inner))
    : [{ text: value === undefined ? '' : String(value), origin: place.origin }];
}

function isTree(value: unknown): value is object {
  return Array.isArray(value) || isPlainObject(value);
}

const BEHIND: Readonly<Record<string, typeof read>> = {
  'Fn::GetAtt': () => [],
  'Fn::Transform': () => [],
  'Fn::Split': (place, value) => read(place, (value as unknown[])[1]),
  'Ref': (place, name) => named(place.stack, CfnParameter, name).flatMap(parameter => readParameter(place, parameter)),
  'Fn::Sub': (place, value) => {
    const [template, ...variables] = [value].flat();
    const names = [...`${template}`.matchAll(PLACEHOLDER)];
    return [...read(place, [`${template}`.replace(PLACEHOLDER, 'x'), ...variables]), ...names.flatMap(([, name]) => BEHIND.Ref(place, name))];
  },
  'Fn::FindInMap': (place, value) => {
    const [name, first, second, fallback] = value as unknown[];
    return [...read(place, fallback), ...named(place.stack, CfnMapping, name).flatMap(mapping =>
      read({ ...place, origin: `which the mapping '${mapping.node.path}' may give it` }, under(second, under(first, [valuesOf(mapping)]))))];
  },
  'Fn::ImportValue': (place, name) => outputsOf(place.stack, name).filter(output => !place.outputs.includes(output)).flatMap(output => {
    const stack = Stack.of(output);
    return read({ stack, origin: `which the output '${output.node.path}' gives it`, outputs: [...place.outputs, output] }, stack.resolve(output.value));
  }),
};

const PLACEHOLDER = /\$\{([^!}][^}]*)\}/g;

/** By what the template lets it be, and what the parent of a nested stack makes it. */
function readParameter({ outputs }: Place, parameter: CfnParameter): Reading[] {
  const { stack, default: usual, allowedValues, logicalId } = parameter;
  const origin = `which the parameter '${parameter.node.path}' may give it`;
  const parent = stack.nestedStackParent;
  const given = parent?.resolve((stack.nestedStackResource as CfnStack).parameters)?.[stack.resolve(logicalId)];
  return [...read({ stack, origin, outputs }, [usual, allowedValues]), ...parent ? read({ stack: parent, origin, outputs }, given) : []];
}

/** The values under a key, or under any where only the deployment knows the key. */
function under(key: unknown, maps: readonly unknown[]): unknown[] {
  return maps.flatMap(map => Object.entries(Object(map)).filter(([one]) => isTree(key) || one === key).map(([, value]) => value));
}

function valuesOf(mapping: CfnMapping): unknown {
  // the one way to them
  const { Mappings: mappings = {} } = mapping.stack.resolve((mapping as unknown as { _toCloudFormation(): any })._toCloudFormation());
  return Object.values(mappings)[0];
}

/** What a stack has by a logical ID. */
function named<T extends CfnElement>(stack: Stack, kind: abstract new (...args: any[]) => T, name: unknown): T[] {
  return /^AWS::/.test(`${name}`) ? []
    : stack.node.findAll().filter((one): one is T => one instanceof kind && one.stack === stack && stack.resolve(one.logicalId) === name);
}

/** The outputs of the app by that name. Those that the CDK makes for a reference need no search: the reference knows its target. */
function outputsOf({ node: { root } }: Stack, name: unknown): CfnOutput[] {
  return /:ExportsOutput/.test(`${name}`) ? []
    : root.node.findAll().filter((one): one is CfnOutput => one instanceof CfnOutput && one.stack.resolve(one.exportName) === name);
}
