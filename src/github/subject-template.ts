import { shown } from './text';
import { Misuse } from '../misuse';

/** Keys whose value tells the owner or the repository. */
const IDENTIFYING = ['repo', 'repository', 'repository_id', 'repository_owner', 'repository_owner_id'];

/**
 * How a repository builds the `sub` of its tokens: GitHub's `include_claim_keys`, in order.
 *
 * Take subjects from `repository.withSubjectTemplate(template)`. Each repository opts in to a template, also to its organisation's, and its
 * administrators can opt out: then its tokens have the default subject, and the role does not accept them.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export class GithubSubjectTemplate {
  /**
   * A template of these keys. `sub` becomes `KEY:VALUE` for each, joined by `:`.
   *
   * @param claimKeys the keys in order: `repo`, `context` (what the default subject has behind the repository), or any claim of the token
   * @throws if a key is malformed or stands twice, or if none tells the owner or the repository
   * @see https://docs.github.com/en/actions/reference/security/oidc
   */
  public static of(...claimKeys: string[]): GithubSubjectTemplate {
    for (const key of claimKeys) {
      if (typeof key !== 'string' || !/^[a-z][a-z0-9_]*$/.test(key) || key === 'sub') {
        throw new Misuse('GithubSubjectTemplateInvalid',
          `the template has the key '${shown(key)}'; keys are 'repo', 'context' and claims of the token, in lower-case letters, digits and '_': pass them one by one`);
      }
    }
    if (claimKeys.length === 0) {
      throw new Misuse('GithubSubjectTemplateInvalid', "the template has no key; pass them one by one, such as 'repo', 'context'");
    }
    const twice = claimKeys.find((key, index) => claimKeys.indexOf(key) !== index);
    if (twice !== undefined) {
      throw new Misuse('GithubSubjectTemplateInvalid', `the template has the key '${twice}' twice; name it once`);
    }
    if (!claimKeys.some(key => IDENTIFYING.includes(key))) {
      throw new Misuse('SubjectOpenToAnyOwner',
        `the template is '${claimKeys.join(', ')}', and its subjects tell neither the owner nor the repository, so foreign repositories have the same; add one of ${IDENTIFYING.join(', ')}`);
    }
    return new GithubSubjectTemplate(claimKeys);
  }

  readonly #claimKeys: readonly string[];

  private constructor(claimKeys: readonly string[]) {
    this.#claimKeys = [...claimKeys];
  }

  /** The keys, in order: `include_claim_keys`. */
  public get claimKeys(): string[] {
    return [...this.#claimKeys];
  }

  /**
   * The JSON body that gives one repository this template: `PUT /repos/OWNER/REPO/actions/oidc/customization/sub`.
   *
   * @see https://docs.github.com/en/rest/actions/oidc
   */
  public toRepositoryRequest(): string {
    return JSON.stringify({ use_default: false, include_claim_keys: this.#claimKeys });
  }

  /**
   * The JSON body that makes this the template of an organisation: `PUT /orgs/ORG/actions/oidc/customization/sub`. By itself it changes no
   * token: each repository opts in with `{"use_default":false}`.
   *
   * @see https://docs.github.com/en/rest/actions/oidc
   */
  public toOrganizationRequest(): string {
    return JSON.stringify({ include_claim_keys: this.#claimKeys });
  }
}
