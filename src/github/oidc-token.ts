import { GithubIssuer } from './issuer';
import { GithubRepository } from './repository';
import { branchContext, environmentContext, PULL_REQUEST_CONTEXT, SubjectContext, tagContext } from './subject-context';
import { joinSubject } from './subject-text';
import { shown } from './text';
import { Misuse } from '../misuse';

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
   * Claims that replace or join the others, by their name in the token.
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
    return mint(repository, branchContext(branch), { event_name: 'push', ref: `refs/heads/${branch}`, ref_type: 'branch' }, options);
  }

  /**
   * The token of a push of a tag.
   *
   * @param repository the repository that runs the workflow
   * @param tag the tag's name, without `refs/tags/`
   * @param options what else the token says
   */
  public static forTag(repository: GithubRepository, tag: string, options: GithubOidcTokenOptions = {}): GithubOidcToken {
    return mint(repository, tagContext(tag), { event_name: 'push', ref: `refs/tags/${tag}`, ref_type: 'tag' }, options);
  }

  /**
   * The token of a job that names an environment, on a push to `main`.
   *
   * @param repository the repository that runs the workflow
   * @param environment the environment's name
   * @param options what else the token says
   */
  public static forEnvironment(repository: GithubRepository, environment: string, options: GithubOidcTokenOptions = {}): GithubOidcToken {
    return mint(repository, environmentContext(environment), { event_name: 'push', ref: 'refs/heads/main', ref_type: 'branch', environment }, options);
  }

  /**
   * The token of a pull request's run, in a job that names no environment.
   *
   * @param repository the repository that the pull request is for
   * @param options what else the token says
   */
  public static forPullRequest(repository: GithubRepository, options: GithubOidcTokenOptions = {}): GithubOidcToken {
    return mint(repository, PULL_REQUEST_CONTEXT, {
      event_name: 'pull_request', ref: 'refs/pull/1/merge', ref_type: 'branch', base_ref: 'main', head_ref: 'feature',
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
  public static _of(issuer: GithubIssuer, claims: Readonly<Record<string, unknown>>): GithubOidcToken {
    return new GithubOidcToken(issuer, Object.fromEntries(Object.entries(claims).map(([claim, value]) => [claim, claimText(claim, value)])));
  }

  private constructor(
    /** The issuer of the token. */
    public readonly issuer: GithubIssuer,
    /** The claims by their name in the token. */
    public readonly claims: { [claim: string]: string },
  ) {}
}

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
/** What differs from run to run and tells nothing of who may get in. The same in every test. */
const RUN = {
  base_ref: '',
  exp: '1767226200',
  head_ref: '',
  iat: '1767225900',
  job_workflow_sha: COMMIT,
  jti: '00000000-0000-4000-8000-000000000000',
  nbf: '1767225600',
  repository_visibility: 'private',
  run_attempt: '1',
  run_id: '1',
  run_number: '1',
  runner_environment: 'github-hosted',
  sha: COMMIT,
  workflow_sha: COMMIT,
};

/** What only the tokens of some issuers have: a server's have no `check_run_id`, and a path is the enterprise's slug. */
function claimsOfIssuer({ conditionKeyPrefix }: GithubIssuer): Record<string, string> {
  const [, path] = conditionKeyPrefix.split('/');
  return path === '_services' ? {} : { check_run_id: '1', ...(path && { enterprise: path }) };
}

function claimTexts(claims: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  const entries = Object.entries(claims ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([claim, value]) => [claim, claimText(claim, value)]));
}

/** AWS compares texts: a number or a truth value as it is written. */
function claimText(claim: string, value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'boolean' && !Number.isSafeInteger(value)) {
    throw new Misuse('GithubTextMissing', `the claim ${claim} is a value of type ${typeof value}; GitHub's claims are texts, whole numbers or truth values: pass such a one`);
  }
  return String(value);
}

