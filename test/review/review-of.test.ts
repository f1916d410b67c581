import * as fc from 'fast-check';
import { Boundary } from '../../src/checks/checked-role';
import { readPermissions } from '../../src/checks/read-role';
import { RuleCase } from '../../src/checks/rule';
import { unknownText } from '../../src/github/unknown-text';
import { renderJson } from '../../src/review/json';
import { ReviewedPermission, ReviewedRole } from '../../src/review/model';
import { reviewOf } from '../../src/review/review-of';
import { findingOf, octoInput, reviewedCase } from '../support/review-case';
import { roleOf } from '../support/rule-case';

function roleFrom(given: RuleCase): ReviewedRole {
  return reviewOf({ roles: [reviewedCase('Stack/Role', given)], findings: [] }).roles[0];
}

function permissionsOf(...permissions: RuleCase['permissions'] & {}): readonly ReviewedPermission[] {
  return roleFrom({ permissions }).permissions;
}

const READ: ReviewedPermission = { effect: 'Allow', service: 's3', reads: ['s3:GetObject'], writes: [], resources: ['arn:aws:s3:::b/*'], conditions: [], source: 'inline policy' };

test('the same in whatever order roles, findings and statements come', () => {
  const { roles, findings } = octoInput();
  const expected = renderJson(reviewOf({ roles, findings }));
  const anyOrder = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length });
  fc.assert(fc.property(anyOrder(roles), anyOrder(findings), (some, more) => {
    const shuffled = some.map(role => ({ ...role, permissions: [...role.permissions].reverse() }));
    expect(renderJson(reviewOf({ roles: shuffled, findings: more }))).toBe(expected);
  }), { numRuns: 50 });
});

test('roles by path, with what is known of them', () => {
  const { format, roles } = reviewOf(octoInput());
  expect(format).toBe(1);
  expect(roles.map(({ path }) => path)).toEqual(['Legacy/ByHand', 'OctoService/Deploy', 'OctoService/Release', 'OctoService/Review']);
  expect(roles[0]).toMatchObject({ name: 'by-hand', account: '111111111111', partition: 'aws', maxSessionSeconds: 43200 });
  expect(Object.keys(roles[2])).not.toEqual(expect.arrayContaining(['name']));
  expect(roles[1]).toMatchObject({ region: 'eu-west-1', description: 'Assumed by GitHub Actions: octo-org/octo-repo, environment production' });
});

test('findings go to their role, the others stand by themselves', () => {
  const { roles, findings } = reviewOf(octoInput());
  expect(roles[0].findings.map(({ severity, rule, acknowledged }) => [severity, rule, acknowledged])).toEqual([
    ['error', 'AnyContextTrusted', undefined],
    ['warning', 'AdministratorPermissions', undefined],
    ['warning', 'LongSession', 'the nightly build takes seven hours, see #42'],
  ]);
  expect(findings.map(({ path, rule }) => [path, rule])).toEqual([['GithubOidc/Provider', 'ProviderDuplicated']]);
});

test('what only deployment knows is shown, wherever it stands', () => {
  const secret = unknownText('Stack/Thing');
  const role = reviewedCase('Stack/Role', {
    conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: `repo:o/r:environment:${secret}`, [`aws:${secret}`]: secret } },
    statement: { Principal: { Federated: secret } },
    more: [{ Effect: 'Allow', Action: secret, Principal: { AWS: secret } }],
    permissions: [{ Effect: 'Allow', Action: `s3:${secret}`, Resource: secret, Condition: { StringEquals: { 'aws:x': secret } } }],
    properties: { Description: secret, ManagedPolicyArns: [secret] },
  }, { steers: [{ by: 'grantX', roleArn: secret, how: 'runs it' }] });
  const text = renderJson(reviewOf({ roles: [role], findings: [findingOf('Stack/Role', 'Odd', { message: `it is '${secret}'`, fix: secret })] }));
  expect(text).not.toMatch(/[\ue000\ue001]/);
  expect(text.match(/<Stack\/Thing>/g)!.length).toBeGreaterThan(12);
});

