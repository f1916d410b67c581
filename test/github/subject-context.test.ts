import { App, Aws, CfnParameter, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import {
  ANY_CONTEXT, branchContext, branchPatternContext, environmentContext, environmentPatternContext, PULL_REQUEST_CONTEXT, requirePattern,
  SubjectContext, tagContext, tagPatternContext,
} from '../../src/github/subject-context';

type Factory = (text: any) => SubjectContext;

const EXACT: [string, Factory][] = [['branch', branchContext], ['tag', tagContext], ['environment', environmentContext]];
const PATTERNS: [string, Factory][] = [
  ['branch pattern', branchPatternContext], ['tag pattern', tagPatternContext], ['environment pattern', environmentPatternContext],
];
const GIT: [string, Factory][] = [['branch', branchContext], ['tag', tagContext]];
const GIT_PATTERNS: [string, Factory][] = [['branch', branchPatternContext], ['tag', tagPatternContext]];

const stack = new Stack(new App(), 'Stack');
const WITH_COLON = Token.asString({ Ref: 'X' }, { displayHint: 'my:hint' });
const TOKENS: [string, string][] = [
  ['Token.asString', Token.asString({ Ref: 'X' })],
  ['a parameter', new CfnParameter(stack, 'Parameter').valueAsString],
  ['Aws.ACCOUNT_ID', Aws.ACCOUNT_ID],
  ['Lazy.string', Lazy.string({ produce: () => 'main' })],
  ['a token with a colon', WITH_COLON],
  ['a number in a template string', `${Token.asNumber({ Ref: 'X' })}`],
];
/** Texts that a policy can hold and IAM reads literally. */
const policyText = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map(code => String.fromCharCode(code)) })
  .filter(text => !text.includes('${'));

describe('exact contexts', () => {
  test.each([
    'main', 'feature/login', 'release/2.x', 'a-b_c', 'v1.0.0', 'café', 'ÿ', '%3A', 'a@b', '@x', 'x{', 'lock', 'x.locked', 'a=b', "it's",
    // only the porcelain refuses these, a push does not
    '-main', '-', '-/x', '@', 'a/@', 'HEAD',
  ])(
    'git allows %j', name => {
      expect(branchContext(name)).toEqual({
        text: `ref:refs/heads/${name}`,
        isPattern: false,
        kind: ['Branch', 'Branches'],
        value: name,
        words: `branch ${name}`,
        claims: { ref: `refs/heads/${name}`, ref_type: 'branch' },
      });
      expect(tagContext(name)).toEqual({
        text: `ref:refs/tags/${name}`,
        isPattern: false,
        kind: ['Tag', 'Tags'],
        value: name,
        words: `tag ${name}`,
        claims: { ref: `refs/tags/${name}`, ref_type: 'tag' },
      });
    },
  );

  test.each([
    ['production', 'production'],
    ['Production', 'Production'],
    ['My Environment', 'My Environment'],
    ['Production:V1', 'Production%3AV1'],
    ['a:b:c', 'a%3Ab%3Ac'],
    [':', '%3A'],
    ['100%', '100%'],
    ['café/été ÿ', 'café/été ÿ'],
    ['refs/heads/main', 'refs/heads/main'],
    ['pull_request', 'pull_request'],
    ['~^[\\..@{', '~^[\\..@{'],
    ['e'.repeat(255), 'e'.repeat(255)],
    [':'.repeat(255), '%3A'.repeat(255)],
  ])('the environment %j is %j in sub, and as it is in its claim', (name, encoded) => {
    expect(environmentContext(name)).toEqual({
      text: `environment:${encoded}`,
      isPattern: false,
      kind: ['Environment', 'Environments'],
      value: name,
      words: `environment ${name}`,
      claims: { environment: name },
    });
  });

  test('an environment never adds a segment to sub', () => {
    fc.assert(fc.property(policyText, name => {
      fc.pre(name.trim() !== '' && !/[*?]/.test(name));
      expect(environmentContext(name).text.split(':')).toHaveLength(2);
    }));
  });

  test('a pull request has one context', () => {
    expect(PULL_REQUEST_CONTEXT).toEqual({
      text: 'pull_request',
      isPattern: false,
      kind: ['PullRequest', 'PullRequests'],
      words: 'pull requests',
      claims: { event_name: 'pull_request' },
    });
  });

  test.each([
    ['branch', branchContext, 'branchLike'], ['tag', tagContext, 'tagLike'], ['environment', environmentContext, 'environmentLike'],
  ] as [string, Factory, string][])('an exact %s takes no wildcard and names the factory that does', (kind, factory, other) => {
    for (const name of ['*', '?', 'v*', 'release/?', '**', `*${Aws.REGION}`]) {
      const act = () => factory(name);
      expect(act).toThrow(`the ${kind} is '${name}'`);
      expect(act).toThrow(expect.objectContaining({ name: 'GithubWildcardRefused', message: expect.stringContaining(`use ${other}('${name}')`) }));
    }
  });

  test.each(EXACT)('an exact %s refuses every text with a wildcard', (_, factory) => {
    fc.assert(fc.property(policyText, policyText, fc.constantFrom('*', '?'), (before, after, wildcard) => {
      fc.pre(!(before + wildcard + after).includes('${'));
      expect(() => factory(before + wildcard + after)).toThrow(expect.objectContaining({ name: 'GithubWildcardRefused' }));
    }));
  });

  test('GitHub allows 255 characters in an environment, before encoding', () => {
    for (const name of ['e'.repeat(256), 'é'.repeat(256), ':'.repeat(300)]) {
      const act = () => environmentContext(name);
      expect(act).toThrow(expect.objectContaining({ name: 'GithubEnvironmentTooLong', message: expect.stringContaining('GitHub allows 255') }));
      expect(act).toThrow(`has ${name.length} characters, '${name.slice(0, 40)}…'`);
    }
  });
});

