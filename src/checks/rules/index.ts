import { administratorPermissions } from './administrator-permissions';
import { anyBranchTrusted } from './any-branch-trusted';
import { anyContextTrusted } from './any-context-trusted';
import { anyRepositoryTrusted } from './any-repository-trusted';
import { audienceMissing } from './audience-missing';
import { audienceNotRegistered } from './audience-not-registered';
import { audienceShared } from './audience-shared';
import { audienceWildcard } from './audience-wildcard';
import { claimKeysUnconfirmed } from './claim-keys-unconfirmed';
import { conditionNeverMet } from './condition-never-met';
import { environmentAmbiguous } from './environment-ambiguous';
import { environmentWildcard } from './environment-wildcard';
import { featureNotOnIssuer } from './feature-not-on-issuer';
import { iamRefusesTrustPolicy } from './iam-refuses-trust-policy';
import { issuerMismatch } from './issuer-mismatch';
import { longSession } from './long-session';
import { malformedSubject } from './malformed-subject';
import { mutableSubject } from './mutable-subject';
import { ownerUnanchored } from './owner-unanchored';
import { policyNotReadable } from './policy-not-readable';
import { policyVariable } from './policy-variable';
import { principalTooBroad } from './principal-too-broad';
import { providerAccountMismatch } from './provider-account-mismatch';
import { providerDuplicated } from './provider-duplicated';
import { pullRequestCanWrite } from './pull-request-can-write';
import { pullRequestTrusted } from './pull-request-trusted';
import { refPrefixCollision } from './ref-prefix-collision';
import { repositoryUnanchored } from './repository-unanchored';
import { reservedRoleName } from './reserved-role-name';
import { reusableWorkflowWithoutOwner } from './reusable-workflow-without-owner';
import { subjectMissing } from './subject-missing';
import { subjectOpenToAnyOwner } from './subject-open-to-any-owner';
import { trustPolicyLengthUnknown } from './trust-policy-length-unknown';
import { trustPolicyTooLarge } from './trust-policy-too-large';
import { unknownClaimKey } from './unknown-claim-key';
import { unresolvedSubject } from './unresolved-subject';
import { userControlledClaim } from './user-controlled-claim';
import { vacuousCondition } from './vacuous-condition';
import { wildcardIds } from './wildcard-ids';
import { wildcardNeverMatches } from './wildcard-never-matches';
import { withdrawnIdFormat } from './withdrawn-id-format';
import { workflowRefUnpinned } from './workflow-ref-unpinned';
import { RunningRule } from '../rule';

/** In the order in which they are told: errors, then warnings, each by id. What does not ship of them is not in their type. */
export const RULES: readonly RunningRule[] = [
  audienceMissing,
  audienceNotRegistered,
  conditionNeverMet,
  environmentAmbiguous,
  featureNotOnIssuer,
  iamRefusesTrustPolicy,
  issuerMismatch,
  malformedSubject,
  ownerUnanchored,
  policyNotReadable,
  policyVariable,
  principalTooBroad,
  providerAccountMismatch,
  providerDuplicated,
  reusableWorkflowWithoutOwner,
  subjectMissing,
  subjectOpenToAnyOwner,
  trustPolicyTooLarge,
  unknownClaimKey,
  vacuousCondition,
  wildcardIds,
  wildcardNeverMatches,
  withdrawnIdFormat,

  administratorPermissions,
  anyBranchTrusted,
  anyContextTrusted,
  anyRepositoryTrusted,
  audienceShared,
  audienceWildcard,
  claimKeysUnconfirmed,
  environmentWildcard,
  longSession,
  mutableSubject,
  pullRequestCanWrite,
  pullRequestTrusted,
  refPrefixCollision,
  repositoryUnanchored,
  reservedRoleName,
  trustPolicyLengthUnknown,
  unresolvedSubject,
  userControlledClaim,
  workflowRefUnpinned,
];
