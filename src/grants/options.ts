import { Construct } from 'constructs';
import { shown } from '../github/text';
import { Misuse } from '../misuse';

/** Anything else, such as a resource in the place of the options, would be read as if nothing was chosen. */
export function requireOptions<T extends object>(options: T | undefined): T {
  if (options === undefined || options === null) {
    return {} as T;
  }
  if (typeof options !== 'object' || Array.isArray(options) || Construct.isConstruct(options)) {
    throw new Misuse('GrantOptionInvalid', `the options are '${shown(options)}'; pass an object that names each option`);
  }
  return options;
}
