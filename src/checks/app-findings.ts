import { CheckedApp, OpenedApp, Placed } from './app/read-app';
import { CheckedProvider, CheckedRole } from './checked-role';
import { Finding, JudgedFinding } from './finding';
import { RULES } from './rules';
import { OTHER_RULES } from './rules-by-subject';
import { findingsOfProvider, findingsOfRole } from './run-rules';
import { findingsOfTrust } from './told-of-trust';
import { acknowledgedReason } from './warning';

/** A finding with its place in the app. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly place: Placed<unknown>;
}

/** What the rules say of an app's roles and providers. */
export function findingsIn({ roles, providers }: OpenedApp): PlacedFinding[] {
  const items = providers.map(({ item }) => item);
  const ofProvider = (provider: CheckedProvider) => findingsOfProvider(provider, items.filter(other => other !== provider), RULES);
  const findings: PlacedFinding[] = providers.flatMap(place => ofProvider(place.item).map(finding => ({ finding, place })));
  for (const place of roles) {
    findings.push(...ofRole(place).map(finding => ({ finding, place })));
  }
  return findings;
}

/** In the order of the list. */
function ofRole({ item, construct }: Placed<CheckedRole>): Finding[] {
  const findings = [...findingsOfTrust(construct, item), ...findingsOfRole(item, OTHER_RULES)];
  return findings.sort((one, other) => PLACE.get(one.ruleId)! - PLACE.get(other.ruleId)!);
}

const PLACE = new Map(RULES.map(({ id }, index) => [id, index]));

/** The same, with the reasons that they were acknowledged with. */
export function judgedFindings(app: CheckedApp): JudgedFinding[] {
  return findingsIn(app).map(({ finding, place }) => {
    const reason = acknowledgedReason(place.resource, finding.ruleId);
    return reason === undefined ? finding : { ...finding, acknowledged: reason };
  });
}
