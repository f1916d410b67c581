import { partsOf, repositoryIn, segmentsOf, SubjectSegment } from '../../src/checks/subject-value';
import { unknownText } from '../../src/github/unknown-text';

const REGION = unknownText('AWS::Region');

test.each<[string, string[]]>([
  ['', ['']],
  ['repo:o/r', ['repo', 'o/r']],
  ['repo::*', ['repo', '', '*']],
  ['a:', ['a', '']],
  [`repo:o/r:environment:${REGION}-x:ref:y`, ['repo', 'o/r', 'environment', `${REGION}-x`, 'ref', 'y']],
])("'%s' in parts", (text, parts) => {
  expect(partsOf(text)).toEqual(parts);
});

test.each<[string, SubjectSegment[]]>([
  ['repo:o/r:ref:refs/heads/main', [{ key: 'repo', value: 'o/r' }, { key: 'ref', value: 'refs/heads/main' }]],
  ['repo:o/r:pull_request:actor:x', [{ key: 'repo', value: 'o/r' }, { key: 'context', value: 'pull_request' }, { key: 'actor', value: 'x' }]],
  ['repo:o/r:environment:pull_request', [{ key: 'repo', value: 'o/r' }, { key: 'environment', value: 'pull_request' }]],
  ['repo:o/*:env*', [{ key: 'repo', value: 'o/*' }, { key: 'context', value: 'env*' }]],
  ['repo:o/r:main', [{ key: 'repo', value: 'o/r' }, { key: 'main', value: undefined }]],
  [`repo:o/r:${REGION}`, [{ key: 'repo', value: 'o/r' }, { key: 'context', value: REGION }]],
])("'%s' in segments", (text, segments) => {
  expect(segmentsOf(text)).toEqual(segments);
});

test.each([
  ['repo:o/r:*', { owner: 'o', name: 'r' }],
  ['repo:o@1/r@2:*', { owner: 'o', ownerId: '1', name: 'r', id: '2' }],
  ['repo:o@*/*', { owner: 'o', ownerId: '*', name: '*' }],
  ['repo:o*', { owner: 'o*' }],
  ['environment:x:repository:o/r', { owner: 'o', name: 'r' }],
  ['repository_owner:o:repository_id:7', { owner: 'o', id: '7' }],
  ['repository_owner_id:65:repo:o/r', { owner: 'o', ownerId: '65', name: 'r' }],
  ['repo:o@1/r@2:repository_owner:p', { owner: 'o', ownerId: '1', name: 'r', id: '2' }],
  ['*', {}],
])("'%s' names a repository", (text, named) => {
  expect(repositoryIn(segmentsOf(text))).toEqual(named);
});
