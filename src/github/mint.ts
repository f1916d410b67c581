import { GithubIssuer } from './issuer';
import type { GithubOidcTokenOptions } from './oidc-token';
import type { GithubRepository } from './repository';
import { requireGitName } from './subject-context';
import { joinSubject } from './subject-text';
import { encodeColons, isUnresolved, shown } from './text';
import { Misuse } from '../misuse';

/** What kind of run a token is of: its claims that differ by kind. */
export interface Run {
  readonly event_name: string;
  readonly ref: string;
  readonly base_ref?: string;
  readonly head_ref?: string;
  readonly environment?: string;
}

interface Minted {
  readonly issuer: GithubIssuer;
  readonly claims: Record<string, string>;
  /** Claims that AWS reads and GitHub fills in, and that nothing here tells. */
  readonly untold: readonly string[];
}

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
/** What differs from run to run and tells nothing of who may get in. The same in every test. */
const ANY_RUN = {
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
/**
 * What the credentials action asks for, in every partition.
 *
 * @see https://github.com/aws-actions/configure-aws-credentials/blob/main/action.yml
 */
export const DEFAULT_AUDIENCE = 'sts.amazonaws.com';
const ID_CLAIMS = ['repository_id', 'repository_owner_id'];

/** The claims that GitHub fills in for a run of a repository. */
export function mint(repository: GithubRepository, run: Run, given: GithubOidcTokenOptions): Minted {
  requireRepository(repository);
  const options = given ?? {};
  const { fullName, ids } = repository._identity;
  const issuer = issuerOf(options);
  const told = claimTexts(Object.fromEntries(Object.entries(options.claims ?? {}).filter(([, value]) => value !== undefined)));
  const ref = told.ref ?? run.ref;
  const workflow = `${fullName}/.github/workflows/example.yml@${ref}`;
  const claims: Record<string, string> = {
    iss: issuer.url,
    aud: audienceOf(options),
    ...ANY_RUN,
    ...run,
    ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    repository: fullName,
    repository_owner: fullName.split('/')[0],
    ...(ids && { repository_id: ids.repository, repository_owner_id: ids.owner }),
    ...claimsOfIssuer(issuer),
    actor: 'octocat',
    actor_id: '12',
    workflow: 'example',
    workflow_ref: workflow,
    job_workflow_ref: workflowRefOf(options) ?? workflow,
    ...told,
  };
  return {
    issuer,
    claims: { sub: told.sub ?? subjectOf(repository, claims, issuer, options), ...claims },
    untold: [...ID_CLAIMS, ...claims.enterprise ? ['enterprise_id'] : []].filter(claim => claims[claim] === undefined),
  };
}

/** AWS compares texts: a number or a truth value as it is written. */
export function claimTexts(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([claim, value]) => {
    if (typeof value !== 'string' && typeof value !== 'boolean' && !Number.isSafeInteger(value)) {
      throw new Misuse('GithubTextMissing', `the claim ${claim} is a value of type ${typeof value}; GitHub's claims are texts, whole numbers or truth values: pass such a one`);
    }
    return [claim, String(value)];
  }));
}

/** The git ref of a push. Also one that no policy can name, such as with a letter that IAM refuses. */
export function gitRef(what: 'branch' | 'tag', room: 'heads' | 'tags', name: string): string {
  requireText(`the ${what}`, name);
  if (name.startsWith('refs/')) {
    throw new Misuse('GithubRefPrefixRefused', `the ${what} is '${name}', and 'refs/${room}/' is added for you; pass the name alone`);
  }
  requireGitName(what, name);
  return `refs/${room}/${name}`;
}

export function requireText(what: string, text: unknown): asserts text is string {
  if (typeof text !== 'string') {
    throw new Misuse('GithubTextMissing', `${what} is '${shown(text)}', a value of type ${typeof text}; pass it as a string`);
  }
  if (text.trim() === '') {
    throw new Misuse('GithubTextBlank', `${what} is '${text}'; it must not be empty or blank`);
  }
  if (isUnresolved(text)) {
    throw new Misuse('GithubTextUnresolved', `${what} is '${text}', known only at deployment, and a test's token is literal; write it into the test`);
  }
}

function requireRepository(repository: GithubRepository): void {
  const how = "pass GithubRepository.of('OWNER@OWNER_ID/REPO@REPO_ID')";
  // By shape, since the value may come from another copy of this package.
  if (typeof (repository as Partial<GithubRepository> | undefined)?._identity?.fullName !== 'string') {
    throw new Misuse('GithubRepositoryInvalid', `the token's repository is '${shown(repository)}', not a GithubRepository; ${how}`);
  }
  const { fullName, isWholeOwner } = repository._identity;
  if (isWholeOwner) {
    throw new Misuse('GithubRepositoryInvalid', `the token's repository is '${repository.fullName}', and a token is of one; ${how}`);
  }
  requireText("the token's repository", fullName);
}

