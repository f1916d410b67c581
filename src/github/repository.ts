import { readTemplateValue } from './claim-demands';
import { ClaimMatch } from './claim-match';
import { parseOwner, parseRepository, RepositoryIdentity } from './repository-identity';
import { GithubSubject } from './subject';
import {
  ANY_CONTEXT, branchContext, branchPatternContext, environmentContext, environmentPatternContext, PULL_REQUEST_CONTEXT, SubjectContext, tagContext,
  tagPatternContext,
} from './subject-context';
import { GithubSubjectTemplate } from './subject-template';
import { AppliedTemplate } from './subject-text';
import { shown } from './text';
import { Misuse } from '../misuse';

/** Keys of a template that the repository tells by itself, or its subject's method. */
const OWN_KEYS = ['repo', 'context', 'repository', 'repository_id', 'repository_owner', 'repository_owner_id'];

/**
 * A repository on GitHub, and the source of the subjects that its workflows can have.
 *
 * Name it with its numeric IDs: repositories created, renamed or transferred after 15 July 2026 carry them in `sub`, and a name alone
 * passes to whoever registers it next.
 *
 * A job has one subject only. A job that names an environment has the environment's, whatever triggered it; a run of a pull request has
 * the pull request's; every other run has its git ref's.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export class GithubRepository {
  /**
   * One repository.
   *
   * An unresolved owner, name or ID is passed on as it is, unvalidated; it cannot be used with a pattern. Limit a parameter by its
   * `allowedPattern`: at deployment, its value could be an IAM policy variable.
   *
   * @param fullName `OWNER@OWNER_ID/REPO@REPO_ID`, or `OWNER/REPO`; GitHub's `sub_claim_prefix` fits, with or without its leading `repo:`.
   * Case matters: write the names as GitHub shows them.
   * @throws if GitHub cannot have such an owner or repository, if one ID is given without the other, or if there is a wildcard
   * @see https://docs.github.com/en/actions/reference/security/oidc
   */
  public static of(fullName: string): GithubRepository {
    return new GithubRepository(parseRepository(fullName));
  }

  /**
   * Every repository of an owner, also those that will be made later: whoever may create a repository there decides what runs in it.
   *
   * A subject with more segments than the default template has is refused, unless its template is given by `withSubjectTemplate`.
   *
   * @param owner `OWNER@OWNER_ID`, or `OWNER`; case matters
   * @throws if GitHub cannot have such an owner, or if it is known only at deployment
   */
  public static allOwnedBy(owner: string): GithubRepository {
    return new GithubRepository(parseOwner(owner));
  }

  /** The text that identifies the repository, with its IDs where they are known; `OWNER@OWNER_ID/*` for all of an owner. */
  public readonly fullName: string;

  private constructor(
    /** @internal */
    public readonly _identity: RepositoryIdentity,
    /** @internal */
    public readonly _template?: AppliedTemplate,
  ) {
    this.fullName = _identity.immutableName ?? _identity.fullName;
  }

  /**
   * The same repository, whose tokens have their `sub` by this template.
   *
   * A method such as `branch()` then needs a template that tells branches: one with `context`, or with `ref`. By `ref` it admits every run on
   * that branch, also a job that names an environment, and the run of a pull request once it is merged.
   *
   * @param template the repository's `include_claim_keys`
   * @param values what the template's other keys have to be, by their names in the token: those that neither the repository nor the method
   * tells, such as `job_workflow_ref` or `repository_visibility`
   * @throws if a value is for a key that the template lacks, or that is known already
   */
  public withSubjectTemplate(template: GithubSubjectTemplate, values: { [claim: string]: ClaimMatch } = {}): GithubRepository {
    const given = (template as Partial<GithubSubjectTemplate> | undefined)?.claimKeys;
    if (!Array.isArray(given)) {
      throw new Misuse('GithubSubjectTemplateInvalid', `the template is '${shown(template)}', not a GithubSubjectTemplate; pass GithubSubjectTemplate.of('repo', 'context', …)`);
    }
    // By shape, since the value may come from another copy of this package; so it is looked at again.
    const keys = GithubSubjectTemplate.of(...given).claimKeys;
    for (const key of Object.keys(values ?? {})) {
      if (!keys.includes(key) || OWN_KEYS.includes(key)) {
        throw new Misuse('GithubSubjectTemplateInvalid',
          `a value is given for '${key}', which ${keys.includes(key) ? 'the repository tells by itself' : `the template '${keys.join(', ')}' lacks`}; leave it out`);
      }
    }
    const read = Object.fromEntries(Object.entries(values ?? {}).map(([key, match]) => [key, readTemplateValue(key, match)]));
    return new GithubRepository(this._identity, { keys, values: read });
  }

  /**
   * Runs on one branch, in jobs that name no environment. Pull requests are not included.
   *
   * @param name the branch's name, without `refs/heads/`
   * @throws if git allows no such name, or if it holds `*` or `?`
   */
  public branch(name: string): GithubSubject {
    return this.subject(branchContext(name));
  }

  /**
   * Runs on the branches that a pattern covers, in jobs that name no environment. Whoever may push can choose a branch's name.
   *
   * @param pattern the pattern, without `refs/heads/`; `*` stands for any text, also across `/`, and `?` for one character
   * @throws if the pattern or the repository is unresolved
   */
  public branchLike(pattern: string): GithubSubject {
    return this.subject(branchPatternContext(pattern));
  }

  /**
   * Runs on one tag, in jobs that name no environment.
   *
   * @param name the tag's name, without `refs/tags/`
   * @throws if git allows no such name, or if it holds `*` or `?`
   */
  public tag(name: string): GithubSubject {
    return this.subject(tagContext(name));
  }

  /**
   * Runs on the tags that a pattern covers, in jobs that name no environment. Whoever may push can choose a tag's name, unless a ruleset
   * protects it.
   *
   * @param pattern the pattern, without `refs/tags/`; `*` stands for any text, also across `/`, and `?` for one character
   * @throws if the pattern or the repository is unresolved
   */
  public tagLike(pattern: string): GithubSubject {
    return this.subject(tagPatternContext(pattern));
  }

  /**
   * Jobs that name an environment, on any branch, tag or pull request.
   *
   * Protect the environment on GitHub: a workflow that names one that does not exist creates it, without any protection. Avoid `:` and `%`
   * in its name: GitHub encodes `:` and leaves `%` alone, so `a:b` and `a%3Ab` have the same subject.
   *
   * @param name the environment's name, spelled as in the workflow; `:` is encoded to `%3A` as GitHub does
   * @throws if the name is blank, longer than 255 characters, or holds `*` or `?`
   * @see https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
   */
  public environment(name: string): GithubSubject {
    return this.subject(environmentContext(name));
  }

  /**
   * Jobs of the environments that a pattern covers. Whoever may edit a workflow can name, and so create, such an environment.
   *
   * The pattern is compared with the name as it stands in `sub`, where `:` is the three characters `%3A`.
   *
   * @param pattern the pattern; `*` stands for any text and `?` for one character
   * @throws if the pattern or the repository is unresolved, or if it is longer than 255 characters
   */
  public environmentLike(pattern: string): GithubSubject {
    return this.subject(environmentPatternContext(pattern));
  }

  /**
   * Runs of pull requests, in jobs that name no environment: code that nobody has reviewed yet. Grant such a role nothing but reading.
   *
   * The subject holds neither the pull request's number nor its branch, and does not tell forks apart.
   */
  public pullRequest(): GithubSubject {
    return this.subject(PULL_REQUEST_CONTEXT);
  }

  /** Every run: any branch, tag, environment or pull request. Whoever may push to the repository can assume the role. */
  public anyContext(): GithubSubject {
    return this.subject(ANY_CONTEXT);
  }

  /** The repository's name with its IDs where they are known. It is no subject: a branch, tag, environment or pull request makes it one. */
  public toString(): string {
    return this.fullName;
  }

  private subject(context: SubjectContext): GithubSubject {
    return GithubSubject._of(this._identity, context, this._template);
  }
}