describe('git names', () => {
  test.each([
    ['feature branch', ' '], ['a\tb', '\t'], ['a\nb', '\n'], ['a\u007f', '\u007f'], ['a~1', '~'], ['HEAD^', '^'], ['a:b', ':'], ['[a-z]', '['],
    ['a\\b', '\\'],
    ['a..b', '..'], ['main@{1}', '@{'], ['/main', '/'], ['main/', '/'], ['main.', '.'], ['a//b', '//'], ['.main', '.'], ['a/.b', '/.'],
    ['main.lock', '.lock'], ['a.lock/b', '.lock/'],
  ])('git does not allow %j', (name, part) => {
    for (const [kind, factory] of GIT) {
      const act = () => factory(name);
      expect(act).toThrow(`the ${kind} is '${name}', and git allows no '${part}' there`);
      expect(act).toThrow(expect.objectContaining({
        name: 'GithubGitNameInvalid', message: expect.stringContaining('pass the name as `git branch` or `git tag` prints it'),
      }));
    }
  });

  test.each([
    ['feature *', ' '], ['*:*', ':'], ['main:environment:*', ':'], ['[a-z]*', '['], ['v*..*', '..'], ['*~1', '~'], ['*^', '^'], ['a\\*', '\\'],
    ['*@{?', '@{'],
  ])('no pattern of git names can hold what is refused in each of them: %j', (pattern, part) => {
    for (const [kind, factory] of GIT_PATTERNS) {
      const act = () => factory(pattern);
      expect(act).toThrow(`the ${kind} pattern is '${pattern}', and git allows no '${part}' there`);
      expect(act).toThrow(expect.objectContaining({ name: 'GithubGitNameInvalid', message: expect.stringContaining('pass the name as') }));
    }
  });

  test.each([
    ['branch', branchContext, 'refs/heads/main', 'refs/heads/', "branch('main')"],
    ['branch', branchContext, 'refs/heads/feature/x', 'refs/heads/', "branch('feature/x')"],
    ['branch', branchContext, `refs/heads/${Aws.REGION}`, 'refs/heads/', `branch('${Aws.REGION}')`],
    ['branch', branchContext, 'refs/tags/v1', 'refs/heads/', "tag('v1')"],
    ['tag', tagContext, 'refs/tags/v1', 'refs/tags/', "tag('v1')"],
    ['tag', tagContext, 'refs/tags/refs/tags/v1', 'refs/tags/', "tag('refs/tags/v1')"],
    ['tag', tagContext, 'refs/heads/main', 'refs/tags/', "branch('main')"],
    ['branch pattern', branchPatternContext, 'refs/heads/*', 'refs/heads/', "branchLike('*')"],
    ['branch pattern', branchPatternContext, 'refs/tags/v*', 'refs/heads/', "tagLike('v*')"],
    ['tag pattern', tagPatternContext, 'refs/tags/v*', 'refs/tags/', "tagLike('v*')"],
    ['tag pattern', tagPatternContext, 'refs/heads/release/?', 'refs/tags/', "branchLike('release/?')"],
  ] as [string, Factory, string, string, string][])('the prefix of a %s is added, not passed: %p %s', (kind, factory, name, prefix, remedy) => {
    expect(() => factory(name)).toThrow(expect.objectContaining({
      name: 'GithubRefPrefixRefused', message: `the ${kind} is '${name}', and '${prefix}' is added for you; use ${remedy}`,
    }));
  });

  test.each([
    ['branch', branchContext, 'refs/pull/1/merge', 'refs/heads/'],
    ['branch', branchContext, `refs/${Aws.REGION}`, 'refs/heads/'],
    ['tag', tagContext, 'refs/notes/commits', 'refs/tags/'],
    ['branch pattern', branchPatternContext, 'refs/*', 'refs/heads/'],
    ['tag pattern', tagPatternContext, 'refs/*', 'refs/tags/'],
  ] as [string, Factory, string, string][])('a git ref is no name of a %s: %p %s', (kind, factory, name, prefix) => {
    expect(() => factory(name)).toThrow(expect.objectContaining({
      name: 'GithubRefPrefixRefused', message: `the ${kind} is '${name}', and '${prefix}' is added for you; pass the name alone`,
    }));
  });

  test('a name that only holds refs/ further right is a name', () => {
    expect(branchContext('docs/refs/heads').text).toBe('ref:refs/heads/docs/refs/heads');
    expect(branchContext('refs-cleanup').text).toBe('ref:refs/heads/refs-cleanup');
  });
});

