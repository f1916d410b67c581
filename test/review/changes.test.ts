import * as fc from 'fast-check';
import { CheckedRole } from '../../src/checks/checked-role';
import { readPermissions } from '../../src/checks/read-role';
import { RuleCase } from '../../src/checks/rule';
import { changesSince, countOf } from '../../src/review/changes';
import { renderJson } from '../../src/review/json';
import { renderMarkdown } from '../../src/review/markdown';
import { Review, ReviewedRole, ReviewInput } from '../../src/review/model';
import { reviewOf } from '../../src/review/review-of';
import { hostileText, inputOf } from '../support/hostile';
import { refusalOf } from '../support/refusal';
import { findingOf, octoInput, reviewedCase } from '../support/review-case';

const CONDITIONS = { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:o@1/r@2:environment:prod' } };
const READ = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };

function reviewFrom(given: RuleCase, more: Parameters<typeof reviewedCase>[2] = {}, findings: ReviewInput['findings'] = []): Review {
  return reviewOf({ roles: [reviewedCase('Stack/Role', { conditions: CONDITIONS, ...given }, more)], findings });
}

/** What becomes of a role that had one permission. */
function changesTo(given: RuleCase, more?: Parameters<typeof reviewedCase>[2], findings?: ReviewInput['findings']) {
  const [before, after] = [reviewFrom({ permissions: [READ] }), reviewFrom({ permissions: [READ], ...given }, more, findings)];
  return changesSince(renderJson(before), after).changed.map(({ added, removed }) => ({ added, removed }));
}

test('nothing changed', () => {
  const review = reviewOf(octoInput());
  expect(changesSince(renderJson(review), review)).toEqual({ added: [], removed: [], changed: [] });
});

test('roles that are new and gone', () => {
  const { roles, findings } = octoInput();
  const [before, after] = [roles.slice(1), roles.slice(0, -1)].map(some => reviewOf({ roles: some, findings }));
  const changes = changesSince(renderJson(before), after);
  expect(changes).toMatchObject({ added: ['OctoService/Deploy'], removed: ['Legacy/ByHand'] });
  expect(countOf(changes)).toBe(2);
});

const SUB = 'trust: statement 1 wants sub StringEquals repo:o@1/r@2:environment:prod';

test.each<[string, RuleCase, readonly string[], readonly string[]]>([
  ['another subject', { conditions: { StringEquals: { ...CONDITIONS.StringEquals, sub: 'repo:o@1/r@2:pull_request' } } },
    ['trust: statement 1 wants sub StringEquals repo:o@1/r@2:pull_request'], [SUB]],
  ['another operator', { conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: CONDITIONS.StringEquals.sub } } },
    ['trust: statement 1 wants sub StringLike repo:o@1/r@2:environment:prod'], [SUB]],
  ['a claim', { conditions: { StringEquals: { ...CONDITIONS.StringEquals, ref: 'refs/heads/main' } } }, ['trust: statement 1 wants ref StringEquals refs/heads/main'], []],
  ['a value among several', { conditions: { StringEquals: { ...CONDITIONS.StringEquals, aud: ['sts.amazonaws.com', 'x'] } } }, ['trust: statement 1 wants aud StringEquals x'], []],
  ['a condition without values', { conditions: { StringEquals: { ...CONDITIONS.StringEquals, sub: [] } } }, ['trust: statement 1 wants sub StringEquals of nothing'], [SUB]],
  ['a condition on the request', { conditions: { ...CONDITIONS, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }, ['trust: statement 1 wants aws:SourceIp IpAddress 10.0.0.0/8'], []],
  ['somebody else', { more: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }] },
    ['trust: statement 2: sts:AssumeRole to ec2.amazonaws.com'], []],
  ['a denial of trust', { more: [{ Sid: 'No', Effect: 'Deny', Action: '*', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] },
    ['trust: deny No: * to * if aws:SecureTransport Bool false'], []],
  ['a permission more', { permissions: [READ, { ...READ, Action: 's3:PutObject' }] }, ['may: s3:PutObject on arn:aws:s3:::b/*'], []],
  ['a permission less', { permissions: [] }, [], ['may: s3:GetObject on arn:aws:s3:::b/*']],
  ['a condition on a permission', { permissions: [{ ...READ, Condition: { StringEquals: { 'aws:a': ['x', 'y'] }, Bool: { 'aws:b': 'true' } } }] },
    ['may: s3:GetObject on arn:aws:s3:::b/* if aws:a StringEquals x or y and aws:b Bool true'], ['may: s3:GetObject on arn:aws:s3:::b/*']],
  ['a denial', { permissions: [READ, { ...READ, Effect: 'Deny' }] }, ['may never: s3:GetObject on arn:aws:s3:::b/*'], []],
  ['all but', { permissions: [READ, { Effect: 'Allow', NotAction: ['iam:*', 'a:*'], NotResource: ['r', 'q'] }] }, ['may: everything but a:*, iam:* on everything but q, r'], []],
  ['a managed policy', { properties: { ManagedPolicyArns: ['arn:p'] } }, ['may: all of arn:p'], []],
  ['a session', { properties: { MaxSessionDuration: 7200 } }, ['maxSessionSeconds: 7200'], []],
  ['a name', { properties: { RoleName: 'x' } }, ['name: x'], []],
])('%s', (_, given, added, removed) => {
  expect(changesTo(given)).toEqual([{ added, removed }]);
});

