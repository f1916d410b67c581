import { Trust } from './checked-role';
import { isPattern } from './demands';
import { filled, FRESH_NAMES, newId, UNNAMED, wishesFor } from './sample-texts';
import { letsInSibling, letsInSiblingByTemplate } from './strangers';
import { isWholeUnknown, NamedRepository, repositoryIn, segmentsOf, splitName } from './subject-value';
import { contextStart, ownedSubjects, TrustedSubject } from './trusted-subjects';
import { hasWildcard } from '../github/wildcard';
import { remembered } from '../trust/remembered';

const reachOf = remembered((subject: TrustedSubject): 'any' | 'alike' | undefined => {
  const { named, named: { name = '' } } = subject;
  if (!subject.isPattern && (named.name !== undefined || named.id !== undefined || isWholeUnknown(named))) {
    return undefined;
  }
  // No other repository's subject begins with this one's whole name, and needs no sample.
  if (contextStart(subject) !== '') {
    return undefined;
  }
  const idPatterns = patternsOf(subject, 'repository_id');
  const ids = [named.id, ...idPatterns].map(id => newId(id));
  if (FRESH_NAMES.every(fresh => letsInSibling(subject, { name: fresh, id: ids[0] }))) {
    return 'any';
  }
  const byClaim = patternsOf(subject, 'repository').map(pattern => splitName(pattern).name ?? '*');
  const open = [name, ...byClaim, ...idPatterns.map(() => '*')].filter(hasWildcard).find(pattern => ids.some(id => {
    const alike = { name: filled(pattern), id };
    return letsInSibling(subject, alike) || (hasWildcard(name) && letsInBehindWildcard(subject, alike));
  }));
  return open === undefined ? undefined : /^[*?]/.test(open) ? 'any' : 'alike';
});

/** What claims beside the subject say, where that stands for several. */
function patternsOf({ trust }: TrustedSubject, claim: string): string[] {
  return wishesFor(trust, claim).flatMap(condition => condition.values.filter(value => isPattern(condition, value)));
}

/** Unless the text left of the wildcard has the repository's ID, or that right of it a workflow, which is a boundary as the claim is. */
function letsInBehindWildcard(subject: TrustedSubject, sibling: NamedRepository): boolean {
  const [beginning, ...rest] = subject.text.split('*');
  const isOfWorkflow = subject.trust.issuer.encodesColons && rest.some(text => text.includes(':job_workflow_ref:'));
  return rest.length > 0 && !isOfWorkflow && repositoryIn(segmentsOf(beginning)).id === undefined
    && [UNNAMED, `${UNNAMED}@${sibling.id}`].some(own => letsInSiblingByTemplate(subject, own, sibling));
}

/** The subjects by which repositories of the owner get in that they do not name: any, or those whose name begins alike. */
export function repositoriesBeyond(trust: Trust, which: 'any' | 'alike'): string[] {
  return ownedSubjects(trust).filter(subject => reachOf(subject) === which).map(({ text }) => text);
}
