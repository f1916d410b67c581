import { Quota } from './quota';
import { GithubIssuer } from '../github/issuer';
import { GithubSubject } from '../github/subject';
import { SubjectFormat } from '../github/subject-format';

/** Whom to trust, and how to say it. */
export interface TrustOptions {
  readonly subjects: readonly GithubSubject[];
  readonly issuer: GithubIssuer;
  readonly audiences: readonly string[];
  /** The caller's choice; without one, the safest form that the issuer offers. */
  readonly format?: SubjectFormat;
  /** Whether AWS is known to read GitHub's claim keys where the role is. */
  readonly claimKeys: boolean;
  /** What the policy has to fit in; without it, nothing is packed. */
  readonly quota?: Quota;
}
