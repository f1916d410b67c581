import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';

/** The version of this package, which is one file where it ships and many where it is made. */
export function packageVersion(directory: string = __dirname): string {
  const manifest = join(directory, 'package.json');
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : packageVersion(dirname(directory));
}
