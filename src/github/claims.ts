import { ClaimMatch } from './claim-match';

/**
 * Claims that a token must have beside its subject. All have to hold; of one claim's values, any will do.
 *
 * These ten are what AWS reads of GitHub's tokens beside `aud` and `sub`. There is none for an event, a runner or a custom property: such a
 * claim can reach AWS only inside `sub`, by a subject template.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
export interface GithubClaims {
  /**
   * Name of the account that started the run. It bounds nothing by itself: whoever can start a run again appears as the one who did.
   *
   * @default - any
   */
  readonly actor?: ClaimMatch;

  /**
   * Numeric ID of the account that started the run; exact values only.
   *
   * @default - any
   */
  readonly actorId?: ClaimMatch;

  /**
   * Numeric ID of the enterprise that has the repository; exact values only.
   *
   * @default - any
   */
  readonly enterpriseId?: ClaimMatch;

  /**
   * The environment that the job names, spelled as in the workflow; `:` stands as it is here.
   *
   * @default - any or none
   */
  readonly environment?: ClaimMatch;

  /**
   * File and git ref of the workflow that the job runs: the called one, where a workflow calls another. `ClaimMatch.reusableWorkflow()`
   * builds its text. GitHub promises it for called workflows only.
   *
   * @default - any
   * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-with-reusable-workflows
   */
  readonly jobWorkflowRef?: ClaimMatch;

  /**
   * The run's full git ref, `refs/…`: the claim `ref`. It does not tell a push from a merged pull request's run.
   *
   * @default - any
   */
  readonly gitRef?: ClaimMatch;

  /**
   * The repository's name, `OWNER/REPO`, without IDs.
   *
   * @default - any
   */
  readonly repository?: ClaimMatch;

  /**
   * The repository's numeric ID; exact values only.
   *
   * @default - any, or the repository's own where the subject format is BOTH
   */
  readonly repositoryId?: ClaimMatch;

  /**
   * The owner's numeric ID; exact values only.
   *
   * @default - any, or the owner's own where the subject format is BOTH
   */
  readonly repositoryOwnerId?: ClaimMatch;

  /**
   * The workflow's name, which is free text in its file: whoever may edit a workflow can choose it.
   *
   * @default - any
   */
  readonly workflow?: ClaimMatch;
}