function decodeJwt(jwt: unknown): Record<string, string> {
  const parts = /^([\w-]+)\.([\w-]+)\.[\w-]*$/.exec(typeof jwt === 'string' ? jwt.trim() : '')?.slice(1) ?? [];
  const [header, claims] = parts.map(decodePart);
  if (!header || !claims) {
    throw new Misuse('GithubOidcTokenInvalid',
      'the text is no JSON web token, three parts of base64url joined by dots with claims in the second; pass the whole token that GitHub answers');
  }
  return claims;
}

/** Undefined where it is no JSON object; why is not told, since the reason would repeat the text. */
function decodePart(part: string): Record<string, string> | undefined {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof decoded === 'object' && decoded !== null && !Array.isArray(decoded) ? decoded as Record<string, string> : undefined;
  } catch {
    return undefined;
  }
}

function mint(
  repository: GithubRepository, context: SubjectContext, run: { ref: string; [claim: string]: string }, options: GithubOidcTokenOptions,
): GithubOidcToken {
  // By shape, since the value may come from another copy of this package.
  if (typeof (repository as Partial<GithubRepository> | undefined)?._identity?.fullName !== 'string') {
    throw new Misuse('GithubRepositoryInvalid', `the token's repository is '${shown(repository)}', not a GithubRepository; pass GithubRepository.of('OWNER@OWNER_ID/REPO@REPO_ID')`);
  }
  const { fullName, ids, immutableName, isWholeOwner } = repository._identity;
  if (isWholeOwner) {
    throw new Misuse('GithubRepositoryInvalid', `the token's repository is '${repository.fullName}', and a token is of one; pass GithubRepository.of('OWNER@OWNER_ID/REPO@REPO_ID')`);
  }
  const issuer = options?.issuer ?? GithubIssuer.GITHUB_COM;
  const immutable = options?.useImmutableSubject ?? (immutableName !== undefined && issuer.hasImmutableSubjects);
  if (immutable && !issuer.hasImmutableSubjects) {
    throw new Misuse('FeatureNotOnIssuer', `the token of '${fullName}' is to have an immutable subject, and ${issuer.url} mints none; leave out useImmutableSubject`);
  }
  if (options?.claims?.iss !== undefined) {
    throw new Misuse('GithubIssuerInvalid', `the token's claim iss is given as '${options.claims.iss}', beside its issuer ${issuer.url}; pass \`issuer\` instead`);
  }
  if (immutable && immutableName === undefined) {
    throw new Misuse('GithubIdsMissing', `the token of '${fullName}' is to have an immutable subject, which holds IDs; write the repository as OWNER@OWNER_ID/REPO@REPO_ID`);
  }
  const workflow = `${fullName}/.github/workflows/example.yml@${run.ref}`;
  const claims: Record<string, string> = {
    ...RUN,
    ...run,
    repository: fullName,
    repository_owner: fullName.split('/')[0],
    ...(ids && { repository_id: ids.repository, repository_owner_id: ids.owner }),
    ...claimsOfIssuer(issuer),
    actor: 'octocat',
    actor_id: '12',
    workflow: 'example',
    workflow_ref: workflow,
    job_workflow_ref: options?.jobWorkflowRef ?? workflow,
    ...claimTexts(options?.claims),
  };
  const name = immutable ? immutableName! : fullName;
  const audience = options?.audience ?? 'sts.amazonaws.com';
  return GithubOidcToken._of(issuer, {
    iss: issuer.url,
    aud: audience,
    sub: repository._template
      ? templatedSubject(repository._template.keys, name, context, { iss: issuer.url, aud: audience, ...claims })
      : `repo:${name}:${context.text}`,
    ...claims,
  });
}

/** What GitHub mints under a template, which may hold any claim of the token. */
function templatedSubject(keys: readonly string[], name: string, context: SubjectContext, claims: Record<string, string>): string {
  const valuesOf = (key: string) => {
    if (!Object.hasOwn(claims, key)) {
      throw new Misuse('GithubSubjectTemplateInvalid', `the template has the key '${key}', and this token has no such claim; pass it in \`claims\`, or take a token that has it`);
    }
    return [claims[key]];
  };
  return joinSubject(keys, { repo: name, context: context.text, valuesOf })[0];
}
