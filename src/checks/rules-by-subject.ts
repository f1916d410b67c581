import { RunningRule } from './rule';
import { RULES } from './rules';

const isOwn = ({ severity, isAboutPermissions = false }: RunningRule) => severity === 'warning' && !isAboutPermissions;

/** Warnings that depend on nothing but whom a role trusts, which a role of this package tells as soon as it is made. */
export const WARNINGS_OF_TRUST: readonly RunningRule[] = RULES.filter(isOwn);
export const WARNINGS_OF_PERMISSIONS: readonly RunningRule[] = RULES.filter(({ severity, isAboutPermissions }) => severity === 'warning' && isAboutPermissions);
export const OTHER_RULES: readonly RunningRule[] = RULES.filter(rule => !isOwn(rule));
