import { homedir } from 'os';
import { join } from 'path';
import { Language } from './consumer';

/** Where a consumer works: made anew by every run, and left as it was at its end. */
export function workFolder(root: string, language: Language): string {
  return join(root, 'build', 'consumers', language);
}

/** What a consumer keeps between runs. */
export function cacheFolder(language: Language): string {
  const caches = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(process.env.CONSUMERS_CACHE ?? join(caches, 'cdk-github-actions-oidc'), language);
}
