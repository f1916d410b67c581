import { GithubIssuer } from './issuer';
import { decodeJwt } from './jwt';
import { claimTexts, gitRef, mint, requireText, Run } from './mint';
import type { GithubRepository } from './repository';
import { requireEnvironmentLength } from './subject-context';

/** What a token says beyond its subject. */
export interface GithubOidcTokenOptions {
  /**
   * The issuer of the token.
   *
   * @default GithubIssuer.GITHUB_COM
   */
  readonly issuer?: GithubIssuer;

  /**
   * The audience that the job asked for.
   *
   * @default 'sts.amazonaws.com'
   */
  readonly audience?: string;

  /**
   * Whether the repository mints immutable subjects: GitHub's own setting of that name.
   *
   * @default - true for a repository with IDs on an issuer that has immutable subjects, else false
   * @see https://docs.github.com/en/actions/reference/security/oidc
   */
  readonly useImmutableSubject?: boolean;

  /**
   * The reusable workflow that the job runs, as `job_workflow_ref` names it: `OWNER/REPO/.github/workflows/FILE@REF`. All else in the token
   * is the caller's.
   *
   * @default - the run's own workflow file
   * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-with-reusable-workflows
   */
  readonly jobWorkflowRef?: string;

  /**
   * Claims that replace or join the others, by their name in the token. An environment, an event or a ref that is given here stands in the
   * subject as well, as GitHub would have it, unless `sub` is given too. The repository belongs to no enterprise unless `enterprise_id` is given,
   * or the issuer names one.
   *
   * @default - the claims as GitHub fills them
   */
  readonly claims?: { [claim: string]: string };
}

/**
 * A token as GitHub would mint it, for unit tests. Nothing is signed, and nothing can be assumed with it.
 *
 * @see https://docs.github.com/en/actions/concepts/security/openid-connect
 */
export class GithubOidcToken {
  /**
   * The token of a push to a branch.
   *
   * @param repository the repository that runs the workflow
   * @param branch the branch's name, without `refs/heads/`
   * @param options what else the token says
   */
  public static forBranch(repository: GithubRepository, branch: string, options: GithubOidcTokenOptions = {}): GithubOidcToken {
    return GithubOidcToken.minted(repository, { event_name: 'push', ref: gitRef('branch', 'heads', branch) }, options);
  }

  /**
   * The token of a push of a tag.
   *
   * @param repository the repository that runs the workflow
   * @param tag the tag's name, without `refs/tags/`
   * @param options what else the token says
   */
  public static forTag(repository: GithubRepository, tag: string, options: GithubOidcTokenOptions = {}): GithubOidcToken {
    return GithubOidcToken.minted(repository, { event_name: 'push', ref: gitRef('tag', 'tags', tag) }, options);
  }

  /**
   * The token of a job that names an environment, on a push to `main`.
   *
   * @param repository the repository that runs the workflow
   * @param environment the environment's name
   * @param options what else the token says
   */
  public static forEnvironment(repository: GithubRepository, environment: string, options: GithubOidcTokenOptions = {}): GithubOidcToken {
    requireText('the environment', environment);
    requireEnvironmentLength(environment);
    return GithubOidcToken.minted(repository, { event_name: 'push', ref: 'refs/heads/main', environment }, options);
  }

  /**
   * The token of a pull request's run, in a job that names no environment.
   *
   * @param repository the repository that the pull request is for
   * @param options what else the token says
   */
  public static forPullRequest(repository: GithubRepository, options: GithubOidcTokenOptions = {}): GithubOidcToken {
    return GithubOidcToken.minted(repository, {
      event_name: 'pull_request', ref: 'refs/pull/1/merge', base_ref: 'main', head_ref: 'feature',
    }, options);
  }

  /**
   * A token with these claims and no others.
   *
   * @param claims the claims by their name in the token; `iss` tells the issuer
   * @throws if there is no `iss` of a GitHub issuer
   */
  public static fromClaims(claims: { [claim: string]: string }): GithubOidcToken {
    return GithubOidcToken._of(GithubIssuer._fromUrl(claims?.iss), { ...claims });
  }

  /**
   * The token that a job was given. It is decoded and nothing is verified: neither its signature nor whether it has expired.
   *
   * A token is a secret while it lives, some five minutes: take an old one, and never write one into a program.
   *
   * @param jwt the token, three parts joined by `.`
   * @throws if it is no JSON web token, or not of a GitHub issuer; the message does not repeat it
   */
  public static fromJwt(jwt: string): GithubOidcToken {
    return GithubOidcToken.fromClaims(decodeJwt(jwt));
  }

  /** @internal */
  public static _of(issuer: GithubIssuer, claims: Readonly<Record<string, unknown>>, untold: readonly string[] = []): GithubOidcToken {
    return new GithubOidcToken(issuer, Object.freeze(claimTexts(claims)), untold);
  }

  private static minted(repository: GithubRepository, run: Run, options: GithubOidcTokenOptions): GithubOidcToken {
    const { issuer, claims, untold } = mint(repository, run, options);
    return GithubOidcToken._of(issuer, claims, untold);
  }

  private constructor(
    /** The issuer of the token. */
    public readonly issuer: GithubIssuer,
    /** The claims by their name in the token. They cannot be changed: make another token. */
    public readonly claims: { [claim: string]: string },
    /** @internal what AWS reads, GitHub fills in, and nobody has told */
    public readonly _untold: readonly string[],
  ) {}
}
