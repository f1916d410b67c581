import { Validations } from 'aws-cdk-lib';
import { ArtifactMetadataEntryType } from 'aws-cdk-lib/cloud-assembly-schema';
import { IConstruct } from 'constructs';
import { Finding } from './finding';

/** The name of the validation plugin, and what the ids of warnings begin with: one acknowledgement silences both. */
export const PLUGIN = 'GithubOidcChecks';

/** A warning that `Validations.of(scope).acknowledge({ id: 'GithubOidcChecks::RULE', reason })` silences. Rule ids are part of the API. */
export function warn(scope: IConstruct, ruleId: string, message: string): void {
  Validations.of(scope).addWarning(`${PLUGIN}::${ruleId}`, message);
}

/** Whether a construct carries the warning itself, or, where no statement is named, any of that rule. */
export function isWarned({ node: { metadata } }: IConstruct, { ruleId, statement, message }: Pick<Finding, 'ruleId' | 'statement' | 'message'>): boolean {
  // What only deployment knows has another name before the templates stand.
  const nameless = (text: string) => text.replace(/<[^<>]*>/g, '<>');
  return metadata.some(({ type, data }) => type === ArtifactMetadataEntryType.WARN && String(data).includes(`[ack: ${PLUGIN}::${ruleId}]`)
    && (statement === undefined || nameless(String(data)).startsWith(nameless(message))));
}

/** The reason that a rule was acknowledged with, on the construct or one around it. */
export function acknowledgedReason({ node: { scopes } }: IConstruct, ruleId: string): string | undefined {
  return scopes.reverse().map(construct => acknowledgedOn(construct).get(`${PLUGIN}::${ruleId}`)).find(reason => reason !== undefined);
}

/** What is acknowledged on a construct itself: reasons, by the id of the rule with the plugin's name before it. */
export function acknowledgedOn({ node: { metadata } }: IConstruct): Map<string, string> {
  const all = metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY).flatMap(({ data }) => Object.entries(data ?? {}));
  return new Map(all.filter(([id]) => id.startsWith(`${PLUGIN}::`)).map(([id, reason]) => [id, String(reason)] as const).reverse());
}

/** A role carries its warnings itself, so that what is acknowledged on its resource has to count for them, and for nothing else below the role. */
export function liftAcknowledgements(role: IConstruct, resource: IConstruct): void {
  for (const [id, reason] of acknowledgedOn(resource)) {
    if (!acknowledgedOn(role).has(id) && isWarned(role, { ruleId: id.slice(`${PLUGIN}::`.length), message: '' })) {
      Validations.of(role).acknowledge({ id, reason });
    }
  }
}