function issuerOf({ issuer = GithubIssuer.GITHUB_COM, claims }: GithubOidcTokenOptions): GithubIssuer {
  if (typeof (issuer as Partial<GithubIssuer> | null)?.conditionKeyPrefix !== 'string') {
    throw new Misuse('GithubIssuerInvalid', `the issuer is '${shown(issuer)}', not a GithubIssuer; pass such as GithubIssuer.GITHUB_COM`);
  }
  if (claims?.iss !== undefined) {
    throw new Misuse('GithubIssuerInvalid', `the token's claim iss is given as '${claims.iss}', beside its issuer ${issuer.url}; pass \`issuer\` instead`);
  }
  return issuer;
}

function audienceOf({ audience = DEFAULT_AUDIENCE }: GithubOidcTokenOptions): string {
  if (typeof audience !== 'string') {
    throw new Misuse('GithubTextMissing', `the audience is '${shown(audience)}', a value of type ${typeof audience}; pass it as a string`);
  }
  return audience;
}

function workflowRefOf({ jobWorkflowRef }: GithubOidcTokenOptions): string | undefined {
  if (jobWorkflowRef !== undefined && !/^[^/@]+\/[^/@]+\/[^@]+@./.test(jobWorkflowRef)) {
    throw new Misuse('GithubClaimInvalid', `jobWorkflowRef is '${shown(jobWorkflowRef)}', which no token has; write OWNER/REPO/.github/workflows/FILE@REF`);
  }
  return jobWorkflowRef;
}

/** What only the tokens of some issuers have: a server's have no `check_run_id`, and a path is the enterprise's slug. */
function claimsOfIssuer({ conditionKeyPrefix }: GithubIssuer): Record<string, string> {
  const [, path] = conditionKeyPrefix.split('/');
  return path === '_services' ? {} : { check_run_id: '1', ...(path && { enterprise: path }) };
}

function subjectOf(repository: GithubRepository, claims: Record<string, string>, issuer: GithubIssuer, options: GithubOidcTokenOptions): string {
  const repo = subjectName(repository, issuer, options);
  const keys = repository._template?.keys ?? ['repo', 'context'];
  const valuesOf = (key: string) => {
    if (!Object.hasOwn(claims, key)) {
      throw new Misuse('GithubSubjectTemplateInvalid', `the template has the key '${key}', and this token has no such claim; pass it in \`claims\`, or take a token that has it`);
    }
    requireEncoded(issuer, claims[key]);
    return [claims[key]];
  };
  const context = contextOf(claims);
  if (keys.includes('context')) {
    requireEncoded(issuer, claims.environment ?? '');
  }
  return joinSubject(keys, { repo, context, valuesOf })[0];
}

/** Precedence as GitHub has it: https://docs.github.com/en/actions/reference/security/oidc */
function contextOf({ environment, event_name: event, ref }: Record<string, string>): string {
  if (environment !== undefined) {
    return `environment:${encodeColons(environment)}`;
  }
  return event === 'pull_request' ? 'pull_request' : `ref:${ref}`;
}

function requireEncoded({ encodesColons, url }: GithubIssuer, value: string): void {
  if (value.includes(':') && !encodesColons) {
    throw new Misuse('FeatureNotOnIssuer',
      `the token's subject is to hold '${value}', and ${url} is not known to encode ':' in values; where it runs 3.19 or newer, say so by GithubIssuer.server(hostname, { version: '3.19' })`);
  }
}

function subjectName(repository: GithubRepository, issuer: GithubIssuer, { useImmutableSubject }: GithubOidcTokenOptions): string {
  const { fullName, immutableName } = repository._identity;
  const immutable = useImmutableSubject ?? (immutableName !== undefined && issuer.hasImmutableSubjects);
  if (immutable && !issuer.hasImmutableSubjects) {
    throw new Misuse('FeatureNotOnIssuer', `the token of '${fullName}' is to have an immutable subject, and ${issuer.url} mints none; leave out useImmutableSubject`);
  }
  if (immutable && immutableName === undefined) {
    throw new Misuse('GithubIdsMissing', `the token of '${fullName}' is to have an immutable subject, which holds IDs; write the repository as OWNER@OWNER_ID/REPO@REPO_ID`);
  }
  return immutable ? immutableName! : fullName;
}
