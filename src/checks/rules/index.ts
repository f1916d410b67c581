import { audienceMissing } from './audience-missing';
import { longSession } from './long-session';
import { subjectOpenToAnyOwner } from './subject-open-to-any-owner';
import { Rule } from '../rule';

/** In the order in which they are told. */
export const RULES: readonly Rule[] = [
  audienceMissing,
  subjectOpenToAnyOwner,
  longSession,
];
