import { IConstruct } from 'constructs';
import { warn } from './warning';
import { sortedUnique } from '../trust/order';
import { TrustOptions } from '../trust/trust-options';

/** Claims are only rendered there where they were asked for by name. */
export function warnOfUnconfirmedClaims(role: IConstruct, { subjects, claimKeys }: TrustOptions): void {
  const claims = claimKeys ? [] : sortedUnique(subjects.flatMap(({ _claims: asked }) => Object.keys(asked)));
  if (claims.length > 0) {
    warn(role, 'ClaimKeysUnconfirmed',
      `the trust demands '${claims.join("', '")}', and AWS does not say that it reads GitHub's claims in this partition; if it does not, nobody can assume the role: try it, or leave the claims out`);
  }
}
