import { anyBranchTrusted } from './any-branch-trusted';
import { anyContextTrusted } from './any-context-trusted';
import { anyRepositoryTrusted } from './any-repository-trusted';
import { audienceMissing } from './audience-missing';
import { environmentAmbiguous } from './environment-ambiguous';
import { environmentWildcard } from './environment-wildcard';
import { longSession } from './long-session';
import { malformedSubject } from './malformed-subject';
import { mutableSubject } from './mutable-subject';
import { ownerUnanchored } from './owner-unanchored';
import { pullRequestTrusted } from './pull-request-trusted';
import { refPrefixCollision } from './ref-prefix-collision';
import { repositoryUnanchored } from './repository-unanchored';
import { unresolvedSubject } from './unresolved-subject';
import { wildcardIds } from './wildcard-ids';
import { withdrawnIdFormat } from './withdrawn-id-format';
import { Rule } from '../rule';

/** In the order in which they are told. */
export const RULES: readonly Rule[] = [
  audienceMissing,
  environmentAmbiguous,
  malformedSubject,
  ownerUnanchored,
  wildcardIds,
  withdrawnIdFormat,
  anyBranchTrusted,
  anyContextTrusted,
  anyRepositoryTrusted,
  environmentWildcard,
  longSession,
  mutableSubject,
  pullRequestTrusted,
  refPrefixCollision,
  repositoryUnanchored,
  unresolvedSubject,
];
