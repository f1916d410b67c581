import { Review } from '../../src/review/model';
import { pictureOf } from '../../src/review/picture';
import { Picture } from '../../src/review/picture-nodes';
import { reviewOf } from '../../src/review/review-of';
import { findingOf, manyRoles, octoInput, reviewedCase, subjectsOf } from '../support/review-case';

function labels({ columns }: Picture): string[][] {
  return columns.map(column => column.map(({ label }) => label));
}

function links({ columns, links: all }: Picture): string[] {
  const names = new Map(columns.flat().map(({ id, label }) => [id, label]));
  return all.map(({ from, to, kind }) => `${names.get(from)} ${kind} ${names.get(to)}`);
}

type Of<T> = (index: number) => T;

function reviewFor(count: number, path: Of<string>, repository: Of<string>, resources: Of<string[]>): Review {
  return reviewOf({
    roles: Array.from({ length: count }, (_, index) => reviewedCase(path(index), {
      ...subjectsOf(`repo:${repository(index)}:pull_request`), permissions: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: resources(index) }],
    })),
    findings: [findingOf(path(0), 'Odd')],
  });
}

test('who reaches what', () => {
  const picture = pictureOf(reviewOf(octoInput()));
  expect(picture.isCoarse).toEqual([false, false, false]);
  expect(labels(picture).slice(0, 2)).toEqual([['octo-org/*', 'octo-org/octo-repo'], ['Legacy/ByHand', 'OctoService/Deploy', 'OctoService/Release', 'OctoService/Review']]);
  const all = links(picture);
  expect(all).toEqual(expect.arrayContaining([
    'octo-org/* trust Legacy/ByHand',
    'octo-org/octo-repo trust OctoService/Deploy',
    'OctoService/Deploy write ecr <OctoService/Images.Arn>',
    'OctoService/Deploy read ecr *',
    'OctoService/Release write ecr <OctoService/Images.Arn>',
    'OctoService/Review read s3 arn:aws:s3:::octo-reports/*',
    'OctoService/Deploy through role arn:aws:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-west-1',
    'OctoService/Deploy through role arn:aws:iam::111111111111:role/cdk-hnb659fds-deploy-role-111111111111-eu-west-1',
    'Legacy/ByHand write policy arn:aws:iam::aws:policy/AdministratorAccess',
    'Legacy/ByHand write every\u00a0service all but some',
  ]));
  expect(all.filter(link => /sts|octo-org\/\* trust Octo/.test(link))).toEqual([]);
});

test('the worst open finding of a role, and no acknowledged one', () => {
  const review = reviewOf(octoInput());
  expect(pictureOf(review).columns[1].map(({ severity }) => severity)).toEqual(['error', undefined, undefined, undefined]);
  const warned = review.roles.map(role => ({ ...role, findings: role.findings.filter(({ severity }) => severity === 'warning') }));
  expect(pictureOf({ ...review, roles: warned }).columns[1][0].severity).toBe('warning');
  const known = warned.map(role => ({ ...role, findings: role.findings.filter(({ acknowledged }) => acknowledged !== undefined) }));
  expect(pictureOf({ ...review, roles: known }).columns[1][0].severity).toBeUndefined();
});

test('nodes are numbered column by column, and stand near to their roles', () => {
  const picture = pictureOf(reviewFor(3, index => `Stack/R${index}`, index => `o/r${2 - index}`, index => [`b${2 - index}`]));
  expect(labels(picture)).toEqual([['o/r2', 'o/r1', 'o/r0'], ['Stack/R0', 'Stack/R1', 'Stack/R2'], ['s3 b2', 's3 b1', 's3 b0']]);
  expect(picture.columns.flat().map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(picture.nodesOfRole).toEqual([[0, 3, 6], [1, 4, 7], [2, 5, 8]]);
});

test('of two ways to a resource, the stronger one is drawn', () => {
  const permissions = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'b' }, { Effect: 'Allow', Action: 's3:PutObject', Resource: 'b', Condition: { Bool: { 'aws:x': 'true' } } }];
  for (const some of [permissions, [...permissions].reverse()]) {
    expect(links(pictureOf(reviewOf({ roles: [reviewedCase('Stack/Role', { permissions: some })], findings: [] })))).toContain('Stack/Role write s3 b');
  }
});

test('forty nodes are drawn in full', () => {
  const picture = pictureOf(reviewFor(13, index => `Stack/R${index}`, index => `o/r${index}`, index => index === 0 ? ['b0', 'c'] : [`b${index}`]));
  expect(picture.columns.map(({ length }) => length)).toEqual([13, 13, 14]);
  expect(picture.isCoarse).toEqual([false, false, false]);
});

describe('more than that', () => {
  test('only the long columns are made coarse', () => {
    const picture = pictureOf(reviewFor(3, index => `Stack/R${index}`, index => `o/r${index}`, index => Array.from({ length: 20 }, (_, one) => `b${index}-${one}`)));
    expect(picture.isCoarse).toEqual([false, false, true]);
    expect(labels(picture)).toEqual([['o/r0', 'o/r1', 'o/r2'], ['Stack/R0', 'Stack/R1', 'Stack/R2'], ['s3']]);
  });

  test('roles by as much of their path as leaves few', () => {
    const of = (path: (index: number) => string) => labels(pictureOf(reviewFor(60, path, index => `o${index % 3}/r`, () => ['b'])));
    expect(of(index => `Stage${index % 2}/Stack${index % 4}/R${index}`)[1]).toEqual(['Stage0/Stack0', 'Stage0/Stack2', 'Stage1/Stack1', 'Stage1/Stack3']);
    expect(of(index => `Stage${index % 2}/Stack${index}/R`)[1]).toEqual(['Stage0', 'Stage1']);
    expect(of(index => `Stack/R${index}`)[1]).toEqual(['Stack']);
  });

  test('what is left of a long column is one node at its end, with how many', () => {
    const picture = pictureOf(reviewFor(100, index => `S${index % 50 === 49 ? 48 : index % 50}/R${index}`, index => `o${index}/r`, () => ['b']));
    expect(picture.columns.map(({ length }) => length)).toEqual([13, 13, 1]);
    expect(labels(picture)[0].at(-1)).toBe('88 more');
    expect(picture.columns[1].at(-1)).toMatchObject({ label: '37 more' });
    expect(picture.columns[1].find(({ label }) => label === 'S48')).toMatchObject({ note: '4 roles' });
    expect(picture.columns[1].find(({ label }) => label === 'S0')).toMatchObject({ note: '2 roles', severity: 'warning' });
  });

  test('a thousand roles', () => {
    const picture = pictureOf(reviewOf(manyRoles(1000)));
    expect(picture.columns.map(({ length }) => length)).toEqual([1, 13, 2]);
    expect(picture.nodesOfRole).toHaveLength(1000);
    const linked = new Set(picture.links.map(({ from, to }) => `${from}-${to}`));
    const missing = picture.nodesOfRole.filter(nodes => !linked.has(`${nodes[0]}-${nodes[1]}`) || !linked.has(`${nodes[1]}-${nodes[2]}`));
    expect(missing).toEqual([]);
  });
});

test('nothing to draw', () => {
  const nothing = { columns: [[], [], []], links: [], nodesOfRole: [], isCoarse: [false, false, false] };
  expect(pictureOf({ format: 1, roles: [], findings: [] })).toEqual(nothing);
});
