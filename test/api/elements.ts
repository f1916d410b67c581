import { Assembly, Callable, isClassType, isEnumType, Overridable, Parameter, Property, Type, TypeReference } from '@jsii/spec';

/** Whatever has a name in the API: a type, a member, a parameter. */
export interface Element {
  readonly path: string;
  readonly name: string;
  readonly kind: 'class' | 'struct' | 'interface' | 'enum' | 'constructor' | 'method' | 'property' | 'parameter' | 'enum member';
  readonly type: Type;
  readonly docs?: Type['docs'];
  readonly reference?: TypeReference;
  readonly optional?: boolean;
  /** Whether it is a class's own word, and not the CDK's. */
  readonly own: boolean;
  readonly static?: boolean;
  readonly settable?: boolean;
  readonly async?: boolean;
}

export function elementsOf({ types = {} }: Pick<Assembly, 'types'>): Element[] {
  return Object.values(types).flatMap(type => [
    { path: type.name, name: type.name, kind: kindOf(type), type, docs: type.docs, own: true },
    ...membersOf(type),
  ]);
}

export function membersOf(type: Type): Element[] {
  if (isEnumType(type)) {
    return type.members.map(({ name, docs }) => ({ path: `${type.name}.${name}`, name, kind: 'enum member', type, docs, own: true }));
  }
  return [
    ...isClassType(type) && type.initializer ? callable(type, 'constructor', { name: 'constructor', ...type.initializer }) : [],
    ...(type.properties ?? []).map(property => ofProperty(type, property)),
    ...(type.methods ?? []).flatMap(method => callable(type, 'method', method)),
  ];
}

/** The names of other types that an element's type is made of. */
export function namesIn(reference: TypeReference | undefined): string[] {
  return partsOf(reference).flatMap(part => 'fqn' in part ? [part.fqn] : []);
}

/** A type with the types that it is made of. */
export function partsOf(reference: TypeReference | undefined): TypeReference[] {
  if (!reference) { return []; }
  const inner = 'collection' in reference ? [reference.collection.elementtype]
    : 'union' in reference ? reference.union.types
      : 'intersection' in reference ? reference.intersection.types : [];
  return [reference, ...inner.flatMap(partsOf)];
}

function kindOf(type: Type): Element['kind'] {
  return isClassType(type) ? 'class' : isEnumType(type) ? 'enum' : type.datatype ? 'struct' : 'interface';
}

function ofProperty(type: Type, { name, docs, type: reference, optional, immutable, ...rest }: Property): Element {
  return {
    path: `${type.name}.${name}`, name, kind: 'property', type, docs, reference, optional, settable: !immutable, static: rest.static, own: isOwn(rest),
  };
}

function callable(type: Type, kind: 'constructor' | 'method', member: Callable & { name: string; static?: boolean; async?: boolean; returns?: any }): Element[] {
  const { name, docs, parameters = [], returns } = member;
  const path = `${type.name}.${name}`;
  return [
    { path, name, kind, type, docs, reference: returns?.type, static: member.static, async: member.async, own: isOwn(member) },
    ...parameters.map((parameter: Parameter): Element => ({
      path: `${path}(${parameter.name})`,
      name: parameter.name,
      kind: 'parameter',
      type,
      docs: parameter.docs,
      reference: parameter.type,
      optional: parameter.optional,
      own: isOwn(member),
    })),
  ];
}

function isOwn({ overrides }: Overridable): boolean {
  return overrides === undefined;
}