test('roles that it acts through, and findings with their reasons', () => {
  expect(changesTo({}, { steers: [{ by: 'grantX', roleArn: 'arn:r', how: 'runs it' }, { by: 'grantY', how: 'asks it' }] })).toEqual([{
    added: ['acts through: arn:r, by grantX: runs it', 'acts through: by grantY: asks it'], removed: [],
  }]);
  expect(changesTo({}, {}, [findingOf('Stack/Role', 'Odd', { message: 'odd', acknowledged: 'why' }), findingOf('Other', 'Even', { severity: 'error', message: 'even' })])).toEqual([
    { added: ['error: Even: even'], removed: [] },
    { added: ['warning: Odd: odd (acknowledged: why)'], removed: [] },
  ]);
});

const BOUNDARY = { arn: 'arn:b', permissions: readPermissions({ Statement: [READ] }, 'managed policy') };

test.each<[string, Partial<CheckedRole>, Partial<CheckedRole>, readonly string[], readonly string[]]>([
  ['a boundary', {}, { boundaries: [{ arn: 'arn:b' }] }, ['boundary: arn:b'], []],
  ['no boundary any more', { boundaries: [BOUNDARY] }, {}, [], ['boundary: arn:b', 'boundary: may: s3:GetObject on arn:aws:s3:::b/*']],
  ['another boundary', { boundaries: [{ arn: 'arn:b' }] }, { boundaries: [{ arn: 'arn:c' }] }, ['boundary: arn:c'], ['boundary: arn:b']],
  ['a boundary that allows more', { boundaries: [{ ...BOUNDARY, permissions: [] }] }, { boundaries: [BOUNDARY] }, ['boundary: may: s3:GetObject on arn:aws:s3:::b/*'], []],
  ['a part that is not read', {}, { unread: ['macro'], unreadPermissions: ['x'] }, ["not read: 'macro' in the trust policy", 'not read: x'], []],
  ['a permission on a condition of the template', { permissions: BOUNDARY.permissions }, { permissions: BOUNDARY.permissions.map(one => ({ ...one, isConditional: true })) },
    ['may: s3:GetObject on arn:aws:s3:::b/* if deployment decides so'], ['may: s3:GetObject on arn:aws:s3:::b/*']],
])('%s', (_, before, after, added, removed) => {
  const { changed } = changesSince(renderJson(reviewFrom({}, before)), reviewFrom({}, after));
  expect(changed).toEqual([{ path: 'Stack/Role', added, removed }]);
});

