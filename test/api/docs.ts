import { Assembly, Stability } from '@jsii/spec';
import { elementsOf } from './elements';

export function undocumented(assembly: Assembly): string[] {
  return elementsOf(assembly).filter(({ docs }) => !docs?.summary?.trim()).map(({ path }) => path);
}

/** Whoever leaves a property out must be able to read what happens then. */
export function withoutDefault(assembly: Assembly): string[] {
  return elementsOf(assembly)
    .filter(({ kind, optional, type, docs }) => kind === 'property' && optional && 'datatype' in type && type.datatype && !docs?.default?.trim())
    .map(({ path }) => path);
}

/** Whatever is less than stable, jsii-diff may let change. */
export function unstable(assembly: Assembly): string[] {
  return elementsOf(assembly)
    .filter(({ docs, kind }) => docs?.stability !== Stability.Stable && kind !== 'parameter')
    .map(({ path, docs }) => `${path}: ${docs?.stability}`);
}
