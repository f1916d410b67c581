import { hasWildcard } from '../../github/wildcard';
import { problemsOf } from '../problems';
import { Rule } from '../rule';
import { newId, UNNAMED, UNNAMED_ID } from '../sample-texts';
import { letsInStranger, letsInStrangerByTemplate } from '../strangers';
import { subjectsOf, TrustedSubject } from '../trusted-subjects';

export const wildcardIds: Rule = {
  id: 'WildcardIds',
  severity: 'error',
  summary: 'A wildcard in place of a numeric ID, such as `repo:OWNER@*/REPO@*`: the name alone is left.',
  fix: "write the IDs out, such as 'repo:OWNER@OWNER_ID/REPO@REPO_ID:…', or demand them as repository_id and repository_owner_id",
  link: 'https://docs.github.com/en/actions/reference/security/oidc',
  ofRole: role => problemsOf(role, trust => subjectsOf(trust).filter(leavesIdOpen).map(({ text }) => text), subjects =>
    `any ID fits ${subjects}, so whoever registers the name next gets in`),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: 'repo:octo-org@*/octo-repo@*:environment:production' } } },
};

/** A repository's ID matters only where its name is told too. What stands behind the owner's ID may be any value. */
function leavesIdOpen(subject: TrustedSubject): boolean {
  const { owner = '*', ownerId = '', name = '*', id = '' } = subject.named;
  const isOpen = (ofName: string, ofId: string) => subject.isPattern && !hasWildcard(ofName) && hasWildcard(ofId);
  const stranger = { ownerId: newId(ownerId), id: newId(id) };
  return (isOpen(owner, ownerId) && (letsInStranger(subject, stranger) || letsInStrangerByTemplate(subject, `${UNNAMED_ID}/${UNNAMED}@${stranger.id}`, stranger)))
    || (isOpen(name, id) && letsInStranger(subject, { id: stranger.id }));
}
