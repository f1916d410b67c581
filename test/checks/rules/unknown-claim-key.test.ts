import { RuleCase } from '../../../src/checks/rule';
import { unknownClaimKey } from '../../../src/checks/rules/unknown-claim-key';
import { READABLE_CLAIMS } from '../../../src/github/claim-demands';
import { AUD, denial, foundBy, KEYS, SERVER, SUB } from '../../support/found-by';

const SOUND = { StringEquals: { aud: AUD, sub: SUB } };
/** Claims of GitHub's tokens that are no condition keys. https://docs.github.com/en/actions/reference/security/oidc */
const UNREAD = [
  'base_ref', 'check_run_id', 'enterprise', 'event_name', 'head_ref', 'iss', 'job_workflow_sha', 'jti', 'ref_type', 'repo_property_team', 'repository_owner',
  'repository_visibility', 'run_attempt', 'run_id', 'runner_environment', 'sha', 'workflow_ref', 'workflow_sha',
];

test.each(UNREAD)('finds the claim %s', claim => {
  expect(foundBy(unknownClaimKey, { conditions: { ...SOUND, StringLike: { [claim]: 'x' } } })).toHaveLength(1);
});

test.each(['aud', 'sub', 'AUD', 'Sub', ...READABLE_CLAIMS])('finds nothing in the claim %s', claim => {
  expect(foundBy(unknownClaimKey, { conditions: { ...SOUND, StringLike: { [claim]: 'x' } } })).toEqual([]);
});

test.each([
  'aws:SourceIp', 'aws:RequestTag/team', 'sts:RoleSessionName', 'gitlab.com:user_login', 'accounts.google.com:oaud', 'token.actions.octocorp.ghe.com:event_name',
])('finds nothing in the key %s', key => {
  expect(foundBy(unknownClaimKey, { conditions: { ...SOUND, StringLike: { [key]: 'x' } } })).toEqual([]);
});

test('finds nothing in what AWS reads of other issuers, which is another rule\'s', () => {
  expect(foundBy(unknownClaimKey, { issuer: SERVER, conditions: { StringEquals: { aud: AUD, sub: SUB, environment: 'x' } } })).toEqual([]);
});

test.each([
  ['repository_owner', "demand the owner's ID as 'repository_owner_id', or the owner in sub, such as 'repo:OWNER@OWNER_ID/*'"],
  ['job_workflow_sha', "demand the commit in 'job_workflow_ref', behind '@'"],
  ['iss', 'leave it out: the provider in the principal tells the issuer'],
  ['jobWorkflowRef', "write 'job_workflow_ref'"],
  ['repository-id', "write 'repository_id'"],
  ['enviroment', "write 'environment'"],
  ['respository_owner_id', "write 'repository_owner_id'"],
  ['environment_name', "write 'environment'"],
  ['subject', "write 'sub'"],
  ['sha', expect.stringMatching(/^AWS reads aud, sub, actor, .*; what another claim says, put it into sub by a subject template, and demand it there$/)],
  ['runner_environment', expect.stringContaining('subject template')],
  ['run_id', expect.stringContaining('subject template')],
])('says what to do about %s', (claim, fix) => {
  const prefix = `statement 1: AWS reads nothing of GitHub's tokens for the condition key '${KEYS}:${claim}', so that 'StringEquals' never passes, and the statement lets nobody in; `;
  const [found] = foundBy(unknownClaimKey, { conditions: { StringEquals: { ...SOUND.StringEquals, [claim]: 'x' } } });

  expect(found.slice(0, prefix.length)).toBe(prefix);
  expect(found.slice(prefix.length)).toEqual(fix);
});

const ALWAYS = 'always passes, as if it were not there';
test.each<[string, RuleCase, string]>([
  ['a vacuous operator', { conditions: { ...SOUND, 'ForAllValues:StringEquals': { event_name: 'push' } } }, `'ForAllValues:StringEquals' ${ALWAYS}`],
  ['IfExists', { conditions: { ...SOUND, StringEqualsIfExists: { event_name: 'push' } } }, `'StringEqualsIfExists' ${ALWAYS}`],
  ['a negated operator', { conditions: { ...SOUND, StringNotEquals: { event_name: 'pull_request' } } }, `'StringNotEquals' ${ALWAYS}`],
  ['its absence', { conditions: { ...SOUND, Null: { event_name: 'true' } } }, `'Null' ${ALWAYS}`],
  ['its presence', { conditions: { ...SOUND, Null: { event_name: 'false' } } }, "'Null' never passes, and the statement lets nobody in"],
  ['a denial', { more: [denial({ StringEquals: { event_name: 'pull_request' } })] }, "'StringEquals' never passes, and the statement denies nothing"],
  ['a denial of all others', { more: [denial({ StringNotEquals: { event_name: 'push' } })] }, `'StringNotEquals' ${ALWAYS}`],
])('says what comes of %s', (_, given, effect) => {
  const found = foundBy(unknownClaimKey, given);

  expect(found).toEqual([expect.stringContaining(`so that ${effect}; `)]);
});

test('finds a condition once where two providers are trusted', () => {
  const Principal = { Federated: [KEYS, `${KEYS}/octo-inc`].map(host => `arn:aws:iam::111111111111:oidc-provider/${host}`) };

  expect(foundBy(unknownClaimKey, { statement: { Principal }, conditions: { StringEquals: { aud: AUD, sub: SUB, event_name: 'push' } } })).toHaveLength(1);
});
