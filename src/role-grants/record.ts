import * as iam from 'aws-cdk-lib/aws-iam';
import { Granted } from '../grants/granted';

/** A grant method that was called, and what came of it. */
export interface RecordedGrant extends Granted {
  readonly method: string;
}

/**
 * What the grant methods of `GithubOidcRole` share. They stand in hidden classes, whose members jsii gives to their heirs, so that role.ts stays
 * about trust.
 *
 * @internal
 */
export abstract class RoleWithRecord extends iam.Role {
  readonly #grants: RecordedGrant[] = [];

  /** @internal what the role was granted by its methods, for whoever reviews it or writes its workflow */
  public get _grants(): readonly RecordedGrant[] {
    return this.#grants;
  }

  /** @internal */
  public _record(method: string, granted: Granted): iam.Grant {
    // not copied, since what a grant steers may be read later
    this.#grants.push(Object.assign(granted, { method }));
    return granted.grant;
  }
}
