import { Stack } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { IConstruct } from 'constructs';
import { isUnresolved } from '../github/text';

/** What an unresolved region counts as. */
export const DEFAULT_PARTITION = 'aws';

/** For regions that are newer than the CDK in use. */
const BY_PREFIX: readonly [prefix: string, partition: string][] = [
  ['cn-', 'aws-cn'], ['us-gov-', 'aws-us-gov'], ['eusc-', 'aws-eusc'], ['us-iso-', 'aws-iso'], ['us-isob-', 'aws-iso-b'], ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
];

/** From the region, since a stack's own partition is unresolved even where its region is known. The first construct that knows decides. */
export function knownPartition(...constructs: IConstruct[]): string | undefined {
  const region = constructs.map(construct => Stack.of(construct).region).find(candidate => !isUnresolved(candidate));
  return region && (RegionInfo.get(region).partition ?? BY_PREFIX.find(([prefix]) => region.startsWith(prefix))?.[1] ?? DEFAULT_PARTITION);
}

export function partitionOf(...constructs: IConstruct[]): string {
  return knownPartition(...constructs) ?? DEFAULT_PARTITION;
}
