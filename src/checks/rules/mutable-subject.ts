import { idCommand } from '../../github/id-command';
import { GithubIssuer } from '../../github/issuer';
import { hasUnknown } from '../../github/unknown-text';
import { hasWildcard } from '../../github/wildcard';
import { sortedUnique } from '../../trust/order';
import { groupBy } from '../../trust/rights';
import { Trust } from '../checked-role';
import { isPinned } from '../demands';
import { Rule } from '../rule';
import { UNNAMED_ID } from '../sample-texts';
import { letsInStranger } from '../strangers';
import { isWholeUnknown, NamedRepository } from '../subject-value';
import { ownedSubjects } from '../trusted-subjects';
import { quoted } from '../words';

export const mutableSubject: Rule = {
  id: 'MutableSubject',
  severity: 'warning',
  summary: 'A repository or an owner that is trusted by its name alone, where its issuer could mint immutable subjects.',
  fix: 'write it with its numeric IDs, OWNER@OWNER_ID/REPO@REPO_ID',
  link: 'https://docs.github.com/en/actions/reference/security/oidc',
  ofRole: ({ trusts }) => mutableNamesIn(trusts).map(([issuer, names]) => ({
    message: `${quoted(names, Infinity)} is trusted by name alone: whoever registers the name next gets in, and a repository created, renamed or transferred after 15 July 2026 never matches`,
    fix: `write it with the IDs that this prints: ${idCommand(askable(names[0]), issuer)}`,
  })),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org/octo-repo:environment:production' } } },
};

const ID_CLAIMS = ['repository_id', 'repository_owner_id'];

/** A name that GitHub's API takes. */
function askable(name: string): string {
  const [owner, repository] = name.split('/');
  return hasUnknown(name) || hasWildcard(owner) ? 'OWNER/REPO' : hasWildcard(repository ?? '') ? `${owner}/*` : name;
}

function mutableNamesIn(trusts: readonly Trust[]): [GithubIssuer, string[]][] {
  const byIssuer = groupBy(trusts.filter(({ issuer }) => issuer.hasImmutableSubjects), ({ issuer }) => issuer.url);
  return [...byIssuer.values()].map((ofIssuer): [GithubIssuer, string[]] => [ofIssuer[0].issuer, sortedUnique(ofIssuer.flatMap(namesAlone))])
    .filter(([, names]) => names.length > 0);
}

/** Names that would let in whoever has them next, with other IDs. */
function namesAlone(trust: Trust): string[] {
  return ID_CLAIMS.some(claim => isPinned(trust, claim)) ? [] : ownedSubjects(trust)
    .filter(({ named: { owner, ownerId, id } }) => owner !== undefined && ownerId === undefined && id === undefined)
    .filter(subject => letsInStranger(subject, { ownerId: UNNAMED_ID, id: UNNAMED_ID }))
    .map(({ named }) => fullNameOf(named));
}

function fullNameOf(named: NamedRepository): string {
  return isWholeUnknown(named) ? named.owner! : `${named.owner}/${named.name ?? '*'}`;
}
