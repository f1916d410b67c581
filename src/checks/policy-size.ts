import { OwnPolicy } from './own-policies';
import { isPlainObject } from '../trust/plain';

/** Characters without whitespace. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST = new Map([['AWS::IAM::Policy', 10_240], ['AWS::IAM::ManagedPolicy', 6_144]]);

/**
 * Policies of a role that are sure to be too long. aws-cdk-lib spreads a role's statements over several policies by an estimate, which leaves
 * out conditions.
 */
export function policySizeErrors(policies: readonly OwnPolicy[]): string[] {
  return policies.flatMap(({ path, type, document }) => {
    const most = MOST.get(type)!;
    const { length } = JSON.stringify(atLeast(document));
    return length <= most ? [] : [
      `the policy '${path}' has ${length} characters, and IAM takes ${most}; use several roles, or list fewer resources in one grant (PolicyTooLarge)`,
    ];
  });
}

/** With each value that only deployment knows as one character; what it is joined to is sure. */
function atLeast(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(atLeast);
  }
  if (!isPlainObject(value)) {
    return value;
  }
  const [key, ...others] = Object.keys(value);
  if (others.length > 0 || !(key === 'Ref' || key?.startsWith('Fn::'))) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, atLeast(inner)]));
  }
  const [separator, parts] = key === 'Fn::Join' ? value[key] as [string, unknown] : [];
  return Array.isArray(parts) ? parts.map(atLeast).join(separator) : '?';
}
