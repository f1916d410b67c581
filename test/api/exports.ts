import { Assembly, isInterfaceType } from '@jsii/spec';

/** What a module offers at run time and the assembly does not know: functions and constants exist for TypeScript alone, by accident. */
export function unknownExports({ types = {} }: Assembly, module: Record<string, unknown>): string[] {
  const known = Object.values(types).filter(type => !isInterfaceType(type)).map(({ name }) => name);
  return [
    ...Object.keys(module).filter(name => !known.includes(name)),
    ...known.filter(name => !(name in module)).map(name => `${name} is missing`),
  ];
}

/** No other language can catch a class of error: across jsii, only name and message arrive. */
export function errors(module: Record<string, unknown>): string[] {
  return Object.entries(module).filter(([, value]) => typeof value === 'function' && value.prototype instanceof Error).map(([name]) => name);
}
