import { Condition, verdictOf } from './condition';
import { NOT_ABOUT_WEB_IDENTITY, Obstacle, OTHER_PROVIDER, reasonFor, UNKNOWN_ACTION, UNKNOWN_PROVIDER, whatMet } from './explain';
import { Call, isUntold, valuesOf } from './key-values';
import { notUnderstood } from './not-understood';
import { readRequestKeys, requestedValues } from './request-keys';
import { mayConcern, openDenial, PolicyStatementJson, readStatement, Statement } from './statement';
import { GithubOidcToken } from '../github/oidc-token';
import { shown } from '../github/text';

export type { PolicyStatementJson } from './statement';

/** What a decision depends on beside statements and token. */
export interface EvaluationOptions {
  /** The policy's version: in the first one, `${` is text. */
  readonly version?: string;
  /** Condition keys of the request, with their values. */
  readonly requestContext?: Readonly<Record<string, readonly string[]>>;
}

/** What IAM decides on a token. */
export class Decision {
  public readonly allowed: boolean;
  /** The statement that decided, where one did. */
  public readonly decidedBy?: string;
  /** Whether a value that is known only at deployment could still let the token in. */
  public readonly undecided: boolean;

  readonly #call: Call;
  readonly #statements: readonly Statement[];
  readonly #obstacles: readonly (Obstacle | undefined)[];
  readonly #decisive?: Statement;

  constructor(statements: readonly Statement[], call: Call) {
    this.#call = call;
    this.#statements = statements;
    this.#obstacles = statements.map(statement => obstacleTo(statement, call));
    this.#decisive = this.applying(true) ?? this.applying(false);
    this.allowed = this.#decisive?.isDeny === false;
    this.decidedBy = this.#decisive?.name;
    this.undecided = !this.#decisive && this.#obstacles.some(obstacle => obstacle!.unknown);
  }

  /** What met the conditions of the statement that decided. */
  public get decisive(): readonly string[] {
    return (this.#decisive?.conditions ?? []).map(condition => whatMet(condition, this.#call));
  }

  /** For each statement that did not apply, why. Worked out only when asked for: most decisions are not. */
  public get reasons(): readonly { readonly statement: string; readonly reason: string }[] {
    return this.#statements.flatMap((statement, index) => {
      const obstacle = this.#obstacles[index];
      return obstacle ? [{ statement: statement.name, reason: reasonFor(obstacle, statement, this.#call) }] : [];
    });
  }

  private applying(isDeny: boolean): Statement | undefined {
    return this.#statements.find((statement, index) => this.#obstacles[index] === undefined && statement.isDeny === isDeny);
  }
}

const UNTOLD_REMEDY = "write the test's repository as OWNER@OWNER_ID/REPO@REPO_ID, and pass enterprise_id in `claims`";
const VARIABLES_SINCE = '2012-10-17';
const VERSIONS = ['2008-10-17', VARIABLES_SINCE];

/** A trust policy, read once and asked for many tokens. */
export class TrustPolicy {
  readonly #statements: readonly Statement[];
  readonly #decidable = new Set<string>();

  constructor(statements: readonly PolicyStatementJson[], version: string = VARIABLES_SINCE) {
    if (!VERSIONS.includes(version)) {
      throw notUnderstood(`the policy has the version '${shown(version)}'`, `write ${VERSIONS.join(' or ')}`);
    }
    this.#statements = statements.map((statement, index) => readStatement(statement, index, version === VARIABLES_SINCE));
  }

  /** What IAM decides on `sts:AssumeRoleWithWebIdentity` with this token. */
  public decide(token: GithubOidcToken, requestContext?: EvaluationOptions['requestContext']): Decision {
    this.#requireDecidable(token.issuer.conditionKeyPrefix);
    const call: Call = { token, keyPrefix: token.issuer.conditionKeyPrefix.toLowerCase(), request: readRequestKeys(requestContext) };
    for (const statement of this.#statements) {
      if (mayConcern(statement, token.issuer.conditionKeyPrefix)) {
        // An error also where something else decides already: the answer would be another one for another request.
        statement.onRequest.forEach(condition => requestedValues(condition, call.request));
      }
    }
    return new Decision(this.#statements, call);
  }

  #requireDecidable(issuer: string): void {
    if (!this.#decidable.has(issuer)) {
      requireSameProvider(this.#statements, issuer);
      this.#decidable.add(issuer);
    }
  }
}

/** What IAM decides on a policy. An element that is not understood is an error, never a guess. */
export function evaluate(
  statements: readonly PolicyStatementJson[], token: GithubOidcToken, { version, requestContext }: EvaluationOptions = {},
): Decision {
  return new TrustPolicy(statements, version).decide(token, requestContext);
}

/** A token comes by one provider, that of the role's account: to deny those of another account or partition denies nobody. */
function requireSameProvider(statements: readonly Statement[], issuer: string): void {
  const [denied, allowed] = [true, false].map(ofDeny => statements
    .filter(({ isDeny, isAboutWebIdentity }) => isDeny === ofDeny && isAboutWebIdentity !== false)
    .map(({ providers }) => providers.filter(arn => arn.endsWith(`:oidc-provider/${issuer}`))));
  for (const arns of denied.filter(({ length }) => length > 0)) {
    const other = allowed.flat().find(arn => !arns.includes(arn));
    if (other !== undefined) {
      throw openDenial(`the provider '${arns[0]}', and what allows tokens the provider '${other}'`, 'name the same in both');
    }
  }
}

/** The first thing that is sure to keep the statement from applying, else the first that may. */
function obstacleTo(statement: Statement, call: Call): Obstacle | undefined {
  if (statement.isAboutWebIdentity === false) {
    return NOT_ABOUT_WEB_IDENTITY;
  }
  let open = statement.isAboutWebIdentity === undefined ? UNKNOWN_ACTION : undefined;
  if (!statement.issuers.has(call.token.issuer.conditionKeyPrefix)) {
    if (statement.isDeny && statement.openPrincipal) {
      throw openDenial(statement.openPrincipal);
    }
    if (!statement.hasUnknownProvider) {
      return OTHER_PROVIDER;
    }
    open ??= UNKNOWN_PROVIDER;
  }
  let openCondition: Condition | undefined;
  for (const condition of statement.conditions) {
    // Such a claim is absent in the test alone: no match, and not the lack of one either. An empty list has no match whatever it is.
    const isOpen = condition.expected.length > 0 && isUntold(condition, call);
    const verdict = isOpen ? 'maybe' : verdictOf(condition, valuesOf(condition, call));
    if (verdict === 'no') {
      return condition.failed;
    }
    if (verdict === 'maybe') {
      openCondition ??= condition;
    }
  }
  if (statement.isDeny && openCondition) {
    throw openDenial(`a condition on ${openCondition.key}, which the test's token does not tell`, UNTOLD_REMEDY);
  }
  return open ?? openCondition?.open;
}
