import { App, Aws, CfnParameter, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { ClaimMatch } from '../../src/github/claim-match';

const stack = new Stack(new App(), 'Stack');
const TOKENS: [string, string][] = [
  ['Token.asString', Token.asString({ Ref: 'X' })],
  ['a parameter', new CfnParameter(stack, 'Parameter').valueAsString],
  ['Aws.ACCOUNT_ID', Aws.ACCOUNT_ID],
  ['Lazy.string', Lazy.string({ produce: () => 'octocat' })],
  ['a number in a template string', `${Token.asNumber({ Ref: 'X' })}`],
];
const SHA1 = '0123456789abcdef0123456789abcdef01234567';
const SHA256 = SHA1 + SHA1.slice(0, 24);

/** As a JavaScript caller would call it. */
type Factory = (...texts: any[]) => ClaimMatch;

function refusal(name: string, ...parts: string[]): Error {
  const quoted = parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return expect.objectContaining({ name, message: expect.stringMatching(quoted.join('[^]*')) });
}

describe('ClaimMatch.exactly', () => {
  test('holds the values as they were given, to be compared to the letter', () => {
    const match = ClaimMatch.exactly('Octocat', 'dependabot[bot]', 'a:b%3A @/é');
    expect([match.conditionOperator, match.values]).toEqual(['StringEquals', ['Octocat', 'dependabot[bot]', 'a:b%3A @/é']]);
    expect(`${match}`).toBe('Octocat or dependabot[bot] or a:b%3A @/é');
  });

  test.each(['*', 'octo*', 'octo?cat', '*octocat'])('refuses the wildcard of %j, wherever it stands, and names like()', text => {
    for (const texts of [[text], ['octocat', text], [text, 'octocat']]) {
      expect(() => ClaimMatch.exactly(...texts)).toThrow(refusal('GithubWildcardRefused', `'${text}'`, `use ClaimMatch.like('${text}')`));
    }
  });

  test('refuses every text with a wildcard', () => {
    fc.assert(fc.property(fc.string(), fc.string(), fc.constantFrom('*', '?'), (before, after, wildcard) => {
      fc.pre(!(before + wildcard + after).includes('${'));
      expect(() => ClaimMatch.exactly('octocat', before + wildcard + after)).toThrow(expect.objectContaining({ name: 'GithubWildcardRefused' }));
    }));
  });

  test.each(TOKENS)('passes %s on, also amid other text: under StringEquals its wildcards are letters', (_, token) => {
    expect(ClaimMatch.exactly(token, `refs/heads/${token}`, 'octocat').values).toEqual([token, `refs/heads/${token}`, 'octocat']);
  });
});

describe('ClaimMatch.like', () => {
  test('holds the patterns as they were given', () => {
    const match = ClaimMatch.like('refs/heads/*', 'refs/tags/v?');
    expect([match.conditionOperator, match.values]).toEqual(['StringLike', ['refs/heads/*', 'refs/tags/v?']]);
    expect(`${match}`).toBe('like refs/heads/* or refs/tags/v?');
  });

  test('takes a text without a wildcard', () => {
    expect(ClaimMatch.like('octocat').values).toEqual(['octocat']);
  });

  test.each(TOKENS)('refuses %s, which could be a wildcard at deployment', (_, token) => {
    for (const pattern of [token, `octo${token}`, `${token}*`]) {
      for (const patterns of [[pattern], ['octo*', pattern]]) {
        expect(() => ClaimMatch.like(...patterns)).toThrow(refusal('GithubPatternUnresolved', `'${pattern}'`, 'write the pattern into the program'));
      }
    }
  });
});

describe.each<[string, Factory, string]>([['exactly', ClaimMatch.exactly, 'value'], ['like', ClaimMatch.like, 'pattern']])(
  'ClaimMatch.%s', (_, factory, what) => {
    test('refuses to be called without any, since an empty list would demand nothing', () => {
      expect(() => factory()).toThrow(refusal('GithubClaimInvalid', `no ${what}`, 'pass at least one'));
    });

    test.each([[[]], [['octocat']], [['octocat', 'hubot']]])('refuses the list %j, and says to pass its elements', list => {
      for (const texts of [[list], ['octocat', list]]) {
        expect(() => factory(...texts)).toThrow(refusal('GithubTextMissing', what, `'${list}'`, 'one by one'));
      }
    });

    test.each([
      ['', 'GithubTextBlank', 'must not be empty or blank'],
      [' \t\n', 'GithubTextBlank', 'must not be empty or blank'],
      ['${aws:username}', 'GithubPolicyVariable', 'write the value that you mean'],
      ['${token.actions.githubusercontent.com:actor}', 'GithubPolicyVariable', 'write the value that you mean'],
      ['x${', 'GithubPolicyVariable', 'write the value that you mean'],
      ['日本', 'GithubTextRefusedByIam', 'U+65E5'],
      ['\u0100', 'GithubTextRefusedByIam', 'U+0100'],
      ['bell\u0007', 'GithubTextRefusedByIam', 'U+0007'],
    ])('refuses %j with %s, also behind others', (text, code, words) => {
      for (const texts of [[text], ['octocat', text]]) {
        expect(() => factory(...texts)).toThrow(refusal(code, `the claim's ${what} is '${text}'`, words));
      }
    });

    test.each([undefined, null, 42, true, {}, Token.asNumber({ Ref: 'X' })])('refuses %j of a JavaScript caller', text => {
      for (const texts of [[text], ['octocat', text]]) {
        expect(() => factory(...texts))
          .toThrow(refusal('GithubTextMissing', `the claim's ${what} is '${text}'`, `type ${typeof text}`, 'as a string'));
      }
    });

    test('keeps its values from whoever changes a list that it gave or was given', () => {
      const given = ['octocat', 'hubot'];
      const match = factory(...given);
      given[0] = 'mallory';
      match.values.push('mallory');
      match.values[0] = 'mallory';
      expect(match.values).toEqual(['octocat', 'hubot']);
      expect(`${match}`).not.toContain('mallory');
    });
  },
);

describe('ClaimMatch.reusableWorkflow', () => {
  test.each([
    ['octo-org/automation', 'deploy.yml', 'refs/heads/main', 'octo-org/automation/.github/workflows/deploy.yml@refs/heads/main'],
    ['octo-org/automation', 'Deploy to AWS.yaml', 'refs/tags/v1', 'octo-org/automation/.github/workflows/Deploy to AWS.yaml@refs/tags/v1'],
    ['octo-org/automation', 'deploy.yml', 'refs/heads/a@b', 'octo-org/automation/.github/workflows/deploy.yml@refs/heads/a@b'],
    ['octo-org/automation', 'deploy.yml', SHA1, `octo-org/automation/.github/workflows/deploy.yml@${SHA1}`],
    ['octo-org/automation', 'deploy.yml', SHA256, `octo-org/automation/.github/workflows/deploy.yml@${SHA256}`],
    ['octo-org/.github', 'deploy.yml', 'refs/heads/main', 'octo-org/.github/.github/workflows/deploy.yml@refs/heads/main'],
  ])('of %s, %s at %s is the claim that GitHub writes', (repository, file, gitRef, text) => {
    const match = ClaimMatch.reusableWorkflow(repository, file, gitRef);
    expect([match.conditionOperator, match.values]).toEqual(['StringEquals', [text]]);
  });

  test.each(['octo-org@1/automation@10', 'repo:octo-org@1/automation@10', 'repo:octo-org/automation'])(
    'names the repository of %s without IDs, as the claim does also where sub holds them', repository => {
      expect(ClaimMatch.reusableWorkflow(repository, 'deploy.yml', 'refs/heads/main').values)
        .toEqual(['octo-org/automation/.github/workflows/deploy.yml@refs/heads/main']);
    },
  );

  test.each([undefined, null, ''])('refuses the missing ref %j, under which any branch of the file would do', gitRef => {
    expect(() => ClaimMatch.reusableWorkflow('octo-org/automation', 'deploy.yml', gitRef as any))
      .toThrow(refusal('GithubClaimInvalid', 'is missing', "'refs/heads/main'"));
  });

  test.each([
    ...['main', 'v1', 'xrefs/heads/main', 'refs', SHA1.slice(1), `${SHA1}0`, SHA1.toUpperCase(), SHA1.slice(0, 7)].map(name => [name, name]),
    ['heads/main', 'main'], ['tags/v1', 'v1'], ['heads/heads/main', 'heads/main'], ['refs/', 'main'], ['heads/', 'main'], ['tags/', 'main'],
    ['head/main', 'head/main'],
  ])('refuses %j, which is neither a full ref nor a commit, and suggests that of %s', (gitRef, name) => {
    expect(() => ClaimMatch.reusableWorkflow('octo-org/automation', 'deploy.yml', gitRef))
      .toThrow(refusal('GithubClaimInvalid', `'${gitRef}'`, `pass a full ref, such as 'refs/heads/${name}' or 'refs/tags/${name}'`, 'full hash'));
  });

  test.each(['refs/heads/*', 'refs/heads/releas?'])('refuses the ref %j, a pattern', gitRef => {
    expect(() => ClaimMatch.reusableWorkflow('octo-org/automation', 'deploy.yml', gitRef))
      .toThrow(refusal('GithubWildcardRefused', `@${gitRef}'`, 'use ClaimMatch.like('));
  });

  test.each([
    '.github/workflows/deploy.yml', 'a/deploy.yml', 'deploy', 'deploy.json', '.yml', 'deploy.yml@refs/heads/main', 'deploy.yml ', 'deploy*.yml',
    'd?ploy.yml',
  ])('refuses the file %j, no name of a workflow file', file => {
    expect(() => ClaimMatch.reusableWorkflow('octo-org/automation', file, 'refs/heads/main'))
      .toThrow(refusal('GithubClaimInvalid', `'${file}'`, "such as 'deploy.yml'"));
  });

  test.each([
    [['octo-org', 'deploy.yml', 'refs/heads/main'], 'GithubRepositoryInvalid', 'octo-org'],
    [['octo-org/*', 'deploy.yml', 'refs/heads/main'], 'GithubWildcardRefused', 'octo-org/*'],
    [[undefined, 'deploy.yml', 'refs/heads/main'], 'GithubTextMissing', 'undefined'],
    [['octo-org/automation', undefined, 'refs/heads/main'], 'GithubTextMissing', 'undefined'],
    [['octo-org/automation', ' ', 'refs/heads/main'], 'GithubTextBlank', ' '],
    [['octo-org/automation', 'deploy.yml', ' '], 'GithubTextBlank', ' '],
    [['octo-org/automation', 'deploy.yml', 42], 'GithubTextMissing', '42'],
    [['octo-org/automation', 'deploy.yml', 'refs/heads/${aws:username}'], 'GithubPolicyVariable', 'refs/heads/${aws:username}'],
    [['octo-org/automation', 'deploy.yml', 'refs/heads/日本'], 'GithubTextRefusedByIam', 'refs/heads/日本'],
  ])('refuses %j with %s', (texts, code, value) => {
    expect(() => (ClaimMatch.reusableWorkflow as Factory)(...texts)).toThrow(refusal(code, `'${value}'`));
  });

  test.each(TOKENS)('passes %s on, for which nothing can be checked', (_, token) => {
    expect(ClaimMatch.reusableWorkflow(`octo-org/${token}`, token, token).values).toEqual([`octo-org/${token}/.github/workflows/${token}@${token}`]);
    expect(ClaimMatch.reusableWorkflow(token, `${token}.yml`, `refs/heads/${token}`).values)
      .toEqual([`${token}/.github/workflows/${token}.yml@refs/heads/${token}`]);
  });
});