describe('trust', () => {
  test('subjects, audiences, further claims and the request', () => {
    const { trusts: [trust] } = roleFrom({
      conditions: {
        StringEquals: { 'aud': ['sts.amazonaws.com'], 'sub': ['repo:o/s:pull_request', 'repo:o/r:pull_request'], 'repository_owner_id': '1', 'aws:RequestedRegion': 'eu-west-1' },
        StringNotLike: { sub: 'repo:o/r:x*' },
      },
      statement: { Sid: 'Main' },
    });
    expect(trust).toEqual({
      statement: 'Main',
      issuer: 'https://token.actions.githubusercontent.com',
      provider: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com',
      jobs: [{ repository: 'o/r', run: 'pull_request' }, { repository: 'o/s', run: 'pull_request' }],
      subjects: [{ operator: 'StringEquals', key: 'sub', values: ['repo:o/r:pull_request', 'repo:o/s:pull_request'] }],
      audiences: [{ operator: 'StringEquals', key: 'aud', values: ['sts.amazonaws.com'] }],
      claims: [{ operator: 'StringEquals', key: 'repository_owner_id', values: ['1'] }, { operator: 'StringNotLike', key: 'sub', values: ['repo:o/r:x*'] }],
      request: [{ operator: 'StringEquals', key: 'aws:RequestedRegion', values: ['eu-west-1'] }],
    });
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ['an account', { AWS: 'arn:aws:iam::222222222222:root' }, ['arn:aws:iam::222222222222:root']],
    ['services', { Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] }, ['ec2.amazonaws.com', 'lambda.amazonaws.com']],
    ['another identity provider', { Federated: 'accounts.google.com' }, ['accounts.google.com']],
  ])('%s gets in too', (_, principal, principals) => {
    const { others } = roleFrom({ more: [{ Sid: 'Other', Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal, Condition: { Bool: { 'aws:SecureTransport': true } } }] });
    expect(others).toEqual([{
      statement: 'Other', principals, actions: ['sts:AssumeRole'], conditions: [{ operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] }],
    }]);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ['anybody', { Principal: '*' }, ['*']],
    ['all but one', { Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::222222222222:root' } }, ['everybody but arn:aws:iam::222222222222:root']],
    ['a service beside GitHub', { Principal: { Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com', Service: 'ec2.amazonaws.com' } }, ['ec2.amazonaws.com']],
  ])('%s gets in by the same statement', (_, statement, principals) => {
    expect(roleFrom({ statement }).others.map(other => other.principals)).toEqual([principals]);
  });

  test('GitHub alone is no other, also where only deployment knows the provider', () => {
    expect(roleFrom({}).others).toEqual([]);
    expect(roleFrom({ statement: { Principal: { Federated: unknownText('Provider') } } }).others).toEqual([]);
  });

  test('denials', () => {
    const { denies } = roleFrom({ more: [{ Effect: 'Deny', Action: '*', Principal: '*', Condition: { StringEquals: { 'aws:x': 'y' } } }] });
    expect(denies).toEqual([{ statement: 'statement 2', principals: ['*'], actions: ['*'], conditions: [{ operator: 'StringEquals', key: 'aws:x', values: ['y'] }] }]);
  });
});

describe('permissions', () => {
  test('a statement about two services is two', () => {
    expect(permissionsOf({ Effect: 'Allow', Action: ['s3:GetObject', 'ecr:PutImage'], Resource: 'arn:aws:s3:::b/*' })).toEqual([
      { ...READ, service: 'ecr', reads: [], writes: ['ecr:PutImage'] }, READ,
    ]);
  });

  test('statements that differ in nothing but actions are one', () => {
    const on = { Effect: 'Allow', Resource: ['arn:aws:s3:::b/*'] };
    expect(permissionsOf({ ...on, Action: 's3:PutObject' }, { ...on, Action: 's3:GetObject' }, { ...on, Action: 's3:GetObject' })).toEqual([{ ...READ, writes: ['s3:PutObject'] }]);
  });

  test.each<[string, Record<string, unknown>, Partial<ReviewedPermission>]>([
    ['a denial', { Effect: 'Deny', Action: 's3:GetObject' }, { effect: 'Deny' }],
    ['another resource', { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::c/*' }, { resources: ['arn:aws:s3:::c/*'] }],
    ['a condition', { Effect: 'Allow', Action: 's3:GetObject', Condition: { Bool: { 'aws:x': 'true' } } }, { conditions: [{ operator: 'Bool', key: 'aws:x', values: ['true'] }] }],
    ['all but a resource', { Effect: 'Allow', Action: 's3:GetObject', Resource: undefined, NotResource: ['b', 'a'] }, { resources: [], notResources: ['a', 'b'] }],
    ['all but an action', { Effect: 'Allow', NotAction: ['iam:*', 'sts:*'] }, { service: '*', reads: [], notActions: ['iam:*', 'sts:*'] }],
    ['everything', { Effect: 'Allow', Action: '*' }, { service: '*', reads: [], writes: ['*'] }],
    ['a wildcard in the service', { Effect: 'Allow', Action: 's*:GetObject' }, { service: '*', reads: [], writes: ['s*:GetObject'] }],
    ['another case', { Effect: 'Allow', Action: 'S3:GetObject' }, { reads: ['S3:GetObject'] }],
  ])('%s stands apart', (_, statement, expected) => {
    const permissions = permissionsOf({ Effect: 'Allow', Action: 's3:ListBucket', Resource: 'x' }, { Resource: 'arn:aws:s3:::b/*', ...statement });
    expect(permissions).toHaveLength(2);
    expect(permissions).toContainEqual({ ...READ, ...expected });
  });

  test('denials come last', () => {
    const effects = permissionsOf({ Effect: 'Deny', Action: 'a:B', Resource: '*' }, { Effect: 'Allow', Action: 'z:Y', Resource: '*' }).map(({ effect }) => effect);
    expect(effects).toEqual(['Allow', 'Deny']);
  });

  test.each<[string, Record<string, unknown>, string[], string[]]>([
    ['by name', { Action: ['sts:AssumeRole', 'iam:PassRole'], Resource: ['r2', 'r1'] }, ['r1', 'r2'], ['r1', 'r2']],
    ['by a pattern, in any case', { Action: ['STS:assume*'], Resource: 'r' }, ['r'], []],
    ['by everything', { Action: '*', Resource: '*' }, ['*'], ['*']],
    ['by all but others', { NotAction: 'iam:*', Resource: '*' }, ['*'], []],
    ['but for some', { Action: 'sts:AssumeRole', NotResource: ['r2', 'r1'] }, ['all but r1, r2'], []],
    ['not where it is denied', { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: 'r' }, [], []],
    ['not with a web identity', { Action: 'sts:AssumeRoleWithWebIdentity', Resource: 'r' }, [], []],
  ])('roles that it may assume and pass: %s', (_, statement, assumes, passes) => {
    expect(roleFrom({ permissions: [{ Effect: 'Allow', ...statement }] })).toMatchObject({ assumes, passes });
  });
});

describe('what a role may do at most, and what nobody knows of it', () => {
  const statements = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }];
  const boundaryFrom = (...boundaries: Boundary[]) => reviewOf({ roles: [reviewedCase('Stack/Role', {}, { boundaries })], findings: [] }).roles[0].boundary;
  const own: Boundary = { arn: unknownText('Stack/Boundary'), permissions: readPermissions({ Statement: statements }, 'inline policy') };

  test.each<[string, Boundary[], ReviewedRole['boundary']]>([
    ['no boundary', [], undefined],
    ['one of others', [{ arn: 'arn:x' }], { policies: ['arn:x'], permissions: [] }],
    ['one that the app makes', [own], { policies: ['<Stack/Boundary>'], permissions: [READ] }],
    ['one or none', [{ arn: 'arn:x' }, {}], { policies: ['arn:x', 'none'], permissions: [] }],
    ['one or another', [{ arn: 'arn:x' }, own], { policies: ['<Stack/Boundary>', 'arn:x'], permissions: [READ] }],
  ])('%s', (_, boundaries, expected) => {
    expect(boundaryFrom(...boundaries)).toEqual(expected);
  });

  test('what is not read of its trust, and of its permissions', () => {
    const more = { unread: [unknownText('Fn::Transform')], unreadPermissions: [`the managed policy '${unknownText('Arn')}'`] };
    expect(reviewOf({ roles: [reviewedCase('Stack/Role', {}, more)], findings: [] }).roles[0].unread).toEqual(["'<Fn::Transform>' in the trust policy", "the managed policy '<Arn>'"]);
    expect(Object.keys(roleFrom({}))).not.toContain('unread');
  });

  const AT_DEPLOYMENT = { operator: 'decides', key: 'deployment', values: ['so'] };

  test('statements that a condition of the template decides on, of every kind', () => {
    const given = roleOf({
      more: [
        { Effect: 'Deny', Action: '*', Principal: '*', Condition: '\ue000Fn::If\ue001' },
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'arn:a' }, Condition: '\ue000Fn::If\ue001' },
      ],
    });
    const permissions = [{ ...own.permissions![0], isConditional: true }];
    const role = reviewOf({ roles: [{ ...given, permissions }], findings: [] }).roles[0];
    const onlyThen = [{ conditions: [AT_DEPLOYMENT] }];
    expect(role).toMatchObject({ denies: onlyThen, others: onlyThen, permissions: onlyThen });
    expect(role.trusts.map(({ request }) => request)).toEqual([[]]);
  });

  test('a statement of trust that one decides on', () => {
    const [trust] = roleOf({}).trusts.map(one => ({ ...one, statement: { ...one.statement, isConditional: true } }));
    expect(reviewOf({ roles: [reviewedCase('Stack/Role', {}, { trusts: [trust] })], findings: [] }).roles[0].trusts[0].request).toEqual([AT_DEPLOYMENT]);
  });
});
