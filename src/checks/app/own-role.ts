import { IConstruct } from 'constructs';
import type { GithubIssuer } from '../../github/issuer';
import type { RecordedGrant } from '../../role-grants';

/** What a `GithubOidcRole` tells the checks of itself. */
export interface OwnRole extends IConstruct {
  /** @internal */
  readonly _issuer: GithubIssuer;
  /** @internal */
  readonly _trustPolicyQuota: number;
  /** @internal */
  readonly _grants: readonly RecordedGrant[];
}
