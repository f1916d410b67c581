import { rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, IPolicyValidationPlugin } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Facts } from './baseline';
import { changesBetween } from './changes';
import { renderHtml } from './html';
import { renderJson } from './json';
import { renderMarkdown } from './markdown';
import { reviewOf } from './review-of';
import { readApp, ReadOptions } from '../checks/app/read-app';
import { judgedFindings } from '../checks/app-findings';
import { Misuse } from '../misuse';

const NAME = 'github-oidc-review';
const CLAIMED = Symbol.for('cdk-github-actions-oidc.review');

/** A second review would overwrite the first, also one of another copy of this package. */
export function claimApp(app: App, review: IConstruct): void {
  const claimed = app as App & { [CLAIMED]?: IConstruct };
  const other = claimed[CLAIMED];
  if (other) {
    throw new Misuse('ReviewDuplicated', `the review '${review.node.path}' is the app's second, and both write the same files; keep '${other.node.path}' alone`);
  }
  Object.defineProperty(app, CLAIMED, { value: review });
}

export function deleteReview(directory: string): void {
  for (const extension of ['md', 'html', 'json']) { rmSync(join(directory, `${NAME}.${extension}`), { force: true }); }
}

/** Writes the files when all templates are there. */
export function reviewPlugin(app: App, baseline: Facts | undefined, options: ReadOptions): IPolicyValidationPlugin {
  return {
    name: 'GithubOidcReview',
    validate: ({ appConstruct, templatePaths }) => {
      const checked = readApp(appConstruct, templatePaths, options);
      const review = reviewOf({ roles: checked.roles.map(({ item }) => item), findings: judgedFindings(checked) });
      const changes = baseline && changesBetween(baseline, review);
      const texts = { md: renderMarkdown(review, changes), html: renderHtml(review, changes), json: renderJson(review) };
      for (const [extension, text] of Object.entries(texts)) { writeFileSync(join(app.outdir, `${NAME}.${extension}`), text); }
      return { success: true, violations: [] };
    },
  };
}
