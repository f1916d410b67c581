import { admits } from './admissions';
import { Trust } from './checked-role';
import { demandsOf, isPattern, textConditionsOn } from './demands';
import { strangersToken } from './example-tokens';

/** Whether a statement that says nothing of `sub` lets in a repository that it does not name. */
export function isOpenWithoutSubject(trust: Trust): boolean {
  return textConditionsOn(trust, 'sub').length === 0 && admits(trust, strangersToken(trust));
}

/** What is demanded of the workflow that runs, where it names the owner of the file, to the left of any wildcard. */
export function workflowsOfOneOwner(trust: Trust): readonly string[] {
  const isOfOneOwner = (value: string, pattern: boolean) => (pattern ? value.split(/[*?]/, 1)[0] : value).indexOf('/') > 0;
  const demand = demandsOf(trust, 'job_workflow_ref').find(condition =>
    condition.values.length > 0 && condition.values.every(value => isOfOneOwner(value, isPattern(condition, value))));
  return demand?.values ?? [];
}
