/** Compresses gzip files anew, by Zopfli: it looks longer for the same content in fewer bytes, and whoever reads gzip reads it. */
import { readFileSync, writeFileSync } from 'fs';
import { gunzipSync } from 'zlib';
import { gzipAsync } from '@gfx/zopfli';

export async function squeeze(file: string): Promise<void> {
  writeFileSync(file, await gzipAsync(gunzipSync(readFileSync(file)), { numiterations: 15 }));
}

if (require.main === module) {
  void Promise.all(process.argv.slice(2).map(squeeze));
}
