import { administratorPermissions } from './administrator-permissions';
import { audienceMissing } from './audience-missing';
import { audienceNotRegistered } from './audience-not-registered';
import { audienceShared } from './audience-shared';
import { audienceWildcard } from './audience-wildcard';
import { claimKeysUnconfirmed } from './claim-keys-unconfirmed';
import { conditionNeverMet } from './condition-never-met';
import { featureNotOnIssuer } from './feature-not-on-issuer';
import { iamRefusesTrustPolicy } from './iam-refuses-trust-policy';
import { issuerMismatch } from './issuer-mismatch';
import { longSession } from './long-session';
import { policyVariable } from './policy-variable';
import { principalTooBroad } from './principal-too-broad';
import { providerAccountMismatch } from './provider-account-mismatch';
import { providerDuplicated } from './provider-duplicated';
import { pullRequestCanWrite } from './pull-request-can-write';
import { reservedRoleName } from './reserved-role-name';
import { reusableWorkflowWithoutOwner } from './reusable-workflow-without-owner';
import { subjectMissing } from './subject-missing';
import { trustPolicyLengthUnknown } from './trust-policy-length-unknown';
import { trustPolicyTooLarge } from './trust-policy-too-large';
import { unknownClaimKey } from './unknown-claim-key';
import { userControlledClaim } from './user-controlled-claim';
import { vacuousCondition } from './vacuous-condition';
import { wildcardNeverMatches } from './wildcard-never-matches';
import { workflowRefUnpinned } from './workflow-ref-unpinned';
import { Rule } from '../rule';

/** In the order in which they are told: errors, then warnings, each by id. */
export const RULES: readonly Rule[] = [
  audienceMissing,
  audienceNotRegistered,
  conditionNeverMet,
  featureNotOnIssuer,
  iamRefusesTrustPolicy,
  issuerMismatch,
  policyVariable,
  principalTooBroad,
  providerAccountMismatch,
  providerDuplicated,
  reusableWorkflowWithoutOwner,
  subjectMissing,
  trustPolicyTooLarge,
  unknownClaimKey,
  vacuousCondition,
  wildcardNeverMatches,

  administratorPermissions,
  audienceShared,
  audienceWildcard,
  claimKeysUnconfirmed,
  longSession,
  pullRequestCanWrite,
  reservedRoleName,
  trustPolicyLengthUnknown,
  userControlledClaim,
  workflowRefUnpinned,
];
