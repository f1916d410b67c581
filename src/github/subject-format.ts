/**
 * Which form of `sub` a role accepts of repositories whose IDs are known.
 *
 * A repository mints one of the two forms, never both; which one depends on its age and settings.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export enum SubjectFormat {
  /**
   * Both forms, and the token's `repository_id` and `repository_owner_id` have to be those given: nobody gains by registering the name
   * again. Works before and after a repository opts in to immutable subjects.
   */
  BOTH = 'BOTH',
  /** Only `repo:OWNER@ID/REPO@ID:…`. */
  IMMUTABLE = 'IMMUTABLE',
  /** Only `repo:OWNER/REPO:…`. Such a name passes to whoever registers it next. */
  NAME = 'NAME',
}
