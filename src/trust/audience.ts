import { DEFAULT_AUDIENCE } from '../github/mint';
import { isUnresolved, requirePolicyText } from '../github/text';
import { hasWildcard } from '../github/wildcard';
import { Misuse } from '../misuse';

export const CHINA_AUDIENCE = 'sts.amazonaws.com.cn';

/** In China the action's documentation has people ask for the name of the partition's own STS; those who do not get the default. */
export function defaultAudiences(partition: string): string[] {
  return partition === 'aws-cn' ? [DEFAULT_AUDIENCE, CHINA_AUDIENCE] : [DEFAULT_AUDIENCE];
}

export function requireAudience(audience: unknown): asserts audience is string {
  requirePolicyText('the audience', audience);
  if (audience.length > 255 && !isUnresolved(audience)) {
    throw new Misuse('AudienceInvalid', `the audience has ${audience.length} characters, '${audience.slice(0, 40)}…'; IAM takes 255`);
  }
  if (hasWildcard(audience)) {
    throw new Misuse('AudienceWildcard', `the audience is '${audience}', and a token made for another service could be replayed; name the audience, such as '${DEFAULT_AUDIENCE}'`);
  }
}
