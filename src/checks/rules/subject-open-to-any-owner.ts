import { shownUnknowns } from '../../github/unknown-text';
import { globMatches, readGlob } from '../../trust/glob';
import { foreignToken, ForeignToken } from '../../trust/reach/foreign-token';
import { Trust } from '../checked-role';
import { demandsOf } from '../demands';
import { Rule } from '../rule';

export const subjectOpenToAnyOwner: Rule = {
  id: 'SubjectOpenToAnyOwner',
  severity: 'error',
  summary: 'A statement that lets in a token of an owner whom the policy does not name, also by a subject template of his own.',
  fix: "begin every subject with its owner, such as 'repo:OWNER/REPO:…' or 'repo:OWNER@OWNER_ID/REPO@REPO_ID:…', before the first wildcard, or demand the owner's ID as repository_owner_id by StringEquals",
  link: 'https://docs.github.com/en/actions/reference/security/oidc',
  ofRole: ({ trusts, statements }) => trusts.flatMap(trust => {
    const token = foreignToken(trust, statements);
    return token ? [{ statement: trust.statement.name, message: messageOf(trust, token) }] : [];
  }),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: 'repo:*:environment:production' } } },
};

function messageOf(trust: Trust, token: ForeignToken | 'unknown'): string {
  const demanded = demandsOf(trust, 'sub').flatMap(({ base, values }) => values.map(value => ({ value, glob: readGlob(value, base) })));
  if (token === 'unknown') {
    return `the conditions on ${shown(demanded) || 'its subject'} are too entangled to show that they keep every foreign owner out`;
  }
  const { claims: { sub }, template } = token;
  const fitting = demanded.filter(({ glob }) => globMatches(glob, sub));
  const gate = fitting.length === 0 ? 'no condition demands a subject of one owner, which'
    : `the subject${fitting.length > 1 ? 's' : ''} ${shown(fitting)}`;
  const how = template.join() === 'repo,context' ? '' : ` by the subject template '${template.join(',')}'`;
  return `${gate} let${fitting.length > 1 ? '' : 's'} in '${sub}', and a repository of anybody can have that${how}`;
}

function shown(demanded: readonly { readonly value: string }[]): string {
  return demanded.map(({ value }) => `'${shownUnknowns(value)}'`).join(', ');
}