test('a condition that moves to another statement is a change', () => {
  const provider = { Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com' };
  const statement = (sid: string, ref?: string) => ({
    Sid: sid,
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: provider,
    Condition: { StringEquals: { 'token.actions.githubusercontent.com:sub': `repo:o/r:environment:${sid}`, ...(ref && { 'token.actions.githubusercontent.com:ref': ref }) } },
  });
  const [before, after] = [[statement('A', 'main'), statement('B')], [statement('A'), statement('B', 'main')]].map(more => reviewFrom({ more }));
  expect(changesSince(renderJson(before), after).changed[0]).toMatchObject({ added: ['trust: B wants ref StringEquals main'], removed: ['trust: A wants ref StringEquals main'] });
});

test('where a permission stands, and whether it reads, changes nothing', () => {
  const review = reviewFrom({ permissions: [READ] });
  const [role] = review.roles;
  const moved = role.permissions.map(permission => ({ ...permission, source: 'elsewhere', writes: permission.reads, reads: [] }));
  expect(changesSince(renderJson({ ...review, roles: [{ ...role, permissions: moved }] }), review).changed).toEqual([]);
});

test('any review can be a baseline, and differs from itself in nothing', () => {
  fc.assert(fc.property(hostileText, text => {
    const review = reviewOf(inputOf(text));
    expect(countOf(changesSince(renderJson(review), review))).toBe(0);
  }), { numRuns: 100 });
});

describe('a baseline that is none', () => {
  const review = reviewOf(octoInput());
  const json = () => JSON.parse(renderJson(review));
  const AS_WRITTEN = 'pass a github-oidc-review.json as it was written';

  test.each<[string, string, string]>([
    ['no JSON', '{', `is no JSON; ${AS_WRITTEN}`],
    ['empty', '', `is no JSON; ${AS_WRITTEN}`],
    ['another JSON', '{"version":"53.0.0"}', `is no review: its format is undefined, not 1; ${AS_WRITTEN}`],
    ['a list', '[]', `is no review: its format is undefined, not 1; ${AS_WRITTEN}`],
    ['null', 'null', `is no review: its format is undefined, not 1; ${AS_WRITTEN}`],
    ['a newer one', '{"format":2,"roles":{}}', 'has the format 2, newer than the 1 that this version reads; update cdk-github-actions-oidc'],
    ['one of no format', '{"format":"1"}', `is no review: its format is "1", not 1; ${AS_WRITTEN}`],
  ])('%s', (_, text, message) => {
    expect(refusalOf(() => changesSince(text, review, 'last.json'))).toEqual({ name: 'ReviewBaselineInvalid', message: `the baseline 'last.json' ${message}` });
  });

  test.each<[string, unknown]>([
    ['without roles', { format: 1, findings: [] }],
    ['a role that is none', { format: 1, roles: [7], findings: [] }],
    ['a role without a path', { ...json(), roles: [{ ...json().roles[0], path: undefined }] }],
    ['a path that is none', { ...json(), roles: [{ ...json().roles[0], path: 7 }] }],
    ['findings that are none', { ...json(), findings: {} }],
    ['a finding without a path', { ...json(), findings: [{ rule: 'Odd' }] }],
  ])('%s', (_, changed) => {
    const { name, message } = refusalOf(() => changesSince(JSON.stringify(changed), review, 'last.json'));
    expect(name).toBe('ReviewBaselineInvalid');
    expect(message).toMatch(/^the baseline 'last\.json' is no review: .+; pass a github-oidc-review\.json as it was written$/s);
  });

  test('whatever is missing, it is told as such', () => {
    const holes = (value: any, path: string[]): string[][] => typeof value !== 'object' || value === null ? [path]
      : [path, ...Object.keys(value).flatMap(key => holes(value[key], [...path, key]))];
    const places = holes(json(), []).filter(path => path.length > 0);
    expect(places.length).toBeGreaterThan(200);
    const names = places.map(path => {
      const changed = json();
      const holder = path.slice(0, -1).reduce((value, key) => value[key], changed);
      holder[path.at(-1)!] = null;
      try {
        renderMarkdown(review, changesSince(JSON.stringify(changed), review));
        return 'read';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(new Set(names)).toEqual(new Set(['read', 'ReviewBaselineInvalid']));
  });

  test('what a comparison does not need may be missing', () => {
    const { roles } = json();
    const lean = roles.map(({ samples, description, assumes, passes, ...role }: ReviewedRole) => role);
    expect(countOf(changesSince(JSON.stringify({ ...json(), roles: lean }), review))).toBe(0);
  });
});
