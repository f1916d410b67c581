import { Trust } from './checked-role';
import { filled, newId, UNNAMED } from './sample-tokens';
import { letsIn, letsInByTemplate } from './strangers';
import { isWholeUnknown } from './subject-value';
import { ownedSubjects, TrustedSubject } from './trusted-subjects';
import { hasWildcard } from '../github/wildcard';

/** The subjects by which repositories of the owner get in that they do not name: any, or those whose name begins alike. */
export function repositoriesBeyond(trust: Trust, which: 'any' | 'alike'): string[] {
  return ownedSubjects(trust).filter(subject => reachOf(subject) === which).map(({ text }) => text);
}

function reachOf(subject: TrustedSubject): 'any' | 'alike' | undefined {
  const { named, named: { name = '*' } } = subject;
  const id = newId(named.id);
  switch (true) {
    case isWholeUnknown(named): return undefined;
    case letsIn(subject, { name: UNNAMED, id }): return 'any';
    case /^[*?]/.test(name) && [UNNAMED, `${UNNAMED}@${id}`].some(own => letsInByTemplate(subject, own, { name: UNNAMED, id })): return 'any';
    case hasWildcard(name) && letsIn(subject, { name: filled(name), id }): return 'alike';
    default: return undefined;
  }
}
