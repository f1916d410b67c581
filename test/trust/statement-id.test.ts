import * as fc from 'fast-check';
import {
  ANY_CONTEXT, branchContext, branchPatternContext, environmentContext, environmentPatternContext, PULL_REQUEST_CONTEXT, SubjectContext, tagContext,
  tagPatternContext,
} from '../../src/github/subject-context';
import { statementId, uniqueIds } from '../../src/trust/statement-id';

describe('the id of a statement with one context', () => {
  test.each<[string, SubjectContext]>([
    ['BranchMain', branchContext('main')],
    ['BranchFeatureX1', branchContext('feature/x-1')],
    ['BranchLikeRelease', branchPatternContext('release/*')],
    ['BranchLike', branchPatternContext('*')],
    ['TagV100', tagContext('v1.0.0')],
    ['TagLikeV', tagPatternContext('v*')],
    ['EnvironmentProduction', environmentContext('production')],
    ['EnvironmentProductionV1', environmentContext('Production:V1')],
    ['EnvironmentLikeProd', environmentPatternContext('prod-*')],
    ['PullRequest', PULL_REQUEST_CONTEXT],
    ['AnyContext', ANY_CONTEXT],
  ])('is %s: the kind and the words of its value', (id, context) => {
    expect(statementId([context])).toBe(id);
  });

  test('is the kind alone if the value has no letter or digit of ASCII', () => {
    expect(statementId([environmentContext('é ß')])).toBe('Environment');
  });

  test('leaves out what is known only at deployment, since an id has to be literal', () => {
    expect(statementId([environmentContext('${Token[TOKEN.123]}-eu')])).toBe('EnvironmentEu');
  });

  test.each([
    ['${Token[TOKEN.999]}', '${Token[TOKEN.1000]}'], ['x-1.8881545897087626e+289', 'x-1.8881545897087683e+289'],
  ])('does not depend on the number of an unresolved value: %s, %s', (one, other) => {
    expect(statementId([environmentContext(one)])).toBe(statementId([environmentContext(other)]));
    expect(statementId([environmentContext(one)])).not.toMatch(/[0-9]/);
  });

  test('is the same for two names that GitHub encodes alike', () => {
    expect(statementId([environmentContext('a:b')])).toBe('EnvironmentAB');
    expect(statementId([environmentContext('a%3Ab')])).toBe('EnvironmentAB');
  });

  test('keeps at most 40 characters of the value', () => {
    expect(statementId([environmentContext('a'.repeat(200))])).toBe(`EnvironmentA${'a'.repeat(39)}`);
  });
});

describe('the id of a statement with several contexts', () => {
  test('names each kind once, in the singular if it stands once', () => {
    expect(statementId([branchContext('main'), tagContext('v1')])).toBe('BranchAndTag');
    expect(statementId([branchContext('main'), branchContext('next'), tagContext('v1')])).toBe('BranchesAndTag');
    expect(statementId([environmentContext('a'), environmentContext('b')])).toBe('Environments');
  });

  test('does not depend on the order of the contexts', () => {
    const contexts = [branchContext('main'), tagContext('v1'), environmentContext('prod'), PULL_REQUEST_CONTEXT];
    expect(statementId(contexts)).toBe('BranchAndEnvironmentAndPullRequestAndTag');
    expect(statementId([...contexts].reverse())).toBe('BranchAndEnvironmentAndPullRequestAndTag');
  });
});

describe('ids that stand twice', () => {
  test.each<[string[], string[]]>([
    [[], []],
    [['A', 'B'], ['A', 'B']],
    [['A', 'A', 'A'], ['A', 'A2', 'A3']],
    [['A', 'B', 'A'], ['A', 'B', 'A2']],
    [['A', 'A', 'A2'], ['A', 'A3', 'A2']],
    [['A2', 'A', 'A'], ['A2', 'A', 'A3']],
    [['A', 'A', 'A2', 'A2'], ['A', 'A3', 'A2', 'A22']],
    [['A2', 'A2', 'A', 'A', 'A22'], ['A2', 'A23', 'A', 'A3', 'A22']],
    [[...Array<string>(12).fill('X'), 'X1', 'X1'], ['X', ...Array.from({ length: 11 }, (_, index) => `X${index + 2}`), 'X1', 'X13']],
  ])('are numbered, and a number never takes an id that stands there already: %j', (ids, unique) => {
    expect(uniqueIds(ids)).toEqual(unique);
  });

  test('are never given twice, and the first of each keeps its bare form', () => {
    const small = fc.string({ unit: fc.constantFrom('X', '1', '2'), minLength: 1, maxLength: 3 });
    const id = fc.oneof(fc.constantFrom('X', 'X1', 'X2', 'X11', 'X12'), small);
    fc.assert(fc.property(fc.array(id, { maxLength: 40, size: 'max' }), ids => {
      const unique = uniqueIds(ids);
      expect(new Set(unique).size).toBe(ids.length);
      expect(unique.map((given, index) => given.slice(0, ids[index].length))).toEqual(ids);
      expect(unique.filter((given, index) => !/^[0-9]*$/.test(given.slice(ids[index].length)))).toEqual([]);
      expect(unique.filter((_, index) => ids.indexOf(ids[index]) === index)).toEqual([...new Set(ids)]);
    }), { numRuns: 1_000, examples: [[[...Array<string>(12).fill('X'), 'X1', 'X1']]] });
  });
});
