import { RunningRule } from '../../src/checks/rule';
import { RULES } from '../../src/checks/rules';

const IDS = [
  'AnyBranchTrusted', 'AnyContextTrusted', 'AnyRepositoryTrusted', 'EnvironmentAmbiguous', 'EnvironmentWildcard', 'MalformedSubject', 'MutableSubject',
  'OwnerUnanchored', 'PullRequestTrusted', 'RefPrefixCollision', 'RepositoryUnanchored', 'UnresolvedSubject', 'WildcardIds', 'WithdrawnIdFormat',
];

/** The rules that judge a statement by the texts of its subjects. */
export const SUBJECT_RULES: readonly RunningRule[] = IDS.map(id => {
  const rule = RULES.find(one => one.id === id);
  if (!rule) { throw new Error(`no rule has the id ${id}`); }
  return rule;
});
