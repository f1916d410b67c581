import { TrustOptions } from './trust-options';
import { bothDemands, ClaimDemand, ClaimDemands } from '../github/claim-demands';
import { RepositoryIdentity, RepositoryIds } from '../github/repository-identity';
import { GithubSubject } from '../github/subject';
import { SubjectFormat } from '../github/subject-format';
import { maskUnresolved } from '../github/text';
import { Misuse } from '../misuse';

/** The repository's IDs are known, so a demand on them has to agree; it becomes a pin. */
export function claimsOf(
  subject: GithubSubject, repository: RepositoryIdentity, format: SubjectFormat, options: TrustOptions,
): { pins: Partial<RepositoryIds>; claims: ClaimDemands } {
  const { repository_id: onRepository, repository_owner_id: onOwner, ...others } = subject._claims;
  const claims = { ...bothDemands(others, environmentPin(subject, options)) };
  const pins: { repository?: string; owner?: string } = {};
  const pin = (what: 'repository' | 'owner', claim: string, demanded: ClaimDemand | undefined) => {
    const id = repository.ids?.[what];
    const own = id === undefined ? {} : { [claim]: { isPattern: false, values: [id] } };
    const both = bothDemands(own, demanded ? { [claim]: demanded } : {});
    if (id !== undefined && (format === SubjectFormat.BOTH || (demanded && what === 'repository'))) {
      pins[what] = id;
    } else if (demanded) {
      // An owner's ID alone is no pin: in a shared statement it would stand for another owner's repository.
      claims[claim] = both[claim];
    }
  };
  pin('repository', 'repository_id', onRepository);
  pin('owner', 'repository_owner_id', onOwner);
  return { pins, claims };
}

/** `a:b` and `a%3Ab` have one `sub`; only the claim tells such environments apart. */
function environmentPin(subject: GithubSubject, { issuer, claimKeys }: TrustOptions): ClaimDemands {
  const { _context: context, _claims: claims, _template: template } = subject;
  const told = context.claims.environment;
  const demand = told === undefined ? template?.values.environment : { isPattern: context.isPattern, values: [told] };
  const environment = demand?.values.find(value => /[:%]/.test(maskUnresolved(value)));
  if (demand === undefined || environment === undefined) {
    return {};
  }
  if (!issuer.hasClaimKeys || (!claimKeys && !claims.environment)) {
    const [where, remedy] = issuer.hasClaimKeys
      ? ['in this partition', ', or ask for the claim by name: withClaims({ environment: … })']
      : ['from this issuer', ''];
    throw new Misuse('EnvironmentAmbiguous',
      `the environment is '${environment}', and GitHub writes ':' as '%3A' into sub and leaves '%' alone, so that others have the same subject; the claim environment would tell them apart, `
      + `and AWS is not known to read it ${where}: name the environment without ':' and '%'${remedy}`);
  }
  return { environment: demand };
}
