import { readGlob } from '../../../src/trust/glob';
import { alphabetOf } from '../../../src/trust/reach/alphabet';
import { shortest } from '../../../src/trust/reach/classes';
import { formatsOf } from '../../../src/trust/reach/formats';
import { acceptsText } from '../../../src/trust/reach/machine';

const ALPHABET = alphabetOf([readGlob('abc/._-@[]{}:~ ^09', 'StringEquals')]);
const BUDGET = () => ({ left: 10_000 });

test.each([
  ['text', ['a', 'a:b', ' '], ['']],
  ['word', ['a_9', '_'], ['', 'a-b']],
  ['path', ['a/b.yml'], ['', 'a@b', 'a:b']],
  ['anyRef', ['refs/heads/main', 'a@b'], ['', 'a:b']],
  ['hash', ['0'.repeat(40), 'abcdef0123'.repeat(4)], ['0'.repeat(39), '0'.repeat(41), 'g'.repeat(40)]],
  ['login', ['a', 'a-b', 'a9', 'a_b', 'a-b_c9'], ['', '-a', 'a-', 'a--b', 'a_', 'a_b-c', 'a_b_c', 'a.b', 'a/b']],
  ['actor', ['a', 'dependabot[bot]', 'a-b'], ['[bot]', 'a[bo]', 'a[bot]x', 'a-[bot]']],
  ['number', ['1', '10', '909'], ['', '0', '01', 'a']],
  ['gitName', ['a', 'a/b', 'a.b', 'a@b', '@', 'a./b', 'a}', '{'], ['', '/a', 'a/', 'a//b', 'a..b', '.a', 'a/.b', 'a.', 'a@{', 'a b', 'a:b', 'a~', 'a^', 'a[']],
  ['repositoryName', ['a', '.a', '...', 'a.b', '-', '_.', '..a'], ['', '.', '..', 'a/b', 'a@b']],
  ['branchRef', ['refs/heads/a', 'refs/pull/1/merge', 'refs/heads/refs/tags/a'], ['refs/tags/a', 'refs/heads/', 'refs/pull/a/merge', 'refs/pull/1', 'a']],
  ['tagRef', ['refs/tags/a'], ['refs/heads/a', 'refs/tags/']],
  ['ref', ['refs/heads/a', 'refs/tags/a/b', 'refs/pull/12/merge'], ['a', 'refs/a']],
  ['calledWorkflow', ['a/b/.github/workflows/c.yml@refs/heads/a', 'a/b/c@a@b'], ['a/b@c', 'a/b/c', 'a/b/c@', '/b/c@a', '.a/b/c@a', 'a/./c@a']],
])('%s', (name, members, others) => {
  const format = formatsOf(ALPHABET)(name);
  expect(members.filter(text => !acceptsText(format, text))).toEqual([]);
  expect(others.filter(text => acceptsText(format, text))).toEqual([]);
});

test.each([
  ['login', 'x'], ['number', '7'], ['ref', 'refs/tags/x'], ['actor', 'x'], ['hash', '7'.repeat(40)], ['calledWorkflow', 'x/x/x@x'], ['branchRef', 'refs/heads/x'],
])('the shortest %s is of fresh characters', (name, expected) => {
  expect(shortest(formatsOf(ALPHABET)(name), BUDGET())).toBe(expected);
});
