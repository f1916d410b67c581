import { Member, Type, Types } from './declarations';
import { assemblyIn } from '../assembly';

type Json = any;

const pascalCase = (name: string) => name[0].toUpperCase() + name.slice(1);

/** What a type lives in: the package, a submodule, which may tell its own name in .NET, or another type. */
function namespaceOf(assembly: Json, within: string): string {
  const named = (within === assembly.name ? assembly : assembly.submodules[within])?.targets?.dotnet?.namespace;
  const [, outer, last] = /^(.*)\.(\w+)$/.exec(within) ?? [];
  return named ?? `${namespaceOf(assembly, outer)}.${last.split('_').map(pascalCase).join('')}`;
}

const dotnetName = (assembly: Json, { fqn, name }: Json) => `${namespaceOf(assembly, fqn.slice(0, -name.length - 1))}.${name}`;

const parameterOf = ({ name, optional = false, variadic = false }: Json) => ({ name, optional, variadic });

function membersOf(type: Json, inDotnet: (fqn: string) => string): readonly Member[] {
  const typeOf = (reference: Json) => reference?.fqn === undefined ? '' : inDotnet(reference.fqn);
  const list = (values: Json[] | undefined, member: (value: Json) => Member) => (values ?? []).map(member);
  return [
    ...list(type.methods, ({ name, static: isStatic = false, returns, parameters = [] }) => (
      { name: pascalCase(name), isStatic, type: typeOf(returns?.type), parameters: parameters.map(parameterOf) }
    )),
    ...list(type.properties, ({ name, static: isStatic = false, type: kept }) => ({ name: pascalCase(name), isStatic, type: typeOf(kept) })),
    ...list(type.members, ({ name }) => ({ name, isStatic: true, type: inDotnet(type.fqn) })),
  ];
}

/** What jsii makes in .NET of the packages in `folders`: the packages that ours needs, whose C# is not generated here. */
export function dotnetTypesOf(folders: readonly string[]): Types {
  const assemblies = folders.map(assemblyIn);
  const names = new Map<string, string>();
  for (const assembly of assemblies) {
    Object.values<Json>(assembly.types).forEach(type => names.set(type.fqn, dotnetName(assembly, type)));
  }
  const inDotnet = (fqn: string) => names.get(fqn) ?? '';
  const types = new Map<string, Type>();
  for (const type of assemblies.flatMap(({ types: all }) => Object.values<Json>(all))) {
    const members = membersOf(type, inDotnet);
    const bases = [type.base, ...(type.interfaces ?? [])].filter(fqn => fqn !== undefined).map(inDotnet);
    const name = inDotnet(type.fqn);
    const constructors = type.kind === 'class' && !type.abstract && type.initializer ? [(type.initializer.parameters ?? []).map(parameterOf)] : [];
    types.set(name, { bases, members, constructors: type.datatype ? [[]] : constructors });
    if (type.datatype) { types.set(name.replace(/\w+$/, 'I$&'), { bases, members, constructors: [] }); }
  }
  return types;
}
