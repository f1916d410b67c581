import { problemsOf } from '../problems';
import { Rule } from '../rule';
import { filled, newId, UNNAMED } from '../sample-texts';
import { letsInStranger, letsInStrangerByTemplate } from '../strangers';
import { anchorOf, subjectsOf, TrustedSubject } from '../trusted-subjects';

export const ownerUnanchored: Rule = {
  id: 'OwnerUnanchored',
  severity: 'error',
  summary: "An owner's name that a wildcard continues: `repo:octo-org*` is also `repo:octo-org-x/…`, which anybody can register.",
  fix: "end the owner before the wildcard, such as 'repo:OWNER@OWNER_ID/*' or 'repo:OWNER/*'",
  link: 'https://docs.github.com/en/actions/reference/security/oidc',
  ofRole: role => problemsOf(role, trust => subjectsOf(trust).filter(leavesOwnerOpen).map(({ text }) => text), subjects =>
    `owners that only begin alike get in by ${subjects}, and anybody can register such a one`),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: 'repo:octo-org*' } } },
};

function leavesOwnerOpen(subject: TrustedSubject): boolean {
  if (anchorOf(subject) !== 'beginning') {
    return false;
  }
  const { owner = '*', ownerId, name = '*', id } = subject.named;
  const stranger = { owner: filled(owner), ownerId: newId(ownerId), name: filled(name), id: newId(id) };
  return letsInStranger(subject, stranger) || letsInStrangerByTemplate(subject, `${UNNAMED}/${UNNAMED}`, stranger);
}
