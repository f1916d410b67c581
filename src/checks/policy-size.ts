import { asText, referencesTo } from './app/as-text';
import { OwnPolicy } from './own-policies';
import { leastText } from './policy-length';

/** Characters without whitespace. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST = new Map([['AWS::IAM::Policy', 10_240], ['AWS::IAM::ManagedPolicy', 6_144]]);

/**
 * Policies of a role that are sure to be too long. aws-cdk-lib spreads a role's statements over several policies by an estimate, which leaves
 * out conditions.
 */
export function policySizeErrors(policies: readonly OwnPolicy[]): string[] {
  return policies.flatMap(({ path, type, document }) => {
    const most = MOST.get(type)!;
    // What stands for a value in a template is longer than the least that the value can be.
    if (JSON.stringify(document).length <= most) {
      return [];
    }
    const { length } = leastText(asText(document, referencesTo({})));
    return length <= most ? [] : [
      `the policy '${path}' has ${length} characters, and IAM takes ${most}; use several roles, or list fewer resources in one grant (PolicyTooLarge)`,
    ];
  });
}
