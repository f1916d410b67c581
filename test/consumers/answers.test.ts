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
  // In Jest the CDK throws its report; elsewhere it prints that, and throws this.
  const UNSOUND = 'ValidationFailed: Validation failed. A copy of this report can be found in: cdk.out/validation-report.json';
  const TOLD = "ERROR statement 1: no condition demands 'token.actions.githubusercontent.com:aud', so";
  const expected = answersInTypeScript();
  const failing = (change: Partial<Answers>, told: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'answers-'));
    writeFileSync(join(folder, 'answers.json'), JSON.stringify({ ...expected, unsound: UNSOUND, ...change }));
    return compareAnswers(folder, told, expected).filter(({ passed }) => !passed).map(({ name }) => name);
  };

  test.each<[string, Partial<Answers>, string[], string?]>([
    ['pass where they are equal', {}, []],
    ['pass with a stack behind where the report is', { unsound: `${UNSOUND}\n    at Kernel` }, []],
    ['fail by why a token is let in', { allowed: 'allowed by another' }, ['trust allowed']],
    ['fail by what a denied token is told', { denied: '' }, ['trust denied']],
    ['fail by an error that is missing', { errors: expected.errors.slice(1) }, ['error text']],
    ['fail by a synthesis that fails for another reason', { unsound: 'Error: the checks are broken' }, ['checks fail synth']],
    ['fail by a finding that nobody is told of', {}, ['checks fail synth'], 'Validation failed'],
    ['fail by a finding that is acknowledged in vain', { acknowledged: '' }, ['checks fail synth']],
    ['fail by a template', { template: { Resources: {} } }, ['other package']],
  ])('%s', (_, change, names, told = TOLD) => {
    expect(failing(change, told)).toEqual(names);
  });

  test('hold refusals with their remedy, what the checks found, and a policy that another package wrote', () => {
    expect(expected.errors.map(text => text.slice(0, 18))).toEqual(['the repository is ', 'subjects is an emp']);
    expect(expected.unsound).toContain(TOLD);
    expect(expected.acknowledged).toBe('Delivery');
    expect(JSON.stringify(expected.template)).toContain('s3:GetObject*');
  });
});
