import { App, Aspects, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { baselineIn } from './baseline';
import { claimApp, deleteReview, reviewPlugin } from './review-files';
import { checkOptions } from '../checks/check-options';
import { GithubOidcChecksProps } from '../checks/github-oidc-checks';
import { Misuse } from '../misuse';

/** Options of `GithubOidcReview`. */
export interface GithubOidcReviewProps extends GithubOidcChecksProps {
  /**
   * The `github-oidc-review.json` of an earlier synthesis, as it was committed: the path of the file. The review then tells what changed since.
   *
   * @default - no comparison
   */
  readonly baseline?: string;
}

/**
 * Writes beside the templates who may assume which role by GitHub Actions, and what they can do then: `github-oidc-review.md` for a pull
 * request, `.html` for a reviewer, `.json` for the next comparison. It covers every role of the app that trusts a GitHub issuer, whoever made it.
 *
 * One for an app, in whatever scope: the files are in the app's own cloud assembly. Give it the same issuers and quota as `GithubOidcChecks`,
 * whose findings it shows, acknowledged or not; it neither fails synthesis nor adds to a template.
 */
export class GithubOidcReview extends Construct {
  /**
   * Has the review written at the end of each synthesis.
   *
   * @param scope the app, or anything in it
   * @param id the construct's id
   * @param props what to compare with, and what the templates do not tell
   * @throws if there is no app, or it has a review already, or the baseline is no review
   */
  constructor(scope: Construct, id: string, props: GithubOidcReviewProps = {}) {
    super(scope, id);
    const app = this.node.root;
    if (!App.isApp(app)) {
      throw new Misuse('ReviewOutsideApp', `the review '${this.node.path}' is in no app, and it writes beside an app's templates; put it, or the stack that it is in, into an App`);
    }
    claimApp(app, this);
    const baseline = props?.baseline === undefined ? undefined : baselineIn(props.baseline);
    // The CDK takes a plugin that changes a file for a mistake, so what an earlier synthesis left goes first. Validations may be skipped.
    Aspects.of(app).add({ visit: node => { if (node === app) { deleteReview(app.outdir); } } });
    Validations.of(app).addPlugins(reviewPlugin(app, baseline, checkOptions(props)));
  }
}
