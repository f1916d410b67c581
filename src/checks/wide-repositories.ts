import { Trust } from './checked-role';
import { remembered } from './remembered';
import { filled, newId, UNNAMED } from './sample-texts';
import { letsInSibling, letsInSiblingByTemplate } from './strangers';
import { isWholeUnknown, repositoryIn, segmentsOf } from './subject-value';
import { ownedSubjects, TrustedSubject } from './trusted-subjects';
import { hasWildcard } from '../github/wildcard';

const reachOf = remembered((subject: TrustedSubject): 'any' | 'alike' | undefined => {
  const { text, isPattern, named, named: { name = '' } } = subject;
  if (!isPattern && (named.name !== undefined || named.id !== undefined || isWholeUnknown(named))) {
    return undefined;
  }
  const id = newId(named.id);
  const isTold = repositoryIn(segmentsOf(text.split('*', 1)[0])).id !== undefined;
  const other = { name: filled(name), id };
  const isLetIn = () => letsInSibling(subject, other) || (!isTold && [UNNAMED, `${UNNAMED}@${id}`].some(own => text.includes('*') && letsInSiblingByTemplate(subject, own, other)));
  switch (true) {
    case letsInSibling(subject, { name: UNNAMED, id }): return 'any';
    case !hasWildcard(name): return undefined;
    case isLetIn(): return /^[*?]/.test(name) ? 'any' : 'alike';
    default: return undefined;
  }
});

/** The subjects by which repositories of the owner get in that they do not name: any, or those whose name begins alike. */
export function repositoriesBeyond(trust: Trust, which: 'any' | 'alike'): string[] {
  return ownedSubjects(trust).filter(subject => reachOf(subject) === which).map(({ text }) => text);
}
