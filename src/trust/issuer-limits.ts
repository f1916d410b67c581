import { TrustOptions } from './trust-options';
import { GithubIssuer } from '../github/issuer';
import { GithubSubject } from '../github/subject';
import { maskUnresolved } from '../github/text';
import { Misuse } from '../misuse';

/** An owner in first place, or a value that is known only at deployment. */
const TELLS_OWNER = /^(?:repo:|repository_id:|repository_owner_id:|\ue000)/;
/** One repository in first place, or behind its owner's ID, before anything that a workflow's author chooses. */
const TELLS_REPOSITORY = /^(?:\ue000|(?:repository_owner_id:[0-9\ue000]+:)?(?:repo:[^:]+(?::|$)|repository_id:[0-9\ue000]+(?::|$)))/;
const CLOSES_REPOSITORY = new RegExp(TELLS_REPOSITORY.source.replaceAll('(?::|$)', ':'));
/** Keys whose value somebody chooses freely. */
const FREE_TEXT = /^(?:context|environment|workflow|workflow_ref|job_workflow_ref|repo_property_.+)$/;

export function requireClaimKeys({ _claims: claims, _context: context }: GithubSubject, { issuer }: TrustOptions): void {
  const [first] = Object.keys(claims);
  if (first !== undefined && !issuer.hasClaimKeys) {
    throw new Misuse('FeatureNotOnIssuer', `'${context.words}' demands the claim ${first}, and AWS reads only aud and sub from ${issuer.url}; leave the claim out`);
  }
}

/** Up to GHES 3.18 a value may hold a bare `:`, and so look like several segments. */
export function requireEncodedColons(text: string, subject: GithubSubject, issuer: GithubIssuer): void {
  const { _context: context, _repository: repository, _template: template } = subject;
  if (issuer.encodesColons) {
    return;
  }
  const refuse = (what: string) => {
    throw new Misuse('FeatureNotOnIssuer',
      `${what}, and ${issuer.url} is not known to encode ':' in values; where it runs GHES 3.19 or newer, say so: GithubIssuer.server(hostname, { version: '3.19' })`);
  };
  const masked = maskUnresolved(text);
  if (repository?.isWholeOwner) {
    refuse(`'${context.words} of ${repository.fullName}' trusts all of an owner's repositories`);
  }
  if (!(repository ? TELLS_REPOSITORY : TELLS_OWNER).test(masked)) {
    refuse(`the subject '${text}' begins neither with 'repo' nor with an ID of the repository`);
  }
  if (context.isPattern && !CLOSES_REPOSITORY.test(masked.split(/[*?]/, 1)[0])) {
    refuse(`the subject '${text}' is a pattern of more than one repository`);
  }
  const free = template?.keys.slice(0, -1).find(key => FREE_TEXT.test(key));
  if (free !== undefined) {
    refuse(`the template has keys behind '${free}', whose value may hold ':' and look like them`);
  }
  const values = [...Object.values(template?.values ?? {}).flatMap(({ values: given }) => given), ...Object.values(context.claims)];
  const withColon = values.find(value => maskUnresolved(value).includes(':'));
  if (withColon !== undefined || masked.includes('%3A')) {
    refuse(`the subject '${text}' has a value with ':'${withColon === undefined ? '' : `, '${withColon}'`}`);
  }
}
