import { splitAtColons } from '../github/text';
import { Misuse } from '../misuse';

/** The parts of `arn:PARTITION:SERVICE:REGION:ACCOUNT:KIND:NAME`; a version or an alias adds one. */
const PARTS = 7;

/** Refuses the ARN of a version or an alias: a deployment changes the resource that they are of, and it is that ARN which AWS checks. */
export function requireUnqualified(what: string, arn: string): string {
  if (splitAtColons(arn).length > PARTS) {
    throw new Misuse('ResourceInvalid', `${what} is '${arn}', a version or an alias; pass ${what} that it belongs to`);
  }
  return arn;
}
