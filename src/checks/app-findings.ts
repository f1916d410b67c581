import { CheckedApp, Placed } from './app/read-app';
import { CheckedProvider } from './checked-role';
import { Finding, JudgedFinding } from './finding';
import { RULES } from './rules';
import { findingsOfProvider, findingsOfRole } from './run-rules';
import { acknowledgedReason } from './warning';

/** A finding with its place in the app. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly place: Placed<unknown>;
}

/** What the rules say of an app's roles and providers. */
export function findingsIn({ roles, providers }: CheckedApp): PlacedFinding[] {
  const items = providers.map(({ item }) => item);
  const ofProvider = (provider: CheckedProvider) => findingsOfProvider(provider, items.filter(other => other !== provider), RULES);
  return [
    ...providers.flatMap(place => ofProvider(place.item).map(finding => ({ finding, place }))),
    ...roles.flatMap(place => findingsOfRole(place.item, RULES).map(finding => ({ finding, place }))),
  ];
}

/** The same, with the reasons that they were acknowledged with. */
export function judgedFindings(app: CheckedApp): JudgedFinding[] {
  return findingsIn(app).map(({ finding, place }) => {
    const reason = acknowledgedReason(place.construct, finding.ruleId);
    return reason === undefined ? finding : { ...finding, acknowledged: reason };
  });
}
