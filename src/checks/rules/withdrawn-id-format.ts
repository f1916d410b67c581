import { lazy } from '../../trust/reach/lazy';
import { CheckedRole } from '../checked-role';
import { demandsOf } from '../demands';
import { problemsOf } from '../problems';
import { Rule } from '../rule';
import { subjectsOf, TrustedSubject } from '../trusted-subjects';

export const withdrawnIdFormat: Rule = {
  id: 'WithdrawnIdFormat',
  severity: 'error',
  summary: 'The form `repo:OWNER-ID/REPO-ID`, which GitHub announced and withdrew, where the policy itself says that these numbers are the IDs.',
  fix: "write 'repo:OWNER@OWNER_ID/REPO@REPO_ID:…', with '@' before each ID",
  link: 'https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens',
  ofRole: role => {
    const ids = lazy(() => idsIn(role));
    const hasId = ({ named: { owner, name } }: TrustedSubject) => numberBehind(owner) !== undefined && ids().owners.has(numberBehind(owner))
      && (/^(?:\*.*)?$/s.test(name ?? '') || ids().repositories.has(numberBehind(name)));
    return problemsOf(role, trust => subjectsOf(trust).filter(hasId)
      .map(({ text }) => text), subjects =>
      `${subjects} joins name and ID by '-': GitHub withdrew that form, no token has it, and anybody can register such a name`);
  },
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
  nonCompliant: {
    conditions: {
      StringEquals: {
        aud: 'sts.amazonaws.com',
        sub: ['repo:octo-org@123456/octo-repo@456789:environment:production', 'repo:octo-org-123456/octo-repo-456789:environment:production'],
      },
    },
  },
};

/** What the whole policy says of IDs. Names that merely end in digits are common. */
function idsIn({ trusts }: CheckedRole): { owners: ReadonlySet<string | undefined>; repositories: ReadonlySet<string | undefined> } {
  const named = trusts.flatMap(subjectsOf).map(subject => subject.named);
  const idsOf = (claim: string, told: readonly (string | undefined)[]) =>
    new Set([...trusts.flatMap(trust => demandsOf(trust, claim)).flatMap(({ values }) => values), ...told].filter(id => /^[0-9]+$/.test(id ?? '')));
  return {
    owners: idsOf('repository_owner_id', named.map(({ ownerId }) => ownerId)),
    repositories: idsOf('repository_id', named.map(({ id }) => id)),
  };
}

function numberBehind(name = ''): string | undefined {
  return /-([0-9]+)[*?]*$/.exec(name)?.[1];
}
