import { RunningRule } from './rule';
import { RULES } from './rules';

/** Those that a role of this package is asked as soon as it is made. */
export const RULES_OF_TRUST: readonly RunningRule[] = RULES.filter(({ dependsOn }) => dependsOn === undefined);
export const RULES_OF_PERMISSIONS: readonly RunningRule[] = RULES.filter(({ dependsOn }) => dependsOn === 'permissions');
export const OTHER_RULES: readonly RunningRule[] = RULES.filter(({ dependsOn }) => dependsOn !== undefined);
