import { loadAssemblyFromPath } from '@jsii/spec';

// What aws-cdk-lib's assembly makes use of. Nobody who reads one here looks at that.
const FEATURES = ['intersection-types', 'class-covariant-overrides'];

/** The assembly of the package in a folder, compressed or not. It was checked by those who wrote it. */
export function assemblyIn(folder: string): any {
  return loadAssemblyFromPath(folder, false, FEATURES);
}
