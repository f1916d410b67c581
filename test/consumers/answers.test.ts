import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Answers, answersInTypeScript, carries, compareAnswers } from './answers';

const MESSAGE = "the repository is 'o', without a name; write 'OWNER/REPO'";

test.each([
  ['as it is', MESSAGE, true],
  ["behind the error's name", `GithubRepositoryInvalid: ${MESSAGE}`, true],
  ['before a stack', `${MESSAGE}\n    at Kernel`, true],
  ['between both', `GithubRepositoryInvalid: ${MESSAGE}\n    at Kernel`, true],
  ['cut', MESSAGE.slice(0, -1), false],
  ['with more on its line', `${MESSAGE} (at Kernel)`, false],
  ['behind other words', `it failed: ${MESSAGE}`, false],
  ['as nothing', '', false],
])('a message that arrives %s is told from one that does not', (_, text, arrives) => {
  expect(carries(text, MESSAGE)).toBe(arrives);
});

describe('answers of another language', () => {
  const expected = answersInTypeScript();
  const failing = (change: Partial<Answers>) => {
    const file = join(mkdtempSync(join(tmpdir(), 'answers-')), 'answers.json');
    writeFileSync(file, JSON.stringify({ ...expected, ...change }));
    return compareAnswers(file, expected).filter(({ passed }) => !passed).map(({ name }) => name);
  };

  test.each<[string, Partial<Answers>, string[]]>([
    ['pass where they are equal', {}, []],
    ['fail by why a token is let in', { allowed: 'allowed by another' }, ['trust allowed']],
    ['fail by what a denied token is told', { denied: '' }, ['trust denied']],
    ['fail by an error that is missing', { errors: expected.errors.slice(1) }, ['error text']],
    ['fail by a template', { template: { Resources: {} } }, ['other package']],
  ])('%s', (_, change, names) => {
    expect(failing(change)).toEqual(names);
  });

  test('hold refusals with their remedy, and a policy that another package wrote', () => {
    expect(expected.errors.map(text => text.slice(0, 18))).toEqual(['the repository is ', 'subjects is an emp']);
    expect(JSON.stringify(expected.template)).toContain('s3:GetObject*');
  });
});