describe('pattern contexts', () => {
  test.each(['*', 'v*', 'release/?.x', 'feature/**', 'main', '*.lock', '*-', 'v?', '-*'])('the pattern %j reaches sub as it is', pattern => {
    expect(branchPatternContext(pattern)).toEqual({
      text: `ref:refs/heads/${pattern}`,
      isPattern: true,
      kind: ['BranchLike', 'BranchesLike'],
      value: pattern,
      words: `branches like ${pattern}`,
      claims: { ref: `refs/heads/${pattern}`, ref_type: 'branch' },
    });
    expect(tagPatternContext(pattern)).toEqual({
      text: `ref:refs/tags/${pattern}`,
      isPattern: true,
      kind: ['TagLike', 'TagsLike'],
      value: pattern,
      words: `tags like ${pattern}`,
      claims: { ref: `refs/tags/${pattern}`, ref_type: 'tag' },
    });
    expect(environmentPatternContext(pattern)).toEqual({
      text: `environment:${pattern}`,
      isPattern: true,
      kind: ['EnvironmentLike', 'EnvironmentsLike'],
      value: pattern,
      words: `environments like ${pattern}`,
      claims: { environment: pattern },
    });
  });

  test('a colon of an environment pattern is encoded in sub and stays in the claim, its wildcards stay in both', () => {
    const { text, claims } = environmentPatternContext('eu:*:?');
    expect([text, claims]).toEqual(['environment:eu%3A*%3A?', { environment: 'eu:*:?' }]);
  });

  test('an environment pattern has 255 characters at most', () => {
    expect(environmentPatternContext(`${'e'.repeat(254)}*`).text).toHaveLength('environment:'.length + 255);
    expect(() => environmentPatternContext(`${'e'.repeat(255)}*`)).toThrow(expect.objectContaining({
      name: 'GithubEnvironmentTooLong', message: expect.stringContaining('GitHub allows 255'),
    }));
  });

  test('any context is a pattern', () => {
    expect(ANY_CONTEXT).toEqual({
      text: '*', isPattern: true, kind: ['AnyContext', 'AnyContext'], words: 'any branch, tag, environment or pull request', claims: {},
    });
  });

  test.each(PATTERNS)('a %s holds nothing that is known only at deployment', (kind, factory) => {
    for (const [, token] of TOKENS) {
      for (const pattern of [token, `${token}*`, `v${token}`, `a/${token}/*`]) {
        const act = () => factory(pattern);
        expect(act).toThrow(`the ${kind} is '${pattern}'`);
        expect(act).toThrow(expect.objectContaining({
          name: 'GithubPatternUnresolved', message: expect.stringContaining('write the pattern into the program'),
        }));
      }
    }
  });

  test('requirePattern takes literal text only', () => {
    expect(() => requirePattern('the subject pattern', 'repo:octo-org/*')).not.toThrow();
    expect(() => requirePattern('the subject pattern', Aws.REGION)).toThrow(expect.objectContaining({ name: 'GithubPatternUnresolved' }));
    expect(() => requirePattern('the subject pattern', '')).toThrow(expect.objectContaining({ name: 'GithubTextBlank' }));
  });
});

