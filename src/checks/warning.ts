import { Validations } from 'aws-cdk-lib';
import { ArtifactMetadataEntryType } from 'aws-cdk-lib/cloud-assembly-schema';
import { IConstruct } from 'constructs';

/** The name of the validation plugin, and what the ids of warnings begin with: one acknowledgement silences both. */
export const PLUGIN = 'GithubOidcChecks';

/** A warning that `Validations.of(scope).acknowledge({ id: 'GithubOidcChecks::RULE', reason })` silences. Rule ids are part of the API. */
export function warn(scope: IConstruct, ruleId: string, message: string): void {
  Validations.of(scope).addWarning(`${PLUGIN}::${ruleId}`, message);
}

/** Whether a construct carries the warning of a rule itself. */
export function isWarned(construct: IConstruct, ruleId: string): boolean {
  return construct.node.metadata.some(({ type, data }) => type === ArtifactMetadataEntryType.WARN && String(data).includes(`[ack: ${PLUGIN}::${ruleId}]`));
}

/** The reason that a rule was acknowledged with, on the construct or one around it. */
export function acknowledgedReason(construct: IConstruct, ruleId: string): string | undefined {
  for (const { node } of construct.node.scopes.reverse()) {
    for (const { type, data } of node.metadata) {
      const reason = type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY ? data?.[`${PLUGIN}::${ruleId}`] : undefined;
      if (reason !== undefined) {
        return String(reason);
      }
    }
  }
  return undefined;
}
