import { readFileSync } from 'fs';
import { join } from 'path';

/** The oldest aws-cdk-lib that the package promises to work with, which is also the one that the golden templates come from. */
export function floorOf(root: string): string {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return devDependencies['aws-cdk-lib'];
}
