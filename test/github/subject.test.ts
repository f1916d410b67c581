import { App, Aws, CfnParameter, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';

const stack = new Stack(new App(), 'Stack');
const TOKENS: [string, string][] = [
  ['Token.asString', Token.asString({ Ref: 'X' })],
  ['a parameter', new CfnParameter(stack, 'Parameter').valueAsString],
  ['Aws.ACCOUNT_ID', Aws.ACCOUNT_ID],
  ['Lazy.string', Lazy.string({ produce: () => 'octo-org' })],
  ['a token with a colon', Token.asString({ Ref: 'X' }, { displayHint: 'my:hint' })],
  ['a number in a template string', `${Token.asNumber({ Ref: 'X' })}`],
];

describe('GithubSubject.custom', () => {
  test.each([
    'repo:octo-org/octo-repo:environment:production',
    'repo:octo--org/octo-repo:ref:refs/heads/main',
    'repository_owner:monalisa:repository_visibility:private',
    'environment:production%3Aeastus:repository_owner:octo-org',
    'repo:octo-org/octo-repo:environment:café 100%',
  ])('takes %j to the letter', text => {
    const subject = GithubSubject.custom(text);
    expect(subject._context).toEqual({ text, isPattern: false, kind: ['CustomSubject', 'CustomSubjects'], words: `subject ${text}`, claims: {} });
    expect(subject._repository).toBeUndefined();
    expect(subject.toString()).toBe(`subject ${text}`);
  });

  test.each(['repo:octo-org/octo-repo:*', '*', 'repo:octo-org/octo-rep?'])('refuses the wildcard of %j and names customLike', text => {
    const act = () => GithubSubject.custom(text);
    expect(act).toThrow(`the subject is '${text}'`);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubWildcardRefused', message: expect.stringContaining(`use customLike('${text}')`) }));
  });

  test('refuses every text with a wildcard', () => {
    fc.assert(fc.property(fc.string(), fc.string(), fc.constantFrom('*', '?'), (before, after, wildcard) => {
      fc.pre(!(before + wildcard + after).includes('${'));
      expect(() => GithubSubject.custom(before + wildcard + after)).toThrow(expect.objectContaining({ name: 'GithubWildcardRefused' }));
    }));
  });

  test.each(['environment:production', 'constructor:x'])('refuses %j, which names no owner', text => {
    const act = () => GithubSubject.custom(text);
    expect(act).toThrow(`the subject is '${text}'`);
    expect(act).toThrow(expect.objectContaining({ name: 'SubjectOpenToAnyOwner' }));
  });

  test.each(TOKENS)('refuses a subject that names no owner beside %s', (_, token) => {
    for (const text of [`environment:${token}`, `ref:refs/heads/${token}`, `x${token}`]) {
      const act = () => GithubSubject.custom(text);
      expect(act).toThrow(`the subject is '${text}'`);
      expect(act).toThrow(expect.objectContaining({ name: 'SubjectOpenToAnyOwner' }));
    }
  });

  test.each(TOKENS)('passes %s on whole', (_, token) => {
    for (const text of [
      token, `${token}:x`, `repo:${token}`, `repo:${token}:environment:x`, `repo:octo-org/octo-repo:environment:${token}`,
      `environment:${token}:repo:octo-org/octo-repo`,
    ]) {
      expect(GithubSubject.custom(text)._context).toMatchObject({ text, isPattern: false });
    }
  });
});

describe('GithubSubject.customLike', () => {
  test.each([
    'repo:octo-org@65/octo-repo@74:environment:eu-*', 'repo:octo-org/*', 'repository_owner_id:65:*', 'repo:octo-org/octo-repo:pull_request',
  ])('takes %j as a pattern', text => {
    const subject = GithubSubject.customLike(text);
    expect(subject._context).toEqual({
      text, isPattern: true, kind: ['CustomSubjectLike', 'CustomSubjectsLike'], words: `subjects like ${text}`, claims: {},
    });
    expect(subject._repository).toBeUndefined();
    expect(subject.toString()).toBe(`subjects like ${text}`);
  });

  test.each([
    '*', 'repo:*', 'repo:octo-org*', 'repo:*@65/*@74:environment:production', 'environment:*:repo:octo-org/octo-repo', '__proto__:x:*',
    'toString:x:*',
  ])(
    'refuses %j, because every owner could have it', text => {
      const act = () => GithubSubject.customLike(text);
      expect(act).toThrow(`the subject is '${text}'`);
      expect(act).toThrow(expect.objectContaining({ name: 'SubjectOpenToAnyOwner', message: expect.stringContaining('before the first wildcard') }));
    },
  );

  test.each(TOKENS)('refuses %s anywhere in a pattern', (_, token) => {
    for (const pattern of [token, `repo:${token}:*`, `repo:octo-org/octo-repo:environment:${token}`, `repo:octo-org/${token}`]) {
      const act = () => GithubSubject.customLike(pattern);
      expect(act).toThrow(`the subject pattern is '${pattern}'`);
      expect(act).toThrow(expect.objectContaining({
        name: 'GithubPatternUnresolved', message: expect.stringContaining('write the pattern into the program'),
      }));
    }
  });
});

describe.each([['custom', GithubSubject.custom], ['customLike', GithubSubject.customLike]] as [string, (text: any) => GithubSubject][])(
  'GithubSubject.%s', (_, factory) => {
    test.each([
      ['', 'GithubTextBlank', 'must not be empty or blank'],
      [' \t', 'GithubTextBlank', 'must not be empty or blank'],
      ['repo:octo-org/octo-repo:environment:${aws:username}', 'GithubPolicyVariable', 'write the value that you mean'],
      ['${token.actions.githubusercontent.com:sub}', 'GithubPolicyVariable', 'write the value that you mean'],
      ['repo:octo-org/octo-repo:environment:日本', 'GithubTextRefusedByIam', 'rename it on GitHub'],
    ])('refuses %j with %s', (text, code, remedy) => {
      const act = () => factory(text);
      expect(act).toThrow(`'${text}'`);
      expect(act).toThrow(expect.objectContaining({ name: code, message: expect.stringContaining(remedy) }));
    });

    test.each([undefined, null, 42, {}, ['repo:octo-org/octo-repo'], Token.asNumber({ Ref: 'X' })])('refuses %j of a JavaScript caller', value => {
      expect(() => factory(value)).toThrow(expect.objectContaining({
        name: 'GithubTextMissing', message: expect.stringMatching(/^the subject.* is '.*', a value of type [a-z]+; pass it as a string$/),
      }));
    });
  },
);

describe('GithubSubject.toString', () => {
  const repository = GithubRepository.of('octo-org@65/octo-repo@74');

  test.each([
    [repository.branch('main'), 'branch main of octo-org/octo-repo'],
    [repository.branchLike('release/*'), 'branches like release/* of octo-org/octo-repo'],
    [repository.tag('v1'), 'tag v1 of octo-org/octo-repo'],
    [repository.tagLike('v*'), 'tags like v* of octo-org/octo-repo'],
    [repository.environment('Production:V1'), 'environment Production:V1 of octo-org/octo-repo'],
    [repository.environmentLike('eu-*'), 'environments like eu-* of octo-org/octo-repo'],
    [repository.pullRequest(), 'pull requests of octo-org/octo-repo'],
    [repository.anyContext(), 'any branch, tag, environment or pull request of octo-org/octo-repo'],
  ])('says it in plain words: %s', (subject, words) => {
    expect(subject.toString()).toBe(words);
    expect(`${subject}`).toBe(words);
  });
});