describe('values that are known only at deployment', () => {
  test.each(TOKENS)('%s reaches sub whole and unchecked', (_, token) => {
    expect(branchContext(token).text).toBe(`ref:refs/heads/${token}`);
    expect(branchContext(`release/${token}`).text).toBe(`ref:refs/heads/release/${token}`);
    expect(tagContext(`v${token}`).text).toBe(`ref:refs/tags/v${token}`);
    expect(environmentContext(token).text).toBe(`environment:${token}`);
    expect(environmentContext(`eu:${token}:x`).text).toBe(`environment:eu%3A${token}%3Ax`);
    expect([branchContext, tagContext, environmentContext].map(factory => factory(token).claims)).toEqual([
      { ref: `refs/heads/${token}`, ref_type: 'branch' }, { ref: `refs/tags/${token}`, ref_type: 'tag' }, { environment: token },
    ]);
  });

  test.each(EXACT)('an exact %s with a token is no pattern, and the CDK can still resolve it', (_, factory) => {
    const context = factory(WITH_COLON);
    expect(context.isPattern).toBe(false);
    expect(stack.resolve(context.text)).toEqual({ 'Fn::Join': ['', [expect.any(String), { Ref: 'X' }]] });
  });

  test('the length of a token says nothing about the length of the environment', () => {
    const name = WITH_COLON.repeat(20);
    expect(name.length).toBeGreaterThan(255);
    expect(environmentContext(name).text).toBe(`environment:${name}`);
  });

  test.each(GIT)('the literal text around a token in a %s is not read as one piece', (_, factory) => {
    for (const [, token] of TOKENS) {
      const names = [
        `${token}/main`, `main/${token}`, `v1.${token}.0`, `x.${token}`, `x@${token}{`, `a/${token}/b`, `${token}@`, `x.lock${token}`,
        `x.${token}lock`,
        `-${token}`, `${token}${token}`,
      ];
      for (const name of names) {
        expect(factory(name).value).toBe(name);
      }
    }
  });

  test.each(GIT)('what git refuses at the ends of a %s is refused where a token is at the other one', (kind, factory) => {
    for (const [, token] of TOKENS) {
      for (const [name, part] of [
        [`${token}.`, '.'], [`${token}/`, '/'], [`/${token}`, '/'], [`.${token}`, '.'], [`a/.${token}`, '/.'], [`${token}.lock`, '.lock'],
        [`${token}.lock/x`, '.lock/'], [`${token}//x`, '//'],
      ]) {
        const act = () => factory(name);
        expect(act).toThrow(`the ${kind} is '${name}', and git allows no '${part}' there`);
        expect(act).toThrow(expect.objectContaining({ name: 'GithubGitNameInvalid' }));
      }
    }
  });

  test('a token between the two characters that begin a policy variable keeps them apart', () => {
    for (const [, token] of TOKENS) {
      expect(environmentContext(`$${token}{`).text).toBe(`environment:$${token}{`);
    }
    expect(() => environmentContext(`${Aws.REGION}\${`)).toThrow(expect.objectContaining({ name: 'GithubPolicyVariable' }));
  });

  test.each(GIT)('what git refuses everywhere in a %s is refused beside a token too', (_, factory) => {
    for (const name of [`a b${Aws.REGION}`, `${Aws.REGION}:x`, `${Aws.REGION}^`, `a..b${Aws.REGION}`]) {
      expect(() => factory(name)).toThrow(expect.objectContaining({ name: 'GithubGitNameInvalid' }));
    }
  });
});

describe.each([...EXACT, ...PATTERNS])('any %s', (kind, factory) => {
  test.each([
    ['', 'GithubTextBlank', 'must not be empty or blank'],
    ['   ', 'GithubTextBlank', 'must not be empty or blank'],
    ['${aws:username}', 'GithubPolicyVariable', 'write the value that you mean'],
    ['a€', 'GithubTextRefusedByIam', 'rename it on GitHub'],
    ['a\u0000', 'GithubTextRefusedByIam', 'rename it on GitHub'],
  ])('refuses %j with %s', (text, code, remedy) => {
    const act = () => factory(text);
    expect(act).toThrow(`the ${kind} is '${text}'`);
    expect(act).toThrow(expect.objectContaining({ name: code, message: expect.stringContaining(remedy) }));
  });

  test.each([undefined, null, 42, {}, ['main'], true, Token.asNumber({ Ref: 'X' })])('refuses %j of a JavaScript caller', value => {
    const act = () => factory(value);
    expect(act).toThrow(`the ${kind} is '${value}', a value of type ${typeof value};`);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubTextMissing', message: expect.stringContaining('pass it as a string') }));
  });
});
