import { RuleCase } from '../../../src/checks/rule';
import { featureNotOnIssuer } from '../../../src/checks/rules/feature-not-on-issuer';
import { READABLE_CLAIMS } from '../../../src/github/claim-demands';
import { AUD, denial, foundBy, KEYS, SERVER, SUB } from '../../support/found-by';

const RESIDENT_ENTERPRISE = 'token.actions.octocorp.ghe.com/octocorp';
const PLAIN = 'repo:octo-org/octo-repo:environment:production';

test.each([SERVER, RESIDENT_ENTERPRISE].flatMap(issuer => READABLE_CLAIMS.map(claim => ({ issuer, claim }))))('finds $claim of $issuer', ({ issuer, claim }) => {
  expect(foundBy(featureNotOnIssuer, { issuer, conditions: { StringEquals: { aud: AUD, sub: PLAIN }, StringLike: { [claim]: 'x' } } })).toHaveLength(1);
});

test.each([KEYS, `${KEYS}/octo-inc`, 'token.actions.octocorp.ghe.com'].flatMap(issuer => READABLE_CLAIMS.map(claim => ({ issuer, claim }))))(
  'finds nothing in $claim of $issuer', ({ issuer, claim }) => {
    expect(foundBy(featureNotOnIssuer, { issuer, conditions: { StringEquals: { aud: AUD, sub: SUB }, StringLike: { [claim]: 'x' } } })).toEqual([]);
  });

test.each<[string, string[], number]>([
  ['an immutable subject', [SUB], 1],
  ['each immutable subject of a list', [PLAIN, SUB, 'repo:octo-org@*/octo-repo@*:*'], 2],
  ['names alone', [PLAIN, 'repo:team-2024/app-1:*'], 0],
  ['a branch with @', ['repo:octo-org/octo-repo:ref:refs/heads/dependabot/@types'], 0],
  ['a workflow in a template', ['repo:octo-org/octo-repo:job_workflow_ref:octo-org/x/.github/workflows/y.yml@refs/heads/main'], 0],
])('finds in %s of a server what it does not mint', (_, sub, count) => {
  expect(foundBy(featureNotOnIssuer, { issuer: SERVER, conditions: { StringLike: { aud: AUD, sub } } })).toHaveLength(count);
});

test.each<[string, RuleCase]>([
  ['a guard of a server', { issuer: SERVER, conditions: { StringLike: { sub: 'repo:o/r:*' }, StringNotLike: { sub: 'repo:*@*' } } }],
  ['an unknown claim of a server, which is another rule\'s', { issuer: SERVER, conditions: { StringEquals: { sub: PLAIN, event_name: 'push' } } }],
  ['an immutable subject of GHE.com', { issuer: 'token.actions.octocorp.ghe.com' }],
  ['an immutable subject of an enterprise on GHE.com', { issuer: RESIDENT_ENTERPRISE }],
])('finds nothing in %s', (_, given) => {
  expect(foundBy(featureNotOnIssuer, given)).toEqual([]);
});

test('finds a denial by a claim that is not read', () => {
  const Principal = { Federated: `arn:aws:iam::111111111111:oidc-provider/${SERVER}` };
  const Condition = { StringNotEquals: { [`${SERVER}:repository_id`]: '1' } };

  const more = [denial({}, { Principal, Condition })];

  expect(foundBy(featureNotOnIssuer, { issuer: SERVER, conditions: { StringEquals: { sub: PLAIN } }, more })).toHaveLength(1);
});

test.each<[string, RuleCase['conditions'], string]>([
  [
    'a claim', { StringEquals: { aud: AUD, sub: PLAIN, repository_id: '1' } },
    `the condition key is '${SERVER}:repository_id', and AWS reads only aud and sub of tokens of https://${SERVER}; leave the condition out, and demand what it says in sub`,
  ],
  [
    'a subject', { StringEquals: { aud: AUD, sub: SUB } },
    `the subject is '${SUB}', with IDs, and https://${SERVER} mints no immutable subjects; write it without the IDs, as 'repo:OWNER/REPO:…'`,
  ],
])('names %s, and what to write', (_, conditions, message) => {
  expect(foundBy(featureNotOnIssuer, { issuer: SERVER, conditions })).toEqual([`statement 1: ${message}`]);
});
