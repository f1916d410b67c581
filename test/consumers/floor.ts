import { readFileSync } from 'fs';
import { join } from 'path';

/** The oldest version that the package promises to work with. Of aws-cdk-lib it is also the one that the golden templates come from. */
export function floorOf(root: string, name: 'aws-cdk-lib' | 'constructs' = 'aws-cdk-lib'): string {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return devDependencies[name];
}
