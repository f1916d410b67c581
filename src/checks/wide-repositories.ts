import { Trust } from './checked-role';
import { filled, FRESH_NAMES, newId, UNNAMED } from './sample-texts';
import { letsInSibling, letsInSiblingByTemplate } from './strangers';
import { isWholeUnknown, NamedRepository, repositoryIn, segmentsOf } from './subject-value';
import { contextStart, ownedSubjects, TrustedSubject } from './trusted-subjects';
import { hasWildcard } from '../github/wildcard';
import { remembered } from '../trust/remembered';

const reachOf = remembered((subject: TrustedSubject): 'any' | 'alike' | undefined => {
  const { isPattern, named, named: { name = '' } } = subject;
  if (!isPattern && (named.name !== undefined || named.id !== undefined || isWholeUnknown(named))) {
    return undefined;
  }
  // No other repository's subject begins with this one's whole name, and needs no sample.
  if (contextStart(subject) !== '') {
    return undefined;
  }
  const id = newId(named.id);
  if (FRESH_NAMES.every(fresh => letsInSibling(subject, { name: fresh, id }))) {
    return 'any';
  }
  const alike = { name: filled(name), id };
  const isAlikeIn = hasWildcard(name) && (letsInSibling(subject, alike) || letsInBehindWildcard(subject, alike));
  return isAlikeIn ? (/^[*?]/.test(name) ? 'any' : 'alike') : undefined;
});

/** Unless the text left of the wildcard has the repository's ID. */
function letsInBehindWildcard(subject: TrustedSubject, sibling: NamedRepository): boolean {
  const [beginning, ...rest] = subject.text.split('*');
  return rest.length > 0 && repositoryIn(segmentsOf(beginning)).id === undefined
    && [UNNAMED, `${UNNAMED}@${sibling.id}`].some(own => letsInSiblingByTemplate(subject, own, sibling));
}

/** The subjects by which repositories of the owner get in that they do not name: any, or those whose name begins alike. */
export function repositoriesBeyond(trust: Trust, which: 'any' | 'alike'): string[] {
  return ownedSubjects(trust).filter(subject => reachOf(subject) === which).map(({ text }) => text);
}
