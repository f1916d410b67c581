import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** A warning that `Validations.of(scope).acknowledge({ id: 'GithubOidcChecks::RULE', reason })` silences. Rule ids are part of the API. */
export function warn(scope: IConstruct, ruleId: string, message: string): void {
  Validations.of(scope).addWarning(`GithubOidcChecks::${ruleId}`, message);
}
