import { existsSync, readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..');
const OURS = /^https:\/\/github\.com\/cdk-github-actions-oidc\/cdk-github-actions-oidc\/(?:blob|tree)\/main\//;
const LINKS = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);

// The README is shown by every package index, and what it links to does not ship.
test.each(LINKS)('%s can be followed from anywhere', link => {
  expect(link).toMatch(/^https:/);
  expect(!OURS.test(link) || existsSync(join(ROOT, link.replace(OURS, '')))).toBe(true);
});
