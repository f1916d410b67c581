import { Assembly, isEnumType, isInterfaceType, Type } from '@jsii/spec';
import { Element, elementsOf, membersOf } from './elements';
import { KNOWN_TYPES, RESERVED } from './words';
import { groupBy } from '../../src/trust/rights';

/** In Python, an argument's name is part of the API as much as a method's. */
export function reserved(assembly: Assembly): string[] {
  return named(assembly).flatMap(({ path, name, kind }) => [
    ...Object.entries(RESERVED).filter(([, words]) => words.has(name)).map(([language]) => `${path}: ${language}`),
    ...isType(kind) && KNOWN_TYPES.has(name) ? [`${path}: hides a known type`] : [],
  ]);
}

/** GitHub is `Github` in types, so that Python gets no `git_hub_`; members leave it out. */
export function misspeltBrand(assembly: Assembly): string[] {
  return named(assembly)
    .filter(({ name, kind }) => /GitHub|gitHub|GIT_HUB/.test(name) || (!isType(kind) && !/^[A-Z0-9_]+$/.test(name) && /github/i.test(name)))
    .map(({ path }) => path);
}

/** For jsii, `I` and a capital letter make an interface behavioural: Python and Go users would have to implement an `IDToken` to pass it. */
export function behaviouralByName({ types = {} }: Assembly): string[] {
  return Object.values(types)
    .filter(isInterfaceType)
    .filter(({ name, datatype, methods = [], interfaces = [] }) => !datatype && (/^I[A-Z]{2}/.test(name) || (methods.length === 0 && interfaces.length === 0)))
    .map(({ name }) => name);
}

/** `IFoo` is an interface, and C# calls the struct `Foo` so, too. */
export function clashingInterfaces({ types = {} }: Assembly): string[] {
  const names = new Set(Object.values(types).map(({ name }) => name));
  return Object.values(types).flatMap(type => [
    ...isInterfaceType(type) && type.datatype && names.has(`I${type.name}`) ? [`${type.name}: I${type.name}`] : [],
    ...!isInterfaceType(type) && /^I[A-Z]/.test(type.name) ? [type.name] : [],
  ]);
}

/** The languages write names each in its own case, and most have one room for static and other members. */
export function alike({ types = {} }: Assembly): string[] {
  return Object.values(types).filter(type => !isEnumType(type)).flatMap(type => {
    const members = membersOf(type).filter(({ kind }) => kind === 'property' || kind === 'method');
    return members.flatMap((member, index) => [
      ...members.slice(0, index).filter(other => spelling(other.name) === spelling(member.name)).map(other => `${member.path}: ${other.name}`),
      ...spelling(member.name) === spelling(type.name) ? [`${member.path}: ${type.name}`] : [],
    ]);
  });
}

/** Python takes the properties of a method's last struct as arguments, beside those before it. */
export function ambiguousArguments(assembly: Assembly): string[] {
  const { types = {} } = assembly;
  const propertiesOf = (type: Type | undefined): string[] => type && isInterfaceType(type) && type.datatype
    ? [...(type.properties ?? []).map(({ name }) => name), ...(type.interfaces ?? []).flatMap(name => propertiesOf(types[name]))] : [];
  return callables(assembly).flatMap(parameters => {
    const last = parameters.at(-1)!;
    const lifted = last.reference && 'fqn' in last.reference ? propertiesOf(types[last.reference.fqn]) : [];
    return parameters.slice(0, -1).filter(({ name }) => lifted.includes(name)).map(({ path }) => path);
  });
}

/** The parameters of each constructor and method that has some. */
function callables(assembly: Assembly): Element[][] {
  const parameters = elementsOf(assembly).filter(({ kind }) => kind === 'parameter');
  return [...groupBy(parameters, ({ path }) => path.replace(/\(.*/, '')).values()];
}

/** What the CDK has named is not ours to name. */
function named(assembly: Assembly): Element[] {
  return elementsOf(assembly).filter(({ own, kind }) => own && kind !== 'constructor');
}

function isType(kind: Element['kind']): boolean {
  return ['class', 'struct', 'interface', 'enum'].includes(kind);
}

function spelling(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
